//! From a list of addresses and reference files to where each one is. Needs no campaign.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::{Progress, cells, rejects};
use crate::domain::{AddressRanges, Addresses, Country, Located, Outcome, Problem, Report};
use crate::import::queries::Queries;
use crate::import::{addresses, queries};
use crate::locate::{Found, Gazetteer, Query, Sources};
use crate::store::{Input, atomic};

#[derive(Debug)]
pub struct Wanted<'a> {
    pub queries: &'a Path,
    pub addresses: Vec<&'a Path>,
    /// Of the address files, as `import addresses` takes it.
    pub layout: &'a str,
    /// Whose words the addresses are in; the references' layout tells when `None`, else they are American.
    pub country: Option<Country>,
    pub output: &'a Path,
}

/// The command's report.
#[derive(Debug, Serialize)]
pub struct Geocoded {
    #[serde(flatten)]
    pub report: Report,
    /// Addresses by the level they were found at; adds up to `kept`.
    pub levels: BTreeMap<&'static str, u64>,
    /// Those of them that fit several places as well as each other.
    pub ambiguous: u64,
    /// Points and ranges looked up in.
    pub references: u64,
    pub references_rejected: u64,
    pub rejects: Option<PathBuf>,
    /// Of the whole command, and of the look-ups alone.
    pub seconds: f64,
    pub find_seconds: f64,
    pub addresses_a_second: f64,
}

pub fn geocode(wanted: &Wanted<'_>, progress: Progress<'_>) -> Outcome<Geocoded> {
    let started = Instant::now();
    let input = Input::table(wanted.queries)?;
    let (asked, mut rejected, mut report) = queries::read(input.source())?;
    let references = wanted.addresses.iter().map(|path| read_reference(path, wanted.layout)).collect::<Outcome<Vec<_>>>()?;
    let country = wanted.country.or_else(|| references.iter().find_map(|read| read.country)).unwrap_or(Country::Us);
    let points: Vec<&Addresses> = references.iter().map(|read| &read.addresses).collect();
    let ranges: Vec<&AddressRanges> = references.iter().map(|read| &read.ranges).collect();
    let gazetteer = Gazetteer::new(country, &Sources { addresses: &points, ranges: &ranges, streets: None });

    let finding = Instant::now();
    let found = find_all(&asked, &gazetteer, country, progress);
    let find_seconds = finding.elapsed().as_secs_f64();
    atomic::write(wanted.output, |out| write(out, &asked, &found, &references))?;

    let references_rejected = references.iter().map(|read| read.report.rejected).sum();
    for read in &references {
        report.remarks.extend(read.report.remarks.iter().cloned());
        rejected.extend(read.rejects.iter().cloned());
    }
    Ok(Geocoded {
        levels: levels(&found),
        ambiguous: found.iter().filter(|found| found.ambiguous()).count() as u64,
        references: references.iter().map(|read| (read.addresses.len() + read.ranges.len()) as u64).sum(),
        references_rejected,
        rejects: rejects::write_beside(wanted.output, &rejected)?,
        seconds: started.elapsed().as_secs_f64(),
        find_seconds,
        addresses_a_second: found.len() as f64 / find_seconds.max(1e-9),
        report,
    })
}

fn read_reference(path: &Path, layout: &str) -> Outcome<addresses::Read> {
    let input = Input::table(path)?;
    let siblings = Input::siblings(path, &["dbf"])?;
    let beside: Vec<_> = siblings.iter().map(Input::source).collect();
    let read = addresses::read(input.source(), &beside, layout)?;
    if read.addresses.is_empty() && read.ranges.is_empty() {
        return Err(Problem::new("no address could be kept").file(input.name()).remedy("check the layout with --layout"));
    }
    Ok(read)
}

fn find_all(asked: &Queries, gazetteer: &Gazetteer, country: Country, progress: Progress<'_>) -> Vec<Found> {
    let all = asked.len() as u64;
    let done = AtomicU64::new(0);
    let rows = (0..asked.len()).into_par_iter().map_init(
        || gazetteer.finder(),
        |finder, row| {
            let found = match asked.line.get(row) {
                "" => finder.find(&parts(asked, row)),
                line => finder.find(&Query { unit: asked.unit.get(row), ..filled(Query::of_line(line, country), asked, row) }),
            };
            let count = done.fetch_add(1, Ordering::Relaxed) + 1;
            if count.is_multiple_of(4096) || count == all {
                progress(count, all);
            }
            found
        },
    );
    rows.collect()
}

fn parts(asked: &Queries, row: usize) -> Query<'_> {
    Query {
        number: asked.number.get(row),
        street: asked.street.get(row),
        unit: asked.unit.get(row),
        city: asked.city.get(row),
        postcode: asked.postcode.get(row),
    }
}

/// Columns of their own tell city and postcode where the line does not.
fn filled<'a>(query: Query<'a>, asked: &'a Queries, row: usize) -> Query<'a> {
    let or = |text: &'a str, column: &'a str| if text.is_empty() { column } else { text };
    Query { city: or(query.city, asked.city.get(row)), postcode: or(query.postcode, asked.postcode.get(row)), ..query }
}

/// The contract's words for the levels, worst first.
fn word(located: Located) -> &'static str {
    ["none", "zip", "street", "interp", "point"][located as usize]
}

fn levels(found: &[Found]) -> BTreeMap<&'static str, u64> {
    let count = |level: Located| found.iter().filter(|found| found.located == level).count() as u64;
    Located::ALL.into_iter().map(|level| (word(level), count(level))).collect()
}

fn write(out: &mut dyn std::io::Write, asked: &Queries, found: &[Found], references: &[addresses::Read]) -> std::io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["id", "lon", "lat", "level", "score", "ref_id"])?;
    for (row, found) in found.iter().enumerate() {
        let nowhere = found.located == Located::None;
        let degrees = |value: f64| if nowhere { String::new() } else { format!("{value:.7}") };
        let score = format!("{:.2}", f64::from(found.confidence) / 100.0);
        let reference = found.address.map_or("", |address| reference_id(references, address as usize));
        csv.write_record([
            cells::plain(asked.id.get(row)).as_ref(),
            &degrees(found.lon),
            &degrees(found.lat),
            word(found.located),
            &score,
            cells::plain(reference).as_ref(),
        ])?;
    }
    csv.flush()
}

/// Rows count over all references in their order.
fn reference_id(references: &[addresses::Read], mut row: usize) -> &str {
    for read in references {
        if row < read.addresses.len() {
            return read.ids.get(row);
        }
        row -= read.addresses.len();
    }
    ""
}
