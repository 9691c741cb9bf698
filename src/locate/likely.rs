//! Which street was meant when none is spelt like that?

use super::doors::{Door, Wanted};
use super::fuzzy;
use super::gazetteer::Gazetteer;
use super::ladder::Asked;
use super::on_street::Street;
use super::reading::Line;

/// A street whose name is close enough.
#[derive(Debug)]
pub struct Likely {
    /// In hundredths of a letter; a street that lacks the number pays for it.
    cost: u32,
    name: u32,
    door: Option<Door>,
}

impl Gazetteer {
    /// Looked for in the postcode, then in the city, then among streets of no known place; where neither postcode nor city
    /// is known, among all that are one letter away and have the number.
    pub(super) fn likely_street(&self, line: &Line, asked: &Asked, likely: &mut Vec<Likely>, near: &mut Vec<u32>) -> Option<Street> {
        for pool in self.places.pools(asked.place) {
            likely.clear();
            likely.extend(pool.iter().filter_map(|&name| self.compare(name, line, asked)));
            if let Some(street) = choose(likely) {
                return Some(street);
            }
        }
        if self.places.middle(asked.place).is_some() {
            return None;
        }
        near.clear();
        line.readings().iter().flat_map(|reading| reading.streets()).for_each(|street| self.names.near(street, near));
        near.sort_unstable();
        near.dedup();
        likely.clear();
        likely.extend(near.iter().filter_map(|&name| self.compare(name, line, asked)).filter(|likely| likely.door.is_some()));
        choose(likely)
    }

    fn compare(&self, name: u32, line: &Line, asked: &Asked) -> Option<Likely> {
        const NUMBER_MISSING: u32 = 80;
        let known = &self.names.names[name as usize];
        let streets = line.readings().iter().flat_map(|reading| reading.streets());
        let cost = streets.filter_map(|street| fuzzy::cost(street, known)).min()?;
        if !self.reaches(name, asked) {
            return None;
        }
        let wanted = Wanted { unit: line.unit, spelling: 0, cost };
        let door = line.number().and_then(|number| self.door(name, number, asked, &wanted));
        Some(Likely { cost: cost + if door.is_some() { 0 } else { NUMBER_MISSING }, name, door })
    }
}

/// The least cost wins; those that nearly tie are as likely, unless they are names of one door.
fn choose(likely: &[Likely]) -> Option<Street> {
    const TIE: u32 = 30;
    let first = likely.iter().min_by_key(|likely| (likely.cost, likely.name))?;
    let same_door = |other: &Likely| first.door.zip(other.door).is_some_and(|(a, b)| a.is_at(&b));
    let rivals = likely.iter().filter(|other| other.name != first.name && other.cost - first.cost < TIE && !same_door(other)).count();
    Some(Street { name: first.name, cost: first.cost.max(1), candidates: 1 + rivals as u32 })
}
