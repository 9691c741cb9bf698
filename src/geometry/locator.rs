//! Which shape holds a point? A tree of boxes names the candidates, the exact test decides.

use std::cmp::Ordering;
use std::fmt;

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{BoundingRect, Coord, LinesIter};
use geo_types::MultiPolygon;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

type BoxOfRow = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// Finds the shape that holds a point. Exact: orientation is decided by adaptive arithmetic, never by rounding.
///
/// A border belongs to its shape; a point that several shapes hold (a shared border, an overlap) goes to the lowest row,
/// so every point has one owner. Shapes must be valid (see `repair`).
pub struct Locator {
    boxes: RTree<BoxOfRow>,
    /// The edges of every shape, end to end: row `i` owns `edges[starts[i]..starts[i + 1]]`.
    edges: Vec<[Coord<f64>; 2]>,
    starts: Vec<u32>,
}

impl Locator {
    /// Shapes in row order; an empty shape keeps its row and holds nothing.
    pub fn new<'a>(shapes: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let mut boxes = Vec::new();
        let mut edges = Vec::new();
        let mut starts = vec![0];
        for (row, shape) in (0u32..).zip(shapes) {
            edges.extend(shape.lines_iter().map(|line| [line.start, line.end]));
            starts.push(u32::try_from(edges.len()).expect("four thousand million edges are 128 GiB"));
            if let Some(rect) = shape.bounding_rect() {
                let corners = Rectangle::from_corners(rect.min().into(), rect.max().into());
                boxes.push(BoxOfRow::new(corners, row));
            }
        }
        Self { boxes: RTree::bulk_load(boxes), edges, starts }
    }

    /// The row of the shape that holds (lon, lat).
    pub fn find(&self, lon: f64, lat: f64) -> Option<u32> {
        let point = Coord { x: lon, y: lat };
        let mut owner: Option<u32> = None;
        for candidate in self.boxes.locate_all_at_point([lon, lat]) {
            let row = candidate.data;
            if owner.is_none_or(|lowest| row < lowest) && holds(self.edges_of(row), point) {
                owner = Some(row);
            }
        }
        owner
    }

    /// How far a point is from a shape's border, inside or outside, in metres; infinite for an empty shape.
    ///
    /// Measured on a plane that touches the globe at the point: exact to a thousandth within tens of kilometres.
    pub fn border_m(&self, row: u32, lon: f64, lat: f64) -> f64 {
        let from_here = |at: Coord<f64>| Coord { x: (at.x - lon).to_radians() * lat.to_radians().cos(), y: (at.y - lat).to_radians() };
        let distance = |&[start, end]: &[Coord<f64>; 2]| {
            let (start, end) = (from_here(start), from_here(end));
            let (dx, dy) = (end.x - start.x, end.y - start.y);
            let length = dx * dx + dy * dy;
            let share = if length > 0.0 { (-(start.x * dx + start.y * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            (start.x + share * dx).hypot(start.y + share * dy) * super::EARTH_RADIUS_M
        };
        self.edges_of(row).iter().map(distance).fold(f64::INFINITY, f64::min)
    }

    fn edges_of(&self, row: u32) -> &[[Coord<f64>; 2]] {
        let row = row as usize;
        &self.edges[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

impl fmt::Debug for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locator({} shapes, {} edges)", self.starts.len() - 1, self.edges.len())
    }
}

/// Even-odd over all rings at once: a ray to the east crosses the border an odd number of times, or the point is on it.
fn holds(edges: &[[Coord<f64>; 2]], point: Coord<f64>) -> bool {
    let mut inside = false;
    for &[start, end] in edges {
        let (low, high) = if start.y <= end.y { (start, end) } else { (end, start) };
        if point.y < low.y || point.y > high.y {
            continue;
        }
        if low.y == high.y {
            if (low.x.min(high.x)..=low.x.max(high.x)).contains(&point.x) {
                return true;
            }
            continue;
        }
        // walking up the edge, the point on its left hand is west of it: the ray to the east crosses
        match side(low, high, point) {
            Ordering::Equal => return true,
            Ordering::Less => inside ^= point.y < high.y,
            Ordering::Greater => {}
        }
    }
    inside
}

/// Where `point` is from an edge that goes up: `Less` west of it, `Greater` east of it.
fn side(low: Coord<f64>, high: Coord<f64>, point: Coord<f64>) -> Ordering {
    if point.x < low.x.min(high.x) {
        return Ordering::Less;
    }
    if point.x > low.x.max(high.x) {
        return Ordering::Greater;
    }
    match RobustKernel::orient2d(low, high, point) {
        Orientation::CounterClockwise => Ordering::Less,
        Orientation::Clockwise => Ordering::Greater,
        Orientation::Collinear => Ordering::Equal,
    }
}
