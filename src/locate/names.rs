//! Every street name once, found by its text or by what a typo left of it.

use std::collections::HashMap;

use crate::domain::Country;

use super::name::{NameReader, StreetName};
use super::normal;

#[derive(Debug)]
pub struct Names {
    country: Country,
    /// Row: a name's code.
    pub names: Vec<StreetName>,
    /// As the first source to know it wrote it.
    pub labels: Vec<String>,
    /// Labels as folded: what somebody who is still typing spells.
    pub folded: Vec<String>,
    by_text: HashMap<String, u32>,
    /// Every core with one letter left out, and whole, as (hash, code), sorted: two cores one edit apart share one of these.
    remains: Vec<(u32, u32)>,
    reader: NameReader,
    by_label: HashMap<String, (u32, u64)>,
}

/// Shorter cores differ by nothing (see `fuzzy::cost`).
const SHORTEST: usize = 5;

impl Names {
    pub fn new(country: Country) -> Self {
        Self {
            country,
            names: Vec::new(),
            labels: Vec::new(),
            folded: Vec::new(),
            by_text: HashMap::new(),
            remains: Vec::new(),
            reader: NameReader::default(),
            by_label: HashMap::new(),
        }
    }

    /// The code of a name, made if it is new, and its spelling. A label already seen is not taken apart again.
    pub fn learn(&mut self, label: &str) -> Option<(u32, u64)> {
        if let Some(&known) = self.by_label.get(label) {
            return Some(known);
        }
        let folded = normal::fold(label, self.country);
        let written = folded.split(' ').filter(|word| !word.is_empty());
        let name = self.reader.read(written.clone(), self.country);
        if name.text.is_empty() {
            return None;
        }
        let next = self.names.len() as u32;
        let code = self.by_text.get(&name.text).copied().unwrap_or(next);
        let known = (code, normal::spelling(written));
        if code == next {
            self.by_text.insert(name.text.clone(), code);
            self.names.push(name.clone());
            self.labels.push(label.trim().to_owned());
            self.folded.push(folded);
        }
        self.by_label.insert(label.to_owned(), known);
        Some(known)
    }

    /// To be called when all names are known: what only learning needs is let go.
    pub fn finish(&mut self) {
        self.by_label = HashMap::new();
        for (code, name) in (0u32..).zip(&self.names) {
            remains(name, |hash| self.remains.push((hash, code)));
        }
        self.remains.sort_unstable();
        self.remains.dedup();
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn code(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    /// Adds the codes of all names whose core may be one letter from this one's; some are not, and some come twice.
    pub fn near(&self, name: &StreetName, found: &mut Vec<u32>) {
        remains(name, |hash| {
            let from = self.remains.partition_point(|&(other, _)| other < hash);
            found.extend(self.remains[from..].iter().take_while(|&&(other, _)| other == hash).map(|&(_, code)| code));
        });
    }
}

fn remains(name: &StreetName, mut take: impl FnMut(u32)) {
    let core = name.core().as_bytes();
    if core.len() < SHORTEST {
        return;
    }
    take(hash(core.iter()));
    for left_out in 0..core.len() {
        take(hash(core[..left_out].iter().chain(&core[left_out + 1..])));
    }
}

/// FNV-1a, 32 bits.
fn hash<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
