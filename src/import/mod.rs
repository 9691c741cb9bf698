//! How do other people's files become our columns?
//!
//! Every reader opens a table (`delimited`), finds the layout that fits its header (`layout`), and turns rows into columns;
//! a row it cannot use goes to the ledger with its reason. A new state or country is a new TOML in `layouts/`.

pub mod addresses;
pub mod answers;
pub mod deceased;
pub mod osm;
pub mod queries;
pub mod records;
pub mod results;
pub mod voters;

mod address_line;
mod addrfeat;
mod ballots;
mod binding;
mod choices;
mod dates;
mod delimited;
mod elections;
mod extra;
mod fixed;
mod headerless;
mod history;
mod ids;
mod joins;
mod layout;
mod ledger;
mod lines;
mod names;
mod properties;
mod roll;
mod side_tables;
mod tally;
mod vote_cells;
mod votes;
