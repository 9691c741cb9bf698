//! Who is on the roll? Voter files with their vote history.

use super::delimited::{Meter, Table};
use super::history::{self, Known};
use super::layout::{self, Chosen, What};
use super::ledger::Ledger;
use super::roll::Roll;
use super::side_tables::SideTables;
use crate::domain::{Campaign, Outcome, Reject, Report, Source, Voters};

pub use super::deceased::Dead;
pub use super::layout::Choice;
pub use super::roll::{Identity, Origins};

/// What one import of voters is made from.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    pub voters: &'a [Source<'a>],
    /// Files with one row a vote, and tables that tell what codes of elections and districts stand for.
    pub history: &'a [Source<'a>],
}

/// The registrations read, and what became of every other row.
#[derive(Debug)]
pub struct Imported {
    /// In the order of the files; all columns of one length. A person may stand here several times.
    pub voters: Voters,
    pub origins: Origins,
    pub identity: Identity,
    /// Rows of the voter files left out, and bad rows of the history (these are counted in `report.noticed`, not in
    /// `report.rejected`).
    pub rejects: Vec<Reject>,
    pub report: Report,
    /// Whether anything told who voted.
    pub votes_known: bool,
}

/// Reads and joins the history. `campaign` gains the elections seen, but only when all went well.
/// `progress` is told bytes done and bytes in all.
pub fn read(files: &Files, layout: &Choice, campaign: &mut Campaign, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Imported> {
    let bytes = files.voters.iter().chain(files.history).map(|source| source.bytes.len() as u64).sum();
    let meter = Meter::new(progress, bytes);
    let mut ledger = Ledger::new("voters");
    let (history, side) = read_side_tables(files.history, layout, campaign, &mut ledger)?;
    let mut roll = read_roll(files.voters, side, layout, campaign, &mut ledger, &meter)?;
    read_history(history, campaign, &mut roll, &mut ledger, &meter)?;
    roll.finish(&mut ledger);
    let votes = std::mem::take(&mut roll.votes);
    let votes_known = !votes.is_empty();
    votes.apply(&mut roll.voters, campaign, &mut ledger)?;
    Ok(Imported {
        voters: roll.voters,
        origins: roll.origins,
        identity: roll.identity,
        rejects: ledger.rejects,
        report: ledger.report,
        votes_known,
    })
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
