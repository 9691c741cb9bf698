//! Columns of text: packed end to end, or a code per row into a short list of values.

use std::collections::HashMap;

use super::narrow::Narrow;

/// Rows that share one long offset, so that each row needs only a short one.
const BLOCK_ROWS: usize = 1 << 16;

/// Many texts in one allocation. Row `i` is `get(i)`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// Where each block of rows begins.
    blocks: Vec<u64>,
    /// Where each row ends, counted from its block's beginning.
    ends: Vec<u32>,
    bytes: String,
}

impl Texts {
    pub fn new() -> Self {
        Self::default()
    }

    /// At most 4 GB in 65,536 rows: what is longer than that is cut where the readers bound a row.
    pub fn push(&mut self, text: &str) {
        if self.ends.len().is_multiple_of(BLOCK_ROWS) {
            self.blocks.push(self.bytes.len() as u64);
        }
        self.bytes.push_str(text);
        let within = self.bytes.len() as u64 - self.blocks[self.ends.len() / BLOCK_ROWS];
        self.ends.push(u32::try_from(within).expect("readers bound the length of a row"));
    }

    pub fn get(&self, row: usize) -> &str {
        let block = self.blocks[row / BLOCK_ROWS] as usize;
        let start = if row.is_multiple_of(BLOCK_ROWS) { block } else { block + self.ends[row - 1] as usize };
        &self.bytes[start..block + self.ends[row] as usize]
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    pub fn append(&mut self, other: &Self, rows: &[u32]) {
        rows.iter().for_each(|&row| self.push(other.get(row as usize)));
    }

    /// The rows named by `order`, in that order.
    #[must_use]
    pub fn take(&self, order: &[u32]) -> Self {
        order.iter().map(|&row| self.get(row as usize)).collect()
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut all = Self::new();
        for text in texts {
            all.push(text);
        }
        all
    }
}

/// A column of few distinct values. Code 0 is always the empty text, which means "not given".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    codes: Narrow,
    values: Vec<String>,
    lookup: HashMap<String, u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { codes: Narrow::default(), values: vec![String::new()], lookup: HashMap::from([(String::new(), 0)]) }
    }
}

impl Dictionary {
    pub fn new() -> Self {
        Self::default()
    }

    /// Rebuilds a column from what a snapshot stored; `values[0]` must be empty.
    pub fn from_parts(codes: impl IntoIterator<Item = u32>, values: Vec<String>) -> Self {
        let lookup = values.iter().enumerate().map(|(code, value)| (value.clone(), code as u32)).collect();
        Self { codes: codes.into_iter().collect(), values, lookup }
    }

    /// The code of `value`, made if it is new; no row is added.
    pub fn code_of(&mut self, value: &str) -> u32 {
        if let Some(&code) = self.lookup.get(value) {
            return code;
        }
        let code = self.values.len() as u32;
        self.values.push(value.to_owned());
        self.lookup.insert(value.to_owned(), code);
        code
    }

    /// The code of `value` if any row could hold it.
    pub fn find(&self, value: &str) -> Option<u32> {
        self.lookup.get(value).copied()
    }

    pub fn push(&mut self, value: &str) {
        let code = self.code_of(value);
        self.codes.push(code);
    }

    /// Adds a row that holds the value of `code`.
    pub fn push_code(&mut self, code: u32) {
        self.codes.push(code);
    }

    pub fn append(&mut self, other: &Self, rows: &[u32]) {
        let codes: Vec<u32> = other.values.iter().map(|value| self.code_of(value)).collect();
        rows.iter().for_each(|&row| self.push_code(codes[other.code(row as usize) as usize]));
    }

    /// Cuts the column to `rows`, or fills it up with rows not given.
    pub fn resize(&mut self, rows: usize) {
        self.codes.resize(rows);
    }

    pub fn get(&self, row: usize) -> &str {
        self.value(self.code(row))
    }

    pub fn code(&self, row: usize) -> u32 {
        self.codes.get(row)
    }

    pub fn set(&mut self, row: usize, value: &str) {
        let code = self.code_of(value);
        self.codes.set(row, code);
    }

    /// One code a row.
    pub fn codes(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).map(|row| self.code(row))
    }

    pub fn value(&self, code: u32) -> &str {
        &self.values[code as usize]
    }

    pub fn values(&self) -> &[String] {
        &self.values
    }

    pub fn len(&self) -> usize {
        self.codes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.codes.len() == 0
    }

    #[must_use]
    pub fn take(&self, order: &[u32]) -> Self {
        Self { codes: self.codes.take(order), values: self.values.clone(), lookup: self.lookup.clone() }
    }
}
