//! The obvious way to add voters up: one by one, with sets of doors.

use std::collections::{BTreeMap, BTreeSet};

use arpent::domain::voters::NO_PRECINCT;
use arpent::domain::{Cell, Tally, Voters};

#[derive(Default)]
struct Counted {
    tally: Option<Tally>,
    doors: BTreeSet<(Cell, u32)>,
    households: BTreeSet<(Cell, u32, u32)>,
}

/// Tallies of the chosen rows by whatever `place` tells, rows without a place left out.
pub fn tallies<K: Ord>(voters: &Voters, elections: usize, rows: &[usize], place: impl Fn(usize) -> Option<K>) -> BTreeMap<K, Tally> {
    let mut places: BTreeMap<K, Counted> = BTreeMap::new();
    for &row in rows {
        let Some(key) = place(row) else { continue };
        let counted = places.entry(key).or_default();
        counted.tally.get_or_insert_with(|| Tally::new(elections)).add(
            voters.p_vote[row],
            voters.p_support[row],
            voters.support[row],
            voters.eligible[row],
            voters.voted[row],
        );
        counted.doors.insert((voters.cell[row], voters.door[row]));
        counted.households.insert((voters.cell[row], voters.door[row], voters.household[row]));
    }
    let whole = |counted: Counted| Tally {
        doors: counted.doors.len() as u32,
        households: counted.households.len() as u32,
        ..counted.tally.unwrap()
    };
    places.into_iter().map(|(key, counted)| (key, whole(counted))).collect()
}

pub fn hexes(voters: &Voters, elections: usize, rows: &[usize], resolution: u8) -> Vec<(Cell, Tally)> {
    let parent = |row: usize| Some(voters.cell[row]).filter(|&cell| cell != Cell::NONE).map(|cell| cell.parent(resolution));
    tallies(voters, elections, rows, parent).into_iter().collect()
}

pub fn precincts(voters: &Voters, elections: usize, rows: &[usize], areas: usize) -> Vec<Tally> {
    let by_area = tallies(voters, elections, rows, |row| Some(voters.precinct[row]).filter(|&area| area != NO_PRECINCT));
    (0..areas as u32).map(|area| by_area.get(&area).cloned().unwrap_or_else(|| Tally::new(elections))).collect()
}
