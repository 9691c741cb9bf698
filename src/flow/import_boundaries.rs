//! From a boundary file, or a PostGIS table, to a layer of areas; voters are counted anew by it.

use std::path::Path;

use super::ground::{Ground, PRECINCTS, Placed};
use super::{Progress, clock, rejects};
use crate::boundaries::{self, Options, Read};
use crate::domain::{Layer, Outcome, Problem, Report};
use crate::store::{Change, Database, Folder, Input, postgis, snapshots};

#[derive(Debug)]
pub struct Wanted<'a> {
    /// A path, or `postgres://…?table=…`.
    pub file: &'a str,
    pub layer: &'a str,
    pub options: Options<'a>,
}

pub fn import_boundaries(folder: &Folder, wanted: &Wanted<'_>, progress: Progress<'_>) -> Outcome<(Report, Option<Placed>)> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let (source, read) = read(wanted)?;
    if read.areas.is_empty() {
        return Err(Problem::new("holds no usable area").file(source).remedy("look at it in QGIS; export polygons"));
    }
    let rejects = rejects::write(folder, "boundaries", manifest.generation + 1, &read.rejects)?;
    let layer = Layer { name: wanted.layer.to_owned(), areas: read.areas };

    let mut tables = vec![snapshots::areas::table(&layer, &source)?];
    let mut placed = None;
    if wanted.layer == PRECINCTS {
        let ground = Ground { precincts: Some(layer), ..Ground::load(folder, &manifest)? };
        if let Some((table, again)) = ground.place_again(folder, &manifest, progress)? {
            tables.push(table);
            placed = Some(again);
        }
    }
    folder.publish(&lock, Change { tables, scores: None, at: clock::now() })?;

    let mut report = read.report;
    report.remarks.extend(rejects.map(|path| format!("rows left out are in {}", path.display())));
    Database::open(folder)?.log_import(&clock::now(), &source, &report)?;
    Ok((report, placed))
}

fn read(wanted: &Wanted<'_>) -> Outcome<(String, Read)> {
    if wanted.file.starts_with("postgres://") || wanted.file.starts_with("postgresql://") {
        let table = table_name(wanted.file);
        let features = postgis::read_table(wanted.file)?;
        return Ok((table.clone(), boundaries::from_features(&table, features, &wanted.options)?));
    }
    let path = Path::new(wanted.file);
    let input = Input::open(path)?;
    let siblings = Input::siblings(path, &["dbf", "shx", "prj", "cpg"])?;
    let beside: Vec<_> = siblings.iter().map(Input::source).collect();
    Ok((input.name().to_owned(), boundaries::read(input.source(), &beside, &wanted.options)?))
}

/// What reports and the log call the source: the table, never the URL, which may hold a password.
fn table_name(url: &str) -> String {
    let table = url.split_once("table=").map_or("", |(_, rest)| rest);
    table.split('&').next().unwrap_or_default().to_owned()
}
