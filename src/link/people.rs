//! Records made ready to compare: every text folded once into a number, every number's frequency known.

use super::names::{Names, fold, generation, is_title};
use super::profile::{Profile, Role};
use super::records::{Birth, Records};
use crate::domain::{Dictionary, Texts};

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
    pub phone: Values,
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
    fn read(column: &Texts, fold: fn(&str, &mut String)) -> (Self, Vec<u32>) {
        let mut known = Dictionary::new();
        let mut folded = String::new();
        let numbers: Vec<u32> = column
            .iter()
            .map(|text| {
                fold(text, &mut folded);
                known.code_of(&folded)
            })
            .collect();
        let share = Shares::of(numbers.iter().copied(), known.values().len());
        (Self { known, share }, numbers)
    }

    pub fn text(&self, number: u32) -> &[u8] {
        self.known.value(number).as_bytes()
    }
}

impl Lines {
    /// The lines, and the numbers of each record's street and unit: one numbering, because files swap them.
    fn read(records: &Records) -> (Self, [Vec<u32>; 2]) {
        let mut known = Dictionary::new();
        let mut folded = String::new();
        let numbers = [&records.street, &records.unit].map(|column| {
            let number = |text| {
                fold(text, &mut folded);
                known.code_of(&folded)
            };
            column.iter().map(number).collect::<Vec<u32>>()
        });
        let share = Shares::of(numbers[0].iter().copied().filter(|&line| line != 0), known.values().len());
        let words = known.values().iter().map(|line| line.split(' ').map(|word| word.as_bytes().into()).collect()).collect();
        (Self { share, words }, numbers)
    }
}

/// Reads every field once; columns side by side, since each has its own numbers.
pub(super) fn read(records: &Records, profile: &Profile) -> People {
    let (places, contacts) = rayon::join(
        || ([&records.number, &records.city, &records.postcode].map(|column| Values::read(column, fold)), Lines::read(records)),
        || {
            let codes = [(&records.phone, fold_code as fn(&str, &mut String)), (&records.email, fold_email), (&records.gov_id, fold_code)];
            (codes.map(|(column, fold)| Values::read(column, fold)), [0, 1].map(|at| Values::read(&records.extra[at], fold)))
        },
    );
    let (codes, extras) = contacts;
    let mut people = People { all: vec![Person::default(); records.len()], names: Names::new(), ..People::default() };
    read_names(records, profile, &mut people);
    let sexes = sexes(&records.sex);
    let ([number, city, postcode], (lines, [street, unit])) = places;
    let [phone, email, gov_id] = codes;
    let [one, two] = extras;
    let plain = |role: Role, number: u32| if role == Role::Attribute { number } else { 0 };
    for (row, person) in people.all.iter_mut().enumerate() {
        person.source = records.source.codes[row];
        person.birth = profile.birth(records.birth[row]);
        person.sex = sexes[records.sex.codes[row] as usize];
        (person.number, person.street, person.unit) = (number.1[row], street[row], unit[row]);
        (person.city, person.postcode) = (city.1[row], postcode.1[row]);
        (person.phone, person.email, person.gov_id) = (phone.1[row], email.1[row], gov_id.1[row]);
        person.extra = [plain(profile.extra[0], one.1[row]), plain(profile.extra[1], two.1[row])];
    }
    let mut phones = vec![0u32; phone.0.known.values().len()];
    phone.1.iter().for_each(|&number| phones[number as usize] += 1);
    people.all.iter_mut().filter(|person| phones[person.phone as usize] > PHONE_SHARED_MAX).for_each(|person| person.phone = 0);
    people.year = Shares::of(people.all.iter().map(|person| u32::from(person.birth.year)), usize::from(u16::MAX) + 1);
    (people.number, people.lines, people.city, people.postcode) = (number.0, lines, city.0, postcode.0);
    (people.phone, people.email, people.gov_id, people.extra) = (phone.0, email.0, gov_id.0, [one.0, two.0]);
    people
}

fn read_names(records: &Records, profile: &Profile, people: &mut People) {
    let (mut first, mut text) = (String::new(), String::new());
    for (row, person) in people.all.iter_mut().enumerate() {
        let names = &mut people.names;
        fold(records.last_name.get(row), &mut text);
        person.last = names.number(&text);
        for (role, column) in profile.extra.iter().zip(&records.extra).filter(|(role, _)| **role == Role::OtherName) {
            debug_assert_eq!(*role, Role::OtherName);
            fold(column.get(row), &mut text);
            person.other = names.number(&text);
        }
        fold(records.first_name.get(row), &mut first);
        fold(records.middle_name.get(row), &mut text);
        if let Some(at) = profile.full_name()
            && text.is_empty()
        {
            spell_out(records.extra[at].get(row), records.last_name.get(row), &mut first);
        }
        let mut words = first.split(' ').filter(|word| !word.is_empty()).peekable();
        if words.peek().is_some_and(|word| is_title(word)) && first.contains(' ') {
            words.next();
        }
        person.given = words.next().map_or(0, |word| names.number(word));
        let rest: Vec<&str> = words.chain(text.split(' ').filter(|word| !word.is_empty())).collect();
        person.givens = names.number(&first);
        person.middle = names.number(&rest.join(" "));
        fold(records.suffix.get(row), &mut text);
        person.generation = generation(&text);
    }
    people.names.learn_nicknames();
    let size = people.names.len();
    people.given = Shares::of(people.all.iter().map(|person| person.given), size);
    people.middle = Shares::of(people.all.iter().map(|person| person.middle), size);
    let lasts = people.all.iter().flat_map(|person| [person.last, person.other]);
    people.last = Shares::of(lasts.filter(|&last| last != 0), size);
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

fn fold_email(text: &str, folded: &mut String) {
    folded.clear();
    folded.extend(text.trim().chars().flat_map(char::to_uppercase));
}

/// 1 and 2 by the first letters files use, by code.
fn sexes(column: &Dictionary) -> Vec<u8> {
    let sex = |value: &String| match value.trim().bytes().next().map(|byte| byte.to_ascii_uppercase()) {
        Some(b'F' | b'W' | b'2') => 2,
        Some(b'M' | b'H' | b'1') => 1,
        _ => 0,
    };
    column.values().iter().map(sex).collect()
}
