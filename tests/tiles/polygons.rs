//! Whatever shape comes in, what goes out is valid; neighbours stay neighbours.

use arpent::domain::{Place, PlaceKind};
use arpent::tiles::{AreaTiles, PlaceTiles};
use geo_types::{Geometry as Shape, LineString, MultiLineString, Polygon};
use proptest::prelude::*;

use super::decoder::{Geometry, area as signed_area, decode};
use super::{area, elections, row, tile, tile_at};

/// Rings of any kind: crossing themselves, folded, repeated points, a point only, far outside.
fn ring() -> impl Strategy<Value = LineString<f64>> {
    let coarse = (-40i32..40, -40i32..40).prop_map(|(x, y)| (f64::from(x) * 0.01, f64::from(y) * 0.01));
    let fine = (-2.0..2.0f64, -2.0..2.0f64);
    let point = prop_oneof![4 => coarse, 1 => fine];
    prop::collection::vec(point, 0..12).prop_map(LineString::from)
}

fn polygon() -> impl Strategy<Value = Polygon<f64>> {
    (ring(), prop::collection::vec(ring(), 0..3)).prop_map(|(outer, holes)| Polygon::new(outer, holes))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_polygon_makes_a_valid_tile(polygons in prop::collection::vec(polygon(), 1..5), z in 4u8..=14, dx in 0u32..2, dy in 0u32..2) {
        let middle = 1u32 << (z - 1);
        let tile = tile(z, middle - dx, middle - dy);
        let areas = AreaTiles::new(&[area("1", polygons.clone()), area("2", polygons.clone())]);
        // decoding asserts the specification
        decode(&areas.tile(tile, &elections(), |_| row("", 3, true)));
        let park = Place { kind: PlaceKind::Park, name: "Oak".into(), detail: String::new(), shape: Shape::MultiPolygon(polygons.into()) };
        decode(&PlaceTiles::new(&[park]).tile(tile));
    }

    #[test]
    fn any_lines_make_a_valid_tile(lines in prop::collection::vec(ring(), 1..6), z in 9u8..=16, dx in 0u32..2, dy in 0u32..2) {
        let middle = 1u32 << (z - 1);
        let river = Place { kind: PlaceKind::River, name: String::new(), detail: String::new(), shape: Shape::MultiLineString(MultiLineString(lines)) };
        decode(&PlaceTiles::new(&[river]).tile(tile(z, middle - dx, middle - dy)));
    }

    /// A grid of areas whose borders wander but are shared: they cover the tile without gap or overlap at every zoom.
    #[test]
    fn neighbours_keep_their_shared_borders(wander in prop::collection::vec(-0.4..0.4f64, 600), z in 7u8..=12) {
        let (cells, steps) = (4usize, 32usize);
        let at = |x: usize, y: usize| {
            // mostly small: simplification drops many of these points, though not all
            let jitter = wander[(x * 53 + y * 97) % wander.len()].powi(3) * 5.0;
            let (fx, fy) = (x as f64 / steps as f64 - 2.0, y as f64 / steps as f64 - 2.0);
            let inner = |step: usize| step > 0 && step < cells * steps;
            let shift = if inner(x) && inner(y) { jitter / steps as f64 } else { 0.0 };
            (fx + shift, fy - shift)
        };
        let areas: Vec<_> = (0..cells * cells).map(|number| {
            let (west, south) = (number % cells * steps, number / cells * steps);
            let east_south = (0..steps).map(|step| at(west + step, south));
            let east = (0..steps).map(|step| at(west + steps, south + step));
            let north = (0..steps).map(|step| at(west + steps - step, south + steps));
            let west_side = (0..steps).map(|step| at(west, south + steps - step));
            let ring: Vec<_> = east_south.chain(east).chain(north).chain(west_side).collect();
            area(&format!("{number:02}"), vec![Polygon::new(LineString::from(ring), vec![])])
        }).collect();
        let tiles = AreaTiles::new(&areas);
        let features = decode(&tiles.tile(tile_at(z, 0.1, 0.1), &elections(), |_| row("", 3, true))).remove("precincts").unwrap();
        let covered: i64 = features.iter().map(|feature| match &feature.geometry {
            Geometry::Polygons(polygons) => polygons.iter().flatten().map(|ring| signed_area(ring)).sum::<i64>(),
            _ => panic!("polygons"),
        }).sum();
        if z == 8 {
            let kept: usize = features.iter().map(|feature| match &feature.geometry {
                Geometry::Polygons(polygons) => polygons.iter().flatten().map(Vec::len).sum::<usize>(),
                _ => 0,
            }).sum();
            prop_assert!(kept < features.len() * steps * 4 / 2, "{kept} points are simpler");
        }
        // the town reaches 2° around the corner of the map's middle, so only tiles of zoom 8 and more lie wholly inside
        let side = 4096 + 2 * 64;
        if z >= 8 {
            prop_assert_eq!(covered, 2 * side * side);
        } else {
            prop_assert!(covered <= 2 * side * side);
        }
        prop_assert!(features.iter().all(|feature| feature.id.is_some()));
    }
}

#[test]
fn adjacent_parts_and_holes_that_begin_where_the_last_ring_ended_are_whole() {
    // both squares begin at (0, 0) after turning and winding: the case in which the mvt crate drops a MoveTo
    let ring = |points: &[(f64, f64)]| LineString::from(points.to_vec());
    let one = Polygon::new(ring(&[(0.1, 0.1), (0.1, 0.2), (0.2, 0.2), (0.2, 0.1), (0.1, 0.1)]), vec![]);
    let two = Polygon::new(ring(&[(0.2, 0.1), (0.3, 0.1), (0.3, 0.0), (0.2, 0.0), (0.2, 0.1)]), vec![]);
    let holed = Polygon::new(
        ring(&[(0.1, 0.0), (0.0, 0.0), (0.0, 0.1), (0.1, 0.1), (0.1, 0.0)]),
        vec![ring(&[(0.1, 0.1), (0.05, 0.05), (0.08, 0.05), (0.1, 0.1)])],
    );
    for order in [[&one, &two, &holed], [&two, &one, &holed], [&holed, &two, &one], [&holed, &one, &two]] {
        let areas = AreaTiles::new(&[area("1", order.into_iter().cloned().collect())]);
        for z in 6..=14 {
            let features = decode(&areas.tile(tile_at(z, 0.1, 0.1), &elections(), |_| row("", 3, true))).remove("precincts").unwrap();
            let Geometry::Polygons(polygons) = &features[0].geometry else { panic!("polygons") };
            if z <= 10 {
                assert_eq!(polygons.iter().map(Vec::len).sum::<usize>(), 4, "three parts and a hole at zoom {z}");
            }
        }
    }
}

#[test]
fn a_label_is_in_one_tile_of_a_zoom() {
    let areas = AreaTiles::new(&[area(
        "1",
        vec![Polygon::new(LineString::from(vec![(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)]), vec![])],
    )]);
    for z in 4..=9u8 {
        let middle = 1u32 << (z - 1);
        let around = (middle - 1..=middle).flat_map(|x| (middle - 1..=middle).map(move |y| tile(z, x, y)));
        let labels: usize = around
            .map(|tile| decode(&areas.tile(tile, &elections(), |_| row("", 3, true))).get("precinct_labels").map_or(0, Vec::len))
            .sum();
        assert_eq!(labels, 1, "zoom {z}");
    }
}
