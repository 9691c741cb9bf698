//! Which voters does a filter choose, and what do they add up to in any place? Answered before the hand leaves the key.
//!
//! Rows are sorted by H3 cell, so every cell of every resolution is one range of rows. A filter is a SQL expression over
//! the columns of `Schema`; it becomes a plan of column tests, the plan a mask of one bit a voter, the mask a `Universe`
//! that tells any cell's or precinct's `Tally`. A door lies in one cell and one precinct.

mod bits;
mod column;
mod filter;
mod like;
mod literal;
mod plan;
mod predicate;
mod profile;
mod schema;
mod sql;
mod sums;
mod table;
mod universe;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use crate::domain::{Area, Election, Outcome, Voters};
use plan::Plan;
pub use profile::{Profile, Within};
pub use schema::{Bound, ColumnInfo, Count, Kind, Schema};
use table::Table;
pub use universe::Universe;

/// Universes kept besides everybody: as many as fit here, and never fewer than `KEPT_MIN`.
const KEPT_BYTES: usize = 256 << 20;
const KEPT_MIN: usize = 4;
const KEPT_MAX: usize = 256;

/// Rows by cell, door, household and id, those not located first: the order every other function here relies on.
pub fn order(voters: &Voters) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..voters.len() as u32).collect();
    let key = |row: u32| (voters.cell[row as usize], voters.door[row as usize], voters.household[row as usize]);
    rows.sort_by(|&a, &b| key(a).cmp(&key(b)).then_with(|| voters.id.get(a as usize).cmp(voters.id.get(b as usize))));
    rows
}

/// The filterable columns of a campaign's voters and the universes asked for lately.
#[derive(Debug)]
pub struct Index {
    table: Arc<Table>,
    schema: Schema,
    everybody: Arc<Universe>,
    /// Latest first. Filters that test the same are one plan, however they were written.
    kept: Mutex<VecDeque<(Plan, Arc<Universe>)>>,
    kept_max: usize,
}

impl Index {
    /// `voters` come in the order of `order`; `areas` are the precinct layer's, none if there is no layer; ages are those
    /// at the end of the year of `today`. Nothing of `voters` is kept but the narrow columns.
    pub fn build(voters: &Voters, elections: &[Election], areas: &[Area], today: NaiveDate) -> Self {
        let table = Arc::new(Table::new(voters, elections, areas, today));
        let everybody = Arc::new(Universe::new(table.clone(), Plan::All.mask(&table)));
        let kept_max = (KEPT_BYTES / everybody.bytes().max(1)).clamp(KEPT_MIN, KEPT_MAX);
        Self { schema: Schema::new(&table), table, everybody, kept: Mutex::default(), kept_max }
    }

    /// Every column a filter may name.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub fn everybody(&self) -> Arc<Universe> {
        self.everybody.clone()
    }

    /// The voters for whom a SQL expression is true; the empty text means everybody.
    ///
    /// # Errors
    /// The text is no single expression, names an unknown column, compares what cannot be compared, or is too long or deep.
    pub fn universe(&self, filter: &str) -> Outcome<Arc<Universe>> {
        if filter.trim().is_empty() {
            return Ok(self.everybody());
        }
        let plan = filter::plan(&sql::parse(filter)?, &self.table)?;
        if plan == Plan::All {
            return Ok(self.everybody());
        }
        if let Some(universe) = self.recall(&plan) {
            return Ok(universe);
        }
        let universe = Arc::new(Universe::new(self.table.clone(), plan.mask(&self.table)));
        self.keep(plan, universe.clone());
        Ok(universe)
    }

    /// Counts by party, age band, sex, past votes and answers of a universe's voters in one place.
    pub fn profile(&self, universe: &Universe, within: Within) -> Profile {
        profile::profile(&self.table, universe, within)
    }

    fn recall(&self, plan: &Plan) -> Option<Arc<Universe>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == plan)?;
        let found = kept.remove(at)?;
        let universe = found.1.clone();
        kept.push_front(found);
        Some(universe)
    }

    fn keep(&self, plan: Plan, universe: Arc<Universe>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != plan);
        kept.push_front((plan, universe));
        kept.truncate(self.kept_max);
    }
}
