//! What a commercial or other file tells of some voters.

use std::collections::{BTreeMap, HashMap};

use super::Voters;
use super::columns::{Dictionary, Texts};

/// One row a voter matched; all columns of one length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attributes {
    /// The file's name as filters write it: its columns are called `<source>_<column>`.
    pub source: String,
    pub voter_id: Texts,
    /// That the row and the voter are one person, 0 to 1.
    pub probability: Vec<f32>,
    pub columns: BTreeMap<String, Dictionary>,
}

impl Attributes {
    /// Gives voters these columns, and `<source>_match`. What is told of a merged registration is told of the one that stands
    /// for it; of two rows for one voter the surer counts.
    pub fn lay_over(&self, voters: &mut Voters, merged: &BTreeMap<String, String>) {
        let by_id = voters.rows_by_id();
        let row_of = |id: &str| by_id.get(id).or_else(|| by_id.get(merged.get(id)?.as_str())).map(|&row| row as usize);
        let mut best: HashMap<usize, usize> = HashMap::new();
        for (at, row) in self.voter_id.iter().enumerate().filter_map(|(at, id)| Some((at, row_of(id)?))) {
            let known = best.entry(row).or_insert(at);
            if self.probability[at] > self.probability[*known] {
                *known = at;
            }
        }
        drop(by_id);
        let rows = voters.len();
        let column = |value: &dyn Fn(usize) -> String| {
            let mut column = Dictionary::new();
            (0..rows).for_each(|row| column.push(&best.get(&row).map(|&at| value(at)).unwrap_or_default()));
            column
        };
        let told = column(&|at| format!("{:.2}", self.probability[at]));
        voters.extra.insert(format!("{}_match", self.source), told);
        for (name, values) in &self.columns {
            voters.extra.insert(format!("{}_{name}", self.source), column(&|at| values.get(at).to_owned()));
        }
    }
}
