//! Cutting rings and lines to the buffered tile, in tile units.

use super::frame::{BUFFER, EXTENT};

type Point = [f64; 2];

const LOW: f64 = -BUFFER as f64;
const HIGH: f64 = (EXTENT + BUFFER) as f64;

/// The four sides: axis, limit, and whether points above the limit are kept.
const SIDES: [(usize, f64, bool); 4] = [(0, LOW, true), (0, HIGH, false), (1, LOW, true), (1, HIGH, false)];

/// The part of a ring inside the buffered tile, by Sutherland and Hodgman (1974); empty if there is none.
/// The ring may repeat its first point at the end or not; the result does not.
pub fn ring(points: &[Point]) -> Vec<Point> {
    let mut ring = points.to_vec();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    for side in SIDES {
        if !ring.iter().all(|&point| keeps(side, point)) {
            ring = cut(&ring, side);
        }
    }
    ring
}

fn keeps((axis, limit, above): (usize, f64, bool), point: Point) -> bool {
    if above { point[axis] >= limit } else { point[axis] <= limit }
}

fn cut(ring: &[Point], side: (usize, f64, bool)) -> Vec<Point> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    for (at, &to) in ring.iter().enumerate() {
        let from = ring[(at + ring.len() - 1) % ring.len()];
        if keeps(side, from) != keeps(side, to) {
            kept.push(crossing(from, to, side.0, side.1));
        }
        if keeps(side, to) {
            kept.push(to);
        }
    }
    kept
}

/// Always reckoned in the same direction, so that two neighbours cut their shared edge at the same point.
fn crossing(a: Point, b: Point, axis: usize, limit: f64) -> Point {
    let (a, b) = if a[axis] <= b[axis] { (a, b) } else { (b, a) };
    let share = (limit - a[axis]) / (b[axis] - a[axis]);
    let mut point = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    point[axis] = limit;
    point
}

/// The parts of a line inside the buffered tile, each leg cut as by Liang and Barsky (1984).
pub fn line(points: &[Point]) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut joined = false;
    for leg in points.windows(2) {
        let Some((from, to)) = clip_leg(leg[0], leg[1]) else {
            joined = false;
            continue;
        };
        match parts.last_mut() {
            Some(part) if joined => part.push(to),
            _ => parts.push(vec![from, to]),
        }
        joined = to == leg[1];
    }
    parts
}

fn clip_leg(from: Point, to: Point) -> Option<(Point, Point)> {
    let mut share = [0.0f64, 1.0];
    for (axis, limit, above) in SIDES {
        let step = to[axis] - from[axis];
        let room = limit - from[axis];
        if step == 0.0 {
            if !keeps((axis, limit, above), from) {
                return None;
            }
        } else if (step > 0.0) == above {
            share[0] = share[0].max(room / step);
        } else {
            share[1] = share[1].min(room / step);
        }
    }
    let at = |share: f64| [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    let ends = (if share[0] > 0.0 { at(share[0]) } else { from }, if share[1] < 1.0 { at(share[1]) } else { to });
    (share[0] < share[1]).then_some(ends)
}
