//! Who voted when, and who could have?

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::binding::translate;
use super::dates::day_number;
use super::ledger::Ledger;
use crate::domain::campaign::ELECTIONS_MAX;
use crate::domain::{Campaign, Election, ElectionKind, Outcome, Voters};

const OF_AGE: i32 = 18;

/// Votes as they are read, before it is known which elections a campaign has room for.
#[derive(Default)]
pub(crate) struct VoteLog {
    elections: Vec<Election>,
    /// (voter row, place in `elections`)
    votes: Vec<(u32, u16)>,
}

impl VoteLog {
    pub fn add(&mut self, voter: u32, election: u16) {
        self.votes.push((voter, election));
    }

    /// The number of an election in this log, taken if it is new.
    pub fn number(&mut self, election: Election) -> u16 {
        let known = self.elections.iter().position(|known| *known == election);
        known.unwrap_or_else(|| {
            self.elections.push(election);
            self.elections.len() - 1
        }) as u16
    }

    pub fn is_empty(&self) -> bool {
        self.elections.is_empty()
    }

    pub fn newest_year(&self) -> Option<i32> {
        self.elections.iter().map(|election| election.date.year()).max()
    }

    /// Sets the bits of `voted` and `eligible`. Eligible is who voted, or was registered by that day (or at an unknown one)
    /// and reaches 18 in that year (or was born in an unknown one).
    pub fn apply(self, voters: &mut Voters, campaign: &mut Campaign, ledger: &mut Ledger) -> Outcome<()> {
        let bits = self.bits(campaign, ledger)?;
        let mut left_out = 0;
        for (voter, election) in self.votes {
            match bits[election as usize] {
                Some(bit) => voters.voted[voter as usize] |= 1 << bit,
                None => left_out += 1,
            }
        }
        ledger.report.notice("votes_in_elections_left_out", left_out);
        for (election, bit) in self.elections.iter().zip(bits).filter_map(|(election, bit)| Some((election, bit?))) {
            let (day, year) = (day_number(election.date), election.date.year());
            for row in 0..voters.len() {
                let on_roll = voters.registered_day[row] <= day;
                let of_age = year - i32::from(voters.birth_year[row]) >= OF_AGE;
                let voted = voters.voted[row] >> bit & 1;
                voters.eligible[row] |= (voted | u32::from(on_roll && of_age)) << bit;
            }
        }
        Ok(())
    }

    /// The campaign's bit for each election of the log: known ones keep theirs, of the others the newest get the room left.
    fn bits(&self, campaign: &mut Campaign, ledger: &mut Ledger) -> Outcome<Vec<Option<usize>>> {
        let mut new: Vec<&Election> = self.elections.iter().filter(|election| !campaign.elections.contains(election)).collect();
        new.sort_by_key(|election| (election.date, election.kind));
        let left_out = new.len().saturating_sub(ELECTIONS_MAX - campaign.elections.len().min(ELECTIONS_MAX));
        if left_out > 0 {
            let oldest_kept =
                new.get(left_out).map_or_else(|| "none new".to_owned(), |election| format!("new ones from {}", election.date));
            ledger.report.remark(format!("a campaign keeps {ELECTIONS_MAX} elections: kept {oldest_kept}, left out the {left_out} older"));
        }
        for election in &new[left_out..] {
            campaign.election_bit(election.date, election.kind)?;
        }
        Ok(self.elections.iter().map(|election| campaign.elections.iter().position(|known| known == election)).collect())
    }
}

/// The kind an office's words mean: the layout's own codes first, then the words everybody uses; else what the date says.
pub(crate) fn kind(text: &str, codes: &BTreeMap<String, String>, date: NaiveDate) -> ElectionKind {
    const WORDS: [(&str, ElectionKind); 8] = [
        ("RUNOFF", ElectionKind::Runoff),
        ("RUN-OFF", ElectionKind::Runoff),
        ("SECOND PRIMARY", ElectionKind::Runoff),
        ("PRIMARY", ElectionKind::Primary),
        ("MUNICIPAL", ElectionKind::Municipal),
        ("SPECIAL", ElectionKind::Special),
        ("GENERAL", ElectionKind::General),
        ("OTHER", ElectionKind::Other),
    ];
    let text = translate(codes, text).unwrap_or(text).to_uppercase();
    let said = WORDS.into_iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| kind);
    said.unwrap_or_else(|| usual_kind(date))
}

/// The Tuesday after the first Monday of November.
pub(crate) fn general_day(year: i32) -> Option<NaiveDate> {
    (2..=8).filter_map(|day| NaiveDate::from_ymd_opt(year, 11, day)).find(|date| date.weekday() == Weekday::Tue)
}

/// That day in an even year is a general election; of another day nothing is known.
pub(crate) fn usual_kind(date: NaiveDate) -> ElectionKind {
    if date.year() % 2 == 0 && general_day(date.year()) == Some(date) { ElectionKind::General } else { ElectionKind::Other }
}
