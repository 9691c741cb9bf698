//! A file of many gigabytes is mapped, not loaded; what was read of it need not stay in memory.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Input;

/// Gives the memory of mapped files back as they are read, one after the other.
#[derive(Debug)]
pub struct Forgetter<'a> {
    inputs: Vec<&'a Input>,
    forgotten: AtomicU64,
}

/// Bytes read before it is worth asking the system.
const FORGET_EVERY: u64 = 64 << 20;

impl<'a> Forgetter<'a> {
    /// Files in the order they are read.
    pub fn of(inputs: impl IntoIterator<Item = &'a Input>) -> Self {
        Self { inputs: inputs.into_iter().collect(), forgotten: AtomicU64::new(0) }
    }

    /// `done`: bytes read, over all files.
    pub fn first(&self, done: u64) {
        let from = self.forgotten.load(Ordering::Relaxed);
        if done < from + FORGET_EVERY {
            return;
        }
        let mut before = 0;
        for input in &self.inputs {
            let size = input.source().bytes.len() as u64;
            let within = |at: u64| at.saturating_sub(before).min(size) as usize;
            input.forget(within(from)..within(done));
            before += size;
        }
        self.forgotten.store(done, Ordering::Relaxed);
    }
}
