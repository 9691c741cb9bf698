//! Heat tables, legends and counts of any universe.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::App;
use super::error::Refusal;
use super::params::Params;
use crate::domain::{Cell, HeatRow, Outcome, Problem};
use crate::flow::heat_table::By;
use crate::flow::open_map::OpenMap;
use crate::index::Universe;
use crate::tiles;

#[derive(Debug, Deserialize)]
pub struct Filter {
    #[serde(default, rename = "where")]
    pub expr: String,
}

pub async fn count(State(app): State<App>, Params(filter): Params<Filter>) -> Result<Json<Value>, Refusal> {
    let map = app.map();
    let tally = super::blocking(move || Ok(map.index.universe(&filter.expr)?.count())).await?;
    let total = app.map().counts.voters;
    Ok(Json(json!({ "voters": tally.voters, "doors": tally.doors, "households": tally.households, "total": total })))
}

#[derive(Debug, Deserialize)]
pub struct HeatQuery {
    by: String,
    #[serde(default)]
    bbox: Option<String>,
    #[serde(default, rename = "where")]
    expr: String,
}

/// Every place inside the box that holds a voter of the universe, with the numbers of the command line's table.
pub async fn heat(State(app): State<App>, Params(query): Params<HeatQuery>) -> Result<Json<Value>, Refusal> {
    let map = app.map();
    let answer = super::blocking(move || {
        let by: By = query.by.parse()?;
        let inside = query.bbox.as_deref().map(parse_bbox).transpose()?;
        let universe = map.index.universe(&query.expr)?;
        let rows: Vec<Value> = match by {
            By::Hex(resolution) => {
                hex_rows(&map, &universe, resolution, inside).iter().map(|row| Value::Object(row_json(&map, row))).collect()
            }
            By::Layer(name) => precinct_rows(&map, &universe, &name, inside)?,
        };
        Ok(json!({ "by": query.by, "generation": map.generation, "rows": rows }))
    });
    answer.await.map(Json)
}

fn hex_rows(map: &OpenMap, universe: &Universe, resolution: u8, inside: Option<[f64; 4]>) -> Vec<HeatRow> {
    let holds = |cell: Cell| {
        let Some([west, south, east, north]) = inside else { return true };
        let centre = cell.index().map(h3o::LatLng::from);
        centre.is_some_and(|centre| (west..=east).contains(&centre.lng()) && (south..=north).contains(&centre.lat()))
    };
    let cells = universe.hexes(resolution, None).into_iter().filter(|(cell, _)| holds(*cell));
    cells.map(|(cell, tally)| HeatRow::new(cell.to_string(), &tally, &map.spread)).collect()
}

fn precinct_rows(map: &OpenMap, universe: &Universe, layer: &str, inside: Option<[f64; 4]>) -> Outcome<Vec<Value>> {
    if layer != map.precincts.name {
        return Err(Problem::new(format!("the map counts by hex:RES or precinct, not by {layer:?}"))
            .field("by")
            .remedy("use `arpent heat` for other layers"));
    }
    let mut rows = Vec::new();
    for (area, row) in map.precincts.areas.iter().zip(map.precinct_rows(universe)) {
        let touches = inside.is_none_or(|inside| overlaps(area, inside));
        if row.voters > 0 && touches {
            let mut object = row_json(map, &row);
            object.insert("name".into(), area.name.clone().into());
            rows.push(Value::Object(object));
        }
    }
    Ok(rows)
}

fn overlaps(area: &crate::domain::Area, [west, south, east, north]: [f64; 4]) -> bool {
    use geo::BoundingRect;
    area.shape.bounding_rect().is_some_and(|own| own.min().x <= east && own.max().x >= west && own.min().y <= north && own.max().y >= south)
}

/// A heat row as JSON, elections included, in the contract's names.
pub fn row_json(map: &OpenMap, row: &HeatRow) -> Map<String, Value> {
    let Ok(Value::Object(mut object)) = serde_json::to_value(row) else { unreachable!("a heat row is an object of numbers") };
    for (key, share) in map.election_keys.iter().zip(&row.abstention_at) {
        object.insert(format!("abstention_{key}"), share.map_or(Value::Null, Into::into));
    }
    object
}

fn parse_bbox(text: &str) -> Outcome<[f64; 4]> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let wrong = || Problem::new(format!("{text:?} is no box")).field("bbox").remedy("give west,south,east,north in degrees");
    let found: [f64; 4] = numbers.try_into().map_err(|_| wrong())?;
    if found.iter().all(|number| number.is_finite()) { Ok(found) } else { Err(wrong()) }
}

#[derive(Debug, Deserialize)]
pub struct LegendQuery {
    /// `hexes` or `precincts`
    by: String,
    #[serde(default)]
    zoom: f64,
    field: String,
    #[serde(default, rename = "where")]
    expr: String,
    #[serde(default = "five")]
    classes: usize,
}

fn five() -> usize {
    5
}

/// Quantile classes of a field over all places of the layer at that zoom: the map's colours and what they mean.
pub async fn legend(State(app): State<App>, Params(query): Params<LegendQuery>) -> Result<Json<Value>, Refusal> {
    let map = app.map();
    let answer = super::blocking(move || {
        let universe = map.index.universe(&query.expr)?;
        let (by, rows) = match query.by.as_str() {
            "hexes" => {
                let resolution = tiles::hex_resolution(query.zoom.clamp(0.0, 22.0) as u8);
                (format!("hex:{resolution}"), hex_rows(&map, &universe, resolution, None))
            }
            "precincts" => ("precinct".to_owned(), map.precinct_rows(&universe).into_iter().filter(|row| row.voters > 0).collect()),
            other => return Err(Problem::new(format!("{other:?} has no legend")).field("by").remedy("ask for hexes or precincts")),
        };
        if !(2..=12).contains(&query.classes) {
            return Err(Problem::new("a legend has 2 to 12 classes").field("classes"));
        }
        let values: Vec<Option<f64>> = rows.iter().map(field(&map, &query.field)?).collect();
        let none = values.iter().filter(|value| value.is_none()).count();
        let (breaks, counts) = quantiles(values.into_iter().flatten().collect(), query.classes);
        Ok(json!({ "by": by, "field": query.field, "breaks": breaks, "counts": counts, "none": none }))
    });
    answer.await.map(Json)
}

/// How to read a number off a row, by the name it has in tables and tiles.
fn field(map: &OpenMap, name: &str) -> Outcome<impl Fn(&HeatRow) -> Option<f64>> {
    let past = map.election_keys.iter().map(|key| format!("abstention_{key}"));
    let known: Vec<String> = COUNTS.into_iter().chain(HeatRow::SHARES).map(str::to_owned).chain(past).collect();
    let at = known.iter().position(|known| known == name).ok_or_else(|| {
        Problem::new(format!("there is no field {name:?}")).field("field").remedy(format!("choose one of {}", known.join(", ")))
    })?;
    Ok(move |row: &HeatRow| {
        let counts = [row.voters, row.doors, row.households];
        counts.into_iter().map(|count| Some(f64::from(count))).chain(row.shares()).nth(at).flatten()
    })
}

const COUNTS: [&str; 3] = ["voters", "doors", "households"];

/// Break points by linear interpolation between order statistics, equal ones joined, and how many values each class
/// `[b, next)` holds (the last one includes its end).
fn quantiles(mut values: Vec<f64>, classes: usize) -> (Vec<f64>, Vec<usize>) {
    values.sort_unstable_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return (Vec::new(), Vec::new()) };
    let at = |share: f64| {
        let place = share * last as f64;
        let (low, part) = (place.floor() as usize, place.fract());
        values[low] + part * (values[(low + 1).min(last)] - values[low])
    };
    let mut breaks: Vec<f64> = (0..=classes).map(|class| at(class as f64 / classes as f64)).collect();
    breaks.dedup();
    if let [only] = breaks[..] {
        return (vec![only, only], vec![values.len()]);
    }
    let below = |limit: f64| values.partition_point(|&value| value < limit);
    let ends = breaks[1..].iter().enumerate().map(|(class, &end)| if class + 2 == breaks.len() { values.len() } else { below(end) });
    let counts = ends.scan(0, |start, end| Some(end - std::mem::replace(start, end))).collect();
    (breaks, counts)
}

#[cfg(test)]
mod tests {
    use super::quantiles;

    #[test]
    fn classes_hold_equal_shares_and_every_value() {
        let (breaks, counts) = quantiles((0..=100).map(f64::from).collect(), 5);
        assert_eq!(breaks, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(counts, [20, 20, 20, 20, 21]);
    }

    #[test]
    fn ties_join_classes_and_nothing_is_lost() {
        let (breaks, counts) = quantiles(vec![0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0], 4);
        assert_eq!(breaks, [0.0, 0.25, 2.0]);
        assert_eq!(counts, [6, 2]);
        assert_eq!(quantiles(vec![3.0], 5), (vec![3.0, 3.0], vec![1]));
        assert_eq!(quantiles(Vec::new(), 5), (Vec::new(), Vec::new()));
    }
}
