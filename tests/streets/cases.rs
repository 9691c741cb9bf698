//! Small towns written by hand, with what must come of them.

use arpent::domain::Source;
use arpent::import::osm;

use super::story::story;
use crate::support::{case, expect};

fn town(situation: &str) {
    let folder = case("streets").join(situation);
    let bytes = std::fs::read(folder.join("town.osm")).expect("the case has a town");
    let read = osm::read(Source::new("town.osm", &bytes), &|_, _| {}).expect("the town is well-formed");
    assert!(read.report.adds_up());
    expect(&folder.join("expected.txt"), &story(&read));
}

#[test]
fn a_bridge_joins_banks_and_shares_no_node_with_what_it_crosses() {
    town("bridge");
}

#[test]
fn relations_become_polygons_with_holes_and_broken_ones_are_counted() {
    town("relations");
}

#[test]
fn addresses_stand_inside_their_buildings() {
    town("addresses");
}

#[test]
fn numbers_between_two_houses_and_streets_told_by_relations() {
    town("interpolation");
}

#[test]
fn a_cut_border_breaks_streets_but_loses_none_silently() {
    town("border");
}
