//! One form for every way to write a house number, a unit, a city, a postcode: what two spellings must share to be compared.

use unicode_normalization::UnicodeNormalization;

use crate::domain::Country;

use super::words::{Role, Words};

/// Upper-case words without accents or punctuation, one space apart. `#` and the bar of `1/2` stay.
pub fn fold(text: &str, country: Country) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text, country);
    out
}

/// As [`fold`], into memory that is there already; what it held is gone.
pub fn fold_into(out: &mut String, text: &str, country: Country) {
    out.clear();
    let mut folder = Folder { out, word_len: 0, country };
    if text.is_ascii() {
        text.chars().for_each(|letter| folder.push(letter));
    } else {
        text.nfd().for_each(|letter| folder.push(letter));
    }
    out.truncate(out.trim_end().len());
}

struct Folder<'a> {
    out: &'a mut String,
    word_len: usize,
    country: Country,
}

impl Folder<'_> {
    fn push(&mut self, letter: char) {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' => {
                self.out.push(letter.to_ascii_uppercase());
                self.word_len += 1;
            }
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

/// A city as compared, from its folded words. French ones end before an arrondissement or CEDEX.
pub fn city_into(out: &mut String, folded: &str, country: Country) {
    out.clear();
    let words = Words::of(country);
    for word in folded.split(' ') {
        let office = country == Country::Fr && (word == "CEDEX" || word.starts_with(|first: char| first.is_ascii_digit()));
        if office && !out.is_empty() {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(words.get(word).map_or(word, |known| known.standard));
    }
}

/// A postcode as compared, 0 when there is none: the five digits of a ZIP+4, a zero before four digits (spreadsheets eat it),
/// otherwise its letters and digits.
pub fn postcode(text: &str) -> u64 {
    let code = || text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase());
    match code().count() {
        9 if code().all(|byte| byte.is_ascii_digit()) => pack(code().take(5)),
        4 if code().all(|byte| byte.is_ascii_digit()) => pack([b'0'].into_iter().chain(code())),
        _ => pack(code()),
    }
}

/// A unit as compared, from its folded words: letters and digits without the designator. 0 when there is none.
pub fn unit_key(folded: &str, country: Country) -> u64 {
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
    /// Of a place that has a point and no number, such as a lieu-dit.
    pub const NONE: Self = Self { value: 0, mark: 0 };

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

    /// How well a known house is the one asked for, best 4: the very number; `12 B` for `12 bis`; the house without the letter
    /// asked for, or a lettered one for a plain number; another letter.
    pub fn fit(self, asked: Self) -> u8 {
        match (self.mark, asked.mark) {
            (a, b) if a == b => 4,
            (a, b) if initial(a) == initial(b) => 3,
            (0, _) | (_, 0) => 2,
            _ => 1,
        }
    }
}

/// `bis`, `ter` and `quater` are written B, T and Q too.
fn initial(mark: u64) -> u64 {
    match mark.to_be_bytes() {
        [0, 0, 0, 0, 0, b'B', b'I', b'S'] => b'B'.into(),
        [0, 0, 0, 0, 0, b'T', b'E', b'R'] => b'T'.into(),
        [0, 0, b'Q', b'U', b'A', b'T', b'E', b'R'] => b'Q'.into(),
        _ => mark,
    }
}
