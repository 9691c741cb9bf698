//! Ranges of house numbers, one table an origin; lines as WKB.

use geo_types::{Geometry, LineString};

use super::{damaged, geometry, named, new_table, read, wkb};
use crate::domain::{AddressRanges, Outcome};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;

/// Named after where they came from, as address tables are.
pub const RANGES_PREFIX: &str = "ranges/";

pub fn table(ranges: &AddressRanges, origin: &str, source: &str) -> Outcome<NewTable> {
    let line = |line: &Vec<[f64; 2]>| wkb(&Geometry::LineString(LineString::from(line.clone())));
    let lines: Vec<Vec<u8>> = ranges.lines.iter().map(line).collect();
    let columns = named([
        ("street", Column::Text(&ranges.street)),
        ("city", Column::Text(&ranges.city)),
        ("postcode", Column::Text(&ranges.postcode)),
        ("first", Column::U32(&ranges.first)),
        ("last", Column::U32(&ranges.last)),
        ("step", Column::U32(&ranges.step)),
        ("offset_m", Column::F64(&ranges.offset_m)),
        ("line", Column::Bytes(&lines)),
    ]);
    new_table(&format!("{RANGES_PREFIX}{origin}"), source, ranges.len(), &columns)
}

/// Every table of ranges with its origin, in the order of their names.
pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Vec<(String, AddressRanges)>> {
    let mut all = Vec::new();
    for name in manifest.tables.keys().filter(|name| name.starts_with(RANGES_PREFIX)) {
        let Some(table) = read(folder, manifest, name)? else { continue };
        let ranges = AddressRanges {
            street: table.texts("street")?,
            city: table.texts("city")?,
            postcode: table.texts("postcode")?,
            first: table.u32s("first")?,
            last: table.u32s("last")?,
            step: table.u32s("step")?,
            offset_m: table.f64s("offset_m")?,
            lines: table.bytes("line")?.iter().map(|bytes| line(bytes)).collect::<Outcome<_>>()?,
        };
        all.push((name.trim_start_matches(RANGES_PREFIX).to_owned(), ranges));
    }
    Ok(all)
}

fn line(bytes: &[u8]) -> Outcome<Vec<[f64; 2]>> {
    let line = LineString::try_from(geometry(bytes)?).map_err(|error| damaged("line", &error))?;
    Ok(line.coords().map(|point| [point.x, point.y]).collect())
}
