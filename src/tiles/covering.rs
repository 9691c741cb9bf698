//! Which cells touch a tile? Found from the coarsest cells down, so that the answer is a few ranges and not thousands of cells.

use std::f64::consts::PI;

use h3o::{CellIndex, LatLng, Resolution};

use super::frame::{Frame, TileId};
use crate::domain::Cell;
use crate::geometry::mercator::unproject;

/// A cell's offspring stay within 1.06 times its corners' distance from its centre (√3/√7·(1 + 1/√7 + 1/7 + …) on a flat
/// grid); the rest is for the icosahedron's distortion, which makes cells of one parent differ by up to a fifth.
const REACH: f64 = 1.4;

/// Ranges of resolution-12 indexes (both ends included, in order, made of whole cells of `resolution` or coarser) that
/// hold every cell of `resolution` that touches the buffered tile, and some of their neighbours.
pub fn hex_ranges(tile: TileId, resolution: u8) -> Vec<(u64, u64)> {
    let window = Window::new(tile);
    let mut ranges = Vec::new();
    for cell in CellIndex::base_cells() {
        descend(cell, resolution, &window, &mut ranges);
    }
    ranges
}

fn descend(cell: CellIndex, resolution: u8, window: &Window, ranges: &mut Vec<(u64, u64)>) {
    let own = u8::from(cell.resolution());
    let next = Resolution::try_from(own + 1);
    match window.meets(cell) {
        Meeting::Apart => {}
        Meeting::Across if own < resolution => {
            for child in next.into_iter().flat_map(|next| cell.children(next)) {
                descend(child, resolution, window, ranges);
            }
        }
        Meeting::Across | Meeting::Inside => {
            let (low, high) = Cell(cell.into()).range();
            // unused digits are ones, so a neighbour in order begins one step of the last used digit further
            match ranges.last_mut() {
                Some(last) if last.1 + (1 << 9) == low => last.1 = high,
                _ => ranges.push((low, high)),
            }
        }
    }
}

#[derive(PartialEq)]
enum Meeting {
    Apart,
    Across,
    Inside,
}

/// The buffered tile in radians: middle and half width, south and north.
struct Window {
    lon: f64,
    half_width: f64,
    south: f64,
    north: f64,
}

impl Window {
    fn new(tile: TileId) -> Self {
        let [low, high] = Frame::new(tile).window();
        let ([west, north], [east, south]) = (unproject(low), unproject(high));
        let (west, east) = (west.to_radians(), east.to_radians());
        Self { lon: (west + east) / 2.0, half_width: (east - west) / 2.0, south: south.to_radians(), north: north.to_radians() }
    }

    /// Judges by the box around a circle that holds the cell and its offspring.
    fn meets(&self, cell: CellIndex) -> Meeting {
        let centre = LatLng::from(cell);
        let corners = cell.boundary();
        let reach = REACH * corners.iter().map(|&corner| centre.distance_rads(corner)).fold(0.0, f64::max);
        let (lon, lat) = (centre.lng().to_radians(), centre.lat().to_radians());
        let ratio = reach.sin() / lat.cos().max(1e-12);
        let half_width = if lat.abs() + reach >= PI / 2.0 || ratio >= 1.0 { PI } else { ratio.asin() };
        let apart = (lon - self.lon).rem_euclid(2.0 * PI);
        let apart = apart.min(2.0 * PI - apart);
        if lat - reach > self.north || lat + reach < self.south || apart > self.half_width + half_width {
            Meeting::Apart
        } else if lat - reach >= self.south && lat + reach <= self.north && apart + half_width <= self.half_width {
            Meeting::Inside
        } else {
            Meeting::Across
        }
    }
}
