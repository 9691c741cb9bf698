//! Which addresses does a file hold: points, or ranges of numbers along streets?

use std::collections::BTreeMap;

use super::addrfeat;
use super::binding::{Binding, Field};
use super::delimited::{Meter, Row, Table};
use super::layout::{self, Choice, Chosen, What};
use super::ledger::{Fate, Ledger, Refusal};
use crate::domain::{AddressPoint, AddressRanges, Addresses, Country, Outcome, Problem, Reject, Report, Source, Texts};

const FIELDS: [&str; 9] = ["id", "lon", "lat", "number", "street", "unit", "city", "postcode", "building"];

/// What an address file gave; it has either points or ranges.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Read {
    pub addresses: Addresses,
    /// What the source calls each of `addresses`; empty where it gives no name.
    pub ids: Texts,
    pub ranges: AddressRanges,
    /// Whose layout it is, where that tells.
    pub country: Option<Country>,
    pub rejects: Vec<Reject>,
    pub report: Report,
}

struct Plan {
    id: Field,
    lon: Field,
    lat: Field,
    number: Field,
    street: Field,
    unit: Field,
    city: Field,
    postcode: Field,
    building: Field,
}

/// Addresses in WGS84 degrees. `layout` is `auto`, a layout's name, or the columns themselves: `lon=X,lat=Y,number=NO,street=NAME`.
/// `siblings` are the files beside a `.shp`.
pub fn read(source: Source, siblings: &[Source], layout: &str) -> Outcome<Read> {
    if layout == "tiger-addrfeat" || layout == "auto" && addrfeat::looks_like(&source) {
        let mut ledger = Ledger::new("addresses");
        let ranges = addrfeat::read(source, siblings, &mut ledger)?;
        ledger.report.remark(format!("{}: read as TIGER ADDRFEAT (layout tiger-addrfeat)", source.name));
        return Ok(Read { ranges, country: Some(Country::Us), rejects: ledger.rejects, report: ledger.report, ..Read::default() });
    }
    read_points(source, layout)
}

fn read_points(source: Source, layout: &str) -> Outcome<Read> {
    let table = Table::open(source)?;
    let chosen = if layout.contains('=') { spelled_out(layout)? } else { layout::choose(What::Addresses, &Choice::Named(layout), &table)? };
    let plan = plan(&table, &chosen)?;
    let mut addresses = Addresses::default();
    let mut ids = Texts::new();
    let mut ledger = Ledger::new("addresses");
    ledger.report.remark(chosen.said(table.name));
    table.each(&mut ledger, &Meter::silent(), |row, _| {
        addresses.push(&point(row, &plan)?);
        ids.push(&plan.id.read(row));
        Ok(Fate::Kept)
    });
    Ok(Read { addresses, ids, ranges: AddressRanges::default(), country: chosen.country, rejects: ledger.rejects, report: ledger.report })
}

/// The layout a user writes on the command line.
fn spelled_out(text: &str) -> Outcome<Chosen> {
    let pairs: Option<BTreeMap<&str, &str>> = text.split(',').map(|pair| pair.split_once('=')).collect();
    let pairs =
        pairs.ok_or_else(|| Problem::new(format!("{text:?} is no layout")).remedy("write it as lon=X,lat=Y,number=NO,street=NAME"))?;
    Ok(Chosen::of_columns(text, pairs))
}

fn plan(table: &Table, chosen: &Chosen) -> Outcome<Plan> {
    let binding = Binding::new(chosen, table, &FIELDS)?;
    Ok(Plan {
        id: binding.field("id")?,
        lon: binding.required("lon")?,
        lat: binding.required("lat")?,
        number: binding.field("number")?,
        street: binding.required("street")?,
        unit: binding.field("unit")?,
        city: binding.field("city")?,
        postcode: binding.field("postcode")?,
        building: binding.field("building")?,
    })
}

fn point(row: &Row, plan: &Plan) -> Result<AddressPoint, Refusal> {
    let street = plan.street.read(row);
    if street.is_empty() {
        return Err(Refusal::missing("street"));
    }
    let text = |field: &Field| field.read(row).into_owned();
    Ok(AddressPoint {
        lon: degrees("lon", &plan.lon.read(row), 180.0)?,
        lat: degrees("lat", &plan.lat.read(row), 90.0)?,
        number: text(&plan.number),
        street: street.into_owned(),
        unit: text(&plan.unit),
        city: text(&plan.city),
        postcode: text(&plan.postcode),
        building: text(&plan.building),
    })
}

fn degrees(field: &str, written: &str, limit: f64) -> Result<f64, Refusal> {
    let value = written.replacen(',', ".", 1).parse().ok().filter(|degrees: &f64| degrees.abs() <= limit);
    value.ok_or_else(|| Refusal::bad(field, format!("{written:?} is not in degrees between -{limit} and {limit}")))
}
