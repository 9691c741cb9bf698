//! From a commercial file to what it tells of the voters: every row looks for its voter, by name, birth and address.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Progress, clock, doubles, rejects, sources};
use crate::domain::{Attributes, Outcome, Problem, Report, Voters};
use crate::import::voters::{self as step, Choice, Files, Identity};
use crate::link::Pair;
use crate::store::{Change, Database, Folder, Input, snapshots};

#[derive(Debug)]
pub struct Wanted<'a> {
    pub file: &'a Path,
    pub layout: &'a str,
    /// How its columns are called: `<source>_<column>`; told from the file's name unless given.
    pub source: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct Matched {
    #[serde(flatten)]
    pub report: Report,
    /// Voters the file tells something of.
    pub matched: u64,
    /// Of these, how many would be somebody else, by the match probabilities.
    pub expected_wrong: f64,
    pub unmatched: u64,
    /// Columns filters may now name.
    pub columns: Vec<String>,
    pub rejects: Option<PathBuf>,
    /// Rows that found nobody.
    pub unmatched_file: Option<PathBuf>,
}

/// Less likely than not: then nothing is told.
const MATCH_MIN: f32 = 0.5;

pub fn import_attributes(folder: &Folder, wanted: &Wanted<'_>, reading: Progress<'_>, comparing: Progress<'_>) -> Outcome<Matched> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let voters = snapshots::voters::read_all(folder, &manifest)?
        .ok_or_else(|| Problem::new("there are no voters the file could tell of").remedy("first: arpent import voters FILE"))?;
    let input = Input::table(wanted.file)?;
    let layout = if wanted.layout == "auto" { Choice::Auto } else { Choice::Named(wanted.layout) };
    let mut campaign = folder.campaign()?;
    let files = Files { voters: &[input.source()], history: &[] };
    let mut read = step::read(&files, &layout, &mut campaign, reading)?;
    let source = wanted.source.map_or_else(|| sources::source_of(input.name()), str::to_owned);

    let people = std::mem::take(&mut read.voters);
    let pairs = best_pairs(&voters, &people, std::mem::take(&mut read.identity), comparing)?;
    let attributes = attributes(source, &voters, &people, &pairs);
    let unmatched = unmatched(&people, &pairs, &read);

    let next = manifest.generation + 1;
    let rejects = rejects::write(folder, "attributes", next, &read.rejects)?;
    let unmatched_file = rejects::write_unmatched(folder, next, &unmatched)?;
    let mut columns = vec![format!("{}_match", attributes.source)];
    columns.extend(attributes.columns.keys().map(|name| format!("{}_{name}", attributes.source)));
    let tables = vec![snapshots::attributes::table(&attributes, input.name())?];
    folder.publish(&lock, Change { tables, at: clock::now(), ..Change::default() })?;
    read.report.what = "attributes".to_owned();
    Database::open(folder)?.log_import(&clock::now(), input.name(), &read.report)?;
    let expected_wrong = attributes.probability.iter().map(|&probability| 1.0 - f64::from(probability)).sum();
    let (matched, unmatched) = (pairs.len() as u64, unmatched.len() as u64);
    Ok(Matched { report: read.report, matched, expected_wrong, unmatched, columns, rejects, unmatched_file })
}

/// For every row of the file the voter it most likely is: (voter, row, probability), by row.
fn best_pairs(voters: &Voters, people: &Voters, identity: Identity, comparing: Progress<'_>) -> Outcome<Vec<(u32, u32, f32)>> {
    let mut all = voters.clone();
    let rows: Vec<u32> = (0..people.len() as u32).collect();
    all.append(people, &rows)?;
    let mut best: Vec<Option<(u32, f32)>> = vec![None; people.len()];
    for Pair { left, right, probability, .. } in doubles::between(&mut all, voters.len(), identity, comparing) {
        let row = right as usize - voters.len();
        if probability >= MATCH_MIN && best[row].is_none_or(|(_, known)| probability > known) {
            best[row] = Some((left, probability));
        }
    }
    Ok(best.into_iter().zip(0..).filter_map(|(best, row)| best.map(|(voter, probability)| (voter, row, probability))).collect())
}

fn attributes(source: String, voters: &Voters, people: &Voters, pairs: &[(u32, u32, f32)]) -> Attributes {
    let rows: Vec<u32> = pairs.iter().map(|pair| pair.1).collect();
    let mut columns = people.extra.clone();
    // what the importer knows by name, the file tells as well
    columns.insert("party".to_owned(), people.party.clone());
    let columns = columns.into_iter().map(|(name, column)| (name, column.take(&rows)));
    let is_filled = |column: &crate::domain::Dictionary| column.codes().any(|code| code != 0);
    Attributes {
        source,
        voter_id: pairs.iter().map(|pair| voters.id.get(pair.0 as usize)).collect(),
        probability: pairs.iter().map(|pair| pair.2).collect(),
        columns: columns.filter(|(_, column)| is_filled(column)).collect(),
    }
}

fn unmatched(people: &Voters, pairs: &[(u32, u32, f32)], read: &step::Imported) -> Vec<[String; 3]> {
    let mut found = vec![false; people.len()];
    pairs.iter().for_each(|pair| found[pair.1 as usize] = true);
    let row = |row: u32| {
        let (file, line) = read.origins.of(row);
        [file.to_owned(), line.to_string(), people.id.get(row as usize).to_owned()]
    };
    (0..people.len() as u32).filter(|&at| !found[at as usize]).map(row).collect()
}
