//! Simplifying areas without tearing neighbours apart: a border two areas share is simplified once, for both.
//!
//! Rings are cut where their company changes (three areas meet, or a border leaves the other's), and each arc between two
//! such points is simplified in one direction, whichever ring asks.

use std::collections::HashMap;

use super::simplify;
use super::world::{Point, Polygon};

/// Areas in world coordinates; each is a list of polygons, each a list of closed rings, the outer one first.
#[derive(Debug)]
pub struct Arcs {
    areas: Vec<Vec<Polygon>>,
    /// For every point of every ring, in order: do its arcs end there?
    ends: Vec<bool>,
}

impl Arcs {
    pub fn new(areas: Vec<Vec<Polygon>>) -> Self {
        let mut company: HashMap<[u64; 2], Company> = HashMap::new();
        for ring in rings(&areas) {
            for at in 0..ring.len().saturating_sub(1) {
                let around = [key(ring[(at + ring.len() - 2) % (ring.len() - 1)]), key(ring[at + 1])];
                company.entry(key(ring[at])).or_insert(Company { around, ends: false }).meet(around);
            }
        }
        let ends = rings(&areas).flatten().map(|&point| company.get(&key(point)).is_some_and(|company| company.ends)).collect();
        Self { areas, ends }
    }

    /// All areas with borders true to `tolerance` (world units). Rings that lose their area stay as they come out.
    pub fn simplified(&self, tolerance: f64) -> Vec<Vec<Polygon>> {
        let mut ends = self.ends.as_slice();
        let mut ring = |ring: &Vec<Point>| {
            let (own, rest) = ends.split_at(ring.len());
            ends = rest;
            simplify_ring(ring, own, tolerance)
        };
        let mut polygon = |polygon: &Polygon| polygon.iter().map(&mut ring).collect();
        self.areas.iter().map(|area| area.iter().map(&mut polygon).collect()).collect()
    }
}

/// The two points next to a point, in every ring that has it, until two rings disagree.
struct Company {
    around: [[u64; 2]; 2],
    ends: bool,
}

impl Company {
    fn meet(&mut self, [a, b]: [[u64; 2]; 2]) {
        self.ends |= self.around != [a, b] && self.around != [b, a];
    }
}

fn rings(areas: &[Vec<Polygon>]) -> impl Iterator<Item = &Vec<Point>> {
    areas.iter().flatten().flatten()
}

fn key(point: Point) -> [u64; 2] {
    point.map(f64::to_bits)
}

fn simplify_ring(ring: &[Point], ends: &[bool], tolerance: f64) -> Vec<Point> {
    if ring.len() < 4 {
        return ring.to_vec();
    }
    // a ring without company begins at its smallest point, so that a hole and the island in it agree
    let open = &ring[..ring.len() - 1];
    let smallest = || (0..open.len()).min_by(|&a, &b| order(&open[a], &open[b]));
    let Some(start) = ends[..open.len()].iter().position(|&end| end).or_else(smallest) else { return ring.to_vec() };
    let turned: Vec<Point> = (0..=open.len()).map(|at| open[(start + at) % open.len()]).collect();
    let mut simple = vec![turned[0]];
    let mut from = 0;
    for to in 1..turned.len() {
        if to == turned.len() - 1 || ends[(start + to) % open.len()] {
            simple.extend_from_slice(&simplify_arc(&turned[from..=to], tolerance)[1..]);
            from = to;
        }
    }
    simple
}

fn simplify_arc(arc: &[Point], tolerance: f64) -> Vec<Point> {
    let backwards = arc.iter().copied().map(key).gt(arc.iter().rev().copied().map(key));
    if !backwards {
        return simplify::line(arc, tolerance);
    }
    let mut turned = arc.to_vec();
    turned.reverse();
    let mut simple = simplify::line(&turned, tolerance);
    simple.reverse();
    simple
}

fn order(a: &Point, b: &Point) -> std::cmp::Ordering {
    a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]))
}
