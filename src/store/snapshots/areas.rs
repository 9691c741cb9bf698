//! Boundary layers: ids, names, the source's columns, shapes as WKB.

use geo_types::{Geometry, MultiPolygon};

use super::{damaged, geometry, named, new_table, read, wkb};
use crate::domain::{Area, Layer, Outcome};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;

pub const LAYER_PREFIX: &str = "boundaries/";

pub fn table(layer: &Layer, source: &str) -> Outcome<NewTable> {
    let id = layer.areas.iter().map(|area| area.id.as_str()).collect();
    let name = layer.areas.iter().map(|area| area.name.as_str()).collect();
    let columns: Vec<String> =
        layer.areas.iter().map(|area| serde_json::to_string(&area.columns).expect("a map of text is JSON")).collect();
    let columns = columns.iter().map(String::as_str).collect();
    let shape: Vec<Vec<u8>> = layer.areas.iter().map(|area| wkb(&Geometry::MultiPolygon(area.shape.clone()))).collect();
    let all = named([
        ("id", Column::Text(&id)),
        ("name", Column::Text(&name)),
        ("columns", Column::Text(&columns)),
        ("shape", Column::Bytes(&shape)),
    ]);
    new_table(&format!("{LAYER_PREFIX}{}", layer.name), source, layer.areas.len(), &all)
}

pub fn read_layer(folder: &Folder, manifest: &Manifest, name: &str) -> Outcome<Option<Layer>> {
    let Some(table) = read(folder, manifest, &format!("{LAYER_PREFIX}{name}"))? else { return Ok(None) };
    let (id, area_name, columns, shape) = (table.texts("id")?, table.texts("name")?, table.texts("columns")?, table.bytes("shape")?);
    let mut areas = Vec::with_capacity(id.len());
    for (row, bytes) in shape.iter().enumerate() {
        areas.push(Area {
            id: id.get(row).to_owned(),
            name: area_name.get(row).to_owned(),
            shape: polygons(geometry(bytes)?)?,
            columns: serde_json::from_str(columns.get(row)).map_err(|error| damaged("columns", &error))?,
        });
    }
    Ok(Some(Layer { name: name.to_owned(), areas }))
}

fn polygons(shape: Geometry<f64>) -> Outcome<MultiPolygon<f64>> {
    MultiPolygon::try_from(shape).map_err(|error| damaged("shape", &error))
}
