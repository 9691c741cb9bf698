//! A street's name, taken apart into direction, kind and core: what is compared when no spelling is equal.

use std::ops::Range;

use crate::domain::Country;

use super::fuzzy;
use super::normal::{self, pack};
use super::words::{Role, Word, Words};

/// A street's name in standard words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreetName {
    /// Every word in standard form: `E PLEASANT HL RD`. Equal texts are the same name.
    pub text: String,
    /// The name without direction and kind: `PLEASANT HL`.
    core: Range<usize>,
    /// `RD`; empty when the name has none.
    pub kind: &'static str,
    /// Compass bits before and after the name.
    pub directions: u8,
    /// The digits of the core in order, which no typo may touch.
    pub digits: u64,
    /// Bit a letter: a cheap bound on the edit distance.
    pub letters: u32,
}

impl StreetName {
    pub fn core(&self) -> &str {
        &self.text[self.core.clone()]
    }

    /// Writes the name with its direction at the other end (`W MAIN ST` is `MAIN ST W` too); nothing when it has none, or two.
    pub fn turn_into(&self, out: &mut String) {
        out.clear();
        let (first, rest) = self.text.split_once(' ').unwrap_or_default();
        let (start, last) = self.text.rsplit_once(' ').unwrap_or_default();
        let is_it = |word: &str| self.directions != 0 && compass(word) == Some(self.directions);
        match (is_it(first) && self.core.start > 0, is_it(last) && self.core.end < self.text.len()) {
            (true, false) => out.extend([rest, " ", first]),
            (false, true) => out.extend([last, " ", start]),
            _ => {}
        }
    }
}

/// Takes names apart, one after the other in the same memory.
#[derive(Debug, Default)]
pub struct NameReader {
    name: StreetName,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    start: usize,
    role: Role,
}

impl NameReader {
    pub fn name(&self) -> &StreetName {
        &self.name
    }

    /// From folded words.
    pub fn read<'a>(&mut self, folded: impl Iterator<Item = &'a str>, country: Country) -> &StreetName {
        let words = Words::of(country);
        self.name.text.clear();
        self.parts.clear();
        for word in folded {
            let known = words.get(word);
            let role = known.map_or(Role::Other, |known| known.role);
            self.push(known.map_or_else(|| without_ordinal(word), |known| known.standard), role, words);
        }
        self.take_apart(words, country);
        &self.name
    }

    pub fn parse(&mut self, text: &str, country: Country) -> &StreetName {
        let folded = normal::fold(text, country);
        self.read(folded.split(' ').filter(|word| !word.is_empty()), country)
    }

    /// Reads another's name with misspelt kinds and directions put right ("BOELEVARD", "NORHTWEST"); false when none is.
    pub fn repair(&mut self, other: &StreetName, country: Country) -> bool {
        let words = Words::of(country);
        let mut repairs = 0;
        let repaired = other.text.split(' ').map(|word| match misspelt(word, words) {
            Some(known) => {
                repairs += 1;
                known.standard
            }
            None => word,
        });
        self.read(repaired, country);
        repairs > 0
    }

    fn push(&mut self, part: &str, role: Role, words: &Words) {
        let text = &mut self.name.text;
        let (part, role) = match self.parts.last().and_then(|last| words.joined(&text[last.start..], part)) {
            Some(joined) => {
                text.truncate(self.parts.pop().map_or(0, |last| last.start));
                text.truncate(text.trim_end().len());
                (joined.standard, joined.role)
            }
            None => (part, role),
        };
        if role == Role::Article {
            return;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        self.parts.push(Part { start: text.len(), role });
        text.push_str(part);
    }

    fn take_apart(&mut self, words: &Words, country: Country) {
        let Self { name, parts } = self;
        let (mut start, mut end) = (0, parts.len());
        name.directions = 0;
        if let [Part { role: Role::Direction(compass), .. }, _, ..] = parts[..] {
            name.directions |= compass;
            start += 1;
        }
        if let [.., _, Part { role: Role::Direction(compass), .. }] = parts[start..] {
            name.directions |= compass;
            end -= 1;
        }
        let kind_at = match country {
            Country::Us => end.wrapping_sub(1),
            Country::Fr => start,
        };
        let place = |at: usize| parts[at].start..parts.get(at + 1).map_or(name.text.len(), |next| next.start - 1);
        name.kind = "";
        if end - start > 1 && parts[kind_at].role == Role::Kind {
            name.kind = words.get(&name.text[place(kind_at)]).map_or("", |known| known.standard);
            if country == Country::Us { end -= 1 } else { start += 1 }
        }
        name.core = if start < end { place(start).start..place(end - 1).end } else { 0..0 };
        name.digits = pack(name.core().bytes().filter(u8::is_ascii_digit));
        name.letters = name.core().bytes().fold(0, |bits, byte| bits | 1 << (byte & 31));
    }
}

fn compass(word: &str) -> Option<u8> {
    match Words::of(Country::Us).get(word)?.role {
        Role::Direction(compass) => Some(compass),
        _ => None,
    }
}

fn misspelt(word: &str, words: &Words) -> Option<Word> {
    if word.len() < 4 || words.get(word).is_some() {
        return None;
    }
    let within_one = |spelling: &str| fuzzy::edits(word.as_bytes(), spelling.as_bytes(), 1).is_some();
    words.long().iter().find(|(spelling, _)| within_one(spelling)).map(|&(_, known)| known)
}

/// `42ND` and `42` are one; so are `10E`, `10EME` and `10`.
fn without_ordinal(word: &str) -> &str {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(&word[digits..], "ST" | "ND" | "RD" | "TH" | "E" | "EME" | "ER" | "ERE") { &word[..digits] } else { word }
}
