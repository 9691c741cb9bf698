//! What precincts reported after an election, and what voters answered at the door.

use chrono::NaiveDate;

use super::ElectionKind;

/// One precinct's official result at one election.
#[derive(Debug, Clone, PartialEq)]
pub struct PrecinctResult {
    /// Id of an area of the precinct layer.
    pub precinct: String,
    pub date: NaiveDate,
    pub kind: ElectionKind,
    /// On the roll that day; 0 when the source does not tell.
    pub registered: u32,
    pub cast: u32,
    /// Votes for us, and votes for anybody, where the import named the columns that are ours.
    pub support: Option<(u32, u32)>,
}

/// One canvass answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Row of `Voters`.
    pub voter: u32,
    pub day: i32,
    /// 1 strong support to 5 strong against.
    pub support: u8,
}
