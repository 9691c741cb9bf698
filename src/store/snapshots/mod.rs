//! Each table of a campaign as a snapshot and back.

pub mod addresses;
pub mod areas;
pub mod attributes;
pub mod merges;
pub mod places;
pub mod ranges;
pub mod results;
pub mod streets;
pub mod voters;

use std::fs;

use geo_traits::to_geo::ToGeoGeometry;
use geo_types::Geometry;

use super::folder::{Folder, NewTable};
use super::manifest::Manifest;
use super::table::{self, Column, Table};
use crate::domain::{Outcome, Problem};

/// Reads a table if the campaign has it.
pub fn read(folder: &Folder, manifest: &Manifest, name: &str) -> Outcome<Option<Table>> {
    let Some(entry) = manifest.tables.get(name) else { return Ok(None) };
    let path = folder.snapshot_path(entry);
    let shown = path.display().to_string();
    let bytes = fs::read(&path).map_err(|error| {
        Problem::new(format!("cannot be read: {error}")).file(&shown).remedy("restore the campaign from a backup, or import again")
    })?;
    Table::read(&shown, bytes).map(Some)
}

fn new_table(name: &str, source: &str, rows: usize, columns: &[(String, Column<'_>)]) -> Outcome<NewTable> {
    Ok(NewTable { name: name.to_owned(), rows: rows as u64, parquet: table::write(rows, columns)?, source: source.to_owned() })
}

fn named<'a>(columns: impl IntoIterator<Item = (&'a str, Column<'a>)>) -> Vec<(String, Column<'a>)> {
    columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect()
}

fn wkb(shape: &Geometry<f64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    wkb::writer::write_geometry(&mut bytes, shape, &wkb::writer::WriteOptions::default()).expect("writing to memory cannot fail");
    bytes
}

fn geometry(bytes: &[u8]) -> Outcome<Geometry<f64>> {
    let shape = wkb::reader::read_wkb(bytes).map_err(|error| damaged("shape", &error))?;
    shape.try_to_geometry().ok_or_else(|| damaged("shape", &"an empty point"))
}

fn damaged(field: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(format!("a snapshot is damaged: {error}")).field(field).remedy("restore the campaign from a backup, or import again")
}
