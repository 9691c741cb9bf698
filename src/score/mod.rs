//! How likely is each voter to vote, and to support us, and how do we know?
//!
//! Both scores are learnt where there is something to learn from (vote histories, canvass answers), given each place's own
//! effect, shrunk the less it is known, and moved until every precinct adds up to its official result. Where there is
//! nothing to learn from, the precinct's result stands for everybody in it, and the model says so.

mod anchor;
mod features;
mod lesson;
mod logistic;
mod places;
mod proof;
mod support;
mod turnout;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::heat::Spread;
use crate::domain::voters::{NO_SCORE, SCORE_STEPS};
use crate::domain::{Campaign, Outcome, PrecinctResult, Problem, Voters};

use anchor::Official;
use places::Places;

/// Fewer labels than this, or of one class, and no person score is learnt.
const LABELS_MIN: usize = 200;
const LABELS_OF_A_CLASS_MIN: usize = 30;

#[derive(Debug)]
pub struct Inputs<'a> {
    pub campaign: &'a Campaign,
    pub target: NaiveDate,
    /// The precinct layer's ids: row `i` is the precinct that `Voters::precinct` calls `i`.
    pub precinct_ids: &'a [String],
    pub results: &'a [PrecinctResult],
}

/// What is known about the scores of one campaign.
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
    /// How it is known: `logistic`, `precinct results and party`, `precinct results`, `none`.
    pub method: String,
    /// People it learnt from.
    pub labels: u32,
    /// On people it did not learn from, before the shift to official results.
    pub held_out_auc: Option<f64>,
    pub held_out_brier: Option<f64>,
    pub calibration: Vec<Bin>,
    /// Strongest first.
    pub influences: Vec<Influence>,
    pub remarks: Vec<String>,
}

/// A tenth of the held-out people, by their score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    pub predicted: f64,
    pub observed: f64,
    pub n: u32,
}

/// What a variable does, in log-odds: for being in a level (a party), or for one standard deviation of a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    pub variable: String,
    pub effect: f64,
    /// 90 % interval.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Fills p_vote and p_support.
///
/// Errors: no voters. Whatever else is missing, the model falls back to what is known and says so.
pub fn score(voters: &mut Voters, inputs: &Inputs<'_>) -> Outcome<Scores> {
    if voters.is_empty() {
        return Err(Problem::new("there are no voters to score").remedy("import a voter file first"));
    }
    let places = Places::new(voters, inputs.precinct_ids.len());
    let vote = turnout::estimate(voters, inputs, &places);
    let support = support::estimate(voters, inputs, &places);
    voters.p_vote = vote.steps();
    voters.p_support = support.steps();
    Ok(Scores {
        version: format!("arpent {}, turnout 1, support 1", env!("CARGO_PKG_VERSION")),
        target: inputs.target,
        spread: Spread { vote: vote.spread, support: support.spread },
        vote: vote.model,
        support: support.model,
    })
}

/// Everybody's log-odds (not a number where nothing is known), and how they came about.
struct Estimate {
    logits: Vec<f64>,
    model: Model,
    spread: f64,
}

impl Estimate {
    /// The precinct's official share for everybody in it, the overall share for those outside. No person is told from another.
    fn from_results(places: &Places, official: &Official, why: &str) -> Self {
        let mut model = Model { method: "precinct results".to_owned(), ..Model::default() };
        model.remarks.push(why.to_owned());
        let overall = official.overall();
        match overall {
            Some(_) => model
                .remarks
                .push("scores are the precinct's, the same for everybody in it: use them to choose places, not persons".to_owned()),
            None => {
                model.method = "none".to_owned();
                model.remarks.push("there are no precinct results either: import results to have scores".to_owned());
            }
        }
        model.remarks.extend(official.remarks.iter().cloned());
        let share = |precinct: &u32| official.share.get(*precinct as usize).copied().flatten().or(overall);
        let logits = places.precinct().iter().map(|precinct| share(precinct).map_or(f64::NAN, logistic::logit)).collect();
        Self { logits, model, spread: 0.0 }
    }

    fn steps(&self) -> Vec<u8> {
        let step = |logit: &f64| match logistic::sigmoid(*logit) {
            p if p.is_nan() => NO_SCORE,
            p => (p * f64::from(SCORE_STEPS)).round() as u8,
        };
        self.logits.iter().map(step).collect()
    }
}
