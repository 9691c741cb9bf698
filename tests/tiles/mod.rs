//! Tiles, decoded by other means and held to `tiles/layers/*.toml` and the MVT specification.

#![allow(clippy::unwrap_used)]

mod contract;
mod covering;
pub mod decoder;
mod polygons;
mod real;

use arpent::domain::voters::NO_SCORE;
use arpent::domain::{Area, Cell, Election, ElectionKind, HeatRow, Tally};
use arpent::tiles::TileId;
use chrono::NaiveDate;
use geo_types::{LineString, MultiPolygon, Polygon};

fn tile(z: u8, x: u32, y: u32) -> TileId {
    TileId::new(z, x, y).unwrap()
}

/// The tile of a zoom that holds a point.
fn tile_at(z: u8, lon: f64, lat: f64) -> TileId {
    let tiles = f64::from(1u32 << z);
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    tile(z, ((lon / 360.0 + 0.5) * tiles) as u32, (y * tiles) as u32)
}

fn elections() -> Vec<Election> {
    let on = |year, month, day| Election { date: NaiveDate::from_ymd_opt(year, month, day).unwrap(), kind: ElectionKind::General };
    vec![on(2020, 11, 3), on(2024, 11, 5)]
}

/// Some voters, scored or not.
fn row(id: &str, voters: u8, scored: bool) -> HeatRow {
    let mut tally = Tally::new(2);
    for voter in 0..voters {
        let score = if scored { 100 + voter } else { NO_SCORE };
        tally.add(score, score, voter % 2, 0b11, u32::from(voter % 4));
    }
    HeatRow::new(id.to_owned(), &tally, &Default::default())
}

fn hex_row(cell: Cell) -> (Cell, HeatRow) {
    (cell, row(&cell.to_string(), 12, true))
}

fn square(id: &str, west: f64, south: f64, side: f64) -> Area {
    let ring = vec![(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)];
    area(id, vec![Polygon::new(LineString::from(ring), vec![])])
}

fn area(id: &str, polygons: Vec<Polygon<f64>>) -> Area {
    Area { id: id.to_owned(), name: format!("Ward {id}"), shape: MultiPolygon::new(polygons), columns: Default::default() }
}

#[test]
fn a_tile_outside_the_world_is_refused() {
    assert!(TileId::new(0, 0, 0).is_ok() && TileId::new(22, (1 << 22) - 1, 0).is_ok());
    for (z, x, y) in [(0, 1, 0), (3, 0, 8), (23, 0, 0), (255, 0, 0)] {
        let problem = TileId::new(z, x, y).unwrap_err().to_string();
        assert!(problem.contains(&format!("{z}/{x}/{y}")), "{problem}");
    }
    let [west, south, east, north] = tile(1, 0, 0).bounds();
    assert!(west < -180.0 && (0.0..6.0).contains(&east) && (-6.0..0.0).contains(&south) && north > 85.0);
}
