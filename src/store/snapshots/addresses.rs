//! Address points, one table a source.

use super::{named, new_table, read};
use crate::domain::{Addresses, Outcome};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;

/// Address tables are named after where they came from, so that one source's new file replaces only its own.
pub const ADDRESSES_PREFIX: &str = "addresses/";

pub fn table(addresses: &Addresses, origin: &str, source: &str) -> Outcome<NewTable> {
    let columns = named([
        ("lon", Column::F64(&addresses.lon)),
        ("lat", Column::F64(&addresses.lat)),
        ("number", Column::Text(&addresses.number)),
        ("street", Column::Text(&addresses.street)),
        ("unit", Column::Text(&addresses.unit)),
        ("city", Column::Text(&addresses.city)),
        ("postcode", Column::Text(&addresses.postcode)),
        ("building", Column::Text(&addresses.building)),
    ]);
    new_table(&format!("{ADDRESSES_PREFIX}{origin}"), source, addresses.len(), &columns)
}

/// Every address table with its origin, in the order of their names.
pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Vec<(String, Addresses)>> {
    let mut all = Vec::new();
    for name in manifest.tables.keys().filter(|name| name.starts_with(ADDRESSES_PREFIX)) {
        let Some(table) = read(folder, manifest, name)? else { continue };
        let origin = name.trim_start_matches(ADDRESSES_PREFIX).to_owned();
        let addresses = Addresses {
            lon: table.f64s("lon")?,
            lat: table.f64s("lat")?,
            number: table.texts("number")?,
            street: table.texts("street")?,
            unit: table.texts("unit")?,
            city: table.texts("city")?,
            postcode: table.texts("postcode")?,
            building: table.texts("building")?,
        };
        all.push((origin, addresses));
    }
    Ok(all)
}
