//! How does the motorway pass, and where can one leave it?

use super::landscape::across_country;
use super::layout::Layout;
use super::network::{Crossing, Network};
use super::plan::{MOTORWAY_SIDE_M, Plan};
use super::point::{Point, beside};

/// Two carriageways and the ramps of its one interchange.
#[derive(Debug)]
pub struct Motorway {
    pub carriageways: [Vec<Point>; 2],
    pub ramps: Vec<Ramp>,
}

#[derive(Debug)]
pub struct Ramp {
    pub node: u32,
    pub carriageway: usize,
    /// Index of the carriageway's point.
    pub joins: usize,
    /// From the carriageway to the street, ends included; an on-ramp runs the other way.
    pub points: Vec<Point>,
    pub leaves: bool,
}

/// Two carriageways, and four ramps at the second bridged road.
pub fn draw(layout: &Layout, plan: &Plan, network: &Network) -> Motorway {
    let middle = across_country(plan, plan.motorway);
    let mut dense = vec![middle[0]];
    for pair in middle.windows(2) {
        let steps = (pair[0].to(pair[1]) / 30.0).ceil().max(1.0) as usize;
        dense.extend((1..=steps).map(|i| pair[0].lerp(pair[1], i as f64 / steps as f64)));
    }
    let mut back = beside(&dense, 9.0);
    back.reverse();
    let carriageways = [beside(&dense, -9.0), back];
    let ramps = interchange(layout, plan, network, &carriageways);
    Motorway { carriageways, ramps }
}

fn interchange(layout: &Layout, plan: &Plan, network: &Network, carriageways: &[Vec<Point>; 2]) -> Vec<Ramp> {
    let mut ramps = Vec::new();
    for stretch in network.stretches.iter().filter(|stretch| stretch.crossing == Crossing::Motorway) {
        let ends = [stretch.edge.from, stretch.edge.to];
        let on_sheet = ends.map(|node| layout.sheet.vertices[node as usize]);
        let outer =
            (0..2).max_by(|&i, &j| plan.motorway.side(on_sheet[i]).abs().total_cmp(&plan.motorway.side(on_sheet[j]).abs())).unwrap_or(0);
        if (on_sheet[outer].x - layout.bridges[1]).abs() > 40.0 || plan.motorway.side(on_sheet[outer]).abs() < MOTORWAY_SIDE_M - 8.0 {
            continue;
        }
        let street = network.nodes[ends[outer] as usize];
        // traffic keeps right: the southern side belongs to the first carriageway
        let carriageway = usize::from(plan.motorway.side(on_sheet[outer]) > 0.0);
        let line = &carriageways[carriageway];
        let nearest = (0..line.len()).min_by(|&i, &j| line[i].to(street).total_cmp(&line[j].to(street))).unwrap_or(0);
        for (offset, leaves) in [(-11i64, true), (11, false)] {
            let joins = (nearest as i64 + offset).clamp(1, line.len() as i64 - 2) as usize;
            let heading = (line[joins + 1] - line[joins - 1]).unit() * if leaves { 1.0 } else { -1.0 };
            let (from, far) = (line[joins], line[joins].to(street));
            let control = from + heading * (far * 0.62);
            let points = (0..=14).map(|i| f64::from(i) / 14.0).map(|t| from.lerp(control, t).lerp(control.lerp(street, t), t)).collect();
            ramps.push(Ramp { node: ends[outer], carriageway, joins, points, leaves });
        }
    }
    ramps
}
