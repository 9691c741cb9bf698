//! Ridge logistic regression by Newton's method (iteratively reweighted least squares).
//!
//! Minimises Σ loss + ½‖w‖² over standardised columns, the intercept free: scikit-learn's `LogisticRegression(C=1)`.

use rayon::prelude::*;

/// Rows of features, one after another.
#[derive(Debug, Default)]
pub struct Matrix {
    pub columns: usize,
    pub values: Vec<f64>,
}

impl Matrix {
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.columns.max(1))
    }
}

/// A fitted model, in the columns' own units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fit {
    pub intercept: f64,
    pub weights: Vec<f64>,
    /// Per column: log-odds for one standard deviation, its standard error, and that standard deviation.
    pub per_sd: Vec<(f64, f64, f64)>,
}

impl Fit {
    /// The log-odds of one row.
    pub fn logit(&self, row: &[f64]) -> f64 {
        self.intercept + self.weights.iter().zip(row).map(|(weight, value)| weight * value).sum::<f64>()
    }
}

pub fn sigmoid(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The log-odds of a probability, kept finite.
pub fn logit(probability: f64) -> f64 {
    let p = probability.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// Fits labels between 0 and 1 (a half counts half for each side).
pub fn fit(features: &Matrix, labels: &[f64]) -> Fit {
    const STEPS_MAX: usize = 30;
    let (scaled, scale) = standardise(features);
    let width = scaled.columns;
    let mut beta = vec![0.0; width];
    beta[0] = logit(labels.iter().sum::<f64>() / labels.len().max(1) as f64);
    let mut normal = Normal::new(width);
    for _ in 0..STEPS_MAX {
        normal = Normal::at(&scaled, labels, &beta);
        let Some(step) = normal.solve() else { break };
        // far from the optimum a full step may overshoot; eight log-odds are further than any real answer
        let longest = step.iter().fold(0.0f64, |longest, step| longest.max(step.abs()));
        let damping = if longest > 8.0 { 8.0 / longest } else { 1.0 };
        for (beta, step) in beta.iter_mut().zip(&step) {
            *beta += damping * step;
        }
        if longest < 1e-7 {
            break;
        }
    }
    in_own_units(&beta, &normal.standard_errors(), &scale)
}

fn in_own_units(beta: &[f64], errors: &[f64], scale: &[(f64, f64)]) -> Fit {
    let columns = || beta[1..].iter().zip(errors.iter().skip(1)).zip(scale);
    let weight = |beta: f64, sd: f64| if sd > 0.0 { beta / sd } else { 0.0 };
    let weights: Vec<f64> = columns().map(|((&beta, _), &(_, sd))| weight(beta, sd)).collect();
    let intercept = beta[0] - weights.iter().zip(scale).map(|(weight, (mean, _))| weight * mean).sum::<f64>();
    Fit { intercept, weights, per_sd: columns().map(|((&beta, &error), &(_, sd))| (beta, error, sd)).collect() }
}

/// Columns of mean 0 and deviation 1 behind a column of ones, and each column's mean and deviation (0 for a constant).
fn standardise(features: &Matrix) -> (Matrix, Vec<(f64, f64)>) {
    let n = features.rows().count().max(1) as f64;
    let mut scale = vec![(0.0, 0.0); features.columns];
    for row in features.rows() {
        for ((mean, _), value) in scale.iter_mut().zip(row) {
            *mean += value / n;
        }
    }
    for row in features.rows() {
        for ((mean, variance), value) in scale.iter_mut().zip(row) {
            *variance += (value - *mean).powi(2) / n;
        }
    }
    for (_, variance) in &mut scale {
        *variance = if *variance > 1e-12 { variance.sqrt() } else { 0.0 };
    }
    let standard = |(value, &(mean, sd)): (&f64, &(f64, f64))| if sd > 0.0 { (value - mean) / sd } else { 0.0 };
    let values = features.rows().flat_map(|row| std::iter::once(1.0).chain(row.iter().zip(&scale).map(standard))).collect();
    (Matrix { columns: features.columns + 1, values }, scale)
}

/// The normal equations of one Newton step: minus the gradient, and the Hessian's lower triangle by rows.
struct Normal {
    width: usize,
    gradient: Vec<f64>,
    hessian: Vec<f64>,
}

impl Normal {
    fn new(width: usize) -> Self {
        Self { width, gradient: vec![0.0; width], hessian: vec![0.0; width * width] }
    }

    /// Summed over fixed blocks in their order, so that the threads' timing cannot change a bit of the result.
    fn at(scaled: &Matrix, labels: &[f64], beta: &[f64]) -> Self {
        const BLOCK: usize = 2048;
        let width = scaled.columns;
        let blocks: Vec<Self> = scaled
            .values
            .par_chunks(BLOCK * width)
            .zip(labels.par_chunks(BLOCK))
            .map(|(rows, labels)| {
                let mut block = Self::new(width);
                for (row, label) in rows.chunks_exact(width).zip(labels) {
                    block.add(row, *label, beta);
                }
                block
            })
            .collect();
        let mut sum = Self::new(width);
        for (column, beta) in beta.iter().enumerate().skip(1) {
            sum.gradient[column] = -beta;
            sum.hessian[column * width + column] = 1.0;
        }
        for block in blocks {
            sum.gradient.iter_mut().zip(block.gradient).for_each(|(sum, part)| *sum += part);
            sum.hessian.iter_mut().zip(block.hessian).for_each(|(sum, part)| *sum += part);
        }
        sum
    }

    fn add(&mut self, row: &[f64], label: f64, beta: &[f64]) {
        let p = sigmoid(row.iter().zip(beta).map(|(value, beta)| value * beta).sum());
        let weight = (p * (1.0 - p)).max(1e-9);
        for (i, &value) in row.iter().enumerate() {
            self.gradient[i] += (label - p) * value;
            let weighted = weight * value;
            if weighted != 0.0 {
                let line = &mut self.hessian[i * self.width..i * self.width + i + 1];
                line.iter_mut().zip(row).for_each(|(sum, other)| *sum += weighted * other);
            }
        }
    }

    fn solve(&self) -> Option<Vec<f64>> {
        let root = self.cholesky()?;
        Some(self.backward(&root, self.forward(&root, &self.gradient)))
    }

    /// Square roots of the inverse Hessian's diagonal.
    fn standard_errors(&self) -> Vec<f64> {
        let Some(root) = self.cholesky() else { return vec![f64::INFINITY; self.width] };
        let error = |at: usize| {
            let mut unit = vec![0.0; self.width];
            unit[at] = 1.0;
            self.forward(&root, &unit).iter().map(|value| value * value).sum::<f64>().sqrt()
        };
        (0..self.width).map(error).collect()
    }

    /// `None` when the Hessian is not positive definite.
    fn cholesky(&self) -> Option<Vec<f64>> {
        let n = self.width;
        let mut root = self.hessian.clone();
        for i in 0..n {
            for j in 0..=i {
                let dot: f64 = (0..j).map(|k| root[i * n + k] * root[j * n + k]).sum();
                let rest = root[i * n + j] - dot;
                root[i * n + j] = match i == j {
                    true if rest > 0.0 => rest.sqrt(),
                    true => return None,
                    false => rest / root[j * n + j],
                };
            }
        }
        Some(root)
    }

    fn forward(&self, root: &[f64], right: &[f64]) -> Vec<f64> {
        let n = self.width;
        let mut solved = right.to_vec();
        for i in 0..n {
            let dot: f64 = (0..i).map(|k| root[i * n + k] * solved[k]).sum();
            solved[i] = (solved[i] - dot) / root[i * n + i];
        }
        solved
    }

    fn backward(&self, root: &[f64], mut solved: Vec<f64>) -> Vec<f64> {
        let n = self.width;
        for i in (0..n).rev() {
            let dot: f64 = (i + 1..n).map(|k| root[k * n + i] * solved[k]).sum();
            solved[i] = (solved[i] - dot) / root[i * n + i];
        }
        solved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::proof::draw;

    #[test]
    fn known_coefficients_are_recovered_in_their_own_units() {
        let (truth, people) = ([-0.4, 1.2, -0.05], 40_000);
        let value = |row: u32, seed: u64| draw(row, seed);
        let values: Vec<f64> = (0..people).flat_map(|row| [f64::from(value(row, 1) < 0.3), 40.0 + 30.0 * value(row, 2), 7.0]).collect();
        let features = Matrix { columns: 3, values };
        let labels: Vec<f64> = features
            .rows()
            .zip(0..)
            .map(|(x, row)| f64::from(value(row, 3) < sigmoid(truth[0] + truth[1] * x[0] + truth[2] * (x[1] - 50.0))))
            .collect();
        let fit = fit(&features, &labels);
        assert!((fit.weights[0] - truth[1]).abs() < 0.06, "{fit:?}");
        assert!((fit.weights[1] - truth[2]).abs() < 0.004, "{fit:?}");
        assert_eq!(fit.weights[2], 0.0, "a constant column tells nothing");
        assert!((fit.intercept + 50.0 * fit.weights[1] - truth[0]).abs() < 0.06, "{fit:?}");
        let (_, error, sd) = fit.per_sd[0];
        assert!((0.02..0.03).contains(&(error / sd)), "standard error {}", error / sd);
    }

    #[test]
    fn separated_classes_stay_finite() {
        let features = Matrix { columns: 1, values: (0..100).map(f64::from).collect() };
        let labels: Vec<f64> = (0..100).map(|at| f64::from(at >= 50)).collect();
        let fit = fit(&features, &labels);
        assert!(fit.weights[0].is_finite() && fit.weights[0] > 0.0);
    }
}
