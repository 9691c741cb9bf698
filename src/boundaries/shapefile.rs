//! ESRI shapefiles: `.shp` for the shapes, `.dbf` for the columns, `.prj` for the coordinates, `.cpg` for the text encoding.

use std::io::Cursor;

use geo_types::{Coord, Geometry, LineString};
use shapefile::record::polygon::GenericPolygon;
use shapefile::record::traits::HasXY;
use shapefile::{Shape, ShapeReader};

use super::{Declared, Feature, Features, dbf};
use crate::domain::{Outcome, Problem, Source};
use crate::geometry::nest;

/// How every `.shp` and `.shx` begins.
pub(super) const MAGIC: &[u8] = &[0x00, 0x00, 0x27, 0x0A];

pub(super) fn decode(source: Source, siblings: &[Source]) -> Outcome<Features> {
    let table = sibling(siblings, "dbf").ok_or_else(|| {
        Problem::new("no .dbf beside it, which holds the areas' ids").remedy("put all files of the shapefile in one folder")
    })?;
    let encoding = sibling(siblings, "cpg").map(|label| String::from_utf8_lossy(label.bytes).into_owned());
    let records = dbf::records(table, encoding.as_deref())?;
    let shapes = shapes(source, sibling(siblings, "shx"))?;
    if shapes.len() != records.len() {
        let (shapes, records) = (shapes.len(), records.len());
        return Err(Problem::new(format!("{shapes} shapes, but {records} rows in {}", table.name))
            .remedy("the files belong to different exports; fetch them again together"));
    }
    let crs = match sibling(siblings, "prj") {
        Some(prj) => Declared::Wkt(String::from_utf8_lossy(prj.bytes).trim_start_matches('\u{feff}').trim().to_owned()),
        None => Declared::Nothing(".prj beside it"),
    };
    let rows = shapes.into_iter().zip(records).map(|(shape, record)| match record {
        Some(columns) => Feature { columns, shape },
        None => Feature { columns: Default::default(), shape: Err("deleted in the .dbf".into()) },
    });
    Ok(Features { crs, rows: rows.collect() })
}

fn sibling<'a>(siblings: &[Source<'a>], extension: &str) -> Option<Source<'a>> {
    siblings.iter().copied().find(|file| file.extension() == extension)
}

fn shapes(source: Source, index: Option<Source>) -> Outcome<Vec<Result<Geometry<f64>, String>>> {
    let reader = match index.filter(|index| names_each_once(index.bytes, source.bytes)) {
        Some(index) => ShapeReader::with_shx(Cursor::new(source.bytes), Cursor::new(index.bytes)),
        None => ShapeReader::new(Cursor::new(source.bytes)),
    };
    let mut reader = reader.map_err(|error| damaged(&error))?;
    let mut shapes = Vec::new();
    for (row, shape) in (2..).zip(reader.iter_shapes()) {
        shapes.push(to_geometry(shape.map_err(|error| damaged(&error).row(row))?));
    }
    Ok(shapes)
}

/// An index that sends the reader to one record again and again, or into the middle of another, is not followed: the records
/// stand one behind the other anyway.
fn names_each_once(index: &[u8], shapes: &[u8]) -> bool {
    const HEADER: usize = 100;
    let word = |bytes: &[u8], at: usize| {
        let four = bytes.get(at..at.checked_add(4)?)?;
        Some(2 * u32::from_be_bytes(four.try_into().ok()?) as usize)
    };
    let starts = index.get(HEADER..).unwrap_or_default().chunks_exact(8).filter_map(|entry| word(entry, 0));
    let mut records: Vec<(usize, usize)> = starts.filter_map(|start| Some((start, start + 8 + word(shapes, start + 4)?))).collect();
    records.sort_unstable();
    records.windows(2).all(|pair| pair[0].1 <= pair[1].0)
}

fn damaged(error: &shapefile::Error) -> Problem {
    Problem::new(format!("the shapefile cannot be read: {error}")).remedy("it may be cut short; fetch or export it again")
}

fn to_geometry(shape: Shape) -> Result<Geometry<f64>, String> {
    match shape {
        Shape::Polygon(polygon) => Ok(nested(&polygon)),
        Shape::PolygonM(polygon) => Ok(nested(&polygon)),
        Shape::PolygonZ(polygon) => Ok(nested(&polygon)),
        Shape::NullShape => Err("no geometry".into()),
        other => Geometry::try_from(other).map_err(|error| error.to_string()),
    }
}

fn nested<P: HasXY>(polygon: &GenericPolygon<P>) -> Geometry<f64> {
    let rings = polygon.rings().iter().map(|ring| ring.points().iter().map(|point| Coord { x: point.x(), y: point.y() }).collect());
    Geometry::MultiPolygon(nest(rings.collect::<Vec<LineString<f64>>>()))
}
