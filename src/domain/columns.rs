//! Columns of text: packed end to end, or a code per row into a short list of values.

use std::collections::HashMap;

/// Many texts in one allocation. Row `i` is `get(i)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    ends: Vec<u64>,
    bytes: String,
}

impl Default for Texts {
    fn default() -> Self {
        Self::new()
    }
}

impl Texts {
    pub fn new() -> Self {
        Self { ends: Vec::new(), bytes: String::new() }
    }

    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u64);
    }

    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.bytes[start..self.ends[row] as usize]
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
    /// One code a row.
    pub codes: Vec<u32>,
    values: Vec<String>,
    lookup: HashMap<String, u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { codes: Vec::new(), values: vec![String::new()], lookup: HashMap::from([(String::new(), 0)]) }
    }
}

impl Dictionary {
    pub fn new() -> Self {
        Self::default()
    }

    /// Rebuilds a column from what a snapshot stored; `values[0]` must be empty.
    pub fn from_parts(codes: Vec<u32>, values: Vec<String>) -> Self {
        let lookup = values.iter().enumerate().map(|(code, value)| (value.clone(), code as u32)).collect();
        Self { codes, values, lookup }
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

    pub fn get(&self, row: usize) -> &str {
        &self.values[self.codes[row] as usize]
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
        self.codes.is_empty()
    }

    #[must_use]
    pub fn take(&self, order: &[u32]) -> Self {
        let codes = order.iter().map(|&row| self.codes[row as usize]).collect();
        Self { codes, values: self.values.clone(), lookup: self.lookup.clone() }
    }
}
