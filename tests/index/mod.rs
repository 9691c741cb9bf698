//! The index against a slow, obvious count over the voters themselves.

#![allow(clippy::unwrap_used)]

mod people;
mod random;
mod slow;

use std::sync::Arc;

use arpent::domain::{Cell, Voters};
use arpent::index::{Index, Within, order};
use people::{Person, areas, elections, person, today, voters};

use crate::support::{case, expect};

fn town() -> Voters {
    voters(&[
        Person {
            party: "DEM",
            birth_year: 1990,
            sex: "F",
            voted: 0b1011,
            support: 1,
            p_vote: 200,
            p_support: 240,
            tags: 1,
            door: 1,
            ..person()
        },
        Person { party: "DEM", birth_year: 2006, sex: "M", voted: 0, eligible: 0b1000, door: 1, household: 2, ..person() },
        Person {
            party: "REP",
            birth_year: 1950,
            sex: "F",
            voted: 0b1111,
            support: 5,
            p_vote: 250,
            p_support: 10,
            tags: 2,
            door: 2,
            ..person()
        },
        Person {
            party: "",
            birth_year: 0,
            sex: "",
            support: 3,
            p_vote: 88,
            p_support: 88,
            door: 3,
            household: 3,
            inactive: true,
            ..person()
        },
        Person { party: "GRN", birth_year: 1980, sex: "X", registered: None, door: 9, household: 9, nowhere: true, ..person() },
    ])
}

fn town_index() -> (Voters, Index) {
    let voters = town();
    let index = Index::build(&voters, &elections(), &areas(), today());
    (voters, index)
}

#[test]
fn filters_choose_whom_sql_would() {
    let (voters, index) = town_index();
    // people go by their place in `town`
    let who = |filter: &str| {
        let universe = index.universe(filter).unwrap_or_else(|problem| panic!("{filter}: {problem}"));
        let mut ids: Vec<&str> = universe.rows().map(|row| voters.id.get(row).trim_start_matches("AA0000")).collect();
        ids.sort_unstable();
        ids.join(" ")
    };
    for (filter, expected) in [
        ("", "0 1 2 3 4"),
        ("  TRUE ", "0 1 2 3 4"),
        ("NULL", ""),
        ("party = 'DEM'", "0 1"),
        ("PARTY <> 'DEM'", "2 4"),
        ("NOT party = 'DEM'", "2 4"),
        ("party IS NULL", "3"),
        ("party = 'DEM' OR party IS NULL", "0 1 3"),
        ("party NOT IN ('DEM', NULL)", ""),
        ("party IN ('DEM', NULL, 'GRN')", "0 1 4"),
        ("(party = 'DEM') IS NOT TRUE", "2 3 4"),
        ("(party = 'DEM') IS FALSE", "2 4"),
        ("age < 35", "1"),
        ("35 >= age", "1"),
        ("age BETWEEN 36 AND 76", "0 2 4"),
        ("age NOT BETWEEN 36 AND 75", "1 2"),
        ("birth_year = 1990 AND votes_of_last_4 <= 3", "0"),
        ("votes_of_last_4 = 2 AND votes = 3", "0"),
        ("p_support = 0.352", "3"),
        ("p_support = 0.352 OR support = 3", "3"),
        ("p_vote > 0.5", "0 2"),
        ("p_vote IS NULL", "1 4"),
        ("known", "0 2 3"),
        ("known = FALSE", "1 4"),
        ("known <> true AND known IS NOT NULL", "1 4"),
        ("known IN (TRUE, FALSE)", "0 1 2 3 4"),
        ("voted_2024_11_05 AND NOT eligible_2023_05_02", ""),
        ("voted_2024_11_05", "0 2"),
        ("'volunteer' = ANY(tags)", "0"),
        ("NOT 'volunteer' = ANY(tags)", "1 2 3 4"),
        ("'nobody' = ANY(tags)", ""),
        ("party LIKE 'D%' OR party ILIKE 'g__'", "0 1 4"),
        ("party NOT LIKE '%E%'", "4"),
        ("registered >= '2020-06-01'", "0 1 2 3"),
        ("registered < DATE '2020-06-01'", ""),
        ("registered IS NULL", "4"),
        ("located = 'none'", "4"),
        ("status = 'inactive'", "3"),
        ("precinct = '010'", "0 1 2 3"),
        ("precinct IS NULL", "4"),
        ("\"Dog Owner\" = 'yes'", ""),
    ] {
        assert_eq!(who(filter), expected, "{filter}");
    }
}

#[test]
fn a_bad_filter_is_told_in_one_line_with_the_remedy() {
    let (_, index) = town_index();
    let folder = case("index/bad_filters");
    let filters = std::fs::read_to_string(folder.join("filters.txt")).unwrap();
    let told = filters.lines().map(|filter| match index.universe(filter) {
        Ok(universe) => panic!("{filter} chose {} voters", universe.count().voters),
        Err(problem) => format!("{filter}\n    {problem}\n"),
    });
    expect(&folder.join("expected.txt"), &told.collect::<String>());
}

#[test]
fn long_and_deep_filters_are_refused_quickly() {
    let (_, index) = town_index();
    let refused = |filter: String| {
        let begun = std::time::Instant::now();
        let problem = index.universe(&filter).err().map(|problem| problem.to_string());
        assert!(begun.elapsed().as_secs() < 5, "{}… took {:?}", &filter[..20], begun.elapsed());
        problem
    };
    for depth in [65, 500, 2000] {
        let brackets = format!("{}known{}", "(".repeat(depth), ")".repeat(depth));
        assert!(refused(brackets).unwrap().contains("nested more than 64 deep"));
    }
    // at its depth limit the parser takes NOT for a name: refused all the same
    assert!(refused(format!("{}known", "NOT ".repeat(900))).is_some());
    assert!(refused(format!("{}known", "NOT (".repeat(65))).is_some());
    assert!(refused(format!("age = {}1", "- ".repeat(1500))).is_some());
    assert!(refused("((((((((((((((((((((((((((((((((((((((((".into()).is_some());
    assert!(refused("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[".into()).is_some());
    assert!(refused("case when ".repeat(300)).is_some());
    assert!(refused(format!("known OR {}", "x".repeat(5000))).unwrap().contains("longer than 4096"));
    assert_eq!(refused(format!("{}known{}", "(".repeat(60), ")".repeat(60))), None);
    assert_eq!(refused(vec!["age = 1"; 300].join(" OR ")), None);
}

#[test]
fn filters_that_mean_the_same_share_one_universe() {
    let (_, index) = town_index();
    let first = index.universe("party = 'DEM' AND age < 35").unwrap();
    assert!(Arc::ptr_eq(&first, &index.universe("(PARTY in ('DEM'))  and 35 > age").unwrap()));
    assert!(Arc::ptr_eq(&index.everybody(), &index.universe("known OR TRUE").unwrap()));
    for age in 0..300 {
        index.universe(&format!("age <> {age} AND birth_year <> {}", 1900 + age)).unwrap();
    }
    assert_eq!(index.universe("party = 'DEM' AND age < 35").unwrap().count(), first.count());
}

#[test]
fn the_schema_tells_what_a_filter_may_name() {
    let (_, index) = town_index();
    expect(&case("index/schema.json"), &(serde_json::to_string_pretty(index.schema()).unwrap() + "\n"));
}

#[test]
fn profiles_count_the_people_of_a_place() {
    let (voters, index) = town_index();
    let everybody = index.everybody();
    let places = [Within::Everywhere, Within::Cell(voters.cell[1].parent(7)), Within::Cell(Cell::NONE), Within::Precinct(1)];
    let profiles: Vec<_> = places.into_iter().map(|within| index.profile(&everybody, within)).collect();
    expect(&case("index/profiles.json"), &(serde_json::to_string_pretty(&profiles).unwrap() + "\n"));
}

#[test]
fn an_empty_campaign_has_an_index_too() {
    let mut none = Voters::default();
    none.fill_unknown();
    let index = Index::build(&none, &[], &[], today());
    let universe = index.universe("age > 18 AND known").unwrap();
    assert_eq!(universe.count().voters, 0);
    assert_eq!(universe.hexes(9, None), []);
    assert_eq!(universe.precincts(), []);
    assert_eq!(universe.cell(Cell::NONE).voters, 0);
    assert_eq!(order(&none), Vec::<u32>::new());
}
