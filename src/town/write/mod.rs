//! The town's files, each in the exact shape its source has in the real world.

pub mod osm;
pub mod precincts;
