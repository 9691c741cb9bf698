//! What did each precinct report?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use super::binding::{Binding, Field, translate};
use super::dates::{self, Written};
use super::delimited::{Meter, Row, Table};
use super::elections::kind;
use super::layout::{self, Choice, Chosen, OneOrMore, What, listed};
use super::ledger::{Fate, Ledger, Refusal};
use super::properties;
use super::votes::{Shares, Sum};
use crate::domain::{Country, Election, ElectionKind, Outcome, PrecinctResult, Problem, Reject, RejectReason, Report, Source};

const FIELDS: [&str; 5] = ["precinct", "registered", "cast", "date", "kind"];

/// What the user says about a file of results.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// `auto` when none.
    pub layout: Option<&'a str>,
    /// The election, for files that do not name it.
    pub election: Option<(NaiveDate, ElectionKind)>,
    /// Vote columns that are ours; their sum is our support.
    pub support: &'a [String],
}

/// Results from a delimited file or from the properties of a GeoJSON file's features.
///
/// A precinct's id joins one of `precinct_ids` when it is the same, or when letting leading zeros, case and punctuation go fits
/// exactly one. `votes::Shares` says what total our votes are a share of.
pub fn read(source: Source, wanted: &Wanted, precinct_ids: &[&str]) -> Outcome<(Vec<PrecinctResult>, Vec<Reject>, Report)> {
    let table = if matches!(source.extension().as_str(), "geojson" | "json") { properties::table(source)? } else { Table::open(source)? };
    let mut chosen = layout::choose(What::Results, &Choice::Named(wanted.layout.unwrap_or("auto")), &table)?;
    name_year(&mut chosen, wanted);
    let mut ledger = Ledger::new("results");
    ledger.report.remark(chosen.said(table.name));
    let plan = plan(&table, &chosen, wanted, &mut ledger)?;
    let join = Join::new(precinct_ids);
    let mut kept = Kept::default();
    table.each(&mut ledger, &Meter::silent(), |row, _| {
        let place = join.place(&plan.precinct.read(row))?;
        kept.enter(precinct_ids[place], election(row, &plan)?, counts(row, &plan)?, plan.rows_add_up)
    });
    tell_what_did_not_join(&kept.results, precinct_ids, &mut ledger);
    Ok((kept.results, ledger.rejects, ledger.report))
}

struct Plan {
    precinct: Field,
    registered: Sum,
    cast: Sum,
    shares: Option<Shares>,
    date: Field,
    kind: Field,
    asked: Option<Election>,
    date_codes: BTreeMap<String, String>,
    kind_codes: BTreeMap<String, String>,
    dates: Vec<String>,
    rows_add_up: bool,
}

/// One row's numbers.
struct Counts {
    registered: u32,
    cast: u32,
    support: Option<(u32, u32)>,
}

fn plan(table: &Table, chosen: &Chosen, wanted: &Wanted, ledger: &mut Ledger) -> Outcome<Plan> {
    let binding = Binding::new(chosen, table, &FIELDS)?;
    let (cast, date) = (Sum::of_field(&binding, "cast"), binding.field("date")?);
    if date.is_empty() && wanted.election.is_none() {
        return Err(Problem::new("does not say which election it is of")
            .file(table.name)
            .remedy("name its day with --election YYYY-MM-DD"));
    }
    let shares = if wanted.support.is_empty() { None } else { Some(Shares::new(&binding, wanted.support, &cast, &mut ledger.report)?) };
    if cast.is_empty() && shares.is_none() {
        return Err(Problem::new(format!("no column tells how many voted; the columns are {}", listed(&table.header)))
            .file(table.name)
            .remedy("name the columns that are our votes with --support, or the one with all ballots in a layout TOML"));
    }
    if cast.is_empty() {
        ledger.report.remark("no column of ballots cast: the votes of the contest stand for them");
    }
    Ok(Plan {
        precinct: binding.required("precinct")?,
        registered: Sum::of_field(&binding, "registered"),
        cast,
        shares,
        date,
        kind: binding.field("kind")?,
        asked: wanted.election.map(|(date, kind)| Election { date, kind }),
        date_codes: binding.values("date"),
        kind_codes: binding.values("kind"),
        dates: dates::spelled_out(&chosen.section.dates, chosen.country.unwrap_or(Country::Us)),
        rows_add_up: chosen.section.rows_add_up,
    })
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

fn counts(row: &Row, plan: &Plan) -> Result<Counts, Refusal> {
    let cast = plan.cast.read("cast", row)?;
    let support = match &plan.shares {
        Some(shares) => shares.read(row, cast)?,
        None => None,
    };
    let cast = if plan.cast.is_empty() { support.map(|(_, total)| total) } else { cast };
    let cast = cast.ok_or_else(|| Refusal::missing("cast"))?;
    Ok(Counts { registered: plan.registered.read("registered", row)?.unwrap_or(0), cast, support })
}

/// Results so far, at most one for each precinct and election.
#[derive(Default)]
struct Kept {
    results: Vec<PrecinctResult>,
    places: BTreeMap<(String, NaiveDate, ElectionKind), usize>,
}

impl Kept {
    fn enter(&mut self, precinct: &str, election: Election, counts: Counts, rows_add_up: bool) -> Result<Fate, Refusal> {
        let Election { date, kind } = election;
        let Counts { registered, cast, support } = counts;
        let key = (precinct.to_owned(), date, kind);
        let Some(&place) = self.places.get(&key) else {
            self.places.insert(key, self.results.len());
            self.results.push(PrecinctResult { precinct: precinct.to_owned(), date, kind, registered, cast, support });
            return Ok(Fate::Kept);
        };
        if !rows_add_up {
            return Err(Refusal::new(RejectReason::RepeatedId, "precinct", precinct));
        }
        let whole = &mut self.results[place];
        whole.registered = whole.registered.saturating_add(registered);
        whole.cast = whole.cast.saturating_add(cast);
        whole.support = match (whole.support, support) {
            (Some((ours, total)), Some((more, of))) => Some((ours.saturating_add(more), total.saturating_add(of))),
            (known, new) => known.or(new),
        };
        Ok(Fate::Merged)
    }
}

/// Finds the precinct of the layer that an id of the file means.
struct Join<'p> {
    exact: HashMap<&'p str, usize>,
    /// `None` where several precincts look alike without their zeros.
    loose: HashMap<String, Option<usize>>,
}

impl<'p> Join<'p> {
    fn new(precinct_ids: &[&'p str]) -> Self {
        let mut loose = HashMap::new();
        for (place, id) in precinct_ids.iter().enumerate() {
            loose.entry(bare(id)).and_modify(|one| *one = None).or_insert(Some(place));
        }
        Self { exact: precinct_ids.iter().enumerate().map(|(place, id)| (*id, place)).collect(), loose }
    }

    fn place(&self, id: &str) -> Result<usize, Refusal> {
        if id.is_empty() {
            return Err(Refusal::missing("precinct"));
        }
        let place = self.exact.get(id).copied().or_else(|| self.loose.get(&bare(id)).copied().flatten());
        place.ok_or_else(|| Refusal::new(RejectReason::Unknown, "precinct", id))
    }
}

/// An id without leading zeros, case and punctuation: `0007-02a` and `7 2A` agree, `72A` does not.
fn bare(id: &str) -> String {
    let parts = id.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| part.trim_start_matches('0').to_uppercase()).collect::<Vec<_>>().join("-")
}

fn tell_what_did_not_join(results: &[PrecinctResult], precinct_ids: &[&str], ledger: &mut Ledger) {
    const SHOWN: usize = 5;
    let unknown = ledger.rejects.iter().filter(|reject| reject.reason == RejectReason::Unknown && reject.field == "precinct");
    let unknown: BTreeSet<&str> = unknown.map(|reject| reject.detail.as_str()).collect();
    if !unknown.is_empty() {
        let some: Vec<&str> = unknown.iter().copied().take(SHOWN).collect();
        let more = if unknown.len() > SHOWN { ", …" } else { "" };
        let remark = format!("precincts of the file that are not in the precinct layer: {} ({}{more})", unknown.len(), some.join(", "));
        ledger.report.remark(remark);
    }
    let told: BTreeSet<&str> = results.iter().map(|result| result.precinct.as_str()).collect();
    let silent = precinct_ids.iter().filter(|id| !told.contains(*id)).count();
    ledger.report.notice("precincts_without_result", silent as u64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_join_without_zeros_when_one_fits() {
        let join = Join::new(&["0007-02A", "12", "012", "99"]);
        assert_eq!(join.place("7-2a").ok(), Some(0));
        assert_eq!(join.place("12").ok(), Some(1));
        assert_eq!(join.place("0012").ok(), None, "two precincts fit");
        assert_eq!(join.place("0099").ok(), Some(3));
        assert_eq!(join.place("100").ok(), None);
    }
}
