//! Values as a filter writes them, made the type of the column they are compared with.

use chrono::NaiveDate;
use sqlparser::ast::{DataType, Expr, TypedString, UnaryOperator, Value};

use super::column::{Coded, Values};
use super::predicate::Literal;
use super::sql::{bare, mistyped, refused, shortened};
use crate::domain::{Outcome, Problem};

/// The column a literal is compared with, which decides what the literal must be.
pub struct Typed<'a> {
    pub name: &'a str,
    pub coded: &'a Coded,
    /// A yes/no column, tested as one that holds 0 and 1.
    pub flag: bool,
}

impl Typed<'_> {
    /// `None` for NULL.
    pub fn literal(&self, expr: &Expr) -> Outcome<Option<Literal>> {
        let literal = match bare(expr) {
            Expr::Value(value) => match &value.value {
                Value::Null => return Ok(None),
                value => self.of_type(value, false),
            },
            Expr::UnaryOp { op: sign @ (UnaryOperator::Minus | UnaryOperator::Plus), expr } => match bare(expr) {
                Expr::Value(value) => self.of_type(&value.value, *sign == UnaryOperator::Minus),
                _ => None,
            },
            Expr::TypedString(TypedString { data_type: DataType::Date, value, .. }) => match self.coded.values {
                Values::Date(_) => self.of_type(&value.value, false),
                _ => None,
            },
            Expr::Identifier(name) => {
                return Err(mistyped(
                    self.name,
                    &format!("cannot be compared with {}", shortened(&name.value)),
                    "compare a column with a value; texts take single quotes",
                ));
            }
            other => return Err(refused(other)),
        };
        literal.map(Some).ok_or_else(|| self.wrong(expr))
    }

    fn of_type(&self, value: &Value, negative: bool) -> Option<Literal> {
        match (&self.coded.values, value) {
            (Values::Integer(_), Value::Boolean(truth)) if self.flag => Some(Literal::Number(f64::from(u8::from(*truth)))),
            (Values::Integer(_) | Values::Number(_), Value::Number(digits, _)) if !self.flag => {
                // 0.0 is added so that −0 equals 0
                let number = digits.parse::<f64>().ok().filter(|number| number.is_finite())?;
                Some(Literal::Number(if negative { -number } else { number } + 0.0))
            }
            (Values::Text(_), Value::SingleQuotedString(text)) if !negative => Some(Literal::Text(text.clone())),
            (Values::Date(_), Value::SingleQuotedString(text)) if !negative => {
                let date = text.parse::<NaiveDate>().ok()?;
                Some(Literal::Date(i32::try_from((date - NaiveDate::default()).num_days()).ok()?))
            }
            _ => None,
        }
    }

    fn wrong(&self, value: &Expr) -> Problem {
        let (kind, remedy) = match self.coded.values {
            _ if self.flag => ("yes or no", format!("write {0} or NOT {0}", self.name)),
            Values::Text(_) => ("text", "put the value in single quotes".to_owned()),
            Values::Integer(_) | Values::Number(_) => ("a number", "write digits without quotes".to_owned()),
            Values::Date(_) => ("a date", "write it as '2024-11-05'".to_owned()),
        };
        mistyped(self.name, &format!("is {kind} and cannot be compared with {}", shortened(&value.to_string())), &remedy)
    }
}
