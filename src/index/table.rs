//! The narrow columns of every voter, in cell order: what filters read and what tallies add up.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::bits::Bits;
use super::column::{Coded, Codes, Column, Data, Values};
use crate::domain::voters::{NO_PRECINCT, SCORE_STEPS};
use crate::domain::{Area, Cell, Election, ElectionKind, Located, Voters};

#[derive(Debug)]
pub struct Table {
    pub rows: usize,
    /// By name in `Schema` order; see `Index::schema`.
    pub columns: Vec<Column>,
    /// Occupied cells of resolution 12 in order, `Cell::NONE` first if anybody is not located.
    pub cells: Vec<Cell>,
    /// First row of each cell, and the number of rows at the end.
    pub cell_rows: Vec<u32>,
    pub door_starts: Bits,
    pub household_starts: Bits,
    /// Code = row of the area + 1; the values are the areas' ids.
    pub precinct: Coded,
    /// Code = steps + 1, 0 without a score: one byte a row.
    pub p_vote: Arc<[u8]>,
    pub p_support: Arc<[u8]>,
    pub known: Arc<Bits>,
    pub eligible: Vec<Arc<Bits>>,
    pub voted: Vec<Arc<Bits>>,
}

impl Table {
    /// `voters` must be in the order of `super::order`.
    pub fn new(voters: &Voters, elections: &[Election], areas: &[Area], today: NaiveDate) -> Self {
        let rows = voters.len();
        let (cells, cell_rows) = occupied(&voters.cell);
        let changes = |column: &[u32], row: usize| row == 0 || voters.cell[row] != voters.cell[row - 1] || column[row] != column[row - 1];
        let door_starts = Bits::of(rows, |row| changes(&voters.door, row));
        let household_starts = Bits::of(rows, |row| changes(&voters.door, row) || changes(&voters.household, row));
        let plane = |masks: &[u32], bit: usize| Arc::new(Bits::of(rows, |row| masks[row] >> bit & 1 == 1));
        let mut table = Self {
            rows,
            columns: Vec::new(),
            cells,
            cell_rows,
            door_starts,
            household_starts,
            precinct: precinct(voters, areas),
            p_vote: scores(&voters.p_vote),
            p_support: scores(&voters.p_support),
            known: Arc::new(Bits::of(rows, |row| voters.support[row] != 0)),
            eligible: (0..elections.len()).map(|bit| plane(&voters.eligible, bit)).collect(),
            voted: (0..elections.len()).map(|bit| plane(&voters.voted, bit)).collect(),
        };
        table.columns = table.name_columns(voters, elections, today);
        table
    }

    fn name_columns(&self, voters: &Voters, elections: &[Election], today: NaiveDate) -> Vec<Column> {
        let text = |column| Data::Coded(Coded::text(column));
        let steps = Values::Number((0..u8::MAX).map(|step| f64::from(step) / f64::from(SCORE_STEPS)).collect());
        let score = |codes: &Arc<[u8]>| Data::Coded(Coded { codes: Codes::U8(codes.clone()), values: steps.clone() });
        let words = |column: &[u8], words: &[&str]| {
            let values = Values::Text(words.iter().map(|&word| word.to_owned()).collect());
            Data::Coded(Coded::new(column.iter().map(|&code| u32::from(code) + 1), values))
        };
        let birth_year = Coded::integers(&voters.birth_year, 0, Values::Integer);
        let mut columns = vec![
            ("party".into(), text(&voters.party)),
            ("age".into(), Data::Coded(ages(&birth_year, today))),
            ("birth_year".into(), Data::Coded(birth_year)),
            ("sex".into(), text(&voters.sex)),
            ("status".into(), words(&voters.status, &["active", "inactive"])),
            ("registered".into(), Data::Coded(Coded::integers(&voters.registered_day, i32::MIN, Values::Date))),
            ("votes_of_last_4".into(), Data::Coded(votes(voters, last_generals(elections)))),
            ("votes".into(), Data::Coded(votes(voters, low_bits(elections.len())))),
            ("support".into(), answers(&voters.support)),
            ("known".into(), Data::Flag(self.known.clone())),
            ("p_vote".into(), score(&self.p_vote)),
            ("p_support".into(), score(&self.p_support)),
            ("precinct".into(), Data::Coded(self.precinct.clone())),
            ("file_precinct".into(), text(&voters.file_precinct)),
            ("city".into(), text(&voters.city)),
            ("postcode".into(), text(&voters.postcode)),
            ("located".into(), words(&voters.located, &Located::ALL.map(Located::word))),
            ("source".into(), text(&voters.source)),
            ("tags".into(), tags(voters)),
        ];
        for (bit, key) in Election::keys(elections).into_iter().enumerate() {
            columns.push((format!("voted_{key}"), Data::Flag(self.voted[bit].clone())));
            columns.push((format!("eligible_{key}"), Data::Flag(self.eligible[bit].clone())));
        }
        for (name, column) in &voters.extra {
            let taken = columns.iter().any(|(known, _)| known == name);
            let data = Coded::decimals(column).map_or_else(|| text(column), Data::Coded);
            columns.push((if taken { format!("extra_{name}") } else { name.clone() }, data));
        }
        columns.into_iter().map(|(name, data)| Column { name, data }).collect()
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Rows of the cell numbered `at` in `cells`.
    pub fn rows_of_cells(&self, cells: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.cell_rows[cells.start] as usize..self.cell_rows[cells.end] as usize
    }

    /// Numbers of the occupied cells whose index lies between two, both included.
    pub fn cells_between(&self, (low, high): (u64, u64)) -> std::ops::Range<usize> {
        self.cells.partition_point(|cell| cell.0 < low)..self.cells.partition_point(|cell| cell.0 <= high)
    }
}

fn occupied(column: &[Cell]) -> (Vec<Cell>, Vec<u32>) {
    let (mut cells, mut cell_rows) = (Vec::new(), Vec::new());
    for (row, &cell) in column.iter().enumerate() {
        if cells.last() != Some(&cell) {
            assert!(cells.last().is_none_or(|&last| last < cell), "voters come in cell order: sort them with `order` first");
            cells.push(cell);
            cell_rows.push(row as u32);
        }
    }
    cell_rows.push(column.len() as u32);
    (cells, cell_rows)
}

fn precinct(voters: &Voters, areas: &[Area]) -> Coded {
    let ids = Values::Text(areas.iter().map(|area| area.id.clone()).collect());
    let code = |&row: &u32| if row == NO_PRECINCT || row as usize >= areas.len() { 0 } else { row + 1 };
    Coded::new(voters.precinct.iter().map(code), ids)
}

/// NO_SCORE wraps round to 0.
fn scores(column: &[u8]) -> Arc<[u8]> {
    column.iter().map(|score| score.wrapping_add(1)).collect()
}

/// Age at the end of the year of `today`: the year of birth under another name.
fn ages(birth_year: &Coded, today: NaiveDate) -> Coded {
    let years = match &birth_year.values {
        Values::Integer(years) => years.iter().map(|year| today.year() - year).collect(),
        _ => Vec::new(),
    };
    Coded { codes: birth_year.codes.clone(), values: Values::Integer(years) }
}

fn votes(voters: &Voters, mask: u32) -> Coded {
    let counts = voters.voted.iter().map(|voted| (voted & mask).count_ones() + 1);
    Coded::new(counts, Values::Integer((0..=mask.count_ones() as i32).collect()))
}

fn low_bits(n: usize) -> u32 {
    ((1u64 << n.min(32)) - 1) as u32
}

/// Bits of the four latest general elections.
fn last_generals(elections: &[Election]) -> u32 {
    let mut bits: Vec<usize> = (0..elections.len()).filter(|&bit| elections[bit].kind == ElectionKind::General).collect();
    bits.sort_by_key(|&bit| std::cmp::Reverse(elections[bit].date));
    bits.into_iter().take(4).fold(0, |mask, bit| mask | 1 << bit)
}

fn answers(column: &[u8]) -> Data {
    let codes = column.iter().map(|&answer| if answer <= 5 { u32::from(answer) } else { 0 });
    Data::Coded(Coded::new(codes, Values::Integer((1..=5).collect())))
}

fn tags(voters: &Voters) -> Data {
    let bits = (0..voters.tag_names.len()).map(|bit| Bits::of(voters.len(), |row| voters.tags[row] >> bit & 1 == 1));
    Data::List { words: voters.tag_names.clone(), bits: bits.collect() }
}
