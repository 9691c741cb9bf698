//! What does a precinct's result come to, over all rows that tell of it?

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::ledger::{Fate, Ledger, Refusal};
use super::votes::Counts;
use crate::domain::{Election, ElectionKind, PrecinctResult, RejectReason};

/// How the rows of one precinct stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// There is one; a second is one too many.
    Whole,
    /// They are parts, such as parties, and add up.
    AddUp,
    /// One a choice: votes add up, what is told of the precinct itself is the same in all.
    OneChoiceEach,
}

/// One row's share of a result.
pub(crate) struct Part {
    pub counts: Counts,
    /// The choice it is about, where it is about one of ours and theirs.
    pub choice: Option<String>,
    pub line: u64,
}

/// Results so far, at most one for each precinct and election.
#[derive(Default)]
pub(crate) struct Tally {
    entries: Vec<Entry>,
    places: BTreeMap<(String, NaiveDate, ElectionKind), usize>,
    choices: BTreeSet<(usize, String)>,
}

struct Entry {
    precinct: String,
    election: Election,
    counts: Counts,
    /// Where it was first told, and in how many rows.
    line: u64,
    rows: u32,
}

impl Tally {
    pub fn enter(&mut self, precinct: &str, election: Election, part: Part, rows: Rows) -> Result<Fate, Refusal> {
        let Part { counts, choice, line } = part;
        let key = (precinct.to_owned(), election.date, election.kind);
        let place = self.places.get(&key).copied().unwrap_or(self.entries.len());
        if rows == Rows::OneChoiceEach && choice.is_some_and(|choice| !self.choices.insert((place, choice))) {
            return Err(Refusal::new(RejectReason::RepeatedId, "choice", precinct));
        }
        let Some(whole) = self.entries.get_mut(place) else {
            self.places.insert(key, place);
            self.entries.push(Entry { precinct: precinct.to_owned(), election, counts, line, rows: 1 });
            return Ok(Fate::Kept);
        };
        whole.counts = match rows {
            Rows::Whole => return Err(Refusal::new(RejectReason::RepeatedId, "precinct", precinct)),
            Rows::AddUp => Counts {
                registered: sum(whole.counts.registered, counts.registered),
                cast: sum(whole.counts.cast, counts.cast),
                support: sums(whole.counts.support, counts.support),
                ours_stand: whole.counts.ours_stand || counts.ours_stand,
            },
            Rows::OneChoiceEach => Counts {
                registered: agreed("registered", whole.counts.registered, counts.registered)?,
                cast: agreed("cast", whole.counts.cast, counts.cast)?,
                support: sums(whole.counts.support, counts.support),
                ours_stand: whole.counts.ours_stand || counts.ours_stand,
            },
        };
        whole.rows += 1;
        Ok(Fate::Merged)
    }

    /// The results; a precinct of which no row tells the ballots cast goes to the rejects.
    pub fn finish(self, file: &str, votes_stand_for_cast: bool, ledger: &mut Ledger) -> Vec<PrecinctResult> {
        let mut results = Vec::with_capacity(self.entries.len());
        for Entry { precinct, election: Election { date, kind }, counts, line, rows } in self.entries {
            let Counts { registered, cast, support, ours_stand } = counts;
            let votes = support.filter(|_| votes_stand_for_cast).map(|(_, total)| total);
            let support = support.filter(|_| ours_stand);
            match cast.or(votes) {
                Some(cast) => results.push(PrecinctResult { precinct, date, kind, registered: registered.unwrap_or(0), cast, support }),
                None => {
                    let silent = format!("{precinct}: not told in its {rows} rows");
                    ledger.refuse_kept(file, line, Refusal::new(RejectReason::MissingField, "cast", silent));
                }
            }
        }
        ledger.rejects.sort_by_key(|reject| reject.row);
        results
    }
}

fn sum(known: Option<u32>, new: Option<u32>) -> Option<u32> {
    match (known, new) {
        (Some(known), Some(new)) => Some(known.saturating_add(new)),
        (known, new) => known.or(new),
    }
}

fn sums(known: Option<(u32, u32)>, new: Option<(u32, u32)>) -> Option<(u32, u32)> {
    match (known, new) {
        (Some((ours, total)), Some((more, of))) => Some((ours.saturating_add(more), total.saturating_add(of))),
        (known, new) => known.or(new),
    }
}

fn agreed(field: &str, known: Option<u32>, new: Option<u32>) -> Result<Option<u32>, Refusal> {
    match (known, new) {
        (Some(known), Some(new)) if known != new => {
            Err(Refusal::new(RejectReason::RepeatedId, field, format!("{new} where a row above tells {known}")))
        }
        (known, new) => Ok(known.or(new)),
    }
}
