//! Which lines divide the town: river, motorway and railway first, then main roads, then each quarter's own streets.

use super::dice::Dice;
use super::plan::{BANK_M, MOTORWAY_SIDE_M, Plan, RAIL_SIDE_M, Straight};
use super::pods::{self, Inner};
use super::point::{Point, at};
use super::sheet::{Cut, Ground, Kind, Road, Sheet, octagon};

/// What a quarter is like: how it is built, and later who lives there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Centre,
    /// Row houses.
    Terrace,
    Old,
    /// Apartment blocks.
    Flats,
    Suburb,
    /// Large plots.
    Estate,
}

#[derive(Debug)]
pub struct Quarter {
    pub style: Style,
    /// On the sheet.
    pub centre: Point,
}

#[derive(Debug)]
pub struct Layout {
    pub sheet: Sheet,
    pub quarters: Vec<Quarter>,
    /// Streets that end or turn inside a face.
    pub inner: Vec<Inner>,
    /// Where the two bridged main roads cross the river, x on the sheet.
    pub bridges: [f64; 2],
}

pub fn draw(plan: &Plan, seed: u64) -> Layout {
    let mut dice = Dice::new(seed, 2);
    let mut sheet = Sheet::new(&octagon(plan.half_x, plan.half_y, 0.42 * plan.half_y));
    reserve(&mut sheet, plan.river, BANK_M, Kind::River, Kind::Road(Road::Tertiary), Ground::RiverBank);
    reserve(&mut sheet, plan.motorway, MOTORWAY_SIDE_M, Kind::Motorway, Kind::Verge, Ground::MotorwaySide);
    reserve(&mut sheet, plan.rail, RAIL_SIDE_M, Kind::Rail, Kind::Verge, Ground::RailSide);
    let bridges = main_roads(&mut sheet, plan, &mut dice);
    let quarters = name_quarters(&mut sheet, plan, &mut dice);
    meadows(&mut sheet, plan, bridges);
    for face in 0..sheet.faces.len() {
        if sheet.faces[face].ground == Ground::Built {
            let style = quarters[sheet.faces[face].quarter as usize].style;
            subdivide(&mut sheet, face, style, &mut dice);
        }
    }
    set_aside(&mut sheet, &quarters, &mut dice);
    let inner = pods::fill(&mut sheet, &quarters, &mut dice);
    Layout { sheet, quarters, inner, bridges }
}

/// Draws a line across the town and keeps the ground on both its sides free.
fn reserve(sheet: &mut Sheet, line: Straight, side_m: f64, middle: Kind, edge: Kind, ground: Ground) {
    let across = line.along().left();
    let cut = |through, kind| Cut { through, along: line.along(), kind, snap_m: 0.5, least_m2: 500.0 };
    let middle_line = sheet.lines.len();
    sheet.cut_all(cut(line.from, middle), |sheet, face| sheet.faces[face].ground == Ground::Built);
    for side in [side_m, -side_m] {
        sheet.cut_all(cut(line.from + across * side, edge), |sheet, face| sheet.faces[face].ground == Ground::Built);
    }
    for face in 0..sheet.faces.len() {
        if sheet.faces[face].corners.iter().any(|&(_, l)| l as usize >= middle_line && sheet.lines[l as usize].kind == middle) {
            sheet.faces[face].ground = ground;
        }
    }
}

/// Main roads, and the two among them that cross the river.
fn main_roads(sheet: &mut Sheet, plan: &Plan, dice: &mut Dice) -> [f64; 2] {
    let mut xs = vec![(0.0, Road::Primary)];
    let (mut x, mut gap) = (0.0, 470.0 * plan.step);
    while x + gap < plan.half_x - 250.0 {
        x += gap;
        gap = (gap + 200.0).min(880.0);
        xs.extend([(x, Road::Secondary), (-x + dice.between(-60.0, 60.0) * plan.step, Road::Tertiary)]);
    }
    let east = xs.iter().map(|road| road.0).filter(|x| *x > 1.0);
    let second =
        east.min_by(|p, q| (p - plan.half_x * 0.36).abs().total_cmp(&(q - plan.half_x * 0.36).abs())).unwrap_or(plan.half_x * 0.36);
    for (x, road) in xs {
        let bridged = x == 0.0 || x == second;
        let lean = if bridged { 0.0 } else { dice.between(-0.035, 0.035) };
        let along = at(0.0, 1.0).turned(lean);
        let cut = Cut { through: at(x, plan.river.y_at(x)), along, kind: Kind::Road(road), snap_m: 30.0, least_m2: 9_000.0 };
        let strip = Cut { snap_m: 2.0, least_m2: 100.0, ..cut };
        sheet.cut_all(if bridged { strip } else { cut }, |sheet, face| match sheet.faces[face].ground {
            Ground::RiverBank | Ground::MotorwaySide => bridged,
            Ground::RailSide => false,
            _ => true,
        });
        sheet.cut_all(strip, |sheet, face| sheet.faces[face].ground == Ground::RailSide);
    }
    cross_roads(sheet, plan, dice);
    [0.0, second]
}

/// Main roads that run along the river, between it and the railway, beyond the railway, and south of the river.
fn cross_roads(sheet: &mut Sheet, plan: &Plan, dice: &mut Dice) {
    let gap = plan.rail.y_at(0.0) - plan.river.y_at(0.0);
    let between = ((gap / (560.0 * plan.step)).round() as usize).max(2);
    let fan = |share: f64| {
        let y = |x: f64| plan.river.y_at(x) + (plan.rail.y_at(x) - plan.river.y_at(x)) * share;
        Straight { from: at(-plan.half_x, y(-plan.half_x)), to: at(plan.half_x, y(plan.half_x)) }
    };
    let shifted = |line: Straight, by: f64| Straight { from: line.from + at(0.0, by), to: line.to + at(0.0, by) };
    let mut roads: Vec<(Straight, Road)> =
        (1..between).map(|i| (fan(i as f64 / between as f64), if i == 1 { Road::Primary } else { Road::Tertiary })).collect();
    let mut out = 620.0 * plan.step;
    while out < 2.0 * plan.half_y {
        let jitter = dice.between(-70.0, 70.0) * plan.step;
        roads.push((shifted(plan.rail, out + jitter), Road::Secondary));
        roads.push((shifted(plan.river, -out + jitter), Road::Tertiary));
        out += 760.0;
    }
    for (line, road) in roads {
        let cut = Cut { through: line.from, along: line.along(), kind: Kind::Road(road), snap_m: 20.0, least_m2: 12_000.0 };
        sheet.cut_all(cut, |sheet, face| {
            let north = plan.river.side(sheet.centre(face)) > 0.0;
            let beyond_rail = plan.rail.side(sheet.centre(face)) > 0.0;
            sheet.faces[face].ground == Ground::Built
                && north == (plan.river.side(line.from) > 0.0)
                && beyond_rail == (plan.rail.side(line.from) > 0.0)
        });
    }
    let old_road = Straight { from: at(-0.13 * plan.half_x, plan.centre.y), to: at(-plan.half_x, 0.95 * plan.half_y) };
    let cut = Cut { through: old_road.from, along: old_road.along(), kind: Kind::Road(Road::Secondary), snap_m: 45.0, least_m2: 30_000.0 };
    sheet.cut_all(cut, |sheet, face| {
        let centre = sheet.centre(face);
        sheet.faces[face].ground == Ground::Built && centre.x < old_road.from.x && centre.y > plan.centre.y
    });
}

/// Every face between main roads becomes a quarter with a style of its own.
fn name_quarters(sheet: &mut Sheet, plan: &Plan, dice: &mut Dice) -> Vec<Quarter> {
    (0..sheet.faces.len())
        .map(|face| {
            sheet.faces[face].quarter = face as u32;
            let centre = sheet.centre(face);
            Quarter { style: style(plan, centre, dice), centre }
        })
        .collect()
}

fn style(plan: &Plan, p: Point, dice: &mut Dice) -> Style {
    let reach = plan.half_x / 2_950.0;
    let off = p - plan.centre;
    let distance = off.length() / reach.sqrt();
    let rim = (p.x / plan.half_x).hypot(p.y / plan.half_y);
    let west = off.x < 0.0;
    match distance {
        d if d < 520.0 => Style::Centre,
        _ if plan.beyond_motorway(p) => *dice.pick(&[Style::Flats, Style::Suburb, Style::Suburb]),
        d if d < 1_350.0 && plan.river.side(p) < 0.0 => *dice.pick(&[Style::Flats, Style::Terrace]),
        d if d < 1_150.0 => {
            if west {
                Style::Old
            } else {
                Style::Terrace
            }
        }
        d if d < 1_700.0 => *dice.pick(&[Style::Old, Style::Old, Style::Flats]),
        _ if rim > 0.86 || (west && p.y > 0.55 * plan.half_y) => *dice.pick(&[Style::Estate, Style::Estate, Style::Suburb]),
        _ => *dice.pick(&[Style::Suburb, Style::Suburb, Style::Suburb, Style::Suburb, Style::Suburb, Style::Flats]),
    }
}

/// The large park: the south bank between the bridges.
fn meadows(sheet: &mut Sheet, plan: &Plan, bridges: [f64; 2]) {
    let deep = at(0.0, -BANK_M - 210.0 * plan.step);
    let cut = Cut {
        through: plan.river.from + deep,
        along: plan.river.along(),
        kind: Kind::Road(Road::Residential),
        snap_m: 1.0,
        least_m2: 15_000.0,
    };
    for face in 0..sheet.faces.len() {
        let centre = sheet.centre(face);
        let within = (bridges[0]..bridges[1]).contains(&centre.x) && plan.river.side(centre) < 0.0;
        let banked = sheet.ring(face).iter().any(|p| (plan.river.side(*p) + BANK_M).abs() < 3.0);
        if within && banked && sheet.faces[face].ground == Ground::Built && sheet.cut(face, cut).is_some() {
            sheet.faces[face].ground = Ground::Meadows; // the cut runs east: its left is the river's side
        }
    }
}

fn subdivide(sheet: &mut Sheet, face: usize, style: Style, dice: &mut Dice) {
    match style {
        Style::Centre => grid(sheet, face, [118.0, 82.0], 0.05, dice),
        Style::Terrace => grid(sheet, face, [150.0, 74.0], 0.1, dice),
        Style::Old => grid(sheet, face, [165.0, 84.0], 0.14, dice),
        Style::Flats => grid(sheet, face, [210.0, 150.0], 0.18, dice),
        Style::Suburb => halve(sheet, face, 78_000.0, 0, dice),
        Style::Estate => halve(sheet, face, 120_000.0, 0, dice),
    }
}

/// Long streets along the face's longest side, and cross streets that mostly go through.
fn grid(sheet: &mut Sheet, face: usize, [length_m, depth_m]: [f64; 2], skip: f64, dice: &mut Dice) {
    let mut pieces = vec![face];
    let along = longest_side(&sheet.ring(face)).1;
    for (heading, spacing, skip) in [(along, depth_m, 0.0), (along.left(), length_m, skip)] {
        let across = heading.left();
        let reach = sheet.ring(face);
        let whole: Vec<f64> = pieces.iter().flat_map(|&piece| sheet.ring(piece)).chain(reach).map(|p| across.dot(p)).collect();
        let (low, high) = whole.iter().fold((f64::MAX, f64::MIN), |(low, high), &v| (low.min(v), high.max(v)));
        let count = ((high - low) / spacing).round().max(1.0);
        for i in 1..count as usize {
            let offset = low + (high - low) * (i as f64 + dice.between(-0.09, 0.09)) / count;
            let tilt = dice.between(-0.02, 0.02);
            for k in 0..pieces.len() {
                let cut = Cut {
                    through: across * offset,
                    along: heading.turned(tilt),
                    kind: Kind::Road(Road::Residential),
                    snap_m: 24.0,
                    least_m2: 0.22 * length_m * depth_m,
                };
                if !dice.chance(skip)
                    && let Some(new) = sheet.cut(pieces[k], cut)
                {
                    pieces.push(new);
                }
            }
        }
    }
}

/// Cuts across the longest axis, again and again, until the parts are small enough for closes and loops.
fn halve(sheet: &mut Sheet, face: usize, most_m2: f64, depth: u32, dice: &mut Dice) {
    if sheet.area(face) < most_m2 * dice.between(0.8, 1.3) {
        return;
    }
    let ring = sheet.ring(face);
    let centre = sheet.centre(face);
    let far = ring.iter().fold(centre, |far, p| if centre.to(*p) > centre.to(far) { *p } else { far });
    let (long, _) = widest_heading(&ring, longest_side(&ring).1, (far - centre).unit());
    let heading = long.left().turned(dice.between(-0.2, 0.2));
    let through = centre + long * dice.between(-30.0, 30.0);
    let road = if depth == 0 && dice.chance(0.35) { Road::Tertiary } else { Road::Residential };
    let cut = Cut { through, along: heading, kind: Kind::Road(road), snap_m: 35.0, least_m2: 0.25 * most_m2 };
    if let Some(new) = sheet.cut(face, cut) {
        halve(sheet, face, most_m2, depth + 1, dice);
        halve(sheet, new, most_m2, depth + 1, dice);
    }
}

fn longest_side(ring: &[Point]) -> (f64, Point) {
    let sides = (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()]));
    sides.map(|(a, b)| (a.to(b), (b - a).unit())).fold((0.0, at(1.0, 0.0)), |best, side| if side.0 > best.0 { side } else { best })
}

/// Of a side's heading, the one across it and a third, the one along which the ring reaches farthest.
fn widest_heading(ring: &[Point], side: Point, third: Point) -> (Point, f64) {
    let reach = |heading: Point| {
        let (low, high) = ring.iter().map(|p| heading.dot(*p)).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        high - low
    };
    let best = if reach(side) * 1.15 >= reach(side.left()) { side } else { side.left() };
    if reach(third) > 1.4 * reach(best) { (third, reach(third)) } else { (best, reach(best)) }
}

/// Gives some faces to parks, schools and a lake.
fn set_aside(sheet: &mut Sheet, quarters: &[Quarter], dice: &mut Dice) {
    let mut lakes = 0;
    let faces = sheet.faces.len();
    for face in 0..faces {
        let (area, quarter) = (sheet.area(face), &quarters[sheet.faces[face].quarter as usize]);
        let sides_on_road = sheet.faces[face].corners.iter().filter(|&&(_, line)| sheet.lines[line as usize].kind.is_road()).count();
        if sheet.faces[face].ground != Ground::Built || sides_on_road < 3 {
            continue;
        }
        let green = match quarter.style {
            Style::Centre => 0.04,
            Style::Terrace | Style::Old => 0.045,
            Style::Flats => 0.07,
            Style::Suburb => 0.06,
            Style::Estate => 0.08,
        };
        sheet.faces[face].ground = match () {
            () if area > 60_000.0 && lakes < 1 + faces / 1_500 && quarter.style == Style::Estate => {
                lakes += 1;
                Ground::Lake
            }
            () if area > 5_000.0 && dice.chance(green) => Ground::Park,
            () if (10_000.0..95_000.0).contains(&area) && dice.chance(0.03) => Ground::School,
            () => Ground::Built,
        };
    }
}
