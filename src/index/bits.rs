//! One bit a row, 64 to a word: masks, yes/no columns, and where doors begin.

/// Row `r` is bit `r % 64` of word `r / 64`; bits past the last row are zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bits(pub Vec<u64>);

impl Bits {
    pub fn zeros(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    pub fn of(rows: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self::zeros(rows);
        for row in (0..rows).filter(|&row| holds(row)) {
            bits.0[row / 64] |= 1 << (row % 64);
        }
        bits
    }

    pub fn get(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 == 1
    }

    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Rows of the set bits from `start` up to but not including `end`, in order.
    pub fn ones(&self, start: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        (start / 64..end.div_ceil(64)).flat_map(move |at| ones(self.0[at] & within(at, start, end)).map(move |bit| at * 64 + bit))
    }
}

/// The bits of word `at` whose rows lie in `start..end`.
pub fn within(at: usize, start: usize, end: usize) -> u64 {
    let from = start.saturating_sub(at * 64);
    let to = end.saturating_sub(at * 64);
    if from >= 64 || to == 0 {
        return 0;
    }
    let low = u64::MAX << from;
    if to >= 64 { low } else { low & !(u64::MAX << to) }
}

/// Places of the set bits of one word, lowest first.
pub fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        (word != 0).then(|| {
            word &= word - 1;
            bit
        })
    })
}

/// Of the rows hit, those that are the first hit of their group, where `starts` marks the first row of every group.
///
/// `open` says, before: the group running into this word was hit already; after: the group running out of it was.
/// A start followed by rows not hit adds up to a carry that runs through them and lands on the next hit.
pub fn firsts(hits: u64, starts: u64, open: &mut bool) -> u64 {
    let starts = starts | u64::from(!*open);
    let (carried, fell_off) = (starts & !hits).overflowing_add(!hits);
    *open = !fell_off;
    hits & (starts | carried)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn firsts_are_those_of_a_plain_loop(words in prop::collection::vec((any::<u64>(), any::<u64>(), any::<u64>()), 1..5)) {
            let (mut open, mut hit_since_start) = (false, false);
            for (dense, sparse, starts) in words {
                let (hits, starts) = (dense & sparse, starts & sparse & !dense | starts & 1);
                let mut expected = 0;
                for bit in 0..64 {
                    if starts >> bit & 1 == 1 {
                        hit_since_start = false;
                    }
                    if hits >> bit & 1 == 1 && !hit_since_start {
                        expected |= 1 << bit;
                        hit_since_start = true;
                    }
                }
                prop_assert_eq!(firsts(hits, starts, &mut open), expected);
                prop_assert_eq!(open, hit_since_start);
            }
        }

        #[test]
        fn ones_of_a_stretch_are_its_rows(rows in prop::collection::btree_set(0usize..300, 0..100), start in 0usize..300, length in 0usize..300) {
            let bits = Bits::of(300, |row| rows.contains(&row));
            let end = (start + length).min(300);
            let expected: Vec<usize> = rows.iter().copied().filter(|row| (start..end).contains(row)).collect();
            prop_assert_eq!(bits.ones(start, end).collect::<Vec<_>>(), expected);
            prop_assert_eq!(bits.count() as usize, rows.len());
        }
    }
}
