//! House numbers told by the line they lie along, where no source knows the single houses.

use super::Texts;

/// The numbers along one side of a stretch of street, as a source wrote it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddressRange {
    pub street: String,
    pub city: String,
    pub postcode: String,
    /// Numbers at the line's first and last point; the first is the larger where they fall along the line.
    pub first: u32,
    pub last: u32,
    /// From one number to the next: 2 where odd and even are on different sides, never 0.
    pub step: u32,
    /// How far the houses stand from the line; positive on its right hand, negative on its left.
    pub offset_m: f64,
    /// WGS84 degrees (lon, lat), at least two points.
    pub line: Vec<[f64; 2]>,
}

/// Many ranges as columns; row `i` of each column is one range.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddressRanges {
    pub street: Texts,
    pub city: Texts,
    pub postcode: Texts,
    pub first: Vec<u32>,
    pub last: Vec<u32>,
    pub step: Vec<u32>,
    pub offset_m: Vec<f64>,
    pub lines: Vec<Vec<[f64; 2]>>,
}

impl AddressRanges {
    pub fn push(&mut self, range: AddressRange) {
        self.street.push(&range.street);
        self.city.push(&range.city);
        self.postcode.push(&range.postcode);
        self.first.push(range.first);
        self.last.push(range.last);
        self.step.push(range.step);
        self.offset_m.push(range.offset_m);
        self.lines.push(range.line);
    }

    pub fn len(&self) -> usize {
        self.first.len()
    }

    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}
