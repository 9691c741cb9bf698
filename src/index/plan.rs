//! A filter as tests of columns, and the loops that turn it into a mask.

use super::bits::{Bits, within};
use super::column::{Codes, Data};
use super::table::Table;

/// Words filled at a time: 4,096 rows, so that the parts of an AND meet in the first cache.
const BLOCK_WORDS: usize = 64;
type Block = [u64; BLOCK_WORDS];

/// Which rows pass. NULL's third truth value is gone here: a plan tells rows where the filter is true from all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    All,
    Nobody,
    /// Rows whose code lies in one of the inclusive ranges, which are in order.
    Codes {
        column: usize,
        ranges: Vec<(u32, u32)>,
    },
    Flag {
        column: usize,
    },
    /// Rows whose list holds the word numbered so.
    Holds {
        column: usize,
        word: usize,
    },
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
}

impl Plan {
    pub fn codes(column: usize, ranges: Vec<(u32, u32)>) -> Self {
        if ranges.is_empty() { Self::Nobody } else { Self::Codes { column, ranges } }
    }

    #[must_use]
    pub fn not(self) -> Self {
        match self {
            Self::All => Self::Nobody,
            Self::Nobody => Self::All,
            Self::Not(plan) => *plan,
            plan => Self::Not(Box::new(plan)),
        }
    }

    /// All of the parts, or any of them.
    pub fn join(parts: Vec<Self>, all: bool) -> Self {
        let (neutral, decisive) = if all { (Self::All, Self::Nobody) } else { (Self::Nobody, Self::All) };
        if parts.contains(&decisive) {
            return decisive;
        }
        let mut parts: Vec<Self> = parts.into_iter().filter(|part| *part != neutral).collect();
        match parts.len() {
            0 => neutral,
            1 => parts.remove(0),
            _ if all => Self::And(parts),
            _ => Self::Or(parts),
        }
    }

    pub fn mask(&self, table: &Table) -> Bits {
        let mut mask = Bits::zeros(table.rows);
        for (number, words) in mask.0.chunks_mut(BLOCK_WORDS).enumerate() {
            let mut block = [0; BLOCK_WORDS];
            self.fill(table, number * BLOCK_WORDS, &mut block);
            words.copy_from_slice(&block[..words.len()]);
        }
        if let Some(last) = mask.0.len().checked_sub(1) {
            mask.0[last] &= within(last, 0, table.rows);
        }
        mask
    }

    /// Bits past the last row come out as they may.
    fn fill(&self, table: &Table, first: usize, block: &mut Block) {
        match self {
            Self::All => block.fill(u64::MAX),
            Self::Nobody => block.fill(0),
            Self::Flag { column } => match &table.columns[*column].data {
                Data::Flag(bits) => copy(&bits.0, first, block),
                _ => unreachable!("the filter made this plan for a yes/no column"),
            },
            Self::Holds { column, word } => match &table.columns[*column].data {
                Data::List { bits, .. } => copy(&bits[*word].0, first, block),
                _ => unreachable!("the filter made this plan for a list"),
            },
            Self::Codes { column, ranges } => match &table.columns[*column].data {
                Data::Coded(coded) => fill_codes(&coded.codes, ranges, first, block),
                _ => unreachable!("the filter made this plan for a coded column"),
            },
            Self::Not(plan) => {
                plan.fill(table, first, block);
                block.iter_mut().for_each(|word| *word = !*word);
            }
            Self::And(parts) => fill_joined(parts, table, first, block, |word, part| word & part, 0),
            Self::Or(parts) => fill_joined(parts, table, first, block, |word, part| word | part, u64::MAX),
        }
    }
}

/// Stops early where what is found so far decides every row.
fn fill_joined(parts: &[Plan], table: &Table, first: usize, block: &mut Block, join: fn(u64, u64) -> u64, decided: u64) {
    let mut other = [0; BLOCK_WORDS];
    for (number, part) in parts.iter().enumerate() {
        if number == 0 {
            part.fill(table, first, block);
            continue;
        }
        if block.iter().all(|&word| word == decided) {
            return;
        }
        part.fill(table, first, &mut other);
        for (word, &part) in block.iter_mut().zip(&other) {
            *word = join(*word, part);
        }
    }
}

fn copy(bits: &[u64], first: usize, block: &mut Block) {
    let words = &bits[first..bits.len().min(first + BLOCK_WORDS)];
    block[..words.len()].copy_from_slice(words);
}

fn fill_codes(codes: &Codes, ranges: &[(u32, u32)], first: usize, block: &mut Block) {
    let rows = first * 64..codes.len().min((first + BLOCK_WORDS) * 64);
    match codes {
        Codes::U8(codes) => test_all(&codes[rows], ranges, block),
        Codes::U16(codes) => test_all(&codes[rows], ranges, block),
        Codes::U32(codes) => test_all(&codes[rows], ranges, block),
    }
}

fn test_all<T: Copy + Into<u32> + TryFrom<u32> + PartialOrd>(codes: &[T], ranges: &[(u32, u32)], block: &mut Block) {
    let narrow = |code: u32| T::try_from(code).ok();
    if let [(low, high)] = ranges
        && let (Some(low), Some(high)) = (narrow(*low), narrow(*high))
    {
        return test(codes, block, |code| low <= code && code <= high);
    }
    test(codes, block, |code| {
        let code = code.into();
        let after = ranges.partition_point(|range| range.0 <= code);
        after > 0 && code <= ranges[after - 1].1
    });
}

/// Tests 64 codes into 64 bytes, a loop the compiler makes wide, then packs the bytes' lowest bits into a word.
fn test<T: Copy>(codes: &[T], block: &mut Block, passes: impl Fn(T) -> bool) {
    for (word, codes) in block.iter_mut().zip(codes.chunks(64)) {
        let mut passed = [0u8; 64];
        for (byte, &code) in passed.iter_mut().zip(codes) {
            *byte = u8::from(passes(code));
        }
        *word = pack(&passed);
    }
}

fn pack(bytes: &[u8; 64]) -> u64 {
    let eight = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| bytes[at * 8 + i]));
    // the product's highest byte gathers the lowest bit of each of the eight, without a carry between them
    (0..8).fold(0, |word, at| word | (eight(at).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at))
}
