//! One place in full: its numbers and who lives there.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::App;
use super::error::Refusal;
use super::heat::{Filter, row_json};
use super::params::Params;
use crate::domain::{Cell, HeatRow, Outcome, Problem};
use crate::flow::open_map::OpenMap;
use crate::index::Within;

pub async fn place(
    State(app): State<App>,
    Path((layer, id)): Path<(String, String)>,
    Params(filter): Params<Filter>,
) -> Result<Json<Value>, Refusal> {
    let map = app.map();
    let (name, within) = match layer.as_str() {
        "hex" => (String::new(), Within::Cell(id.parse::<Cell>()?)),
        "precinct" => precinct(&map, &id)?,
        _ => return Err(Refusal::not_found(format!("there are no places of layer {layer:?}, only hex and precinct"))),
    };
    super::blocking(move || describe(&map, id, name, within, &filter.expr)).await.map(Json)
}

fn precinct(map: &OpenMap, id: &str) -> Result<(String, Within), Refusal> {
    let row = map.precincts.areas.binary_search_by(|area| area.id.as_str().cmp(id));
    let row = row.map_err(|_| Refusal::not_found(format!("there is no precinct {id:?}")))?;
    Ok((map.precincts.areas[row].name.clone(), Within::Precinct(row as u32)))
}

fn describe(map: &OpenMap, id: String, name: String, within: Within, expr: &str) -> Outcome<Value> {
    let universe = map.index.universe(expr)?;
    let tally = match within {
        Within::Cell(cell) => universe.cell(cell),
        Within::Precinct(row) => universe.precincts()[row as usize].clone(),
        Within::Everywhere => return Err(Problem::new("everywhere is no place")),
    };
    let row = HeatRow::new(id, &tally, &map.spread);
    Ok(json!({ "row": row_json(map, &row), "name": name, "profile": map.index.profile(&universe, within) }))
}
