//! What is a name made of: its words, its sound, and the names that stand for it?

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::Dictionary;

/// Formal names with the short forms people use for them, one family a line.
const NICKNAMES: &str = include_str!("nicknames.txt");
const TITLES: [&str; 26] = [
    "SIR",
    "MR",
    "MRS",
    "MS",
    "MISS",
    "MASTER",
    "DR",
    "DOCTOR",
    "PROF",
    "PROFESSOR",
    "REV",
    "REVEREND",
    "FATHER",
    "SISTER",
    "BROTHER",
    "LORD",
    "LADY",
    "DAME",
    "GENERAL",
    "COLONEL",
    "CAPTAIN",
    "MAJOR",
    "ADMIRAL",
    "MONSIEUR",
    "MADAME",
    "MME",
];

/// Upper case without accents, words separated by one space; apostrophes and dots join, everything else separates.
pub(super) fn fold(text: &str, folded: &mut String) {
    folded.clear();
    let mut gap = false;
    let mut take = |letter: char| {
        if letter.is_alphanumeric() {
            if std::mem::take(&mut gap) && !folded.is_empty() {
                folded.push(' ');
            }
            folded.push(letter);
        } else if !matches!(letter, '\'' | '’' | '.') {
            gap = true;
        }
    };
    if text.is_ascii() {
        text.bytes().for_each(|byte| take(byte.to_ascii_uppercase() as char));
    } else {
        text.nfd().filter(|&letter| !is_combining_mark(letter)).flat_map(char::to_uppercase).for_each(take);
    }
}

pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Which of a line of namesakes, told by a suffix: senior 1, junior 2, third 3; 0 when nothing tells.
pub(super) fn generation(suffix: &str) -> u8 {
    match suffix {
        "SR" | "SEN" | "SENIOR" | "I" | "1ST" | "PERE" => 1,
        "JR" | "JUN" | "JUNIOR" | "II" | "2ND" | "FILS" => 2,
        "III" | "3RD" => 3,
        "IV" | "4TH" => 4,
        "V" | "5TH" => 5,
        _ => 0,
    }
}

/// Every name of a file once: a number stands for it from here on, 0 for none.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: Dictionary,
    /// By name.
    about: Vec<About>,
}

#[derive(Debug, Default)]
struct About {
    /// Letters without spaces.
    letters: Box<[u8]>,
    /// The names it is made of, when it is made of several.
    parts: Box<[u32]>,
    sound: u64,
    /// Lines of the nicknames it stands on.
    families: Box<[u16]>,
}

impl Names {
    pub fn new() -> Self {
        Self { known: Dictionary::new(), about: vec![About::default()] }
    }

    /// The number of a folded name, made if it is new.
    pub fn number(&mut self, name: &str) -> u32 {
        let number = self.known.code_of(name);
        if number as usize == self.about.len() {
            let letters: Vec<u8> = name.bytes().filter(|&byte| byte != b' ').collect();
            self.about.push(About { sound: sound(&letters), letters: letters.into(), ..About::default() });
            if name.contains(' ') {
                let parts: Box<[u32]> = name.split(' ').map(|part| self.number(part)).collect();
                self.about[number as usize].parts = parts;
            }
        }
        number
    }

    /// To be called once all names are known.
    pub fn learn_nicknames(&mut self) {
        let mut families: HashMap<u32, Vec<u16>> = HashMap::new();
        for (line, names) in (0u16..).zip(NICKNAMES.lines()) {
            for name in names.split(' ').filter_map(|name| self.known.find(name)) {
                families.entry(name).or_default().push(line);
            }
        }
        for (name, lines) in families {
            self.about[name as usize].families = lines.into();
        }
    }

    /// The names it is made of: itself, when it is one word.
    pub fn parts<'n>(&'n self, name: &'n u32) -> &'n [u32] {
        let parts = &self.about[*name as usize].parts;
        if parts.is_empty() { std::slice::from_ref(name) } else { parts }
    }

    /// Equal for names that sound alike.
    pub fn sound(&self, name: u32) -> u64 {
        self.about[name as usize].sound
    }

    pub fn letters(&self, name: u32) -> &[u8] {
        &self.about[name as usize].letters
    }

    pub fn len(&self) -> usize {
        self.about.len()
    }

    /// One is a short form of the other, or both are of a third.
    pub fn nicknames(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.about[a as usize].families, &self.about[b as usize].families);
        a.iter().any(|line| b.contains(line))
    }
}

/// The first letter and the classes of the consonants after it, as in Russell's Soundex, without its cut at four.
fn sound(letters: &[u8]) -> u64 {
    let mut code: u64 = letters.first().map_or(0, |&letter| u64::from(letter));
    let mut before = 0;
    for letter in letters.iter().skip(1) {
        let class = match letter {
            b'B' | b'F' | b'P' | b'V' => 1,
            b'C' | b'G' | b'J' | b'K' | b'Q' | b'S' | b'X' | b'Z' => 2,
            b'D' | b'T' => 3,
            b'L' => 4,
            b'M' | b'N' => 5,
            b'R' => 6,
            _ => 0,
        };
        if class != 0 && class != before && code < 1 << 32 {
            code = code << 3 | class;
        }
        before = class;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        fold(text, &mut folded);
        folded
    }

    #[test]
    fn folds_accents_hyphens_and_apostrophes() {
        assert_eq!(folded(" Jean-Pierre "), "JEAN PIERRE");
        assert_eq!(folded("D'Angelo"), "DANGELO");
        assert_eq!(folded("Bègue  Müller"), "BEGUE MULLER");
    }

    #[test]
    fn nicknames_meet_through_the_formal_name() {
        let mut names = Names::new();
        let [bill, will, robert] = ["BILL", "WILL", "ROBERT"].map(|name| names.number(name));
        names.learn_nicknames();
        assert!(names.nicknames(bill, will));
        assert!(!names.nicknames(bill, robert));
    }
}
