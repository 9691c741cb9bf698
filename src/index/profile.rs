//! Who lives in a place: counts by party, age, sex, past votes and answers.

use serde::Serialize;

use super::column::{Data, Values};
use super::schema::Count;
use super::table::Table;
use super::universe::Universe;
use crate::domain::Cell;

/// The part of the campaign a profile is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    Everywhere,
    Cell(Cell),
    /// Row of the precinct layer.
    Precinct(u32),
}

/// Voters by value; a value nobody holds is left out, `unknown` comes last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Profile {
    pub voters: u32,
    pub party: Vec<Count>,
    /// By age band: `18-24`, `25-34` … `75+`.
    pub age: Vec<Count>,
    pub sex: Vec<Count>,
    pub votes_of_last_4: Vec<Count>,
    /// Answers: 1 strong support to 5 strong against.
    pub support: Vec<Count>,
}

const UNKNOWN: &str = "unknown";
/// First age of each band, oldest first. The under-18s are those who will be of age by election day.
const BANDS: [(i32, &str); 8] =
    [(75, "75+"), (65, "65-74"), (55, "55-64"), (45, "45-54"), (35, "35-44"), (25, "25-34"), (18, "18-24"), (i32::MIN, "under 18")];

pub(super) fn profile(table: &Table, universe: &Universe, within: Within) -> Profile {
    let rows: Vec<usize> = match within {
        Within::Everywhere => universe.rows().collect(),
        Within::Cell(cell) => universe.ones(universe.rows_of(cell)).collect(),
        Within::Precinct(area) => universe.rows().filter(|&row| table.precinct.codes.get(row) == area as usize + 1).collect(),
    };
    let by = |column: &str| by_value(table, column, &rows);
    let mut party = by("party");
    let unknown = party.pop_if(|count| count.value == UNKNOWN);
    party.sort_by_key(|count| std::cmp::Reverse(count.voters));
    party.extend(unknown);
    Profile {
        voters: rows.len() as u32,
        party,
        age: by_band(&by("age")),
        sex: by("sex"),
        votes_of_last_4: by("votes_of_last_4"),
        support: by("support"),
    }
}

/// In the order of the column's codes.
fn by_value(table: &Table, name: &str, rows: &[usize]) -> Vec<Count> {
    let Some(Data::Coded(coded)) = table.column(name).map(|at| &table.columns[at].data) else { return Vec::new() };
    let mut counts = vec![0; coded.values.len() + 1];
    for &row in rows {
        counts[coded.codes.get(row)] += 1;
    }
    let word = |code: usize| match (&coded.values, code) {
        (_, 0) => UNKNOWN.to_owned(),
        (Values::Text(values), code) => values[code - 1].clone(),
        (Values::Integer(values) | Values::Date(values), code) => values[code - 1].to_string(),
        (Values::Number(values), code) => values[code - 1].to_string(),
    };
    let codes = (1..counts.len()).chain([0]);
    codes.filter(|&code| counts[code] > 0).map(|code| Count { value: word(code), voters: counts[code] }).collect()
}

fn by_band(ages: &[Count]) -> Vec<Count> {
    let band = |count: &Count| {
        let age = count.value.parse::<i32>().ok();
        age.and_then(|age| BANDS.iter().find(|(first, _)| *first <= age)).map_or(UNKNOWN, |(_, name)| name)
    };
    let names = BANDS.iter().rev().map(|(_, name)| *name).chain([UNKNOWN]);
    let voters = |name: &str| ages.iter().filter(|count| band(count) == name).map(|count| count.voters).sum();
    names.map(|name| Count { value: name.to_owned(), voters: voters(name) }).filter(|count| count.voters > 0).collect()
}
