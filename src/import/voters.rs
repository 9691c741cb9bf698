//! Who is on the roll? Voter files with vote history, less doubles and the dead.

use super::deceased;
use super::delimited::{Meter, Table};
use super::elections::fold_methods;
use super::history::{self, Known};
use super::layout::{self, Chosen, What};
use super::ledger::{Ledger, Refusal};
use super::merge;
use super::roll::Roll;
use super::side_tables::SideTables;
use crate::domain::{Campaign, Outcome, Reject, RejectReason, Report, Source, Voters};

pub use super::layout::Choice;

/// What one import of voters is made from.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    pub voters: &'a [Source<'a>],
    /// Files with one row a vote, and tables that tell what codes of elections and districts stand for.
    pub history: &'a [Source<'a>],
    /// A death list: names, year of birth, postcode.
    pub deceased: Option<Source<'a>>,
}

/// The voters kept, and what became of every other row.
#[derive(Debug)]
pub struct Imported {
    /// In the order of the files; all columns of one length.
    pub voters: Voters,
    /// Rows of the voter files left out, and bad rows of the history and the death list (these are counted in
    /// `report.noticed`, not in `report.rejected`).
    pub rejects: Vec<Reject>,
    /// Registrations that are another's double.
    pub merged: Vec<Double>,
    pub report: Report,
}

/// A registration that went into another of the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    pub file: String,
    pub row: u64,
    pub id: String,
    /// The id that stands for the person.
    pub kept_id: String,
}

/// Reads, joins the history, merges doubles, removes the dead. `campaign` gains the elections seen, but only when all went well.
/// `progress` is told bytes done and bytes in all.
pub fn read(files: &Files, layout: &Choice, campaign: &mut Campaign, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Imported> {
    let bytes = files.voters.iter().chain(files.history).map(|source| source.bytes.len() as u64).sum();
    let meter = Meter::new(progress, bytes);
    let mut ledger = Ledger::new("voters");
    let (history, side) = read_side_tables(files.history, layout, campaign, &mut ledger)?;
    let mut roll = read_roll(files.voters, side, layout, campaign, &mut ledger, &meter)?;
    read_history(history, campaign, &mut roll, &mut ledger, &meter)?;
    roll.finish(&mut ledger);

    let doubles = merge::doubles(&roll.voters);
    let mut is_left = vec![true; roll.voters.len()];
    for &(double, _) in &doubles {
        is_left[double as usize] = false;
        ledger.merge_kept();
    }
    if let Some(list) = files.deceased {
        for voter in deceased::find(list, &roll.voters, |voter| is_left[voter as usize], campaign.country, &mut ledger)? {
            is_left[voter as usize] = false;
            let (file, row) = roll.origin(voter);
            ledger.refuse_kept(file, row, Refusal::new(RejectReason::Deceased, "", ""));
        }
    }

    std::mem::take(&mut roll.votes).apply(&mut roll.voters, campaign, &mut ledger)?;
    let merged = fold_doubles(&mut roll, &doubles);
    let left: Vec<u32> = (0..roll.voters.len() as u32).filter(|&voter| is_left[voter as usize]).collect();
    Ok(Imported { voters: roll.voters.take(&left), rejects: ledger.rejects, merged, report: ledger.report })
}

fn read_roll(
    sources: &[Source],
    side: SideTables,
    layout: &Choice,
    campaign: &Campaign,
    ledger: &mut Ledger,
    meter: &Meter,
) -> Outcome<Roll> {
    let mut roll = Roll::new(side);
    for &source in sources {
        let table = Table::open(source)?;
        let chosen = layout::choose(What::Voters, layout, &table)?;
        ledger.report.remark(chosen.said(table.name));
        let table = chosen.name_columns(table);
        roll.read(&table, &chosen, campaign.country, ledger, meter)?;
    }
    Ok(roll)
}

/// Tells histories from the tables that say what their codes mean, and reads the latter. They may come in another layout than
/// the roll: the user's choice counts where it has a word on them.
fn read_side_tables<'a>(
    sources: &[Source<'a>],
    layout: &Choice,
    campaign: &Campaign,
    ledger: &mut Ledger,
) -> Outcome<(Vec<(Table<'a>, Chosen)>, SideTables)> {
    const KINDS: [What; 4] = [What::History, What::Elections, What::ZoneTypes, What::Zones];
    let (mut histories, mut side, mut log) = (Vec::new(), SideTables::default(), Ledger::new("side_table"));
    for &source in sources {
        let table = Table::open(source)?;
        let chosen = layout::choose_among(&KINDS, layout, &table).or_else(|problem| match layout {
            Choice::Auto | Choice::Named("auto") => Err(problem),
            _ => layout::choose_among(&KINDS, &Choice::Auto, &table),
        })?;
        let table = chosen.name_columns(table);
        if chosen.what == What::History {
            histories.push((table, chosen));
        } else {
            log.report.remark(chosen.said(table.name));
            side.read(&table, &chosen, campaign.country, &mut log)?;
        }
    }
    ledger.absorb(log);
    Ok((histories, side))
}

fn read_history(tables: Vec<(Table, Chosen)>, campaign: &Campaign, roll: &mut Roll, ledger: &mut Ledger, meter: &Meter) -> Outcome<()> {
    let mut log = Ledger::new("history");
    for (table, chosen) in &tables {
        log.report.remark(chosen.said(table.name));
        let known = Known { ids: &roll.voters.id, index: &roll.ids, side: &roll.side };
        history::read(table, chosen, campaign.country, &known, &mut roll.votes, &mut log, meter)?;
    }
    if !tables.is_empty() {
        ledger.absorb(log);
    }
    Ok(())
}

/// Who is kept gets the votes and tags of the double.
fn fold_doubles(roll: &mut Roll, doubles: &[(u32, u32)]) -> Vec<Double> {
    let mut merged = Vec::with_capacity(doubles.len());
    for &(double, kept) in doubles {
        let (from, into) = (double as usize, kept as usize);
        for column in [&mut roll.voters.voted, &mut roll.voters.eligible, &mut roll.voters.tags] {
            column[into] |= column[from];
        }
        fold_methods(&mut roll.voters, from, into);
        let (file, row) = roll.origin(double);
        let ids = &roll.voters.id;
        merged.push(Double { file: file.to_owned(), row, id: ids.get(from).to_owned(), kept_id: ids.get(into).to_owned() });
    }
    merged
}
