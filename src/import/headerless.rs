//! Does a file without a header follow this layout?

use std::collections::BTreeMap;

use csv::ByteRecord;
use serde::Deserialize;

use super::dates;
use super::delimited::{Row, Table};
use super::names::column_key;

/// What a layout says of files that come without a header.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Headerless {
    /// What the office's description calls the columns, in order.
    pub names: Vec<String>,
    /// Of files without delimiters: bytes of each column.
    #[serde(default)]
    pub widths: Vec<usize>,
    /// What the filled cells of a column look like: `date`, `digits`, `letters`, or one of some words (`F|M|U`).
    #[serde(default)]
    pub shapes: BTreeMap<String, String>,
    /// Words that stand in the file's name, where its columns alone do not tell it from another.
    pub file: Option<String>,
}

impl Headerless {
    /// How many columns look right, and one more for the file's name, if the width and all of that are right.
    pub fn fit(&self, table: &Table, patterns: &[String]) -> Option<usize> {
        if self.file.as_ref().is_some_and(|words| !column_key(table.name).contains(&column_key(words))) {
            return None;
        }
        let sample = self.sample(table)?;
        let fits = |(name, shape): (&String, &String)| {
            let key = column_key(name);
            self.names.iter().position(|known| column_key(known) == key).is_some_and(|column| looks(&sample, column, shape, patterns))
        };
        self.shapes.iter().all(fits).then_some(self.shapes.len() + usize::from(self.file.is_some()))
    }

    pub fn is_as_wide(&self, table: &Table) -> bool {
        self.sample(table).is_some()
    }

    /// The first rows, if they are as wide as the layout says.
    fn sample(&self, table: &Table) -> Option<Vec<ByteRecord>> {
        let sample = if self.widths.is_empty() { table.sample() } else { table.sample_fixed(&self.widths) };
        sample.first().is_some_and(|row| row.len() == self.names.len()).then_some(sample)
    }
}

/// At least one cell is filled, and at most one in ten filled ones looks otherwise: real files hold slips of the pen.
fn looks(sample: &[ByteRecord], column: usize, shape: &str, patterns: &[String]) -> bool {
    let (mut filled, mut odd) = (0, 0);
    for record in sample {
        let text = Row::of(record).text(column);
        filled += usize::from(!text.is_empty());
        odd += usize::from(!text.is_empty() && !has_shape(&text, shape, patterns));
    }
    filled > 0 && odd * 10 <= filled
}

fn has_shape(text: &str, shape: &str, patterns: &[String]) -> bool {
    match shape {
        "date" => dates::parse(text, patterns).is_some(),
        "digits" => text.bytes().all(|byte| byte.is_ascii_digit()),
        "letters" => text.bytes().all(|byte| byte.is_ascii_alphabetic()),
        words => words.split('|').any(|word| word.eq_ignore_ascii_case(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_cell_in_ten_is_forgiven_and_an_empty_column_is_no_proof() {
        let dates = ["MM/DD/YYYY".to_owned()];
        let rows = |cells: &[&str]| cells.iter().map(|cell| ByteRecord::from(vec!["x", cell])).collect::<Vec<_>>();
        assert!(looks(&rows(&["01/02/1950", ""]), 1, "date", &dates));
        assert!(looks(&rows(&["F", "m", "U"]), 1, "F|M|U", &dates));
        assert!(!looks(&rows(&["", ""]), 1, "digits", &dates));
        let mut cells = vec!["12"; 9];
        cells.push("1a");
        assert!(looks(&rows(&cells), 1, "digits", &dates));
        assert!(!looks(&rows(&cells[1..]), 1, "digits", &dates));
    }
}
