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
        let numbers = [
            ("abstention", row.abstention),
            ("abstention_low", row.abstention_low),
            ("abstention_high", row.abstention_high),
            ("support", row.support),
            ("support_low", row.support_low),
            ("support_high", row.support_high),
            ("pool", row.pool),
            ("persuadable", row.persuadable),
            ("known", (row.voters > 0).then_some(row.known)),
        ];
        let past = self.0.iter().map(String::as_str).zip(row.abstention_at.iter().copied());
        fields.extend(numbers.into_iter().chain(past).filter_map(|(name, number)| Some((name, Value::Number(number?)))));
        fields
    }
}
