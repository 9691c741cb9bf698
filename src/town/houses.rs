//! Which houses line the streets, and what are their numbers?

use super::dice::Dice;
use super::landscape::clear_line;
use super::layout::{Layout, Style};
use super::names::Street;
use super::network::{Crossing, NOWHERE, Network};
use super::point::{Point, along, inside, length};
use super::sheet::{Ground, Road};
use super::site::{Footprint, Site};
use super::words::SAINTS;

/// People on the roll behind an average door.
const VOTERS_A_DOOR: f64 = 2.2;

#[derive(Debug, Clone)]
pub struct Building {
    pub outline: Vec<Point>,
    pub centre: Point,
    /// OpenStreetMap's word.
    pub kind: &'static str,
    pub name: &'static str,
    pub face: u32,
    /// Into the streets.
    pub street: u32,
    pub number: u32,
    /// Dwellings: 0 for a shop, 1 for a house.
    pub units: u32,
}

/// Half the width of a street's surface with its pavements, metres.
pub fn half_width_m(road: Road) -> f64 {
    match road {
        Road::Primary => 9.0,
        Road::Secondary => 8.0,
        Road::Tertiary => 7.0,
        Road::Residential => 5.5,
    }
}

/// How one style builds: metres, as (least, most).
struct Manner {
    width: (f64, f64),
    depth: (f64, f64),
    yard: (f64, f64),
    gap: (f64, f64),
    /// Least distance to any other building; under 0 where walls are shared.
    apart: f64,
    /// Houses in a row before a wider gap; 0 for no rows.
    row: u32,
}

fn manner(style: Style) -> Manner {
    match style {
        Style::Centre => Manner { width: (9.0, 19.0), depth: (16.0, 24.0), yard: (0.5, 1.2), gap: (0.0, 0.1), apart: -0.6, row: 6 },
        Style::Terrace => Manner { width: (6.2, 7.0), depth: (10.5, 13.0), yard: (3.0, 3.2), gap: (0.0, 0.0), apart: -0.6, row: 8 },
        Style::Old => Manner { width: (8.5, 11.0), depth: (10.0, 14.0), yard: (4.5, 7.5), gap: (5.0, 8.0), apart: 2.5, row: 0 },
        Style::Flats => Manner { width: (34.0, 52.0), depth: (14.0, 17.0), yard: (8.0, 12.0), gap: (14.0, 26.0), apart: 11.0, row: 0 },
        Style::Suburb => Manner { width: (11.5, 15.0), depth: (9.0, 12.0), yard: (7.5, 10.5), gap: (6.5, 10.0), apart: 4.0, row: 0 },
        Style::Estate => Manner { width: (14.0, 19.0), depth: (11.0, 14.0), yard: (13.0, 20.0), gap: (16.0, 26.0), apart: 9.0, row: 0 },
    }
}

pub fn build(layout: &Layout, network: &Network, streets: &[Street], voters: u32, seed: u64) -> Vec<Building> {
    let mut builder = Builder::new(layout, network, Dice::new(seed, 4));
    for (number, street) in streets.iter().enumerate() {
        builder.line_street(number as u32, street);
    }
    let mut buildings = builder.buildings;
    settle_units(&mut buildings, f64::from(voters) / VOTERS_A_DOOR, &mut builder.dice);
    buildings
}

struct Builder<'a> {
    layout: &'a Layout,
    network: &'a Network,
    rings: Vec<Vec<Point>>,
    site: Site,
    dice: Dice,
    buildings: Vec<Building>,
}

/// A stretch seen from one of its sides, with the block it belongs to.
struct Front<'a> {
    street: u32,
    points: &'a [Point],
    side: f64,
    face: u32,
    road: Road,
    hundred: u32,
    block_from_m: f64,
    block_m: f64,
}

impl<'a> Builder<'a> {
    fn new(layout: &'a Layout, network: &'a Network, dice: Dice) -> Self {
        let mut site = Site::new(&network.nodes);
        for edge in &network.edges {
            site.keep_clear(&edge.points, clear_line(edge.kind));
        }
        for stretch in &network.stretches {
            site.keep_clear(&stretch.edge.points, half_width_m(stretch.road) + 0.2);
        }
        Self { layout, network, rings: super::landscape::rings(network), site, dice, buildings: Vec::new() }
    }

    fn line_street(&mut self, number: u32, street: &Street) {
        let network = self.network;
        let lengths: Vec<f64> = street.stretches.iter().map(|&(i, _)| length(&network.stretches[i as usize].edge.points)).collect();
        let blocks = blocks(&lengths, street.hundred);
        let mut last = [0u32; 2];
        for (k, &(i, forward)) in street.stretches.iter().enumerate() {
            let stretch = &network.stretches[i as usize];
            if stretch.crossing != Crossing::None {
                continue;
            }
            let mut points = stretch.edge.points.clone();
            if !forward {
                points.reverse();
            }
            let faces = if forward { [stretch.edge.left, stretch.edge.right] } else { [stretch.edge.right, stretch.edge.left] };
            let (hundred, block_from_m, block_m) = blocks[k];
            for (side, face) in [(1.0, faces[0]), (-1.0, faces[1])] {
                if face == NOWHERE || self.layout.sheet.faces[face as usize].ground != Ground::Built {
                    continue;
                }
                let front = Front { street: number, points: &points, side, face, road: stretch.road, hundred, block_from_m, block_m };
                self.line_front(&front, &mut last[usize::from(side < 0.0)]);
            }
            if stretch.inner && stretch.edge.to as usize >= self.layout.sheet.vertices.len() {
                let face = stretch.edge.left;
                let front = Front { street: number, points: &points, side: 1.0, face, road: stretch.road, hundred, block_from_m, block_m };
                self.ring_circle(&front, &mut last[0]);
            }
        }
    }

    fn line_front(&mut self, front: &Front, last: &mut u32) {
        let style = self.style(front.face);
        let manner = manner(style);
        let whole = length(front.points);
        let mut walked = 2.0;
        let mut in_row = 0;
        loop {
            let width = self.dice.between(manner.width.0, manner.width.1);
            if walked + width > whole {
                break;
            }
            let (p, heading) = along(front.points, walked + width / 2.0);
            let depth = self.dice.between(manner.depth.0, manner.depth.1);
            let yard = if manner.row > 0 { manner.yard.0 } else { self.dice.between(manner.yard.0, manner.yard.1) };
            let out = heading.left() * front.side;
            let centre = p + out * (half_width_m(front.road) + yard + depth / 2.0);
            let foot = Footprint { centre, along: out.left() * -1.0, half_width: width / 2.0, half_depth: depth / 2.0 };
            if !self.fits(&foot, front.face, manner.apart) {
                walked += 3.0;
                in_row = 0;
                continue;
            }
            let number = number(front, walked + width / 2.0, last);
            self.raise(foot, style, front, number);
            if style == Style::Flats {
                self.second_row(&foot, out, front, last);
            }
            in_row += 1;
            walked += width + self.dice.between(manner.gap.0, manner.gap.1);
            if manner.row > 0 && in_row >= manner.row {
                in_row = 0;
                walked += self.dice.between(3.5, 7.0);
            }
        }
    }

    /// Another block of flats behind the first, where the ground is deep enough.
    fn second_row(&mut self, first: &Footprint, out: Point, front: &Front, last: &mut u32) {
        let foot = Footprint { centre: first.centre + out * (first.half_depth * 2.0 + 24.0), ..*first };
        if self.fits(&foot, front.face, 11.0) {
            *last += 2;
            self.raise(foot, Style::Flats, front, *last);
        }
    }

    /// Houses around the turning circle at the end of a close.
    fn ring_circle(&mut self, front: &Front, last: &mut u32) {
        let style = self.style(front.face);
        let manner = manner(style);
        let (end, heading) = along(front.points, length(front.points));
        for degrees in [62.0f64, 0.0, -62.0] {
            let out = heading.turned(degrees.to_radians());
            let (width, depth) = (manner.width.0, manner.depth.0);
            let centre = end + out * (12.0 + manner.yard.0 + depth / 2.0);
            let foot = Footprint { centre, along: out.left() * -1.0, half_width: width / 2.0, half_depth: depth / 2.0 };
            if self.fits(&foot, front.face, manner.apart) {
                *last = (*last + 4).max(front.hundred * 100 + 1);
                self.raise(foot, style, front, *last);
            }
        }
    }

    fn fits(&self, foot: &Footprint, face: u32, apart: f64) -> bool {
        self.site.free(foot, apart) && inside(&self.rings[face as usize], foot.centre)
    }

    fn style(&self, face: u32) -> Style {
        self.layout.quarters[self.layout.sheet.faces[face as usize].quarter as usize].style
    }

    fn raise(&mut self, foot: Footprint, style: Style, front: &Front, number: u32) {
        self.site.build(foot);
        let busy = matches!(front.road, Road::Primary | Road::Secondary);
        let mut building = Building {
            outline: foot.outline(),
            centre: foot.centre,
            kind: "house",
            name: "",
            face: front.face,
            street: front.street,
            number,
            units: 1,
        };
        (building.kind, building.units) = match style {
            Style::Centre if busy && self.dice.chance(0.75) => ("retail", 0),
            Style::Centre => *self.dice.pick(&[("commercial", 0), ("apartments", 4), ("apartments", 6), ("office", 0), ("house", 1)]),
            Style::Flats => ("apartments", (4.0 * foot.half_width * foot.half_depth / 62.0) as u32 * self.dice.whole(2, 4) as u32),
            Style::Old if self.dice.chance(0.05) => ("apartments", 4),
            Style::Old | Style::Suburb if busy && self.dice.chance(0.04) => ("retail", 0),
            Style::Old | Style::Suburb | Style::Terrace if self.dice.chance(0.004) => {
                building.name = *self.dice.pick::<&str>(&SAINTS);
                ("church", 0)
            }
            _ => ("house", 1),
        };
        if matches!(style, Style::Suburb | Style::Estate | Style::Old) && building.kind == "house" && self.dice.chance(0.55) {
            building.outline = angled(&foot, &mut self.dice);
        }
        self.buildings.push(building);
    }
}

/// A house with a wing: the rectangle less one corner at the back.
fn angled(foot: &Footprint, dice: &mut Dice) -> Vec<Point> {
    let (x, y) = (dice.between(-0.3, 0.3), dice.between(-0.2, 0.4));
    let corners = if dice.chance(0.5) {
        [(-1.0, -1.0), (1.0, -1.0), (1.0, y), (x, y), (x, 1.0), (-1.0, 1.0)]
    } else {
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (x, 1.0), (x, y), (-1.0, y)]
    };
    corners.map(|(right, back)| foot.corner(right, back)).into()
}

/// For each stretch its block's hundred, where in the block it starts, and the block's length. A new hundred starts
/// at a crossing, but not before a block has its 70 m.
fn blocks(lengths: &[f64], first: u32) -> Vec<(u32, f64, f64)> {
    let mut blocks: Vec<(u32, f64, f64)> = Vec::with_capacity(lengths.len());
    let (mut hundred, mut so_far, mut start) = (first, 0.0, 0);
    for (i, length) in lengths.iter().enumerate() {
        blocks.push((hundred, so_far, 0.0));
        so_far += length;
        if so_far >= 70.0 || i + 1 == lengths.len() {
            blocks[start..].iter_mut().for_each(|block| block.2 = so_far);
            (hundred, so_far, start) = (hundred + 1, 0.0, i + 1);
        }
    }
    blocks
}

/// Odd on the left, even on the right, rising, and never the same twice.
fn number(front: &Front, walked: f64, last: &mut u32) -> u32 {
    let share = (front.block_from_m + walked) / front.block_m.max(150.0);
    let odd = u32::from(front.side > 0.0);
    let wanted = front.hundred * 100 + 2 * (share * 49.0) as u32 + odd;
    *last = if *last >= wanted { *last + 2 } else { wanted };
    *last
}

/// Gives the town as many doors as its voters need: flats take what houses leave, and where there are too many houses
/// some plots stay empty.
fn settle_units(buildings: &mut Vec<Building>, doors: f64, dice: &mut Dice) {
    let count = |buildings: &[Building], kind: &str| buildings.iter().filter(|building| building.kind == kind).count() as f64;
    let flats = count(buildings, "apartments");
    let keep_flats = (doors * 0.36 / 8.0 / flats.max(1.0)).min(1.0);
    let mut houses = count(buildings, "house");
    let keep_houses = (doors * 0.8 / houses.max(1.0)).min(1.0);
    buildings.retain(|building| match building.kind {
        "apartments" => dice.unit() < keep_flats,
        "house" => dice.unit() < keep_houses,
        _ => true,
    });
    houses = count(buildings, "house");
    let planned: u32 = buildings.iter().filter(|building| building.kind == "apartments").map(|building| building.units).sum();
    let factor = (doors - houses) / f64::from(planned.max(1));
    for building in buildings.iter_mut().filter(|building| building.kind == "apartments") {
        building.units = ((f64::from(building.units) * factor).round() as u32).max(2);
    }
}

/// The label of a dwelling in a building of flats: `204` on the second floor, or `2D` in small ones.
pub fn unit_label(units: u32, index: u32) -> String {
    if units <= 12 {
        return format!("{}{}", index / 4 + 1, char::from(b'A' + (index % 4) as u8));
    }
    let a_floor = units.div_ceil(units.div_ceil(12).clamp(3, 12));
    format!("{}{:02}", index / a_floor + 1, index % a_floor + 1)
}
