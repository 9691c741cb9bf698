//! Records made ready to compare: every text folded once into a number, every number's frequency known.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::names::{Names, fold, generation, is_title};
use super::profile::{Profile, Role};
use crate::domain::{Birth, Dictionary, Records, Texts};

/// One record; every number stands for a text, 0 for none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Person {
    pub source: u32,
    /// The first of the given names, and all of them together.
    pub given: u32,
    pub givens: u32,
    /// Given names after the first.
    pub middle: u32,
    pub last: u32,
    /// Another last name: of birth, or in use.
    pub other: u32,
    pub number: u32,
    pub street: u32,
    pub unit: u32,
    pub city: u32,
    pub postcode: u32,
    pub phone: u32,
    pub email: u32,
    pub gov_id: u32,
    pub extra: [u32; 2],
    pub birth: Birth,
    pub generation: u8,
    /// 1 and 2; 0 unknown.
    pub sex: u8,
}

/// Texts of one field: a number each, and how many records give it.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub known: Dictionary,
    pub share: Shares,
}

/// Which part of the records that give a field at all give this value, as minus its natural logarithm.
#[derive(Debug, Default)]
pub(super) struct Shares {
    surprise: Vec<f32>,
    /// The surprise of two records agreeing by chance.
    pub typical: f32,
}

/// Lines of addresses: texts with their words at hand.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub share: Shares,
    pub words: Vec<Box<[Box<[u8]>]>>,
}

#[derive(Debug, Default)]
pub(super) struct People {
    pub all: Vec<Person>,
    pub names: Names,
    pub given: Shares,
    pub last: Shares,
    pub middle: Shares,
    pub year: Shares,
    pub number: Values,
    /// Streets, units and buildings.
    pub lines: Lines,
    pub city: Values,
    pub postcode: Values,
    pub email: Values,
    pub gov_id: Values,
    pub extra: [Values; 2],
}

/// More records than this giving one phone: it is an office's, or made up.
const PHONE_SHARED_MAX: u32 = 12;

impl Shares {
    fn of(numbers: impl Iterator<Item = u32>, size: usize) -> Self {
        let mut counts = vec![0u32; size];
        numbers.for_each(|number| counts[number as usize] += 1);
        if let Some(none) = counts.first_mut() {
            *none = 0;
        }
        let total = counts.iter().map(|&count| f64::from(count)).sum::<f64>().max(1.0);
        let surprise = counts.iter().map(|&count| -(f64::from(count.max(1)) / total).ln() as f32).collect();
        let chance: f64 = counts.iter().map(|&count| (f64::from(count) / total).powi(2)).sum();
        Self { surprise, typical: -(chance.max(1.0 / total).ln() as f32) }
    }

    /// Minus the logarithm of the value's share.
    pub fn surprise(&self, number: u32) -> f32 {
        self.surprise[number as usize]
    }

    /// How much less common than usual, in natural logarithms.
    pub fn rarity(&self, number: u32) -> f32 {
        self.surprise(number) - self.typical
    }
}

impl Values {
    /// Numbers of a column's texts, folded by `fold`.
    fn read(column: &Texts, order: &[u32], fold: fn(&str, &mut String)) -> (Self, Vec<u32>) {
        let mut known = Dictionary::new();
        let mut folded = String::new();
        let number = |&row: &u32| {
            fold(column.get(row as usize), &mut folded);
            known.code_of(&folded)
        };
        let numbers: Vec<u32> = order.iter().map(number).collect();
        let share = Shares::of(numbers.iter().copied(), known.values().len());
        (Self { known, share }, numbers)
    }

    pub fn text(&self, number: u32) -> &[u8] {
        self.known.value(number).as_bytes()
    }
}

impl Lines {
    /// The lines, and the numbers of each record's street and unit: one numbering, because files swap them.
    fn read(records: &Records, order: &[u32]) -> (Self, [Vec<u32>; 2]) {
        let mut known = Dictionary::new();
        let mut folded = String::new();
        let numbers = [&records.street, &records.unit].map(|column| {
            let number = |&row: &u32| {
                fold(column.get(row as usize), &mut folded);
                known.code_of(&folded)
            };
            order.iter().map(number).collect::<Vec<u32>>()
        });
        let share = Shares::of(numbers[0].iter().copied().filter(|&line| line != 0), known.values().len());
        let words = known.values().iter().map(|line| line.split(' ').map(|word| word.as_bytes().into()).collect()).collect();
        (Self { share, words }, numbers)
    }
}

/// Rows sorted by what they hold, so that nothing depends on the order a file happens to have.
pub(super) fn order(records: &Records) -> Vec<u32> {
    let names = [&records.first_name, &records.middle_name, &records.last_name, &records.suffix];
    let places = [&records.number, &records.street, &records.unit, &records.city, &records.postcode];
    let others = [&records.phone, &records.email, &records.gov_id, &records.extra[0], &records.extra[1]];
    let hash = |row: usize| {
        let mut hasher = DefaultHasher::new();
        (records.source.get(row), records.sex.get(row), records.birth[row]).hash(&mut hasher);
        names.iter().chain(&places).chain(&others).for_each(|texts| texts.get(row).hash(&mut hasher));
        hasher.finish()
    };
    let mut order: Vec<(u64, u32)> = (0..records.len()).into_par_iter().map(|row| (hash(row), row as u32)).collect();
    order.par_sort_unstable();
    order.into_iter().map(|(_, row)| row).collect()
}

/// Reads every field once, rows in `order`; columns side by side, since each has its own numbers.
pub(super) fn read(records: &Records, order: &[u32], profile: &Profile) -> People {
    let column = |texts: &Texts| Values::read(texts, order, fold);
    let ((places, lines), (codes, extras)) = rayon::join(
        || {
            let postcode = Values::read(&records.postcode, order, fold_postcode);
            ([column(&records.number), column(&records.city), postcode], Lines::read(records, order))
        },
        || {
            let phone = Values::read(&records.phone, order, fold_phone);
            let email = Values::read(&records.email, order, fold_email);
            let gov_id = Values::read(&records.gov_id, order, fold_code);
            ([phone, email, gov_id], [&records.extra[0], &records.extra[1]].map(column))
        },
    );
    let mut people = People { all: vec![Person::default(); records.len()], names: Names::new(), ..People::default() };
    read_names(records, order, profile, &mut people);
    let (sexes, phones) = (sexes(&records.sex), personal_phones(&codes[0].1));
    let attribute = |at: usize, row: usize| if profile.extra[at] == Role::Attribute { extras[at].1[row] } else { 0 };
    for (row, person) in people.all.iter_mut().enumerate() {
        let at = order[row] as usize;
        person.source = records.source.code(at);
        person.birth = profile.birth(records.birth[at]);
        person.sex = sexes[records.sex.code(at) as usize];
        [person.number, person.city, person.postcode] = [0, 1, 2].map(|column| places[column].1[row]);
        [person.street, person.unit] = [0, 1].map(|line| lines.1[line][row]);
        (person.phone, person.email, person.gov_id) = (phones[row], codes[1].1[row], codes[2].1[row]);
        person.extra = [attribute(0, row), attribute(1, row)];
    }
    people.year = Shares::of(people.all.iter().map(|person| u32::from(person.birth.year)), usize::from(u16::MAX) + 1);
    people.lines = lines.0;
    [people.number, people.city, people.postcode] = places.map(|(values, _)| values);
    let [_, (email, _), (gov_id, _)] = codes;
    (people.email, people.gov_id, people.extra) = (email, gov_id, extras.map(|(values, _)| values));
    people
}

/// Phones by record, without those that are nobody's own.
fn personal_phones(numbers: &[u32]) -> Vec<u32> {
    let mut counts = vec![0u32; numbers.iter().max().map_or(0, |&most| most as usize + 1)];
    numbers.iter().for_each(|&number| counts[number as usize] += 1);
    numbers.iter().map(|&number| if counts[number as usize] > PHONE_SHARED_MAX { 0 } else { number }).collect()
}

fn read_names(records: &Records, order: &[u32], profile: &Profile, people: &mut People) {
    let (mut first, mut text) = (String::new(), String::new());
    let names = &mut people.names;
    for (person, &row) in people.all.iter_mut().zip(order) {
        let row = row as usize;
        fold(records.last_name.get(row), &mut text);
        person.last = names.number(&text);
        if let Some(at) = profile.other_name() {
            fold(records.extra[at].get(row), &mut text);
            person.other = names.number(&text);
        }
        fold(records.suffix.get(row), &mut text);
        person.generation = generation(&text);
        fold(records.first_name.get(row), &mut first);
        fold(records.middle_name.get(row), &mut text);
        if let (Some(at), true) = (profile.full_name(), text.is_empty()) {
            spell_out(records.extra[at].get(row), records.last_name.get(row), &mut first);
        }
        person.givens = names.number(&first);
        // a title before a name is no name; alone it may well be one
        let named = first.split(' ').any(|word| !is_title(word));
        let given = first.split(' ').filter(|word| !named || !is_title(word));
        let mut words = given.chain(text.split(' ')).filter(|word| !word.is_empty());
        person.given = words.next().map_or(0, |word| names.number(word));
        person.middle = names.number(&words.collect::<Vec<_>>().join(" "));
    }
    names.learn_nicknames();
    let size = names.len();
    people.given = Shares::of(people.all.iter().map(|person| person.given), size);
    people.middle = Shares::of(people.all.iter().map(|person| person.middle), size);
    people.last = Shares::of(people.all.iter().flat_map(|person| [person.last, person.other]), size);
}

/// Given names from a full name that ends in the last name: they say more than a first name alone.
fn spell_out(full: &str, last: &str, first: &mut String) {
    let (mut all, mut end) = (String::new(), String::new());
    fold(full, &mut all);
    fold(last, &mut end);
    let given = all.strip_suffix(&end).unwrap_or(&all).trim();
    if given.split(' ').any(|word| word == first) || is_title(first) {
        given.clone_into(first);
    }
}

/// Letters and digits only.
fn fold_code(text: &str, folded: &mut String) {
    folded.clear();
    folded.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase() as char));
}

/// The last nine digits: the same with a country's code before them or without.
fn fold_phone(text: &str, folded: &mut String) {
    const DIGITS: usize = 9;
    folded.clear();
    folded.extend(text.bytes().filter(u8::is_ascii_digit).map(char::from));
    folded.drain(..folded.len().saturating_sub(DIGITS));
}

/// Without what follows a ZIP code's five digits.
fn fold_postcode(text: &str, folded: &mut String) {
    const ZIP_PLUS_4: usize = 9;
    fold_code(text, folded);
    if folded.len() == ZIP_PLUS_4 && folded.bytes().all(|byte| byte.is_ascii_digit()) {
        folded.truncate(5);
    }
}

fn fold_email(text: &str, folded: &mut String) {
    folded.clear();
    folded.extend(text.trim().chars().flat_map(char::to_uppercase));
}

/// 1 for men and 2 for women by the first letters files use, by code.
fn sexes(column: &Dictionary) -> Vec<u8> {
    let sex = |value: &String| match value.trim().bytes().next().map(|byte| byte.to_ascii_uppercase()) {
        Some(b'F' | b'W' | b'2') => 2,
        Some(b'M' | b'H' | b'1') => 1,
        _ => 0,
    };
    column.values().iter().map(sex).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(fold: fn(&str, &mut String), text: &str) -> String {
        let mut folded = String::new();
        fold(text, &mut folded);
        folded
    }

    #[test]
    fn codes_agree_however_they_are_written() {
        assert_eq!(folded(fold_phone, "+1 (614) 555-0123"), folded(fold_phone, "6145550123"));
        assert_eq!(folded(fold_phone, "+33 6 12 34 56 78"), folded(fold_phone, "06.12.34.56.78"));
        assert_eq!(folded(fold_postcode, "43105-1234"), "43105");
        assert_eq!(folded(fold_postcode, "ex4 4pw"), "EX44PW");
    }

    #[test]
    fn a_title_is_dropped_before_a_name_only() {
        let mut records = Records::default();
        for first in ["Major", "Major Tom"] {
            records.first_name.push(first);
            records.birth.push(Birth::default());
        }
        records.fill_unknown();
        let order = [0, 1];
        let people = read(&records, &order, &Profile::of(&records, &order));
        let given = people.all.iter().map(|person| people.names.letters(person.given));
        assert_eq!(given.collect::<Vec<_>>(), [b"MAJOR".as_slice(), b"TOM"]);
    }
}
