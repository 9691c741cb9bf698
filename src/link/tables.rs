//! How often does each kind of pairs show each level of agreement, and what does that make of a pair?
//!
//! Fellegi and Sunter (1969) with three classes instead of two: one person, one household, strangers. People of a household share
//! address, phone and last name together, which two classes can only take for one person. Two classes have a second kind of
//! pairs: in a household, relatives of one name (father and son); among strangers, namesakes, since more people bear one name
//! and birth date than independence would have it.

use super::compare::Evidence;
use super::fields::{BIRTH, CONTACT, CONTACTS, DOORS, FIELDS, FIRST, LAST, Level, MIDDLE, NAMED, PHONES, PLACES, SEX, SUFFIX};
use super::fields::{SWAPPED_SURPRISE, birth, door, first, sex, sides};

pub(super) const PERSON: usize = 0;
pub(super) const HOUSEHOLD: usize = 1;
pub(super) const KIN: usize = 2;
pub(super) const STRANGERS: usize = 3;
pub(super) const NAMESAKES: usize = 4;
pub(super) const KINDS: usize = 5;

/// What namesakes share as one person's records do; all else is as with strangers.
const SHARED_BY_NAMESAKES: [usize; 4] = [FIRST, LAST, BIRTH, SEX];
/// Pairs of a household that are twins.
const TWINS: f32 = 0.01;
/// Pairs of a household a record that make a file one with households.
const HOUSEHOLDS: f64 = 0.05;
/// What a logarithm of a share is at least.
const LEAST: f64 = 1e-12;

/// Natural logarithms of shares.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    /// Of all pairs, by kind.
    pub priors: [f32; KINDS],
    /// Of the pairs of a kind, by kind, field and level.
    pub levels: [[Vec<f32>; FIELDS]; KINDS],
    /// How much rarity counts against strangers and household, by field and level.
    rare: [Vec<(f32, f32)>; FIELDS],
}

impl Tables {
    /// What is believed before the data speak. `pairs` counts all pairs of the file's `records`.
    pub fn believed(records: usize, pairs: f64, shape: &Shape) -> Self {
        let share = |a_record: f64| (a_record * records as f64 / pairs).min(0.2);
        let priors = [share(0.1), share(0.5), share(0.005), 1.0 - share(0.605), share(0.002)];
        let levels = std::array::from_fn(|kind| std::array::from_fn(|field| logarithms(&beliefs(kind, field, shape))));
        Self { priors: priors.map(|share| share.ln() as f32), levels, rare: std::array::from_fn(rare) }
    }

    /// Whether so many pairs of a household were found that they must be reckoned with.
    pub fn has_households(&self, records: usize, pairs: f64) -> bool {
        f64::from(self.priors[HOUSEHOLD].exp()) * pairs > HOUSEHOLDS * records as f64
    }

    /// Probability of each kind, given the evidence.
    pub fn kinds(&self, evidence: &Evidence) -> [f32; KINDS] {
        let mut weights = self.priors;
        for field in 0..FIELDS {
            let level = evidence.levels[field] as usize;
            if level == 0 {
                continue;
            }
            let rarity = f32::from(evidence.rarity[field]) / 10.0;
            let (strangers, household) = self.rare[field][level];
            weights.iter_mut().zip(&self.levels).for_each(|(weight, levels)| *weight += levels[field][level]);
            weights[HOUSEHOLD] -= household * rarity;
            weights[STRANGERS] -= strangers * rarity;
            if !SHARED_BY_NAMESAKES.contains(&field) {
                weights[NAMESAKES] -= strangers * rarity;
            }
        }
        let most = weights.into_iter().fold(f32::MIN, f32::max);
        let odds = weights.map(|weight| (weight - most).exp());
        let all: f32 = odds.iter().sum();
        odds.map(|odds| odds / all)
    }

    /// Kinds take from each other what they have in common, so that a class cannot drift into what it does not mean.
    pub fn tie(&mut self) {
        let mixed = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| ((a.exp() + b.exp()) / 2.0).ln()).collect();
        self.levels[STRANGERS][FIRST][first::SWAPPED as usize] = -SWAPPED_SURPRISE;
        for field in 0..FIELDS {
            match field {
                FIRST | MIDDLE => self.levels[HOUSEHOLD][field] = self.levels[STRANGERS][field].clone(),
                BIRTH => self.levels[HOUSEHOLD][field] = with_twins(&self.levels[STRANGERS][field]),
                SUFFIX | SEX => {}
                // of two relatives of one name, one may have moved
                CONTACT => self.levels[KIN][field] = mixed(&self.levels[PERSON][field], &self.levels[HOUSEHOLD][field]),
                _ => self.levels[KIN][field] = self.levels[HOUSEHOLD][field].clone(),
            }
            // whoever names a son after himself fills in the form alike
            for level in (1..self.levels[KIN][field].len()).filter(|&level| field == MIDDLE && is_gap(field, level)) {
                self.levels[KIN][field][level] = self.levels[PERSON][field][level];
            }
            let like = if SHARED_BY_NAMESAKES.contains(&field) { PERSON } else { STRANGERS };
            self.levels[NAMESAKES][field] = self.levels[like][field].clone();
        }
    }
}

fn with_twins(strangers: &[f32]) -> Vec<f32> {
    let mut all: Vec<f32> = strangers.iter().map(|share| ((1.0 - TWINS) * share.exp()).ln()).collect();
    all[birth::SAME as usize] = (all[birth::SAME as usize].exp() + TWINS).ln();
    all
}

/// What a file shows of the levels, whoever its pairs are.
pub(super) struct Shape {
    /// Levels that occur, by field; the others have no share.
    pub seen: [Vec<bool>; FIELDS],
    /// How often gaps occur among all pairs, by field and level; those of a contact are its phones'.
    gaps: [Vec<f64>; FIELDS],
}

/// How many levels a field has.
pub(super) fn size(field: usize) -> usize {
    if field == CONTACT { CONTACTS } else { NAMED[field].levels.len() }
}

impl Shape {
    /// From pairs drawn of all.
    pub fn of(drawn: &[Evidence]) -> Self {
        let mut gaps = std::array::from_fn(|field| vec![0.0; side_levels(field).len()]);
        for evidence in drawn {
            for (field, &level) in evidence.levels.iter().enumerate() {
                gaps[field][if field == CONTACT { sides(level).2 } else { level } as usize] += 1.0;
            }
        }
        for (field, gaps) in gaps.iter_mut().enumerate() {
            let share = |(level, count): (&Level, &f64)| if level.gap { (count + 0.5) / (drawn.len() as f64 + 1.0) } else { 0.0 };
            *gaps = side_levels(field).iter().zip(gaps.iter()).map(share).collect();
        }
        Self { seen: std::array::from_fn(|field| vec![true; size(field)]), gaps }
    }
}

pub(super) fn is_gap(field: usize, level: usize) -> bool {
    side_levels(field)[if field == CONTACT { sides(level as u8).2 as usize } else { level }].gap
}

/// The levels of a field that may hold gaps.
fn side_levels(field: usize) -> &'static [Level] {
    if field == CONTACT { &PHONES } else { NAMED[field].levels }
}

/// Shares believed of a kind, by level.
pub(super) fn beliefs(kind: usize, field: usize, shape: &Shape) -> Vec<f64> {
    let column = match kind {
        NAMESAKES => {
            if SHARED_BY_NAMESAKES.contains(&field) {
                PERSON
            } else {
                STRANGERS
            }
        }
        kind => kind,
    };
    let gaps = &shape.gaps[field];
    let without_gap = 1.0 - gaps.iter().sum::<f64>();
    let of = |level: &Level| level.shares[column];
    let with_gaps: Vec<f64> =
        side_levels(field).iter().zip(gaps).map(|(level, share)| if level.gap { *share } else { of(level) * without_gap }).collect();
    let mut shares = if field == CONTACT {
        let sides = (0..CONTACTS as u8).map(sides);
        sides.map(|(door, place, phone)| of(&DOORS[door as usize]) * of(&PLACES[place as usize]) * with_gaps[phone as usize]).collect()
    } else {
        with_gaps
    };
    shares.iter_mut().zip(&shape.seen[field]).filter(|(_, seen)| !**seen).for_each(|(share, _)| *share = 0.0);
    normalise(field, &mut shares);
    shares
}

fn rare(field: usize) -> Vec<(f32, f32)> {
    let of_contact = |level: u8| match sides(level) {
        (0 | door::DIFFERENT, place, _) => PLACES[place as usize].rare,
        (door, ..) => DOORS[door as usize].rare,
    };
    match field {
        CONTACT => (0..CONTACTS as u8).map(of_contact).collect(),
        _ => NAMED[field].levels.iter().map(|level| level.rare).collect(),
    }
}

/// Levels that exclude each other share a group.
fn group(field: usize, level: usize) -> usize {
    match field {
        SEX => usize::from(level > sex::OTHER_FIRST as usize),
        CONTACT => {
            let (door, place, _) = sides(level as u8);
            usize::from(door == 0) | usize::from(place == 0) << 1
        }
        _ => 0,
    }
}

/// Makes shares add up to 1 within each group.
pub(super) fn normalise(field: usize, shares: &mut [f64]) {
    let mut totals = [0.0; 4];
    (1..shares.len()).for_each(|level| totals[group(field, level)] += shares[level]);
    (1..shares.len()).for_each(|level| shares[level] /= totals[group(field, level)].max(f64::MIN_POSITIVE));
}

pub(super) fn logarithms(shares: &[f64]) -> Vec<f32> {
    shares.iter().map(|share| share.max(LEAST).ln() as f32).collect()
}
