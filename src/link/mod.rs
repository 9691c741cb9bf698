//! Which records are of one person?
//!
//! Compares pairs that share a key (`blocks`), field by field (`compare`), learns from the file itself what agreement is worth
//! (`model`), and gives every pair the probability that it is one person, one household or strangers. Pairs above the sure
//! threshold are joined (`clusters`), those between the two thresholds are for a person to look at. Nothing here says that a
//! record is wrong: a pair is a candidate, and the evidence for it stands beside it.

mod blocks;
mod clusters;
mod compare;
mod fields;
mod model;
mod names;
mod people;
mod profile;
mod records;
mod similar;

use rayon::prelude::*;

pub use blocks::Cut;
pub use fields::FIELDS;
pub use profile::Role;
pub use records::{Birth, Records};

use blocks::{Blocks, mix};
use compare::{Comparer, Evidence};
use model::{HOUSEHOLD, PERSON, Tables};
use people::People;
use profile::Profile;

/// How to link.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Only pairs of different sources.
    pub across: bool,
    /// From this probability on, a pair is joined.
    pub sure: f32,
    /// Below it, a pair is not worth a look.
    pub unsure: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { across: false, sure: 0.95, unsure: 0.3 }
    }
}

/// Pairs of `probability` 0.01 or more, and who is one person.
#[derive(Debug)]
pub struct Links {
    /// By left record, then right.
    pub pairs: Vec<Pair>,
    /// By record, the first record of its person.
    pub clusters: Vec<u32>,
    pub compared: u64,
    pub cut: Vec<Cut>,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The smaller row.
    pub left: u32,
    pub right: u32,
    /// That both are one person, 0 to 1.
    pub probability: f32,
    /// That they are two of one household.
    pub household: f32,
    /// How many others of the file would bear this name and birth date by chance.
    pub expected_strangers: f32,
    /// Level of agreement, by field.
    pub evidence: [u8; FIELDS],
}

/// Least probability listed.
const LISTED: f32 = 0.01;
/// Least probability, before learning, that a candidate is a person or a household, to be learned from.
const PLAUSIBLE: f32 = 1e-4;
/// Pairs drawn from all, to learn how strangers look.
const DRAWN: u64 = 1_000_000;

struct Candidate {
    left: u32,
    right: u32,
    evidence: Evidence,
}

pub fn link(records: &Records, options: &Options, progress: &(dyn Fn(u64, u64) + Sync)) -> Links {
    let people = people::read(records, &Profile::of(records));
    let blocks = Blocks::of(&people);
    let all_pairs = pairs_of(&people, options.across);
    let drawn = draw(&people, options.across);
    let believed = Tables::believed(records.len(), all_pairs);
    let (candidates, compared) = candidates(&people, &blocks, &believed, options, progress);
    let evidence: Vec<Evidence> = candidates.iter().map(|candidate| candidate.evidence).collect();
    let tables = model::learn(&believed, &evidence, &drawn, all_pairs);
    drop(evidence);
    let pairs = scored(&people, &candidates, &tables);
    let clusters = joined(&people, &pairs, options);
    Links { pairs, clusters, compared, cut: blocks.cut, text: tables.text() }
}

/// How many pairs there are in all.
fn pairs_of(people: &People, across: bool) -> f64 {
    let all = blocks::pairs(people.all.len());
    if !across {
        return (all as f64).max(1.0);
    }
    let mut sizes = vec![0usize; people.all.iter().map(|person| person.source as usize + 1).max().unwrap_or(0)];
    people.all.iter().for_each(|person| sizes[person.source as usize] += 1);
    ((all - sizes.into_iter().map(blocks::pairs).sum::<u64>()) as f64).max(1.0)
}

/// Pairs of all, drawn evenly: every one where there are few.
fn draw(people: &People, across: bool) -> Vec<Evidence> {
    let count = people.all.len() as u64;
    let pair = |at: u64| {
        if blocks::pairs(count as usize) <= DRAWN {
            let (row, column) = (at / count, at % count);
            return (row < column).then_some((row as usize, column as usize));
        }
        let (left, right) = (mix(at * 2 + 1) % count, mix(at * 2 + 2) % count);
        (left != right).then_some((left.min(right) as usize, left.max(right) as usize))
    };
    let draws = if blocks::pairs(count as usize) <= DRAWN { count * count } else { DRAWN };
    let chunk = 1 << 15;
    let chunks: Vec<Vec<Evidence>> = (0..draws.div_ceil(chunk))
        .into_par_iter()
        .map_init(
            || Comparer::new(people),
            |comparer, at| {
                let pairs = (at * chunk..((at + 1) * chunk).min(draws)).filter_map(pair);
                let pairs = pairs.filter(|&(left, right)| !across || people.all[left].source != people.all[right].source);
                pairs.map(|(left, right)| comparer.compare(left, right)).collect()
            },
        )
        .collect();
    chunks.concat()
}

/// Every pair of a common block once, if it could be anything but strangers; and how many were compared.
fn candidates(
    people: &People,
    blocks: &Blocks,
    believed: &Tables,
    options: &Options,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> (Vec<Candidate>, u64) {
    const AT_ONCE: usize = 512;
    let done = std::sync::atomic::AtomicU64::new(0);
    let chunks: Vec<(Vec<Candidate>, u64)> = (0..blocks.len().div_ceil(AT_ONCE))
        .into_par_iter()
        .map_init(
            || Comparer::new(people),
            |comparer, chunk| {
                let (mut found, mut compared) = (Vec::new(), 0);
                let range = chunk * AT_ONCE..((chunk + 1) * AT_ONCE).min(blocks.len());
                for block in range.clone() {
                    let members = blocks.members(block);
                    for (at, &left) in members.iter().enumerate() {
                        for &right in &members[at + 1..] {
                            let one_source = people.all[left as usize].source == people.all[right as usize].source;
                            if (options.across && one_source) || !blocks.is_first_of(block, left, right) {
                                continue;
                            }
                            compared += 1;
                            let evidence = comparer.compare(left as usize, right as usize);
                            let classes = believed.kinds(&evidence);
                            if classes[PERSON] + classes[HOUSEHOLD] > PLAUSIBLE {
                                found.push(Candidate { left, right, evidence });
                            }
                        }
                    }
                }
                let done = done.fetch_add(range.len() as u64, std::sync::atomic::Ordering::Relaxed);
                progress(done, blocks.len() as u64);
                (found, compared)
            },
        )
        .collect();
    let compared = chunks.iter().map(|(_, compared)| compared).sum();
    (chunks.into_iter().flat_map(|(found, _)| found).collect(), compared)
}

fn scored(people: &People, candidates: &[Candidate], tables: &Tables) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = candidates
        .par_iter()
        .filter_map(|candidate| {
            let classes = tables.kinds(&candidate.evidence);
            let (left, right) = (candidate.left, candidate.right);
            (classes[PERSON] >= LISTED).then(|| Pair {
                left,
                right,
                probability: classes[PERSON],
                household: classes[HOUSEHOLD],
                expected_strangers: 0.0,
                evidence: candidate.evidence.levels,
            })
        })
        .collect();
    let _ = people;
    pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
    pairs
}

fn joined(people: &People, pairs: &[Pair], options: &Options) -> Vec<u32> {
    let mut sure: Vec<&Pair> = pairs.iter().filter(|pair| pair.probability >= options.sure).collect();
    sure.sort_by(|one, other| other.probability.total_cmp(&one.probability).then((one.left, one.right).cmp(&(other.left, other.right))));
    let sure: Vec<(u32, u32)> = sure.iter().map(|pair| (pair.left, pair.right)).collect();
    let mut comparer = Comparer::new(people);
    clusters::join(people.all.len(), &sure, |a, b| clusters::contradicts(&comparer.compare(a.min(b) as usize, a.max(b) as usize)))
}

impl Links {
    pub fn model_text(&self) -> String {
        self.text.clone()
    }
}
