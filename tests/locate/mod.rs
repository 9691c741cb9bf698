//! Addresses found at every level, on made-up streets and on Baltimore County's.

pub mod made_voters;

mod baltimore;
mod doors;
mod florida;
mod levels;
mod search;
