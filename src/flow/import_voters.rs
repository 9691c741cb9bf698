//! From a voter file to voters who have a door, a cell and a precinct.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

use super::doubles::{self, Found, Open};
use super::ground::{Ground, Placed};
use super::roll::{self, Before, Changes, Roll};
use super::{Progress, clock, deaths, rejects, sources};
use crate::domain::merges::Double;
use crate::domain::{Campaign, Merges, Outcome, Problem, Report, Source, Voters};
use crate::import::voters::{self as step, Choice, Files, Imported as Read};
use crate::store::database::Verdict;
use crate::store::{Change, Database, Folder, Forgetter, Input, snapshots};

#[derive(Debug, Default)]
pub struct Wanted<'a> {
    pub voters: Vec<&'a Path>,
    pub history: Vec<&'a Path>,
    pub deceased: Option<&'a Path>,
    /// `auto`, a known layout's name, or a path ending in `.toml`.
    pub layout: &'a str,
    /// Whose files these are; told from their names unless given.
    pub source: Option<&'a str>,
}

/// The command's report; field names are the contract's.
#[derive(Debug, Serialize)]
pub struct Imported {
    #[serde(flatten)]
    pub report: Report,
    #[serde(flatten)]
    pub placed: Placed,
    pub changes: Changes,
    pub rejects: Option<PathBuf>,
    /// Registrations merged into another of the same person, and into which.
    pub merged_into: Option<PathBuf>,
    /// Pairs that may be one person, for somebody to decide: `arpent merges join`.
    pub to_review: u64,
    pub review: Option<PathBuf>,
    /// Who is new, changed or gone since the last file of the same source.
    pub changed: Option<PathBuf>,
    pub stages: Stages,
    pub seconds: f64,
}

/// Seconds of each part of the work, in its order.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Stages {
    /// Rows and history read and cleaned.
    pub read: f64,
    /// Compared with what the campaign has.
    pub update: f64,
    /// Doubles and the dead found.
    pub merge: f64,
    /// Doors, cells, precincts.
    pub locate: f64,
    pub write: f64,
}

/// A stopwatch that gives the seconds since it was last looked at.
struct Lap(Instant);

impl Lap {
    fn seconds(&mut self) -> f64 {
        std::mem::replace(&mut self.0, Instant::now()).elapsed().as_secs_f64()
    }
}

/// Where each long part of the work tells how far it is.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations)] // callbacks have nothing to show
pub struct Watch<'a> {
    pub reading: Progress<'a>,
    pub comparing: Progress<'a>,
    pub locating: Progress<'a>,
}

pub fn import_voters(folder: &Folder, wanted: &Wanted<'_>, watch: Watch<'_>) -> Outcome<Imported> {
    let Watch { reading, comparing, locating } = watch;
    let started = Instant::now();
    let (mut lap, mut stages) = (Lap(started), Stages::default());
    let lock = folder.lock()?;
    let mut campaign = folder.campaign()?;
    let manifest = folder.manifest()?;
    let database = Database::open(folder)?;

    let inputs = open_all(&wanted.voters)?;
    let mut read = read(&inputs, wanted, &mut campaign, reading)?;
    stages.read = lap.seconds();
    let before = Before::load(folder, &manifest)?;
    let merged_before = before.as_ref().map(|before| before.merged.clone());
    let Roll { mut voters, others, mut changes } = roll::update(&mut read, before.map(|before| before.voters), wanted.source.is_some())?;
    stages.update = lap.seconds();

    let Found { sure, apart, open } = doubles::find(&mut voters, std::mem::take(&mut read.identity), comparing);
    let verdicts = database.verdicts()?;
    let review = list_open(&open, &voters, &verdicts);
    let mut doubles = doubles::persons(&voters, sure, apart, &verdicts);
    let merged = list_merged(&doubles, &voters, others, &mut read);
    let dead = match wanted.deceased {
        Some(list) => {
            let dead = deaths::find(list, &voters, &doubles, campaign.country, &mut read)?;
            deaths::bury(dead, &voters, others, &mut doubles, &mut read, &mut changes)
        }
        None => Vec::new(),
    };
    let (voters, merges) = Merges::fold(voters, &doubles, &dead);
    stages.merge = lap.seconds();
    let (voters, placed) = Ground::load(folder, &manifest)?.place(&campaign, voters, locating);
    stages.locate = lap.seconds();

    let next = manifest.generation + 1;
    let rejects = rejects::write(folder, "voters", next, &read.rejects)?;
    let merged_into = rejects::write_merged(folder, next, &merged)?;
    let to_review = review.len() as u64;
    let review = rejects::write_review(folder, next, &review)?;
    let changed = rejects::write_changes(folder, next, &changes.list)?;
    let source = inputs.iter().map(Input::name).collect::<Vec<_>>().join(", ");
    if merged_before == Some(merges.by_id()) && changes.is_empty() {
        read.report.remark("nothing in these files is new: the campaign is as it was");
    } else {
        // elections first: bits nobody uses yet do no harm, bits nobody can name would
        folder.save_campaign(&campaign)?;
        let tables = vec![snapshots::voters::table(&voters, &source)?, snapshots::merges::table(&merges, &source)?];
        folder.publish(&lock, Change { tables, scores: Some(None), at: clock::now() })?;
    }
    database.log_import(&clock::now(), &source, &read.report)?;
    stages.write = lap.seconds();
    let seconds = started.elapsed().as_secs_f64();
    Ok(Imported { report: read.report, placed, changes, rejects, merged_into, to_review, review, changed, stages, seconds })
}

fn read(inputs: &[Input], wanted: &Wanted<'_>, campaign: &mut Campaign, reading: Progress<'_>) -> Outcome<Read> {
    let history = open_all(&wanted.history)?;
    let own_layout = wanted.layout.ends_with(".toml").then(|| Input::open(Path::new(wanted.layout))).transpose()?;
    let layout = match &own_layout {
        Some(input) => Choice::Custom(input.source()),
        None if wanted.layout == "auto" => Choice::Auto,
        None => Choice::Named(wanted.layout),
    };
    let files = Files { voters: &lent(inputs), history: &lent(&history) };
    let done_with = Forgetter::of(inputs.iter().chain(&history));
    let progress = |done: u64, total: u64| {
        reading(done, total);
        done_with.first(done);
    };
    let mut read = step::read(&files, &layout, campaign, &progress)?;
    if read.voters.is_empty() {
        return Err(Problem::new("no row could be kept").file(inputs[0].name()).remedy("check the layout with --layout"));
    }
    sources::name_sources(&mut read.voters, &read.origins, wanted.source);
    Ok(read)
}

/// The rows of the review list, less what somebody has decided.
fn list_open(open: &[Open], voters: &Voters, verdicts: &[Verdict]) -> Vec<[String; 6]> {
    let id = |row: u32| voters.id.get(row as usize);
    let undecided = open.iter().filter(|Open { pair, .. }| !verdicts.iter().any(|verdict| verdict.is_about(id(pair.one), id(pair.other))));
    let row = |Open { pair, household, expected_strangers }: &Open| {
        let figures = [pair.probability, *household, *expected_strangers].map(|figure| format!("{figure:.4}"));
        let [probability, household, expected_strangers] = figures;
        let [one, other] = [pair.one, pair.other].map(|row| id(row).to_owned());
        [one, other, probability, household, expected_strangers, pair.evidence.clone()]
    };
    undecided.map(row).collect()
}

/// The rows of the merged file; rows of this import count as merged.
fn list_merged(doubles: &[Double], voters: &Voters, others: usize, read: &mut Read) -> Vec<[String; 6]> {
    let mut rows = Vec::with_capacity(doubles.len());
    for pair in doubles {
        let ids = [pair.double, pair.kept].map(|row| voters.id.get(row as usize).to_owned());
        let (file, line) = match (pair.double as usize).checked_sub(others) {
            Some(row) => {
                read.report.merge_kept();
                read.origins.of(row as u32)
            }
            None => {
                read.report.notice("merged_of_other_sources", 1);
                (voters.source.get(pair.double as usize), 0)
            }
        };
        let [id, kept_id] = ids;
        let probability = format!("{:.4}", pair.probability);
        rows.push([file.to_owned(), line.to_string(), id, kept_id, probability, pair.evidence.clone()]);
    }
    rows
}

fn open_all(paths: &[&Path]) -> Outcome<Vec<Input>> {
    let tables = paths.iter().map(|path| Input::tables(path)).collect::<Outcome<Vec<_>>>()?;
    Ok(tables.into_iter().flatten().collect())
}

fn lent(inputs: &[Input]) -> Vec<Source<'_>> {
    inputs.iter().map(Input::source).collect()
}
