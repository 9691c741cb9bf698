//! From an address file to points and ranges voters can be located at.

use std::path::Path;

use super::ground::{Ground, Placed};
use super::{Progress, clock, rejects};
use crate::domain::{Outcome, Problem, Report};
use crate::import::addresses;
use crate::store::{Change, Database, Folder, Input, snapshots};

pub fn import_addresses(folder: &Folder, file: &Path, layout: &str, progress: Progress<'_>) -> Outcome<(Report, Option<Placed>)> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let input = Input::table(file)?;
    let source = input.name().to_owned();
    let siblings = Input::siblings(file, &["dbf"])?;
    let beside: Vec<_> = siblings.iter().map(Input::source).collect();
    let addresses::Read { addresses, ranges, rejects: rejected, mut report, .. } = addresses::read(input.source(), &beside, layout)?;
    if addresses.is_empty() && ranges.is_empty() {
        return Err(Problem::new("no address could be kept").file(source).remedy("check the layout with --layout"));
    }

    // each file is an origin of its own, so that a county's new file takes the place of its old one only
    let origin = format!("file-{}", source.split('.').next().unwrap_or(&source));
    let mut tables = vec![snapshots::addresses::table(&addresses, &origin, &source)?, snapshots::ranges::table(&ranges, &origin, &source)?];
    let mut ground = Ground::load(folder, &manifest)?;
    ground.set_addresses(&origin, addresses, ranges);
    let placed = ground.place_again(folder, &manifest, progress)?.map(|(table, placed)| {
        tables.push(table);
        placed
    });
    let rejects = rejects::write(folder, "addresses", manifest.generation + 1, &rejected)?;
    folder.publish(&lock, Change { tables, scores: None, at: clock::now() })?;
    report.remarks.extend(rejects.map(|path| format!("rows left out are in {}", path.display())));
    Database::open(folder)?.log_import(&clock::now(), &source, &report)?;
    Ok((report, placed))
}
