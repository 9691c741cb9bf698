//! A zip that holds one layer of areas: a shapefile with its parts, or one GeoJSON, TopoJSON or KML (a KMZ is that).

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Features;
use crate::domain::{Outcome, Problem, Source};

/// More than any layer of areas needs; a small zip can claim to hold far more.
const UNPACKED_MAX_BYTES: u64 = 4 << 30;

/// Coordinates and tables shrink to a tenth, a table of blanks to a hundredth; what shrinks more is made to fill a memory.
const RATIO_MAX: u64 = 200;
/// However well it is packed.
const HARMLESS_BYTES: u64 = 16 << 20;

/// More names than this are not looked through.
const FILES_MAX: usize = 10_000;
/// More names than this do not help in an error.
const NAMED_MAX: usize = 8;

/// Endings that hold areas, the surest first: a `.json` beside a `.geojson` is something else.
const LAYERS: [&[&str]; 2] = [&["shp", "geojson", "topojson", "kml"], &["json"]];

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn decode(bytes: &[u8]) -> Outcome<Features> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let names = names(&mut archive)?;
    let layer = only_layer(&names)?;
    let stem = layer.rsplit_once('.').map_or(layer.as_str(), |(stem, _)| stem);
    let parts =
        names.iter().filter(|name| *name != layer && name.rsplit_once('.').is_some_and(|(other, _)| other.eq_ignore_ascii_case(stem)));
    let beside = parts.map(|name| Ok((name, unpack(&mut archive, name)?))).collect::<Outcome<Vec<_>>>()?;
    let siblings: Vec<Source> = beside.iter().map(|(name, bytes)| Source::new(base(name), bytes)).collect();
    let bytes = unpack(&mut archive, layer)?;
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Problem::new(format!("{layer} is a zip again")).remedy("unpack it and give the file inside"));
    }
    super::decode(Source::new(base(layer), &bytes), &siblings)
        .map_err(|problem| Problem { what: format!("{}: {}", base(layer), problem.what), ..problem })
}

fn names(archive: &mut Archive) -> Outcome<Vec<String>> {
    if archive.len() > FILES_MAX {
        return Err(Problem::new(format!("the zip holds {} files", archive.len())).remedy("give a zip of one layer of areas"));
    }
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| damaged(&error.to_string()))?;
        let name = entry.name().map_err(|error| damaged(&error.to_string()))?.into_owned();
        let hidden = name.starts_with("__MACOSX/") || base(&name).starts_with('.');
        if entry.is_file() && !hidden {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn only_layer(names: &[String]) -> Outcome<&String> {
    for endings in LAYERS {
        let ends = |name: &str| endings.iter().any(|ending| name.to_ascii_lowercase().ends_with(&format!(".{ending}")));
        let layers: Vec<&String> = names.iter().filter(|name| ends(name)).collect();
        match layers.as_slice() {
            [] => continue,
            [only] => return Ok(only),
            many => {
                let list = listed(many.iter().map(|name| name.as_str()));
                return Err(Problem::new(format!("the zip holds several layers: {list}")).remedy("unpack it and import the one you want"));
            }
        }
    }
    let list = listed(names.iter().map(String::as_str));
    Err(Problem::new(format!("the zip holds no areas, only {list}")).remedy("give the zip of the .shp or .geojson"))
}

fn unpack(archive: &mut Archive, name: &str) -> Outcome<Vec<u8>> {
    let entry = archive.by_name(name).map_err(|error| damaged(&format!("{name}: {error}")))?;
    let bound = entry.compressed_size().saturating_mul(RATIO_MAX).clamp(HARMLESS_BYTES, UNPACKED_MAX_BYTES);
    let mut bytes = Vec::new();
    entry.take(bound + 1).read_to_end(&mut bytes).map_err(|error| damaged(&format!("{name}: {error}")))?;
    if bytes.len() as u64 > bound {
        return Err(Problem::new(format!(
            "{name} unpacks to more than {} MiB, {RATIO_MAX} times its size or past all bounds",
            bound >> 20
        ))
        .remedy("if you trust it, unpack it and give the files inside"));
    }
    Ok(bytes)
}

fn listed<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let more = names.len().saturating_sub(NAMED_MAX);
    let list = names.take(NAMED_MAX).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

fn damaged(why: &str) -> Problem {
    Problem::new(format!("the zip cannot be opened: {why}")).remedy("it may be cut short or locked with a password; fetch it again")
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
