//! Which row has this id?

use std::hash::{DefaultHasher, Hasher};

use crate::domain::Texts;

const EMPTY: u32 = u32::MAX;

/// An open-addressing table of row numbers; the ids themselves stay in their column, so ten million voters cost 80 MB, not a gigabyte.
pub(crate) struct IdIndex {
    slots: Vec<u32>,
    filled: usize,
}

impl IdIndex {
    pub fn new() -> Self {
        Self { slots: vec![EMPTY; 1024], filled: 0 }
    }

    /// The first row of every id.
    pub fn of(ids: &Texts) -> Self {
        let mut index = Self::new();
        for row in 0..ids.len() {
            if index.find(ids, ids.get(row)).is_none() {
                index.insert(ids, row as u32);
            }
        }
        index
    }

    pub fn find(&self, ids: &Texts, id: &str) -> Option<u32> {
        let row = self.slots[self.slot(ids, id)];
        (row != EMPTY).then_some(row)
    }

    /// Adds a row whose id `find` does not know yet; the id must already stand in the column.
    pub fn insert(&mut self, ids: &Texts, row: u32) {
        if (self.filled + 1) * 2 > self.slots.len() {
            self.grow(ids);
        }
        let slot = self.slot(ids, ids.get(row as usize));
        self.slots[slot] = row;
        self.filled += 1;
    }

    fn grow(&mut self, ids: &Texts) {
        let wider = vec![EMPTY; self.slots.len() * 2];
        let rows = std::mem::replace(&mut self.slots, wider);
        for row in rows.into_iter().filter(|&row| row != EMPTY) {
            let slot = self.slot(ids, ids.get(row as usize));
            self.slots[slot] = row;
        }
    }

    /// Where the id stands, or the empty slot where it would.
    fn slot(&self, ids: &Texts, id: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(id.as_bytes()) as usize & mask;
        while self.slots[slot] != EMPTY && ids.get(self.slots[slot] as usize) != id {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// The same for the same bytes in every run.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
