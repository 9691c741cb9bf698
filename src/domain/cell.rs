//! H3 cells as the index uses them: a `u64` whose order is the hierarchy.
//!
//! `hex:R` always means the parent at resolution R of the voter's resolution-12 cell, never H3 asked at R directly:
//! near edges the two differ (about 6.5 % of points), but parents add up at every zoom.

use std::fmt;
use std::str::FromStr;

use h3o::{CellIndex, LatLng, Resolution};

use super::Problem;

/// The resolution at which every voter is stored (edge about 10 m).
pub const FINEST: u8 = 12;

/// A valid H3 cell index of resolution 0 to 12. `Cell::NONE` (0) stands for "not located".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cell(pub u64);

impl Cell {
    pub const NONE: Self = Self(0);

    /// The resolution-12 cell of a point in WGS84 degrees; `None` when the point is not on the globe.
    pub fn at(lon: f64, lat: f64) -> Option<Self> {
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return None;
        }
        Some(Self(u64::from(LatLng::new(lat, lon).ok()?.to_cell(Resolution::Twelve))))
    }

    pub fn resolution(self) -> u8 {
        ((self.0 >> 52) & 15) as u8
    }

    /// The parent at a coarser or equal resolution: two bit masks, since unused digits are all ones.
    #[must_use]
    pub fn parent(self, resolution: u8) -> Self {
        let unused = (1u64 << (3 * (15 - u32::from(resolution)))) - 1;
        Self((self.0 & !(15 << 52)) | (u64::from(resolution) << 52) | unused)
    }

    /// The first and last resolution-12 index (inclusive) that can lie under this cell.
    pub fn range(self) -> (u64, u64) {
        let digits = 3 * u32::from(FINEST - self.resolution());
        let tail = (1u64 << 9) - 1; // digits 13 to 15 are unused at resolution 12: all ones
        let base = (self.0 & !(15 << 52)) | (u64::from(FINEST) << 52);
        let open = ((1u64 << digits) - 1) << 9;
        (base & !open & !tail | tail, base | open | tail)
    }

    /// A feature id a browser can hold: the low 52 bits tell cells of every resolution apart and stay under 2^53.
    pub fn feature_id(self) -> u64 {
        self.0 & 0x000F_FFFF_FFFF_FFFF
    }

    pub fn index(self) -> Option<CellIndex> {
        CellIndex::try_from(self.0).ok()
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

impl FromStr for Cell {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let bits = u64::from_str_radix(text, 16).ok().filter(|&bits| CellIndex::try_from(bits).is_ok());
        let cell = bits.map(Self).filter(|cell| cell.resolution() <= FINEST);
        cell.ok_or_else(|| {
            Problem::new(format!("{text:?} is not an H3 cell of resolution 0 to {FINEST}"))
                .remedy("give 15 hexadecimal digits, as in 892aa9a1d6bffff")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_and_ranges_are_those_of_h3() {
        for (lon, lat) in [(-76.8, 39.4), (2.35, 48.85), (179.999, -16.5), (0.0, 89.9), (-179.999, 0.0)] {
            let fine = Cell::at(lon, lat).expect("a point on the globe");
            let index = fine.index().expect("a valid cell");
            for resolution in 0..=FINEST {
                let parent = fine.parent(resolution);
                let expected = index.parent(Resolution::try_from(resolution).expect("0 to 12")).expect("coarser");
                assert_eq!(parent.0, u64::from(expected));
                let (low, high) = parent.range();
                assert!((low..=high).contains(&fine.0));
                assert_eq!(Cell(low).parent(resolution), parent);
                assert_eq!(Cell(high).parent(resolution), parent);
                assert!(Cell(high + 512).parent(resolution) != parent);
            }
        }
    }
}
