//! The one test program. `tests/cases/<step>/<situation>/` holds inputs and expected outputs; `make bless` accepts new ones.

mod support;

// one module a step, lowest floor first
mod boundaries;
mod import;
mod index;
mod link;
mod locate;
mod score;
mod streets;
mod tiles;
mod town;

// the house and its doors
mod api;
mod architecture;
mod cli;
mod fuzz;
mod roll;
mod store;

// real places, skipped loudly where the data is absent
mod baltimore;
