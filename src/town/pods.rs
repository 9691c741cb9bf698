//! How do suburbs fill the ground between their streets? With closes (dead ends) and loops, drawn inside a face.

use super::dice::Dice;
use super::layout::{Quarter, Style};
use super::point::{Point, area, at};
use super::sheet::{Ground, Sheet};

/// A street inside one face. It leaves a side of the face, and ends there or in a turning circle.
#[derive(Debug)]
pub struct Inner {
    pub face: u32,
    pub from: u32,
    /// `None`: a close.
    pub to: Option<u32>,
    /// All its points on the sheet, both ends included.
    pub points: Vec<Point>,
}

/// Two streets closer than this leave no room for houses back to back.
const APART_M: f64 = 62.0;
const CORNER_M: f64 = 22.0;

pub fn fill(sheet: &mut Sheet, quarters: &[Quarter], dice: &mut Dice) -> Vec<Inner> {
    let mut inner = Vec::new();
    for face in 0..sheet.faces.len() {
        let style = quarters[sheet.faces[face].quarter as usize].style;
        if sheet.faces[face].ground == Ground::Built && matches!(style, Style::Suburb | Style::Estate) {
            let spacing = if style == Style::Suburb { 76.0 } else { 104.0 };
            let first = inner.len();
            fill_face(sheet, face, spacing, dice, &mut inner, first);
        }
    }
    inner
}

fn fill_face(sheet: &mut Sheet, face: usize, spacing: f64, dice: &mut Dice, inner: &mut Vec<Inner>, first: usize) {
    let ring = sheet.ring(face);
    if area(&ring) < 20_000.0 {
        return;
    }
    let mut sides: Vec<usize> = (0..ring.len()).filter(|&i| sheet.lines[sheet.faces[face].corners[i].1 as usize].kind.is_road()).collect();
    sides.sort_by(|&i, &j| ring[j].to(ring[(j + 1) % ring.len()]).total_cmp(&ring[i].to(ring[(i + 1) % ring.len()])));
    for &side in sides.iter().take(3) {
        let base = Base::new(sheet, face, side, &ring);
        let mut x = spacing * dice.between(0.6, 0.95);
        while x < base.length - 42.0 {
            let wide = spacing * dice.between(1.0, 1.15);
            let points = if dice.chance(0.45) && x + wide < base.length - 42.0 { base.turn(x, wide) } else { None };
            let points = points.or_else(|| base.close(x, dice));
            let drawn = points.and_then(|points| base.accept(sheet, &inner[first..], points));
            x += match &drawn {
                Some(street) if street.to.is_some() => wide + spacing,
                Some(_) => spacing * dice.between(0.95, 1.15),
                None => 14.0,
            };
            inner.extend(drawn);
        }
    }
}

/// One side of a face, seen from which streets lead inwards.
struct Base<'a> {
    ring: &'a [Point],
    face: usize,
    side: usize,
    line: u32,
    origin: Point,
    along: Point,
    length: f64,
}

impl<'a> Base<'a> {
    fn new(sheet: &Sheet, face: usize, side: usize, ring: &'a [Point]) -> Self {
        let (a, b) = (ring[side], ring[(side + 1) % ring.len()]);
        Self { ring, face, side, line: sheet.faces[face].corners[side].1, origin: a, along: (b - a).unit(), length: a.to(b) }
    }

    fn point(&self, x: f64, deep: f64) -> Point {
        self.origin + self.along * x + self.along.left() * deep
    }

    /// How far one can go inwards at `x` before the face ends.
    fn depth(&self, x: f64) -> f64 {
        let (start, inward) = (self.point(x, 0.0), self.along.left());
        let mut deep = f64::MAX;
        for i in (0..self.ring.len()).filter(|&i| i != self.side) {
            let (a, b) = (self.ring[i], self.ring[(i + 1) % self.ring.len()]);
            let facing = inward.cross(b - a);
            if facing.abs() > 1e-9 {
                let t = (a - start).cross(b - a) / facing;
                let u = (a - start).cross(inward) / facing;
                if t > 1.0 && (0.0..=1.0).contains(&u) {
                    deep = deep.min(t);
                }
            }
        }
        deep
    }

    fn close(&self, x: f64, dice: &mut Dice) -> Option<Vec<Point>> {
        let deep = (self.depth(x) - 52.0).min(230.0 * dice.between(0.7, 1.0));
        if deep < 55.0 {
            return None;
        }
        let sway = dice.between(-0.16, 0.16) * deep;
        let steps = (deep / 12.0).ceil();
        Some((0..=steps as usize).map(|i| i as f64 / steps).map(|t| self.point(x + sway * t * t, deep * t)).collect())
    }

    /// In, across and out again, with round corners.
    fn turn(&self, x: f64, wide: f64) -> Option<Vec<Point>> {
        let deep = (self.depth(x).min(self.depth(x + wide)) - 55.0).min(190.0);
        if deep < 80.0 {
            return None;
        }
        let mut points: Vec<Point> = (0..6).map(|i| self.point(x, (deep - CORNER_M) * f64::from(i) / 6.0)).collect();
        for (middle, start) in [(x + CORNER_M, std::f64::consts::PI), (x + wide - CORNER_M, std::f64::consts::FRAC_PI_2)] {
            points.extend((0..=6).map(|i| {
                let (sin, cos) = (start - f64::from(i) * std::f64::consts::FRAC_PI_2 / 6.0).sin_cos();
                self.point(middle + CORNER_M * cos, deep - CORNER_M + CORNER_M * sin)
            }));
        }
        points.extend((0..6).rev().map(|i| self.point(x + wide, (deep - CORNER_M) * f64::from(i) / 6.0)));
        Some(points)
    }

    /// The street, if it keeps its distance from the others and from the face's other sides.
    fn accept(&self, sheet: &mut Sheet, others: &[Inner], points: Vec<Point>) -> Option<Inner> {
        let near_other = |p: &Point| {
            others.iter().filter(|other| other.face == self.face as u32).any(|other| other.points.iter().any(|q| p.to(*q) < APART_M))
        };
        let near_side = |p: &Point| {
            (0..self.ring.len())
                .filter(|&i| i != self.side)
                .any(|i| segment_distance(*p, self.ring[i], self.ring[(i + 1) % self.ring.len()]) < 38.0)
        };
        if points.iter().any(|p| near_other(p) || near_side(p)) {
            return None;
        }
        let (start, end) = (points[0], points[points.len() - 1]);
        let back = (self.along.cross(end - self.origin)).abs() < 1.0;
        let from = sheet.stop_at(self.line, start, 26.0)?;
        let to = if back { Some(sheet.stop_at(self.line, end, 26.0)?) } else { None };
        Some(Inner { face: self.face as u32, from, to, points })
    }
}

pub fn segment_distance(p: Point, a: Point, b: Point) -> f64 {
    let (ab, ap) = (b - a, p - a);
    let share = if ab.dot(ab) > 0.0 { (ap.dot(ab) / ab.dot(ab)).clamp(0.0, 1.0) } else { 0.0 };
    ap.to(ab * share + at(0.0, 0.0))
}
