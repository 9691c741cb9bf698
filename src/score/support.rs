//! P(supports us).

use chrono::NaiveDate;

use crate::domain::Voters;

use super::anchor::{self, Official};
use super::features::{Features, largest};
use super::lesson::{Lesson, predict};
use super::logistic::logit;
use super::places::Places;
use super::{Estimate, Inputs, LABELS_MIN, LABELS_OF_A_CLASS_MIN, Model, proof};

const HELD_OUT: f64 = 0.25;
const SEED: u64 = 2;
/// Fewer precincts than this cannot tell parties apart.
const PRECINCTS_MIN: usize = 8;

/// What an answer is worth: the share of people who so answer and do support us. Judgement of the field, not measured.
///
/// It is the label a model learns from (a lean is not a certainty), and wins over any score of the voter who gave it.
pub fn said(answer: u8) -> Option<f64> {
    match answer {
        1 => Some(0.95),
        2 => Some(0.80),
        3 => Some(0.50),
        4 => Some(0.20),
        5 => Some(0.05),
        _ => None,
    }
}

/// Learnt from answers where there are enough; else from parties and precinct results; else the precinct's share for everybody.
pub fn estimate(voters: &Voters, inputs: &Inputs<'_>, places: &Places) -> Estimate {
    let official = anchor::support(inputs);
    let count = |answers: &[u8]| voters.support.iter().filter(|answer| answers.contains(answer)).count();
    let (labels, for_us, against) = (count(&[1, 2, 3, 4, 5]), count(&[1, 2]), count(&[4, 5]));
    let enough = labels >= LABELS_MIN && for_us >= LABELS_OF_A_CLASS_MIN && against >= LABELS_OF_A_CLASS_MIN;
    let mut estimate = if enough {
        from_answers(voters, inputs.target, places, &official)
    } else {
        let why = format!("{labels} answers ({for_us} for us, {against} against) are too few to learn from");
        from_parties(voters, places, &official, &why).unwrap_or_else(|| Estimate::from_results(places, &official, &why))
    };
    let answer = |row: usize| said(voters.support[row]);
    anchor::meet(&mut estimate.logits, answer, places.precinct(), &official);
    for (row, value) in estimate.logits.iter_mut().enumerate() {
        if let Some(said) = answer(row) {
            *value = logit(said);
        }
    }
    estimate
}

fn from_answers(voters: &Voters, target: NaiveDate, places: &Places, official: &Official) -> Estimate {
    let answered = |row: u32| Some((row, said(voters.support[row as usize])?));
    let (rows, labels): (Vec<u32>, Vec<f64>) = (0..voters.len() as u32).filter_map(answered).unzip();
    let mut model = Model { method: "logistic".to_owned(), labels: rows.len() as u32, ..Model::default() };
    let features = Features::of_support(voters, target, precinct_support(official));
    let lesson = Lesson { features: &features, places, rows: &rows, labels: &labels };
    lesson.prove(&mut model, HELD_OUT, SEED);
    let (fit, effects) = lesson.learn();
    model.influences = proof::influences(&features, &fit);
    let mut logits = predict(&features, &fit, voters.len());
    for (row, logit) in logits.iter_mut().enumerate() {
        *logit += effects.of(places, row);
    }
    if official.known() == 0 {
        model.remarks.push("people who answer are not like all voters, and there are no results to correct it by: import them".to_owned());
    }
    model.remarks.extend(official.remarks.iter().cloned());
    Estimate { logits, model, spread: effects.spread }
}

/// Log-odds by precinct; the overall share where a precinct has no result. Empty when none has.
fn precinct_support(official: &Official) -> Vec<f64> {
    let Some(overall) = official.overall() else { return Vec::new() };
    official.share.iter().map(|share| logit(share.unwrap_or(overall).clamp(0.02, 0.98))).collect()
}

/// Goodman's ecological regression: precinct share = Σ party share × the party's own support, pulled towards the overall share.
/// `None` when there are too few precincts or parties to tell.
fn from_parties(voters: &Voters, places: &Places, official: &Official, why: &str) -> Option<Estimate> {
    let overall = official.overall()?;
    let parties = largest(&voters.party);
    if parties.len() < 2 || official.known() < PRECINCTS_MIN {
        return None;
    }
    let support = party_support(voters, places, official, &parties, overall);
    let of_party = |row: usize| {
        let at = parties.iter().position(|&party| party == voters.party.code(row));
        at.map_or(overall, |at| support[at])
    };
    let mut model = Model { method: "precinct results and party".to_owned(), ..Model::default() };
    model.remarks.push(format!("{why}; parties' support is estimated from {} precincts' totals", official.known()));
    model.remarks.push("differences between people of one party within a precinct are not known".to_owned());
    model.remarks.extend(official.remarks.iter().cloned());
    model.influences = parties
        .iter()
        .zip(&support)
        .map(|(&party, &support)| super::Influence {
            variable: format!("party {}", voters.party.value(party)),
            effect: logit(support) - logit(overall),
            low: None,
            high: None,
        })
        .collect();
    let logits = (0..voters.len()).map(|row| logit(of_party(row))).collect();
    Some(Estimate { logits, model, spread: 0.0 })
}

/// Least squares on precincts weighted by their votes, ridge towards the overall share, by coordinate descent; kept within 3 and 97 %.
fn party_support(voters: &Voters, places: &Places, official: &Official, parties: &[u32], overall: f64) -> Vec<f64> {
    const SWEEPS: usize = 200;
    let mix = party_mix(voters, places, parties);
    let precincts: Vec<(&[f64], f64, f64)> = official
        .share
        .iter()
        .zip(&official.weight)
        .enumerate()
        .filter_map(|(row, (share, &weight))| Some((mix[row].as_slice(), (*share)?, weight)))
        .filter(|(mix, ..)| mix.iter().sum::<f64>() > 0.0)
        .collect();
    // as strong as half a percent of all votes cast by that party alone
    let ridge = 0.005 * precincts.iter().map(|(.., weight)| weight).sum::<f64>();
    let mut support = vec![overall; parties.len()];
    for _ in 0..SWEEPS {
        for at in 0..parties.len() {
            let (mut pull, mut hold) = (ridge * overall, ridge);
            for (mix, share, weight) in &precincts {
                let others: f64 = mix.iter().zip(&support).map(|(part, support)| part * support).sum::<f64>() - mix[at] * support[at];
                let rest = (1.0 - mix.iter().sum::<f64>()) * overall;
                pull += weight * mix[at] * (share - others - rest);
                hold += weight * mix[at] * mix[at];
            }
            support[at] = (pull / hold).clamp(0.03, 0.97);
        }
    }
    support
}

/// By precinct, each party's share of its voters.
fn party_mix(voters: &Voters, places: &Places, parties: &[u32]) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; parties.len()]; places.precincts()];
    let mut all = vec![0.0; places.precincts()];
    for (row, &precinct) in places.precinct().iter().enumerate() {
        let Some(counts) = counts.get_mut(precinct as usize) else { continue };
        all[precinct as usize] += 1.0;
        if let Some(at) = parties.iter().position(|&party| party == voters.party.code(row)) {
            counts[at] += 1.0;
        }
    }
    for (counts, all) in counts.iter_mut().zip(all) {
        counts.iter_mut().for_each(|count| *count /= f64::max(all, 1.0));
    }
    counts
}
