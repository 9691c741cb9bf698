//! What is known of each record: columns of text as a file gives them, and the three parts of a birth date.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use crate::domain::{Dictionary, Texts};

/// Records to link, a column a field; every column has the same length, an empty text or a 0 means "not given".
#[derive(Debug, Clone, Default)]
pub struct Records {
    pub source: Dictionary,
    pub first_name: Texts,
    pub middle_name: Texts,
    pub last_name: Texts,
    pub suffix: Texts,
    /// Year, month and day as written: 0 where not given, and not always a day that exists.
    pub birth: Vec<Birth>,
    pub sex: Dictionary,
    pub number: Texts,
    pub street: Texts,
    pub unit: Texts,
    pub city: Texts,
    pub postcode: Texts,
    pub phone: Texts,
    pub email: Texts,
    pub gov_id: Texts,
    /// Two columns whose meaning the linking finds out itself: another name, the full name, a birthplace, a trade.
    /// They serve the comparison on this machine and are never kept.
    pub extra: [Texts; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Birth {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Records {
    pub fn len(&self) -> usize {
        self.birth.len()
    }

    pub fn is_empty(&self) -> bool {
        self.birth.is_empty()
    }

    /// Rows sorted by what they hold, so that nothing depends on the order a file happens to have.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let texts = [
            &self.first_name, &self.middle_name, &self.last_name, &self.suffix, &self.number, &self.street, &self.unit, &self.city,
            &self.postcode, &self.phone, &self.email, &self.gov_id, &self.extra[0], &self.extra[1],
        ];
        let hash = |row: usize| {
            let mut hasher = DefaultHasher::new();
            (self.source.get(row), self.sex.get(row), self.birth[row]).hash(&mut hasher);
            texts.iter().for_each(|texts| texts.get(row).hash(&mut hasher));
            hasher.finish()
        };
        let mut order: Vec<(u64, u32)> = (0..self.len()).into_par_iter().map(|row| (hash(row), row as u32)).collect();
        order.par_sort_unstable();
        order.into_iter().map(|(_, row)| row).collect()
    }
}

impl Birth {
    /// `YYYY-MM-DD`, or its first parts; what is no number counts as not given.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.trim().splitn(3, '-');
        let mut part = || parts.next().unwrap_or_default();
        Self { year: part().parse().unwrap_or(0), month: part().parse().unwrap_or(0), day: part().parse().unwrap_or(0) }
    }
}
