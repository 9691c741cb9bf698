//! Who passed a filter, and what any place adds up to for them.
//!
//! A universe is one bit a voter and, every `BLOCK_WORDS` words, the tally of all rows before. Rows are in cell order and
//! a cell of any resolution is one range of rows, so its tally is the difference of two stored tallies plus at most two
//! part blocks added up row by row: a few hundred rows, whatever the zoom. Sums a block cost 1/50 of sums a cell.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::bits::{Bits, ones, within};
use super::sums::{self, Open};
use super::table::Table;
use crate::domain::{Cell, Tally};

/// Rows between two stored tallies, in words of 64.
const BLOCK_WORDS: usize = 4;
const BLOCK_ROWS: usize = BLOCK_WORDS * 64;

/// The voters that pass one filter.
#[derive(Debug)]
pub struct Universe {
    table: Arc<Table>,
    mask: Bits,
    /// Before block `b`: the tally of all its predecessors, and whether the door it begins in was counted.
    before: Vec<(Tally, Open)>,
    precincts: OnceLock<Vec<Tally>>,
}

impl Universe {
    pub(super) fn new(table: Arc<Table>, mask: Bits) -> Self {
        let mut tally = Tally::new(table.voted.len());
        let mut open = Open::default();
        let mut before = Vec::with_capacity(mask.0.len() / BLOCK_WORDS + 2);
        for (at, &hits) in mask.0.iter().enumerate() {
            if at % BLOCK_WORDS == 0 {
                before.push((tally.clone(), open));
            }
            let firsts = open.walk(&table, at, hits);
            sums::add(&mut tally, &table, at, hits, firsts);
        }
        before.push((tally, open));
        Self { table, mask, before, precincts: OnceLock::new() }
    }

    /// Everybody in the universe, located or not.
    pub fn count(&self) -> Tally {
        self.before.last().map(|(tally, _)| tally.clone()).unwrap_or_default()
    }

    /// The occupied cells of a resolution (0 to 12) in cell order, without those that hold nobody of this universe.
    /// `ranges`, if given, are sorted, disjoint ranges of resolution-12 indexes (both ends included) made of whole cells
    /// of that resolution or coarser, as `tiles::hex_ranges` gives them. Voters not located are in no cell.
    pub fn hexes(&self, resolution: u8, ranges: Option<&[(u64, u64)]>) -> Vec<(Cell, Tally)> {
        let cells = &self.table.cells;
        let everywhere = [(1, u64::MAX)];
        let mut hexes = Vec::new();
        for &range in ranges.unwrap_or(&everywhere) {
            let Range { start: mut at, end } = self.table.cells_between((range.0.max(1), range.1));
            while at < end {
                let parent = cells[at].parent(resolution);
                let next = at + gallop(&cells[at..end], parent.range().1);
                let tally = self.tally(self.table.rows_of_cells(at..next));
                if tally.voters > 0 {
                    hexes.push((parent, tally));
                }
                at = next;
            }
        }
        hexes
    }

    /// What a cell of any resolution adds up to; `Cell::NONE` stands for all voters not located.
    pub fn cell(&self, cell: Cell) -> Tally {
        self.tally(self.rows_of(cell))
    }

    /// What each area adds up to, by row of the layer; voters outside all areas are in none.
    pub fn precincts(&self) -> &[Tally] {
        self.precincts.get_or_init(|| {
            let mut tallies = vec![Tally::new(self.table.voted.len()); self.table.precinct.values.len()];
            let mut open = Open::default();
            for (at, &hits) in self.mask.0.iter().enumerate() {
                let firsts = open.walk(&self.table, at, hits);
                for (area, together) in self.by_area(at, hits) {
                    sums::add(&mut tallies[area], &self.table, at, together, firsts);
                }
            }
            tallies
        })
    }

    /// Is the voter of this row in the universe?
    pub fn holds(&self, row: usize) -> bool {
        row < self.table.rows && self.mask.get(row)
    }

    /// Rows of the universe's voters, in row order: cell, door, household.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.mask.ones(0, self.table.rows)
    }

    /// As `rows`, only those whose cell lies in one of the ranges (see `hexes`).
    pub fn rows_within<'a>(&'a self, ranges: &'a [(u64, u64)]) -> impl Iterator<Item = usize> + 'a {
        ranges.iter().flat_map(|&range| {
            let rows = self.table.rows_of_cells(self.table.cells_between(range));
            self.mask.ones(rows.start, rows.end)
        })
    }

    pub(super) fn rows_of(&self, cell: Cell) -> Range<usize> {
        let between = if cell == Cell::NONE { (0, 0) } else { cell.range() };
        self.table.rows_of_cells(self.table.cells_between(between))
    }

    pub(super) fn ones(&self, rows: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        self.mask.ones(rows.start, rows.end)
    }

    /// Bytes held by this universe alone.
    pub(super) fn bytes(&self) -> usize {
        let tally = size_of::<(Tally, Open)>() + 8 * self.table.voted.len();
        8 * self.mask.0.len() + tally * (self.before.len() + self.table.precinct.values.len())
    }

    /// Adds up a range of rows that begins and ends where a cell does.
    fn tally(&self, rows: Range<usize>) -> Tally {
        let mut tally = Tally::new(self.table.voted.len());
        let (first, last) = (rows.start.div_ceil(BLOCK_ROWS), rows.end / BLOCK_ROWS);
        if first >= last {
            self.add_rows(&mut tally, rows, Open::default());
            return tally;
        }
        tally += &self.before[last].0;
        tally -= &self.before[first].0;
        self.add_rows(&mut tally, rows.start..first * BLOCK_ROWS, Open::default());
        self.add_rows(&mut tally, last * BLOCK_ROWS..rows.end, self.before[last].1);
        tally
    }

    fn add_rows(&self, tally: &mut Tally, rows: Range<usize>, mut open: Open) {
        for at in rows.start / 64..rows.end.div_ceil(64) {
            let hits = self.mask.0[at] & within(at, rows.start, rows.end);
            let firsts = open.walk(&self.table, at, hits);
            sums::add(tally, &self.table, at, hits, firsts);
        }
    }

    /// The hits of a word by area: neighbours vote together, so a word mostly holds one or two.
    fn by_area(&self, at: usize, mut hits: u64) -> impl Iterator<Item = (usize, u64)> + '_ {
        std::iter::from_fn(move || {
            while hits != 0 {
                let code = self.table.precinct.codes.get(at * 64 + hits.trailing_zeros() as usize);
                let together = ones(hits)
                    .take_while(|bit| self.table.precinct.codes.get(at * 64 + bit) == code)
                    .fold(0, |together, bit| together | 1 << bit);
                hits &= !together;
                if code != 0 {
                    return Some((code - 1, together));
                }
            }
            None
        })
    }
}

/// How many cells at the front are at most `high`: doubling steps, then halving, since most parents hold few.
fn gallop(cells: &[Cell], high: u64) -> usize {
    let mut reach = 1;
    while reach < cells.len() && cells[reach].0 <= high {
        reach *= 2;
    }
    let from = reach / 2;
    from + cells[from..cells.len().min(reach + 1)].partition_point(|cell| cell.0 <= high)
}
