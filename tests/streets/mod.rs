//! Streets, their graph, and reading them from OpenStreetMap.

mod cases;
mod damage;
mod graph;
mod pbf_writer;
mod real_places;
mod same_in_both_formats;
mod story;
