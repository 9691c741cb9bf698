//! One test of one column, decided once for each value the column holds, with SQL's three truth values.

use std::cmp::Ordering;

use super::column::Values;
use super::like::Pattern;

/// A value as a filter writes it, already of the column's type.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    Text(String),
    Number(f64),
    /// Days since 1970-01-01.
    Date(i32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// `None` in place of a literal is SQL's NULL.
#[derive(Debug, Clone)]
pub enum Predicate {
    Compare(Comparison, Option<Literal>),
    Between(Option<Literal>, Option<Literal>),
    In(Vec<Option<Literal>>),
    Like(Option<Pattern>),
    IsNull,
}

impl Predicate {
    /// Codes (0 = NULL, `k` = value `k − 1`) for which the test comes out as `wanted`, as inclusive ranges in order.
    pub fn codes(&self, values: &Values, wanted: bool) -> Vec<(u32, u32)> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code in 0..=values.len() {
            if self.truth(values, code) != Some(wanted) {
                continue;
            }
            let code = code as u32;
            match ranges.last_mut() {
                Some(last) if last.1 + 1 == code => last.1 = code,
                _ => ranges.push((code, code)),
            }
        }
        ranges
    }

    fn truth(&self, values: &Values, code: usize) -> Option<bool> {
        if let Self::IsNull = self {
            return Some(code == 0);
        }
        let at = code.checked_sub(1)?;
        let order = |literal: &Option<Literal>| literal.as_ref().map(|literal| order(values, at, literal));
        match self {
            Self::IsNull => None,
            Self::Compare(comparison, literal) => order(literal).map(|order| comparison.holds(order)),
            Self::Between(low, high) => and(order(low).map(Ordering::is_ge), order(high).map(Ordering::is_le)),
            Self::In(list) => list.iter().map(|literal| order(literal).map(Ordering::is_eq)).reduce(or).unwrap_or(Some(false)),
            Self::Like(pattern) => match values {
                Values::Text(texts) => pattern.as_ref().map(|pattern| pattern.matches(&texts[at])),
                _ => None,
            },
        }
    }
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The same comparison with its sides exchanged: `5 < x` is `x > 5`.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::Unequal => self,
        }
    }
}

fn order(values: &Values, at: usize, literal: &Literal) -> Ordering {
    match (values, literal) {
        (Values::Text(values), Literal::Text(text)) => values[at].as_str().cmp(text),
        (Values::Integer(values), Literal::Number(number)) => f64::from(values[at]).total_cmp(number),
        (Values::Number(values), Literal::Number(number)) => values[at].total_cmp(number),
        (Values::Date(values), Literal::Date(day)) => values[at].cmp(day),
        _ => unreachable!("the filter gave the literal its column's type"),
    }
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    and(a.map(|a| !a), b.map(|b| !b)).map(|both| !both)
}
