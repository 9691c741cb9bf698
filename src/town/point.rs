//! Points on the ruler's sheet and on the ground, in metres.

use std::ops::{Add, Mul, Sub};

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

pub fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        at(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        at(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        at(self.x * factor, self.y * factor)
    }
}

impl Point {
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    pub fn to(self, other: Self) -> f64 {
        (other - self).length()
    }

    pub fn unit(self) -> Self {
        let length = self.length();
        if length > 0.0 { self * (1.0 / length) } else { at(1.0, 0.0) }
    }

    /// A quarter turn to the left.
    pub fn left(self) -> Self {
        at(-self.y, self.x)
    }

    pub fn turned(self, radians: f64) -> Self {
        let (sin, cos) = radians.sin_cos();
        at(self.x * cos - self.y * sin, self.x * sin + self.y * cos)
    }

    pub fn lerp(self, other: Self, share: f64) -> Self {
        self + (other - self) * share
    }
}

/// Twice-signed area halved: positive when the ring runs counter-clockwise. The ring is not closed.
pub fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.cross(*b)).sum::<f64>() / 2.0
}

/// Centre of mass of a ring's inside; the mean of its corners when it has no inside.
pub fn centroid(ring: &[Point]) -> Point {
    let origin = ring[0];
    let (mut sum, mut total) = (at(0.0, 0.0), 0.0);
    for pair in ring.windows(2) {
        let (a, b) = (pair[0] - origin, pair[1] - origin);
        let twice = a.cross(b);
        sum = sum + (a + b) * (twice / 3.0);
        total += twice;
    }
    if total.abs() < 1e-6 {
        return ring.iter().fold(at(0.0, 0.0), |sum, p| sum + *p) * (1.0 / ring.len() as f64);
    }
    origin + sum * (1.0 / total)
}

pub fn inside(ring: &[Point], p: Point) -> bool {
    let mut hit = false;
    let mut a = ring[ring.len() - 1];
    for &b in ring {
        if (b.y > p.y) != (a.y > p.y) && p.x < (a.x - b.x) * (p.y - b.y) / (a.y - b.y) + b.x {
            hit = !hit;
        }
        a = b;
    }
    hit
}

pub fn length(line: &[Point]) -> f64 {
    line.windows(2).map(|pair| pair[0].to(pair[1])).sum()
}

/// The point `walked` metres along a line and the direction there.
pub fn along(line: &[Point], walked: f64) -> (Point, Point) {
    let mut left = walked;
    for pair in line.windows(2) {
        let step = pair[0].to(pair[1]);
        if left <= step && step > 0.0 {
            return (pair[0].lerp(pair[1], left / step), (pair[1] - pair[0]).unit());
        }
        left -= step;
    }
    let n = line.len();
    (line[n - 1], (line[n - 1] - line[n - 2]).unit())
}

/// The same line moved sideways: to the left by `side` metres (to the right when negative).
pub fn beside(line: &[Point], side: f64) -> Vec<Point> {
    (0..line.len())
        .map(|i| {
            let (before, after) = (line[i.saturating_sub(1)], line[(i + 1).min(line.len() - 1)]);
            line[i] + (after - before).unit().left() * side
        })
        .collect()
}

/// Drops points that lie within `off_m` of the line without them (Douglas and Peucker); both ends stay.
pub fn simplified(line: &[Point], off_m: f64) -> Vec<Point> {
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut open = vec![(0, line.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let along = (line[to] - line[from]).unit();
        let off = |i: &usize| along.cross(line[*i] - line[from]).abs();
        if let Some(worst) = (from + 1..to).max_by(|a, b| off(a).total_cmp(&off(b)))
            && off(&worst) > off_m
        {
            keep[worst] = true;
            open.extend([(from, worst), (worst, to)]);
        }
    }
    line.iter().zip(keep).filter_map(|(p, keep)| keep.then_some(*p)).collect()
}
