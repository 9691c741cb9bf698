//! Official results: which of them to believe for a target, and how scores are moved until each precinct adds up to its own.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::domain::{Campaign, ElectionKind, PrecinctResult};

use super::Inputs;
use super::logistic::sigmoid;

/// The share each precinct is known to have reached, by row of the precinct layer.
#[derive(Debug, Default)]
pub struct Official {
    pub share: Vec<Option<f64>>,
    /// What those shares count: people on the roll, or votes for anybody.
    pub weight: Vec<f64>,
    pub remarks: Vec<String>,
}

impl Official {
    pub fn known(&self) -> usize {
        self.share.iter().flatten().count()
    }

    /// Over all precincts that have one.
    pub fn overall(&self) -> Option<f64> {
        let (sum, weight) = self
            .share
            .iter()
            .zip(&self.weight)
            .filter_map(|(share, weight)| Some((share.as_ref()? * weight, weight)))
            .fold((0.0, 0.0), |(sum, all), (part, weight)| (sum + part, all + weight));
        (weight > 0.0).then(|| sum / weight)
    }
}

/// The kind of an election nobody has told us of: those on a day the campaign knows are of that kind, all others general.
pub fn kind_of(campaign: &Campaign, day: NaiveDate) -> ElectionKind {
    campaign.elections.iter().find(|election| election.date == day).map_or(ElectionKind::General, |election| election.kind)
}

/// How alike two elections of one kind are: general elections four years apart draw the same people.
pub fn same_phase(a: NaiveDate, b: NaiveDate) -> bool {
    (a.year() - b.year()) % 4 == 0
}

/// Turnout: cast of registered, of the newest election before the target, one of its kind and phase if there is any.
pub fn turnout(inputs: &Inputs<'_>) -> Official {
    official(inputs, "turnout", |result| (result.registered > 0).then(|| (f64::from(result.cast), f64::from(result.registered))))
}

/// Support: our share of all votes, of the newest election that tells, one of the target's kind if there is any.
pub fn support(inputs: &Inputs<'_>) -> Official {
    official(inputs, "support", |result| result.support.filter(|votes| votes.1 > 0).map(|(ours, all)| (f64::from(ours), f64::from(all))))
}

/// A precinct's result, ranked by: of the target's kind, of its phase, its day.
#[derive(Clone, Copy)]
struct Candidate {
    rank: (bool, bool, NaiveDate),
    count: f64,
    of: f64,
}

fn official(inputs: &Inputs<'_>, what: &str, part: impl Fn(&PrecinctResult) -> Option<(f64, f64)>) -> Official {
    let row_of: HashMap<&str, usize> = inputs.precinct_ids.iter().enumerate().map(|(row, id)| (id.as_str(), row)).collect();
    let kind = kind_of(inputs.campaign, inputs.target);
    let mut best: Vec<Option<Candidate>> = vec![None; inputs.precinct_ids.len()];
    let mut problems: BTreeMap<&str, u32> = BTreeMap::new();
    for result in inputs.results.iter().filter(|result| result.date < inputs.target) {
        let Some((count, of)) = part(result) else { continue };
        let Some(&row) = row_of.get(result.precinct.as_str()) else {
            *problems.entry("name a precinct the layer lacks").or_default() += 1;
            continue;
        };
        if count > of {
            *problems.entry("count more votes than voters").or_default() += 1;
            continue;
        }
        let rank = (result.kind == kind, result.kind == kind && same_phase(result.date, inputs.target), result.date);
        if best[row].is_none_or(|known| rank > known.rank) {
            best[row] = Some(Candidate { rank, count, of });
        }
    }
    let mut official = Official {
        share: best.iter().map(|best| best.map(|best| best.count / best.of)).collect(),
        weight: best.iter().map(|best| best.map_or(0.0, |best| best.of)).collect(),
        remarks: problems.into_iter().map(|(problem, count)| format!("{what}: {count} left out that {problem}")).collect(),
    };
    let mut dates: Vec<NaiveDate> = best.iter().flatten().map(|best| best.rank.2).collect();
    dates.sort_unstable();
    dates.dedup();
    if !dates.is_empty() {
        let dates: Vec<String> = dates.iter().map(NaiveDate::to_string).collect();
        official.remarks.push(format!("{what} of {} precincts meets their official results of {}", official.known(), dates.join(", ")));
    }
    official
}

/// Moves the log-odds of each precinct's voters by one amount, until the mean of their probabilities is the official share.
/// Voters listed in `said` keep their probability and count with it. Voters of other precincts move by the mean of all moves.
pub fn meet(logits: &mut [f64], said: impl Fn(usize) -> Option<f64>, precinct_of: &[u32], official: &Official) {
    let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); official.share.len()];
    let mut elsewhere = Vec::new();
    for (row, &precinct) in (0u32..).zip(precinct_of) {
        match official.share.get(precinct as usize) {
            Some(Some(_)) => rows_of[precinct as usize].push(row),
            _ => elsewhere.push(row),
        }
    }
    let (mut moved, mut people) = (0.0, 0.0);
    for (rows, share) in rows_of.iter().zip(&official.share) {
        let Some(share) = share.filter(|_| !rows.is_empty()) else { continue };
        let fixed: f64 = rows.iter().filter_map(|&row| said(row as usize)).sum();
        let free: Vec<u32> = rows.iter().copied().filter(|&row| said(row as usize).is_none()).collect();
        let shift = shift_to(share * rows.len() as f64 - fixed, &free, logits);
        free.iter().for_each(|&row| logits[row as usize] += shift);
        moved += shift * free.len() as f64;
        people += free.len() as f64;
    }
    if people > 0.0 {
        elsewhere.iter().for_each(|&row| logits[row as usize] += moved / people);
    }
}

/// The amount that brings Σ sigmoid(logit + amount) to `total`, by bisection on ±20; the nearest end where none does.
pub fn shift_to(total: f64, rows: &[u32], logits: &[f64]) -> f64 {
    const FURTHEST: f64 = 20.0;
    let n = rows.len() as f64;
    if rows.is_empty() {
        return 0.0;
    }
    let total = total.clamp(0.002 * n, 0.998 * n);
    let sum = |shift: f64| rows.iter().map(|&row| sigmoid(logits[row as usize] + shift)).sum::<f64>();
    let (mut low, mut high) = (-FURTHEST, FURTHEST);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if sum(middle) < total { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}
