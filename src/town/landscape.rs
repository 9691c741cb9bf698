//! What else lies in the town: water, the motorway and its ramps, the railway, parks, schools, shops and stops?

use std::f64::consts::TAU;

use super::dice::Dice;
use super::houses::Building;
use super::layout::Layout;
use super::names::Street;
use super::network::{Crossing, Network};
use super::plan::{Plan, RIVER_HALF_M, Straight};
use super::point::{Point, along, area, at, beside, centroid, inside, length, simplified};
use super::sheet::{Ground, Kind, Road};
use super::site::Footprint;
use super::words::{PARKS, QUARTERS, SHOPS};

/// Something to draw that is neither street nor dwelling. Tags as OpenStreetMap has them.
#[derive(Debug)]
pub struct Feature {
    pub tags: Vec<(&'static str, String)>,
    pub shape: Shape,
}

#[derive(Debug)]
pub enum Shape {
    Point(Point),
    Line(Vec<Point>),
    /// Not closed.
    Ring(Vec<Point>),
    /// A line of which the ends are street nodes.
    Joined(u32, Vec<Point>, u32),
}

/// How far from a line nothing may be built, metres.
pub fn clear_line(kind: Kind) -> f64 {
    match kind {
        Kind::River => RIVER_HALF_M + 6.0,
        Kind::Motorway => 34.0,
        Kind::Rail => 14.0,
        Kind::Limit | Kind::Verge => 4.0,
        Kind::Road(road) => super::houses::half_width_m(road) + 0.2,
    }
}

/// Every face's outline on the ground, not closed.
pub fn rings(network: &Network) -> Vec<Vec<Point>> {
    let ring = |around: &Vec<(u32, bool)>| {
        let mut ring = Vec::new();
        for &(edge, forward) in around {
            let points = &network.edges[edge as usize].points;
            let n = points.len() - 1;
            ring.extend((0..n).map(|i| if forward { points[i] } else { points[n - i] }));
        }
        ring
    };
    network.around.iter().map(ring).collect()
}

fn tags<const N: usize>(pairs: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    pairs.into_iter().map(|(key, value)| (key, value.to_owned())).collect()
}

/// A straight of the sheet on the ground, led on into the country on both sides as long as it stays away from the river.
pub fn across_country(plan: &Plan, line: Straight) -> Vec<Point> {
    let lead_on = |from: Point, heading: Point| {
        let steps = (1..=15).map(|i| from + heading * (100.0 * f64::from(i)));
        steps.take_while(|p| plan.river.side(*p).abs() > 260.0).last().unwrap_or(from)
    };
    let bent = plan.bend_stretch(lead_on(line.from, line.along() * -1.0), lead_on(line.to, line.along()));
    simplified(&bent, 0.5)
}

pub fn draw(layout: &Layout, plan: &Plan, network: &Network, streets: &[Street], buildings: &[Building], seed: u64) -> Vec<Feature> {
    let mut dice = Dice::new(seed, 5);
    let mut features = Vec::new();
    water(plan, &mut features);
    greens(layout, network, &mut features, &mut dice);
    schools(layout, network, &mut features, &mut dice);
    railway(plan, &mut features);
    shops(buildings, &mut features, &mut dice);
    bus_stops(network, streets, &mut features);
    settlements(layout, plan, &mut features);
    features
}

fn river_line(plan: &Plan) -> Vec<Point> {
    let on = |x: f64| at(x, plan.river.y_at(x));
    plan.bend_stretch(on(-plan.half_x - 1_200.0), on(plan.half_x + 1_200.0))
}

fn water(plan: &Plan, features: &mut Vec<Feature>) {
    let line = river_line(plan);
    let wide = |i: usize| RIVER_HALF_M - 3.0 + 4.0 * (i as f64 / 17.0).sin();
    let bank = |side: f64| -> Vec<Point> {
        beside(&line, side).iter().zip(&line).enumerate().map(|(i, (b, p))| *p + (*b - *p) * wide(i)).collect()
    };
    let (mut ring, mut back) = (bank(1.0), bank(-1.0));
    back.reverse();
    ring.extend(back);
    features
        .push(Feature { tags: tags([("natural", "water"), ("water", "river"), ("name", super::plan::RIVER)]), shape: Shape::Ring(ring) });
    features
        .push(Feature { tags: tags([("waterway", "river"), ("name", super::plan::RIVER)]), shape: Shape::Line(simplified(&line, 0.5)) });
}

fn greens(layout: &Layout, network: &Network, features: &mut Vec<Feature>, dice: &mut Dice) {
    let rings = rings(network);
    let mut gates = vec![false; network.nodes.len()];
    for stretch in &network.stretches {
        gates[stretch.edge.from as usize] = true;
        gates[stretch.edge.to as usize] = true;
    }
    let mut named = 0;
    for (face, ring) in rings.iter().enumerate() {
        let ground = layout.sheet.faces[face].ground;
        match ground {
            Ground::RiverBank => {
                features.push(Feature {
                    tags: tags([("leisure", "park"), ("name", "Alder River Greenway")]),
                    shape: Shape::Ring(ring.clone()),
                });
            }
            Ground::Park | Ground::Meadows | Ground::Lake => {
                let name = match ground {
                    Ground::Meadows => "Mill Meadows Park".to_owned(),
                    Ground::Lake => "Heron Lake Park".to_owned(),
                    _ => {
                        named += 1;
                        format!("{} {}", PARKS[named % PARKS.len()], if area(ring) < 9_000.0 { "Square" } else { "Park" })
                    }
                };
                features.push(Feature { tags: tags([("leisure", "park"), ("name", &name)]), shape: Shape::Ring(ring.clone()) });
                furnish(layout, network, face, &gates, ring, features, dice);
            }
            _ => {}
        }
    }
}

/// Paths through the middle from corner to corner where a street passes (`gates`), a pond, a playground.
fn furnish(layout: &Layout, network: &Network, face: usize, gates: &[bool], ring: &[Point], features: &mut Vec<Feature>, dice: &mut Dice) {
    let middle = centroid(ring);
    let reach = (area(ring) / std::f64::consts::PI).sqrt();
    if layout.sheet.faces[face].ground == Ground::Lake {
        let shore = pond(ring, middle, reach * 0.62, dice);
        features.push(Feature { tags: tags([("natural", "water"), ("water", "lake"), ("name", "Heron Lake")]), shape: Shape::Ring(shore) });
        return;
    }
    let corners = layout.sheet.faces[face].corners.iter().map(|&(vertex, _)| vertex);
    let gates: Vec<u32> = corners.filter(|&vertex| gates[vertex as usize]).collect();
    for pair in gates.chunks(2).filter(|pair| pair.len() == 2).take(3) {
        let [a, b] = [network.nodes[pair[0] as usize], network.nodes[pair[1] as usize]];
        let path: Vec<Point> = (0..=12).map(|i| f64::from(i) / 12.0).map(|t| a.lerp(middle, t).lerp(middle.lerp(b, t), t)).collect();
        features.push(Feature {
            tags: tags([("highway", "footway"), ("surface", "fine_gravel")]),
            shape: Shape::Joined(pair[0], path, pair[1]),
        });
    }
    if area(ring) > 45_000.0 {
        let shore = pond(ring, middle + at(reach * 0.3, reach * 0.25), reach * 0.17, dice);
        features.push(Feature { tags: tags([("natural", "water"), ("water", "pond")]), shape: Shape::Ring(shore) });
    }
    if dice.chance(0.6) {
        let corner = middle + at(-reach * 0.28, -reach * 0.2);
        let foot = Footprint { centre: corner, along: at(1.0, 0.0).turned(dice.between(0.0, 1.5)), half_width: 13.0, half_depth: 9.0 };
        if foot.outline().iter().all(|p| inside(ring, *p)) {
            features.push(Feature { tags: tags([("leisure", "playground")]), shape: Shape::Ring(foot.outline()) });
        }
    }
}

/// An uneven shore around `middle`, as large as asked or as the ground around it allows.
fn pond(ground: &[Point], middle: Point, radius: f64, dice: &mut Dice) -> Vec<Point> {
    let (a, b) = (dice.between(0.0, TAU), dice.between(0.0, TAU));
    let shore = |radius: f64| -> Vec<Point> {
        let uneven = |t: f64| radius * (1.0 + 0.14 * (2.0 * t + a).sin() + 0.08 * (3.0 * t + b).sin());
        (0..32).map(|i| f64::from(i) / 32.0 * TAU).map(|t| middle + at(1.25 * t.cos(), 0.85 * t.sin()) * uneven(t)).collect()
    };
    let within = |radius: f64| shore(radius * 1.25).iter().all(|p| inside(ground, *p));
    let mut radius = radius;
    while radius > 8.0 && !within(radius) {
        radius *= 0.9;
    }
    shore(radius)
}

fn schools(layout: &Layout, network: &Network, features: &mut Vec<Feature>, dice: &mut Dice) {
    let rings = rings(network);
    for (face, ring) in rings.iter().enumerate().filter(|(face, _)| layout.sheet.faces[*face].ground == Ground::School) {
        let grade = *dice.pick(&["Elementary School", "Elementary School", "Middle School", "High School"]);
        let name = format!("{} {grade}", QUARTERS[(layout.sheet.faces[face].quarter as usize * 7 + face) % QUARTERS.len()]);
        features.push(Feature { tags: tags([("amenity", "school"), ("name", &name)]), shape: Shape::Ring(ring.clone()) });
        let reach = (area(ring) / std::f64::consts::PI).sqrt();
        let heading = (ring[1] - ring[0]).unit();
        let hall = Footprint { centre: centroid(ring), along: heading, half_width: reach * 0.45, half_depth: reach * 0.16 };
        let wing = Footprint {
            centre: hall.corner(-0.7, 0.0) + heading.left() * (reach * 0.3),
            half_width: reach * 0.12,
            half_depth: reach * 0.2,
            along: heading,
        };
        for part in [hall, wing] {
            if part.outline().iter().all(|p| inside(ring, *p)) {
                features.push(Feature { tags: tags([("building", "school")]), shape: Shape::Ring(part.outline()) });
            }
        }
    }
}

fn railway(plan: &Plan, features: &mut Vec<Feature>) {
    let line = across_country(plan, plan.rail);
    let station = plan.bend(at(150.0, plan.rail.y_at(150.0)));
    let (mut walked, mut best) = (0.0, (f64::MAX, 0.0));
    for pair in line.windows(2) {
        if pair[0].to(station) < best.0 {
            best = (pair[0].to(station), walked);
        }
        walked += pair[0].to(pair[1]);
    }
    let (p, heading) = along(&line, best.1);
    let hall = Footprint { centre: p + heading.left() * -17.0, along: heading, half_width: 24.0, half_depth: 6.0 };
    features.push(Feature { tags: tags([("railway", "rail"), ("name", "Carolina & Alder Railroad")]), shape: Shape::Line(line) });
    features.push(Feature { tags: tags([("railway", "station"), ("name", "Alder Bend Depot")]), shape: Shape::Point(p) });
    features
        .push(Feature { tags: tags([("building", "train_station"), ("name", "Alder Bend Depot")]), shape: Shape::Ring(hall.outline()) });
}

fn shops(buildings: &[Building], features: &mut Vec<Feature>, dice: &mut Dice) {
    for building in buildings.iter().filter(|building| building.kind == "retail") {
        if dice.chance(0.5) {
            let (kind, name) = *dice.pick(&SHOPS);
            features.push(Feature { tags: tags([("shop", kind), ("name", name)]), shape: Shape::Point(building.centre) });
        }
    }
}

/// About every 380 m along main roads, on alternate sides.
fn bus_stops(network: &Network, streets: &[Street], features: &mut Vec<Feature>) {
    for street in streets.iter().filter(|street| matches!(street.road, Road::Primary | Road::Secondary)) {
        let (mut next, mut side) = (90.0, 1.0);
        for &(i, forward) in &street.stretches {
            let stretch = &network.stretches[i as usize];
            let whole = length(&stretch.edge.points);
            let outside = stretch.edge.left == super::network::NOWHERE;
            while next < whole && stretch.crossing == Crossing::None && !outside {
                let (p, heading) = along(&stretch.edge.points, if forward { next } else { whole - next });
                let name = format!("{} {}", street.name, 100 * street.hundred + features.len() as u32 % 90);
                let stop = p + heading.left() * (side * 9.5);
                features.push(Feature { tags: tags([("highway", "bus_stop"), ("name", &name)]), shape: Shape::Point(stop) });
                next += 380.0;
                side = -side;
            }
            next = (next - whole).max(0.0);
        }
    }
}

fn settlements(layout: &Layout, plan: &Plan, features: &mut Vec<Feature>) {
    let centre = plan.bend(plan.centre);
    features.push(Feature { tags: tags([("place", "city"), ("name", super::plan::TOWN)]), shape: Shape::Point(centre) });
    for (quarter, name) in named_quarters(layout, plan) {
        let place = if layout.quarters[quarter].centre.to(plan.centre) < 1_500.0 { "neighbourhood" } else { "suburb" };
        let p = plan.bend(layout.quarters[quarter].centre);
        features.push(Feature { tags: tags([("place", place), ("name", &name)]), shape: Shape::Point(p) });
    }
}

/// The quarters that have a name, from the courthouse outwards; no two of them are close neighbours.
pub fn named_quarters(layout: &Layout, plan: &Plan) -> Vec<(usize, String)> {
    const APART_M: f64 = 560.0;
    let mut built_m2 = vec![0.0; layout.quarters.len()];
    for (number, face) in layout.sheet.faces.iter().enumerate().filter(|(_, face)| face.ground == Ground::Built) {
        built_m2[face.quarter as usize] += layout.sheet.area(number);
    }
    let centre = |quarter: usize| layout.quarters[quarter].centre;
    let mut order: Vec<usize> = (0..built_m2.len()).filter(|&quarter| built_m2[quarter] > 60_000.0).collect();
    order.sort_by(|&a, &b| centre(a).to(plan.centre).total_cmp(&centre(b).to(plan.centre)));
    let mut named: Vec<(usize, String)> = Vec::new();
    for quarter in order {
        if named.iter().all(|&(other, _)| centre(other).to(centre(quarter)) > APART_M * plan.step) {
            let base = QUARTERS[named.len() % QUARTERS.len()];
            let round = ["", "Upper ", "Lower ", "New ", "Old ", "Little ", "Greater "];
            let name = match named.len() / QUARTERS.len() {
                r if r < round.len() => format!("{}{base}", round[r]),
                r => format!("{base} {r}"),
            };
            named.push((quarter, name));
        }
    }
    named
}
