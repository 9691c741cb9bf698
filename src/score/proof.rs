//! How good is a score? Measured on people the fit never saw.

use super::features::Features;
use super::logistic::{Fit, sigmoid};
use super::{Bin, Influence, Model};

/// Chance that a person with label 1 scores above one with label 0; ties count half. `None` with one class only.
pub fn auc(predicted: &[f64], labels: &[f64]) -> Option<f64> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| predicted[a].total_cmp(&predicted[b]));
    let (mut rank_sum, mut ones, mut seen) = (0.0, 0.0, 0.0);
    for tied in order.chunk_by(|&a, &b| predicted[a] == predicted[b]) {
        let n = tied.len() as f64;
        let ones_here: f64 = tied.iter().map(|&at| labels[at]).sum();
        rank_sum += ones_here * (seen + (n + 1.0) / 2.0);
        ones += ones_here;
        seen += n;
    }
    let zeros = seen - ones;
    (ones > 0.0 && zeros > 0.0).then(|| (rank_sum - ones * (ones + 1.0) / 2.0) / (ones * zeros))
}

/// Mean squared distance between probability and outcome; a label between 0 and 1 is an outcome of that chance.
pub fn brier(predicted: &[f64], labels: &[f64]) -> Option<f64> {
    let expected = |(p, label): (&f64, &f64)| label * (1.0 - p).powi(2) + (1.0 - label) * p.powi(2);
    (!labels.is_empty()).then(|| predicted.iter().zip(labels).map(expected).sum::<f64>() / labels.len() as f64)
}

/// Ten bins of equal size, lowest scores first.
pub fn calibration(predicted: &[f64], labels: &[f64]) -> Vec<Bin> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| predicted[a].total_cmp(&predicted[b]));
    let size = order.len().div_ceil(10).max(1);
    let mean = |rows: &[usize], of: &[f64]| rows.iter().map(|&at| of[at]).sum::<f64>() / rows.len() as f64;
    order.chunks(size).map(|rows| Bin { predicted: mean(rows, predicted), observed: mean(rows, labels), n: rows.len() as u32 }).collect()
}

/// Writes down how a fit did on held-out people. The undecided, labelled one half, cannot tell ranks apart.
pub fn hold_out(model: &mut Model, logits: &[f64], labels: &[f64]) {
    let predicted: Vec<f64> = logits.iter().map(|logit| sigmoid(*logit)).collect();
    let decided = || predicted.iter().zip(labels).filter(|(_, label)| **label != 0.5);
    let ranked: Vec<f64> = decided().map(|(p, _)| *p).collect();
    let sides: Vec<f64> = decided().map(|(_, label)| label.round()).collect();
    model.held_out_auc = auc(&ranked, &sides);
    model.held_out_brier = brier(&predicted, labels);
    model.calibration = calibration(&predicted, labels);
}

/// Each variable's weight with its 90 % interval, the strongest first: for a level (a party, voted or not) the log-odds of
/// being in it, for a measure those of one standard deviation.
pub fn influences(features: &Features<'_>, fit: &Fit) -> Vec<Influence> {
    let mut influences: Vec<Influence> = features
        .variables()
        .iter()
        .zip(&fit.per_sd)
        .filter(|(_, (_, _, sd))| *sd > 0.0)
        .map(|(variable, &(effect, error, sd))| {
            let unit = if variable.is_level() { sd } else { 1.0 };
            let (effect, error) = (effect / unit, error / unit);
            let (low, high) = (effect - 1.645 * error, effect + 1.645 * error);
            Influence { variable: variable.label(features), effect, low: Some(low), high: Some(high) }
        })
        .collect();
    influences.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()).then_with(|| a.variable.cmp(&b.variable)));
    influences
}

/// A fixed draw in [0, 1) for a row: the same people are held out every time (splitmix64).
pub fn draw(row: u32, seed: u64) -> f64 {
    let mut z = (u64::from(row) ^ seed << 32).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ z >> 31) >> 11) as f64 / (1u64 << 53) as f64
}
