//! Who voted, from a file with one row a vote?

use std::collections::BTreeMap;

use super::ballots::method;
use super::binding::{Binding, Field, translate};
use super::dates::{self, Written};
use super::delimited::{Meter, Row, Table};
use super::elections::{VoteLog, kind};
use super::ids::IdIndex;
use super::layout::Chosen;
use super::ledger::{Fate, Ledger, Refusal};
use super::side_tables::SideTables;
use crate::domain::{Country, Election, Outcome, Problem, RejectReason, Texts};

const FIELDS: [&str; 6] = ["id", "date", "election", "kind", "counted", "method"];

struct Plan {
    id: Field,
    date: Field,
    /// A code of which a table beside the file tells the day.
    code: Field,
    within: Field,
    kind: Field,
    counted: Field,
    method: Field,
    kinds: BTreeMap<String, String>,
    counteds: BTreeMap<String, String>,
    methods: BTreeMap<String, String>,
    dates: Vec<String>,
}

/// The voters votes are joined to, and what codes of elections mean.
pub(crate) struct Known<'k> {
    pub ids: &'k Texts,
    pub index: &'k IdIndex,
    pub side: &'k SideTables,
}

/// Adds the votes of one file to the log. Votes of persons not in `ids` are counted in the ledger, not rejected: they belong
/// to registrations that were left out.
pub(crate) fn read(
    table: &Table,
    chosen: &Chosen,
    country: Country,
    known: &Known,
    votes: &mut VoteLog,
    ledger: &mut Ledger,
    meter: &Meter,
) -> Outcome<()> {
    let plan = plan(table, chosen, country, known.side)?;
    table.each(ledger, meter, |row, ledger| {
        let election = election(row, &plan, known.side)?;
        if translate(&plan.counteds, &plan.counted.read(row)) == Some("no") {
            ledger.report.notice("votes_not_counted", 1);
        } else if let Some(voter) = known.index.find(known.ids, &plan.id.read(row)) {
            let number = votes.number(election).ok_or_else(|| Refusal::bad("date", "more days than there can be elections"))?;
            votes.add(voter, number, &method(&plan.method.read(row), &plan.methods));
        } else {
            ledger.report.notice("votes_without_voter", 1);
        }
        Ok(Fate::Kept)
    });
    Ok(())
}

fn plan(table: &Table, chosen: &Chosen, country: Country, side: &SideTables) -> Outcome<Plan> {
    let binding = Binding::new(chosen, table, &FIELDS)?;
    let code = binding.field("election")?;
    if !code.is_empty() && !side.know_elections() {
        return Err(Problem::new("names elections by codes, and no table tells their days")
            .file(table.name)
            .remedy("give the table of election codes that comes with it with --history as well"));
    }
    Ok(Plan {
        id: binding.required("id")?,
        date: if code.is_empty() { binding.required("date")? } else { binding.field("date")? },
        code,
        within: binding.within(),
        kind: binding.field("kind")?,
        counted: binding.field("counted")?,
        method: binding.field("method")?,
        kinds: binding.values("kind"),
        counteds: binding.values("counted"),
        methods: binding.values("method"),
        dates: dates::spelled_out(&chosen.section.dates, chosen.country.unwrap_or(country)),
    })
}

fn election(row: &Row, plan: &Plan, side: &SideTables) -> Result<Election, Refusal> {
    if !plan.code.is_empty() {
        let code = plan.code.read(row);
        let known = side.election(&plan.within.read(row), &code);
        return known.cloned().ok_or_else(|| Refusal::new(RejectReason::Unknown, "election", code));
    }
    let written = plan.date.read(row);
    let date = dates::parse(&written, &plan.dates).and_then(Written::date);
    let date = date.ok_or_else(|| Refusal::bad("date", format!("{written:?} is not a date like {}", plan.dates.join(" or "))))?;
    Ok(Election { date, kind: kind(&plan.kind.read(row), &plan.kinds, date) })
}
