//! How often does each kind of pairs show each level of agreement? Learned from the file itself.
//!
//! Fellegi and Sunter (1969) with three kinds instead of two: one person, one household, strangers. People of a household share
//! address, phone and last name together, which two kinds can only take for one person. Expectation-maximisation
//! (Dempster, Laird and Rubin 1977) over the plausible candidates and a sample of all pairs; the strangers' side counts
//! every pair of the file, so that blocking does not bend it.

use rayon::prelude::*;

use super::compare::Evidence;
use super::fields::{BIRTH, CONTACT, CONTACTS, DOORS, FIELDS, FIRST, LAST, Level, MIDDLE, NAMED, PHONES, PLACES, SEX, SUFFIX, SWAPPED_SURPRISE, birth, door, first, contact, sex, sides};

/// Kinds of pairs. The kind of a household has two kinds, father and son of one name being unlike its other members, and so has
/// the kind of strangers: some bear one name and birth date, more of them than independence would have it.
pub(super) const PERSON: usize = 0;
pub(super) const HOUSEHOLD: usize = 1;
pub(super) const KIN: usize = 2;
pub(super) const STRANGERS: usize = 3;
pub(super) const NAMESAKES: usize = 4;
const KINDS: usize = 5;

/// What is known beforehand of relatives of one name: born a generation apart, told from each other by a suffix.
const KIN_FIRST: [f64; 9] = [1.0, 0.96, 0.01, 0.01, 0.005, 0.002, 0.0001, 0.001, 0.001];
const KIN_MIDDLE: [f64; 8] = [1.0, 0.30, 0.15, 0.02, 0.02, 0.16, 0.20, 0.15];
const KIN_SUFFIX: [f64; 4] = [1.0, 0.01, 0.59, 0.40];
const KIN_BIRTH: [f64; 9] = [1.0, 0.0005, 0.0005, 0.0005, 0.0005, 0.003, 0.005, 0.09, 0.90];
const KIN_SEX: [f64; 5] = [1.0, 0.99, 0.01, 0.99, 0.01];

/// Pairs of a household that are twins.
const TWINS: f32 = 0.01;

const ROUNDS: usize = 40;
/// Learning stops when the share of no kind moves by more than this part of itself.
const SETTLED: f64 = 1e-3;
/// Candidates learned from at most: more change no figure.
const LEARN_FROM: usize = 600_000;
/// How many pairs the first beliefs weigh as much as.
const BELIEF: [f64; KINDS] = [20.0, 100.0, 1.0, 2.0, 1.0];

/// Natural logarithms, by kind, of shares and of how often each level shows.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    pub priors: [f32; KINDS],
    /// By kind and field, each as long as the field has levels.
    levels: [[Vec<f32>; FIELDS]; KINDS],
    /// Levels the file shows anywhere; the others are no part of the shares.
    seen: [Vec<bool>; FIELDS],
    /// How much rarity counts against strangers and household, by field and level.
    rare: [Vec<(f32, f32)>; FIELDS],
}

impl Tables {
    /// What is believed before the data speak. `pairs` is the number of all pairs of the file's `records`.
    pub fn believed(records: usize, pairs: f64) -> Self {
        let seen: [Vec<bool>; FIELDS] = std::array::from_fn(|field| vec![true; size(field)]);
        let levels = first_levels(&seen);
        let rare = std::array::from_fn(|field| {
            if field == CONTACT {
                (0..CONTACTS as u8)
                    .map(|level| match sides(level) {
                        (0 | door::DIFFERENT, place, _) => PLACES[place as usize].rare,
                        (door, ..) => DOORS[door as usize].rare,
                    })
                    .collect()
            } else {
                NAMED[field].levels.iter().map(|level| level.rare).collect()
            }
        });
        let share = |a_record: f64| (a_record * records as f64 / pairs).min(0.2);
        let shares = [share(0.1), share(0.5), share(0.005), 1.0 - share(0.605), share(0.002)];
        Self { priors: shares.map(|share| share.ln() as f32), levels, seen, rare }
    }

    /// Shares from sums, steadied by the first beliefs.
    fn settle(&self, kind: usize, sums: &[Vec<f64>; FIELDS]) -> [Vec<f32>; FIELDS] {
        std::array::from_fn(|field| {
            let mut shares = expected(field, kind, &sums[field], &self.seen[field]);
            shares.iter_mut().zip(&sums[field]).for_each(|(share, sum)| *share = *share * BELIEF[kind] + sum);
            normalise(field, &mut shares);
            logarithms(&shares)
        })
    }

    /// Kinds take from each other what they have in common.
    fn tie(&mut self) {
        self.levels[STRANGERS][FIRST][first::SWAPPED as usize] = -SWAPPED_SURPRISE;
        let (own, shared) = (&self.levels[PERSON][CONTACT], &self.levels[HOUSEHOLD][CONTACT]);
        // of two relatives of one name, one may have moved
        self.levels[KIN][CONTACT] = own.iter().zip(shared).map(|(own, shared)| ((own.exp() + shared.exp()) / 2.0).ln()).collect();
        for field in 0..FIELDS {
            if matches!(field, FIRST | MIDDLE) {
                self.levels[HOUSEHOLD][field] = self.levels[STRANGERS][field].clone();
            }
            if !matches!(field, FIRST | MIDDLE | SUFFIX | BIRTH | SEX | CONTACT) {
                self.levels[KIN][field] = self.levels[HOUSEHOLD][field].clone();
            }
            if field == BIRTH {
                self.levels[HOUSEHOLD][field] = self.levels[STRANGERS][field].iter().map(|share| ((1.0 - TWINS) * share.exp()).ln()).collect();
                let same = &mut self.levels[HOUSEHOLD][field][birth::SAME as usize];
                *same = (same.exp() + TWINS).ln();
            }
            let like = if SHARED_BY_NAMESAKES.contains(&field) { PERSON } else { STRANGERS };
            self.levels[NAMESAKES][field] = self.levels[like][field].clone();
        }
    }

    /// Logarithm of how likely each kind shows this evidence, its share included.
    pub fn weigh(&self, evidence: &Evidence) -> [f32; KINDS] {
        let mut all = self.priors;
        for field in 0..FIELDS {
            let level = evidence.levels[field] as usize;
            if level == 0 {
                continue;
            }
            let rarity = f32::from(evidence.rarity[field]) / 10.0;
            let (strangers, household) = self.rare[field][level];
            all.iter_mut().zip(&self.levels).for_each(|(weight, levels)| *weight += levels[field][level]);
            all[HOUSEHOLD] -= household * rarity;
            all[STRANGERS] -= strangers * rarity;
            if !SHARED_BY_NAMESAKES.contains(&field) {
                all[NAMESAKES] -= strangers * rarity;
            }
        }
        all
    }

    /// Probability of each kind.
    pub fn kinds(&self, evidence: &Evidence) -> [f32; KINDS] {
        let weights = self.weigh(evidence);
        let most = weights.into_iter().fold(f32::MIN, f32::max);
        let odds = weights.map(|weight| (weight - most).exp());
        let all: f32 = odds.iter().sum();
        odds.map(|odds| odds / all)
    }

    pub fn text(&self) -> String {
        use std::fmt::Write;
        let mut t = String::new();
        let _ = writeln!(t, "priors {:?}", self.priors.map(|p| p.exp()));
        for field in 0..FIELDS {
            let n = self.levels[0][field].len();
            for level in 1..n {
                let shares: Vec<String> = (0..KINDS).map(|c| format!("{:.6}", self.share(c, field, level))).collect();
                let name = if field == CONTACT { let s = sides(level as u8); format!("{} / {} / {}", DOORS[s.0 as usize].name, PLACES[s.1 as usize].name, PHONES[s.2 as usize].name) } else { NAMED[field].levels[level].name.to_owned() };
                let _ = writeln!(t, "{:16} {:2} {:32} {}", NAMED[field].name, level, name, shares.join(" "));
            }
        }
        t
    }

    pub fn share(&self, kind: usize, field: usize, level: usize) -> f32 {
        self.levels[kind][field][level].exp()
    }
}

fn size(field: usize) -> usize {
    if field == CONTACT { CONTACTS } else { NAMED[field].levels.len() }
}

fn first_levels(seen: &[Vec<bool>; FIELDS]) -> [[Vec<f32>; FIELDS]; KINDS] {
    std::array::from_fn(|kind| std::array::from_fn(|field| logarithms(&beliefs(field, kind, &seen[field]))))
}

fn logarithms(shares: &[f64]) -> Vec<f32> {
    shares.iter().map(|share| share.max(1e-12).ln() as f32).collect()
}

/// Levels that exclude each other share a group; shares add up to 1 within it.
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

fn beliefs(field: usize, kind: usize, seen: &[bool]) -> Vec<f64> {
    let of = |level: &Level| match kind {
        PERSON => f64::from(level.person),
        HOUSEHOLD | KIN => f64::from(level.household),
        STRANGERS => f64::from(level.strangers),
        _ => f64::from(if SHARED_BY_NAMESAKES.contains(&field) { level.person } else { level.strangers }),
    };
    let kin: Option<&[f64]> = match field {
        _ if kind != KIN => None,
        FIRST => Some(&KIN_FIRST),
        MIDDLE => Some(&KIN_MIDDLE),
        SUFFIX => Some(&KIN_SUFFIX),
        BIRTH => Some(&KIN_BIRTH),
        SEX => Some(&KIN_SEX),
        _ => None,
    };
    let mut shares: Vec<f64> = if let Some(kin) = kin {
        kin.to_vec()
    } else if field == CONTACT {
        let product = |level: u8| {
            let (door, place, phone) = sides(level);
            of(&DOORS[door as usize]) * of(&PLACES[place as usize]) * of(&PHONES[phone as usize])
        };
        (0..CONTACTS as u8).map(product).collect()
    } else {
        NAMED[field].levels.iter().map(of).collect()
    };
    shares.iter_mut().zip(seen).filter(|(_, seen)| !**seen).for_each(|(share, _)| *share = 0.0);
    normalise(field, &mut shares);
    shares
}

fn normalise(field: usize, shares: &mut [f64]) {
    let mut totals = [0.0; 4];
    (1..shares.len()).for_each(|level| totals[group(field, level)] += shares[level]);
    (1..shares.len()).for_each(|level| shares[level] /= totals[group(field, level)].max(f64::MIN_POSITIVE));
}

/// What namesakes share as one person's records do; all else is as with strangers.
const SHARED_BY_NAMESAKES: [usize; 4] = [FIRST, LAST, BIRTH, SEX];

/// Sums of probabilities, by kind, field and level.
type Sums = [[Vec<f64>; FIELDS]; KINDS];

fn no_sums(tables: &Tables) -> Sums {
    std::array::from_fn(|kind| std::array::from_fn(|field| vec![0.0; tables.levels[kind][field].len()]))
}

/// Learns the tables from candidates (for person and household) and from pairs drawn at random among all (for strangers).
pub(super) fn learn(believed: &Tables, candidates: &[Evidence], drawn: &[Evidence], pairs: f64) -> Tables {
    let step = candidates.len().div_ceil(LEARN_FROM).max(1);
    let learned_from: Vec<Evidence> = candidates.iter().step_by(step).copied().collect();
    let mut tables = believed.clone();
    tables.seen = seen(&tables, candidates.iter().chain(drawn));
    tables.levels = first_levels(&tables.seen);
    tables.levels[STRANGERS] = tables.settle(STRANGERS, &sums(&tables, drawn).1[STRANGERS]);
    tables.tie();
    for _ in 0..ROUNDS {
        let before = tables.priors;
        let (shares, sums_near) = sums(&tables, &learned_from);
        for kind in [PERSON, HOUSEHOLD, KIN, NAMESAKES] {
            tables.priors[kind] = ((shares[kind] * step as f64).max(0.1) / pairs).min(0.5).ln() as f32;
        }
        tables.priors[STRANGERS] = (1.0 - [PERSON, HOUSEHOLD, KIN, NAMESAKES].iter().map(|&kind| tables.priors[kind].exp()).sum::<f32>()).ln();
        let strangers = sums(&tables, drawn).1;
        tables.levels[PERSON] = tables.settle(PERSON, &sums_near[PERSON]);
        tables.levels[HOUSEHOLD] = tables.settle(HOUSEHOLD, &sums_near[HOUSEHOLD]);
        tables.levels[STRANGERS] = tables.settle(STRANGERS, &strangers[STRANGERS]);
        tables.tie();
        if before.iter().zip(&tables.priors).all(|(before, now)| f64::from((before - now).abs()) < SETTLED) {
            break;
        }
    }
    tables
}

fn seen<'e>(tables: &Tables, evidence: impl Iterator<Item = &'e Evidence>) -> [Vec<bool>; FIELDS] {
    let mut seen: [Vec<bool>; FIELDS] = std::array::from_fn(|field| vec![false; tables.levels[PERSON][field].len()]);
    evidence.for_each(|evidence| (0..FIELDS).for_each(|field| seen[field][evidence.levels[field] as usize] = true));
    seen
}

/// What to believe of levels hardly seen: for a contact, the product of how often its sides show; else the first beliefs.
fn expected(field: usize, kind: usize, sums: &[f64], seen: &[bool]) -> Vec<f64> {
    let mut shares = beliefs(field, kind, seen);
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

/// Expected shares of the kinds and sums of their levels; chunks are added in order, so that threads do not change the figures.
fn sums(tables: &Tables, pairs: &[Evidence]) -> ([f64; KINDS], Sums) {
    let chunks: Vec<([f64; KINDS], Sums)> = pairs
        .par_chunks(1 << 15)
        .map(|chunk| {
            let (mut shares, mut sums) = ([0.0; KINDS], no_sums(tables));
            for evidence in chunk {
                let kinds = tables.kinds(evidence);
                for kind in 0..KINDS {
                    shares[kind] += f64::from(kinds[kind]);
                    for field in 0..FIELDS {
                        sums[kind][field][evidence.levels[field] as usize] += f64::from(kinds[kind]);
                    }
                }
            }
            (shares, sums)
        })
        .collect();
    let (mut shares, mut all) = ([0.0; KINDS], no_sums(tables));
    for (more_shares, more) in chunks {
        for kind in 0..KINDS {
            shares[kind] += more_shares[kind];
            for field in 0..FIELDS {
                all[kind][field].iter_mut().zip(&more[kind][field]).for_each(|(sum, more)| *sum += more);
            }
        }
    }
    (shares, all)
}
