//! Which house numbers lie along which streets? The Census Bureau's ADDRFEAT: two sides of numbers an edge.
//!
//! Columns: TIGER/Line technical documentation, "Address Range-Feature". LFROMHN to LTOHN run along the line on its left hand,
//! RFROMHN to RTOHN on its right; a side's PARITY is O, E or B. A shapefile, its zip, or the same as GeoJSON.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use shapefile::dbase::{self, FieldValue};
use shapefile::{Shape, ShapeReader};
use zip::ZipArchive;

use super::ledger::{Fate, Ledger, Refusal};
use crate::domain::{AddressRange, AddressRanges, Outcome, Problem, RejectReason, Source};
use crate::geometry::shape_of_geojson;

/// Houses stand about this far from the middle of the street (the default of PostGIS' TIGER geocoder).
const SIDE_OFFSET_M: f64 = 10.0;
/// The largest county's parts are a tenth of it; a small zip can claim to hold far more.
const UNPACKED_MAX_BYTES: u64 = 2 << 30;
const LAYOUT: &str = "tiger-addrfeat";

/// One edge of one name.
struct Edge {
    columns: BTreeMap<String, String>,
    line: Vec<[f64; 2]>,
}

/// The file's content is a shapefile's, a zip's or JSON: no table of points.
pub(super) fn looks_like(source: &Source) -> bool {
    let start = source.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source.bytes).trim_ascii_start();
    [&[0, 0, 0x27, 0x0A][..], b"PK\x03\x04", b"{"].iter().any(|magic| start.starts_with(magic) || source.bytes.starts_with(magic))
}

/// Sides are counted: an edge has up to two. `siblings` holds the `.dbf` beside a `.shp`.
pub(super) fn read(source: Source, siblings: &[Source], ledger: &mut Ledger) -> Outcome<AddressRanges> {
    let mut ranges = AddressRanges::default();
    for (edge, row) in edges(source, siblings)?.into_iter().zip(2..) {
        let sides = [side(&edge, "L", -SIDE_OFFSET_M), side(&edge, "R", SIDE_OFFSET_M)];
        if sides.iter().all(Option::is_none) {
            ledger.enter(source.name, row, Err(Refusal::missing("LFROMHN")));
        }
        for side in sides.into_iter().flatten() {
            ledger.enter(source.name, row, side.map(|range| ranges.push(range)).map(|()| Fate::Kept));
        }
    }
    Ok(ranges)
}

/// `None` when the side has no numbers.
fn side(edge: &Edge, side: &str, offset_m: f64) -> Option<Result<AddressRange, Refusal>> {
    let text = |name: String| edge.columns.get(&name).map_or("", |value| value.trim());
    let (from, to) = (text(format!("{side}FROMHN")), text(format!("{side}TOHN")));
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let read = || {
        let number = |field: String, text: &str| {
            text.parse::<u32>()
                .map_err(|_| Refusal::bad(&field, format!("{text:?} is no plain number, and cannot be counted along a street")))
        };
        let street = text("FULLNAME".to_owned());
        if street.is_empty() {
            return Err(Refusal::missing("FULLNAME"));
        }
        if edge.line.len() < 2 {
            return Err(Refusal::new(RejectReason::BadRow, "geometry", "the edge is no line in degrees"));
        }
        let parity = text(format!("PARITY{side}"));
        let postcode = text(format!("ZIP{side}")).to_owned();
        let (first, last) = (number(format!("{side}FROMHN"), from)?, number(format!("{side}TOHN"), to)?);
        // ends of both parities say what a B says, whatever the column does
        let step = if parity == "B" || first % 2 != last % 2 { 1 } else { 2 };
        Ok(AddressRange { street: street.to_owned(), city: String::new(), postcode, first, last, step, offset_m, line: edge.line.clone() })
    };
    Some(read())
}

fn edges(source: Source, siblings: &[Source]) -> Outcome<Vec<Edge>> {
    let edges = match source.bytes {
        [b'P', b'K', 3, 4, ..] => zipped(source),
        [0, 0, 0x27, 0x0A, ..] => shapes(source, siblings.iter().copied().find(|file| file.extension() == "dbf")),
        _ => features(source),
    };
    edges.map_err(|problem| if problem.file.is_none() { problem.file(source.name) } else { problem })
}

fn zipped(source: Source) -> Outcome<Vec<Edge>> {
    let damaged = |why: String| Problem::new(format!("the zip cannot be opened: {why}")).remedy("it may be cut short; fetch it again");
    let mut archive = ZipArchive::new(Cursor::new(source.bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut part = |ending: &str| -> Outcome<Vec<u8>> {
        let mut bytes = Vec::new();
        for index in 0..archive.len() {
            let entry = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
            let name = entry.name().map_err(|error| damaged(error.to_string()))?.to_ascii_lowercase();
            if name.starts_with("__macosx/") || !name.ends_with(ending) {
                continue;
            }
            if !bytes.is_empty() {
                return Err(
                    Problem::new(format!("the zip holds several {ending} files")).remedy("unpack it and import one after the other")
                );
            }
            entry.take(UNPACKED_MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| damaged(error.to_string()))?;
            if bytes.len() as u64 > UNPACKED_MAX_BYTES {
                return Err(Problem::new(format!("its {ending} unpacks to more than 2 GiB")).remedy("give one county's file"));
            }
        }
        if bytes.is_empty() {
            return Err(Problem::new(format!("the zip holds no {ending}")).remedy("give the zip of the Census Bureau's ADDRFEAT"));
        }
        Ok(bytes)
    };
    let (shp, dbf) = (part(".shp")?, part(".dbf")?);
    shapes(Source::new(source.name, &shp), Some(Source::new(source.name, &dbf)))
}

fn shapes(source: Source, table: Option<Source>) -> Outcome<Vec<Edge>> {
    let damaged = |why: String| Problem::new(format!("the shapefile cannot be read: {why}")).remedy("fetch it again");
    let table =
        table.ok_or_else(|| Problem::new("no .dbf beside it, which holds the numbers").remedy("put all its files in one folder"))?;
    let mut table = dbase::Reader::new(Cursor::new(table.bytes)).map_err(|error| damaged(error.to_string()))?;
    let names: Vec<String> = table.fields().iter().map(|field| field.name().to_owned()).collect();
    expect_columns(|name| names.iter().any(|known| known == name))?;
    let mut shapes = ShapeReader::new(Cursor::new(source.bytes)).map_err(|error| damaged(error.to_string()))?;
    let records = table.iter_records().collect::<Result<Vec<_>, _>>().map_err(|error| damaged(error.to_string()))?;
    let shapes = shapes.iter_shapes().collect::<Result<Vec<_>, _>>().map_err(|error| damaged(error.to_string()))?;
    if shapes.len() != records.len() {
        return Err(damaged(format!("{} shapes, but {} rows", shapes.len(), records.len())));
    }
    let edge = |(shape, record): (Shape, dbase::Record)| {
        let text = |value: FieldValue| match value {
            FieldValue::Character(text) => text,
            _ => None,
        };
        let columns = record.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect();
        Edge { columns, line: line(shape) }
    };
    Ok(shapes.into_iter().zip(records).map(edge).collect())
}

/// The points of a line of one part; none of anything else.
fn line(shape: Shape) -> Vec<[f64; 2]> {
    let points: Vec<[f64; 2]> = match shape {
        Shape::Polyline(line) if line.parts().len() == 1 => line.parts()[0].iter().map(|point| [point.x, point.y]).collect(),
        Shape::PolylineZ(line) if line.parts().len() == 1 => line.parts()[0].iter().map(|point| [point.x, point.y]).collect(),
        _ => Vec::new(),
    };
    in_degrees(points)
}

/// NAD83 longitudes and latitudes, within a metre or two of WGS84; a line in feet is none.
fn in_degrees(points: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let inside = |[lon, lat]: &[f64; 2]| lon.abs() <= 180.0 && lat.abs() <= 90.0;
    if points.iter().all(inside) { points } else { Vec::new() }
}

/// A feature collection, or a feature a line.
fn features(source: Source) -> Outcome<Vec<Edge>> {
    let wrong = |why: String| {
        Problem::new(format!("is not GeoJSON as it should be: {why}")).remedy("export it again as a FeatureCollection of lines")
    };
    let text = std::str::from_utf8(source.bytes).map_err(|_| wrong("not UTF-8".into()))?.trim_start_matches('\u{feff}');
    let collection = text.parse::<geojson::FeatureCollection>().map(|collection| collection.features);
    let features = collection.or_else(|_| {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).zip(1u64..);
        lines
            .map(|(line, row)| line.parse::<geojson::Feature>().map_err(|error| wrong(error.to_string()).row(row)))
            .collect::<Outcome<Vec<_>>>()
    })?;
    let first = features.first().and_then(|feature| feature.properties.as_ref());
    expect_columns(|name| first.is_some_and(|properties| properties.contains_key(name)))?;
    Ok(features.into_iter().map(edge).collect())
}

fn edge(feature: geojson::Feature) -> Edge {
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let columns = feature.properties.into_iter().flatten().filter_map(|(name, value)| Some((name, text(value)?))).collect();
    let line =
        feature.geometry.and_then(|shape| shape_of_geojson(shape).ok()).and_then(|shape| geo_types::LineString::try_from(shape).ok());
    Edge { columns, line: in_degrees(line.map_or_else(Vec::new, |line| line.coords().map(|point| [point.x, point.y]).collect())) }
}

fn expect_columns(has: impl Fn(&str) -> bool) -> Outcome<()> {
    let missing = ["FULLNAME", "LFROMHN", "LTOHN", "RFROMHN", "RTOHN", "ZIPL", "ZIPR"].into_iter().find(|name| !has(name));
    match missing {
        None => Ok(()),
        Some(name) => Err(Problem::new(format!("no column named {name} (layout {LAYOUT})"))
            .remedy("give the Census Bureau's ADDRFEAT; points of addresses come as delimited text with --layout openaddresses or ban")),
    }
}
