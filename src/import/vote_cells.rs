//! Which votes do the cells of a voter's own row tell about?

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::binding::translate;
use super::dates::{self, Written};
use super::elections::{general_day, kind};
use crate::domain::{Election, ElectionKind};

/// What stands in a column that is an election: the layout's own words first, then what everybody writes for no.
pub(crate) fn is_vote(text: &str, words: &BTreeMap<String, String>) -> bool {
    if let Some(word) = translate(words, text) {
        return word != "no";
    }
    !["", "0", "N", "NO", "FALSE"].iter().any(|no| no.eq_ignore_ascii_case(text))
}

/// The election a column such as `voted_2024-11-05` or `GENERAL-11/05/2024` tells about, if it fits the template.
/// With `{year}` alone only a general election has a day.
pub(crate) fn vote_column(name: &str, template: &str, dates: &[String]) -> Option<Election> {
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
        let rest = name.get(..literal.len()).filter(|start| start.eq_ignore_ascii_case(literal)).and(name.get(literal.len()..))?;
        match after.split_once("{kind}") {
            Some((literal, _)) => rest.split_once(literal).map(|(date, said)| (said, date))?,
            None => ("", rest),
        }
    };
    let date = dates::parse(date, dates)?.date()?;
    Some(Election { date, kind: kind(said, &BTreeMap::new(), date) })
}

/// The votes of one packed cell, `20201103 GE;General Election, 2016`: each a day or a year, and words or a code for the kind.
/// `None` for a vote of which nobody can tell the day.
pub(crate) fn packed(text: &str, codes: &BTreeMap<String, String>, dates: &[String]) -> impl Iterator<Item = Option<Election>> {
    let votes = text.split(';').map(str::trim).filter(|vote| !vote.is_empty());
    votes.map(|vote| {
        let words = || vote.split([' ', ',', '(', ')']).filter(|word| !word.is_empty());
        let said = words().map(|word| translate(codes, word).unwrap_or(word)).collect::<Vec<_>>().join(" ");
        match words().find_map(|word| dates::parse(word, dates)).and_then(Written::date) {
            Some(date) => Some(Election { date, kind: kind(&said, &BTreeMap::new(), date) }),
            None => words().find_map(general_of).filter(|general| kind(&said, &BTreeMap::new(), NaiveDate::MIN) == general.kind),
        }
    })
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

    #[test]
    fn reads_vote_columns() {
        let dates = ["YYYY-MM-DD".to_owned(), "MM/DD/YYYY".to_owned()];
        let read = |name, template| vote_column(name, template, &dates).map(|election| (election.key(), election.kind));
        assert_eq!(read("voted_2024-11-05", "voted_{date}"), Some(("2024_11_05".into(), ElectionKind::General)));
        assert_eq!(read("voted_2024-03-05_primary", "voted_{date}_{kind}"), Some(("2024_03_05".into(), ElectionKind::Primary)));
        assert_eq!(read("GENERAL-11/03/2015", "{kind}-{date}"), Some(("2015_11_03".into(), ElectionKind::General)));
        assert_eq!(read("General_2022", "{kind}_{year}"), Some(("2022_11_08".into(), ElectionKind::General)));
        assert_eq!(read("Primary_2022", "{kind}_{year}"), None);
        assert_eq!(read("AnyElection_2021", "{kind}_{year}"), None);
        assert_eq!(read("voted_often", "voted_{date}"), None);
        assert_eq!(read("élu", "voted_{date}"), None);
    }

    #[test]
    fn reads_packed_votes_as_each_county_writes_them() {
        let codes = BTreeMap::from([("GE", "general"), ("PE", "primary")].map(|(code, word)| (code.to_owned(), word.to_owned())));
        let read = |text| {
            let dates = ["YYYYMMDD".to_owned(), "MM/DD/YYYY".to_owned()];
            let votes = packed(text, &codes, &dates);
            votes.map(|vote| vote.map(|election| (election.key(), election.kind))).collect::<Vec<_>>()
        };
        let general = |day: &str| Some((day.to_owned(), ElectionKind::General));
        assert_eq!(read("20201103 GE(P);GE 2012;General Election, 2016;"), ["2020_11_03", "2012_11_06", "2016_11_08"].map(general));
        assert_eq!(read("PE 06/28/2022"), [Some(("2022_06_28".to_owned(), ElectionKind::Primary))]);
        assert_eq!(read("Primary Election 2018;2012;soon"), [None, None, None], "no day");
        assert_eq!(read(" ; "), []);
    }
}
