//! Who voted when, and who could have?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate, Weekday};

use super::binding::translate;
use super::dates::day_number;
use super::ledger::Ledger;
use crate::domain::campaign::ELECTIONS_MAX;
use crate::domain::merges::METHOD;
use crate::domain::{Campaign, Dictionary, Election, ElectionKind, Outcome, Voters};

const OF_AGE: i32 = 18;

/// More elections than any place holds: a file that names more has something else in that column.
const SEEN_MAX: usize = 2000;

/// How a vote was cast is kept for this many elections, the newest: it costs four bytes a voter and election.
const METHODS_KEPT: usize = 8;

/// Votes as they are read, before it is known which elections a campaign has room for.
#[derive(Default)]
pub(crate) struct VoteLog {
    elections: Vec<Election>,
    numbers: HashMap<Election, u16>,
    /// How votes were cast, in the order first seen.
    methods: Dictionary,
    /// (voter row, place in `elections`, code of `methods`)
    votes: Vec<(u32, u16, u16)>,
}

impl VoteLog {
    /// `method` is empty where the file does not tell.
    pub fn add(&mut self, voter: u32, election: u16, method: &str) {
        let known = method.is_empty() || self.methods.find(method).is_some() || self.methods.values().len() < usize::from(u16::MAX);
        let method = self.methods.code_of(if known { method } else { "" });
        self.votes.push((voter, election, method as u16));
    }

    /// The number of an election in this log, taken if it is new; `None` when there are too many to be elections.
    pub fn number(&mut self, election: Election) -> Option<u16> {
        if let Some(&number) = self.numbers.get(&election) {
            return Some(number);
        }
        let number = u16::try_from(self.elections.len()).ok().filter(|_| self.elections.len() < SEEN_MAX)?;
        self.numbers.insert(election.clone(), number);
        self.elections.push(election);
        Some(number)
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
        for &(voter, election, _) in &self.votes {
            match bits[election as usize] {
                Some(bit) => voters.voted[voter as usize] |= 1 << bit,
                None => left_out += 1,
            }
        }
        ledger.report.notice("votes_in_elections_left_out", left_out);
        self.keep_methods(&bits, voters, campaign);
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

    /// A column such as `method_2022_11_08` for each of the newest elections of which the files tell how votes were cast.
    fn keep_methods(&self, bits: &[Option<usize>], voters: &mut Voters, campaign: &Campaign) {
        let told: BTreeSet<u16> = self.votes.iter().filter(|vote| vote.2 > 0).map(|vote| vote.1).collect();
        let mut told: Vec<u16> = told.into_iter().filter(|&election| bits[election as usize].is_some()).collect();
        told.sort_by_key(|&election| std::cmp::Reverse(&self.elections[election as usize].date));
        told.truncate(METHODS_KEPT);
        let keys = Election::keys(&campaign.elections);
        for election in told {
            let mut column = Dictionary::new();
            column.resize(voters.len());
            for &(voter, _, method) in self.votes.iter().filter(|vote| vote.1 == election && vote.2 > 0) {
                // told twice and differently: the first row stands
                if column.code(voter as usize) == 0 {
                    column.set(voter as usize, self.methods.value(u32::from(method)));
                }
            }
            let name = bits[election as usize].map(|bit| format!("{METHOD}{}", keys[bit]));
            voters.extra.extend(name.map(|name| (name, column)));
        }
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
