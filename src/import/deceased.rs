//! Which voters does a death list mean?

use std::collections::HashMap;

use super::binding::{Binding, Field};
use super::dates;
use super::delimited::{Meter, Row, Table};
use super::layout::{self, Choice, What};
use super::ledger::{Fate, Ledger, Refusal};
use super::names::{fold, fold_into};
use crate::domain::{Country, Outcome, Reject, Report, Source, Voters};

const FIELDS: [&str; 5] = ["last_name", "first_name", "birth_year", "birth_date", "postcode"];

struct Plan {
    last_name: Field,
    first_name: Field,
    birth_year: Field,
    birth_date: Field,
    postcode: Field,
    dates: Vec<String>,
}

/// What a death list tells of the voters.
#[derive(Debug)]
pub struct Dead {
    /// Rows of the voters it means, ascending.
    pub voters: Vec<u32>,
    pub rejects: Vec<Reject>,
    pub report: Report,
}

/// Voters whom an entry fits, and nobody else: same folded name, year of birth and postcode (where the entry gives one).
/// An entry that fits several means nobody.
pub fn find(source: Source, voters: &Voters, is_left: impl Fn(u32) -> bool, country: Country) -> Outcome<Dead> {
    let table = Table::open(source)?;
    let plan = plan(&table, country)?;
    let living = by_name(voters, is_left);
    let mut dead = Vec::new();
    let mut list = Ledger::new("deceased");
    table.each(&mut list, &Meter::silent(), |row, list| {
        let (key, postcode) = entry(row, &plan)?;
        let fits = |&&voter: &&u32| postcode.is_empty() || voters.postcode.get(voter as usize) == postcode;
        let fitting: Vec<u32> = living.get(&key).into_iter().flatten().filter(fits).copied().collect();
        match fitting.as_slice() {
            [only] => dead.push(*only),
            [] => list.report.notice("deceased_not_on_roll", 1),
            _ => list.report.notice("deceased_ambiguous", 1),
        }
        Ok(Fate::Kept)
    });
    if let Some(ambiguous) = list.report.noticed.get("deceased_ambiguous") {
        let remark =
            format!("death list: {ambiguous} of its entries fit several voters each; nobody was removed for these, look at them by hand");
        list.report.remark(remark);
    }
    dead.sort_unstable();
    dead.dedup();
    Ok(Dead { voters: dead, rejects: list.rejects, report: list.report })
}

fn plan(table: &Table, country: Country) -> Outcome<Plan> {
    let chosen = layout::choose(What::Deceased, &Choice::Auto, table)?;
    let binding = Binding::new(&chosen, table, &FIELDS)?;
    let birth_year = binding.field("birth_year")?;
    let birth_date = if birth_year.is_empty() { binding.required("birth_date")? } else { binding.field("birth_date")? };
    Ok(Plan {
        last_name: binding.required("last_name")?,
        first_name: binding.required("first_name")?,
        birth_year,
        birth_date,
        postcode: binding.field("postcode")?,
        dates: dates::spelled_out(&chosen.section.dates, country),
    })
}

/// Folded name and year, and the postcode's first five letters.
fn entry(row: &Row, plan: &Plan) -> Result<(String, String), Refusal> {
    let (last, first) = (fold(&plan.last_name.read(row)), fold(&plan.first_name.read(row)));
    if last.is_empty() || first.is_empty() {
        return Err(Refusal::missing(if last.is_empty() { "last_name" } else { "first_name" }));
    }
    let year: Option<u16> = plan.birth_year.read(row).parse().ok();
    let year = year.or_else(|| dates::parse(&plan.birth_date.read(row), &plan.dates).map(|date| date.year));
    let year = year.ok_or_else(|| Refusal::missing("birth_year"))?;
    Ok((format!("{last}|{first}|{year}"), plan.postcode.read(row).chars().take(5).collect()))
}

fn by_name(voters: &Voters, is_left: impl Fn(u32) -> bool) -> HashMap<String, Vec<u32>> {
    let mut voters_by_name: HashMap<String, Vec<u32>> = HashMap::new();
    for voter in (0..voters.len() as u32).filter(|&voter| is_left(voter)) {
        let row = voter as usize;
        let mut key = String::new();
        fold_into(&mut key, voters.last_name.get(row));
        key.push('|');
        fold_into(&mut key, voters.first_name.get(row));
        key.push_str(&format!("|{}", voters.birth_year[row]));
        voters_by_name.entry(key).or_default().push(voter);
    }
    voters_by_name
}
