//! From a voter file to voters who have a door, a cell and a precinct.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

use super::ground::{Ground, Placed};
use super::{Progress, clock, rejects};
use crate::domain::{Outcome, Problem, Report, Source};
use crate::import::voters::{self as step, Choice, Files};
use crate::store::{Change, Database, Folder, Input, snapshots};

#[derive(Debug, Default)]
pub struct Wanted<'a> {
    pub voters: Vec<&'a Path>,
    pub history: Vec<&'a Path>,
    pub deceased: Option<&'a Path>,
    /// `auto`, a known layout's name, or a path ending in `.toml`.
    pub layout: &'a str,
}

/// The command's report; field names are the contract's.
#[derive(Debug, Serialize)]
pub struct Imported {
    #[serde(flatten)]
    pub report: Report,
    #[serde(flatten)]
    pub placed: Placed,
    pub rejects: Option<PathBuf>,
    /// Registrations merged into another of the same person, and into which.
    pub merged_into: Option<PathBuf>,
    pub seconds: f64,
}

pub fn import_voters(folder: &Folder, wanted: &Wanted<'_>, reading: Progress<'_>, locating: Progress<'_>) -> Outcome<Imported> {
    let started = Instant::now();
    let lock = folder.lock()?;
    let mut campaign = folder.campaign()?;
    let manifest = folder.manifest()?;

    let inputs = open_all(&wanted.voters)?;
    let history = open_all(&wanted.history)?;
    let deceased = wanted.deceased.map(Input::open).transpose()?;
    let own_layout = wanted.layout.ends_with(".toml").then(|| Input::open(Path::new(wanted.layout))).transpose()?;
    let files = Files { voters: &sources(&inputs), history: &sources(&history), deceased: deceased.as_ref().map(Input::source) };
    let layout = match &own_layout {
        Some(input) => Choice::Custom(input.source()),
        None if wanted.layout == "auto" => Choice::Auto,
        None => Choice::Named(wanted.layout),
    };
    let read = step::read(&files, &layout, &mut campaign, reading)?;
    if read.voters.is_empty() {
        return Err(Problem::new("no row could be kept").file(inputs[0].name()).remedy("check the layout with --layout"));
    }

    let (voters, placed) = Ground::load(folder, &manifest)?.place(&campaign, read.voters, locating);

    let source = inputs.iter().map(Input::name).collect::<Vec<_>>().join(", ");
    let rejects = rejects::write(folder, "voters", manifest.generation + 1, &read.rejects)?;
    let merged_into = rejects::write_merged(folder, manifest.generation + 1, &read.merged)?;
    // elections first: bits nobody uses yet do no harm, bits nobody can name would
    folder.save_campaign(&campaign)?;
    let tables = vec![snapshots::voters::table(&voters, &source)?];
    folder.publish(&lock, Change { tables, scores: Some(None), at: clock::now() })?;
    Database::open(folder)?.log_import(&clock::now(), &source, &read.report)?;
    Ok(Imported { report: read.report, placed, rejects, merged_into, seconds: started.elapsed().as_secs_f64() })
}

fn open_all(paths: &[&Path]) -> Outcome<Vec<Input>> {
    paths.iter().map(|path| Input::open(path)).collect()
}

fn sources(inputs: &[Input]) -> Vec<Source<'_>> {
    inputs.iter().map(Input::source).collect()
}
