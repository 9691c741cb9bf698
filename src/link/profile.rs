//! What do these columns hold? Files differ in what they put where, so the data are asked, never the file's name.

use std::collections::{HashMap, HashSet};

use super::names::fold;
use crate::domain::{Birth, Records, Texts};

/// What an extra column turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Hardly filled, or an identifier nobody shares.
    #[default]
    Nothing,
    /// A last name beside the last name: of birth, of marriage, in use.
    OtherName,
    /// Given and last names in one.
    FullName,
    /// Something of a person that does not change much: a birthplace, a trade.
    Attribute,
}

#[derive(Debug, Default)]
pub(super) struct Profile {
    pub extra: [Role; 2],
    /// 1 January stands for "day unknown" too.
    new_year_is_vague: bool,
    /// Dates that stand for "unknown".
    placeholders: HashSet<(u16, u8, u8)>,
}

/// Dates voter systems write for "unknown".
const KNOWN_PLACEHOLDERS: [(u16, u8, u8); 2] = [(1800, 1, 1), (1900, 1, 1)];
/// How many times its fair share a date must have to be no date.
const TOO_MANY: f64 = 10.0;
const FEW: usize = 20;

impl Profile {
    pub fn of(records: &Records, order: &[u32]) -> Self {
        let extra = [0, 1].map(|at| role(records, order, &records.extra[at]));
        let given: Vec<Birth> = records.birth.iter().copied().filter(|birth| birth.year != 0).collect();
        let new_years = given.iter().filter(|birth| (birth.month, birth.day) == (1, 1)).count();
        let new_year_is_vague = new_years > FEW / 4 && new_years as f64 > 2.0 * given.len() as f64 / 365.0;
        Self { extra, new_year_is_vague, placeholders: placeholders(&given) }
    }

    /// Only what a date really tells.
    pub fn birth(&self, written: Birth) -> Birth {
        match (written.year, written.month, written.day) {
            date if self.placeholders.contains(&date) => Birth::default(),
            (year, 1, 1) if self.new_year_is_vague => Birth { year, month: 0, day: 0 },
            _ => written,
        }
    }

    /// Which extra column holds full names.
    pub fn full_name(&self) -> Option<usize> {
        self.extra.iter().position(|role| *role == Role::FullName)
    }

    /// Which extra column holds other last names.
    pub fn other_name(&self) -> Option<usize> {
        self.extra.iter().position(|role| *role == Role::OtherName)
    }
}

/// New year's days of one year far above those of the years around it.
fn placeholders(given: &[Birth]) -> HashSet<(u16, u8, u8)> {
    let mut by_year: HashMap<u16, usize> = HashMap::new();
    given.iter().filter(|birth| (birth.month, birth.day) == (1, 1)).for_each(|birth| *by_year.entry(birth.year).or_default() += 1);
    let around = |year: u16| (1..=5).flat_map(move |step| [year.saturating_sub(step), year.saturating_add(step)]);
    let mean = |year: u16| around(year).map(|year| by_year.get(&year).copied().unwrap_or(0)).sum::<usize>() as f64 / 10.0;
    let odd = by_year.iter().filter(|(year, count)| **count >= FEW && **count as f64 > TOO_MANY * mean(**year).max(0.5));
    odd.map(|(&year, _)| (year, 1, 1)).chain(KNOWN_PLACEHOLDERS).collect()
}

fn role(records: &Records, order: &[u32], column: &Texts) -> Role {
    const SAMPLE: usize = 20_000;
    let step = (records.len() / SAMPLE).max(1);
    let mut lasts: HashSet<String> = HashSet::new();
    let mut values: Vec<(usize, String)> = Vec::new();
    let mut folded = String::new();
    for row in order.iter().step_by(step).map(|&row| row as usize) {
        fold(records.last_name.get(row), &mut folded);
        lasts.insert(folded.clone());
        fold(column.get(row), &mut folded);
        if !folded.is_empty() {
            values.push((row, folded.clone()));
        }
    }
    let half = values.len() / 2;
    let ends_in_last = values.iter().filter(|(row, value)| {
        fold(records.last_name.get(*row), &mut folded);
        !folded.is_empty() && value.len() > folded.len() && value.ends_with(folded.as_str())
    });
    let ends_in_last = ends_in_last.count();
    if values.len() < FEW {
        Role::Nothing
    } else if ends_in_last > half {
        Role::FullName
    } else if values.iter().filter(|(_, value)| lasts.contains(value)).count() > half {
        Role::OtherName
    } else {
        Role::Attribute
    }
}
