//! Who on the roll has died?

use std::path::Path;

use super::roll::Changes;
use crate::domain::merges::Double;
use crate::domain::{Country, Outcome, Reject, RejectReason, Voters};
use crate::import::deceased;
use crate::import::voters::Imported as Read;
use crate::store::Input;

/// Rows of the voters a death list means; bad rows of the list go to the rejects.
pub fn find(list: &Path, voters: &Voters, doubles: &[Double], country: Country, read: &mut Read) -> Outcome<Vec<u32>> {
    let input = Input::table(list)?;
    let mut is_double = vec![false; voters.len()];
    doubles.iter().for_each(|pair| is_double[pair.double as usize] = true);
    let dead = deceased::find(input.source(), voters, |row| !is_double[row as usize], country)?;
    read.report.absorb(dead.report);
    read.rejects.extend(dead.rejects);
    Ok(dead.voters)
}

/// The dead leave, and so do the registrations behind theirs. Returns all rows to drop.
pub fn bury(
    mut dead: Vec<u32>,
    voters: &Voters,
    others: usize,
    doubles: &mut Vec<Double>,
    read: &mut Read,
    changes: &mut Changes,
) -> Vec<u32> {
    for &row in &dead {
        match (row as usize).checked_sub(others) {
            Some(row) => {
                let (file, row) = read.origins.of(row as u32);
                let (file, field, detail) = (file.to_owned(), String::new(), String::new());
                read.rejects.push(Reject { file, row, reason: RejectReason::Deceased, field, detail });
                read.report.reject_kept(RejectReason::Deceased);
            }
            None => read.report.notice("deceased_of_other_sources", 1),
        }
    }
    let behind = doubles.extract_if(.., |pair| dead.binary_search(&pair.kept).is_ok()).map(|pair| pair.double).collect::<Vec<_>>();
    dead.extend(behind);
    dead.iter().for_each(|&row| changes.died(voters.id.get(row as usize)));
    dead
}
