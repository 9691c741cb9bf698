//! Does a voter's door lie in the precinct their file names?

use std::collections::{BTreeMap, HashMap};

use crate::domain::voters::NO_PRECINCT;
use crate::domain::{Area, Located, Voters};
use crate::geometry::Locator;

/// A voter whose door is known and lies outside the precinct their file names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Misplaced {
    pub row: usize,
    /// Rows of the layer; the door's is `None` outside every precinct.
    pub file_precinct: u32,
    pub door_precinct: Option<u32>,
    /// From the door to the border of the precinct the file names.
    pub border_m: f64,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Audit {
    /// In the order of the voters.
    pub misplaced: Vec<Misplaced>,
    /// Voters whose door could be compared with what their file says.
    pub compared: u64,
    /// Voters with a precinct in the file who are known by street or postcode only: too coarse to accuse anybody.
    pub coarse: u64,
    /// The file's precinct names that are no area of the layer as far as can be told, and how many voters have each.
    pub unmapped: BTreeMap<String, u64>,
}

/// Only doors known to the house or its place in a row of numbers are compared.
pub fn audit(voters: &Voters, areas: &[Area], precincts: &Locator) -> Audit {
    let said = file_precincts(voters, areas);
    let mut audit = Audit::default();
    for row in 0..voters.len() {
        let code = voters.file_precinct.code(row);
        if code == 0 {
            continue;
        }
        let Some(file_precinct) = said[code as usize] else {
            *audit.unmapped.entry(voters.file_precinct.value(code).to_owned()).or_default() += 1;
            continue;
        };
        if voters.located[row] < Located::Interpolated as u8 {
            audit.coarse += 1;
            continue;
        }
        audit.compared += 1;
        let door_precinct = Some(voters.precinct[row]).filter(|&precinct| precinct != NO_PRECINCT);
        if door_precinct != Some(file_precinct) {
            let border_m = precincts.border_m(file_precinct, voters.lon[row], voters.lat[row]);
            audit.misplaced.push(Misplaced { row, file_precinct, door_precinct, border_m });
        }
    }
    audit
}

/// The area each of the file's precinct names means: the one of that id or name, else the one most of its voters live in if most
/// voters there have that name too. Row: code in `file_precinct`.
fn file_precincts(voters: &Voters, areas: &[Area]) -> Vec<Option<u32>> {
    let mut named: HashMap<&str, u32> = HashMap::new();
    for (row, area) in (0u32..).zip(areas) {
        named.insert(area.id.as_str(), row);
    }
    for (row, area) in (0u32..).zip(areas) {
        named.entry(area.name.as_str()).or_insert(row);
    }
    let mut areas_of: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); voters.file_precinct.values().len()];
    let mut names_of: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); areas.len()];
    for (code, &precinct) in voters.file_precinct.codes().zip(&voters.precinct) {
        if precinct != NO_PRECINCT && code != 0 {
            *areas_of[code as usize].entry(precinct).or_default() += 1;
            *names_of[precinct as usize].entry(code).or_default() += 1;
        }
    }
    let learnt = |code: u32| majority(&areas_of[code as usize]).filter(|&area| majority(&names_of[area as usize]) == Some(code));
    let meant = |(code, name): (u32, &String)| match name.as_str() {
        "" => None,
        name => named.get(name).copied().or_else(|| learnt(code)),
    };
    (0u32..).zip(voters.file_precinct.values()).map(meant).collect()
}

/// Only a clear one: at least ten voters, and two thirds of all.
fn majority(seen: &BTreeMap<u32, u32>) -> Option<u32> {
    let all: u32 = seen.values().sum();
    let (&first, &most) = seen.iter().max_by_key(|&(&code, &count)| (count, std::cmp::Reverse(code)))?;
    (most >= 10 && most * 3 >= all * 2).then_some(first)
}
