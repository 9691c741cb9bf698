//! From points to the units a campaign works in: cell, precinct, door, household.

use std::collections::{BTreeMap, HashMap};

use crate::domain::voters::NO_PRECINCT;
use crate::domain::{Area, Cell, Country, Located, Report, Voters};
use crate::geometry::Locator;

use super::Query;
use super::normal;
use super::reading::Line;

/// Fills cell, precinct, door and household from each voter's point and names.
///
/// A point that is only a postcode's middle gives neither cell nor precinct: it would pile people up where nobody lives.
pub fn settle(voters: &mut Voters, precincts: Option<&Locator>, areas: &[Area]) -> Report {
    let mut report = Report::new("voters");
    report.read = voters.len() as u64;
    report.kept = report.read;
    place(voters, precincts);
    share_doors(voters);
    for level in Located::ALL {
        let count = voters.located.iter().filter(|&&located| located == level as u8).count();
        report.notice(level.word(), count as u64);
    }
    report.notice("doors", distinct(&voters.door));
    report.notice("households", distinct(&voters.household));
    if precincts.is_some() {
        audit(voters, areas, &mut report);
    }
    report
}

fn place(voters: &mut Voters, precincts: Option<&Locator>) {
    use rayon::prelude::*;
    let placed: Vec<(Cell, u32)> = (0..voters.len())
        .into_par_iter()
        .map(|row| {
            if voters.located[row] < Located::Street as u8 {
                return (Cell::NONE, NO_PRECINCT);
            }
            let (lon, lat) = (voters.lon[row], voters.lat[row]);
            let precinct = precincts.and_then(|precincts| precincts.find(lon, lat)).unwrap_or(NO_PRECINCT);
            (Cell::at(lon, lat).unwrap_or(Cell::NONE), precinct)
        })
        .collect();
    (voters.cell, voters.precinct) = placed.into_iter().unzip();
}

/// One door: the same point, number and unit where the address point is known, else the same address in standard words.
/// Numbered in order of first sight.
fn share_doors(voters: &mut Voters) {
    let mut doors: HashMap<DoorKey, u32> = HashMap::new();
    let mut households: HashMap<(u32, String), u32> = HashMap::new();
    let mut door_column = Vec::with_capacity(voters.len());
    let mut household_column = Vec::with_capacity(voters.len());
    for row in 0..voters.len() {
        let next = doors.len() as u32;
        let door = *doors.entry(DoorKey::of(voters, row)).or_insert(next);
        let surname = normal::fold(voters.last_name.get(row), Country::Us).replace(' ', "");
        let next = households.len() as u32;
        door_column.push(door);
        household_column.push(*households.entry((door, surname)).or_insert(next));
    }
    voters.door = door_column;
    voters.household = household_column;
}

#[derive(PartialEq, Eq, Hash)]
enum DoorKey {
    Point { lon: u64, lat: u64, number: u32, unit: u64 },
    Text { number: u32, mark: u64, street: String, unit: u64, postcode: u32, city: u32 },
}

impl DoorKey {
    fn of(voters: &Voters, row: usize) -> Self {
        let query =
            Query { number: voters.number.get(row), street: voters.street.get(row), unit: voters.unit.get(row), city: "", postcode: "" };
        // doors compare addresses of one file with each other, so either country's words do
        let line = Line::new(&query, Country::Us);
        let number = line.number();
        let value = number.map_or(0, |number| number.value);
        if voters.located[row] == Located::Rooftop as u8 {
            return Self::Point { lon: voters.lon[row].to_bits(), lat: voters.lat[row].to_bits(), number: value, unit: line.unit };
        }
        Self::Text {
            number: value,
            mark: number.map_or(0, |number| number.mark),
            street: line.readings().next().map(|reading| reading.street.text).unwrap_or_default(),
            unit: line.unit,
            postcode: voters.postcode.code(row),
            city: voters.city.code(row),
        }
    }
}

fn distinct(labels: &[u32]) -> u64 {
    labels.iter().max().map_or(0, |&last| u64::from(last) + 1)
}

/// How many lie outside every precinct, and how many in another than their file says.
fn audit(voters: &Voters, areas: &[Area], report: &mut Report) {
    let placed = |row: &usize| voters.cell[*row] != Cell::NONE;
    let outside = (0..voters.len()).filter(placed).filter(|&row| voters.precinct[row] == NO_PRECINCT).count();
    report.notice("outside_all_precincts", outside as u64);
    let said = file_precincts(voters, areas);
    let differs = |row: &usize| {
        let here = voters.precinct[*row];
        here != NO_PRECINCT && said[voters.file_precinct.code(*row) as usize].is_some_and(|precinct| precinct != here)
    };
    let elsewhere = (0..voters.len()).filter(differs).count();
    report.notice("file_precinct_differs", elsewhere as u64);
    if elsewhere > 0 {
        report.remark(format!(
            "{elsewhere} voters live in another precinct than their file says; check with the election office before you rely on either"
        ));
    }
    if outside > 0 {
        report.remark(format!("{outside} located voters lie outside every precinct; check that the boundaries cover the file's area"));
    }
}

/// The area each of the file's precinct names means: the one of that id or name, else where most of its voters are.
/// Row: code in `file_precinct`.
fn file_precincts(voters: &Voters, areas: &[Area]) -> Vec<Option<u32>> {
    let mut named: HashMap<&str, u32> = HashMap::new();
    for (row, area) in (0u32..).zip(areas) {
        named.insert(area.id.as_str(), row);
    }
    for (row, area) in (0u32..).zip(areas) {
        named.entry(area.name.as_str()).or_insert(row);
    }
    let mut seen: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); voters.file_precinct.values().len()];
    for (code, &precinct) in voters.file_precinct.codes().zip(&voters.precinct) {
        if precinct != NO_PRECINCT {
            *seen[code as usize].entry(precinct).or_default() += 1;
        }
    }
    let meant = |(name, seen): (&String, &BTreeMap<u32, u32>)| match name.as_str() {
        "" => None,
        name => named.get(name).copied().or_else(|| majority(seen)),
    };
    voters.file_precinct.values().iter().zip(&seen).map(meant).collect()
}

/// Only a clear one: at least ten voters, and two thirds of all.
fn majority(seen: &BTreeMap<u32, u32>) -> Option<u32> {
    let all: u32 = seen.values().sum();
    let (&precinct, &most) = seen.iter().max_by_key(|&(&precinct, &count)| (count, std::cmp::Reverse(precinct)))?;
    (most >= 10 && most * 3 >= all * 2).then_some(precinct)
}
