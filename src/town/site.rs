//! Is there room to build here? A coarse grid over the ground knows what stands nearby.

use super::point::{Point, at};

const CELL_M: f64 = 48.0;

/// A rectangle on the ground.
#[derive(Debug, Clone, Copy)]
pub struct Footprint {
    pub centre: Point,
    /// Unit vector along the street.
    pub along: Point,
    pub half_width: f64,
    pub half_depth: f64,
}

impl Footprint {
    pub fn corner(&self, right: f64, back: f64) -> Point {
        self.centre + self.along * (right * self.half_width) + self.along.left() * (back * self.half_depth)
    }

    pub fn outline(&self) -> Vec<Point> {
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(right, back)| self.corner(right, back)).into()
    }

    fn reach(&self) -> f64 {
        self.half_width.hypot(self.half_depth)
    }

    /// Separating axes of two rectangles that keep `gap_m` between them.
    fn meets(&self, other: &Self, gap_m: f64) -> bool {
        let between = other.centre - self.centre;
        let apart = |axis: Point, own: f64, other: &Self| {
            let theirs = other.half_width * axis.dot(other.along).abs() + other.half_depth * axis.dot(other.along.left()).abs();
            axis.dot(between).abs() >= own + theirs + gap_m
        };
        !(apart(self.along, self.half_width, other)
            || apart(self.along.left(), self.half_depth, other)
            || apart(other.along, other.half_width, self)
            || apart(other.along.left(), other.half_depth, self))
    }

    /// Whether a segment comes closer than `gap_m` (a little farther at corners).
    fn touched_by(&self, a: Point, b: Point, gap_m: f64) -> bool {
        let local = |p: Point| at((p - self.centre).dot(self.along), (p - self.centre).dot(self.along.left()));
        let (a, b) = (local(a), local(b));
        let (mut low, mut high) = (0.0f64, 1.0f64);
        for (from, step, half) in [(a.x, b.x - a.x, self.half_width + gap_m), (a.y, b.y - a.y, self.half_depth + gap_m)] {
            if step.abs() < 1e-9 {
                if from.abs() > half {
                    return false;
                }
                continue;
            }
            let (one, two) = ((-half - from) / step, (half - from) / step);
            low = low.max(one.min(two));
            high = high.min(one.max(two));
        }
        low <= high
    }
}

#[derive(Debug)]
pub struct Site {
    low: Point,
    columns: usize,
    rows: usize,
    lines: Vec<(Point, Point, f64)>,
    built: Vec<Footprint>,
    line_cells: Vec<Vec<u32>>,
    built_cells: Vec<Vec<u32>>,
}

impl Site {
    /// Covers the square around `points` with a margin.
    pub fn new(points: &[Point]) -> Self {
        let low = points.iter().fold(at(f64::MAX, f64::MAX), |low, p| at(low.x.min(p.x), low.y.min(p.y))) - at(100.0, 100.0);
        let high = points.iter().fold(at(f64::MIN, f64::MIN), |high, p| at(high.x.max(p.x), high.y.max(p.y))) + at(100.0, 100.0);
        let (columns, rows) = (((high.x - low.x) / CELL_M) as usize + 1, ((high.y - low.y) / CELL_M) as usize + 1);
        let cells = vec![Vec::new(); columns * rows];
        Self { low, columns, rows, lines: Vec::new(), built: Vec::new(), line_cells: cells.clone(), built_cells: cells }
    }

    fn cells(&self, centre: Point, reach_x: f64, reach_y: f64) -> impl Iterator<Item = usize> + use<> {
        let index = |value: f64, count: usize| ((value / CELL_M).max(0.0) as usize).min(count - 1);
        let off = centre - self.low;
        let (x0, x1) = (index(off.x - reach_x, self.columns), index(off.x + reach_x, self.columns));
        let (y0, y1) = (index(off.y - reach_y, self.rows), index(off.y + reach_y, self.rows));
        let columns = self.columns;
        (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| y * columns + x))
    }

    /// Nothing may stand within `clear_m` of this line.
    pub fn keep_clear(&mut self, line: &[Point], clear_m: f64) {
        for pair in line.windows(2) {
            let number = self.lines.len() as u32;
            self.lines.push((pair[0], pair[1], clear_m));
            let half = (pair[1] - pair[0]) * 0.5;
            for cell in self.cells(pair[0] + half, half.x.abs() + clear_m, half.y.abs() + clear_m) {
                self.line_cells[cell].push(number);
            }
        }
    }

    pub fn free(&self, foot: &Footprint, gap_m: f64) -> bool {
        let reach = foot.reach();
        self.cells(foot.centre, reach, reach).all(|cell| {
            let clear = |&line: &u32| {
                let (a, b, clear_m) = self.lines[line as usize];
                !foot.touched_by(a, b, clear_m)
            };
            self.line_cells[cell].iter().all(clear)
        }) && self
            .cells(foot.centre, reach + gap_m, reach + gap_m)
            .all(|cell| self.built_cells[cell].iter().all(|&other| !foot.meets(&self.built[other as usize], gap_m)))
    }

    pub fn build(&mut self, foot: Footprint) {
        let number = self.built.len() as u32;
        self.built.push(foot);
        let reach = foot.reach();
        for cell in self.cells(foot.centre, reach, reach) {
            self.built_cells[cell].push(number);
        }
    }
}
