//! Which votes does a voter's own row tell about: in a column an election, or packed into one cell?

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::binding::{Binding, Field, translate};
use super::delimited::Row;
use super::elections::VoteLog;
use super::ledger::Ledger;
use super::side_tables::SideTables;
use super::vote_cells::{Told, is_vote, packed, vote_column};
use crate::domain::Outcome;

/// Where one file keeps its voters' votes.
pub(crate) struct Ballots {
    columns: Vec<(usize, Column)>,
    /// Within whose value the codes of columns are unique.
    within: Field,
    words: BTreeMap<String, String>,
    /// Empty where the cells of columns do not tell how a vote was cast.
    methods: BTreeMap<String, String>,
    packed: Field,
    packed_words: BTreeMap<String, String>,
    dates: Vec<String>,
}

/// The election a column is about.
enum Column {
    Numbered(u16),
    /// Known by a code whose meaning a table beside the file tells.
    Coded(String),
}

impl Ballots {
    pub fn new(binding: &Binding, dates: &[String], side: &SideTables, log: &mut VoteLog, ledger: &mut Ledger) -> Outcome<Self> {
        let section = &binding.chosen.section;
        let months = binding.values("month");
        let mut columns = Vec::new();
        let mut without_table = 0;
        for (column, name) in binding.header.iter().enumerate() {
            match section.votes.iter().find_map(|template| vote_column(name, template, dates, &months)) {
                Some(Told::Election(election)) => columns.extend(log.number(election).map(|number| (column, Column::Numbered(number)))),
                Some(Told::Code(code)) if side.know_elections() => columns.push((column, Column::Coded(code))),
                Some(Told::Code(_)) => without_table += 1,
                None => {}
            }
        }
        if without_table > 0 {
            ledger.report.remark(format!(
                "{}: {without_table} columns of votes name elections by codes, so they are kept as columns; give the table of these codes with --history",
                binding.file
            ));
        }
        Ok(Self {
            columns,
            within: binding.within(),
            words: binding.values("vote"),
            methods: binding.values("method"),
            packed: binding.field("history")?,
            packed_words: binding.values("history"),
            dates: dates.to_vec(),
        })
    }

    /// Columns that are votes, and so nothing else.
    pub fn columns(&self) -> BTreeSet<usize> {
        self.columns.iter().map(|(column, _)| *column).collect()
    }

    /// Enters the votes of a row.
    pub fn push(&self, voter: u32, row: &Row, side: &SideTables, log: &mut VoteLog, ledger: &mut Ledger) {
        for (column, election) in &self.columns {
            let cell = row.text(*column);
            if !is_vote(&cell, &self.words) {
                continue;
            }
            let number = match election {
                Column::Numbered(number) => Some(*number),
                Column::Coded(code) => side.election(&self.within.read(row), code).cloned().and_then(|election| log.number(election)),
            };
            let method = if self.methods.is_empty() { Cow::default() } else { method(&cell, &self.methods) };
            enter(voter, number, &method, log, ledger);
        }
        for vote in packed(&self.packed.read(row), &self.packed_words, &self.dates) {
            let number = vote.election.and_then(|election| log.number(election));
            enter(voter, number, &method(vote.method, &self.methods), log, ledger);
        }
    }
}

fn enter(voter: u32, election: Option<u16>, method: &str, log: &mut VoteLog, ledger: &mut Ledger) {
    match election {
        Some(number) => log.add(voter, number, method),
        None => ledger.report.notice("votes_without_day", 1),
    }
}

/// Our word for how a vote was cast, or the file's own in small letters.
pub(crate) fn method<'w>(written: &'w str, words: &'w BTreeMap<String, String>) -> Cow<'w, str> {
    translate(words, written).map_or_else(|| Cow::Owned(written.to_lowercase()), Cow::Borrowed)
}
