//! From the text of a filter to one SQL expression, or a sentence that says what to write instead.

use sqlparser::ast::{Expr, Spanned};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::Token;

use crate::domain::{Outcome, Problem};

/// Longest filter, in bytes.
const BYTES_MAX: usize = 4096;
/// Deepest nesting of brackets and operators.
pub const DEPTH_MAX: usize = 64;

pub fn parse(text: &str) -> Outcome<Expr> {
    if text.len() > BYTES_MAX {
        return Err(Problem::new(format!("a filter of {} bytes is longer than {BYTES_MAX}", text.len()))
            .remedy("use IN (…) or BETWEEN, or tag the voters and filter on the tag"));
    }
    if nesting(text) > DEPTH_MAX {
        return Err(too_deep());
    }
    let dialect = PostgreSqlDialect {};
    let mut parser = Parser::new(&dialect).with_recursion_limit(2 * DEPTH_MAX).try_with_sql(text).map_err(unreadable)?;
    let expr = parser.parse_expr().map_err(unreadable)?;
    let rest = parser.peek_token();
    if rest.token != Token::EOF {
        let found = format!("expected the filter to end, found: {}", rest.token);
        return Err(unreadable(ParserError::ParserError(format!("{found}{}", rest.span.start))));
    }
    Ok(expr)
}

pub fn too_deep() -> Problem {
    Problem::new(format!("the filter is nested more than {DEPTH_MAX} deep"))
        .remedy("use IN (…) for lists of values and drop needless brackets")
}

/// The parser tries some readings of a bracket twice, so the depth of brackets is bounded before it sees them.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn unreadable(error: ParserError) -> Problem {
    let what = match error {
        ParserError::RecursionLimitExceeded => return too_deep(),
        ParserError::ParserError(what) | ParserError::TokenizerError(what) => what,
    };
    Problem::new(format!("the filter cannot be read: {what}")).remedy("write one SQL condition, as in party = 'DEM' AND age < 35")
}

/// "no column named prty; did you mean party?"
pub fn unknown_column<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Problem {
    let wanted = name.to_lowercase();
    let mut close: Vec<(usize, &str)> = known.clone().map(|name| (distance(&wanted, &name.to_lowercase()), name)).collect();
    close.sort();
    let near = (wanted.chars().count() / 3).max(1);
    let alike: Vec<&str> = close.iter().filter(|(distance, _)| *distance <= near).take(3).map(|(_, name)| *name).collect();
    let problem = Problem::new(format!("no column named {}", shortened(name)));
    if alike.is_empty() {
        let all: Vec<&str> = known.take(24).collect();
        return problem.remedy(format!("columns are {}", all.join(", ")));
    }
    problem.remedy(format!("did you mean {}?", alike.join(" or ")))
}

/// Enough of a text to recognise it.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Insertions, deletions and replacements that lead from one word to the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Without brackets around it.
pub fn bare(mut expr: &Expr) -> &Expr {
    while let Expr::Nested(inner) = expr {
        expr = inner;
    }
    expr
}

/// A column used as what it is not.
pub fn mistyped(column: &str, what: &str, remedy: &str) -> Problem {
    Problem::new(what).field(column).remedy(remedy)
}

pub fn not_a_condition(expr: &Expr) -> Problem {
    Problem::new(format!("{} is a value, not a condition{}", shortened(&expr.to_string()), place(expr)))
        .remedy("compare it with a column, as in party = 'DEM'")
}

/// SQL that has no place here.
pub fn refused(expr: &Expr) -> Problem {
    Problem::new(format!("{} is not allowed in a filter{}", shortened(&expr.to_string()), place(expr)))
        .remedy("compare a column with values: =, <>, <, >, IN, BETWEEN, LIKE, IS NULL, 'word' = ANY(tags), joined by AND, OR, NOT")
}

/// Where the expression stands, if the parser knows.
fn place(expr: &Expr) -> String {
    let start = expr.span().start;
    if start.line == 0 { String::new() } else { format!(" (line {}, column {})", start.line, start.column) }
}
