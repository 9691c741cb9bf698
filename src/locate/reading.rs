//! An address line can be read in more ways than one: `109 A HILL RD` is number 109A, or 109 on A Hill Road.

use crate::domain::Country;

use super::Query;
use super::normal::{self, HouseNumber, StreetName};
use super::words::{Role, Words};

/// One way to read a query.
#[derive(Debug)]
pub struct Reading {
    pub number: Option<HouseNumber>,
    pub street: StreetName,
    /// Of the street's words as written: tells apart two records of one address that spell it differently.
    pub spelling: u64,
}

/// A query's words, with everything that its readings share.
#[derive(Debug)]
pub struct Line {
    country: Country,
    number: Option<HouseNumber>,
    folded: String,
    /// Byte ranges of the street's words in `folded`.
    words: Vec<(usize, usize)>,
    /// The street is `words[..unit_at]`; what follows is a unit.
    unit_at: usize,
    pub unit: u64,
}

impl Line {
    pub fn new(query: &Query<'_>, country: Country) -> Self {
        let one_field = query.number.trim().is_empty();
        let (number, street) = if one_field { split_number(query.street) } else { (query.number, query.street) };
        let folded = normal::fold(street, country);
        let mut line = Self { country, number: HouseNumber::parse(number), words: spans(&folded), folded, unit_at: 0, unit: 0 };
        if one_field {
            line.take_mark();
        }
        line.unit_at = line.find_unit();
        line.unit = match query.unit.trim() {
            "" if line.unit_at < line.words.len() => normal::unit_key(&line.folded[line.words[line.unit_at].0..], country),
            unit => normal::unit_key(unit, country),
        };
        line
    }

    /// The likeliest reading first.
    pub fn readings(&self) -> impl Iterator<Item = Reading> {
        [Self::plain, Self::lettered, Self::whole, Self::shortened].into_iter().filter_map(|read| read(self))
    }

    pub fn number(&self) -> Option<HouseNumber> {
        self.number
    }

    fn plain(&self) -> Option<Reading> {
        (self.unit_at > 0).then(|| self.reading(self.number, 0..self.unit_at))
    }

    /// The letter after the number belongs to the number.
    fn lettered(&self) -> Option<Reading> {
        let number = self.number.filter(|number| number.mark == 0 && self.unit_at > 1)?;
        let letter = self.word(0);
        let single = letter.len() == 1 && letter.as_bytes()[0].is_ascii_uppercase();
        single.then(|| self.reading(Some(number.with_mark(letter)), 1..self.unit_at))
    }

    /// What looked like a unit is the street's own name (`KEY`, `PIER`, `LOT`).
    fn whole(&self) -> Option<Reading> {
        (self.unit_at < self.words.len()).then(|| self.reading(self.number, 0..self.words.len()))
    }

    /// Words after the street's kind that nobody announced as a unit (`SAMPLE RD FC 100`).
    fn shortened(&self) -> Option<Reading> {
        let words = Words::of(self.country);
        let is_kind = |at: &usize| words.get(self.word(*at)).is_some_and(|word| word.role == Role::Kind);
        let kind_at = (1..self.unit_at).rev().find(is_kind)?;
        (self.country == Country::Us && kind_at + 1 < self.unit_at).then(|| self.reading(self.number, 0..kind_at + 1))
    }

    fn reading(&self, number: Option<HouseNumber>, words: std::ops::Range<usize>) -> Reading {
        let written = words.clone().map(|at| self.word(at));
        Reading { number, street: StreetName::new(written.clone(), self.country), spelling: normal::spelling(written) }
    }

    fn word(&self, at: usize) -> &str {
        let (start, end) = self.words[at];
        &self.folded[start..end]
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
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| head.len() > 2 && head.to_ascii_lowercase().ends_with(end));
    let numbered = head.starts_with(|first: char| first.is_ascii_digit()) && !ordinal;
    if numbered { (head, rest) } else { ("", line) }
}

/// Folded words stand one space apart.
fn spans(folded: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut spans = Vec::with_capacity(8);
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        spans.push((start, start + word.len()));
        start += word.len() + 1;
    }
    spans
}
