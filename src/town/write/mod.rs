//! The town's files, each in the exact shape its source has in the real world.

pub mod nc;
pub mod osm;
pub mod precincts;
pub mod tables;
