//! What did each precinct report?

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::binding::{Binding, Field, translate};
use super::choices::{self, Choices};
use super::dates::{self, Written};
use super::delimited::{Meter, Row, Table};
use super::elections::kind;
use super::joins::{Join, tell_what_did_not_join};
use super::layout::{self, Chosen, OneOrMore, What, listed};
use super::ledger::{Ledger, Refusal};
use super::properties;
use super::tally::{Part, Rows, Tally};
use super::votes::{Counts, Shares, Sum};
use crate::domain::{Country, Election, ElectionKind, Outcome, PrecinctResult, Problem, Reject, RejectReason, Report, Source};

pub use super::layout::Choice;

const FIELDS: [&str; 11] = ["precinct", "registered", "cast", "date", "kind", "contest", "choice", "party", "votes", "block", "valid"];

/// What the user says about a file of results.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    pub layout: Choice<'a>,
    /// The election, for files that do not name it.
    pub election: Option<(NaiveDate, ElectionKind)>,
    /// Vote columns that are ours, or candidates or parties where the file names these; their sum is our support.
    pub support: &'a [String],
}

/// Results from a delimited file or from the properties of a GeoJSON file's features.
///
/// A precinct's id joins one of `precinct_ids` when it is the same, or when letting leading zeros, case, punctuation and words such
/// as Precinct go fits exactly one. What total our votes are a share of, `votes::Shares` says where votes are columns, and
/// `choices::Choices` where choices are named; for the latter a file may be read twice.
pub fn read(source: Source, wanted: &Wanted, precinct_ids: &[&str]) -> Outcome<(Vec<PrecinctResult>, Vec<Reject>, Report)> {
    let table = if matches!(source.extension().as_str(), "geojson" | "json") { properties::table(source)? } else { Table::open(source)? };
    let mut chosen = layout::choose(What::Results, &wanted.layout, &table)?;
    name_year(&mut chosen, wanted);
    let block_width = choices::block_width(&chosen.section, &table.header);
    let table = table.running_on(block_width);
    let mut ledger = Ledger::new("results");
    ledger.report.remark(chosen.said(table.name));
    let plan = plan(&table, &chosen, wanted, &mut ledger)?;
    let join = Join::new(precinct_ids);
    let mut tally = Tally::default();
    table.each(&mut ledger, &Meter::silent(), |row, _| {
        let precinct = precinct_ids[join.place(&plan.precinct.read(row))?];
        let (counts, choice) = counts(row, &plan)?;
        tally.enter(precinct, election(row, &plan)?, Part { counts, choice, line: row.line }, plan.rows)
    });
    let results = tally.finish(table.name, plan.votes_stand_for_cast, &mut ledger);
    tell_what_did_not_join(&results, precinct_ids, &mut ledger);
    Ok((results, ledger.rejects, ledger.report))
}

struct Plan {
    precinct: Field,
    registered: Sum,
    cast: Sum,
    votes: Votes,
    votes_stand_for_cast: bool,
    date: Field,
    kind: Field,
    asked: Option<Election>,
    date_codes: BTreeMap<String, String>,
    kind_codes: BTreeMap<String, String>,
    dates: Vec<String>,
    rows: Rows,
}

/// Where votes for somebody are told.
enum Votes {
    Nowhere,
    /// A column for each choice.
    Columns(Shares),
    /// Choices named in the rows.
    Named(Choices),
}

fn plan(table: &Table, chosen: &Chosen, wanted: &Wanted, ledger: &mut Ledger) -> Outcome<Plan> {
    let binding = Binding::new(chosen, table, &FIELDS)?;
    let (cast, date) = (Sum::of_field(&binding, "cast"), binding.field("date")?);
    if date.is_empty() && wanted.election.is_none() {
        return Err(Problem::new("does not say which election it is of")
            .file(table.name)
            .remedy("name its day with --election YYYY-MM-DD"));
    }
    let votes = votes(&binding, table, wanted, &cast, &mut ledger.report)?;
    let (tells_cast, finds_ours) = match &votes {
        Votes::Nowhere => (!cast.is_empty(), false),
        Votes::Columns(_) => (!cast.is_empty(), true),
        Votes::Named(choices) => (!cast.is_empty() || choices.tells_cast(), choices.finds_ours()),
    };
    if !tells_cast && !finds_ours {
        return Err(says_nothing_of_ballots(table, &votes));
    }
    if !tells_cast {
        ledger.report.remark("no column of ballots cast: the votes of the contest stand for them");
    }
    Ok(Plan {
        precinct: binding.required("precinct")?,
        registered: Sum::of_field(&binding, "registered"),
        cast,
        votes_stand_for_cast: !tells_cast,
        rows: rows(chosen, &votes),
        votes,
        date,
        kind: binding.field("kind")?,
        asked: wanted.election.map(|(date, kind)| Election { date, kind }),
        date_codes: binding.values("date"),
        kind_codes: binding.values("kind"),
        dates: dates::spelled_out(&chosen.section.dates, chosen.country.unwrap_or(Country::Us)),
    })
}

fn votes(binding: &Binding, table: &Table, wanted: &Wanted, cast: &Sum, report: &mut Report) -> Outcome<Votes> {
    if let Some(choices) = Choices::new(binding, table, wanted.support, report)? {
        return Ok(Votes::Named(choices));
    }
    if wanted.support.is_empty() {
        return Ok(Votes::Nowhere);
    }
    Ok(Votes::Columns(Shares::new(binding, wanted.support, cast, report)?))
}

fn rows(chosen: &Chosen, votes: &Votes) -> Rows {
    match votes {
        _ if chosen.section.rows_add_up => Rows::AddUp,
        Votes::Named(choices) if choices.one_a_row() => Rows::OneChoiceEach,
        _ => Rows::Whole,
    }
}

fn says_nothing_of_ballots(table: &Table, votes: &Votes) -> Problem {
    let problem = match votes {
        Votes::Named(_) => Problem::new("no row tells how many voted").remedy("name the candidate or party that is ours with --support"),
        _ => Problem::new(format!("no column tells how many voted; the columns are {}", listed(&table.header)))
            .remedy("name the columns that are our votes with --support, or the one with all ballots in a layout TOML"),
    };
    problem.file(table.name)
}

/// Puts the year of the election asked for into column names such as `registered_{election_year}`.
fn name_year(chosen: &mut Chosen, wanted: &Wanted) {
    let Some((date, _)) = wanted.election else { return };
    let year = date.year().to_string();
    for columns in chosen.section.columns.values_mut() {
        let named = columns.as_slice().iter().map(|name| name.replace("{election_year}", &year)).collect();
        *columns = OneOrMore::More(named);
    }
}

/// The election a row is of: its own, which must be the one asked for, or else the one asked for.
fn election(row: &Row, plan: &Plan) -> Result<Election, Refusal> {
    let written = plan.date.read(row);
    let code = translate(&plan.date_codes, &written).unwrap_or(&written);
    match (dates::parse(code, &plan.dates).and_then(Written::date), &plan.asked) {
        (None, Some(asked)) if written.is_empty() => Ok(asked.clone()),
        (Some(date), Some(asked)) if date == asked.date => Ok(asked.clone()),
        (Some(date), None) => Ok(Election { date, kind: kind(&plan.kind.read(row), &plan.kind_codes, date) }),
        (Some(_), Some(asked)) => Err(Refusal::new(RejectReason::Unknown, "date", format!("{written} is not {}", asked.date))),
        (None, _) => Err(Refusal::bad("date", format!("{written:?} is no day of an election"))),
    }
}

/// What a row tells, and which choice of our contest it is about, if of one.
fn counts(row: &Row, plan: &Plan) -> Result<(Counts, Option<String>), Refusal> {
    let (registered, cast) = (plan.registered.read("registered", row)?, plan.cast.read("cast", row)?);
    let (told, choice) = match &plan.votes {
        Votes::Nowhere => (Counts::default(), None),
        Votes::Columns(shares) => (Counts { support: shares.read(row, cast)?, ours_stand: true, ..Counts::default() }, None),
        Votes::Named(choices) => choices.read(row)?,
    };
    let counts = Counts { registered: registered.or(told.registered), cast: cast.or(told.cast), ..told };
    let tells_cast = counts.cast.is_some() || (plan.votes_stand_for_cast && counts.support.is_some());
    if tells_cast || plan.rows == Rows::OneChoiceEach { Ok((counts, choice)) } else { Err(Refusal::missing("cast")) }
}
