//! GeoJSON (RFC 7946), with the `crs` member of its 2008 version.

use std::collections::BTreeMap;

use geojson::{GeoJson, JsonObject, JsonValue};

use super::{Declared, Feature, Features};
use crate::domain::{Outcome, Problem};
use crate::geometry::shape_of_geojson;

pub(super) fn decode(text: &[u8]) -> Outcome<Features> {
    let parsed: GeoJson = serde_json::from_slice(text).map_err(|error| {
        Problem::new(format!("not GeoJSON as it should be: {error}")).remedy("it may be cut short; fetch or export it again")
    })?;
    let (features, members) = match parsed {
        GeoJson::FeatureCollection(collection) => (collection.features, collection.foreign_members),
        GeoJson::Feature(feature) => (vec![feature], None),
        GeoJson::Geometry(_) => return Err(Problem::new("a bare shape without an id").remedy("export it as a FeatureCollection")),
    };
    let crs = match members.as_ref().and_then(|members| members.get("crs")) {
        None | Some(JsonValue::Null) => Declared::Wgs84,
        Some(crs) => Declared::Code(crs.pointer("/properties/name").map(plain).unwrap_or_else(|| crs.to_string())),
    };
    Ok(Features { crs, rows: features.into_iter().map(feature).collect() })
}

fn feature(feature: geojson::Feature) -> Feature {
    let mut columns = texts(feature.properties.unwrap_or_default());
    if let Some(id) = feature.id {
        let id = match id {
            geojson::feature::Id::String(text) => text,
            geojson::feature::Id::Number(number) => number.to_string(),
        };
        columns.entry("id".to_owned()).or_insert(id);
    }
    let shape = match feature.geometry {
        None => Err("no geometry".to_owned()),
        Some(shape) => shape_of_geojson(shape),
    };
    Feature { columns, shape }
}

/// Properties as text: null is empty, a list or object stays JSON.
pub(super) fn texts(properties: JsonObject) -> BTreeMap<String, String> {
    properties.into_iter().map(|(name, value)| (name, plain(&value))).collect()
}

pub(super) fn plain(value: &JsonValue) -> String {
    match value {
        JsonValue::Null => String::new(),
        JsonValue::String(text) => text.clone(),
        other => other.to_string(),
    }
}
