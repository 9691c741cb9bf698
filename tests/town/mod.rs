//! The made-up town: the same for the same seed, whole, and shaped like the real thing.

mod land;
mod map;
mod people;

use std::sync::LazyLock;

use arpent::town::{self, Town};

/// One town for all tests: building it is the slow part.
static TOWN: LazyLock<Town> = LazyLock::new(|| town::build(20_000, 5));

fn text(town: &Town, name: &str) -> String {
    String::from_utf8(town.file(name).unwrap_or_else(|| panic!("no {name}")).to_vec()).expect("UTF-8")
}

/// Rows of a file as columns by name.
fn rows(bytes: &[u8], delimiter: u8) -> Vec<std::collections::HashMap<String, String>> {
    let latin: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(latin.as_bytes());
    reader.deserialize().map(|row| row.expect("as many fields as the header has")).collect()
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_others() {
    let (one, two, other) = (town::build(3_000, 1), town::build(3_000, 1), town::build(3_000, 2));
    for ((name, first), ((_, second), (_, third))) in one.files.iter().zip(two.files.iter().zip(&other.files)) {
        assert!(first == second, "{name} differs between two builds of one seed");
        assert!(first != third, "{name} is the same for two seeds");
    }
    assert_eq!(one.truth, two.truth);
}

#[test]
fn small_towns_are_towns_too() {
    for voters in [1_000, 2_500, 6_000] {
        for seed in 0..4 {
            let town = town::build(voters, seed);
            let living = town.truth.iter().filter(|truth| truth.registered && !truth.dead && !truth.second).count();
            assert_eq!(living, voters as usize);
            let map = map::Osm::read(&town);
            assert_eq!(map.bridges_over_the_river(), 2, "{voters} voters, seed {seed}");
            assert!(map.largest_walk_share() > 0.98, "{voters} voters, seed {seed}: {}", map.largest_walk_share());
            land::check_precincts(&town);
        }
    }
}
