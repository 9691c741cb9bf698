//! Random voters, random filters, every resolution: the index and the slow count agree to the bit.

use arpent::domain::voters::NO_SCORE;
use arpent::domain::{Cell, Election, Voters};
use arpent::index::Index;
use chrono::{Datelike, NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::people::{Person, areas, elections, today, voters};
use super::slow;

fn people() -> impl Strategy<Value = Vec<Person>> {
    let who = (
        prop::sample::select(vec!["DEM", "REP", "GRN", "LIB", ""]),
        prop::sample::select(vec!["F", "M", "X", ""]),
        prop::sample::select(vec![0, 1931, 1950, 1984, 1990, 2001, 2006]),
        prop::option::of(prop::sample::select(vec![-3000, 0, 11_000, 18_262, 19_500])),
        prop::sample::select(vec!["", "yes", "no", "It's 3%"]),
    );
    let history = (0u32..16, 0u32..16, 0u8..6, scores(), scores(), 0u32..4, any::<bool>());
    let home = (0u32..60, 0u32..3, prop::bool::weighted(0.1));
    let one = (who, history, home).prop_map(
        |(
            (party, sex, birth_year, registered, dogs),
            (voted, eligible, support, p_vote, p_support, tags, inactive),
            (door, household, nowhere),
        )| Person {
            party,
            sex,
            birth_year,
            registered,
            dogs,
            voted,
            eligible,
            support,
            p_vote,
            p_support,
            tags,
            inactive,
            door,
            household,
            nowhere,
        },
    );
    prop::collection::vec(one, 0..900)
}

fn scores() -> impl Strategy<Value = u8> {
    prop_oneof![4 => 0u8..=250, 1 => Just(NO_SCORE), 1 => prop::sample::select(vec![0, 87, 88, 162, 163, 250])]
}

/// A filter as a tree, to print as SQL and to judge one voter by.
#[derive(Debug, Clone)]
enum Filter {
    Compare(&'static str, &'static str, Value),
    Between(&'static str, Value, Value, bool),
    In(&'static str, Vec<Value>, bool),
    Like(&'static str, &'static str, bool, bool),
    Null(&'static str, bool),
    Flag(&'static str),
    Tag(&'static str),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Is(Box<Self>, bool, bool),
}

#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Value {
    Null,
    Text(String),
    Number(f64),
    Date(NaiveDate),
}

const TEXTS: [&str; 5] = ["party", "sex", "city", "located", "\"Dog Owner\""];
const NUMBERS: [&str; 7] = ["age", "birth_year", "votes_of_last_4", "votes", "support", "p_vote", "p_support"];
const FLAGS: [&str; 5] = ["known", "voted_2024_11_05", "eligible_2023_05_02", "voted_2023_05_02_special", "eligible_2020_11_03"];
const COMPARISONS: [&str; 6] = ["=", "<>", "<", "<=", ">", ">="];

fn filter() -> impl Strategy<Value = Filter> {
    let pick = |from: &'static [&'static str]| prop::sample::select(from);
    let text = || prop::sample::select(vec!["DEM", "REP", "F", "X", "TOWSON", "rooftop", "none", "It's 3%", "yes", "zz", ""]);
    let text = move || prop_oneof![9 => text().prop_map(|text| Value::Text(text.into())), 1 => Just(Value::Null)];
    let number = || {
        let numbers = prop_oneof![
            (0..6).prop_map(f64::from),
            (1925..2010).prop_map(f64::from),
            (0..100).prop_map(f64::from),
            (0..=250).prop_map(|n| f64::from(n) / 250.0)
        ];
        prop_oneof![9 => numbers.prop_map(Value::Number), 1 => Just(Value::Null)]
    };
    let date = || (-4000i64..20_000).prop_map(|day| Value::Date(NaiveDate::default() + TimeDelta::days(day)));
    let leaf = prop_oneof![
        (pick(&TEXTS), pick(&COMPARISONS), text()).prop_map(|(c, o, v)| Filter::Compare(c, o, v)),
        (pick(&NUMBERS), pick(&COMPARISONS), number()).prop_map(|(c, o, v)| Filter::Compare(c, o, v)),
        (pick(&COMPARISONS), date()).prop_map(|(o, v)| Filter::Compare("registered", o, v)),
        (pick(&NUMBERS), number(), number(), any::<bool>()).prop_map(|(c, a, b, n)| Filter::Between(c, a, b, n)),
        (pick(&TEXTS), text(), text(), any::<bool>()).prop_map(|(c, a, b, n)| Filter::Between(c, a, b, n)),
        (pick(&TEXTS), prop::collection::vec(text(), 1..4), any::<bool>()).prop_map(|(c, l, n)| Filter::In(c, l, n)),
        (pick(&NUMBERS), prop::collection::vec(number(), 1..4), any::<bool>()).prop_map(|(c, l, n)| Filter::In(c, l, n)),
        (pick(&TEXTS), pick(&["D%", "%e%", "_", "%", "It's 3\\%", "no_e"]), any::<bool>(), any::<bool>())
            .prop_map(|(c, p, i, n)| Filter::Like(c, p, i, n)),
        (prop_oneof![pick(&TEXTS), pick(&NUMBERS), pick(&FLAGS), Just("registered")], any::<bool>()).prop_map(|(c, n)| Filter::Null(c, n)),
        pick(&FLAGS).prop_map(Filter::Flag),
        pick(&["volunteer", "yard sign", "nobody"]).prop_map(Filter::Tag),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        let one = || inner.clone().prop_map(Box::new);
        prop_oneof![
            one().prop_map(Filter::Not),
            (one(), one()).prop_map(|(a, b)| Filter::And(a, b)),
            (one(), one()).prop_map(|(a, b)| Filter::Or(a, b)),
            (one(), any::<bool>(), any::<bool>()).prop_map(|(a, truth, negated)| Filter::Is(a, truth, negated)),
        ]
    })
}

impl Filter {
    fn sql(&self) -> String {
        let not = |negated: &bool| if *negated { "NOT " } else { "" };
        match self {
            Self::Compare(column, op, value) => format!("{column} {op} {}", value.sql()),
            Self::Between(column, low, high, negated) => format!("{column} {}BETWEEN {} AND {}", not(negated), low.sql(), high.sql()),
            Self::In(column, list, negated) => {
                format!("{column} {}IN ({})", not(negated), list.iter().map(Value::sql).collect::<Vec<_>>().join(", "))
            }
            Self::Like(column, pattern, fold, negated) => {
                format!("{column} {}{} '{}'", not(negated), if *fold { "ILIKE" } else { "LIKE" }, pattern.replace('\'', "''"))
            }
            Self::Null(column, negated) => format!("{column} IS {}NULL", not(negated)),
            Self::Flag(column) => (*column).to_owned(),
            Self::Tag(tag) => format!("'{tag}' = ANY(tags)"),
            Self::Not(a) => format!("NOT ({})", a.sql()),
            Self::And(a, b) => format!("({}) AND ({})", a.sql(), b.sql()),
            Self::Or(a, b) => format!("({}) OR ({})", a.sql(), b.sql()),
            Self::Is(a, truth, negated) => format!("({}) IS {}{}", a.sql(), not(negated), if *truth { "TRUE" } else { "FALSE" }),
        }
    }

    fn truth(&self, voters: &Voters, row: usize) -> Option<bool> {
        let value = |column: &str| Value::of(voters, row, column);
        let flip = |truth: Option<bool>, negated: bool| truth.map(|truth| truth != negated);
        match self {
            Self::Compare(column, op, wanted) => compare(&value(column), op, wanted),
            Self::Between(column, low, high, negated) => {
                flip(both(compare(&value(column), ">=", low), compare(&value(column), "<=", high)), *negated)
            }
            Self::In(column, list, negated) => {
                let found = list.iter().map(|wanted| compare(&value(column), "=", wanted));
                flip(found.reduce(either).unwrap(), *negated)
            }
            Self::Like(column, pattern, fold, negated) => match value(column) {
                Value::Text(text) if *fold => flip(Some(like(&text.to_lowercase(), &pattern.to_lowercase())), *negated),
                Value::Text(text) => flip(Some(like(&text, pattern)), *negated),
                _ => None,
            },
            Self::Null(column, negated) => Some((value(column) == Value::Null) != *negated),
            Self::Flag(column) => Some(value(column) == Value::Number(1.0)),
            Self::Tag(tag) => {
                Some(voters.tag_names.iter().position(|name| name == tag).is_some_and(|bit| voters.tags[row] >> bit & 1 == 1))
            }
            Self::Not(a) => flip(a.truth(voters, row), true),
            Self::And(a, b) => both(a.truth(voters, row), b.truth(voters, row)),
            Self::Or(a, b) => either(a.truth(voters, row), b.truth(voters, row)),
            Self::Is(a, truth, negated) => Some((a.truth(voters, row) == Some(*truth)) != *negated),
        }
    }
}

impl Value {
    fn sql(&self) -> String {
        match self {
            Self::Null => "NULL".into(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => format!("'{date}'"),
        }
    }

    /// Straight from the voter table.
    fn of(voters: &Voters, row: usize, column: &str) -> Self {
        let text = |text: &str| if text.is_empty() { Self::Null } else { Self::Text(text.to_owned()) };
        let number = |known: bool, number: f64| if known { Self::Number(number) } else { Self::Null };
        let year = voters.birth_year[row];
        let bit = |key: &str| Election::keys(&elections()).iter().position(|known| known == key).unwrap();
        match column {
            "party" => text(voters.party.get(row)),
            "sex" => text(voters.sex.get(row)),
            "city" => text(voters.city.get(row)),
            "\"Dog Owner\"" => text(voters.extra["Dog Owner"].get(row)),
            "located" => text(["none", "postcode", "street", "interpolated", "rooftop"][voters.located[row] as usize]),
            "age" => number(year != 0, f64::from(today().year() - i32::from(year))),
            "birth_year" => number(year != 0, f64::from(year)),
            "votes" => Self::Number(f64::from(voters.voted[row].count_ones())),
            "votes_of_last_4" => Self::Number(f64::from((voters.voted[row] & 0b1001).count_ones())),
            "support" => number(voters.support[row] != 0, f64::from(voters.support[row])),
            "p_vote" => number(voters.p_vote[row] != NO_SCORE, f64::from(voters.p_vote[row]) / 250.0),
            "p_support" => number(voters.p_support[row] != NO_SCORE, f64::from(voters.p_support[row]) / 250.0),
            "known" => Self::Number(f64::from(voters.support[row] != 0)),
            "registered" if voters.registered_day[row] == i32::MIN => Self::Null,
            "registered" => Self::Date(NaiveDate::default() + TimeDelta::days(i64::from(voters.registered_day[row]))),
            flag => {
                let (mask, key) = match flag.split_once('_').unwrap() {
                    ("voted", key) => (voters.voted[row], key),
                    (_, key) => (voters.eligible[row], key),
                };
                Self::Number(f64::from(mask >> bit(key) & 1))
            }
        }
    }
}

fn compare(value: &Value, op: &str, wanted: &Value) -> Option<bool> {
    if *value == Value::Null || *wanted == Value::Null {
        return None;
    }
    Some(match op {
        "=" => value == wanted,
        "<>" => value != wanted,
        "<" => value < wanted,
        "<=" => value <= wanted,
        ">" => value > wanted,
        _ => value >= wanted,
    })
}

fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == Some(false) || b == Some(false) { Some(false) } else { a.zip(b).map(|_| true) }
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == Some(true) || b == Some(true) { Some(true) } else { a.zip(b).map(|_| false) }
}

/// By plain recursion.
fn like(text: &str, pattern: &str) -> bool {
    let (mut letters, mut parts) = (text.chars(), pattern.chars());
    match parts.next() {
        None => text.is_empty(),
        Some('%') => like(text, parts.as_str()) || (letters.next().is_some() && like(letters.as_str(), pattern)),
        Some('_') => letters.next().is_some() && like(letters.as_str(), parts.as_str()),
        Some('\\') => letters.next() == parts.next() && like(letters.as_str(), parts.as_str()),
        Some(letter) => letters.next() == Some(letter) && like(letters.as_str(), parts.as_str()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_universe_adds_up_as_the_slow_count(people in people(), filters in prop::collection::vec(filter(), 1..6)) {
        let voters = voters(&people);
        let index = Index::build(&voters, &elections(), &areas(), today());
        let n = elections().len();
        for filter in filters {
            let sql = filter.sql();
            let universe = index.universe(&sql).unwrap_or_else(|problem| panic!("{sql}: {problem}"));
            let rows: Vec<usize> = (0..voters.len()).filter(|&row| filter.truth(&voters, row) == Some(true)).collect();
            prop_assert_eq!(universe.rows().collect::<Vec<_>>(), rows.clone(), "{}", sql);
            let all = slow::tallies(&voters, n, &rows, |_| Some(()));
            prop_assert_eq!(universe.count().voters as usize, rows.len());
            prop_assert!(all.values().all(|tally| *tally == universe.count()));
            prop_assert_eq!(universe.precincts(), slow::precincts(&voters, n, &rows, areas().len()));
            for resolution in 0..=12 {
                let expected = slow::hexes(&voters, n, &rows, resolution);
                for (cell, tally) in &expected {
                    prop_assert_eq!(&universe.cell(*cell), tally);
                }
                prop_assert_eq!(universe.hexes(resolution, None), expected);
            }
        }
    }

    #[test]
    fn ranges_cut_out_the_cells_they_cover(people in people(), resolution in 2u8..=9, finer in 0u8..=3, keep in any::<u64>()) {
        let voters = voters(&people);
        let index = Index::build(&voters, &elections(), &areas(), today());
        let universe = index.universe("age >= 40 OR party = 'DEM'").unwrap();
        let chosen: Vec<Cell> = universe.hexes(resolution, None).into_iter().enumerate()
            .filter(|(at, _)| keep >> (at % 64) & 1 == 1).map(|(_, (cell, _))| cell).collect();
        let ranges: Vec<(u64, u64)> = chosen.iter().map(|cell| cell.range()).collect();
        let inside = |cell: Cell| chosen.contains(&cell.parent(resolution));
        let expected: Vec<_> = universe.hexes(resolution + finer, None).into_iter().filter(|(cell, _)| inside(*cell)).collect();
        prop_assert_eq!(universe.hexes(resolution + finer, Some(&ranges)), expected);
        let rows: Vec<usize> = universe.rows().filter(|&row| voters.cell[row] != Cell::NONE && inside(voters.cell[row])).collect();
        prop_assert_eq!(universe.rows_within(&ranges).collect::<Vec<_>>(), rows);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_text_makes_a_filter_panic(text in "\\PC{0,60}", words in prop::collection::vec(prop::sample::select(vec![
        "party", "age", "known", "tags", "AND", "OR", "NOT", "IN", "(", ")", "=", "<", "ANY", "BETWEEN", "LIKE", "'a'", "NULL", "IS", "1", "-", ",",
        "SELECT", "FROM", "CASE", "WHEN", "EXISTS", "[", "]", "::", "date", "'2020-01-01'", "ESCAPE", "$1", "\"", "interval", "TRUE", "*", ".", "e'\\'",
    ]), 0..14)) {
        let index = empty();
        for text in [text, words.join(" ")] {
            if let Err(problem) = index.universe(&text) {
                let line = problem.to_string();
                prop_assert!(!line.contains('\n') && problem.remedy.is_some(), "{}", line);
            }
        }
    }
}

fn empty() -> Index {
    Index::build(&voters(&[]), &elections(), &areas(), today())
}
