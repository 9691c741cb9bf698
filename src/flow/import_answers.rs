//! From a list of canvass answers to what voters told us.

use std::path::Path;

use super::{clock, rejects};
use crate::domain::{Outcome, Problem, Report};
use crate::import::answers;
use crate::store::{Change, Database, Folder, Input, snapshots};

pub fn import_answers(folder: &Folder, file: &Path) -> Outcome<Report> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let voters = snapshots::voters::read_all(folder, &manifest)?
        .ok_or_else(|| Problem::new("there are no voters the answers could be of").remedy("first: arpent import voters FILE"))?;
    let input = Input::open(file)?;
    let mut read = answers::read(input.source(), &voters.id)?;

    let rejects = rejects::write(folder, "answers", manifest.generation + 1, &read.rejects)?;
    let mut database = Database::open(folder)?;
    database.save_answers(&voters, &read.answers, &read.tags)?;
    folder.publish(&lock, Change { at: clock::now(), ..Change::default() })?;
    read.report.remarks.extend(rejects.map(|path| format!("rows left out are in {}", path.display())));
    database.log_import(&clock::now(), input.name(), &read.report)?;
    Ok(read.report)
}
