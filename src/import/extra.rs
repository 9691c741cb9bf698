//! What else does a file tell, that filters may want to use?

use std::collections::BTreeMap;

use super::binding::{Binding, Field};
use super::delimited::Row;
use super::ledger::Ledger;
use super::names::column_key;
use super::side_tables::SideTables;
use super::vote_cells::{Told, vote_column};
use crate::domain::Dictionary;
use crate::domain::merges::METHOD;

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
const TAKEN: [&str; 37] = [
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
    "source",
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

/// Where the leftover columns of a file go.
pub(crate) struct Places {
    plain: Vec<Place>,
    districts: Vec<District>,
    /// Within whose value the codes of districts are unique.
    within: Field,
}

struct Place {
    column: usize,
    ours: usize,
    /// Words in front of its values that only repeat its name.
    leading: String,
}

/// A column of codes that a table beside the file gives names.
struct District {
    column: usize,
    /// What the table calls the column.
    number: String,
    /// Where codes go that the table does not have.
    unknown: usize,
}

impl Extras {
    /// Where one file's leftover columns go. What may not be stored gets no place.
    pub fn places(&mut self, leftover: Vec<(usize, String)>, binding: &Binding, side: &SideTables) -> Places {
        let section = &binding.chosen.section;
        let (mut plain, mut districts) = (Vec::new(), Vec::new());
        for (column, name) in leftover.into_iter().filter(|(_, name)| !is_protected(name)) {
            let template = section.districts.as_deref().filter(|_| side.know_zones());
            let told = template.and_then(|template| vote_column(&binding.header[column], template, &[], &BTreeMap::new()));
            let leading = section.leading_words.iter().find(|(known, _)| column_key(known) == name).map(|(_, words)| words.clone());
            let ours = self.place(name);
            match told {
                Some(Told::Code(number)) => districts.push(District { column, number, unknown: ours }),
                _ => plain.push(Place { column, ours, leading: leading.unwrap_or_default() }),
            }
        }
        Places { plain, districts, within: binding.within() }
    }

    fn place(&mut self, name: String) -> usize {
        self.columns.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.columns.push((name, Some(Dictionary::new())));
            self.columns.len() - 1
        })
    }

    /// Puts the leftover cells of the row that becomes voter `voter`.
    pub fn push(&mut self, voter: usize, row: &Row, places: &Places, side: &SideTables) {
        for place in &places.plain {
            let text = row.text(place.column);
            // an empty prefix is compared at an address that is nowhere, which a processor does slowly: a fifth of an import
            let text = if place.leading.is_empty() { &text } else { text.strip_prefix(&place.leading).unwrap_or(&text).trim_start() };
            self.put(voter, place.ours, text);
        }
        for district in &places.districts {
            let code = row.text(district.column);
            if code.is_empty() {
                continue;
            }
            match side.zone(&places.within.read(row), &district.number, &code) {
                Some(zone) if !is_protected(&column_key(zone.type_name)) => {
                    let ours = self.place(column_key(zone.type_name));
                    self.put(voter, ours, zone.name);
                }
                _ => self.put(voter, district.unknown, &code),
            }
        }
    }

    fn put(&mut self, voter: usize, ours: usize, text: &str) {
        let kept = &mut self.columns[ours].1;
        let Some(dictionary) = kept else { return };
        // most cells of most files are empty; and a row may have two districts of one type: the first stands
        if text.is_empty() || dictionary.len() > voter {
            return;
        }
        // files are sorted by place: most cells say what the one above said
        let above = dictionary.len().checked_sub(1).map(|row| dictionary.code(row)).filter(|&code| dictionary.value(code) == text);
        let code = above.unwrap_or_else(|| dictionary.code_of(text));
        dictionary.resize(voter);
        dictionary.push_code(code);
        if dictionary.values().len() > VALUES_MAX + 1 {
            *kept = None;
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
    let a_digit = |letter: char| letter.is_ascii_digit();
    let ours = name.strip_prefix(METHOD).is_some_and(|rest| rest.starts_with(a_digit));
    if !ours && !name.starts_with(a_digit) && !TAKEN.contains(&name.as_str()) {
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
        assert_eq!(free_name("method_2024_11_05".to_owned()), "file_method_2024_11_05");
        assert_eq!(free_name("ward".to_owned()), "ward");
    }
}
