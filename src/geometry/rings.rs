//! Loose rings into shapes: which ring is a hole of which.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{Area, BoundingRect, Intersects};
use geo_types::{LineString, MultiPolygon, Polygon, Rect};

/// Builds a shape from rings in any order and direction: a ring inside an even number of others is an outer border,
/// inside an odd number a hole of the smallest of them. Rings that touch no area are left out.
///
/// Direction is not asked, because files get it wrong more often than they get nesting wrong.
pub fn nest(rings: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    let mut sized: Vec<(f64, Rect<f64>, Polygon<f64>)> = rings
        .into_iter()
        .map(|ring| Polygon::new(ring, Vec::new()))
        .filter_map(|ring| Some((ring.unsigned_area(), ring.bounding_rect()?, ring)))
        .filter(|(area, ..)| *area > 0.0)
        .collect();
    sized.sort_by(|a, b| b.0.total_cmp(&a.0));

    // per ring: the outer border it belongs to if it is a hole, and its depth
    let mut parents: Vec<(usize, Option<usize>)> = Vec::with_capacity(sized.len());
    for (row, (_, rect, ring)) in sized.iter().enumerate() {
        let holds = |larger: &usize| sized[*larger].1.intersects(rect) && inside(ring.exterior(), sized[*larger].2.exterior());
        let smallest = (0..row).rev().find(holds);
        let depth = smallest.map_or(0, |holder| parents[holder].0 + 1);
        parents.push((depth, smallest));
    }

    let mut polygons: Vec<Option<Polygon<f64>>> = Vec::with_capacity(sized.len());
    for ((_, _, ring), (depth, parent)) in sized.into_iter().zip(parents) {
        let outer = parent.filter(|_| depth % 2 == 1).and_then(|parent| polygons[parent].as_mut());
        match outer {
            Some(outer) => {
                outer.interiors_push(ring.into_inner().0);
                polygons.push(None);
            }
            None => polygons.push(Some(ring)),
        }
    }
    MultiPolygon::new(polygons.into_iter().flatten().collect())
}

/// Whether `ring` lies inside `larger`: its first vertex off the other's border tells, since nested rings do not cross.
fn inside(ring: &LineString<f64>, larger: &LineString<f64>) -> bool {
    let mut places = ring.0.iter().map(|vertex| coord_pos_relative_to_ring(*vertex, larger));
    places.find(|place| *place != CoordPos::OnBoundary) == Some(CoordPos::Inside)
}
