//! The locator against the obvious loop, and repair against everything a ring can do wrong.

use arpent::geometry::{Locator, nest, repair};
use geo::{Area, Intersects, Validation};
use geo_types::{Coord, LineString, MultiPolygon, Point, Polygon, polygon};
use proptest::prelude::*;

/// The first shape that holds the point, borders included.
fn slow_find(shapes: &[MultiPolygon<f64>], point: Point<f64>) -> Option<u32> {
    shapes.iter().position(|shape| shape.intersects(&point)).map(|row| row as u32)
}

/// Star-shaped rings on a coarse grid, so that shared corners, flat edges and points on borders are common.
fn star() -> impl Strategy<Value = MultiPolygon<f64>> {
    let corners = prop::collection::vec(1u8..5, 3..9);
    (corners, 0i8..12, 0i8..12, any::<bool>()).prop_map(|(reach, x, y, hole)| {
        let ring = |scale: f64| -> LineString<f64> {
            let turn = std::f64::consts::TAU / reach.len() as f64;
            let corner = |(step, reach): (usize, &u8)| {
                let (sin, cos) = (step as f64 * turn).sin_cos();
                let reach = f64::from(*reach) * scale;
                Coord { x: f64::from(x) + (reach * cos).round(), y: f64::from(y) + (reach * sin).round() }
            };
            reach.iter().enumerate().map(corner).collect()
        };
        let holes = if hole { vec![ring(0.4)] } else { Vec::new() };
        repair(&MultiPolygon::new(vec![Polygon::new(ring(1.0), holes)])).0
    })
}

fn any_ring() -> impl Strategy<Value = LineString<f64>> {
    prop::collection::vec((0i8..8, 0i8..8), 0..12)
        .prop_map(|corners| corners.iter().map(|&(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).collect())
}

/// Whether a point is inside by the even-odd rule over the rings of one polygon, and off every edge.
fn even_odd(polygon: &Polygon<f64>, point: Coord<f64>) -> bool {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let crossings = rings.flat_map(|ring| ring.lines()).filter(|edge| {
        let crosses = (edge.start.y > point.y) != (edge.end.y > point.y);
        crosses && point.x < edge.start.x + (point.y - edge.start.y) / (edge.end.y - edge.start.y) * (edge.end.x - edge.start.x)
    });
    crossings.count() % 2 == 1
}

proptest! {
    #[test]
    fn the_locator_finds_what_the_obvious_loop_finds(shapes in prop::collection::vec(star(), 0..8)) {
        let locator = Locator::new(&shapes);
        for half_x in -10..32 {
            for half_y in -10..32 {
                let (x, y) = (f64::from(half_x) / 2.0, f64::from(half_y) / 2.0);
                prop_assert_eq!(locator.find(x, y), slow_find(&shapes, Point::new(x, y)), "at {} {}", x, y);
            }
        }
    }

    #[test]
    fn what_repair_returns_is_valid_and_covers_the_same(rings in prop::collection::vec(any_ring(), 1..4)) {
        let mut rings = rings.into_iter();
        let broken = Polygon::new(rings.next().expect("one at least"), rings.collect());
        let (mended, changed) = repair(&MultiPolygon::new(vec![broken.clone()]));
        prop_assert!(mended.is_valid(), "{:?}", mended.check_validation());
        prop_assert!(mended.iter().all(|part| part.signed_area() > 0.0), "counter-clockwise, none empty");
        if broken.is_valid() && !broken.exterior().0.is_empty() {
            prop_assert!((broken.unsigned_area() - mended.unsigned_area()).abs() < 1e-9);
        }
        let again = repair(&mended);
        prop_assert!(!again.1 && again.0 == mended, "repair of the repaired does nothing");
        for x in 0..16 {
            for y in 0..16 {
                let point = Coord { x: f64::from(x) / 2.0 + 0.243, y: f64::from(y) / 2.0 + 0.137 };
                prop_assert_eq!(mended.intersects(&point), even_odd(&broken, point), "at {:?}, changed {}", point, changed);
            }
        }
    }
}

proptest! {
    /// Off the grid, crossings fall where no number stands exactly.
    #[test]
    fn what_repair_returns_is_valid_anywhere(corners in prop::collection::vec((-76.9f64..-76.8, 39.2f64..39.3), 3..40)) {
        let broken = Polygon::new(corners.into_iter().collect(), Vec::new());
        let (mended, _) = repair(&MultiPolygon::new(vec![broken]));
        prop_assert!(mended.is_valid(), "{:?}", mended.check_validation());
    }
}

#[test]
fn every_point_of_a_shared_border_has_one_owner_the_lowest_row() {
    let left = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
    let right = polygon![(x: 1.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 1.0), (x: 1.0, y: 1.0)];
    let locator = Locator::new(&[MultiPolygon::new(vec![right]), MultiPolygon::new(Vec::new()), MultiPolygon::new(vec![left])]);
    for tenth in 0..=10 {
        assert_eq!(locator.find(1.0, f64::from(tenth) / 10.0), Some(0));
    }
    assert_eq!(locator.find(0.999_999, 0.5), Some(2));
    assert_eq!(locator.find(0.5, -0.000_001), None);
    assert_eq!(locator.find(f64::NAN, 0.5), None);
}

#[test]
fn repair_changes_what_is_broken_and_tells() {
    let square = polygon![(x: 0.0, y: 0.0), (x: 0.0, y: 2.0), (x: 2.0, y: 2.0), (x: 2.0, y: 0.0)]; // clockwise
    let area_and_change = |polygon: Polygon<f64>| {
        let (mended, changed) = repair(&MultiPolygon::new(vec![polygon]));
        assert!(mended.is_valid());
        (mended.signed_area(), changed)
    };
    assert_eq!(area_and_change(square.clone()), (4.0, false), "turning a ring round is no repair");
    let bow_tie = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 2.0), (x: 2.0, y: 0.0), (x: 0.0, y: 2.0)];
    assert_eq!(area_and_change(bow_tie), (2.0, true));
    let spike = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 2.0), (x: 9.0, y: 2.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0)];
    assert_eq!(area_and_change(spike), (4.0, true));
    let missing = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: f64::NAN, y: 1.0), (x: 2.0, y: 2.0), (x: 0.0, y: 2.0)];
    assert_eq!(area_and_change(missing), (4.0, true));
    let line = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 0.0, y: 0.0)];
    assert_eq!(area_and_change(line), (0.0, true));
    let overlapping =
        MultiPolygon::new(vec![square.clone(), polygon![(x: 1.0, y: 1.0), (x: 3.0, y: 1.0), (x: 3.0, y: 3.0), (x: 1.0, y: 3.0)]]);
    assert_eq!(repair(&overlapping).0.unsigned_area(), 7.0, "parts that overlap are joined, not cut out of each other");
}

#[test]
fn loose_rings_find_their_holes_whatever_their_order_and_direction() {
    let square = |west: f64, side: f64| -> LineString<f64> {
        let east = west + side;
        vec![(west, west), (east, west), (east, east), (west, east), (west, west)].into()
    };
    let lake_with_island = [square(4.0, 2.0), square(0.0, 10.0), square(2.0, 6.0), square(20.0, 1.0)];
    for turn in 0..4 {
        let mut rings = lake_with_island.to_vec();
        rings.rotate_left(turn);
        rings[0].0.reverse();
        let nested = nest(rings);
        assert_eq!(nested.0.len(), 3, "land, island, and the field next door");
        assert!((nested.unsigned_area() - (100.0 - 36.0 + 4.0 + 1.0)).abs() < 1e-12);
        assert!(nested.is_valid());
    }
}
