//! How many, and of how many?

use super::binding::Binding;
use super::delimited::Row;
use super::layout::{OneOrMore, listed};
use super::ledger::Refusal;
use super::names::column_key;
use crate::domain::{Outcome, Problem, Report};

/// What one row tells of its precinct.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub registered: Option<u32>,
    pub cast: Option<u32>,
    /// (ours, all)
    pub support: Option<(u32, u32)>,
    /// Somebody of ours could be voted for here: no votes for nobody is not no support.
    pub ours_stand: bool,
}

/// The first alternative of a field of which the file has every column, as in `A + B`.
pub(crate) fn of_all_columns(binding: &Binding, field: &str) -> Vec<usize> {
    let written = binding.chosen.section.columns.get(field).map_or(&[][..], OneOrMore::as_slice);
    let all_columns = |names: &String| names.split(" + ").map(|name| binding.column(name)).collect::<Option<Vec<usize>>>();
    written.iter().find_map(all_columns).unwrap_or_default()
}

/// Columns whose numbers add up to one.
pub(crate) struct Sum {
    columns: Vec<usize>,
}

impl Sum {
    /// The columns of a field; `A + B` adds.
    pub fn of_field(binding: &Binding, field: &str) -> Self {
        Self { columns: of_all_columns(binding, field) }
    }

    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// `None` when every column is empty.
    pub fn read(&self, field: &str, row: &Row) -> Result<Option<u32>, Refusal> {
        let mut sum = None;
        for &column in &self.columns {
            if let Some(value) = count(field, &row.text(column))? {
                sum = Some(u32::saturating_add(sum.unwrap_or(0), value));
            }
        }
        Ok(sum)
    }
}

/// Our votes and the votes they are a share of.
pub(crate) struct Shares {
    ours: Sum,
    /// Empty: the ballots cast.
    total: Sum,
}

impl Shares {
    /// The total, best first: the valid votes, where the layout names them; the column named like ours with `Total` after the last `_` (`E_20_PRES_Dem` of `E_20_PRES_Total`);
    /// the sum of all columns that share the name up to the last `_`; the ballots cast. The report says which.
    pub fn new(binding: &Binding, names: &[String], cast: &Sum, report: &mut Report) -> Outcome<Self> {
        let find = |name: &String| {
            binding.column(name).ok_or_else(|| {
                Problem::new(format!("no column named {name}"))
                    .file(binding.file)
                    .field("support")
                    .remedy(format!("give --support one or more of {}", listed(binding.header)))
            })
        };
        let ours = names.iter().map(find).collect::<Outcome<Vec<usize>>>()?;
        let contest = contest(names);
        let valid = Some(of_all_columns(binding, "valid")).filter(|columns| !columns.is_empty());
        let total =
            valid.or_else(|| contest.as_ref().and_then(|contest| binding.column(&format!("{contest}_total"))).map(|column| vec![column]));
        let total = total.or_else(|| siblings(binding, contest.as_ref()?, ours.len())).unwrap_or_default();
        let called = |columns: &[usize]| columns.iter().map(|&column| binding.header[column].as_str()).collect::<Vec<_>>().join(" + ");
        if total.is_empty() && cast.is_empty() {
            return Err(Problem::new(format!("no column tells how many votes {} is a part of", called(&ours)))
                .file(binding.file)
                .remedy("add a column with the same name but Total after the last _, or one with the ballots cast"));
        }
        let of = if total.is_empty() { "the ballots cast".to_owned() } else { called(&total) };
        report.remark(format!("support is {} of {of}", called(&ours)));
        Ok(Self { ours: Sum { columns: ours }, total: Sum { columns: total } })
    }

    /// (ours, total); `None` where the row tells neither.
    pub fn read(&self, row: &Row, cast: Option<u32>) -> Result<Option<(u32, u32)>, Refusal> {
        let total = if self.total.is_empty() { cast } else { self.total.read("support", row)? };
        match (self.ours.read("support", row)?, total) {
            (Some(ours), Some(total)) if ours > total => Err(Refusal::bad("support", format!("{ours} votes of {total}"))),
            (Some(ours), Some(total)) => Ok(Some((ours, total))),
            _ => Ok(None),
        }
    }
}

/// What the names of all our columns share, up to the last `_`.
fn contest(names: &[String]) -> Option<String> {
    let keys: Vec<String> = names.iter().map(|name| column_key(name)).collect();
    let contests: Option<Vec<&str>> = keys.iter().map(|key| key.rsplit_once('_').map(|(contest, _)| contest)).collect();
    let contests = contests?;
    let first = *contests.first()?;
    contests.iter().all(|contest| *contest == first).then(|| first.to_owned())
}

/// All columns of a contest, when there are more than ours.
fn siblings(binding: &Binding, contest: &str, ours: usize) -> Option<Vec<usize>> {
    let in_contest = |name: &String| column_key(name).rsplit_once('_').is_some_and(|(prefix, _)| prefix == contest);
    let columns: Vec<usize> = (0..binding.header.len()).filter(|&column| in_contest(&binding.header[column])).collect();
    (columns.len() > ours).then_some(columns)
}

/// A count as offices write it: `1,234`, `1 234`, `1234.0`; `None` when nothing is written or `NA`. A comma parts thousands or
/// nothing: `71,74` is no count.
pub(crate) fn count(field: &str, written: &str) -> Result<Option<u32>, Refusal> {
    if written.is_empty() || written.eq_ignore_ascii_case("na") {
        return Ok(None);
    }
    let bad = || Refusal::bad(field, format!("{written:?} is not a count"));
    let whole = written.strip_suffix(".0").unwrap_or(written);
    let mut groups = whole.split([',', ' ', '\u{202f}']);
    let mut digits = groups.next().unwrap_or_default().to_owned();
    for group in groups {
        if group.len() != 3 {
            return Err(bad());
        }
        digits.push_str(group);
    }
    digits.parse().map(Some).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_counts_as_written() {
        for (written, value) in
            [("1,234", Some(1234)), ("1 234", Some(1234)), ("2082.0", Some(2082)), ("NA", None), ("", None), ("0", Some(0))]
        {
            assert_eq!(count("cast", written).ok(), Some(value), "{written}");
        }
        for wrong in ["-1", "1.5", "71,74", "1,2345", "many", "99999999999"] {
            assert!(count("cast", wrong).is_err(), "{wrong}");
        }
    }
}
