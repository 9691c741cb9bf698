//! The words every other module speaks: people, places, elections, tallies, problems.
//!
//! No files, no network, no clock. Shapes here are columns rather than rows wherever a campaign holds millions of them.

pub mod address;
pub mod attributes;
pub mod campaign;
pub mod cell;
pub mod columns;
pub mod heat;
pub mod merges;
mod narrow;
pub mod place;
pub mod problem;
pub mod ranges;
pub mod records;
pub mod report;
pub mod results;
pub mod source;
pub mod voters;

pub use address::{AddressPoint, Addresses, Located};
pub use attributes::Attributes;
pub use campaign::{Campaign, Country, Election, ElectionKind};
pub use cell::Cell;
pub use columns::{Dictionary, Texts};
pub use heat::{HeatRow, Tally};
pub use merges::Merges;
pub use place::{Area, Layer, Place, PlaceKind};
pub use problem::Problem;
pub use ranges::{AddressRange, AddressRanges};
pub use records::{Birth, Records};
pub use report::{Reject, RejectReason, Report};
pub use results::{Answer, PrecinctResult};
pub use source::Source;
pub use voters::{Status, Voters};

/// The result of anything a user's input can make fail.
pub type Outcome<T> = Result<T, Problem>;
