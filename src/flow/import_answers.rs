//! From a list of canvass answers to what voters told us.

use std::path::Path;

use super::{clock, rejects};
use crate::domain::{Merges, Outcome, Problem, Report, Voters};
use crate::import::answers;
use crate::store::{Change, Database, Folder, Input, snapshots};

pub fn import_answers(folder: &Folder, file: &Path) -> Outcome<Report> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let voters = snapshots::voters::read_all(folder, &manifest)?
        .ok_or_else(|| Problem::new("there are no voters the answers could be of").remedy("first: arpent import voters FILE"))?;
    let input = Input::table(file)?;
    let mut read = answers_of(&voters, &snapshots::merges::read_all(folder, &manifest)?, &input)?;

    let rejects = rejects::write(folder, "answers", manifest.generation + 1, &read.rejects)?;
    let mut database = Database::open(folder)?;
    database.save_answers(&voters, &read.answers, &read.tags)?;
    folder.publish(&lock, Change { at: clock::now(), ..Change::default() })?;
    read.report.remarks.extend(rejects.map(|path| format!("rows left out are in {}", path.display())));
    database.log_import(&clock::now(), input.name(), &read.report)?;
    Ok(read.report)
}

/// An answer may name a registration that was merged: it is the person's.
fn answers_of(voters: &Voters, merges: &Merges, input: &Input) -> Outcome<answers::Answers> {
    let mut ids = voters.id.clone();
    let all: Vec<u32> = (0..merges.len() as u32).collect();
    ids.append(&merges.doubles.id, &all);
    let mut read = answers::read(input.source(), &ids)?;
    let rows = voters.rows_by_id();
    let person = |row: &mut u32| {
        if let Some(&kept) = (*row as usize).checked_sub(voters.len()).and_then(|at| rows.get(merges.kept_id.get(at))) {
            *row = kept;
        }
    };
    read.answers.iter_mut().for_each(|answer| person(&mut answer.voter));
    read.tags.iter_mut().for_each(|(voter, _)| person(voter));
    Ok(read)
}
