//! What a place adds beyond who lives there, shrunk towards its surroundings the less it is known (empirical Bayes).
//!
//! Two levels: a cell of about 5 km² (H3 resolution 7) around zero, then each precinct around its cell.

use std::collections::BTreeSet;

use crate::domain::voters::NO_PRECINCT;
use crate::domain::{Cell, Voters};

use super::logistic::sigmoid;

/// The resolution of the coarser level.
const PARENT: u8 = 7;
const NOWHERE: u32 = u32::MAX;

/// Which cell and which precinct each voter belongs to.
#[derive(Debug)]
pub struct Places {
    cell: Vec<u32>,
    cells: usize,
    precinct: Vec<u32>,
    precincts: usize,
}

/// Log-odds to add, by place.
#[derive(Debug)]
pub struct Effects {
    cell: Vec<f64>,
    precinct: Vec<f64>,
    /// Standard deviation between places, both levels together.
    pub spread: f64,
}

impl Places {
    pub fn new(voters: &Voters, precincts: usize) -> Self {
        let parent = |cell: &Cell| (*cell != Cell::NONE).then(|| cell.parent(PARENT));
        let known: Vec<Cell> = voters.cell.iter().filter_map(parent).collect::<BTreeSet<_>>().into_iter().collect();
        let code = |cell: &Cell| parent(cell).and_then(|cell| known.binary_search(&cell).ok()).map_or(NOWHERE, |at| at as u32);
        let named = |&precinct: &u32| if (precinct as usize) < precincts { precinct } else { NO_PRECINCT };
        Self {
            cell: voters.cell.iter().map(code).collect(),
            cells: known.len(),
            precinct: voters.precinct.iter().map(named).collect(),
            precincts,
        }
    }

    /// By row; `NO_PRECINCT` where none holds the voter.
    pub fn precinct(&self) -> &[u32] {
        &self.precinct
    }

    pub fn precincts(&self) -> usize {
        self.precincts
    }

    /// The effects that explain `labels` beyond `logits`; entry `i` of both belongs to voter `rows[i]`.
    pub fn effects(&self, rows: &[u32], logits: &[f64], labels: &[f64]) -> Effects {
        let of = |column: &[u32]| -> Vec<u32> { rows.iter().map(|&row| column[row as usize]).collect() };
        let (cell_of, precinct_of) = (of(&self.cell), of(&self.precinct));
        let (cell, cell_variance) = shrunk(&cell_of, self.cells, logits, labels);
        let beyond: Vec<f64> = logits.iter().zip(&cell_of).map(|(logit, &code)| logit + at(&cell, code)).collect();
        let (precinct, precinct_variance) = shrunk(&precinct_of, self.precincts, &beyond, labels);
        Effects { cell, precinct, spread: (cell_variance + precinct_variance).sqrt() }
    }
}

impl Effects {
    pub fn of(&self, places: &Places, row: usize) -> f64 {
        at(&self.cell, places.cell[row]) + at(&self.precinct, places.precinct[row])
    }
}

fn at(effects: &[f64], group: u32) -> f64 {
    effects.get(group as usize).copied().unwrap_or(0.0)
}

/// Each group's effect on the log-odds, and the variance between groups.
///
/// The variance is DerSimonian and Laird's method-of-moments estimate from each group's score Σ(y − p) and information
/// Σp(1 − p); the effect is the posterior mode under a normal prior of that variance around zero.
pub fn shrunk(group_of: &[u32], groups: usize, logits: &[f64], labels: &[f64]) -> (Vec<f64>, f64) {
    const NEWTON_STEPS: usize = 4;
    let mut effects = vec![0.0; groups];
    let variance = between(&moments(group_of, &effects, logits, labels));
    if variance > 0.0 {
        for _ in 0..NEWTON_STEPS {
            let moments = moments(group_of, &effects, logits, labels);
            for (effect, (score, information)) in effects.iter_mut().zip(moments) {
                *effect += (score - *effect / variance) / (information + 1.0 / variance);
            }
        }
    }
    (effects, variance)
}

fn moments(group_of: &[u32], effects: &[f64], logits: &[f64], labels: &[f64]) -> Vec<(f64, f64)> {
    let mut moments = vec![(0.0, 0.0); effects.len()];
    for ((&group, logit), label) in group_of.iter().zip(logits).zip(labels) {
        if let Some((score, information)) = moments.get_mut(group as usize) {
            let p = sigmoid(logit + effects[group as usize]);
            *score += label - p;
            *information += p * (1.0 - p);
        }
    }
    moments
}

fn between(moments: &[(f64, f64)]) -> f64 {
    let known = || moments.iter().filter(|(_, information)| *information > 1e-9);
    let total: f64 = known().map(|(_, information)| information).sum();
    let squares: f64 = known().map(|(_, information)| information * information).sum();
    let mean = known().map(|(score, _)| score).sum::<f64>() / total.max(1e-9);
    let q: f64 = known().map(|(score, information)| (score - mean * information).powi(2) / information).sum();
    let scale = total - squares / total.max(1e-9);
    if scale > 1e-9 { ((q - (known().count() as f64 - 1.0)) / scale).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_3_stays_nearer_its_surroundings_than_one_of_300() {
        // forty places of 100 give the spread; two more, of 3 and 300, where two thirds did what half was expected to do
        let (mut group_of, mut labels) = (Vec::new(), Vec::new());
        let mut add = |group: u32, ones: usize, people: usize| {
            for at in 0..people {
                group_of.push(group);
                labels.push(f64::from(at < ones));
            }
        };
        for group in 0..40 {
            add(group, if group % 2 == 0 { 38 } else { 62 }, 100);
        }
        add(40, 2, 3);
        add(41, 200, 300);
        let logits = vec![0.0; labels.len()];
        let (effects, variance) = shrunk(&group_of, 42, &logits, &labels);
        let unshrunk = 2.0f64.ln();
        assert!((0.1..0.4).contains(&variance), "{variance}");
        assert!(effects[40] > 0.0 && effects[40] < 0.35 * unshrunk, "{}", effects[40]);
        assert!(effects[41] > 0.85 * unshrunk && effects[41] < unshrunk, "{}", effects[41]);
    }

    #[test]
    fn places_no_more_different_than_chance_have_no_effect() {
        let group_of: Vec<u32> = (0..1000).map(|at| at / 10).collect();
        let labels: Vec<f64> = (0..1000).map(|at| f64::from(at % 2)).collect();
        let (effects, variance) = shrunk(&group_of, 100, &vec![0.0; 1000], &labels);
        assert_eq!(variance, 0.0);
        assert!(effects.iter().all(|effect| *effect == 0.0));
    }
}
