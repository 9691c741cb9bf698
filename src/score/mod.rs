//! How likely is each voter to vote, and to support us?

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::heat::Spread;
use crate::domain::{Campaign, Outcome, PrecinctResult, Voters};

#[derive(Debug)]
pub struct Inputs<'a> {
    pub campaign: &'a Campaign,
    pub target: NaiveDate,
    pub precinct_ids: &'a [String],
    pub results: &'a [PrecinctResult],
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    pub version: String,
    pub target: NaiveDate,
    pub vote: Model,
    pub support: Model,
    pub spread: Spread,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Model {
    pub method: String,
    pub labels: u32,
    pub held_out_auc: Option<f64>,
    pub held_out_brier: Option<f64>,
    pub calibration: Vec<Bin>,
    pub influences: Vec<Influence>,
    pub remarks: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    pub predicted: f64,
    pub observed: f64,
    pub n: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    pub variable: String,
    pub effect: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

pub fn score(_voters: &mut Voters, _inputs: &Inputs<'_>) -> Outcome<Scores> {
    unimplemented!()
}
