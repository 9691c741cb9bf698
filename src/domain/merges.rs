//! Registrations that stand behind another of the same person, whole, so that any merge can be undone.

use std::collections::BTreeMap;

use super::columns::{Dictionary, Texts};
use super::{Outcome, Voters};

/// One column each; row `i` of all is one merged registration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Merges {
    /// The registration as it came, its votes its own.
    pub doubles: Voters,
    /// The id that stands for the person, which is never a double itself.
    pub kept_id: Texts,
    /// That both are one person, 0 to 1.
    pub probability: Vec<f32>,
    /// What they share and where they differ, in words.
    pub evidence: Dictionary,
    /// What the kept registration had before it was given the votes and tags of its doubles.
    pub kept_voted: Vec<u32>,
    pub kept_eligible: Vec<u32>,
    /// `a;b`
    pub kept_tags: Dictionary,
    /// Columns of the kept registration that were empty and took over how the double voted: `method_2022_11_08 …`
    pub given: Dictionary,
}

/// How the name of a column begins that tells how people voted at one election.
pub const METHOD: &str = "method_";

/// Two rows of one table that are one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Double {
    pub double: u32,
    pub kept: u32,
    pub probability: f32,
    pub evidence: String,
}

impl Merges {
    pub fn len(&self) -> usize {
        self.kept_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kept_id.is_empty()
    }

    /// The id that stands for each merged one.
    pub fn by_id(&self) -> BTreeMap<String, String> {
        self.doubles.id.iter().map(str::to_owned).zip(self.kept_id.iter().map(str::to_owned)).collect()
    }

    /// Parts a table in persons and the registrations behind them; the kept gain the votes and tags of their doubles.
    /// Rows in `dropped` are in neither.
    pub fn fold(mut voters: Voters, doubles: &[Double], dropped: &[u32]) -> (Voters, Self) {
        let mut merges = Self::default();
        let own = doubles.iter().map(|pair| {
            let kept = pair.kept as usize;
            (voters.voted[kept], voters.eligible[kept], voters.tags_text(kept))
        });
        for (pair, (voted, eligible, tags)) in doubles.iter().zip(own.collect::<Vec<_>>()) {
            merges.kept_id.push(voters.id.get(pair.kept as usize));
            merges.probability.push(pair.probability);
            merges.evidence.push(&pair.evidence);
            merges.kept_voted.push(voted);
            merges.kept_eligible.push(eligible);
            merges.kept_tags.push(&tags);
        }
        let rows: Vec<u32> = doubles.iter().map(|pair| pair.double).collect();
        let mut stays = vec![true; voters.len()];
        rows.iter().chain(dropped).for_each(|&row| stays[row as usize] = false);
        merges.doubles.append(&voters, &rows).expect("these are tags the voters had");
        for pair in doubles {
            let (from, into) = (pair.double as usize, pair.kept as usize);
            for column in [&mut voters.voted, &mut voters.eligible, &mut voters.tags] {
                column[into] |= column[from];
            }
            merges.given.push(&give_methods(&mut voters, from, into));
        }
        let persons: Vec<u32> = (0..voters.len() as u32).filter(|&row| stays[row as usize]).collect();
        (if persons.len() == voters.len() { voters } else { voters.take(&persons) }, merges)
    }

    /// All registrations again, each with its own votes and tags: the persons first, then the doubles.
    pub fn unfold(self, mut voters: Voters) -> Outcome<Voters> {
        let rows = voters.rows_by_id();
        let kept: Vec<Option<u32>> = self.kept_id.iter().map(|id| rows.get(id).copied()).collect();
        drop(rows);
        for (at, row) in kept.into_iter().enumerate() {
            let Some(row) = row.map(|row| row as usize) else { continue };
            voters.voted[row] = self.kept_voted[at];
            voters.eligible[row] = self.kept_eligible[at];
            for name in self.given.get(at).split_whitespace() {
                voters.extra.get_mut(name).into_iter().for_each(|column| column.set(row, ""));
            }
            voters.tags[row] = 0;
            for tag in self.kept_tags.get(at).split(';').filter(|tag| !tag.is_empty()) {
                voters.add_tag(row, tag)?;
            }
        }
        let all: Vec<u32> = (0..self.doubles.len() as u32).collect();
        voters.append(&self.doubles, &all)?;
        Ok(voters)
    }
}

/// Who is kept has voted the way the double did, where nothing else is told.
fn give_methods(voters: &mut Voters, from: usize, into: usize) -> String {
    let mut given = Vec::new();
    for (name, column) in voters.extra.iter_mut().filter(|(name, _)| name.starts_with(METHOD)) {
        if column.code(into) == 0 && column.code(from) != 0 {
            let method = column.get(from).to_owned();
            column.set(into, &method);
            given.push(name.as_str());
        }
    }
    given.join(" ")
}
