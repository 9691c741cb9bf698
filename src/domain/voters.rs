//! The people of a campaign, as columns: row `i` of every column is one voter.

use std::collections::{BTreeMap, HashMap};

use super::columns::{Dictionary, Texts};
use super::{Cell, Located, Outcome, Problem};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    Active = 0,
    /// Still registered; the office has lost touch. Counted, and filterable.
    Inactive = 1,
}

/// No precinct holds this voter's point.
pub const NO_PRECINCT: u32 = u32::MAX;
/// A score nobody has computed.
pub const NO_SCORE: u8 = u8::MAX;
/// Scores are stored in steps of 1/250: 0 to 250.
pub const SCORE_STEPS: u8 = 250;

/// At most this many different tags: each is a bit of `Voters::tags`.
pub const TAGS_MAX: usize = 32;

/// Every kept registration. All columns have the same length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voters {
    // Who, as the file says. Never leaves the machine but to those who may see persons.
    pub id: Texts,
    pub last_name: Texts,
    pub first_name: Texts,
    pub middle_name: Texts,
    pub name_suffix: Texts,
    /// Where, as the file says: `number` holds `12`, `12A`, `12 1/2`; `street` may hold the whole line when it came in one field.
    pub number: Texts,
    pub street: Texts,
    pub unit: Texts,
    pub city: Dictionary,
    pub postcode: Dictionary,
    /// The precinct the file names, as it names it.
    pub file_precinct: Dictionary,
    /// Whose file the registration comes from: a new file of one source takes the place of its older one.
    pub source: Dictionary,

    // Profile.
    /// 0 when unknown.
    pub birth_year: Vec<u16>,
    /// `F`, `M`, `X` or empty.
    pub sex: Dictionary,
    pub party: Dictionary,
    /// `Status as u8`.
    pub status: Vec<u8>,
    /// Days since 1970-01-01; `i32::MIN` when unknown.
    pub registered_day: Vec<i32>,
    /// Bit `i`: voted in `Campaign::elections[i]`, and the vote counted.
    pub voted: Vec<u32>,
    /// Bit `i`: on the roll and of age at `Campaign::elections[i]`.
    pub eligible: Vec<u32>,
    /// Bit `i`: carries `tag_names[i]`.
    pub tags: Vec<u32>,
    pub tag_names: Vec<String>,
    /// Columns the layout does not know, kept as text for filters.
    pub extra: BTreeMap<String, Dictionary>,

    // Filled by `locate`.
    pub lon: Vec<f64>,
    pub lat: Vec<f64>,
    /// `Located as u8`.
    pub located: Vec<u8>,
    /// 0 to 100.
    pub confidence: Vec<u8>,
    /// Resolution 12, or `Cell::NONE`.
    pub cell: Vec<Cell>,
    /// Row of the precinct layer's `areas`, or `NO_PRECINCT`.
    pub precinct: Vec<u32>,
    /// One dwelling unit: the same number for all who share it.
    pub door: Vec<u32>,
    /// Persons of one surname behind one door.
    pub household: Vec<u32>,

    // Filled by answers and `score`.
    /// 1 strong support to 5 strong against; 0 not asked.
    pub support: Vec<u8>,
    /// Days since 1970-01-01 of that answer; `i32::MIN` when not asked.
    pub support_day: Vec<i32>,
    /// P(votes at the target election) in steps of 1/250, or `NO_SCORE`.
    pub p_vote: Vec<u8>,
    /// P(supports us) in steps of 1/250, or `NO_SCORE`.
    pub p_support: Vec<u8>,
}

impl Voters {
    pub fn len(&self) -> usize {
        self.id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// The row of every id.
    pub fn rows_by_id(&self) -> HashMap<&str, u32> {
        self.id.iter().zip(0..).collect()
    }

    /// The tags of a row as one text, `a;b`.
    pub fn tags_text(&self, row: usize) -> String {
        let carried = self.tag_names.iter().enumerate().filter(|(bit, _)| self.tags[row] >> bit & 1 == 1).map(|(_, name)| name.as_str());
        carried.collect::<Vec<_>>().join(";")
    }

    /// The rows named by `order`, in that order; used to drop, merge and sort. One column after the other, so that
    /// millions of voters are never twice in memory.
    #[must_use]
    pub fn take(mut self, order: &[u32]) -> Self {
        for column in [&mut self.id, &mut self.last_name, &mut self.first_name, &mut self.middle_name, &mut self.name_suffix] {
            *column = column.take(order);
        }
        for column in [&mut self.number, &mut self.street, &mut self.unit] {
            *column = column.take(order);
        }
        for column in [&mut self.city, &mut self.postcode, &mut self.file_precinct, &mut self.source, &mut self.sex, &mut self.party] {
            *column = column.take(order);
        }
        for column in self.extra.values_mut() {
            *column = column.take(order);
        }
        for column in [&mut self.status, &mut self.located, &mut self.confidence, &mut self.support, &mut self.p_vote, &mut self.p_support]
        {
            *column = take(column, order);
        }
        for column in [&mut self.voted, &mut self.eligible, &mut self.tags, &mut self.precinct, &mut self.door, &mut self.household] {
            *column = take(column, order);
        }
        self.birth_year = take(&self.birth_year, order);
        self.cell = take(&self.cell, order);
        for column in [&mut self.registered_day, &mut self.support_day] {
            *column = take(column, order);
        }
        for column in [&mut self.lon, &mut self.lat] {
            *column = take(column, order);
        }
        self
    }

    /// Puts rows of other voters below, in the order named. Tags past the limit of a campaign are a problem.
    pub fn append(&mut self, other: &Self, rows: &[u32]) -> Outcome<()> {
        let before = self.len();
        for (column, more) in [
            (&mut self.id, &other.id),
            (&mut self.last_name, &other.last_name),
            (&mut self.first_name, &other.first_name),
            (&mut self.middle_name, &other.middle_name),
            (&mut self.name_suffix, &other.name_suffix),
            (&mut self.number, &other.number),
            (&mut self.street, &other.street),
            (&mut self.unit, &other.unit),
        ] {
            column.append(more, rows);
        }
        for (column, more) in [
            (&mut self.city, &other.city),
            (&mut self.postcode, &other.postcode),
            (&mut self.file_precinct, &other.file_precinct),
            (&mut self.source, &other.source),
            (&mut self.sex, &other.sex),
            (&mut self.party, &other.party),
        ] {
            column.append(more, rows);
        }
        for (name, more) in &other.extra {
            let column = self.extra.entry(name.clone()).or_default();
            column.resize(before);
            column.append(more, rows);
        }
        self.extra.values_mut().for_each(|column| column.resize(before + rows.len()));
        append(&mut self.birth_year, &other.birth_year, rows);
        append(&mut self.cell, &other.cell, rows);
        append(&mut self.registered_day, &other.registered_day, rows);
        append(&mut self.support_day, &other.support_day, rows);
        append(&mut self.lon, &other.lon, rows);
        append(&mut self.lat, &other.lat, rows);
        for (column, more) in [
            (&mut self.status, &other.status),
            (&mut self.located, &other.located),
            (&mut self.confidence, &other.confidence),
            (&mut self.support, &other.support),
            (&mut self.p_vote, &other.p_vote),
            (&mut self.p_support, &other.p_support),
        ] {
            append(column, more, rows);
        }
        for (column, more) in [
            (&mut self.voted, &other.voted),
            (&mut self.eligible, &other.eligible),
            (&mut self.precinct, &other.precinct),
            (&mut self.door, &other.door),
            (&mut self.household, &other.household),
        ] {
            append(column, more, rows);
        }
        self.tags.resize(before + rows.len(), 0);
        for (at, &row) in (before..).zip(rows).filter(|(_, row)| other.tags[**row as usize] != 0) {
            for tag in other.tags_text(row as usize).split(';') {
                self.add_tag(at, tag)?;
            }
        }
        Ok(())
    }

    /// Marks a voter; a campaign has at most 32 different tags.
    pub fn add_tag(&mut self, row: usize, tag: &str) -> Outcome<()> {
        let bit = match self.tag_names.iter().position(|known| known == tag) {
            Some(bit) => bit,
            None if self.tag_names.len() == TAGS_MAX => {
                return Err(Problem::new(format!("{tag:?} would be tag number {}, and a campaign keeps {TAGS_MAX}", TAGS_MAX + 1))
                    .remedy("use fewer different tags"));
            }
            None => {
                self.tag_names.push(tag.to_owned());
                self.tag_names.len() - 1
            }
        };
        self.tags[row] |= 1 << bit;
        Ok(())
    }

    /// Gives every column that later steps fill its "not known yet" value, at the table's length.
    pub fn fill_unknown(&mut self) {
        let n = self.len();
        self.source.resize(n);
        self.status.resize(n, Status::Active as u8);
        self.voted.resize(n, 0);
        self.eligible.resize(n, 0);
        self.tags.resize(n, 0);
        self.lon.resize(n, 0.0);
        self.lat.resize(n, 0.0);
        self.located.resize(n, Located::None as u8);
        self.confidence.resize(n, 0);
        self.cell.resize(n, Cell::NONE);
        self.precinct.resize(n, NO_PRECINCT);
        self.door.resize(n, 0);
        self.household.resize(n, 0);
        self.support.resize(n, 0);
        self.support_day.resize(n, i32::MIN);
        self.p_vote.resize(n, NO_SCORE);
        self.p_support.resize(n, NO_SCORE);
    }
}

fn append<T: Copy>(column: &mut Vec<T>, other: &[T], rows: &[u32]) {
    column.extend(rows.iter().map(|&row| other[row as usize]));
}

fn take<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&row| column[row as usize]).collect()
}
