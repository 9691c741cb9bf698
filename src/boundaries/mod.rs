//! Which areas does a file describe? Shapefile, GeoJSON, KML, TopoJSON, a zip of one, or rows of a database.
//!
//! Each decoder turns bytes into `Features`: text columns and shapes as the source has them. `assemble` does the rest alike for
//! all: coordinates into WGS84, shapes mended, ids chosen, parts of one id joined, every feature accounted for.

mod assemble;
mod columns;
mod crs;
mod datums;
mod dbf;
mod geojson;
mod kml;
mod packed;
mod seams;
mod shapefile;
mod topojson;

use std::collections::BTreeMap;

use geo_types::Geometry;

use crate::domain::{Area, Outcome, Problem, Reject, Report, Source};

/// What the user tells where the file leaves a doubt.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The column whose value names an area, or several joined by `+`: `DEPCO+BVOTE` gives ids like `29019-6`.
    pub id: Option<&'a str>,
    /// The column with the area's name for people; also `A+B`.
    pub name: Option<&'a str>,
    /// The coordinate reference system, as `EPSG:2248`; wins over what the file says.
    pub crs: Option<&'a str>,
}

/// The areas of a file, and what became of each feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// Sorted by id, WGS84, valid shapes.
    pub areas: Vec<Area>,
    pub rejects: Vec<Reject>,
    /// `read` counts features, `kept` areas, `merged` features joined to another of their id.
    pub report: Report,
}

/// Reads a file of areas by its content, whatever its name says. `siblings` are the files beside a `.shp`: `.dbf`, `.prj`, `.cpg`, `.shx`.
///
/// Rows in problems and rejects count as in an attribute table whose header is row 1: the first feature is row 2.
pub fn read(source: Source, siblings: &[Source], options: &Options) -> Outcome<Read> {
    let features = decode(source, siblings).map_err(|problem| named(problem, source.name))?;
    assemble::assemble(source.name, features, options).map_err(|problem| named(problem, source.name))
}

/// Areas from rows of a table: text columns, shape, and its SRID (an EPSG code; 0 when the table does not tell).
pub fn from_features(name: &str, rows: Vec<(BTreeMap<String, String>, Geometry<f64>, i32)>, options: &Options) -> Outcome<Read> {
    let crs = table_crs(&rows).map_err(|problem| named(problem, name))?;
    let rows = rows.into_iter().map(|(columns, shape, _)| Feature { columns, shape: Ok(shape) }).collect();
    assemble::assemble(name, Features { crs, rows }, options).map_err(|problem| named(problem, name))
}

/// One feature as its source has it.
#[derive(Debug)]
struct Feature {
    columns: BTreeMap<String, String>,
    /// In the source's own coordinates; or why there is none, as a sentence for the rejects.
    shape: Result<Geometry<f64>, String>,
}

#[derive(Debug)]
struct Features {
    crs: Declared,
    rows: Vec<Feature>,
}

/// The coordinate reference system as the source declares it.
#[derive(Debug, Clone, PartialEq)]
enum Declared {
    /// Longitude and latitude by the format's own rule.
    Wgs84,
    /// The text of a `.prj`.
    Wkt(String),
    /// `EPSG:2248`, or the same as a URN.
    Code(String),
    /// The source leaves it open: where one looks for it, and does not find it (`.prj beside it`).
    Nothing(&'static str),
}

fn decode(source: Source, siblings: &[Source]) -> Outcome<Features> {
    let text = source.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source.bytes);
    let first = text.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    if source.bytes.starts_with(shapefile::MAGIC) {
        return match source.extension().as_str() {
            "shx" => Err(Problem::new("this is the index of a shapefile").remedy("give the .shp beside it")),
            _ => shapefile::decode(source, siblings),
        };
    }
    match first {
        _ if source.bytes.starts_with(b"PK\x03\x04") => packed::decode(source.bytes),
        Some(b'{') => decode_json(text),
        Some(b'<') => kml::decode(text),
        _ => Err(unknown_content(source)),
    }
}

fn decode_json(text: &[u8]) -> Outcome<Features> {
    let kind: JsonKind = serde_json::from_slice(text).map_err(|error| {
        Problem::new(format!("not JSON as it should be: {error}")).remedy("it may be cut short; fetch or export it again")
    })?;
    match kind.kind.as_deref() {
        Some("Topology") => topojson::decode(text),
        Some("FeatureCollection" | "Feature") => geojson::decode(text),
        Some("Polygon" | "MultiPolygon" | "GeometryCollection") => {
            Err(Problem::new("a bare shape without an id").remedy("export it as a GeoJSON FeatureCollection with an id property"))
        }
        _ => Err(Problem::new("JSON, but neither GeoJSON nor TopoJSON").remedy("give the file that holds the areas' shapes")),
    }
}

#[derive(serde::Deserialize)]
struct JsonKind {
    #[serde(rename = "type")]
    kind: Option<String>,
}

fn unknown_content(source: Source) -> Problem {
    let (what, remedy) = match source.extension().as_str() {
        _ if source.bytes.is_empty() => ("the file is empty", "fetch or export it again"),
        "dbf" | "prj" | "cpg" => ("this is one part of a shapefile, without shapes", "give the .shp beside it"),
        "shp" => ("its content is not a shapefile's", "it may be damaged or misnamed; fetch it again"),
        _ => ("its content is none that areas come in", "give a .shp, .geojson, .topojson, .kml or a .zip of one of them"),
    };
    Problem::new(what).remedy(remedy)
}

fn table_crs(rows: &[(BTreeMap<String, String>, Geometry<f64>, i32)]) -> Outcome<Declared> {
    let mut srids: Vec<i32> = rows.iter().filter(|(_, shape, _)| assemble::has_points(shape)).map(|(.., srid)| *srid).collect();
    srids.sort_unstable();
    srids.dedup();
    match srids.as_slice() {
        [] | [0] => Ok(Declared::Nothing("SRID in the table")),
        [srid] => Ok(Declared::Code(format!("EPSG:{srid}"))),
        many => Err(Problem::new(format!("the table mixes SRIDs {many:?}")).remedy("bring them to one with ST_Transform in a view")),
    }
}

fn named(problem: Problem, file: &str) -> Problem {
    match problem.file {
        Some(_) => problem,
        None => problem.file(file),
    }
}
