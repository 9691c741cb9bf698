//! Vector tiles of any universe, and the TileJSON that describes them.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, header};
use bytes::Bytes;
use serde_json::Value;

use super::App;
use super::error::Refusal;
use super::heat::Filter;
use super::metrics::Metrics;
use super::params::Params;
use super::reply::{self, Coding};
use crate::domain::{HeatRow, Outcome, Problem};
use crate::flow::open_map::OpenMap;
use crate::tiles::{self, LayerSpec, TileId};

const MVT: &str = "application/vnd.mapbox-vector-tile";

/// `/tiles/hexes.json`
pub async fn tilejson(State(app): State<App>, Path(name): Path<String>, headers: HeaderMap) -> Result<Json<Value>, Refusal> {
    let spec = name.strip_suffix(".json").and_then(spec_of).ok_or_else(|| no_layer(&name))?;
    let map = app.map();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    Ok(Json(tiles::tilejson(spec, &format!("http://{host}"), &map.campaign.elections, map.bounds)))
}

/// `/tiles/{layer}/{z}/{x}/{y}.mvt?where=EXPR`
pub async fn tile(
    State(app): State<App>,
    Path((layer, z, x, y)): Path<(String, String, String, String)>,
    Params(filter): Params<Filter>,
    headers: HeaderMap,
) -> Result<Response<Body>, Refusal> {
    let tile = tile_id(&z, &x, &y)?;
    let spec = spec_of(&layer).ok_or_else(|| no_layer(&layer))?;
    let map = app.map();
    // a filter changes nothing in streets and places, and is refused there all the same when it is none
    let expr = filter.expr;
    let coding = Coding::negotiate(&headers, Coding::Gzip);
    let etag = reply::etag(&map.stamp, &format!("{layer}/{z}/{x}/{y}?{expr}"), coding);
    if let Some(known) = app.tile(&etag) {
        Metrics::bump(&app.metrics.tiles_known);
        return Ok(if reply::is_known(&headers, &etag) { reply::not_modified(&etag) } else { reply::body(MVT, coding, &etag, known) });
    }
    let made = super::blocking(move || {
        let bytes = make(&map, spec, tile, &expr)?;
        Ok(if bytes.is_empty() { Bytes::new() } else { Bytes::from(coding.encode(bytes)) })
    });
    let body = made.await?;
    Metrics::bump(&app.metrics.tiles_made);
    app.keep_tile(etag.clone(), body.clone());
    Ok(if reply::is_known(&headers, &etag) { reply::not_modified(&etag) } else { reply::body(MVT, coding, &etag, body) })
}

fn make(map: &OpenMap, spec: &LayerSpec, tile: TileId, expr: &str) -> Outcome<Vec<u8>> {
    let universe = map.index.universe(expr)?;
    if tile.z() < spec.minzoom {
        return Ok(Vec::new());
    }
    let elections = &map.campaign.elections;
    Ok(match spec.name.as_str() {
        "hexes" => {
            let resolution = tiles::hex_resolution(tile.z());
            let cells = universe.hexes(resolution, Some(&tiles::hex_ranges(tile, resolution)));
            let rows: Vec<_> = cells.iter().map(|(cell, tally)| (*cell, HeatRow::new(cell.to_string(), tally, &map.spread))).collect();
            tiles::hexes(tile, &rows, elections)
        }
        "precincts" => {
            let tallies = universe.precincts();
            let row = |at: u32| HeatRow::new(map.precincts.areas[at as usize].id.clone(), &tallies[at as usize], &map.spread);
            map.areas.tile(tile, elections, row)
        }
        "streets" => map.streets.tile(tile),
        "places" => map.places.tile(tile),
        "doors" => map.doors.tile(tile, &universe, &map.precincts.areas),
        other => return Err(Problem::new(format!("the layer {other:?} is described but not drawn"))),
    })
}

fn tile_id(z: &str, x: &str, y: &str) -> Result<TileId, Refusal> {
    let wrong = || Refusal::not_found(format!("there is no tile {z}/{x}/{y}"));
    let y = y.strip_suffix(".mvt").or_else(|| y.strip_suffix(".pbf")).ok_or_else(wrong)?;
    let (z, x, y) = (z.parse().map_err(|_| wrong())?, x.parse().map_err(|_| wrong())?, y.parse().map_err(|_| wrong())?);
    TileId::new(z, x, y).map_err(|_| wrong())
}

fn spec_of(name: &str) -> Option<&'static LayerSpec> {
    tiles::layers().iter().find(|spec| spec.name == name)
}

fn no_layer(name: &str) -> Refusal {
    let known: Vec<&str> = tiles::layers().iter().map(|spec| spec.name.as_str()).collect();
    Refusal::not_found(format!("there is no tile layer {name:?}, only {}", known.join(", ")))
}
