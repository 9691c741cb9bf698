//! P(votes at the target election).

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::domain::{ElectionKind, Voters};

use super::anchor::{self, Official};
use super::features::{Features, LAGS_MAX};
use super::lesson::{Lesson, predict};
use super::places::Places;
use super::{Estimate, Inputs, LABELS_MIN, LABELS_OF_A_CLASS_MIN, Model, proof};

/// More labels than this change the fit less than its rounding.
const SAMPLE_MAX: usize = 50_000;
const HELD_OUT: f64 = 0.2;
const SEED: u64 = 1;

/// Learnt from the past election most like the target, where histories tell; else the precincts' official turnout for everybody.
pub fn estimate(voters: &Voters, inputs: &Inputs<'_>, places: &Places) -> Estimate {
    let official = anchor::turnout(inputs);
    match teacher(voters, inputs) {
        Some(teacher) => from_history(voters, inputs, places, &teacher, &official),
        None => Estimate::from_results(places, &official, "no election's vote history has enough voters and abstainers to learn from"),
    }
}

/// The election to learn from, and those of its kind before it and before the target, newest first.
struct Teacher {
    bit: usize,
    day: NaiveDate,
    before_it: Vec<usize>,
    before_target: Vec<usize>,
}

/// The newest election of the target's kind, for general elections one of its phase if any (midterm or presidential),
/// among those where enough voted and enough did not.
fn teacher(voters: &Voters, inputs: &Inputs<'_>) -> Option<Teacher> {
    let elections = &inputs.campaign.elections;
    let kind = anchor::kind_of(inputs.campaign, inputs.target);
    let newest_first = inputs.campaign.last(elections.len(), kind);
    let before = |day: NaiveDate| newest_first.iter().copied().filter(|&bit| elections[bit].date < day).collect::<Vec<_>>();
    let alike = |bit: usize| kind == ElectionKind::General && anchor::same_phase(elections[bit].date, inputs.target);
    let before_target = before(inputs.target);
    let taught: Vec<usize> = before_target.iter().copied().filter(|&bit| teaches(voters, bit)).collect();
    let bit = taught.iter().copied().find(|&bit| alike(bit)).or(taught.first().copied())?;
    let day = elections[bit].date;
    Some(Teacher { bit, day, before_it: before(day), before_target })
}

fn teaches(voters: &Voters, bit: usize) -> bool {
    let voted = voters.voted.iter().filter(|&&voted| voted >> bit & 1 == 1).count();
    let stayed = voters.eligible.iter().zip(&voters.voted).filter(|&(&eligible, &voted)| eligible & !voted & 1 << bit != 0).count();
    voted >= LABELS_OF_A_CLASS_MIN && stayed >= LABELS_OF_A_CLASS_MIN && voted + stayed >= LABELS_MIN
}

fn from_history(voters: &Voters, inputs: &Inputs<'_>, places: &Places, teacher: &Teacher, official: &Official) -> Estimate {
    let lags = LAGS_MAX.min(teacher.before_it.len()).min(teacher.before_target.len());
    let then = Features::of_turnout(voters, inputs.campaign, teacher.day, &teacher.before_it, lags);
    let rows = sample(voters, teacher.bit);
    let labels: Vec<f64> = rows.iter().map(|&row| f64::from(voters.voted[row as usize] >> teacher.bit & 1)).collect();

    let mut model = Model { method: "logistic".to_owned(), labels: rows.len() as u32, ..Model::default() };
    model.remarks.push(format!("learnt from the election of {}", teacher.day));
    if lags == 0 {
        model.remarks.push("no earlier election of this kind: how habits carry over is not known".to_owned());
    }
    let lesson = Lesson { features: &then, places, rows: &rows, labels: &labels };
    lesson.prove(&mut model, HELD_OUT, SEED);
    let (fit, effects) = lesson.learn();
    model.influences = proof::influences(&then, &fit);

    let now = Features::of_turnout(voters, inputs.campaign, inputs.target, &teacher.before_target, lags);
    let mut logits = predict(&now, &fit, voters.len());
    logits.par_iter_mut().enumerate().for_each(|(row, logit)| *logit += effects.of(places, row));
    keep_level(&mut logits, &labels);
    anchor::meet(&mut logits, |_| None, places.precinct(), official);
    if official.known() == 0 {
        model.remarks.push(format!("no official turnout to meet: the total is that of {} among today's voters", teacher.day));
    }
    model.remarks.extend(official.remarks.iter().cloned());
    Estimate { logits, model, spread: effects.spread }
}

/// Features move on by a cycle and would carry the total with them: it stays at the share that voted in the election learnt from.
fn keep_level(logits: &mut [f64], labels: &[f64]) {
    let share = labels.iter().sum::<f64>() / labels.len() as f64;
    let rows: Vec<u32> = (0..logits.len() as u32).collect();
    let shift = anchor::shift_to(share * logits.len() as f64, &rows, logits);
    logits.iter_mut().for_each(|logit| *logit += shift);
}

/// Voters on the roll for an election; a fixed draw of them where they are very many.
fn sample(voters: &Voters, bit: usize) -> Vec<u32> {
    let on_roll = |row: &u32| (voters.eligible[*row as usize] | voters.voted[*row as usize]) >> bit & 1 == 1;
    let all: Vec<u32> = (0..voters.len() as u32).filter(on_roll).collect();
    let share = SAMPLE_MAX as f64 / all.len().max(1) as f64;
    if share >= 1.0 { all } else { all.into_iter().filter(|&row| proof::draw(row, SEED + 1) < share).collect() }
}
