//! One form for every way to write a street, a house number, a city: what two spellings must share to be compared.

use unicode_normalization::UnicodeNormalization;

use crate::domain::Country;

use super::words::{Role, Word, Words};

/// Upper-case words without accents or punctuation, one space apart. `#` and the bar of `1/2` stay.
pub fn fold(text: &str, country: Country) -> String {
    let mut folder = Folder { out: String::with_capacity(text.len()), word_len: 0, country };
    if text.is_ascii() {
        text.chars().for_each(|letter| folder.push(letter));
    } else {
        text.nfd().for_each(|letter| folder.push(letter));
    }
    folder.out.truncate(folder.out.trim_end().len());
    folder.out
}

struct Folder {
    out: String,
    word_len: usize,
    country: Country,
}

impl Folder {
    fn push(&mut self, letter: char) {
        match letter {
            'œ' | 'Œ' => self.letters("OE"),
            'æ' | 'Æ' => self.letters("AE"),
            'ß' => self.letters("SS"),
            'ø' | 'Ø' => self.letters("O"),
            '\u{300}'..='\u{36f}' => {}
            '\'' | '’' if self.country == Country::Us => {}
            '.' if self.word_len == 1 => {} // U.S. is one word, ST.JOHN two
            '/' if self.out.ends_with(|last: char| last.is_ascii_digit()) => self.letters("/"),
            '#' => {
                self.gap();
                self.out.push_str("# ");
            }
            _ if letter.is_alphanumeric() => {
                for upper in letter.to_uppercase() {
                    self.out.push(upper);
                }
                self.word_len += 1;
            }
            _ => self.gap(),
        }
    }

    fn letters(&mut self, text: &str) {
        self.out.push_str(text);
        self.word_len += text.len();
    }

    fn gap(&mut self) {
        if self.word_len > 0 {
            self.out.push(' ');
        }
        self.word_len = 0;
    }
}

/// A city as compared.
pub fn city(text: &str, country: Country) -> String {
    let folded = fold(text, country);
    let words = Words::of(country);
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        append(&mut out, standard(words, word));
    }
    out
}

/// A postcode as compared: the five digits of a ZIP+4, otherwise the text in upper case without spaces.
pub fn postcode(text: &str) -> String {
    let code: String = text.chars().filter(|letter| letter.is_alphanumeric()).map(|letter| letter.to_ascii_uppercase()).collect();
    let zip_plus_4 = code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_digit());
    if zip_plus_4 { code[..5].to_owned() } else { code }
}

/// A unit as compared: its letters and digits without the designator. 0 when there is none.
pub fn unit_key(text: &str, country: Country) -> u64 {
    let folded = fold(text, country);
    let words = Words::of(country);
    let kept = folded.split(' ').filter(|word| words.get(word).is_none_or(|known| known.role != Role::Unit));
    pack(kept.flat_map(str::bytes))
}

/// One number for a sequence of folded words.
pub fn spelling<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    pack(words.flat_map(|word| word.bytes().chain([b' '])))
}

/// Up to eight bytes as they are, longer texts by FNV-1a hash.
pub fn pack(bytes: impl Iterator<Item = u8>) -> u64 {
    let (mut packed, mut hash, mut len) = (0u64, 0xcbf2_9ce4_8422_2325u64, 0);
    for byte in bytes {
        packed = packed << 8 | u64::from(byte);
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        len += 1;
    }
    if len <= 8 { packed } else { hash | 1 << 63 }
}

/// `12`, `12A`, `12 1/2`, `12 bis`, `84-03`: what is counted along the street, and what tells two of one count apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseNumber {
    pub value: u32,
    /// The letters, fraction or second half, packed; 0 when there are none.
    pub mark: u64,
}

impl HouseNumber {
    /// `None` when the text does not start with digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let value = text[..digits].parse().ok()?;
        let mark = text[digits..].bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'/');
        Some(Self { value, mark: pack(mark.map(|byte| byte.to_ascii_uppercase())) })
    }

    #[must_use]
    pub fn with_mark(self, mark: &str) -> Self {
        Self { mark: pack(mark.bytes()), ..self }
    }

    /// The mark as it would be written, where it is short enough to be kept whole.
    pub fn mark_text(self) -> String {
        let whole = self.mark >> 63 == 0;
        self.mark.to_be_bytes().into_iter().filter(|&byte| whole && byte != 0).map(char::from).collect()
    }

    pub fn same_side(self, value: u32) -> bool {
        self.value % 2 == value % 2
    }
}

/// A street's name in standard words, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreetName {
    /// Every word in standard form: `E PLEASANT HL RD`. Equal texts are the same name.
    pub text: String,
    /// The name without direction and kind: `PLEASANT HL`.
    core: std::ops::Range<usize>,
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
    /// From folded words.
    pub fn new<'a>(folded: impl Iterator<Item = &'a str>, country: Country) -> Self {
        let words = Words::of(country);
        let mut parts: Vec<(&str, Role)> = Vec::with_capacity(8);
        for word in folded {
            let known = words.get(word);
            let role = known.map_or(Role::Other, |known| known.role);
            let part = known.map_or_else(|| without_ordinal(word), |known| known.standard);
            if role != Role::Article {
                merge_route(&mut parts, part, role);
            }
        }
        Self::from_parts(&parts, country)
    }

    pub fn parse(text: &str, country: Country) -> Self {
        Self::new(fold(text, country).split(' ').filter(|word| !word.is_empty()), country)
    }

    pub fn core(&self) -> &str {
        &self.text[self.core.clone()]
    }

    /// The same name with misspelt kinds and directions put right ("BOELEVARD", "NORHTWEST"), if any is.
    pub fn repaired(&self, country: Country) -> Option<Self> {
        let words = Words::of(country);
        let repair = |word: &str| -> Option<Word> {
            let within_one = |spelling: &str| super::fuzzy::edits(word.as_bytes(), spelling.as_bytes(), 1).is_some();
            let misspelt = word.len() >= 4 && words.get(word).is_none();
            misspelt.then(|| words.long().iter().find(|(spelling, _)| within_one(spelling)).map(|&(_, known)| known))?
        };
        let mut repairs = 0;
        let fixed = Self::new(
            self.text.split(' ').map(|word| {
                repair(word).map_or(word, |known| {
                    repairs += 1;
                    known.standard
                })
            }),
            country,
        );
        (repairs > 0).then_some(fixed)
    }

    fn from_parts(parts: &[(&str, Role)], country: Country) -> Self {
        let mut name = Self::default();
        let (mut start, mut end) = (0, parts.len());
        if let [(_, Role::Direction(compass)), _, ..] = parts {
            name.directions |= compass;
            start += 1;
        }
        if let [.., _, (_, Role::Direction(compass))] = &parts[start..] {
            name.directions |= compass;
            end -= 1;
        }
        let kind_at = match country {
            Country::Us => end.wrapping_sub(1),
            Country::Fr => start,
        };
        let kind = parts.get(kind_at).filter(|(_, role)| *role == Role::Kind && end - start > 1);
        if let Some((kind, _)) = kind {
            name.kind = Words::of(country).get(kind).map_or("", |known| known.standard);
            if country == Country::Us { end -= 1 } else { start += 1 }
        }
        for (at, (part, _)) in parts.iter().enumerate() {
            append(&mut name.text, part);
            if at == start {
                name.core.start = name.text.len() - part.len();
            }
            if (start..end).contains(&at) {
                name.core.end = name.text.len();
            }
        }
        name.digits = pack(name.core().bytes().filter(u8::is_ascii_digit));
        name.letters = name.core().bytes().fold(0, |bits, byte| bits | 1 << (byte & 31));
        name
    }
}

/// `STATE RD 7`, `STATE HWY 7` and `SR 7` are one; so are `US HWY 1`, `US RTE 1` and `US 1`; and county roads.
fn merge_route<'a>(parts: &mut Vec<(&'a str, Role)>, part: &'a str, role: Role) {
    let route = matches!(part, "RD" | "RTE" | "HWY");
    match parts.last().map(|&(last, _)| last) {
        Some("STATE") if route => parts.splice(parts.len() - 1.., [("SR", Role::Other)]).for_each(drop),
        Some("CO") if route => parts.splice(parts.len() - 1.., [("CR", Role::Other)]).for_each(drop),
        Some("US") if route && part != "RD" => {}
        _ => parts.push((part, role)),
    }
}

/// `42ND` and `42` are one.
fn without_ordinal(word: &str) -> &str {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(&word[digits..], "ST" | "ND" | "RD" | "TH" | "E" | "EME") { &word[..digits] } else { word }
}

fn standard<'a>(words: &Words, word: &'a str) -> &'a str {
    words.get(word).map_or(word, |known| known.standard)
}

fn append(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}
