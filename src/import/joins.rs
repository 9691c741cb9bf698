//! Which precinct of the layer does an id of the file mean, and which have no partner?

use std::collections::{BTreeSet, HashMap};

use super::ledger::{Ledger, Refusal};
use crate::domain::{PrecinctResult, RejectReason};

/// Finds the precinct of the layer that an id of the file means.
pub(crate) struct Join<'p> {
    exact: HashMap<&'p str, usize>,
    /// `None` where several precincts look alike without their zeros.
    loose: HashMap<String, Option<usize>>,
}

impl<'p> Join<'p> {
    pub fn new(precinct_ids: &[&'p str]) -> Self {
        let mut loose = HashMap::new();
        for (place, id) in precinct_ids.iter().enumerate() {
            loose.entry(bare(id)).and_modify(|one| *one = None).or_insert(Some(place));
        }
        Self { exact: precinct_ids.iter().enumerate().map(|(place, id)| (*id, place)).collect(), loose }
    }

    pub fn place(&self, id: &str) -> Result<usize, Refusal> {
        if id.is_empty() {
            return Err(Refusal::missing("precinct"));
        }
        let place = self.exact.get(id).copied().or_else(|| self.loose.get(&bare(id)).copied().flatten());
        place.ok_or_else(|| Refusal::new(RejectReason::Unknown, "precinct", id))
    }
}

/// An id without leading zeros, case, punctuation and words that only say what it is: `0007-02a` and `7 2A` agree, `Precinct 7`
/// and `007` do, `72A` and `7-2A` do not.
fn bare(id: &str) -> String {
    const SAYS_NOTHING: [&str; 4] = ["PRECINCT", "PCT", "PREC", "BUREAU"];
    let parts = id.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut parts: Vec<String> = parts.map(|part| part.trim_start_matches('0').to_uppercase()).collect();
    if parts.len() > 1 {
        parts.retain(|part| !SAYS_NOTHING.contains(&part.as_str()));
    }
    parts.join("-")
}

pub(crate) fn tell_what_did_not_join(results: &[PrecinctResult], precinct_ids: &[&str], ledger: &mut Ledger) {
    const SHOWN: usize = 5;
    let unknown = ledger.rejects.iter().filter(|reject| reject.reason == RejectReason::Unknown && reject.field == "precinct");
    let unknown: BTreeSet<&str> = unknown.map(|reject| reject.detail.as_str()).collect();
    if !unknown.is_empty() {
        let some: Vec<&str> = unknown.iter().copied().take(SHOWN).collect();
        let more = if unknown.len() > SHOWN { ", …" } else { "" };
        let remark = format!("precincts of the file that are not in the precinct layer: {} ({}{more})", unknown.len(), some.join(", "));
        ledger.report.remark(remark);
    }
    let told: BTreeSet<&str> = results.iter().map(|result| result.precinct.as_str()).collect();
    let silent = precinct_ids.iter().filter(|id| !told.contains(*id)).count();
    ledger.report.notice("precincts_without_result", silent as u64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_join_without_zeros_when_one_fits() {
        let join = Join::new(&["0007-02A", "12", "012", "99"]);
        assert_eq!(join.place("7-2a").ok(), Some(0));
        assert_eq!(join.place("12").ok(), Some(1));
        assert_eq!(join.place("0012").ok(), None, "two precincts fit");
        assert_eq!(join.place("0099").ok(), Some(3));
        assert_eq!(join.place("100").ok(), None);
    }

    #[test]
    fn ids_join_without_the_word_for_what_they_are() {
        let join = Join::new(&["Precinct 1", "Precinct 12", "PCT 7", "007", "Precinct"]);
        assert_eq!(join.place("012").ok(), Some(1));
        assert_eq!(join.place("prec. 1").ok(), Some(0));
        assert_eq!(join.place("7").ok(), None, "two precincts fit");
        assert_eq!(join.place("000").ok(), None);
    }
}
