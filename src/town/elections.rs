//! Who voted when, and what did every precinct report?

use super::dice::Dice;
use super::people::{Date, Person, logistic};
use super::precincts::PRECINCTS;

#[derive(Debug)]
pub struct Election {
    pub date: Date,
    /// As the files write it, in lower case.
    pub kind: &'static str,
    /// How much it draws, on the logit scale.
    draw: f64,
    /// How much the wind helps us, on the logit scale.
    wind: f64,
}

const fn election(date: Date, kind: &'static str, draw: f64, wind: f64) -> Election {
    Election { date, kind, draw, wind }
}

pub const ELECTIONS: [Election; 8] = [
    election((2016, 11, 8), "general", 0.95, -0.1),
    election((2018, 11, 6), "general", 0.25, 0.2),
    election((2020, 11, 3), "general", 1.3, 0.05),
    election((2022, 5, 17), "primary", -1.55, 0.0),
    election((2022, 11, 8), "general", 0.1, -0.15),
    election((2024, 3, 5), "primary", -1.2, 0.0),
    election((2024, 11, 5), "general", 1.2, -0.1),
    election((2025, 11, 4), "municipal", -1.6, 0.1),
];

/// Casts a person's votes. Being eligible for fewer elections is not being engaged less.
pub fn vote(person: &mut Person, dice: &mut Dice) {
    for (bit, election) in ELECTIONS.iter().enumerate() {
        if person.eligible(bit) && dice.chance(logistic(person.engagement + election.draw)) {
            person.voted |= 1 << bit;
        }
    }
}

/// P(votes) at the next midterm.
pub fn p_vote(person: &Person) -> f64 {
    logistic(person.engagement + 0.15)
}

pub fn p_support(person: &Person) -> f64 {
    logistic(1.7 * person.leaning)
}

/// One precinct at one election.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub registered: u32,
    pub cast: u32,
    pub dem: u32,
    pub rep: u32,
    pub other: u32,
}

/// Results of the general elections, by election and precinct. Everybody in the file counts where they live now, also
/// those removed or dead since; a few ballots (1.5 %) name nobody.
pub fn count(people: &[Person], seed: u64) -> Vec<(usize, [Count; PRECINCTS])> {
    let mut dice = Dice::new(seed, 8);
    let generals = (0..ELECTIONS.len()).filter(|&bit| ELECTIONS[bit].kind == "general");
    generals
        .map(|bit| {
            let mut counts = [Count::default(); PRECINCTS];
            for person in people.iter().filter(|person| person.eligible(bit)) {
                let count = &mut counts[person.precinct];
                count.registered += 1;
                if person.voted & (1 << bit) == 0 {
                    continue;
                }
                count.cast += 1;
                let ours = logistic(1.7 * person.leaning + ELECTIONS[bit].wind);
                match dice.weighted(&[ours * 0.965, (1.0 - ours) * 0.965, 0.02, 0.015]) {
                    0 => count.dem += 1,
                    1 => count.rep += 1,
                    2 => count.other += 1,
                    _ => {}
                }
            }
            (bit, counts)
        })
        .collect()
}
