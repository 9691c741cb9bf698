//! What a long command says at its end: every row accounted for.

use std::collections::BTreeMap;

use serde::Serialize;

/// Why a row was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The registration is removed, denied or cancelled.
    NotRegistered,
    Deceased,
    /// A field that must be there is empty.
    MissingField,
    /// A field that must parse does not.
    BadField,
    /// More or fewer fields than the header has.
    BadRow,
    /// The same id twice in one file with different content.
    RepeatedId,
    /// A date or answer for a voter or precinct nobody knows.
    Unknown,
}

impl RejectReason {
    pub fn word(self) -> &'static str {
        match self {
            Self::NotRegistered => "not_registered",
            Self::Deceased => "deceased",
            Self::MissingField => "missing_field",
            Self::BadField => "bad_field",
            Self::BadRow => "bad_row",
            Self::RepeatedId => "repeated_id",
            Self::Unknown => "unknown",
        }
    }
}

/// A row left out, for the rejects file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    pub file: String,
    /// As a person counts in an editor: the header is row 1.
    pub row: u64,
    pub reason: RejectReason,
    pub field: String,
    /// The offending value or a sentence; empty when the reason says it all.
    pub detail: String,
}

/// `read = kept + rejected + merged`, always.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Report {
    /// What was imported: `voters`, `results`.
    pub what: String,
    pub read: u64,
    pub kept: u64,
    pub rejected: u64,
    pub merged: u64,
    /// `rejected`, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rejected_by: BTreeMap<String, u64>,
    /// Counts worth telling that are not rows lost: repaired rings, history rows without a voter.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub noticed: BTreeMap<String, u64>,
    /// Sentences for a person: what to look at, and what to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

impl Report {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    pub fn reject(&mut self, reason: RejectReason) {
        self.rejected += 1;
        *self.rejected_by.entry(reason.word().to_owned()).or_default() += 1;
    }

    /// A row counted as kept turns out to be another's double.
    pub fn merge_kept(&mut self) {
        self.kept -= 1;
        self.merged += 1;
    }

    /// A row counted as kept has to go after all.
    pub fn reject_kept(&mut self, reason: RejectReason) {
        self.kept -= 1;
        self.reject(reason);
    }

    /// Takes over what a companion file (history, death list) gave: its rows are no rows of this import, so they are counted
    /// under `noticed`.
    pub fn absorb(&mut self, companion: Self) {
        self.notice(&format!("{}_rows", companion.what), companion.read);
        self.notice(&format!("{}_rows_rejected", companion.what), companion.rejected);
        for (what, count) in companion.noticed {
            self.notice(&what, count);
        }
        self.remarks.extend(companion.remarks);
    }

    pub fn notice(&mut self, what: &str, count: u64) {
        if count > 0 {
            *self.noticed.entry(what.to_owned()).or_default() += count;
        }
    }

    pub fn remark(&mut self, sentence: impl Into<String>) {
        self.remarks.push(sentence.into());
    }

    pub fn adds_up(&self) -> bool {
        self.read == self.kept + self.rejected + self.merged
    }
}
