//! Learning from labelled people, and proving what was learnt on others.

use rayon::prelude::*;

use super::features::Features;
use super::logistic::{self, Fit};
use super::places::{Effects, Places};
use super::{Model, proof};

/// What a model is learnt from: entry `i` of rows and labels belong together.
pub struct Lesson<'a> {
    pub features: &'a Features<'a>,
    pub places: &'a Places,
    pub rows: &'a [u32],
    pub labels: &'a [f64],
}

impl Lesson<'_> {
    pub fn learn(&self) -> (Fit, Effects) {
        let matrix = self.features.matrix(self.rows);
        let fit = logistic::fit(&matrix, self.labels);
        let logits: Vec<f64> = matrix.rows().map(|row| fit.logit(row)).collect();
        let effects = self.places.effects(self.rows, &logits, self.labels);
        (fit, effects)
    }

    /// Learns without a fixed share of the rows, and writes down how that does on them.
    pub fn prove(&self, model: &mut Model, held_out: f64, seed: u64) {
        let half = |held: bool| -> (Vec<u32>, Vec<f64>) {
            let pairs = self.rows.iter().zip(self.labels).filter(|(row, _)| (proof::draw(**row, seed) < held_out) == held);
            pairs.map(|(&row, &label)| (row, label)).unzip()
        };
        let ((rows, labels), (held_rows, held_labels)) = (half(false), half(true));
        let (fit, effects) = Lesson { rows: &rows, labels: &labels, ..*self }.learn();
        let matrix = self.features.matrix(&held_rows);
        let predicted: Vec<f64> =
            matrix.rows().zip(&held_rows).map(|(features, &row)| fit.logit(features) + effects.of(self.places, row as usize)).collect();
        proof::hold_out(model, &predicted, &held_labels);
    }
}

/// The log-odds of every voter.
pub fn predict(features: &Features<'_>, fit: &Fit, voters: usize) -> Vec<f64> {
    let width = features.variables().len();
    (0..voters)
        .into_par_iter()
        .map_init(
            || vec![0.0; width],
            |values, row| {
                features.fill(row, values);
                fit.logit(values)
            },
        )
        .collect()
}
