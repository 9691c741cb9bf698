//! Records of people as some file has them: voters, deaths, customers.

use super::columns::{Dictionary, Texts};

/// A column a field, all of one length; an empty text or a 0 means "not given".
#[derive(Debug, Clone, Default)]
pub struct Records {
    pub id: Texts,
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
    /// Two columns of any meaning: another last name, the full name, a birthplace, a trade. They serve to tell people apart
    /// while records are compared, and are never stored.
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

    /// Fills columns a source does not have: nothing is given there, for as many records as there are births.
    pub fn fill_unknown(&mut self) {
        let count = self.birth.len();
        let names = [&mut self.id, &mut self.first_name, &mut self.middle_name, &mut self.last_name, &mut self.suffix];
        let places = [&mut self.number, &mut self.street, &mut self.unit, &mut self.city, &mut self.postcode];
        let others = [&mut self.phone, &mut self.email, &mut self.gov_id].into_iter().chain(&mut self.extra);
        for column in names.into_iter().chain(places).chain(others) {
            (column.len()..count).for_each(|_| column.push(""));
        }
        for column in [&mut self.source, &mut self.sex] {
            (column.len()..count).for_each(|_| column.push(""));
        }
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
