//! Shapes in world coordinates (see `geometry::mercator`), and which of them are near a tile.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::frame::Frame;
use crate::geometry::mercator::project;

pub type Point = [f64; 2];
/// Closed rings, the outer one first.
pub type Polygon = Vec<Vec<Point>>;

/// A box in world coordinates and the number of what it holds.
pub type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// Numbers of the boxes that touch the buffered tile in any copy of the world, in order.
pub fn near(boxes: &RTree<Boxed>, frame: &Frame) -> Vec<u32> {
    let [[west, north], [east, south]] = frame.window();
    let mut numbers: Vec<u32> = [-1.0, 0.0, 1.0]
        .into_iter()
        .filter(|worlds| west + worlds <= 1.0 && east + worlds >= 0.0)
        .flat_map(|worlds| boxes.locate_in_envelope_intersecting(AABB::from_corners([west + worlds, north], [east + worlds, south])))
        .map(|boxed| boxed.data)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

pub fn boxed<'a>(number: usize, points: impl Iterator<Item = &'a [f64; 2]>) -> Option<Boxed> {
    let grow = |[low, high]: [[f64; 2]; 2], &[x, y]: &[f64; 2]| [[low[0].min(x), low[1].min(y)], [high[0].max(x), high[1].max(y)]];
    let mut points = points.peekable();
    let first = **points.peek()?;
    let [low, high] = points.fold([first, first], grow);
    Some(GeomWithData::new(Rectangle::from_corners(low, high), number as u32))
}

/// World coordinates; rings closed, the outer one first.
pub fn world_polygon(polygon: &geo_types::Polygon<f64>) -> Polygon {
    let ring = |line: &geo_types::LineString<f64>| line.coords().map(|point| project(point.x, point.y)).collect();
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
}

/// Tile units, in the copy of the world nearest to the tile.
pub fn to_tile(polygon: &Polygon, frame: &Frame) -> Polygon {
    let Some(&[x, _]) = polygon.first().and_then(|ring| ring.first()) else { return Vec::new() };
    let worlds = frame.worlds(x);
    polygon.iter().map(|ring| ring.iter().map(|&[x, y]| frame.tile_units([x + worlds, y])).collect()).collect()
}
