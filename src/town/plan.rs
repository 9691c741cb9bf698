//! How large is the town, where do river, motorway and railway lie, and how is the flat sheet bent into land?

use std::f64::consts::TAU;

use super::dice::Dice;
use super::point::{Point, at};

pub const TOWN: &str = "Alder Bend";
pub const COUNTY: &str = "Alder County";
pub const RIVER: &str = "Alder River";

/// Where the sheet's origin lies. Inland, and nobody's town.
const ORIGIN: [f64; 2] = [-77.9, 36.2];
const DEGREE_M: f64 = 111_320.0;
/// The whole town is turned a little, so that its grid does not follow the map's.
const TURN: f64 = -0.24;

/// Half the width of water, metres.
pub const RIVER_HALF_M: f64 = 30.0;
/// From the river's middle to the street along its bank.
pub const BANK_M: f64 = 72.0;
/// From the motorway's middle to where building may start.
pub const MOTORWAY_SIDE_M: f64 = 78.0;
pub const RAIL_SIDE_M: f64 = 26.0;

/// A straight line across the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Straight {
    pub from: Point,
    pub to: Point,
}

impl Straight {
    pub fn along(self) -> Point {
        (self.to - self.from).unit()
    }

    /// Metres to its left; negative to its right.
    pub fn side(self, p: Point) -> f64 {
        self.along().cross(p - self.from)
    }

    pub fn y_at(self, x: f64) -> f64 {
        self.from.y + (self.to.y - self.from.y) * (x - self.from.x) / (self.to.x - self.from.x)
    }
}

#[derive(Debug)]
struct Wave {
    along: Point,
    phase: f64,
    amplitude: Point,
}

impl Wave {
    fn new(dice: &mut Dice, wavelength_m: f64, amplitude_m: f64) -> Self {
        let (heading, lean) = (dice.between(0.0, TAU), dice.between(0.0, TAU));
        let along = at(1.0, 0.0).turned(heading) * (TAU / wavelength_m);
        Self { along, phase: dice.between(0.0, TAU), amplitude: at(amplitude_m, 0.0).turned(lean) }
    }

    fn at(&self, p: Point) -> Point {
        self.amplitude * (self.along.dot(p) + self.phase).sin()
    }
}

#[derive(Debug)]
pub struct Plan {
    /// Half the town's extent on the sheet.
    pub half_x: f64,
    pub half_y: f64,
    /// Small towns have tighter quarters.
    pub step: f64,
    /// The courthouse.
    pub centre: Point,
    pub river: Straight,
    pub motorway: Straight,
    pub rail: Straight,
    hills: Vec<Wave>,
    ripples: Vec<Wave>,
    meander: [f64; 2],
}

impl Plan {
    pub fn new(voters: u32, seed: u64) -> Self {
        let mut dice = Dice::new(seed, 1);
        let size = (f64::from(voters) / 50_000.0).sqrt().max(0.42);
        let (a, b) = (2_950.0 * size, 2_500.0 * size);
        let river = Straight { from: at(-3.0 * a, -0.04 * b), to: at(3.0 * a, -0.16 * b) };
        let rail = Straight { from: at(-a, 0.66 * b), to: at(a, 0.38 * b) };
        let step = size.sqrt().clamp(0.6, 1.0);
        Self {
            half_x: a,
            half_y: b,
            step,
            centre: at(0.0, river.y_at(0.0) + 400.0 * step),
            river,
            motorway: Straight { from: at(-0.3 * a, -b), to: at(a, -0.42 * b) },
            rail,
            hills: [(5_200.0, 190.0), (3_900.0, 130.0), (2_600.0, 60.0)]
                .map(|(length, height)| Wave::new(&mut dice, length, height))
                .into(),
            ripples: [(640.0, 22.0), (520.0, 16.0), (900.0, 30.0)].map(|(length, height)| Wave::new(&mut dice, length, height)).into(),
            meander: [dice.between(0.0, TAU), dice.between(0.0, TAU)],
        }
    }

    /// From the sheet to the ground, metres. One to one: every slope of the displacement stays under 1.
    pub fn bend(&self, p: Point) -> Point {
        let off_river = p.y - self.river.y_at(p.x);
        let bends = 210.0 * (p.x / 430.0 + self.meander[0]).sin() + 95.0 * (p.x / 190.0 + self.meander[1]).sin();
        let near = (-(off_river / 1_000.0).powi(2)).exp();
        let mut ground = p + at(0.0, bends * near * 0.8);
        for hill in &self.hills {
            ground = ground + hill.at(p);
        }
        let loose = self.looseness(p);
        for ripple in &self.ripples {
            ground = ground + ripple.at(p) * loose;
        }
        ground.turned(TURN)
    }

    /// 0 where streets keep to the ruler (the centre, and beside river, rail and motorway), 1 in the suburbs.
    fn looseness(&self, p: Point) -> f64 {
        let rises = |from: f64, to: f64, value: f64| {
            let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
            t * t * (3.0 - 2.0 * t)
        };
        let beside = [self.river, self.motorway, self.rail].map(|line| rises(60.0, 420.0, line.side(p).abs()));
        rises(700.0 * self.step, 1_500.0 * self.step, self.centre.to(p)) * beside[0] * beside[1] * beside[2]
    }

    pub fn bend_all(&self, line: &[Point]) -> Vec<Point> {
        line.iter().map(|p| self.bend(*p)).collect()
    }

    /// A straight stretch of the sheet as a line on the ground, a point about every 15 m, ends exact.
    pub fn bend_stretch(&self, a: Point, b: Point) -> Vec<Point> {
        let steps = (a.to(b) / 15.0).ceil().max(1.0) as usize;
        (0..=steps).map(|i| self.bend(a.lerp(b, i as f64 / steps as f64))).collect()
    }

    /// ZIP code of a point of the sheet.
    pub fn postcode(&self, p: Point) -> &'static str {
        match () {
            () if self.river.side(p) < 0.0 => "27993",
            () if self.rail.side(p) > 0.0 => "27994",
            () if p.x < 0.0 => "27991",
            () => "27992",
        }
    }

    /// Every street beyond the motorway lies to its right.
    pub fn beyond_motorway(&self, p: Point) -> bool {
        self.motorway.side(p) < 0.0
    }
}

/// WGS84 degrees of a point on the ground.
pub fn lonlat(p: Point) -> [f64; 2] {
    [ORIGIN[0] + p.x / (DEGREE_M * ORIGIN[1].to_radians().cos()), ORIGIN[1] + p.y / DEGREE_M]
}
