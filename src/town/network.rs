//! Which stretches of street join into one walkable network?

use super::chains::{Chain, chain};
use super::layout::Layout;
use super::plan::Plan;
use super::point::{Point, along, length, simplified};
use super::sheet::{Ground, Kind, Road};

pub const NOWHERE: u32 = u32::MAX;
/// Bent lines are thinned to this.
const THIN_M: f64 = 0.3;
/// A street that runs against a railway or the motorway ends this far before it.
const STOP_SHORT_M: f64 = 26.0;

/// A stretch of any line between two corners, on the ground.
#[derive(Debug, Clone)]
pub struct Edge {
    pub from: u32,
    pub to: u32,
    pub kind: Kind,
    pub points: Vec<Point>,
    /// The faces on both sides, as it runs; `NOWHERE` outside the town.
    pub left: u32,
    pub right: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossing {
    None,
    River,
    Motorway,
    Rail,
}

/// A stretch of street between two nodes.
#[derive(Debug, Clone)]
pub struct Stretch {
    pub edge: Edge,
    pub road: Road,
    pub crossing: Crossing,
    /// Drawn inside a face: a close or a loop.
    pub inner: bool,
}

#[derive(Debug)]
pub struct Network {
    /// On the ground: the sheet's vertices first, then ends of streets that stop short.
    pub nodes: Vec<Point>,
    /// Every stretch of every line, by line.
    pub edges: Vec<Edge>,
    pub stretches: Vec<Stretch>,
    pub chains: Vec<Chain>,
    /// The edges around each face in order, each with whether it runs as drawn.
    pub around: Vec<Vec<(u32, bool)>>,
}

pub fn join(layout: &Layout, plan: &Plan) -> Network {
    let mut nodes = plan.bend_all(&layout.sheet.vertices);
    let (mut edges, first) = bent_edges(layout, plan);
    let around = faces_around(layout, &mut edges, &first);
    let mut stretches = stretches(layout, plan, &edges);
    stop_short(layout, plan, &mut stretches, &mut nodes);
    keep_largest(&mut stretches, nodes.len());
    let chains = chain(&stretches, nodes.len());
    Network { nodes, edges, stretches, chains, around }
}

/// Edges of each line in order, and where each line's edges start.
fn bent_edges(layout: &Layout, plan: &Plan) -> (Vec<Edge>, Vec<u32>) {
    let (mut edges, mut first) = (Vec::new(), Vec::new());
    for line in &layout.sheet.lines {
        first.push(edges.len() as u32);
        for pair in line.stops.windows(2) {
            let [from, to] = [pair[0].1, pair[1].1];
            let [a, b] = [from, to].map(|vertex| layout.sheet.vertices[vertex as usize]);
            let points = simplified(&plan.bend_stretch(a, b), THIN_M);
            edges.push(Edge { from, to, kind: line.kind, points, left: NOWHERE, right: NOWHERE });
        }
    }
    first.push(edges.len() as u32);
    (edges, first)
}

fn faces_around(layout: &Layout, edges: &mut [Edge], first: &[u32]) -> Vec<Vec<(u32, bool)>> {
    let sheet = &layout.sheet;
    let mut around = Vec::with_capacity(sheet.faces.len());
    for (number, face) in sheet.faces.iter().enumerate() {
        let mut ring = Vec::new();
        for (i, &(from, line)) in face.corners.iter().enumerate() {
            let to = face.corners[(i + 1) % face.corners.len()].0;
            let stops = &sheet.lines[line as usize].stops;
            let place = |vertex: u32| stops.iter().position(|stop| stop.1 == vertex).expect("a corner is a stop of its line") as u32;
            let (a, b) = (place(from), place(to));
            let start = first[line as usize];
            if a < b {
                ring.extend((a..b).map(|k| (start + k, true)));
            } else {
                ring.extend((b..a).rev().map(|k| (start + k, false)));
            }
        }
        for &(edge, forward) in &ring {
            let side = if forward { &mut edges[edge as usize].left } else { &mut edges[edge as usize].right };
            *side = number as u32;
        }
        around.push(ring);
    }
    around
}

fn stretches(layout: &Layout, plan: &Plan, edges: &[Edge]) -> Vec<Stretch> {
    let ground = |face: u32| layout.sheet.faces.get(face as usize).map(|face| face.ground);
    let mut stretches = Vec::new();
    for edge in edges {
        let Kind::Road(road) = edge.kind else { continue };
        let crossing = match (ground(edge.left), ground(edge.right)) {
            (Some(Ground::RiverBank), Some(Ground::RiverBank)) => Crossing::River,
            (Some(Ground::MotorwaySide), Some(Ground::MotorwaySide)) => Crossing::Motorway,
            (Some(Ground::RailSide), Some(Ground::RailSide)) => Crossing::Rail,
            _ => Crossing::None,
        };
        stretches.push(Stretch { edge: edge.clone(), road, crossing, inner: false });
    }
    let mut next = layout.sheet.vertices.len() as u32;
    for street in &layout.inner {
        let points = plan.bend_all(&street.points);
        let to = street.to.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        let edge = Edge { from: street.from, to, kind: Kind::Road(Road::Residential), points, left: street.face, right: street.face };
        stretches.push(Stretch { edge, road: Road::Residential, crossing: Crossing::None, inner: true });
    }
    stretches
}

/// Gives closes their last node, cuts streets short that would run into a verge or the limit, and leads main roads
/// on into the country.
fn stop_short(layout: &Layout, plan: &Plan, stretches: &mut Vec<Stretch>, nodes: &mut Vec<Point>) {
    nodes.extend(layout.inner.iter().filter(|street| street.to.is_none()).map(|street| plan.bend(street.points[street.points.len() - 1])));
    let mut degree = vec![0u32; nodes.len()];
    for stretch in stretches.iter() {
        degree[stretch.edge.from as usize] += 1;
        degree[stretch.edge.to as usize] += 1;
    }
    let mut tails = Vec::new();
    for stretch in stretches.iter_mut().filter(|stretch| !stretch.inner) {
        for end in [false, true] {
            let (node, other) = if end { (stretch.edge.to, stretch.edge.from) } else { (stretch.edge.from, stretch.edge.to) };
            if degree[node as usize] != 1 {
                continue;
            }
            let outside = on_limit(layout, node);
            if outside && matches!(stretch.road, Road::Primary | Road::Secondary) {
                tails.push(tail(layout, plan, stretch, node, other, nodes));
            } else {
                cut_end(stretch, end, nodes);
            }
        }
    }
    stretches.retain(|stretch| stretch.edge.points.len() > 1);
    stretches.extend(tails);
}

fn on_limit(layout: &Layout, node: u32) -> bool {
    let limit = layout.sheet.lines.iter().take_while(|line| line.kind == Kind::Limit);
    limit.flat_map(|line| &line.stops).any(|stop| stop.1 == node)
}

fn cut_end(stretch: &mut Stretch, end: bool, nodes: &mut Vec<Point>) {
    let points = &mut stretch.edge.points;
    let whole = length(points);
    if whole < 2.0 * STOP_SHORT_M {
        points.clear();
        return;
    }
    if end {
        points.reverse();
    }
    let (stop, _) = along(points, STOP_SHORT_M);
    let mut walked = 0.0;
    let mut keep = vec![stop];
    for pair in points.windows(2) {
        walked += pair[0].to(pair[1]);
        if walked > STOP_SHORT_M + 0.5 {
            keep.push(pair[1]);
        }
    }
    *points = keep;
    let node = nodes.len() as u32;
    nodes.push(stop);
    if end {
        points.reverse();
        stretch.edge.to = node;
    } else {
        stretch.edge.from = node;
    }
}

fn tail(layout: &Layout, plan: &Plan, stretch: &Stretch, node: u32, other: u32, nodes: &mut Vec<Point>) -> Stretch {
    let [p, q] = [node, other].map(|vertex| layout.sheet.vertices[vertex as usize]);
    let points = simplified(&plan.bend_stretch(p, p + (p - q).unit() * 900.0), THIN_M);
    nodes.push(points[points.len() - 1]);
    let edge = Edge { from: node, to: nodes.len() as u32 - 1, kind: stretch.edge.kind, points, left: NOWHERE, right: NOWHERE };
    Stretch { edge, road: stretch.road, crossing: Crossing::None, inner: false }
}

fn keep_largest(stretches: &mut Vec<Stretch>, nodes: usize) {
    let mut parent: Vec<u32> = (0..nodes as u32).collect();
    for stretch in stretches.iter() {
        let (a, b) = (root(&mut parent, stretch.edge.from), root(&mut parent, stretch.edge.to));
        parent[a.max(b) as usize] = a.min(b);
    }
    let mut size = vec![0u32; nodes];
    for stretch in stretches.iter() {
        size[root(&mut parent, stretch.edge.from) as usize] += 1;
    }
    let largest = (0..nodes as u32).max_by_key(|&node| size[node as usize]).unwrap_or(0);
    stretches.retain(|stretch| root(&mut parent, stretch.edge.from) == largest);
}

fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}
