//! The search box: addresses, streets, precincts and named settlements.

use axum::Json;
use axum::extract::State;
use geo::BoundingRect;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::App;
use super::error::Refusal;
use super::params::Params;
use crate::domain::Area;
use crate::flow::open_map::OpenMap;

const RESULTS_MAX: usize = 8;
const QUERY_MAX: usize = 200;

#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Debug, Serialize)]
struct Hit {
    kind: &'static str,
    label: String,
    detail: String,
    lon: f64,
    lat: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<[f64; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

pub async fn search(State(app): State<App>, Params(asked): Params<Asked>) -> Result<Json<Value>, Refusal> {
    let text: String = asked.q.chars().take(QUERY_MAX).collect();
    let map = app.map();
    let hits = super::blocking(move || Ok(find(&map, text.trim()))).await?;
    Ok(Json(json!({ "results": hits })))
}

fn find(map: &OpenMap, text: &str) -> Vec<Hit> {
    if text.is_empty() {
        return Vec::new();
    }
    let wanted = text.to_lowercase();
    let named = |name: &str| {
        name.to_lowercase().split_whitespace().any(|word| word.starts_with(&wanted)) || name.to_lowercase().starts_with(&wanted)
    };
    let precincts =
        map.precincts.areas.iter().filter(|area| named(&area.name) || area.id.to_lowercase().ends_with(&wanted)).take(3).map(precinct);
    let settlements = map.settlements.iter().filter(|place| named(&place.name)).take(2).filter_map(|place| {
        let geo_types::Geometry::Point(point) = place.shape else { return None };
        Some(Hit {
            kind: "place",
            label: place.name.clone(),
            detail: place.detail.clone(),
            lon: point.x(),
            lat: point.y(),
            bounds: None,
            id: None,
        })
    });
    let known = map.gazetteer.search(text, RESULTS_MAX).into_iter().map(address);
    precincts.chain(settlements).chain(known).take(RESULTS_MAX).collect()
}

fn precinct(area: &Area) -> Hit {
    let rect = area.shape.bounding_rect().expect("an imported area has a shape");
    let centre = rect.center();
    let bounds = Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y]);
    Hit {
        kind: "precinct",
        label: area.name.clone(),
        detail: area.id.clone(),
        lon: centre.x,
        lat: centre.y,
        bounds,
        id: Some(area.id.clone()),
    }
}

fn address(found: crate::locate::Suggestion) -> Hit {
    let kind = if found.label.starts_with(|first: char| first.is_ascii_digit()) { "address" } else { "street" };
    Hit { kind, label: found.label, detail: String::new(), lon: found.lon, lat: found.lat, bounds: None, id: None }
}
