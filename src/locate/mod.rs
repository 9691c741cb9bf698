//! Where does this voter live, and how well do we know it?
//!
//! A [`Gazetteer`] holds every known address and street; [`locate`] asks it once per distinct address; [`settle`] turns
//! points into cells, precincts, doors and households.

mod along;
mod audit;
mod between;
mod doors;
mod fuzzy;
mod gazetteer;
mod ladder;
mod likely;
mod name;
mod names;
mod normal;
mod on_street;
mod one_line;
mod places;
mod reading;
mod search;
mod settle;
mod words;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::domain::{Located, Report, Voters};

pub use audit::{Audit, Misplaced, audit};
pub use gazetteer::{Gazetteer, Sources};
pub use ladder::Finder;
pub use search::Suggestion;
pub use settle::settle;

/// An address as a file wrote it. With an empty `number`, `street` may hold the whole line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Query<'a> {
    pub number: &'a str,
    pub street: &'a str,
    pub unit: &'a str,
    pub city: &'a str,
    pub postcode: &'a str,
}

/// Where an address is, in WGS84 degrees; 0, 0 when it is nowhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub lon: f64,
    pub lat: f64,
    pub located: Located,
    /// 0 to 100.
    pub confidence: u8,
    /// How many answers are as good as each other and lie apart: 1 when there is one answer, more when it is ambiguous, and then
    /// the point is none of them but what they have in common, or the first of those on one street.
    pub candidates: u32,
    /// The address point's row, counted over all tables given to `Gazetteer::new` in their order.
    pub address: Option<u32>,
}

impl Found {
    pub const NOWHERE: Self = Self { lon: 0.0, lat: 0.0, located: Located::None, confidence: 0, candidates: 0, address: None };

    pub fn ambiguous(&self) -> bool {
        self.candidates > 1
    }
}

/// Fills lon, lat, located and confidence. Each distinct address is looked up once; `progress` hears (done, all) of those.
pub fn locate(voters: &mut Voters, gazetteer: &Gazetteer, progress: &(dyn Fn(u64, u64) + Sync)) -> Report {
    let (queries, query_of) = distinct_addresses(voters);
    let all = queries.len() as u64;
    let done = AtomicU64::new(0);
    let found: Vec<Found> = queries
        .par_iter()
        .map_init(
            || gazetteer.finder(),
            |finder, query| {
                let found = finder.find(query);
                let count = done.fetch_add(1, Ordering::Relaxed) + 1;
                if count.is_multiple_of(4096) || count == all {
                    progress(count, all);
                }
                found
            },
        )
        .collect();
    let mut report = Report::new("voters");
    report.read = voters.len() as u64;
    report.kept = report.read;
    write_down(voters, &query_of, &found, &mut report);
    report
}

/// Each address once, and for each voter which it is.
fn distinct_addresses(voters: &Voters) -> (Vec<Query<'_>>, Vec<u32>) {
    let mut known: HashMap<Query<'_>, u32> = HashMap::new();
    let mut queries = Vec::new();
    let query_of = (0..voters.len())
        .map(|row| {
            let query = Query {
                number: voters.number.get(row),
                street: voters.street.get(row),
                unit: voters.unit.get(row),
                city: voters.city.get(row),
                postcode: voters.postcode.get(row),
            };
            *known.entry(query).or_insert_with(|| {
                queries.push(query);
                queries.len() as u32 - 1
            })
        })
        .collect();
    (queries, query_of)
}

fn write_down(voters: &mut Voters, query_of: &[u32], found: &[Found], report: &mut Report) {
    let mut by_level = [0u64; Located::ALL.len()];
    let mut ambiguous = 0;
    let of = |row: usize| &found[query_of[row] as usize];
    for row in 0..voters.len() {
        by_level[of(row).located as usize] += 1;
        ambiguous += u64::from(of(row).ambiguous());
    }
    voters.lon = (0..query_of.len()).map(|row| of(row).lon).collect();
    voters.lat = (0..query_of.len()).map(|row| of(row).lat).collect();
    voters.located = (0..query_of.len()).map(|row| of(row).located as u8).collect();
    voters.confidence = (0..query_of.len()).map(|row| of(row).confidence).collect();
    for level in Located::ALL {
        report.notice(level.word(), by_level[level as usize]);
    }
    report.notice("ambiguous", ambiguous);
    let nowhere = by_level[Located::None as usize] + by_level[Located::Postcode as usize];
    if nowhere > 0 {
        report.remark(format!(
            "{nowhere} of {} voters have no point of their own; import address points or streets for their area, then locate again",
            voters.len()
        ));
    }
}
