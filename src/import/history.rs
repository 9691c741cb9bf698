//! Who voted, from a file with one row a vote?

use std::collections::BTreeMap;

use super::binding::{Binding, Field, translate};
use super::dates::{self, Written};
use super::delimited::{Meter, Row, Table};
use super::elections::{VoteLog, kind};
use super::ids::IdIndex;
use super::layout::Chosen;
use super::ledger::{Fate, Ledger, Refusal};
use crate::domain::{Country, Election, Outcome, Texts};

const FIELDS: [&str; 4] = ["id", "date", "kind", "counted"];

struct Plan {
    id: Field,
    date: Field,
    kind: Field,
    counted: Field,
    kinds: BTreeMap<String, String>,
    counteds: BTreeMap<String, String>,
    dates: Vec<String>,
}

/// Adds the votes of one file to the log. Votes of persons not in `ids` are counted in the ledger, not rejected: they belong
/// to registrations that were left out.
pub(crate) fn read(
    table: &Table,
    chosen: &Chosen,
    country: Country,
    (ids, index): (&Texts, &IdIndex),
    votes: &mut VoteLog,
    ledger: &mut Ledger,
    meter: &Meter,
) -> Outcome<()> {
    let plan = plan(table, chosen, country)?;
    table.each(ledger, meter, |row, ledger| {
        let election = election(row, &plan)?;
        if translate(&plan.counteds, &plan.counted.read(row)) == Some("no") {
            ledger.report.notice("votes_not_counted", 1);
        } else if let Some(voter) = index.find(ids, &plan.id.read(row)) {
            let number = votes.number(election);
            votes.add(voter, number);
        } else {
            ledger.report.notice("votes_without_voter", 1);
        }
        Ok(Fate::Kept)
    });
    Ok(())
}

fn plan(table: &Table, chosen: &Chosen, country: Country) -> Outcome<Plan> {
    let binding = Binding::new(chosen, table, &FIELDS)?;
    Ok(Plan {
        id: binding.required("id")?,
        date: binding.required("date")?,
        kind: binding.field("kind")?,
        counted: binding.field("counted")?,
        kinds: binding.values("kind"),
        counteds: binding.values("counted"),
        dates: dates::spelled_out(&chosen.section.dates, chosen.country.unwrap_or(country)),
    })
}

fn election(row: &Row, plan: &Plan) -> Result<Election, Refusal> {
    let written = plan.date.read(row);
    let date = dates::parse(&written, &plan.dates).and_then(Written::date);
    let date = date.ok_or_else(|| Refusal::bad("date", format!("{written:?} is not a date like {}", plan.dates.join(" or "))))?;
    Ok(Election { date, kind: kind(&plan.kind.read(row), &plan.kinds, date) })
}
