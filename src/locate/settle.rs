//! From points to the units a campaign works in: cell, precinct, door, household.

use std::collections::HashMap;

use crate::domain::voters::NO_PRECINCT;
use crate::domain::{Area, Cell, Country, Located, Report, Voters};
use crate::geometry::Locator;

use super::Query;
use super::audit;
use super::normal;
use super::reading::Line;

/// Fills cell, precinct, door and household from each voter's point and names.
///
/// A point that is only a postcode's middle gives neither cell nor precinct: it would pile people up where nobody lives.
pub fn settle(voters: &mut Voters, country: Country, precincts: Option<&Locator>, areas: &[Area]) -> Report {
    let mut report = Report::new("voters");
    report.read = voters.len() as u64;
    report.kept = report.read;
    place(voters, precincts);
    share_doors(voters, country);
    for level in Located::ALL {
        let count = voters.located.iter().filter(|&&located| located == level as u8).count();
        report.notice(level.word(), count as u64);
    }
    report.notice("doors", distinct(&voters.door));
    report.notice("households", distinct(&voters.household));
    if let Some(precincts) = precincts {
        compare(voters, areas, precincts, &mut report);
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
fn share_doors(voters: &mut Voters, country: Country) {
    let mut line = Line::new(country);
    let mut doors: HashMap<DoorKey, u32> = HashMap::new();
    let mut households: HashMap<(u32, String), u32> = HashMap::new();
    let mut door_column = Vec::with_capacity(voters.len());
    let mut household_column = Vec::with_capacity(voters.len());
    for row in 0..voters.len() {
        let next = doors.len() as u32;
        let door = *doors.entry(DoorKey::of(voters, row, &mut line)).or_insert(next);
        let surname = normal::fold(voters.last_name.get(row), country).replace(' ', "");
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
    fn of(voters: &Voters, row: usize, line: &mut Line) -> Self {
        let query =
            Query { number: voters.number.get(row), street: voters.street.get(row), unit: voters.unit.get(row), city: "", postcode: "" };
        line.read(&query);
        let number = line.number();
        let value = number.map_or(0, |number| number.value);
        if voters.located[row] == Located::Rooftop as u8 {
            return Self::Point { lon: voters.lon[row].to_bits(), lat: voters.lat[row].to_bits(), number: value, unit: line.unit };
        }
        Self::Text {
            number: value,
            mark: number.map_or(0, |number| number.mark),
            street: line.readings().first().map(|reading| reading.street().text.clone()).unwrap_or_default(),
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
fn compare(voters: &Voters, areas: &[Area], precincts: &Locator, report: &mut Report) {
    let placed = |row: &usize| voters.cell[*row] != Cell::NONE;
    let outside = (0..voters.len()).filter(placed).filter(|&row| voters.precinct[row] == NO_PRECINCT).count();
    report.notice("outside_all_precincts", outside as u64);
    let misplaced = audit::audit(voters, areas, precincts).misplaced;
    let elsewhere = misplaced.iter().filter(|misplaced| misplaced.door_precinct.is_some()).count();
    report.notice("file_precinct_differs", elsewhere as u64);
    if elsewhere > 0 {
        report.remark(format!(
            "{elsewhere} voters live in another precinct than their file says; `arpent audit precincts` lists them: check with the election office before you rely on either"
        ));
    }
    if outside > 0 {
        report.remark(format!("{outside} located voters lie outside every precinct; check that the boundaries cover the file's area"));
    }
}
