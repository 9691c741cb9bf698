//! Clean tile edges: every hex that touches a tile is in it, once, also where the world wraps.

use std::collections::BTreeSet;

use arpent::domain::Cell;
use arpent::tiles::{AreaTiles, TileId, hex_ranges, hex_resolution, hexes};
use proptest::prelude::*;

use super::decoder::{Geometry, Point, decode};
use super::{elections, hex_row, row, square, tile, tile_at};

fn in_ranges(ranges: &[(u64, u64)], cell: Cell) -> bool {
    let (low, high) = cell.range();
    ranges.iter().any(|range| range.0 <= low && high <= range.1)
}

/// Cells whose centres or corners lie about the tile, from points spread evenly over it and around it.
fn cells_about(tile: TileId, resolution: u8) -> BTreeSet<Cell> {
    let [west, south, east, north] = tile.bounds();
    let (width, height) = (east - west, north - south);
    let steps = 40;
    let mut cells = BTreeSet::new();
    for x in -4..=steps + 4 {
        for y in -4..=steps + 4 {
            let lon = west + width * f64::from(x) / f64::from(steps);
            let lat = (south + height * f64::from(y) / f64::from(steps)).clamp(-89.9, 89.9);
            let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
            cells.insert(Cell::at(lon, lat).unwrap().parent(resolution));
        }
    }
    cells
}

/// Ids of the hexes drawn, each once.
fn drawn(tile: TileId, cells: &BTreeSet<Cell>) -> BTreeSet<u64> {
    let rows: Vec<_> = cells.iter().map(|&cell| hex_row(cell)).collect();
    let bytes = hexes(tile, &rows, &elections());
    let features = decode(&bytes).remove("hexes").unwrap_or_default();
    let ids: BTreeSet<u64> = features.iter().map(|feature| feature.id.unwrap()).collect();
    assert_eq!(ids.len(), features.len(), "no hex is drawn twice");
    ids
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_ranges_of_a_tile_hold_every_hex_that_touches_it(z in 4u8..=15, lon in -180.0..180.0f64, lat in -80.0..80.0f64) {
        let tile = tile_at(z, lon, lat);
        let resolution = hex_resolution(z);
        let ranges = hex_ranges(tile, resolution);
        prop_assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0), "in order, disjoint");
        prop_assert!(ranges.len() < 2000, "{} ranges", ranges.len());
        let cells = cells_about(tile, resolution);
        let touching = drawn(tile, &cells);
        prop_assert!(!touching.is_empty());
        for cell in cells.iter().filter(|cell| touching.contains(&cell.feature_id())) {
            prop_assert!(in_ranges(&ranges, *cell), "{cell} touches {tile:?}");
        }
        // and not much more: a window three times as wide holds nine times as many
        let held = cells.iter().filter(|cell| in_ranges(&ranges, **cell)).count();
        prop_assert!(held <= 9 * touching.len() + 60, "{held} of {}", touching.len());
    }

    #[test]
    fn a_hex_is_in_every_tile_it_touches_and_the_same_in_each(z in 4u8..=14, lon in -179.9..179.9f64, lat in -75.0..75.0f64) {
        let cell = Cell::at(lon, lat).unwrap().parent(hex_resolution(z));
        let middle = tile_at(z, lon, lat);
        let tiles = 1i64 << z;
        let mut outlines: BTreeSet<Vec<Point>> = BTreeSet::new();
        let mut touched = Vec::new();
        for dx in -2i64..=2 {
            for dy in -2i64..=2 {
                let y = i64::from(middle.y()) + dy;
                if !(0..tiles).contains(&y) { continue }
                let tile = tile(z, (i64::from(middle.x()) + dx).rem_euclid(tiles) as u32, y as u32);
                let bytes = hexes(tile, &[hex_row(cell)], &elections());
                let Some(features) = decode(&bytes).remove("hexes") else { continue };
                let Geometry::Polygons(polygons) = &features[0].geometry else { panic!("a polygon") };
                prop_assert_eq!((features.len(), polygons.len(), polygons[0].len()), (1, 1, 1));
                let mut world: Vec<Point> = polygons[0][0].iter().map(|[px, py]| [px + 4096 * dx, py + 4096 * dy]).collect();
                world.sort_unstable();
                outlines.insert(world);
                touched.push((dx, dy));
            }
        }
        prop_assert_eq!(outlines.len(), 1, "one outline from everywhere");
        let outline = outlines.first().unwrap();
        for dx in -2i64..=2 {
            for dy in -2i64..=2 {
                let y = i64::from(middle.y()) + dy;
                // a corner well inside a tile must have put the hex there
                let inside = |[px, py]: &Point| (1..4095).contains(&(px - 4096 * dx)) && (1..4095).contains(&(py - 4096 * dy));
                if (0..tiles).contains(&y) && outline.iter().any(inside) {
                    prop_assert!(touched.contains(&(dx, dy)), "{cell} has a corner in ({dx}, {dy})");
                }
            }
        }
    }
}

#[test]
fn a_hex_on_the_antimeridian_is_drawn_once_on_each_side() {
    for z in [4, 8, 12] {
        let resolution = hex_resolution(z);
        let west = tile_at(z, 179.999_99, -16.8);
        let east = tile(z, 0, west.y());
        let cells: BTreeSet<Cell> = cells_about(west, resolution).into_iter().chain(cells_about(east, resolution)).collect();
        let (seen_west, seen_east) = (drawn(west, &cells), drawn(east, &cells));
        let both: Vec<&u64> = seen_west.intersection(&seen_east).collect();
        assert!(both.len() > 2, "hexes astride the antimeridian at zoom {z}: {}", both.len());
        for (tile, id) in [(west, both[0]), (east, both[0])] {
            let cell = cells.iter().find(|cell| cell.feature_id() == *id).unwrap();
            let bytes = hexes(tile, &[hex_row(*cell)], &elections());
            let Geometry::Polygons(polygons) = &decode(&bytes)["hexes"][0].geometry else { panic!("a polygon") };
            let xs: Vec<i64> = polygons[0][0].iter().map(|point| point[0]).collect();
            let width = xs.iter().max().unwrap() - xs.iter().min().unwrap();
            assert!(width < 4096, "not smeared over the world: {width}");
        }
    }
}

#[test]
fn areas_at_the_antimeridian_show_in_the_buffer_of_the_other_side() {
    let areas = AreaTiles::new(&[square("fiji", 179.0, -17.0, 1.0), square("far", 10.0, -17.0, 1.0)]);
    let y = tile_at(6, 179.5, -16.5).y();
    for (x, count) in [(63, 1), (0, 1), (1, 0), (62, 0)] {
        let features = decode(&areas.tile(tile(6, x, y), &elections(), |_| row("", 3, true))).remove("precincts").unwrap_or_default();
        assert_eq!(features.len(), count, "tile 6/{x}/{y}");
    }
}
