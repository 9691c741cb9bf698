//! TopoJSON: areas as lists of shared arcs, which are delta-coded when the file has a transform.
//!
//! Format: <https://github.com/topojson/topojson-specification>. Longitude and latitude, as in GeoJSON.

use std::collections::BTreeMap;

use geo_types::{Coord, Geometry, GeometryCollection, LineString, MultiPolygon, Polygon};
use geojson::{JsonObject, JsonValue};
use serde::Deserialize;

use super::{Declared, Feature, Features, geojson as json};
use crate::domain::{Outcome, Problem};

#[derive(Deserialize)]
struct Topology {
    objects: BTreeMap<String, Object>,
    arcs: Vec<Vec<Vec<f64>>>,
    transform: Option<Transform>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    geometries: Vec<Object>,
    #[serde(default)]
    arcs: JsonValue,
    #[serde(default)]
    properties: Option<JsonObject>,
    id: Option<JsonValue>,
}

type Arc = Vec<Coord<f64>>;

pub(super) fn decode(text: &[u8]) -> Outcome<Features> {
    let topology: Topology = serde_json::from_slice(text).map_err(|error| {
        Problem::new(format!("not TopoJSON as it should be: {error}")).remedy("it may be cut short; fetch or export it again")
    })?;
    let arcs = topology.arcs.iter().map(|arc| positions(arc, topology.transform.as_ref())).collect::<Outcome<Vec<Arc>>>()?;
    let object = only_layer(topology.objects)?;
    bounded(&object, &arcs)?;
    let members = if object.kind.as_deref() == Some("GeometryCollection") { object.geometries } else { vec![object] };
    let rows = members.into_iter().map(|member| feature(member, &arcs));
    Ok(Features { crs: Declared::Wgs84, rows: rows.collect() })
}

fn only_layer(objects: BTreeMap<String, Object>) -> Outcome<Object> {
    let names: Vec<String> = objects.keys().cloned().collect();
    let mut with_areas: Vec<Object> = objects.into_values().filter(has_areas).collect();
    match (with_areas.pop(), with_areas.is_empty()) {
        (Some(only), true) => Ok(only),
        (None, _) => Err(Problem::new(format!("no areas in its objects {names:?}")).remedy("give a file of polygons")),
        (Some(_), false) => {
            Err(Problem::new(format!("several layers of areas among {names:?}")).remedy("save the one you want as a file of its own"))
        }
    }
}

/// Two areas share an arc, at most a few more: a file that names one again and again would grow without bound.
fn bounded(object: &Object, arcs: &[Arc]) -> Outcome<()> {
    const USES_MAX: usize = 16;
    let held: usize = arcs.iter().map(Vec::len).sum();
    if positions_used(object, arcs) > held.saturating_mul(USES_MAX) {
        return Err(Problem::new(format!("its areas use its arcs more than {USES_MAX} times over")).remedy("export the file again"));
    }
    Ok(())
}

fn positions_used(object: &Object, arcs: &[Arc]) -> usize {
    fn in_arcs(numbers: &JsonValue, arcs: &[Arc]) -> usize {
        match numbers {
            JsonValue::Array(inner) => inner.iter().map(|numbers| in_arcs(numbers, arcs)).fold(0, usize::saturating_add),
            JsonValue::Number(number) => {
                let index = number.as_i64().map(|number| if number < 0 { !number } else { number });
                index.and_then(|index| arcs.get(usize::try_from(index).ok()?)).map_or(0, Vec::len)
            }
            _ => 0,
        }
    }
    object.geometries.iter().map(|member| positions_used(member, arcs)).fold(in_arcs(&object.arcs, arcs), usize::saturating_add)
}

fn has_areas(object: &Object) -> bool {
    matches!(object.kind.as_deref(), Some("Polygon" | "MultiPolygon")) || object.geometries.iter().any(has_areas)
}

fn positions(arc: &[Vec<f64>], transform: Option<&Transform>) -> Outcome<Arc> {
    let mut at = [0.0, 0.0];
    let position = |numbers: &Vec<f64>| {
        let &[x, y, ..] = numbers.as_slice() else {
            return Err(Problem::new("an arc has a position without two numbers").remedy("export the file again"));
        };
        let Some(Transform { scale, translate }) = transform else { return Ok(Coord { x, y }) };
        at = [at[0] + x, at[1] + y];
        Ok(Coord { x: at[0] * scale[0] + translate[0], y: at[1] * scale[1] + translate[1] })
    };
    arc.iter().map(position).collect()
}

fn feature(object: Object, arcs: &[Arc]) -> Feature {
    let shape = geometry(&object, arcs);
    let mut columns = json::texts(object.properties.unwrap_or_default());
    if let Some(id) = object.id {
        columns.entry("id".to_owned()).or_insert_with(|| json::plain(&id));
    }
    Feature { columns, shape }
}

fn geometry(object: &Object, arcs: &[Arc]) -> Result<Geometry<f64>, String> {
    let wrong = |error: serde_json::Error| format!("arcs that cannot be read: {error}");
    match object.kind.as_deref() {
        None => Err("no geometry".into()),
        Some("Polygon") => {
            let rings: Vec<Vec<i64>> = Deserialize::deserialize(&object.arcs).map_err(wrong)?;
            polygon(&rings, arcs).map(Geometry::Polygon)
        }
        Some("MultiPolygon") => {
            let polygons: Vec<Vec<Vec<i64>>> = Deserialize::deserialize(&object.arcs).map_err(wrong)?;
            let polygons: Result<_, String> = polygons.iter().map(|rings| polygon(rings, arcs)).collect();
            polygons.map(|polygons| Geometry::MultiPolygon(MultiPolygon::new(polygons)))
        }
        Some("GeometryCollection") => {
            let members: Result<_, String> = object.geometries.iter().map(|member| geometry(member, arcs)).collect();
            members.map(|members| Geometry::GeometryCollection(GeometryCollection(members)))
        }
        Some(kind) => Err(format!("a {kind}, not an area")),
    }
}

fn polygon(rings: &[Vec<i64>], arcs: &[Arc]) -> Result<Polygon<f64>, String> {
    let mut rings = rings.iter().map(|arcs_of_ring| ring(arcs_of_ring, arcs)).collect::<Result<Vec<_>, String>>()?.into_iter();
    let exterior = rings.next().ok_or("a polygon without rings")?;
    Ok(Polygon::new(exterior, rings.collect()))
}

/// Arcs end to end; `!i` (that is −1 − i) is arc `i` backwards. Each begins where the one before ends.
fn ring(numbers: &[i64], arcs: &[Arc]) -> Result<LineString<f64>, String> {
    let mut ring: Arc = Vec::new();
    for &number in numbers {
        let index = if number < 0 { !number } else { number };
        let arc =
            usize::try_from(index).ok().and_then(|index| arcs.get(index)).ok_or_else(|| format!("arc {number} is not in the file"))?;
        ring.pop();
        match number < 0 {
            true => ring.extend(arc.iter().rev()),
            false => ring.extend(arc),
        }
    }
    Ok(LineString::new(ring))
}
