//! Where do lines drawn with a ruler meet, and what do they enclose?
//!
//! The town is first drawn flat: every face is convex and every line straight, because a face only ever comes from
//! cutting another in two. Nothing needs to be intersected or snapped afterwards: faces share their corners exactly.
//! `Plan::bend` then turns the sheet into land.

use super::point::{Point, area, at, centroid};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Road {
    Primary,
    Secondary,
    Tertiary,
    Residential,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The town's limit.
    Limit,
    River,
    Motorway,
    Rail,
    /// Where the ground beside a motorway or a railway ends; nothing is built on the line itself.
    Verge,
    Road(Road),
}

impl Kind {
    pub fn is_road(self) -> bool {
        matches!(self, Self::Road(_))
    }
}

#[derive(Debug)]
pub struct Line {
    pub a: Point,
    pub kind: Kind,
    /// Metres from `a`, and the vertex there; sorted, both ends included.
    pub stops: Vec<(f64, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    Built,
    RiverBank,
    MotorwaySide,
    RailSide,
    /// The large park by the river.
    Meadows,
    Park,
    Lake,
    School,
}

/// Corners run counter-clockwise; each goes with the line that leads to the next.
#[derive(Debug, Clone)]
pub struct Face {
    pub corners: Vec<(u32, u32)>,
    pub ground: Ground,
    /// Which quarter it was cut from.
    pub quarter: u32,
}

#[derive(Debug, Default)]
pub struct Sheet {
    pub vertices: Vec<Point>,
    pub lines: Vec<Line>,
    pub faces: Vec<Face>,
}

/// How a face may be cut.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    pub through: Point,
    pub along: Point,
    pub kind: Kind,
    /// An end this close to a corner made earlier goes there, so that streets cross instead of missing each other.
    pub snap_m: f64,
    /// No part may be smaller.
    pub least_m2: f64,
}

impl Sheet {
    /// A sheet with one face: the town within its limit.
    pub fn new(limit: &[Point]) -> Self {
        let mut sheet = Self { vertices: limit.to_vec(), ..Self::default() };
        let count = limit.len() as u32;
        for i in 0..count {
            sheet.draw(i, (i + 1) % count, Kind::Limit);
        }
        sheet.faces.push(Face { corners: (0..count).map(|i| (i, i)).collect(), ground: Ground::Built, quarter: 0 });
        sheet
    }

    pub fn ring(&self, face: usize) -> Vec<Point> {
        self.faces[face].corners.iter().map(|&(vertex, _)| self.vertices[vertex as usize]).collect()
    }

    pub fn area(&self, face: usize) -> f64 {
        area(&self.ring(face))
    }

    pub fn centre(&self, face: usize) -> Point {
        centroid(&self.ring(face))
    }

    /// Cuts a face in two along a straight line. The part on the line's left keeps the face's number; the number of
    /// the other comes back. `None` when the line misses the face or would leave a scrap.
    pub fn cut(&mut self, face: usize, cut: Cut) -> Option<usize> {
        let corners = &self.faces[face].corners;
        let side = |vertex: u32| cut.along.cross(self.vertices[vertex as usize] - cut.through);
        let count = corners.len();
        let (mut enters, mut leaves) = (None, None);
        for i in 0..count {
            let (here, next) = (side(corners[i].0), side(corners[(i + 1) % count].0));
            if here >= 0.0 && next < 0.0 {
                leaves = Some((i, here / (here - next)));
            } else if here < 0.0 && next >= 0.0 {
                enters = Some((i, here / (here - next)));
            }
        }
        let (mut first, mut second) = (self.meeting(face, leaves?, cut.snap_m), self.meeting(face, enters?, cut.snap_m));
        if first.edge > second.edge {
            std::mem::swap(&mut first, &mut second);
        }
        let (one, two) = self.parts(face, first, second)?;
        if one.len() < 3 || two.len() < 3 || scrap(&one, first, second, cut) || scrap(&two, first, second, cut) {
            return None;
        }
        Some(self.commit(face, first, second, cut))
    }

    /// Cuts every face the line crosses and `may` allows.
    pub fn cut_all(&mut self, cut: Cut, may: impl Fn(&Self, usize) -> bool) {
        for face in 0..self.faces.len() {
            if may(self, face) {
                self.cut(face, cut);
            }
        }
    }

    /// A vertex on a line near `point`, for a street that leaves it: a new one, or none if another is within `gap_m`.
    pub fn stop_at(&mut self, line: u32, point: Point, gap_m: f64) -> Option<u32> {
        let drawn = &self.lines[line as usize];
        let walked = drawn.a.to(point);
        if drawn.stops.iter().any(|(stop, _)| (stop - walked).abs() < gap_m) {
            return None;
        }
        Some(self.add_stop(line, walked, point))
    }

    fn add_stop(&mut self, line: u32, walked: f64, point: Point) -> u32 {
        let vertex = self.vertices.len() as u32;
        self.vertices.push(point);
        let stops = &mut self.lines[line as usize].stops;
        let place = stops.partition_point(|(stop, _)| *stop < walked);
        stops.insert(place, (walked, vertex));
        vertex
    }

    fn draw(&mut self, from: u32, to: u32, kind: Kind) -> u32 {
        let (a, b) = (self.vertices[from as usize], self.vertices[to as usize]);
        self.lines.push(Line { a, kind, stops: vec![(0.0, from), (a.to(b), to)] });
        self.lines.len() as u32 - 1
    }

    /// Where a cut meets side `edge` of a face: an old corner if one is near, else a point still to be made.
    fn meeting(&self, face: usize, (edge, share): (usize, f64), snap_m: f64) -> Meeting {
        let corners = &self.faces[face].corners;
        let ((from, line), (to, _)) = (corners[edge], corners[(edge + 1) % corners.len()]);
        let (a, b) = (self.vertices[from as usize], self.vertices[to as usize]);
        let point = a.lerp(b, share);
        let drawn = &self.lines[line as usize];
        let (low, high) = (drawn.a.to(a).min(drawn.a.to(b)), drawn.a.to(a).max(drawn.a.to(b)));
        let walked = drawn.a.to(point);
        let near = drawn.stops.iter().filter(|(stop, _)| *stop > low - 1e-6 && *stop < high + 1e-6 && (stop - walked).abs() < snap_m);
        let vertex = near.min_by(|p, q| (p.0 - walked).abs().total_cmp(&(q.0 - walked).abs())).map(|&(_, vertex)| vertex);
        match vertex {
            Some(vertex) if vertex == to => {
                Meeting { edge: (edge + 1) % corners.len(), corner: true, vertex: Some(vertex), point: b, line }
            }
            Some(vertex) => Meeting { edge, corner: vertex == from, vertex: Some(vertex), point: self.vertices[vertex as usize], line },
            None => Meeting { edge, corner: false, vertex: None, point, line },
        }
    }

    /// The two rings a cut would leave, as points.
    fn parts(&self, face: usize, first: Meeting, second: Meeting) -> Option<(Vec<Point>, Vec<Point>)> {
        if first.edge == second.edge {
            return None;
        }
        let ring = self.ring(face);
        let mut one = vec![first.point];
        one.extend_from_slice(&ring[first.edge + 1..=second.edge]);
        if !second.corner {
            one.push(second.point);
        }
        let mut two = vec![second.point];
        two.extend_from_slice(&ring[second.edge + 1..]);
        two.extend_from_slice(&ring[..=first.edge]);
        if !first.corner {
            two.push(first.point);
        }
        Some((one, two))
    }

    fn commit(&mut self, face: usize, first: Meeting, second: Meeting, cut: Cut) -> usize {
        let [from, to] = [first, second].map(|meeting| {
            meeting.vertex.unwrap_or_else(|| {
                let walked = self.lines[meeting.line as usize].a.to(meeting.point);
                self.add_stop(meeting.line, walked, meeting.point)
            })
        });
        let line = self.draw(from, to, cut.kind);
        let old = self.faces[face].clone();
        let mut one: Vec<(u32, u32)> = vec![(from, old.corners[first.edge].1)];
        one.extend_from_slice(&old.corners[first.edge + 1..=second.edge]);
        if second.corner {
            one.pop();
        }
        one.push((to, line));
        let mut two: Vec<(u32, u32)> = vec![(to, old.corners[second.edge].1)];
        two.extend_from_slice(&old.corners[second.edge + 1..]);
        two.extend_from_slice(&old.corners[..=first.edge]);
        if first.corner {
            two.pop();
        }
        two.push((from, line));
        // the part on the left of the cut keeps the number
        let left = one.iter().any(|&(vertex, _)| cut.along.cross(self.vertices[vertex as usize] - cut.through) > 1.0);
        let (keep, new) = if left { (one, two) } else { (two, one) };
        self.faces[face].corners = keep;
        self.faces.push(Face { corners: new, ..old });
        self.faces.len() - 1
    }
}

/// `edge` is the side it lies on, or the side that starts at the corner it is.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    edge: usize,
    corner: bool,
    vertex: Option<u32>,
    point: Point,
    line: u32,
}

/// Too small, or all of it within a few metres of the cut.
fn scrap(ring: &[Point], first: Meeting, second: Meeting, cut: Cut) -> bool {
    let along = (second.point - first.point).unit();
    let depth = ring.iter().map(|p| along.cross(*p - first.point).abs()).fold(0.0, f64::max);
    area(ring) < cut.least_m2 || depth < 12.0
}

/// An octagon: a rectangle with its corners cut.
pub fn octagon(half_x: f64, half_y: f64, corner: f64) -> Vec<Point> {
    let (x, y, c) = (half_x, half_y, corner);
    vec![at(c - x, -y), at(x - c, -y), at(x, c - y), at(x, y - c), at(x - c, y), at(c - x, y), at(-x, y - c), at(-x, c - y)]
}
