//! What the campaign is: its name, elections, counts, filterable columns and score report.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::App;
use super::error::Refusal;
use crate::domain::Election;

pub async fn campaign(State(app): State<App>) -> Json<Value> {
    let map = app.map();
    let elections: Vec<Value> = Election::keys(&map.campaign.elections)
        .iter()
        .zip(&map.campaign.elections)
        .map(|(key, election)| json!({ "key": key, "date": election.date, "kind": election.kind }))
        .collect();
    Json(json!({
        "name": map.campaign.name,
        "country": map.campaign.country,
        "generation": map.generation,
        "bounds": map.bounds,
        "target": map.target,
        "elections": elections,
        "counts": map.counts,
        "scored": map.score_report.is_some(),
        "privacy_floor": map.campaign.privacy_floor,
        "attribution": if map.counts.streets > 0 { "© OpenStreetMap contributors" } else { "" },
    }))
}

pub async fn columns(State(app): State<App>) -> Json<Value> {
    Json(json!(app.map().index.schema()))
}

pub async fn scores(State(app): State<App>) -> Result<Json<Value>, Refusal> {
    let map = app.map();
    let report = map.score_report.clone().ok_or_else(|| Refusal::not_found("voters are not scored yet; run `arpent score`"))?;
    Ok(Json(report))
}
