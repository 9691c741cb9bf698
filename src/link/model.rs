//! What was learned, for a person to read.

use serde::Serialize;

use super::fields::{CONTACT, DOORS, FIELDS, NAMED, PHONES, PLACES, sides};
use super::tables::{HOUSEHOLD, KIN, PERSON, STRANGERS, Tables};

/// What agreement was found to be worth.
#[derive(Debug, Clone, Serialize)]
pub struct Model {
    /// Shares of all pairs of the file that are one person, one household.
    pub person: f32,
    pub household: f32,
    /// Only levels that tell something.
    pub levels: Vec<LevelShare>,
}

/// How often pairs show a level, among those that can be compared in its field.
#[derive(Debug, Clone, Serialize)]
pub struct LevelShare {
    pub field: &'static str,
    pub level: String,
    pub person: f32,
    pub household: f32,
    pub strangers: f32,
    /// Base-2 logarithm of person over strangers, for a value of usual frequency: what the level adds to the evidence.
    pub weight: f32,
}

/// A level's name as a person reads it; empty when the field could not be compared.
pub fn level_name(field: usize, level: u8) -> String {
    match (field, level) {
        (_, 0) => String::new(),
        (CONTACT, level) => {
            let (door, place, phone) = sides(level);
            let names = [&DOORS[door as usize], &PLACES[place as usize], &PHONES[phone as usize]];
            let given = names.into_iter().zip([door, place, phone]).filter(|(_, side)| *side != 0);
            given.map(|(level, _)| level.name).collect::<Vec<_>>().join(", ")
        }
        (field, level) => NAMED[field].levels[level as usize].name.to_owned(),
    }
}

/// Names of the fields compared, in the order of `Pair::evidence`.
pub fn field_names() -> [&'static str; FIELDS] {
    NAMED.map(|field| field.name)
}

impl Model {
    pub(super) fn of(tables: &Tables) -> Self {
        let share = |kinds: &[usize]| kinds.iter().map(|&kind| tables.priors[kind].exp()).sum();
        let level = |field: usize, level: usize| {
            let [person, household, strangers] = [PERSON, HOUSEHOLD, STRANGERS].map(|kind| tables.levels[kind][field][level]);
            LevelShare {
                field: NAMED[field].name,
                level: level_name(field, level as u8),
                person: person.exp(),
                household: household.exp(),
                strangers: strangers.exp(),
                weight: (person - strangers) / std::f32::consts::LN_2,
            }
        };
        let levels = (0..FIELDS).flat_map(|field| (1..tables.levels[PERSON][field].len()).map(move |at| level(field, at)));
        let told = |level: &LevelShare| level.person.max(level.household).max(level.strangers) > 1e-6;
        Self { person: share(&[PERSON]), household: share(&[HOUSEHOLD, KIN]), levels: levels.filter(told).collect() }
    }
}
