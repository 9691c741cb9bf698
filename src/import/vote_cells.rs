//! What does one column's name, or one cell, tell about a vote?

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};

use super::binding::translate;
use super::dates::{self, Written};
use super::elections::{general_day, kind};
use crate::domain::{Election, ElectionKind};

/// Which election a column is about.
#[derive(Debug, PartialEq)]
pub(crate) enum Told {
    Election(Election),
    /// A code whose meaning a table beside the file tells.
    Code(String),
}

/// One of the votes of a packed cell; no election where nobody can tell its day.
#[derive(Debug, PartialEq)]
pub(crate) struct Packed<'t> {
    pub election: Option<Election>,
    /// How it was cast, as written; empty when not told.
    pub method: &'t str,
}

/// What stands in a column that is an election: the layout's own words first, then what everybody writes for no.
pub(crate) fn is_vote(text: &str, words: &BTreeMap<String, String>) -> bool {
    if let Some(word) = translate(words, text) {
        return word != "no";
    }
    !["", "0", "N", "NO", "FALSE"].iter().any(|no| no.eq_ignore_ascii_case(text))
}

/// The election a column such as `voted_2024-11-05`, `GENERAL-11/05/2024`, `November2022` or `Election 7 Method` tells about,
/// if it fits the template. With `{year}` alone only a general election has a day.
pub(crate) fn vote_column(name: &str, template: &str, dates: &[String], months: &BTreeMap<String, String>) -> Option<Told> {
    if let Some((before, after)) = template.split_once("{code}") {
        return between(name, before, after).filter(|code| !code.is_empty()).map(|code| Told::Code(code.to_owned()));
    }
    if let Some(literal) = template.strip_prefix("{month}").and_then(|rest| rest.strip_suffix("{year}")) {
        let (month, year) = name.split_at(name.find(|letter: char| letter.is_ascii_digit())?);
        return month_day(month.strip_suffix(literal)?, year, months).map(Told::Election);
    }
    dated_column(name, template, dates).map(Told::Election)
}

fn dated_column(name: &str, template: &str, dates: &[String]) -> Option<Election> {
    if let Some(literal) = template.strip_prefix("{kind}").and_then(|rest| rest.strip_suffix("{year}")) {
        let (said, year) = name.rsplit_once(literal)?;
        return said.eq_ignore_ascii_case("general").then(|| general_of(year)).flatten();
    }
    let (before, after) = template.split_once("{date}")?;
    let (kind_first, literal) = match before.split_once("{kind}") {
        Some((_, literal)) => (true, literal),
        None => (false, before),
    };
    let (said, date) = if kind_first {
        name.split_once(literal)?
    } else {
        let rest = between(name, literal, "")?;
        match after.split_once("{kind}") {
            Some((literal, _)) => rest.split_once(literal).map(|(date, said)| (said, date))?,
            None => ("", rest),
        }
    };
    let date = dates::parse(date, dates)?.date()?;
    Some(Election { date, kind: kind(said, &BTreeMap::new(), date) })
}

/// What of a name stands between two literals, whatever their case.
fn between<'n>(name: &'n str, before: &str, after: &str) -> Option<&'n str> {
    let middle = before.len()..name.len().checked_sub(after.len())?;
    let same = |written: Option<&str>, literal: &str| written.is_some_and(|text| text.eq_ignore_ascii_case(literal));
    (same(name.get(..middle.start), before) && same(name.get(middle.end..), after)).then(|| name.get(middle)).flatten()
}

/// The election a place always holds in a month: `general` is November's, `municipal, Tuesday 1` the month's first Tuesday.
fn month_day(month: &str, year: &str, months: &BTreeMap<String, String>) -> Option<Election> {
    let usual = translate(months, month)?;
    let Some((said, tuesday)) = usual.split_once(", Tuesday ") else {
        return general_of(year).filter(|_| usual == "general");
    };
    let first = NaiveDate::parse_from_str(&format!("1 {month} {year}"), "%d %B %Y").ok()?;
    let date = NaiveDate::from_weekday_of_month_opt(
        chrono::Datelike::year(&first),
        chrono::Datelike::month(&first),
        Weekday::Tue,
        tuesday.parse().ok()?,
    )?;
    Some(Election { date, kind: kind(said, &BTreeMap::new(), date) })
}

/// The votes of one packed cell, `20201103 GE(P);General Election, 2016;2012GE`: each a day or a year, words or a code for the
/// kind, and perhaps how it was cast in brackets.
pub(crate) fn packed<'t>(text: &'t str, codes: &BTreeMap<String, String>, dates: &[String]) -> impl Iterator<Item = Packed<'t>> {
    text.split(';').map(str::trim).filter(|vote| !vote.is_empty()).map(|vote| {
        let (told, method) = match vote.strip_suffix(')').and_then(|vote| vote.rsplit_once('(')) {
            Some((told, method)) => (told, method.trim()),
            None => (vote, ""),
        };
        Packed { election: packed_election(told, codes, dates), method }
    })
}

fn packed_election(told: &str, codes: &BTreeMap<String, String>, dates: &[String]) -> Option<Election> {
    let words = || told.split([' ', ',', '(', ')']).filter(|word| !word.is_empty());
    let date = words().find_map(|word| dates::parse(word, dates)).and_then(Written::date);
    let pieces: Vec<&str> = words().flat_map(letters_and_digits).collect();
    let said = pieces.iter().map(|word| translate(codes, word).unwrap_or(word)).collect::<Vec<_>>().join(" ");
    match date {
        Some(date) => Some(Election { date, kind: kind(&said, &BTreeMap::new(), date) }),
        None => {
            pieces.iter().find_map(|year| general_of(year)).filter(|general| kind(&said, &BTreeMap::new(), NaiveDate::MIN) == general.kind)
        }
    }
}

/// `2012GE`, `GE-2012` and `GE_2012` in their parts.
fn letters_and_digits(word: &str) -> impl Iterator<Item = &str> {
    let parts = word.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts
        .flat_map(|part| part.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()))
        .filter_map(|run| std::str::from_utf8(run).ok())
}

/// The general election of a year.
fn general_of(year: &str) -> Option<Election> {
    let written = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let date = general_day(year.parse().ok().filter(|_| written)?)?;
    Some(Election { date, kind: ElectionKind::General })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(code, word)| ((*code).to_owned(), (*word).to_owned())).collect()
    }

    #[test]
    fn reads_vote_columns() {
        let dates = ["YYYY-MM-DD".to_owned(), "MM/DD/YYYY".to_owned()];
        let months = words(&[("November", "general"), ("April", "municipal, Tuesday 1"), ("February", "primary, Tuesday 3")]);
        let told = |name, template| vote_column(name, template, &dates, &months);
        let read = |name, template| match told(name, template)? {
            Told::Election(election) => Some((election.key(), election.kind)),
            Told::Code(code) => Some((code, ElectionKind::Other)),
        };
        assert_eq!(read("voted_2024-11-05", "voted_{date}"), Some(("2024_11_05".into(), ElectionKind::General)));
        assert_eq!(read("Voted_2024-03-05_primary", "voted_{date}_{kind}"), Some(("2024_03_05".into(), ElectionKind::Primary)));
        assert_eq!(read("GENERAL-11/03/2015", "{kind}-{date}"), Some(("2015_11_03".into(), ElectionKind::General)));
        assert_eq!(read("General_2022", "{kind}_{year}"), Some(("2022_11_08".into(), ElectionKind::General)));
        assert_eq!(read("Primary_2022", "{kind}_{year}"), None);
        assert_eq!(read("AnyElection_2021", "{kind}_{year}"), None);
        assert_eq!(read("voted_often", "voted_{date}"), None);
        assert_eq!(read("élu", "voted_{date}"), None);
        assert_eq!(read("November2022", "{month}{year}"), Some(("2022_11_08".into(), ElectionKind::General)));
        assert_eq!(read("April2023", "{month}{year}"), Some(("2023_04_04".into(), ElectionKind::Municipal)));
        assert_eq!(read("February2016", "{month}{year}"), Some(("2016_02_16".into(), ElectionKind::Primary)));
        for stranger in ["May2013", "April", "April20x6", "Ward"] {
            assert_eq!(read(stranger, "{month}{year}"), None, "{stranger}");
        }
        assert_eq!(told("Election 12 Method", "Election {code} Method"), Some(Told::Code("12".into())));
        assert_eq!(told("Election 12 Party", "Election {code} Method"), None);
        assert_eq!(told("Élection", "Election {code} Method"), None);
    }

    #[test]
    fn reads_packed_votes_as_each_county_writes_them() {
        let codes = words(&[("GE", "general"), ("PE", "primary")]);
        let read = |text| {
            let dates = ["YYYYMMDD".to_owned(), "MM/DD/YYYY".to_owned()];
            let votes = packed(text, &codes, &dates);
            votes.map(|vote| vote.election.map(|election| (election.key(), election.kind))).collect::<Vec<_>>()
        };
        let general = |day: &str| Some((day.to_owned(), ElectionKind::General));
        assert_eq!(read("20201103 GE(P);GE 2012;General Election, 2016;"), ["2020_11_03", "2012_11_06", "2016_11_08"].map(general));
        assert_eq!(
            read("2012GE;GE2016;GE-2012(A);2016 General Election"),
            ["2012_11_06", "2016_11_08", "2012_11_06", "2016_11_08"].map(general)
        );
        assert_eq!(read("PE 06/28/2022"), [Some(("2022_06_28".to_owned(), ElectionKind::Primary))]);
        assert_eq!(read("Primary Election 2018;2012;soon;élu"), [None, None, None, None], "no day");
        assert_eq!(read(" ; "), []);
        let methods: Vec<&str> = packed("20201103 GE(P);GE 2012 (A);2016 GE", &codes, &[]).map(|vote| vote.method).collect();
        assert_eq!(methods, ["P", "A", ""]);
    }
}
