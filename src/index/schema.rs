//! Which columns a filter may name, and what they hold: enough to build a filter panel from.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::column::{Coded, Column, Data, Values};
use super::table::Table;

/// A text column shows at most this many of its values, the most frequent ones.
const VALUES_MAX: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    Date,
    List,
}

impl Kind {
    pub fn word(self) -> &'static str {
        ["text", "integer", "number", "boolean", "date", "list"][self as usize]
    }
}

/// Voters holding one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    pub value: String,
    pub voters: u32,
}

/// The least or greatest value of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Bound {
    Integer(i32),
    Number(f64),
    /// `2024-11-05`
    Date(String),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnInfo {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Voters without a value: `column IS NULL`.
    pub nulls: u32,
    /// Distinct values held by anybody.
    pub distinct: usize,
    /// Of text and lists, most voters first, then by value; at most `VALUES_MAX`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Count>,
    /// Of integers, numbers and dates held by anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Bound>,
}

/// Every filterable column, in the order a person would look for them.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Schema {
    pub columns: Vec<ColumnInfo>,
}

impl Schema {
    pub(super) fn new(table: &Table) -> Self {
        Self { columns: table.columns.iter().map(describe).collect() }
    }

    pub fn column(&self, name: &str) -> Option<&ColumnInfo> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl Data {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Flag(_) => Kind::Boolean,
            Self::List { .. } => Kind::List,
            Self::Coded(coded) => match coded.values {
                Values::Text(_) => Kind::Text,
                Values::Integer(_) => Kind::Integer,
                Values::Number(_) => Kind::Number,
                Values::Date(_) => Kind::Date,
            },
        }
    }
}

fn describe(column: &Column) -> ColumnInfo {
    let mut info =
        ColumnInfo { name: column.name.clone(), kind: column.data.kind(), nulls: 0, distinct: 0, values: Vec::new(), min: None, max: None };
    match &column.data {
        Data::Flag(_) => info.distinct = 2,
        Data::List { words, bits } => {
            info.values = words.iter().zip(bits).map(|(word, bits)| Count { value: word.clone(), voters: bits.count() }).collect();
            info.distinct = words.len();
        }
        Data::Coded(coded) => describe_values(coded, &mut info),
    }
    info.values.sort_by(|a, b| b.voters.cmp(&a.voters).then_with(|| a.value.cmp(&b.value)));
    info.values.truncate(VALUES_MAX);
    info
}

fn describe_values(coded: &Coded, info: &mut ColumnInfo) {
    let counts = coded.counts();
    info.nulls = counts[0];
    let held = || (0..coded.values.len()).filter(|&value| counts[value + 1] > 0);
    info.distinct = held().count();
    let ends = |order: &dyn Fn(usize, usize) -> std::cmp::Ordering, show: &dyn Fn(usize) -> Bound| {
        (held().min_by(|&a, &b| order(a, b)).map(show), held().max_by(|&a, &b| order(a, b)).map(show))
    };
    (info.min, info.max) = match &coded.values {
        Values::Text(values) => {
            info.values = held().map(|value| Count { value: values[value].clone(), voters: counts[value + 1] }).collect();
            (None, None)
        }
        Values::Integer(values) => ends(&|a, b| values[a].cmp(&values[b]), &|value| Bound::Integer(values[value])),
        Values::Number(values) => ends(&|a, b| values[a].total_cmp(&values[b]), &|value| Bound::Number(values[value])),
        Values::Date(values) => ends(&|a, b| values[a].cmp(&values[b]), &|value| Bound::Date(date(values[value]))),
    };
}

fn date(day: i32) -> String {
    let epoch = NaiveDate::default();
    let shifted = match u64::try_from(day) {
        Ok(days) => epoch.checked_add_days(Days::new(days)),
        Err(_) => epoch.checked_sub_days(Days::new(u64::from(day.unsigned_abs()))),
    };
    shifted.map(|date| date.to_string()).unwrap_or_default()
}
