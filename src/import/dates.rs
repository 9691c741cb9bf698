//! Which day does a text mean?
//!
//! Patterns are written as people say them: `MM/DD/YYYY`, `YYYYMMDD`. `national` stands for the country's own habit.

use chrono::{Datelike, NaiveDate};

use crate::domain::Country;

/// A date of which only the year may be known: French rolls write `00/00/1950`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Written {
    pub fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(i32::from(self.year), u32::from(self.month), u32::from(self.day))
    }
}

/// The first pattern that fits wins; a time after the date (`2024-11-05 00:00:00`) is passed over.
pub(crate) fn parse(text: &str, patterns: &[String]) -> Option<Written> {
    patterns.iter().find_map(|pattern| fit(text.as_bytes(), pattern.as_bytes()))
}

/// `patterns` with `national` spelled out.
pub(crate) fn spelled_out(patterns: &[String], country: Country) -> Vec<String> {
    let national = match country {
        Country::Us => "MM/DD/YYYY",
        Country::Fr => "DD/MM/YYYY",
    };
    patterns.iter().map(|pattern| if pattern == "national" { national.to_owned() } else { pattern.clone() }).collect()
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: NaiveDate) -> i32 {
    const EPOCH_FROM_CE: i32 = 719_163;
    date.num_days_from_ce() - EPOCH_FROM_CE
}

fn fit(mut text: &[u8], mut pattern: &[u8]) -> Option<Written> {
    let separated = pattern.iter().any(|letter| !letter.is_ascii_uppercase());
    let (mut year, mut month, mut day) = (0, 0, 0);
    while let Some(&letter) = pattern.first() {
        let run = pattern.iter().take_while(|&&other| other == letter).count();
        pattern = &pattern[run..];
        match letter {
            b'Y' => year = number(&mut text, run, run)?,
            // "1/5/2020": a separator ends a short number, digits run together cannot be short
            b'M' => month = number(&mut text, if separated { 1 } else { run }, run)?,
            b'D' => day = number(&mut text, if separated { 1 } else { run }, run)?,
            _ => text = text.strip_prefix(&[letter])?,
        }
    }
    let ends_here = matches!(text.first(), None | Some(b' ' | b'T'));
    let written = Written { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
    let unknown_day = month == 0 || day == 0;
    (ends_here && (unknown_day && month <= 12 && day <= 31 || written.date().is_some())).then_some(written)
}

/// Takes `at_least` to `at_most` digits off the front.
fn number(text: &mut &[u8], at_least: usize, at_most: usize) -> Option<u16> {
    let digits = text.iter().take(at_most).take_while(|byte| byte.is_ascii_digit()).count();
    if digits < at_least {
        return None;
    }
    let (value, rest) = text.split_at(digits);
    *text = rest;
    Some(value.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, pattern: &str) -> Option<(u16, u8, u8)> {
        parse(text, &[pattern.to_owned()]).map(|date| (date.year, date.month, date.day))
    }

    #[test]
    fn reads_the_patterns_of_real_files() {
        assert_eq!(read("11/05/2024", "MM/DD/YYYY"), Some((2024, 11, 5)));
        assert_eq!(read("1/5/2024", "MM/DD/YYYY"), Some((2024, 1, 5)));
        assert_eq!(read("05112024", "DDMMYYYY"), Some((2024, 11, 5)));
        assert_eq!(read("20241105", "YYYYMMDD"), Some((2024, 11, 5)));
        assert_eq!(read("2024-11-05 00:00:00", "YYYY-MM-DD"), Some((2024, 11, 5)));
        assert_eq!(read("00/00/1950", "DD/MM/YYYY"), Some((1950, 0, 0)));
        for wrong in ["13/45/2024", "02/30/2024", "11/05/24", "11/05/20245", "", "soon"] {
            assert_eq!(read(wrong, "MM/DD/YYYY"), None, "{wrong}");
        }
    }

    #[test]
    fn counts_days_from_1970() {
        let day = |text| day_number(parse(text, &["YYYY-MM-DD".to_owned()]).and_then(Written::date).expect("a date"));
        assert_eq!(day("1970-01-01"), 0);
        assert_eq!(day("1969-12-31"), -1);
        assert_eq!(day("2024-11-05"), 20_032);
    }
}
