//! From an election's results by precinct to official totals that scores must meet.

use std::path::Path;

use super::ground::PRECINCTS;
use super::{clock, rejects};
use crate::domain::{Outcome, PrecinctResult, Problem, Report};
use crate::import::results::{self, Choice, Wanted};
use crate::store::{Change, Database, Folder, Input, snapshots};

/// `layout` is `auto`, a known layout's name, or a path ending in `.toml`; it wins over that of `wanted`.
pub fn import_results(folder: &Folder, file: &Path, layout: &str, wanted: &Wanted<'_>) -> Outcome<Report> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let layer = snapshots::areas::read_layer(folder, &manifest, PRECINCTS)?
        .ok_or_else(|| Problem::new("there are no precincts to join results to").remedy("first: arpent import boundaries FILE"))?;
    let ids: Vec<&str> = layer.areas.iter().map(|area| area.id.as_str()).collect();

    let input = Input::table(file)?;
    let own_layout = layout.ends_with(".toml").then(|| Input::open(Path::new(layout))).transpose()?;
    let layout = own_layout.as_ref().map_or(Choice::Named(layout), |own| Choice::Custom(own.source()));
    let (new, rejected, mut report) = results::read(input.source(), &Wanted { layout, ..*wanted }, &ids)?;
    if new.is_empty() {
        return Err(Problem::new("no row could be joined to a precinct")
            .file(input.name())
            .remedy("compare its precinct ids with those of `arpent heat --by precinct`"));
    }
    let all = replace(snapshots::results::read_all(folder, &manifest)?, new);

    let rejects = rejects::write(folder, "results", manifest.generation + 1, &rejected)?;
    let tables = vec![snapshots::results::table(&all, input.name())?];
    folder.publish(&lock, Change { tables, scores: None, at: clock::now() })?;
    report.remarks.extend(rejects.map(|path| format!("rows left out are in {}", path.display())));
    Database::open(folder)?.log_import(&clock::now(), input.name(), &report)?;
    Ok(report)
}

/// A precinct has one result per election: the one imported last.
fn replace(old: Vec<PrecinctResult>, new: Vec<PrecinctResult>) -> Vec<PrecinctResult> {
    let key = |result: &PrecinctResult| (result.date, result.kind, result.precinct.clone());
    let mut all: std::collections::BTreeMap<_, _> = old.into_iter().map(|result| (key(&result), result)).collect();
    all.extend(new.into_iter().map(|result| (key(&result), result)));
    all.into_values().collect()
}
