//! What does an OpenStreetMap extract tell: streets, addresses, places?

mod address;
mod block;
mod extract;
mod features;
mod interpolation;
mod kinds;
mod network;
mod pbf;
mod rings;
mod rules;
mod tags;
mod xml;

use crate::domain::{AddressRanges, Addresses, Outcome, Place, Problem, RejectReason, Report, Source};
use crate::streets::Streets;
use extract::Extract;

/// All that a campaign keeps of an extract, in the order of OpenStreetMap's ids: nodes, then ways, then relations.
#[derive(Debug, Clone, PartialEq)]
pub struct Osm {
    pub streets: Streets,
    pub addresses: Addresses,
    /// What `addr:interpolation` tells.
    pub ranges: AddressRanges,
    pub places: Vec<Place>,
    /// `read` counts uses: a school's building with an address is read as a building, a school and an address.
    pub report: Report,
}

/// Reads `.osm.pbf` or OSM XML; the content decides, not the name. `progress` hears (done, of all), in bytes of all scans.
///
/// # Errors
/// The bytes are not OpenStreetMap data, end in the middle, are damaged, or hold no street.
pub fn read(source: Source, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Osm> {
    let extract = open(source, progress)?;
    let mut report = Report::new("streets");
    let streets = network::streets(&extract, &mut report);
    if streets.is_empty() {
        return Err(Problem::new("holds no streets").file(source.name).remedy("get an extract with highways; it may have been cut short"));
    }
    let features::Read { addresses, ranges, places } = features::read(&extract, &mut report);
    notice(&extract, &streets, &mut report);
    Ok(Osm { streets, addresses, ranges, places, report })
}

fn open(source: Source, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Extract> {
    if pbf::looks_like(source.bytes) {
        pbf::read(source, progress)
    } else if xml::looks_like(source.bytes) {
        xml::read(source, progress)
    } else {
        Err(not_osm(source))
    }
}

fn notice(extract: &Extract, streets: &Streets, report: &mut Report) {
    let components = streets.components();
    report.notice("walk_components", components.count() as u64);
    report.notice("nodes_missing", extract.nodes.absent());
    if components.count() > 1 {
        let share = 100.0 * components.largest_share();
        report.remark(format!(
            "the streets fall into {} parts that are not joined on foot; the largest holds {share:.1} % of their nodes",
            components.count()
        ));
    }
    for (reason, what) in [
        (RejectReason::BadRow, "streets and areas are left out: they do not close, or their nodes are not in the file"),
        (RejectReason::MissingField, "house numbers are left out: they name no street"),
    ] {
        if let Some(count) = report.rejected_by.get(reason.word()) {
            report.remark(format!("{count} {what}"));
        }
    }
    if report.noticed.contains_key("relations_incomplete") {
        report.remark("some areas are not whole in this extract; those parts of them that close are kept");
    }
    if extract.may_be_cut {
        report
            .remark("the file ends after its ways, without any relation; most extracts have some: if it was cut short, download it again");
    }
}

fn not_osm(source: Source) -> Problem {
    let what = if source.bytes.is_empty() { "is empty" } else { "is not OpenStreetMap data" };
    Problem::new(what).file(source.name).remedy("give an extract: .osm.pbf, or .osm in XML")
}
