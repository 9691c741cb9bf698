//! Scores: learnt, shrunk, anchored, and honest where there is nothing to learn from.

mod baltimore;
mod fallbacks;
mod totals;
mod town;
