//! How often does each class of pairs show each level of agreement? Learned from the file itself.
//!
//! Fellegi and Sunter (1969) with three classes instead of two: one person, one household, strangers. People of a household share
//! address, phone and last name together, which two classes can only take for one person. Expectation-maximisation
//! (Dempster, Laird and Rubin 1977) over the plausible candidates and a sample of all pairs; the strangers' side counts
//! every pair of the file, so that blocking does not bend it.

use rayon::prelude::*;

use super::compare::Evidence;
use super::fields::{CONTACT, CONTACTS, DOORS, FIELDS, Level, NAMED, PHONES, PLACES, SEX, contact, sex, sides};

/// Classes of pairs.
pub(super) const PERSON: usize = 0;
pub(super) const HOUSEHOLD: usize = 1;
pub(super) const STRANGERS: usize = 2;
const CLASSES: usize = 3;

const ROUNDS: usize = 40;
/// Learning stops when the share of no class moves by more than this part of itself.
const SETTLED: f64 = 1e-3;
/// Candidates learned from at most: more change no figure.
const LEARN_FROM: usize = 600_000;
/// How many pairs the first beliefs weigh as much as.
const BELIEF: [f64; CLASSES] = [20.0, 100.0, 2.0];

/// Natural logarithms, by class, of shares and of how often each level shows.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    pub priors: [f32; CLASSES],
    /// By class and field, each as long as the field has levels.
    levels: [[Vec<f32>; FIELDS]; CLASSES],
    /// How much rarity counts against strangers and household, by field and level.
    rare: [Vec<(f32, f32)>; FIELDS],
}

impl Tables {
    /// What is believed before the data speak. `pairs` is the number of all pairs of the file's `records`.
    pub fn believed(records: usize, pairs: f64) -> Self {
        let levels = [0, 1, 2].map(|class| {
            std::array::from_fn(|field| beliefs(field, class).into_iter().map(|share| share.ln() as f32).collect::<Vec<f32>>())
        });
        let rare = std::array::from_fn(|field| {
            if field == CONTACT {
                (0..CONTACTS as u8).map(|level| PLACES[sides(level).1 as usize].rare).collect()
            } else {
                NAMED[field].levels.iter().map(|level| level.rare).collect()
            }
        });
        let share = |a_record: f64| (a_record * records as f64 / pairs).min(0.2);
        let priors = [share(0.1), share(0.5), 1.0 - share(0.1) - share(0.5)].map(|share| share.ln() as f32);
        Self { priors, levels, rare }
    }

    /// Logarithm of how likely each class shows this evidence, its share included.
    pub fn weigh(&self, evidence: &Evidence) -> [f32; CLASSES] {
        let mut all = self.priors;
        for field in 0..FIELDS {
            let level = evidence.levels[field] as usize;
            if level == 0 {
                continue;
            }
            let rarity = f32::from(evidence.rarity[field]) / 10.0;
            let (strangers, household) = self.rare[field][level];
            all[PERSON] += self.levels[PERSON][field][level];
            all[HOUSEHOLD] += self.levels[HOUSEHOLD][field][level] - household * rarity;
            all[STRANGERS] += self.levels[STRANGERS][field][level] - strangers * rarity;
        }
        all
    }

    /// Probability of each class.
    pub fn classes(&self, evidence: &Evidence) -> [f32; CLASSES] {
        let weights = self.weigh(evidence);
        let most = weights.into_iter().fold(f32::MIN, f32::max);
        let odds = weights.map(|weight| (weight - most).exp());
        let all: f32 = odds.iter().sum();
        odds.map(|odds| odds / all)
    }

    pub fn share(&self, class: usize, field: usize, level: usize) -> f32 {
        self.levels[class][field][level].exp()
    }
}

/// Levels that exclude each other share a group; shares add up to 1 within it.
fn group(field: usize, level: usize) -> usize {
    match field {
        SEX => usize::from(level > sex::OTHER_FIRST as usize),
        CONTACT => {
            let (door, place, phone) = sides(level as u8);
            usize::from(door == 0) | usize::from(place == 0) << 1 | usize::from(phone == 0) << 2
        }
        _ => 0,
    }
}

fn beliefs(field: usize, class: usize) -> Vec<f64> {
    let of = |level: &Level| f64::from([level.person, level.household, level.strangers][class]);
    let mut shares: Vec<f64> = if field == CONTACT {
        let product = |level: u8| {
            let (door, place, phone) = sides(level);
            of(&DOORS[door as usize]) * of(&PLACES[place as usize]) * of(&PHONES[phone as usize])
        };
        (0..CONTACTS as u8).map(product).collect()
    } else {
        NAMED[field].levels.iter().map(of).collect()
    };
    normalise(field, &mut shares);
    shares
}

fn normalise(field: usize, shares: &mut [f64]) {
    let mut totals = [0.0; 8];
    (1..shares.len()).for_each(|level| totals[group(field, level)] += shares[level]);
    (1..shares.len()).for_each(|level| shares[level] /= totals[group(field, level)]);
}

/// Sums of probabilities, by class, field and level.
type Sums = [[Vec<f64>; FIELDS]; CLASSES];

fn no_sums(tables: &Tables) -> Sums {
    [0, 1, 2].map(|class| std::array::from_fn(|field| vec![0.0; tables.levels[class][field].len()]))
}

/// Learns the tables from candidates (for person and household) and from pairs drawn at random among all (for strangers).
pub(super) fn learn(believed: &Tables, candidates: &[Evidence], drawn: &[Evidence], pairs: f64) -> Tables {
    let step = candidates.len().div_ceil(LEARN_FROM).max(1);
    let learned_from: Vec<Evidence> = candidates.iter().step_by(step).copied().collect();
    let mut tables = believed.clone();
    tables.levels[STRANGERS] = strangers(&tables, drawn);
    for _ in 0..ROUNDS {
        let before = tables.priors;
        let (shares, sums) = sums(&tables, &learned_from);
        for class in [PERSON, HOUSEHOLD] {
            tables.priors[class] = ((shares[class] * step as f64).max(1.0) / pairs).min(0.5).ln() as f32;
            tables.levels[class] = settle(class, &sums[class]);
        }
        tables.priors[STRANGERS] = (1.0 - tables.priors[PERSON].exp() - tables.priors[HOUSEHOLD].exp()).ln();
        tables.levels[STRANGERS] = strangers(&tables, drawn);
        if before.iter().zip(&tables.priors).all(|(before, now)| f64::from((before - now).abs()) < SETTLED) {
            break;
        }
    }
    tables
}

fn strangers(tables: &Tables, drawn: &[Evidence]) -> [Vec<f32>; FIELDS] {
    settle(STRANGERS, &sums(tables, drawn).1[STRANGERS])
}

/// Shares from sums, steadied by the first beliefs.
fn settle(class: usize, sums: &[Vec<f64>; FIELDS]) -> [Vec<f32>; FIELDS] {
    std::array::from_fn(|field| {
        let mut shares = expected(field, class, &sums[field]);
        shares.iter_mut().zip(&sums[field]).for_each(|(share, sum)| *share = *share * BELIEF[class] + sum);
        normalise(field, &mut shares);
        shares.into_iter().map(|share| share.max(1e-12).ln() as f32).collect()
    })
}

/// What to believe of levels hardly seen: for a contact, the product of how often its sides show; else the first beliefs.
fn expected(field: usize, class: usize, sums: &[f64]) -> Vec<f64> {
    let mut shares = beliefs(field, class);
    if field != CONTACT {
        return shares;
    }
    let (mut doors, mut places, mut phones) = ([0.0; DOORS.len()], [0.0; PLACES.len()], [0.0; PHONES.len()]);
    for (level, count) in sums.iter().enumerate().skip(1) {
        let (door, place, phone) = sides(level as u8);
        // one pair's worth of first belief keeps every side possible
        let count = count + shares[level];
        doors[door as usize] += count;
        places[place as usize] += count;
        phones[phone as usize] += count;
    }
    for (door, place, phone) in (0..DOORS.len()).flat_map(|d| (0..PLACES.len()).flat_map(move |p| (0..PHONES.len()).map(move |f| (d, p, f)))) {
        shares[contact(door as u8, place as u8, phone as u8) as usize] = doors[door] * places[place] * phones[phone];
    }
    normalise(CONTACT, &mut shares);
    shares
}

/// Expected shares of the classes and sums of their levels; chunks are added in order, so that threads do not change the figures.
fn sums(tables: &Tables, pairs: &[Evidence]) -> ([f64; CLASSES], Sums) {
    let chunks: Vec<([f64; CLASSES], Sums)> = pairs
        .par_chunks(1 << 15)
        .map(|chunk| {
            let (mut shares, mut sums) = ([0.0; CLASSES], no_sums(tables));
            for evidence in chunk {
                let classes = tables.classes(evidence);
                for class in 0..CLASSES {
                    shares[class] += f64::from(classes[class]);
                    for field in 0..FIELDS {
                        sums[class][field][evidence.levels[field] as usize] += f64::from(classes[class]);
                    }
                }
            }
            (shares, sums)
        })
        .collect();
    let (mut shares, mut all) = ([0.0; CLASSES], no_sums(tables));
    for (more_shares, more) in chunks {
        for class in 0..CLASSES {
            shares[class] += more_shares[class];
            for field in 0..FIELDS {
                all[class][field].iter_mut().zip(&more[class][field]).for_each(|(sum, more)| *sum += more);
            }
        }
    }
    (shares, all)
}
