//! An address line can be read in more ways than one: `109 A HILL RD` is number 109A, or 109 on A Hill Road.

use std::ops::Range;

use crate::domain::Country;

use super::Query;
use super::name::{NameReader, StreetName};
use super::normal::{self, HouseNumber};
use super::places::{Places, Spare};
use super::words::{Role, Words};

/// One way to read a query.
#[derive(Debug, Default)]
pub struct Reading {
    pub number: Option<HouseNumber>,
    street: NameReader,
    /// The street with its direction at the other end; empty when it has none.
    turned: String,
    /// The street with its kind and directions spelt right, where they were not.
    repaired: NameReader,
    is_repaired: bool,
    /// Of the street's words as written: tells apart two records of one address that spell it differently.
    pub spelling: u64,
}

impl Reading {
    pub fn street(&self) -> &StreetName {
        self.street.name()
    }

    /// The texts that are this street's name exactly.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        [self.street().text.as_str(), &self.turned].into_iter().filter(|text| !text.is_empty())
    }

    /// The street as written, then as repaired.
    pub fn streets(&self) -> impl Iterator<Item = &StreetName> {
        [Some(self.street.name()), self.is_repaired.then(|| self.repaired.name())].into_iter().flatten()
    }
}

/// A query's words and all its readings; one line after the other is read in the same memory.
#[derive(Debug)]
pub struct Line {
    country: Country,
    number: Option<HouseNumber>,
    folded: String,
    /// Where the street's words stand in `folded`.
    words: Vec<Range<usize>>,
    /// The street is `words[..unit_at]`; what follows is a unit.
    unit_at: usize,
    pub unit: u64,
    readings: Vec<Reading>,
    /// How many of `readings` are of this line.
    count: usize,
    unit_field: String,
}

impl Line {
    pub fn new(country: Country) -> Self {
        Self {
            country,
            number: None,
            folded: String::new(),
            words: Vec::new(),
            unit_at: 0,
            unit: 0,
            readings: Vec::new(),
            count: 0,
            unit_field: String::new(),
        }
    }

    pub fn read(&mut self, query: &Query<'_>) {
        let one_field = query.number.trim().is_empty();
        let (number, street) = if one_field { split_number(query.street) } else { (query.number, query.street) };
        normal::fold_into(&mut self.folded, street, self.country);
        self.number = HouseNumber::parse(number);
        self.find_words();
        if one_field {
            self.take_mark();
        }
        normal::fold_into(&mut self.unit_field, query.unit, self.country);
        self.take_readings();
    }

    /// Reads the line again without a city at its end, and gives the city's code: the longest one known that leaves a street.
    pub fn cut_city(&mut self, places: &Places, spare: &mut Spare) -> Option<u32> {
        const LONGEST: usize = 4;
        for words in (1..=LONGEST.min(self.words.len().saturating_sub(2))).rev() {
            let cut = self.words.len() - words;
            if !(0..cut).any(|at| self.is_kind(at)) {
                return None;
            }
            if let Some(city) = places.city(&self.folded[self.words[cut].start..], self.country, spare) {
                self.words.truncate(cut);
                self.folded.truncate(self.words[cut - 1].end);
                self.take_readings();
                return Some(city);
            }
        }
        None
    }

    fn take_readings(&mut self) {
        self.unit_at = self.find_unit();
        self.unit = match self.words.get(self.unit_at) {
            Some(first) if self.unit_field.is_empty() => normal::unit_key(&self.folded[first.start..], self.country),
            _ => normal::unit_key(&self.unit_field, self.country),
        };
        self.count = 0;
        self.plain();
        self.lettered();
        self.whole();
        self.shortened();
    }

    /// The likeliest reading first.
    pub fn readings(&self) -> &[Reading] {
        &self.readings[..self.count]
    }

    /// Makes every reading offer its street with kind and directions spelt right.
    pub fn repair(&mut self) {
        for reading in &mut self.readings[..self.count] {
            reading.is_repaired = reading.repaired.repair(reading.street.name(), self.country);
        }
    }

    pub fn number(&self) -> Option<HouseNumber> {
        self.number
    }

    fn plain(&mut self) {
        if self.unit_at > 0 {
            self.take_down(self.number, 0..self.unit_at);
        }
    }

    /// The letter after the number belongs to the number.
    fn lettered(&mut self) {
        let Some(number) = self.number.filter(|number| number.mark == 0 && self.unit_at > 1) else { return };
        let letter = self.word(0);
        if letter.len() == 1 && letter.as_bytes()[0].is_ascii_uppercase() {
            self.take_down(Some(number.with_mark(letter)), 1..self.unit_at);
        }
    }

    /// What looked like a unit is the street's own name (`KEY`, `PIER`, `LOT`).
    fn whole(&mut self) {
        if self.unit_at < self.words.len() {
            self.take_down(self.number, 0..self.words.len());
        }
    }

    /// Words after the street's kind that nobody announced as a unit (`SAMPLE RD FC 100`).
    fn shortened(&mut self) {
        let Some(kind_at) = (1..self.unit_at).rev().find(|&at| self.is_kind(at)) else { return };
        if self.country == Country::Us && kind_at + 1 < self.unit_at {
            self.take_down(self.number, 0..kind_at + 1);
        }
    }

    fn take_down(&mut self, number: Option<HouseNumber>, words: Range<usize>) {
        if self.readings.len() == self.count {
            self.readings.push(Reading::default());
        }
        let Self { readings, words: places, folded, .. } = self;
        let written = places[words].iter().map(|place| &folded[place.clone()]);
        let reading = &mut readings[self.count];
        reading.number = number;
        reading.street.read(written.clone(), self.country);
        reading.street.name().turn_into(&mut reading.turned);
        reading.is_repaired = false;
        reading.spelling = normal::spelling(written);
        // a street of articles alone is none
        self.count += usize::from(!reading.street().text.is_empty());
    }

    fn word(&self, at: usize) -> &str {
        &self.folded[self.words[at].clone()]
    }

    /// Folded words stand one space apart.
    fn find_words(&mut self) {
        let mut start = 0;
        self.words.clear();
        for word in self.folded.split(' ').filter(|word| !word.is_empty()) {
            self.words.push(start..start + word.len());
            start += word.len() + 1;
        }
    }

    /// The fraction or `bis` that stands apart from a number split off its line.
    fn take_mark(&mut self) {
        let Some(number) = self.number.filter(|number| number.mark == 0 && self.words.len() > 2) else { return };
        let next = self.word(0);
        let french = matches!(next, "BIS" | "TER" | "QUATER") || next.len() == 1 && self.is_kind(1);
        if next.contains('/') || self.country == Country::Fr && french {
            self.number = Some(number.with_mark(next));
            self.words.remove(0);
        }
    }

    fn is_kind(&self, at: usize) -> bool {
        Words::of(self.country).get(self.word(at)).is_some_and(|word| word.role == Role::Kind)
    }

    /// Where the unit starts: a designator after at least one word, followed by at most three that look like a unit.
    fn find_unit(&self) -> usize {
        let words = Words::of(self.country);
        let len = self.words.len();
        let looks_like_unit = |at: usize| {
            let word = self.word(at);
            word.len() <= 2 || word == "#" || word.bytes().any(|byte| byte.is_ascii_digit())
        };
        let starts_unit = |&at: &usize| match words.get(self.word(at)).map(|word| word.role) {
            Some(Role::Unit) => (1..=3).contains(&(len - at - 1)) && looks_like_unit(at + 1),
            Some(Role::UnitAlone) => at + 1 == len,
            _ => false,
        };
        (1..len).find(starts_unit).unwrap_or(len)
    }
}

/// `12A Main St` is `12A` and `Main St`; `5th Ave` has no number.
fn split_number(line: &str) -> (&str, &str) {
    let line = line.trim_start();
    let (head, rest) = line.split_once(|letter: char| letter.is_whitespace() || letter == ',').unwrap_or((line, ""));
    let ordinal = |end: &str| head.len() > 2 && head.get(head.len() - 2..).is_some_and(|last| last.eq_ignore_ascii_case(end));
    let numbered = head.starts_with(|first: char| first.is_ascii_digit()) && !["st", "nd", "rd", "th"].into_iter().any(ordinal);
    if numbered { (head, rest) } else { ("", line) }
}
