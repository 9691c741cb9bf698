//! Whose file is it, and which older one does it take the place of?

use std::collections::{BTreeMap, HashMap};

use crate::domain::{Dictionary, Report, Voters};
use crate::import::voters::Origins;

/// A file's name without its ending and its dates, so that next month's file is known as the same source: `ALA_20261110.txt` is `ala`.
pub fn source_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
    let words = stem.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty() && !is_date(word));
    let name = words.collect::<Vec<_>>().join("_");
    if name.is_empty() { stem } else { name }
}

/// A year, a year and month, or a whole date in digits. Two digits are as likely a district.
fn is_date(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit()) && matches!(word.len(), 4 | 6 | 8)
}

pub fn name_sources(voters: &mut Voters, origins: &Origins, source: Option<&str>) {
    let mut names: HashMap<&str, String> = HashMap::new();
    let mut column = Dictionary::new();
    for row in 0..voters.len() as u32 {
        let (file, _) = origins.of(row);
        column.push(source.unwrap_or_else(|| names.entry(file).or_insert_with(|| source_of(file))));
    }
    voters.source = column;
}

/// A file under a new name that holds most of a known source's registrations is that source's newer file, unless the user said
/// whose it is.
pub fn known_by_content(fresh: &mut Voters, before: &Voters, report: &mut Report) {
    let older = before.rows_by_id();
    let mut shared: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for row in 0..fresh.len() {
        if let Some(&old) = older.get(fresh.id.get(row)).filter(|old| same_name(before, **old as usize, fresh, row)) {
            *shared.entry((fresh.source.get(row), before.source.get(old as usize))).or_default() += 1;
        }
    }
    let size =
        |voters: &Voters, name: &str| voters.source.find(name).map_or(0, |code| voters.source.codes().filter(|&own| own == code).count());
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (&(new, old), &count) in &shared {
        let most = count * 2 > size(fresh, new).min(size(before, old)) as u64;
        if most && size(before, new) == 0 && !old.is_empty() {
            report.remark(format!(
                "{new}: taken for a newer file of {old}, since it holds {count} of its registrations; if not, give --source NAME"
            ));
            renamed.insert(new.to_owned(), old.to_owned());
        }
    }
    if !renamed.is_empty() {
        let name = |row: usize| renamed.get(fresh.source.get(row)).map_or(fresh.source.get(row), String::as_str);
        let mut column = Dictionary::new();
        (0..fresh.len()).for_each(|row| column.push(name(row)));
        fresh.source = column;
    }
}

/// One registration in two files: of one name, or of one first name and birth year.
pub fn same_name(one: &Voters, row: usize, other: &Voters, at: usize) -> bool {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    same(one.last_name.get(row), other.last_name.get(at))
        || (same(one.first_name.get(row), other.first_name.get(at)) && one.birth_year[row] == other.birth_year[at])
}

#[cfg(test)]
mod tests {
    use super::source_of;

    #[test]
    fn next_months_file_is_the_same_source() {
        for (file, source) in [
            ("ALA_20261110.txt", "ala"),
            ("20240603_VRDB_Extract.txt", "vrdb_extract"),
            ("SWVF_1_22.txt", "swvf_1_22"),
            ("ncvoter_Statewide.txt", "ncvoter_statewide"),
            ("2026.csv", "2026"),
        ] {
            assert_eq!(source_of(file), source);
        }
    }
}
