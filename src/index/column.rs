//! A filterable column: a narrow code a row into a short list of values, or one bit a row.

use std::collections::HashMap;
use std::sync::Arc;

use super::bits::Bits;
use crate::domain::Dictionary;

/// One code a row, as narrow as the number of values allows. Code 0 is NULL, code `k` is value `k − 1`.
#[derive(Debug, Clone)]
pub enum Codes {
    U8(Arc<[u8]>),
    U16(Arc<[u16]>),
    U32(Arc<[u32]>),
}

impl Codes {
    fn new(codes: impl Iterator<Item = u32>, values: usize) -> Self {
        if values <= usize::from(u8::MAX) {
            Self::U8(codes.map(|code| code as u8).collect())
        } else if values <= usize::from(u16::MAX) {
            Self::U16(codes.map(|code| code as u16).collect())
        } else {
            Self::U32(codes.collect())
        }
    }

    pub fn get(&self, row: usize) -> usize {
        match self {
            Self::U8(codes) => usize::from(codes[row]),
            Self::U16(codes) => usize::from(codes[row]),
            Self::U32(codes) => codes[row] as usize,
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::U8(codes) => codes.len(),
            Self::U16(codes) => codes.len(),
            Self::U32(codes) => codes.len(),
        }
    }
}

/// What the codes of a column stand for.
#[derive(Debug, Clone)]
pub enum Values {
    Text(Vec<String>),
    Integer(Vec<i32>),
    Number(Vec<f64>),
    /// Days since 1970-01-01.
    Date(Vec<i32>),
}

impl Values {
    pub fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Integer(values) | Self::Date(values) => values.len(),
            Self::Number(values) => values.len(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Coded {
    pub codes: Codes,
    pub values: Values,
}

impl Coded {
    pub fn new(codes: impl Iterator<Item = u32>, values: Values) -> Self {
        Self { codes: Codes::new(codes, values.len()), values }
    }

    /// A text column in the order of its values, so that a range of texts is a range of codes. The empty text is NULL.
    pub fn text(column: &Dictionary) -> Self {
        let mut used = vec![false; column.values().len()];
        for code in column.codes() {
            used[code as usize] = true;
        }
        let mut kept: Vec<u32> = (1..used.len() as u32).filter(|&code| used[code as usize]).collect();
        kept.sort_by_key(|&code| column.value(code));
        let mut new_code = vec![0; used.len()];
        for (rank, &code) in kept.iter().enumerate() {
            new_code[code as usize] = rank as u32 + 1;
        }
        let values = kept.iter().map(|&code| column.value(code).to_owned()).collect();
        Self::new(column.codes().map(|code| new_code[code as usize]), Values::Text(values))
    }

    /// A text column whose every value is written as a decimal fraction, as the numbers they are; `None` where one is not, or
    /// where all are whole: those are codes as often as counts.
    pub fn decimals(column: &Dictionary) -> Option<Self> {
        let number = |value: &String| value.parse::<f64>().ok().filter(|number| number.is_finite());
        let numbers = column.values()[1..].iter().map(number).collect::<Option<Vec<f64>>>()?;
        let is_fraction = |value: &String| value.contains('.');
        if !column.values().iter().any(is_fraction) {
            return None;
        }
        let mut kept = numbers.clone();
        kept.sort_by(f64::total_cmp);
        kept.dedup();
        let rank = |number: &f64| kept.partition_point(|other| other < number) as u32 + 1;
        let new_code: Vec<u32> = std::iter::once(0).chain(numbers.iter().map(rank)).collect();
        Some(Self::new(column.codes().map(|code| new_code[code as usize]), Values::Number(kept)))
    }

    /// A column of whole numbers (or days) in ascending order; `null` marks rows without one.
    pub fn integers<T: Copy + Into<i32>>(column: &[T], null: i32, values: fn(Vec<i32>) -> Values) -> Self {
        let mut codes = HashMap::new();
        for &value in column {
            codes.entry(value.into()).or_insert(0);
        }
        codes.remove(&null);
        let mut kept: Vec<i32> = codes.keys().copied().collect();
        kept.sort_unstable();
        codes.extend(kept.iter().enumerate().map(|(rank, &value)| (value, rank as u32 + 1)));
        Self::new(column.iter().map(|&value| codes.get(&value.into()).copied().unwrap_or(0)), values(kept))
    }

    /// Rows holding each code, NULL first.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.values.len() + 1];
        for row in 0..self.codes.len() {
            counts[self.codes.get(row)] += 1;
        }
        counts
    }
}

#[derive(Debug, Clone)]
pub enum Data {
    Coded(Coded),
    Flag(Arc<Bits>),
    /// A set of words a row: one bit column a word.
    List {
        words: Vec<String>,
        bits: Vec<Bits>,
    },
}

#[derive(Debug, Clone)]
pub struct Column {
    pub name: String,
    pub data: Data,
}
