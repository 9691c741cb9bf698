//! What was found of two words: the same two meet again and again.

use crate::link::similar::{edits, jaro_winkler};

/// How two words stand to each other, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    Same,
    /// A typing error or two.
    Typo,
    Similar,
    Different,
}

/// The latest finding for each slot.
pub(super) struct Memory {
    slots: Vec<(u64, Likeness)>,
}

impl Memory {
    const BITS: u32 = 16;

    pub fn new() -> Self {
        Self { slots: vec![(u64::MAX, Likeness::Different); 1 << Self::BITS] }
    }

    pub fn recall(&mut self, a: u32, b: u32, find: impl FnOnce() -> Likeness) -> Likeness {
        let key = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        let slot = &mut self.slots[(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Self::BITS)) as usize];
        if slot.0 != key {
            *slot = (key, find());
        }
        slot.1
    }
}

/// Up to one edit from four letters on and two from eight, or a high Jaro-Winkler similarity, is a typing error.
pub(super) fn alike(a: &[u8], b: &[u8]) -> Likeness {
    // in one order, so that the answer does not depend on which record came first
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let shorter = a.len().min(b.len());
    let bound = match shorter {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    if a == b {
        return Likeness::Same;
    }
    if bound > 0 && edits(a, b, bound).is_some() {
        return Likeness::Typo;
    }
    match jaro_winkler(a, b) {
        similar if similar >= 0.92 && shorter > 3 => Likeness::Typo,
        similar if similar >= 0.82 => Likeness::Similar,
        _ => Likeness::Different,
    }
}

/// One begins with the other, by three letters at least.
pub(super) fn begins(a: &[u8], b: &[u8]) -> bool {
    a.len().min(b.len()) >= 3 && (a.starts_with(b) || b.starts_with(a))
}
