//! Arpent: from a voter file to heat maps, turfs and walks.
//!
//! Five floors; a module uses only lower floors, never its own. ARCHITECTURE.md has the table, a test holds us to it.

// 0 words: no files, no network, no clock
pub mod domain;
pub mod geometry;
pub mod streets;

// 1 steps: each turns domain values into domain values and knows no other step
pub mod boundaries;
pub mod import;
pub mod index;
pub mod link;
pub mod locate;
pub mod score;
pub mod tiles;
pub mod town;

// 2 outside: disk and databases
pub mod store;

// 3 flow: one file per journey
pub mod flow;

// 4 front
pub mod api;
pub mod cli;
