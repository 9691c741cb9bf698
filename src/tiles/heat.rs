//! The numbers of a heat row as a feature's fields; hexes and precincts carry the same.

use super::encode::Value;
use crate::domain::{Election, HeatRow};

/// Field names that depend on the campaign's elections.
pub struct HeatFields(Vec<String>);

impl HeatFields {
    pub fn new(elections: &[Election]) -> Self {
        Self(Election::keys(elections).into_iter().map(|key| format!("abstention_{key}")).collect())
    }

    /// What is not known is left out.
    pub fn of<'a>(&'a self, row: &'a HeatRow) -> Vec<(&'a str, Value<'a>)> {
        let mut fields = vec![
            ("id", Value::Text(&row.id)),
            ("voters", Value::Count(row.voters)),
            ("doors", Value::Count(row.doors)),
            ("households", Value::Count(row.households)),
        ];
        let names = HeatRow::SHARES.into_iter().chain(self.0.iter().map(String::as_str));
        let numbers = names.zip(row.shares()).filter(|_| row.voters > 0);
        fields.extend(numbers.filter_map(|(name, number)| Some((name, Value::Number(number?)))));
        fields
    }
}
