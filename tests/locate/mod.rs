//! Addresses found at every level, on made-up streets and on Baltimore County's.

pub mod made_voters;

mod audit;
mod baltimore;
mod command;
mod doors;
mod florida;
mod french;
mod levels;
mod neighbours;
mod ranges;
mod search;
