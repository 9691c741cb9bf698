//! From an OpenStreetMap extract to streets, addresses and places; voters are located anew on them.

use std::path::Path;

use super::ground::{Ground, Placed};
use super::{Progress, clock};
use crate::domain::{Outcome, Report};
use crate::import::osm;
use crate::store::{Change, Database, Folder, Input, snapshots};

/// The origin of addresses that came with the streets.
const ORIGIN: &str = "streets";

pub fn import_streets(folder: &Folder, file: &Path, reading: Progress<'_>, locating: Progress<'_>) -> Outcome<(Report, Option<Placed>)> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let input = Input::open(file)?;
    let source = input.name().to_owned();
    let read = osm::read(input.source(), reading)?;

    let mut tables = snapshots::streets::tables(&read.streets, &source)?;
    tables.push(snapshots::addresses::table(&read.addresses, ORIGIN, &source)?);
    tables.push(snapshots::ranges::table(&read.ranges, ORIGIN, &source)?);
    tables.push(snapshots::places::table(&read.places, &source)?);

    let mut ground = Ground { streets: Some(read.streets), ..Ground::load(folder, &manifest)? };
    ground.set_addresses(ORIGIN, read.addresses, read.ranges);
    let placed = ground.place_again(folder, &manifest, locating)?.map(|(table, placed)| {
        tables.push(table);
        placed
    });
    folder.publish(&lock, Change { tables, scores: None, at: clock::now() })?;
    Database::open(folder)?.log_import(&clock::now(), &source, &read.report)?;
    Ok((read.report, placed))
}
