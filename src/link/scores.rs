//! From evidence to probabilities.

use rayon::prelude::*;

use super::Pair;
use super::candidates::Candidate;
use super::people::{People, Person};
use super::tables::{HOUSEHOLD, KIN, PERSON, Tables};

/// Least probability listed.
const LISTED: f32 = 0.01;
/// From here on a pair counts when we ask whether each source holds a person once.
const LIKELY: f32 = 0.9;
/// Records with several likely partners in the other source, among those with any, that still count as slips.
const SEVERAL: f64 = 0.02;
const DAYS_A_YEAR: f32 = 365.25;

/// Pairs that may be one person, by the smaller row.
pub(super) fn score(people: &People, candidates: &[Candidate], tables: &Tables) -> Vec<Pair> {
    let scored = |candidate: &Candidate| {
        let kinds = tables.kinds(&candidate.evidence);
        let Candidate { left, right, evidence } = *candidate;
        let household = kinds[HOUSEHOLD] + kinds[KIN];
        let expected_strangers = expected_strangers(people, left).max(expected_strangers(people, right));
        let pair = Pair { left, right, probability: kinds[PERSON], household, expected_strangers, evidence: evidence.levels };
        (pair.probability >= LISTED).then_some(pair)
    };
    candidates.par_iter().filter_map(scored).collect()
}

/// Others of the file who would bear this first and last name and birth date by chance: what is known of the birth only.
fn expected_strangers(people: &People, row: u32) -> f32 {
    let Person { given, last, birth, .. } = people.all[row as usize];
    let mut surprise = people.given.surprise(given) + people.last.surprise(last);
    if birth.year != 0 {
        surprise += people.year.surprise(birth.year.into());
        surprise += if birth.day == 0 { 0.0 } else { DAYS_A_YEAR.ln() };
    }
    (people.all.len() as f32 - 1.0) * (-surprise).exp()
}

/// Where each source holds a person once, the candidates for one record exclude each other: their odds are weighed together.
pub(super) fn exclude(records: usize, pairs: &mut Vec<Pair>) {
    if !each_once(records, pairs) {
        return;
    }
    let odds = |pair: &Pair| f64::from(pair.probability) / f64::from(1.0 - pair.probability).max(1e-9);
    let mut sums = vec![0.0; records];
    for pair in pairs.iter() {
        sums[pair.left as usize] += odds(pair);
        sums[pair.right as usize] += odds(pair);
    }
    for pair in pairs.iter_mut() {
        let own = odds(pair);
        pair.probability = (own / (1.0 + sums[pair.left as usize] + sums[pair.right as usize] - own)) as f32;
    }
    pairs.retain(|pair| pair.probability >= LISTED);
}

fn each_once(records: usize, pairs: &[Pair]) -> bool {
    let mut likely = vec![0u32; records];
    for pair in pairs.iter().filter(|pair| pair.probability >= LIKELY) {
        likely[pair.left as usize] += 1;
        likely[pair.right as usize] += 1;
    }
    let (any, several) = (likely.iter().filter(|&&count| count > 0).count(), likely.iter().filter(|&&count| count > 1).count());
    (several as f64) < SEVERAL * any as f64
}
