//! Other people's files: every row accounted for, every trap met.

mod answers;
mod baltimore;
mod results;
mod shown;
mod traps;
mod voters;
