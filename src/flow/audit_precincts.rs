//! From a campaign to the voters whose file names another precinct than the one their door lies in.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::cells;
use super::ground::PRECINCTS;
use crate::domain::{Area, Located, Outcome, Problem, Voters};
use crate::geometry::Locator;
use crate::locate::{self, Misplaced};
use crate::store::{Folder, atomic, snapshots};

#[derive(Debug)]
pub struct Wanted<'a> {
    pub output: Option<&'a Path>,
    /// Doors no farther from their file precinct than this may only seem to be outside it.
    pub border_m: f64,
}

/// What sets a door apart from its file precinct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The border is so near that the point, or the line, may be a little off.
    NearBorder,
    /// Well inside another precinct: the file, or the boundaries, are wrong.
    OtherPrecinct,
    /// In no precinct of the layer at all.
    OutsideAll,
}

impl Kind {
    fn of(misplaced: &Misplaced, border_m: f64) -> Self {
        match misplaced.door_precinct {
            _ if misplaced.border_m <= border_m => Self::NearBorder,
            Some(_) => Self::OtherPrecinct,
            None => Self::OutsideAll,
        }
    }

    fn word(self) -> &'static str {
        ["near_border", "other_precinct", "outside_all"][self as usize]
    }
}

/// The command's report: counts of voters.
#[derive(Debug, Serialize)]
pub struct Audited {
    pub voters: u64,
    /// Those whose door is known well enough, and whose file names a precinct of the layer.
    pub compared: u64,
    pub agree: u64,
    pub differ: u64,
    /// `differ`, by kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Known by street or postcode only, and therefore not compared.
    pub coarse: u64,
    /// The file's precinct names that are no area of the layer, with their voters.
    pub unmapped: BTreeMap<String, u64>,
    /// `differ`, by file and door precinct, the most first.
    pub pairs: Vec<Pair>,
}

#[derive(Debug, Serialize)]
pub struct Pair {
    /// As the file names it.
    pub file_precinct: String,
    /// The area's id; empty outside all.
    pub door_precinct: String,
    pub voters: u64,
    pub near_border: u64,
}

pub fn audit_precincts(folder: &Folder, wanted: &Wanted<'_>) -> Outcome<Audited> {
    let manifest = folder.manifest()?;
    let missing = |what: &str| Problem::new(format!("the campaign has no {what}")).remedy(format!("arpent import {what} FILE"));
    let layer = snapshots::areas::read_layer(folder, &manifest, PRECINCTS)?.ok_or_else(|| missing("boundaries"))?;
    let voters = snapshots::voters::read_all(folder, &manifest)?.ok_or_else(|| missing("voters"))?;
    let audit = locate::audit(&voters, &layer.areas, &Locator::new(layer.areas.iter().map(|area| &area.shape)));
    if let Some(path) = wanted.output {
        atomic::write(path, |out| write(out, &audit.misplaced, &voters, &layer.areas, wanted.border_m))?;
    }
    let mut kinds = BTreeMap::new();
    for misplaced in &audit.misplaced {
        *kinds.entry(Kind::of(misplaced, wanted.border_m).word()).or_default() += 1;
    }
    let differ = audit.misplaced.len() as u64;
    Ok(Audited {
        voters: voters.len() as u64,
        compared: audit.compared,
        agree: audit.compared - differ,
        differ,
        kinds,
        coarse: audit.coarse,
        pairs: pairs(&audit.misplaced, &voters, &layer.areas, wanted.border_m),
        unmapped: audit.unmapped,
    })
}

fn pairs(misplaced: &[Misplaced], voters: &Voters, areas: &[Area], border_m: f64) -> Vec<Pair> {
    let mut counts: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for one in misplaced {
        let (all, near) = counts.entry((voters.file_precinct.get(one.row), door_precinct(one, areas))).or_default();
        *all += 1;
        *near += u64::from(Kind::of(one, border_m) == Kind::NearBorder);
    }
    let pair = |((file, door), (voters, near_border)): ((&str, &str), (u64, u64))| Pair {
        file_precinct: file.to_owned(),
        door_precinct: door.to_owned(),
        voters,
        near_border,
    };
    let mut pairs: Vec<Pair> = counts.into_iter().map(pair).collect();
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.voters));
    pairs
}

fn door_precinct<'a>(misplaced: &Misplaced, areas: &'a [Area]) -> &'a str {
    misplaced.door_precinct.map_or("", |row| areas[row as usize].id.as_str())
}

fn write(out: &mut dyn std::io::Write, misplaced: &[Misplaced], voters: &Voters, areas: &[Area], border_m: f64) -> std::io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["id", "file_precinct", "door_precinct", "located", "confidence", "border_m", "kind"])?;
    for one in misplaced {
        let located = Located::ALL[voters.located[one.row] as usize];
        csv.write_record([
            cells::plain(voters.id.get(one.row)).as_ref(),
            cells::plain(voters.file_precinct.get(one.row)).as_ref(),
            cells::plain(door_precinct(one, areas)).as_ref(),
            located.word(),
            &voters.confidence[one.row].to_string(),
            &format!("{:.0}", one.border_m),
            Kind::of(one, border_m).word(),
        ])?;
    }
    csv.flush()
}
