//! Other people's files: every row accounted for, every trap met.

mod addresses;
mod addrfeat;
mod answers;
mod baltimore;
mod layouts;
mod results;
mod results_layouts;
mod shown;
mod traps;
mod voters;
