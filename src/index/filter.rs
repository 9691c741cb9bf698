//! From a SQL expression to a plan: names looked up, types checked, NULLs settled.
//!
//! SQL knows true, false and unknown. Every step here is asked for the rows where a part comes out as `wanted` (true or
//! false); NOT exchanges the two, so a plan needs one mask and not three truth values.

use sqlparser::ast::{BinaryOperator, Expr, Ident, InTarget, UnaryOperator, Value};

use super::column::{Coded, Data, Values};
use super::like::Pattern;
use super::literal::Typed;
use super::plan::Plan;
use super::predicate::{Comparison, Literal, Predicate};
use super::sql::{DEPTH_MAX, bare, mistyped, not_a_condition, refused, shortened, too_deep, unknown_column};
use super::table::Table;
use crate::domain::Outcome;

pub fn plan(expr: &Expr, table: &Table) -> Outcome<Plan> {
    Filter { table }.rows(expr, true, 0)
}

struct Filter<'a> {
    table: &'a Table,
}

impl Filter<'_> {
    /// Rows where `expr` is `wanted`.
    fn rows(&self, expr: &Expr, wanted: bool, depth: usize) -> Outcome<Plan> {
        if depth > DEPTH_MAX {
            return Err(too_deep());
        }
        let same = |inner: &Expr| self.rows(inner, wanted, depth + 1);
        match expr {
            Expr::Nested(inner) => same(inner),
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => self.rows(expr, !wanted, depth + 1),
            Expr::BinaryOp { op: op @ (BinaryOperator::And | BinaryOperator::Or), .. } => {
                let parts = chain(expr, op).into_iter().map(same).collect::<Outcome<Vec<_>>>()?;
                Ok(Plan::join(parts, (*op == BinaryOperator::And) == wanted))
            }
            Expr::IsTrue(inner) => self.settled(inner, true, wanted, depth),
            Expr::IsNotTrue(inner) => self.settled(inner, true, !wanted, depth),
            Expr::IsFalse(inner) => self.settled(inner, false, wanted, depth),
            Expr::IsNotFalse(inner) => self.settled(inner, false, !wanted, depth),
            Expr::Identifier(name) => {
                let column = self.column(name)?;
                self.is_a_flag(column, "a condition").map(|()| flag(column, wanted))
            }
            Expr::Value(value) => match value.value {
                Value::Boolean(truth) => Ok(if truth == wanted { Plan::All } else { Plan::Nobody }),
                Value::Null => Ok(Plan::Nobody),
                _ => Err(not_a_condition(expr)),
            },
            _ => self.test(expr, wanted),
        }
    }

    /// `expr IS [NOT] TRUE` and `IS [NOT] FALSE`, which are never unknown.
    fn settled(&self, expr: &Expr, truth: bool, wanted: bool, depth: usize) -> Outcome<Plan> {
        let plan = self.rows(expr, truth, depth + 1)?;
        Ok(if wanted { plan } else { plan.not() })
    }

    /// A test of one column.
    fn test(&self, expr: &Expr, wanted: bool) -> Outcome<Plan> {
        match expr {
            Expr::IsNull(column) => self.apply(column, wanted, |_| Ok(Predicate::IsNull)),
            Expr::IsNotNull(column) => self.apply(column, !wanted, |_| Ok(Predicate::IsNull)),
            Expr::BinaryOp { left, op, right } => {
                let comparison = comparison(op).ok_or_else(|| refused(expr))?;
                let (column, comparison, value) = match (bare(left), bare(right)) {
                    (Expr::Identifier(_), _) => (left, comparison, right),
                    (_, Expr::Identifier(_)) => (right, comparison.mirrored(), left),
                    _ => return Err(refused(expr)),
                };
                self.apply(column, wanted, |typed| Ok(Predicate::Compare(comparison, typed.literal(value)?)))
            }
            Expr::Between { expr, negated, low, high } => {
                self.apply(expr, wanted != *negated, |typed| Ok(Predicate::Between(typed.literal(low)?, typed.literal(high)?)))
            }
            Expr::In { expr: column, target: InTarget::List(list), negated, .. } => self.apply(column, wanted != *negated, |typed| {
                Ok(Predicate::In(list.iter().map(|value| typed.literal(value)).collect::<Outcome<_>>()?))
            }),
            Expr::Like { negated, any: false, expr, pattern, escape_char } => {
                self.like(expr, pattern, escape_char.as_deref(), false, wanted != *negated)
            }
            Expr::ILike { negated, any: false, expr, pattern, escape_char } => {
                self.like(expr, pattern, escape_char.as_deref(), true, wanted != *negated)
            }
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => self.holds(left, right, wanted),
            _ => Err(refused(expr)),
        }
    }

    /// `'word' = ANY(column)`: never unknown, since a list is never NULL.
    fn holds(&self, word: &Expr, list: &Expr, wanted: bool) -> Outcome<Plan> {
        let Expr::Identifier(name) = bare(list) else { return Err(refused(list)) };
        let column = self.column(name)?;
        let Data::List { words, .. } = &self.table.columns[column].data else {
            return Err(mistyped(self.name(column), "is not a list", "ANY(…) asks about a list, as in 'volunteer' = ANY(tags)"));
        };
        let wanted_word = match bare(word) {
            Expr::Value(value) => value.clone().into_string(),
            _ => None,
        };
        let Some(wanted_word) = wanted_word else {
            let what = format!("holds words, and {} is none", shortened(&word.to_string()));
            return Err(mistyped(self.name(column), &what, "put the word in single quotes, as in 'volunteer' = ANY(tags)"));
        };
        let found = words.iter().position(|word| *word == wanted_word).map_or(Plan::Nobody, |word| Plan::Holds { column, word });
        Ok(if wanted { found } else { found.not() })
    }

    fn like(&self, column: &Expr, pattern: &Expr, escape: Option<&Expr>, ignore_case: bool, wanted: bool) -> Outcome<Plan> {
        let escape = match escape.map(bare) {
            None => Some('\\'),
            Some(Expr::Value(value)) => match &value.value {
                Value::SingleQuotedString(text) if text.chars().count() <= 1 => text.chars().next(),
                _ => return Err(refused(pattern)),
            },
            Some(other) => return Err(refused(other)),
        };
        self.apply(column, wanted, |typed| {
            let Values::Text(_) = typed.coded.values else {
                return Err(mistyped(typed.name, "is not text", "LIKE asks about text; use =, < or BETWEEN"));
            };
            let text = typed.literal(pattern)?;
            Ok(Predicate::Like(text.and_then(|literal| match literal {
                Literal::Text(text) => Some(Pattern::new(&text, escape, ignore_case)),
                _ => None,
            })))
        })
    }

    /// Rows where a test of the column `expr` names comes out as `wanted`.
    fn apply(&self, expr: &Expr, wanted: bool, predicate: impl FnOnce(&Typed) -> Outcome<Predicate>) -> Outcome<Plan> {
        let Expr::Identifier(name) = bare(expr) else { return Err(refused(expr)) };
        let column = self.column(name)?;
        let name = self.name(column);
        match &self.table.columns[column].data {
            Data::Coded(coded) => {
                let ranges = predicate(&Typed { name, coded, flag: false })?.codes(&coded.values, wanted);
                Ok(Plan::codes(column, ranges))
            }
            Data::Flag(_) => {
                // a yes/no column is tested as one that holds 0 and 1
                let zero_one = Coded::new(std::iter::empty(), Values::Integer(vec![0, 1]));
                let ranges = predicate(&Typed { name, coded: &zero_one, flag: true })?.codes(&zero_one.values, wanted);
                let passes = |code| ranges.iter().any(|range| (range.0..=range.1).contains(&code));
                Ok(match (passes(1), passes(2)) {
                    (true, true) => Plan::All,
                    (false, false) => Plan::Nobody,
                    (_, yes) => flag(column, yes),
                })
            }
            Data::List { .. } => Err(mistyped(name, "is a list", "ask for one of its words, as in 'volunteer' = ANY(tags)")),
        }
    }

    fn is_a_flag(&self, column: usize, what: &str) -> Outcome<()> {
        match &self.table.columns[column].data {
            Data::Flag(_) => Ok(()),
            _ => Err(mistyped(self.name(column), &format!("is not {what} by itself"), "compare it with a value, as in age < 35")),
        }
    }

    /// Names match as written; without double quotes, in any case.
    fn column(&self, name: &Ident) -> Outcome<usize> {
        let exact = self.table.column(&name.value);
        let loose = || self.table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(&name.value));
        exact
            .or_else(|| if name.quote_style.is_none() { loose() } else { None })
            .ok_or_else(|| unknown_column(&name.value, self.table.columns.iter().map(|column| column.name.as_str())))
    }

    fn name(&self, column: usize) -> &str {
        &self.table.columns[column].name
    }
}

fn flag(column: usize, wanted: bool) -> Plan {
    let plan = Plan::Flag { column };
    if wanted { plan } else { plan.not() }
}

/// The terms of `a AND b AND c`, without recursion: a long chain is not deep.
fn chain<'a>(expr: &'a Expr, joined_by: &BinaryOperator) -> Vec<&'a Expr> {
    let mut terms = Vec::new();
    let mut rest = expr;
    while let Expr::BinaryOp { left, op, right } = rest
        && op == joined_by
    {
        terms.push(right.as_ref());
        rest = left;
    }
    terms.push(rest);
    terms.reverse();
    terms
}

fn comparison(op: &BinaryOperator) -> Option<Comparison> {
    Some(match op {
        BinaryOperator::Eq => Comparison::Equal,
        BinaryOperator::NotEq => Comparison::Unequal,
        BinaryOperator::Lt => Comparison::Less,
        BinaryOperator::LtEq => Comparison::LessOrEqual,
        BinaryOperator::Gt => Comparison::Greater,
        BinaryOperator::GtEq => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
