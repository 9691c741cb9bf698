//! The journeys, one file each: what happens from a command to what is on disk, told in order.

pub mod audit_precincts;
pub mod cells;
pub mod check_campaign;
pub mod clock;
pub mod deaths;
pub mod decide_merges;
pub mod doors;
pub mod doubles;
pub mod geocode;
pub mod ground;
pub mod heat_table;
pub mod import_addresses;
pub mod import_answers;
pub mod import_attributes;
pub mod import_boundaries;
pub mod import_results;
pub mod import_streets;
pub mod import_voters;
pub mod init_campaign;
pub mod link_records;
pub mod make_demo;
pub mod open_map;
pub mod rejects;
pub mod roll;
pub mod score_campaign;
pub mod sources;

/// How far a long step is: done and total, in whatever it counts.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);
