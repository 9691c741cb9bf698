//! Learning the tables from the file itself, without a labelled pair.
//!
//! Expectation-maximisation (Dempster, Laird and Rubin 1977) over the plausible candidates, for persons and households, and over
//! pairs drawn from all, for strangers. A share of a kind is always one of all pairs of the file, so that blocking bends nothing.

use rayon::prelude::*;

use super::compare::Evidence;
use super::fields::{BIRTH, CONTACT, DOORS, EMAIL, FIELDS, FIRST, LAST, MIDDLE, PHONES, PLACES, sides};
use super::tables::{HOUSEHOLD, KIN, KINDS, NAMESAKES, PERSON, STRANGERS, Shape, Tables, beliefs, is_gap, logarithms, normalise, size};

const ROUNDS: usize = 40;
const STRANGERS_ROUNDS: usize = 2;
/// Learning stops when no kind's share moves by more than this part of itself.
const SETTLED: f32 = 1e-3;
/// Candidates learned from at most: more change no figure.
const LEARN_FROM: usize = 600_000;
/// How many pairs the first beliefs weigh as much as, by kind.
const BELIEF: [f64; KINDS] = [20.0, 100.0, 1.0, 2.0, 1.0];

/// Levels that speak against one person are shown at most so many times as often as believed, lest the class drift to strangers.
const DRIFT: f64 = 10.0;
/// What a gap may change the odds by: more would be chance.
const GAP_TELLS: f64 = 8.0;
/// Pairs of a household a record, believed of any file, lest the few households of a small one pass for persons.
const HOUSEHOLD_PAIRS: f64 = 0.02;
/// Of a household's pairs at most this part are relatives of one name.
const KIN_OF_HOUSEHOLD: f32 = 0.04;

/// `drawn` are pairs of all `pairs` of the file's `records`.
pub(super) fn learn(records: usize, pairs: f64, candidates: &[Evidence], drawn: &[Evidence], mut shape: Shape) -> Tables {
    let step = candidates.len().div_ceil(LEARN_FROM).max(1);
    let learned_from: Vec<Evidence> = candidates.iter().step_by(step).copied().collect();
    shape.seen = seen(candidates.iter().chain(drawn));
    let mut tables = Tables::believed(records, pairs, &shape);
    // strangers are learned first and then stand: what they look like must not follow from whom we took for one person
    for _ in 0..STRANGERS_ROUNDS {
        tables.levels[STRANGERS] = settle(STRANGERS, &expect(&tables, drawn), &shape);
        tables.tie();
    }
    for _ in 0..ROUNDS {
        let before = tables.priors;
        let near = expect(&tables, &learned_from);
        for kind in [PERSON, HOUSEHOLD, KIN, NAMESAKES] {
            // a kind never seen keeps a tenth of a pair
            let least = if kind == HOUSEHOLD { HOUSEHOLD_PAIRS * records as f64 } else { 0.1 };
            tables.priors[kind] = ((near.pairs[kind] * step as f64).max(least) / pairs).min(0.5).ln() as f32;
        }
        tables.priors[KIN] = tables.priors[KIN].min(tables.priors[HOUSEHOLD] + KIN_OF_HOUSEHOLD.ln());
        tables.priors[STRANGERS] =
            (1.0 - [PERSON, HOUSEHOLD, KIN, NAMESAKES].map(|kind| tables.priors[kind].exp()).iter().sum::<f32>()).max(0.01).ln();
        tables.levels[PERSON] = settle(PERSON, &near, &shape);
        tables.levels[HOUSEHOLD] = settle(HOUSEHOLD, &near, &shape);
        tables.tie();
        if before.iter().zip(&tables.priors).all(|(before, now)| (before - now).abs() < SETTLED) {
            break;
        }
    }
    tables
}

fn seen<'e>(evidence: impl Iterator<Item = &'e Evidence>) -> [Vec<bool>; FIELDS] {
    let mut seen = std::array::from_fn(|field| vec![false; size(field)]);
    evidence.for_each(|evidence| (0..FIELDS).for_each(|field| seen[field][evidence.levels[field] as usize] = true));
    seen
}

/// Expected counts.
struct Counts {
    /// By kind.
    pairs: [f64; KINDS],
    /// By kind, field and level.
    levels: [[Vec<f64>; FIELDS]; KINDS],
}

impl Counts {
    fn none() -> Self {
        Self { pairs: [0.0; KINDS], levels: std::array::from_fn(|_| std::array::from_fn(|field| vec![0.0; size(field)])) }
    }

    fn enter(&mut self, kinds: &[f32; KINDS], evidence: &Evidence) {
        for (kind, &probability) in kinds.iter().enumerate() {
            self.pairs[kind] += f64::from(probability);
            for (field, &level) in evidence.levels.iter().enumerate() {
                self.levels[kind][field][level as usize] += f64::from(probability);
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.pairs.iter_mut().zip(&other.pairs).for_each(|(sum, more)| *sum += more);
        let counts = self.levels.iter_mut().flatten().flatten();
        counts.zip(other.levels.iter().flatten().flatten()).for_each(|(sum, more)| *sum += more);
    }
}

/// Chunks are added in order, so that threads do not change the figures.
fn expect(tables: &Tables, pairs: &[Evidence]) -> Counts {
    let counted = |chunk: &[Evidence]| {
        let mut counts = Counts::none();
        chunk.iter().for_each(|evidence| counts.enter(&tables.kinds(evidence), evidence));
        counts
    };
    let chunks: Vec<Counts> = pairs.par_chunks(1 << 15).map(counted).collect();
    chunks.iter().fold(Counts::none(), |mut all, more| {
        all.add(more);
        all
    })
}

/// Shares from counts, steadied by what is expected of levels hardly seen.
fn settle(kind: usize, counts: &Counts, shape: &Shape) -> [Vec<f32>; FIELDS] {
    std::array::from_fn(|field| {
        let counts = &counts.levels[kind][field];
        let believed = beliefs(kind, field, shape);
        let expected = if field == CONTACT { product_of_sides(counts, &believed) } else { believed.clone() };
        let mut shares: Vec<f64> = expected.iter().zip(counts).map(|(share, count)| share * BELIEF[kind] + count).collect();
        normalise(field, &mut shares);
        if kind == PERSON && matches!(field, FIRST | LAST | BIRTH) {
            let strangers = beliefs(STRANGERS, field, shape);
            let bounds = believed.iter().zip(strangers).map(|(own, other)| if *own < other { own * DRIFT } else { 1.0 });
            shares.iter_mut().zip(bounds).for_each(|(share, bound)| *share = share.min(bound));
        }
        if field == MIDDLE || field == EMAIL {
            let gaps = believed.iter().enumerate().filter(|(level, _)| is_gap(field, *level));
            gaps.for_each(|(level, believed)| shares[level] = shares[level].clamp(believed / GAP_TELLS, believed * GAP_TELLS));
        }
        logarithms(&shares)
    })
}

/// How often each contact would show if its door, place and phone had nothing to do with each other.
fn product_of_sides(counts: &[f64], believed: &[f64]) -> Vec<f64> {
    let (mut doors, mut places, mut phones) = ([0.0; DOORS.len()], [0.0; PLACES.len()], [0.0; PHONES.len()]);
    let each = || (0..counts.len()).map(|level| (level, sides(level as u8)));
    for (level, (door, place, phone)) in each().skip(1) {
        // one pair's worth of belief keeps every side possible
        let count = counts[level] + believed[level];
        doors[door as usize] += count;
        places[place as usize] += count;
        phones[phone as usize] += count;
    }
    let mut shares: Vec<f64> =
        each().map(|(_, (door, place, phone))| doors[door as usize] * places[place as usize] * phones[phone as usize]).collect();
    normalise(CONTACT, &mut shares);
    shares
}
