//! How well do two records agree, field by field?

mod births;
mod contact;
mod memory;
mod names;

use super::fields::{BIRTH, CONTACT, EMAIL, EXTRA, FIELDS, FIRST, GOV_ID, LAST, MIDDLE, SEX, SUFFIX};
use super::fields::{birth, email, first, last, phone, sex, suffix, text};
use super::people::{People, Values};
use super::similar::edits;
use crate::domain::Birth;
use births::births;
use contact::{email_near, words_near};
use memory::Memory;

/// A pair's agreement: a level a field, and how much rarer than usual the value agreed on is, in tenths of a natural logarithm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    pub levels: [u8; FIELDS],
    pub rarity: [i8; FIELDS],
}

/// A level, and the rarity of what is agreed on, in natural logarithms.
type Grade = (u8, f32);

/// Compares pairs, remembering what it found of two names or two streets.
pub(super) struct Comparer<'p> {
    people: &'p People,
    names: Memory,
    streets: Memory,
}

impl<'p> Comparer<'p> {
    pub fn new(people: &'p People) -> Self {
        Self { people, names: Memory::new(), streets: Memory::new() }
    }

    pub fn compare(&mut self, left: usize, right: usize) -> Evidence {
        let (a, b) = (&self.people.all[left], &self.people.all[right]);
        let mut found = Evidence::default();
        let mut set = |field: usize, (level, rarity): Grade| {
            found.levels[field] = level;
            found.rarity[field] = (rarity * 10.0).clamp(-127.0, 127.0) as i8;
        };
        let (mut first, mut last) = (self.first(a, b), self.last(a, b));
        if last.0 != last::SAME
            && let Some(swapped) = self.swapped(a, b, first.0)
        {
            (first, last) = (swapped, (0, 0.0));
        }
        // a middle name that stands in the first's place has spoken already
        let middle = if matches!(first.0, first::MIDDLE_USED | first::SWAPPED) { (0, 0.0) } else { self.middle(a, b) };
        set(FIRST, first);
        set(LAST, last);
        set(MIDDLE, middle);
        set(SUFFIX, (suffixes(a.generation, b.generation), 0.0));
        set(BIRTH, self.birth(a.birth, b.birth));
        set(SEX, (sexes(a.sex, b.sex, first.0), 0.0));
        set(CONTACT, self.contact(a, b));
        set(EMAIL, (self.email(a.email, b.email), 0.0));
        set(GOV_ID, (texts(&self.people.gov_id, a.gov_id, b.gov_id, code_near), 0.0));
        for (at, field) in EXTRA.into_iter().enumerate() {
            let values = &self.people.extra[at];
            let level = texts(values, a.extra[at], b.extra[at], words_near);
            set(field, (level, if level == text::SAME { values.share.rarity(a.extra[at]) } else { 0.0 }));
        }
        found
    }

    fn birth(&self, a: Birth, b: Birth) -> Grade {
        let level = births(a, b);
        let dated = level == birth::SAME || level == birth::YEAR;
        (level, if dated { self.people.year.rarity(u32::from(a.year)) } else { 0.0 })
    }

    fn email(&self, a: u32, b: u32) -> u8 {
        match (a, b) {
            (0, 0) => email::NEITHER,
            (0, _) | (_, 0) => email::ONE,
            _ => texts(&self.people.email, a, b, email_near),
        }
    }
}

fn suffixes(a: u8, b: u8) -> u8 {
    match (a, b) {
        (0, 0) => 0,
        (0, _) | (_, 0) => suffix::ONE,
        (a, b) if a == b => suffix::SAME,
        _ => suffix::DIFFERENT,
    }
}

fn sexes(a: u8, b: u8, first: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    let agreed = matches!(first, first::SAME | first::NICKNAME | first::TYPO | first::SWAPPED);
    (if a == b { sex::SAME } else { sex::DIFFERENT }) + if agreed { 0 } else { sex::OTHER_FIRST }
}

fn phones(a: u32, b: u32) -> u8 {
    match (a, b) {
        (0, 0) => phone::NEITHER,
        (0, _) | (_, 0) => phone::ONE,
        (a, b) if a == b => phone::SAME,
        _ => phone::DIFFERENT,
    }
}

fn texts(values: &Values, a: u32, b: u32, near: fn(&[u8], &[u8]) -> bool) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => 0,
        (a, b) if a == b => text::SAME,
        (a, b) if near(values.text(a), values.text(b)) => text::NEAR,
        _ => text::DIFFERENT,
    }
}

fn code_near(a: &[u8], b: &[u8]) -> bool {
    edits(a, b, 1).is_some()
}
