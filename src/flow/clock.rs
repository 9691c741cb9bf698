//! The time, asked for here and nowhere below.

use chrono::{Datelike, NaiveDate, Utc};

use crate::domain::{Campaign, Country, Outcome, Problem};

/// RFC 3339, UTC, to the second.
pub fn now() -> String {
    Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub fn unix_seconds() -> i64 {
    Utc::now().timestamp()
}

pub fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// The election scores look at: the campaign's own, else in the US the next federal general election
/// (the Tuesday after the first Monday of November, in even years).
pub fn target(campaign: &Campaign) -> Outcome<NaiveDate> {
    match (campaign.target, campaign.country) {
        (Some(target), _) => Ok(target),
        (None, Country::Us) => Ok(next_federal_election(today())),
        (None, Country::Fr) => Err(Problem::new("no target election is set").remedy("name it: arpent score --target YYYY-MM-DD")),
    }
}

fn next_federal_election(today: NaiveDate) -> NaiveDate {
    (today.year()..).filter(|year| year % 2 == 0).map(election_day).find(|&day| day >= today).expect("elections do not end")
}

fn election_day(year: i32) -> NaiveDate {
    let tuesdays = (2..=8).filter_map(|day| NaiveDate::from_ymd_opt(year, 11, day));
    tuesdays.into_iter().find(|day| day.weekday() == chrono::Weekday::Tue).expect("seven days in a row hold a Tuesday")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn federal_elections_fall_on_their_days() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert_eq!(next_federal_election(day("2024-11-05")), day("2024-11-05"));
        assert_eq!(next_federal_election(day("2024-11-06")), day("2026-11-03"));
        assert_eq!(next_federal_election(day("2027-01-01")), day("2028-11-07"));
    }
}
