//! What do codes in a voter file stand for, where only a table beside it tells?
//!
//! Michigan's history names elections by a code, Pennsylvania's forty pairs of votes by a number, its forty district columns by
//! another: the days, kinds and names stand in small files of their own, one set a county.

use std::collections::HashMap;

use super::binding::Binding;
use super::dates::{self, Written};
use super::delimited::{Meter, Table};
use super::elections::kind;
use super::layout::{Chosen, What};
use super::ledger::{Fate, Ledger, Refusal};
use super::names::fold;
use crate::domain::{Country, Election, Outcome};

/// Within what a code is unique (a county, or nothing), and the code.
type Key = (String, String);

/// All tables read.
#[derive(Debug, Default)]
pub(crate) struct SideTables {
    elections: HashMap<Key, Election>,
    /// What the districts of a number are: `Congressional`.
    zone_types: HashMap<Key, String>,
    /// Number of the type and name of the zones that have a code: several types may use the same.
    zones: HashMap<Key, Vec<(String, String)>>,
}

/// What a code in a column of districts means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Zone<'t> {
    pub type_name: &'t str,
    pub name: &'t str,
}

impl SideTables {
    pub fn know_elections(&self) -> bool {
        !self.elections.is_empty()
    }

    pub fn know_zones(&self) -> bool {
        !self.zone_types.is_empty()
    }

    pub fn election(&self, within: &str, code: &str) -> Option<&Election> {
        self.elections.get(&key(within, code))
    }

    /// A district by the number of its column and its code. Where another type alone uses that code, it is of that type:
    /// the columns' order differs by county.
    pub fn zone(&self, within: &str, number: &str, code: &str) -> Option<Zone<'_>> {
        let known = self.zones.get(&key(within, code)).map_or(&[][..], Vec::as_slice);
        let same_number = known.iter().find(|(of, _)| *of == bare(number));
        let (number, name) = same_number.or(if let [only] = known { Some(only) } else { None })?;
        let type_name = self.zone_types.get(&(fold(within), number.clone()))?;
        Some(Zone { type_name, name })
    }

    /// Adds the rows of one table.
    pub fn read(&mut self, table: &Table, chosen: &Chosen, country: Country, ledger: &mut Ledger) -> Outcome<()> {
        match chosen.what {
            What::Elections => self.read_elections(table, chosen, country, ledger),
            What::ZoneTypes => self.read_names(table, chosen, &["number", "name"], ledger, |tables, within, [number, name]| {
                tables.zone_types.insert(key(within, number), name.to_owned());
            }),
            _ => self.read_names(table, chosen, &["code", "name", "number"], ledger, |tables, within, [code, name, number]| {
                tables.zones.entry(key(within, code)).or_default().push((bare(number), name.to_owned()));
            }),
        }
    }

    fn read_elections(&mut self, table: &Table, chosen: &Chosen, country: Country, ledger: &mut Ledger) -> Outcome<()> {
        let binding = Binding::new(chosen, table, &["code", "date", "kind"])?;
        let (code, date, said) = (binding.required("code")?, binding.required("date")?, binding.field("kind")?);
        let (within, kinds) = (binding.within(), binding.values("kind"));
        let patterns = dates::spelled_out(&chosen.section.dates, chosen.country.unwrap_or(country));
        table.each(ledger, &Meter::silent(), |row, _| {
            let (code, written) = (code.read(row), date.read(row));
            if code.is_empty() {
                return Err(Refusal::missing("code"));
            }
            let date = dates::parse(&written, &patterns).and_then(Written::date);
            let date = date.ok_or_else(|| Refusal::bad("date", format!("{written:?} is no day of an election")))?;
            let election = Election { date, kind: kind(&said.read(row), &kinds, date) };
            self.elections.insert(key(&within.read(row), &code), election);
            Ok(Fate::Kept)
        });
        Ok(())
    }

    /// Reads a table of plain texts, all of which must be filled.
    fn read_names<const N: usize>(
        &mut self,
        table: &Table,
        chosen: &Chosen,
        fields: &[&str; N],
        ledger: &mut Ledger,
        enter: impl Fn(&mut Self, &str, [&str; N]),
    ) -> Outcome<()> {
        let binding = Binding::new(chosen, table, fields)?;
        let columns = fields.iter().map(|field| binding.required(field)).collect::<Outcome<Vec<_>>>()?;
        let within = binding.within();
        table.each(ledger, &Meter::silent(), |row, _| {
            let texts: Vec<_> = columns.iter().map(|column| column.read(row)).collect();
            if let Some(empty) = texts.iter().position(|text| text.is_empty()) {
                return Err(Refusal::missing(fields[empty]));
            }
            enter(self, &within.read(row), std::array::from_fn(|field| &*texts[field]));
            Ok(Fate::Kept)
        });
        Ok(())
    }
}

fn key(within: &str, code: &str) -> Key {
    (fold(within), bare(code))
}

/// Tables write `7` where the columns say `07`.
fn bare(code: &str) -> String {
    code.trim_start_matches('0').to_uppercase()
}
