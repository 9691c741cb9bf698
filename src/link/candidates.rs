//! Pairs compared: those of common blocks, and some drawn from all.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::Progress;
use super::blocks::{self, Blocks, mix};
use super::compare::{Comparer, Evidence};
use super::people::People;
use super::tables::{HOUSEHOLD, KIN, PERSON, Tables};

/// Least probability, before learning, of a person or a household for a pair to be learned from and scored.
const PLAUSIBLE: f32 = 1e-4;
/// Pairs drawn from all, to learn how strangers look.
const DRAWN: u64 = 1_000_000;

#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub left: u32,
    pub right: u32,
    pub evidence: Evidence,
}

/// How many pairs there are in all.
pub(super) fn count_pairs(people: &People, across: bool) -> f64 {
    let mut all = blocks::pairs(people.all.len());
    if across {
        let mut sizes = vec![0usize; people.all.iter().map(|person| person.source as usize + 1).max().unwrap_or(0)];
        people.all.iter().for_each(|person| sizes[person.source as usize] += 1);
        all -= sizes.into_iter().map(blocks::pairs).sum::<u64>();
    }
    (all as f64).max(1.0)
}

/// Pairs of all, drawn evenly: every one where there are few.
pub(super) fn draw(people: &People, across: bool) -> Vec<Evidence> {
    const CHUNK: u64 = 1 << 15;
    let count = people.all.len() as u64;
    let few = blocks::pairs(people.all.len()) <= DRAWN;
    let draws = if few { count * count } else { DRAWN };
    let pair = |draw: u64| {
        let (left, right) = if few { (draw / count, draw % count) } else { (mix(draw * 2 + 1) % count, mix(draw * 2 + 2) % count) };
        let (left, right) = (left.min(right) as usize, left.max(right) as usize);
        let wanted =
            left != right && (!few || draw / count < draw % count) && (!across || people.all[left].source != people.all[right].source);
        wanted.then_some((left, right))
    };
    let compare = |comparer: &mut Comparer, chunk: u64| -> Vec<Evidence> {
        let pairs = (chunk * CHUNK..((chunk + 1) * CHUNK).min(draws)).filter_map(pair);
        pairs.map(|(left, right)| comparer.compare(left, right)).collect()
    };
    let chunks: Vec<Vec<Evidence>> = (0..draws.div_ceil(CHUNK)).into_par_iter().map_init(|| Comparer::new(people), compare).collect();
    chunks.concat()
}

/// Every pair of a common block once, if it could be anything but strangers; and how many were compared.
pub(super) fn plausible(people: &People, blocks: &Blocks, believed: &Tables, across: bool, progress: Progress) -> (Vec<Candidate>, u64) {
    const AT_ONCE: usize = 512;
    let done = AtomicU64::new(0);
    let compare = |comparer: &mut Comparer, chunk: usize| -> (Vec<Candidate>, u64) {
        let (mut found, mut compared) = (Vec::new(), 0);
        let range = chunk * AT_ONCE..((chunk + 1) * AT_ONCE).min(blocks.len());
        for block in range.clone() {
            each_pair(people, blocks, block, across, |left, right| {
                compared += 1;
                let evidence = comparer.compare(left as usize, right as usize);
                let kinds = believed.kinds(&evidence);
                if kinds[PERSON] + kinds[HOUSEHOLD] + kinds[KIN] > PLAUSIBLE {
                    found.push(Candidate { left, right, evidence });
                }
            });
        }
        let before = done.fetch_add(range.len() as u64, Ordering::Relaxed);
        progress(before + range.len() as u64, blocks.len() as u64);
        (found, compared)
    };
    let chunks: Vec<(Vec<Candidate>, u64)> =
        (0..blocks.len().div_ceil(AT_ONCE)).into_par_iter().map_init(|| Comparer::new(people), compare).collect();
    let compared = chunks.iter().map(|(_, compared)| compared).sum();
    let mut all = Vec::with_capacity(chunks.iter().map(|(found, _)| found.len()).sum());
    chunks.into_iter().for_each(|(found, _)| all.extend(found));
    (all, compared)
}

fn each_pair(people: &People, blocks: &Blocks, block: usize, across: bool, mut take: impl FnMut(u32, u32)) {
    let members = blocks.members(block);
    for (at, &left) in members.iter().enumerate() {
        for &right in &members[at + 1..] {
            let wanted = !across || people.all[left as usize].source != people.all[right as usize].source;
            if wanted && blocks.is_first_of(block, left, right) {
                take(left, right);
            }
        }
    }
}
