//! Which registrations are one person's?
//!
//! Only what is certain: the same name, year of birth and address, and nothing that speaks against it. A second registration
//! under a misspelt or a new name is another question, of probability.

use super::ids::hash;
use super::names::{fold, fold_into, middle_fits};
use crate::domain::Voters;

/// (double, kept): every double names the registration that stands for the person, which is never a double itself.
pub fn doubles(voters: &Voters) -> Vec<(u32, u32)> {
    let mut key = String::new();
    let mut order: Vec<(u64, u32)> = Vec::new();
    for row in 0..voters.len() as u32 {
        if write_key(&mut key, voters, row) {
            order.push((hash(key.as_bytes()), row));
        }
    }
    order.sort_unstable();
    let mut doubles = Vec::new();
    for group in order.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
        let rows: Vec<u32> = group.iter().map(|&(_, row)| row).collect();
        for persons in persons(voters, rows) {
            doubles.extend(persons.1.into_iter().map(|double| (double, persons.0)));
        }
    }
    doubles.sort_unstable();
    doubles
}

/// What two registrations of one person share; `false` when too little is known to compare.
fn write_key(key: &mut String, voters: &Voters, row: u32) -> bool {
    let row = row as usize;
    let parts = [&voters.last_name, &voters.first_name, &voters.number, &voters.street, &voters.unit];
    key.clear();
    for part in parts {
        fold_into(key, part.get(row));
        key.push('|');
    }
    let year = voters.birth_year[row];
    key.push_str(&format!("{year}|{}", voters.postcode.get(row)));
    year != 0 && !voters.last_name.get(row).is_empty() && !voters.first_name.get(row).is_empty() && !voters.street.get(row).is_empty()
}

/// Splits rows that share a key into persons: (the registration kept, its doubles).
fn persons(voters: &Voters, mut rows: Vec<u32>) -> Vec<(u32, Vec<u32>)> {
    // fullest names first, so that a bare name meets everybody it could belong to
    rows.sort_by_key(|&row| {
        (std::cmp::Reverse(voters.middle_name.get(row as usize).len() + voters.name_suffix.get(row as usize).len()), row)
    });
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for row in rows {
        let fits = |group: &&mut Vec<u32>| group.iter().all(|&other| same_person(voters, row, other));
        let mut fitting: Vec<&mut Vec<u32>> = groups.iter_mut().filter(fits).collect();
        match fitting.as_mut_slice() {
            [only] => only.push(row),
            // nobody it fits, or more than one: then it is not certain whose it is
            _ => groups.push(vec![row]),
        }
    }
    groups.into_iter().map(|group| keep_newest(voters, group)).collect()
}

fn same_person(voters: &Voters, one: u32, other: u32) -> bool {
    let (one, other) = (one as usize, other as usize);
    let mut keys = (String::new(), String::new());
    write_key(&mut keys.0, voters, one as u32);
    write_key(&mut keys.1, voters, other as u32);
    let suffixes = (fold(voters.name_suffix.get(one)), fold(voters.name_suffix.get(other)));
    let sexes = (voters.sex.get(one), voters.sex.get(other));
    keys.0 == keys.1
        && middle_fits(&fold(voters.middle_name.get(one)), &fold(voters.middle_name.get(other)))
        && (suffixes.0 == suffixes.1 || suffixes.0.is_empty() || suffixes.1.is_empty())
        && (sexes.0 == sexes.1 || sexes.0.is_empty() || sexes.1.is_empty())
}

/// The newest registration stands for the person; of two of one day the smaller id, whatever their order in the file.
fn keep_newest(voters: &Voters, mut group: Vec<u32>) -> (u32, Vec<u32>) {
    let rank = |row: &u32| (std::cmp::Reverse(voters.registered_day[*row as usize]), voters.id.get(*row as usize));
    group.sort_by(|one, other| rank(one).cmp(&rank(other)));
    let kept = group.remove(0);
    (kept, group)
}
