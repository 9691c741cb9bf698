//! Where does every row end up?

use crate::domain::{Reject, RejectReason, Report};

/// Rows left out are listed up to this many: a file of a billion wrong lines must not fill the memory.
const LISTED_MAX: u64 = 5_000_000;

/// What became of a row that could be used.
pub(crate) enum Fate {
    Kept,
    /// Told in another row already kept.
    Merged,
}

/// Why a row could not be used.
pub(crate) struct Refusal {
    pub reason: RejectReason,
    pub field: String,
    pub detail: String,
}

impl Refusal {
    pub fn new(reason: RejectReason, field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { reason, field: field.into(), detail: detail.into() }
    }

    pub fn missing(field: &str) -> Self {
        Self::new(RejectReason::MissingField, field, "")
    }

    pub fn bad(field: &str, detail: impl Into<String>) -> Self {
        Self::new(RejectReason::BadField, field, detail)
    }
}

/// The report and the rejects of one reading; `read = kept + rejected + merged` by construction.
pub(crate) struct Ledger {
    pub report: Report,
    pub rejects: Vec<Reject>,
}

impl Ledger {
    pub fn new(what: &str) -> Self {
        Self { report: Report::new(what), rejects: Vec::new() }
    }

    pub fn enter(&mut self, file: &str, row: u64, outcome: Result<Fate, Refusal>) {
        self.report.read += 1;
        match outcome {
            Ok(Fate::Kept) => self.report.kept += 1,
            Ok(Fate::Merged) => self.report.merged += 1,
            Err(refusal) => self.refuse(file, row, refusal),
        }
    }

    /// A row counted as kept has to go after all.
    pub fn refuse_kept(&mut self, file: &str, row: u64, refusal: Refusal) {
        self.report.kept -= 1;
        self.refuse(file, row, refusal);
    }

    /// Takes over what a companion file gave: its bad rows are listed with ours.
    pub fn absorb(&mut self, companion: Self) {
        self.report.absorb(companion.report);
        self.rejects.extend(companion.rejects);
    }

    fn refuse(&mut self, file: &str, row: u64, refusal: Refusal) {
        self.report.reject(refusal.reason);
        match self.report.rejected {
            ..=LISTED_MAX => {}
            beyond if beyond == LISTED_MAX + 1 => {
                return self.report.remark(format!("{file}: only the first {LISTED_MAX} rows left out are listed; the others are counted"));
            }
            _ => return,
        }
        let Refusal { reason, field, detail } = refusal;
        self.rejects.push(Reject { file: file.to_owned(), row, reason, field, detail });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_left_out_beyond_the_bound_are_counted_and_told_but_not_listed() {
        let mut ledger = Ledger::new("voters");
        // as if all but one had been listed already
        (ledger.report.read, ledger.report.rejected) = (LISTED_MAX - 1, LISTED_MAX - 1);
        for row in 2..6 {
            ledger.enter("v.csv", row, Err(Refusal::missing("id")));
        }
        assert_eq!(ledger.rejects.iter().map(|reject| reject.row).collect::<Vec<_>>(), [2]);
        assert_eq!(ledger.report.remarks, ["v.csv: only the first 5000000 rows left out are listed; the others are counted"]);
        assert_eq!((ledger.report.rejected, ledger.report.adds_up()), (LISTED_MAX + 3, true));
    }
}
