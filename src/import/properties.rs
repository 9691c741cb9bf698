//! The properties of map features, as a table.

use std::collections::{BTreeMap, BTreeSet};

use csv::ByteRecord;
use serde::Deserialize;
use serde_json::Value;

use super::delimited::Table;
use crate::domain::{Outcome, Problem, Source};

/// Only what is needed here: geometries are skipped unread.
#[derive(Deserialize)]
struct Features {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Option<BTreeMap<String, Value>>,
}

/// One row a feature, one column a property that any feature has.
pub(crate) fn table(source: Source<'_>) -> Outcome<Table<'_>> {
    let Features { features } = serde_json::from_slice(source.bytes).map_err(|error| {
        Problem::new(format!("is not a GeoJSON feature collection: {error}")).file(source.name).remedy("export it again as GeoJSON")
    })?;
    let rows: Vec<BTreeMap<String, Value>> = features.into_iter().map(|feature| feature.properties.unwrap_or_default()).collect();
    let header: BTreeSet<String> = rows.iter().flat_map(|row| row.keys().cloned()).collect();
    let record = |row: &BTreeMap<String, Value>| header.iter().map(|name| written(row.get(name))).collect::<ByteRecord>();
    let records = rows.iter().map(record).collect();
    Ok(Table::of_records(source.name, header.iter().cloned().collect(), records))
}

fn written(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
