//! Parks, water, buildings, names.

use super::{damaged, geometry, named, new_table, read, wkb};
use crate::domain::{Outcome, Place, PlaceKind};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;

const PLACES: &str = "places";

pub fn table(places: &[Place], source: &str) -> Outcome<NewTable> {
    let kind: Vec<u8> = places.iter().map(|place| place.kind as u8).collect();
    let name = places.iter().map(|place| place.name.as_str()).collect();
    let detail = places.iter().map(|place| place.detail.as_str()).collect();
    let shape: Vec<Vec<u8>> = places.iter().map(|place| wkb(&place.shape)).collect();
    let all = named([
        ("kind", Column::U8(&kind)),
        ("name", Column::Text(&name)),
        ("detail", Column::Text(&detail)),
        ("shape", Column::Bytes(&shape)),
    ]);
    new_table(PLACES, source, places.len(), &all)
}

pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Vec<Place>> {
    let Some(table) = read(folder, manifest, PLACES)? else { return Ok(Vec::new()) };
    let (kind, name, detail, shape) = (table.u8s("kind")?, table.texts("name")?, table.texts("detail")?, table.bytes("shape")?);
    let place = |row: usize| {
        let kind = *PlaceKind::ALL.get(kind[row] as usize).ok_or_else(|| damaged("kind", &kind[row]))?;
        Ok(Place { kind, name: name.get(row).to_owned(), detail: detail.get(row).to_owned(), shape: geometry(&shape[row])? })
    };
    (0..table.rows()).map(place).collect()
}
