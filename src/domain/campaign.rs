//! A campaign's settings: what `campaign.toml` holds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Outcome, Problem};

/// At most this many elections have a bit in the vote-history mask.
pub const ELECTIONS_MAX: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Country {
    Us,
    Fr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ElectionKind {
    General,
    Primary,
    Special,
    Municipal,
    Runoff,
    Other,
}

/// One past election. Its place in `Campaign::elections` is its bit in `Voters::voted`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Election {
    pub date: NaiveDate,
    pub kind: ElectionKind,
}

impl Election {
    /// The name used in columns and filters: `2024_11_05` in `abstention_2024_11_05`, `voted_2024_11_05`.
    pub fn key(&self) -> String {
        self.date.format("%Y_%m_%d").to_string()
    }

    /// One name an election, all different: where several fall on one day, the later ones add their kind.
    pub fn keys(elections: &[Self]) -> Vec<String> {
        let name = |(bit, election): (usize, &Self)| match elections[..bit].iter().any(|other| other.date == election.date) {
            true => format!("{}_{:?}", election.key(), election.kind).to_lowercase(),
            false => election.key(),
        };
        elections.iter().enumerate().map(name).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Campaign {
    pub name: String,
    pub country: Country,
    /// The election that scores look at; the next general election when none is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<NaiveDate>,
    /// Places with fewer voters than this are withheld from whoever may not see persons.
    #[serde(default = "privacy_floor")]
    pub privacy_floor: u32,
    /// argon2 hash, set the first time `serve` runs with ARPENT_PASSWORD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<String>,
    /// In order of first sight, never reordered: bit `i` of a vote history is `elections[i]`.
    #[serde(default)]
    pub elections: Vec<Election>,
}

fn privacy_floor() -> u32 {
    10
}

impl Campaign {
    pub fn new(name: impl Into<String>, country: Country) -> Self {
        Self { name: name.into(), country, target: None, privacy_floor: privacy_floor(), password_hash: None, elections: Vec::new() }
    }

    /// The bit of an election in the vote-history mask, taken if it is new.
    pub fn election_bit(&mut self, date: NaiveDate, kind: ElectionKind) -> Outcome<usize> {
        let election = Election { date, kind };
        if let Some(bit) = self.elections.iter().position(|known| *known == election) {
            return Ok(bit);
        }
        if self.elections.len() == ELECTIONS_MAX {
            return Err(Problem::new(format!(
                "{date} would be election number {}, and a campaign keeps {ELECTIONS_MAX}",
                ELECTIONS_MAX + 1
            ))
            .remedy("leave older elections out of the history file"));
        }
        self.elections.push(election);
        Ok(self.elections.len() - 1)
    }

    /// Bits of the last `n` elections of `kind`, the newest first.
    pub fn last(&self, n: usize, kind: ElectionKind) -> Vec<usize> {
        let mut bits: Vec<usize> = (0..self.elections.len()).filter(|&bit| self.elections[bit].kind == kind).collect();
        bits.sort_by_key(|&bit| std::cmp::Reverse(self.elections[bit].date));
        bits.truncate(n);
        bits
    }
}
