//! What else does a file tell, that filters may want to use?

use std::collections::BTreeMap;

use super::delimited::Row;
use super::ledger::Ledger;
use super::names::column_key;
use crate::domain::Dictionary;

/// More distinct values than this is a name, a number or a remark, not something to filter by.
const VALUES_MAX: usize = 1000;

/// A word that begins so makes a column one we never store: protected by law, or of use only to who should not have it.
const PROTECTED: [&str; 14] = [
    "race",
    "ethnic",
    "hispanic",
    "relig",
    "birth",
    "naissance",
    "nationalit",
    "citizenship",
    "phone",
    "telephone",
    "email",
    "ssn",
    "driver",
    "licen",
];

/// Our own column names, which a file's column must not hide.
const TAKEN: [&str; 36] = [
    "id",
    "last_name",
    "first_name",
    "middle_name",
    "name_suffix",
    "number",
    "street",
    "unit",
    "city",
    "postcode",
    "file_precinct",
    "birth_year",
    "age",
    "sex",
    "party",
    "status",
    "registered",
    "registered_day",
    "voted",
    "eligible",
    "tags",
    "tag",
    "lon",
    "lat",
    "located",
    "confidence",
    "cell",
    "hex",
    "precinct",
    "door",
    "household",
    "support",
    "support_day",
    "p_vote",
    "p_support",
    "votes",
];

/// Columns no layout maps, by name; `None` once a column has too many values to keep.
#[derive(Default)]
pub(crate) struct Extras {
    columns: Vec<(String, Option<Dictionary>)>,
}

/// Where a leftover column of a file goes.
pub(crate) struct Place {
    column: usize,
    ours: usize,
    /// Words in front of its values that only repeat its name.
    leading: String,
}

impl Extras {
    /// Where one file's leftover columns go. What may not be stored gets no place.
    pub fn places(&mut self, leftover: Vec<(usize, String)>, leading_words: &BTreeMap<String, String>) -> Vec<Place> {
        let leading = |name: &String| leading_words.iter().find(|(column, _)| column_key(column) == *name);
        let storable = leftover.into_iter().filter(|(_, name)| !is_protected(name));
        let placed = storable.map(|(column, name)| {
            let leading = leading(&name).map(|(_, words)| words.clone()).unwrap_or_default();
            Place { column, ours: self.place(name), leading }
        });
        placed.collect()
    }

    fn place(&mut self, name: String) -> usize {
        self.columns.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.columns.push((name, Some(Dictionary::new())));
            self.columns.len() - 1
        })
    }

    /// Puts the leftover cells of the row that becomes voter `voter`.
    pub fn push(&mut self, voter: usize, row: &Row, places: &[Place]) {
        for place in places {
            let kept = &mut self.columns[place.ours].1;
            let Some(dictionary) = kept else { continue };
            dictionary.resize(voter);
            let text = row.text(place.column);
            dictionary.push(text.strip_prefix(&place.leading).unwrap_or(&text).trim_start());
            if dictionary.values().len() > VALUES_MAX + 1 {
                *kept = None;
            }
        }
    }

    /// The columns worth keeping, for `voters` rows; empty ones vanish, overfull ones are told.
    pub fn finish(self, voters: usize, ledger: &mut Ledger) -> BTreeMap<String, Dictionary> {
        let (kept, overfull): (Vec<_>, Vec<_>) = self.columns.into_iter().partition(|(_, column)| column.is_some());
        if !overfull.is_empty() {
            let names: Vec<String> = overfull.into_iter().map(|(name, _)| name).collect();
            ledger.report.remark(format!("columns with more than {VALUES_MAX} different values are not kept: {}", names.join(", ")));
        }
        let filled = kept.into_iter().filter_map(|(name, column)| Some((name, column?))).filter(|(_, column)| column.values().len() > 1);
        filled.map(|(name, column)| (free_name(name), padded(column, voters))).collect()
    }
}

fn is_protected(name: &str) -> bool {
    name.split('_').any(|word| PROTECTED.iter().any(|start| word.starts_with(start)))
}

fn free_name(name: String) -> String {
    let starts_badly = name.starts_with(|letter: char| letter.is_ascii_digit());
    if !starts_badly && !TAKEN.contains(&name.as_str()) {
        return name;
    }
    let name = format!("file_{name}");
    if TAKEN.contains(&name.as_str()) { name + "_2" } else { name }
}

fn padded(mut column: Dictionary, voters: usize) -> Dictionary {
    column.resize(voters);
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_columns_are_known_by_their_words() {
        for name in
            ["race_code", "ethnicgroups_ethnicgroup1desc", "religions_description", "place_of_birth", "pays_de_naissance", "phone_num"]
        {
            assert!(is_protected(name), "{name}");
        }
        for name in ["terrace", "ward", "county_desc", "embrace_index"] {
            assert!(!is_protected(name), "{name}");
        }
    }

    #[test]
    fn a_column_never_hides_one_of_ours() {
        assert_eq!(free_name("precinct".to_owned()), "file_precinct_2");
        assert_eq!(free_name("2024_score".to_owned()), "file_2024_score");
        assert_eq!(free_name("ward".to_owned()), "ward");
    }
}
