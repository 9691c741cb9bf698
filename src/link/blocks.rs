//! Which pairs are worth comparing? Those that share one of a dozen keys, the rarest blocks first, up to a bound.

use rayon::prelude::*;

use super::people::{People, Person};
use crate::domain::Birth;

/// Pairs a key may propose: so many a record, and so many at least. The largest blocks are cut first.
const PAIRS_PER_RECORD: u64 = 3;
const PAIRS_AT_LEAST: u64 = 2_500_000;

/// Records that share a key, and for each record the blocks it is in.
#[derive(Debug)]
pub(super) struct Blocks {
    members: Vec<u32>,
    /// Where each block begins in `members`; one more than there are blocks.
    starts: Vec<u32>,
    of_record: Vec<u32>,
    /// Where each record's blocks begin in `of_record`, in rising order.
    record_starts: Vec<u32>,
    pub cut: Vec<Cut>,
}

/// Blocks of one key too large to compare within the bound; other keys may still bring their pairs together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Cut {
    pub key: &'static str,
    pub blocks: u64,
    pub largest: u64,
    pub pairs: u64,
}

type Keys = fn(&People, &Person, &mut Vec<u64>);

/// How many of the first keys bring together records that share more than a name: a birth year, a door, a number.
const CLOSE: usize = 8;

const KEYS: [(&str, Keys); 21] = [
    ("names and birth year", |_, person, keys| {
        two_names(person).for_each(|names| push(keys, &[names, year(person)]));
    }),
    ("a name and the birth date", |_, person, keys| {
        names(person).for_each(|name| push(keys, &[name, date(person)]));
    }),
    ("phone", |_, person, keys| push(keys, &[person.phone.into()])),
    ("email", |_, person, keys| push(keys, &[person.email.into()])),
    ("official number", |_, person, keys| push(keys, &[person.gov_id.into()])),
    ("house number and postcode", |_, person, keys| push(keys, &[person.number.into(), person.postcode.into()])),
    ("door", |people, person, keys| push(keys, &[person.number.into(), street_initials(people, person), person.city.into()])),
    ("sound of the names and birth year", |people, person, keys| push(keys, &[two_sounds(people, person), year(person)])),
    ("names", |_, person, keys| two_names(person).for_each(|names| push(keys, &[names]))),
    ("sound of the names and town", |people, person, keys| push(keys, &[two_sounds(people, person), person.city.into()])),
    ("given names and birth year", |_, person, keys| push(keys, &[person.given.into(), person.middle.into(), year(person)])),
    ("a name, day and month", |_, person, keys| {
        let (low, high) = (person.birth.month.min(person.birth.day), person.birth.month.max(person.birth.day));
        [person.given, person.last].into_iter().for_each(|name| push(keys, &[name.into(), low.into(), high.into()]));
    }),
    ("birth date", |_, person, keys| push(keys, &[date(person)])),
    ("email's name", |people, person, keys| {
        let text = people.email.text(person.email);
        push(keys, &[hash_bytes(text.split(|&byte| byte == b'@').next().unwrap_or_default())]);
    }),
    ("street or building", |people, person, keys| {
        let long = |line: &u32| *line != 0 && people.lines.words[*line as usize].iter().any(|word| word.len() > 4);
        [person.street, person.unit].iter().filter(|line| long(line)).for_each(|&line| push(keys, &[line.into()]));
    }),
    ("postcode and birth year", |_, person, keys| push(keys, &[person.postcode.into(), year(person)])),
    ("town and birth year", |_, person, keys| push(keys, &[person.city.into(), year(person)])),
    ("a name and postcode", |_, person, keys| names(person).for_each(|name| push(keys, &[name, person.postcode.into()]))),
    ("a name and town", |_, person, keys| names(person).for_each(|name| push(keys, &[name, person.city.into()]))),
    ("a name and birth year", |_, person, keys| names(person).for_each(|name| push(keys, &[name, year(person)]))),
    ("a name", |_, person, keys| names(person).for_each(|name| push(keys, &[name]))),
];

/// A key of all parts, unless one is missing.
fn push(keys: &mut Vec<u64>, parts: &[u64]) {
    if parts.iter().all(|&part| part != 0) {
        keys.push(parts.iter().fold(0, |all, &part| mix(all ^ part)));
    }
}

fn names(person: &Person) -> impl Iterator<Item = u64> {
    [person.given, person.last, person.other].into_iter().map(u64::from)
}

/// First and last name in either order, and with the other last name.
fn two_names(person: &Person) -> impl Iterator<Item = u64> {
    let together = |last: u32| if last == 0 || person.given == 0 { 0 } else { mix(person.given.into()).wrapping_add(mix(last.into())) };
    [together(person.last), together(person.other)].into_iter()
}

fn two_sounds(people: &People, person: &Person) -> u64 {
    let sounds = [person.given, person.last].map(|name| people.names.sound(name));
    if sounds.contains(&0) { 0 } else { mix(sounds[0]).wrapping_add(mix(sounds[1])) }
}

fn year(person: &Person) -> u64 {
    person.birth.year.into()
}

/// 0 unless the whole date is known.
fn date(person: &Person) -> u64 {
    let Birth { year, month, day } = person.birth;
    if day == 0 { 0 } else { (u64::from(year) << 8 | u64::from(month)) << 8 | u64::from(day) }
}

/// First letters of the street's words: the same however they are shortened.
fn street_initials(people: &People, person: &Person) -> u64 {
    people.lines.words[person.street as usize].iter().filter_map(|word| word.first()).fold(0, |all, &letter| mix(all ^ u64::from(letter)))
}

fn hash_bytes(text: &[u8]) -> u64 {
    text.iter().fold(0, |all, &byte| mix(all ^ u64::from(byte)))
}

/// Spreads bits evenly (Steele's splitmix64); 0 stays 0.
pub(super) fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

impl Blocks {
    pub fn of(people: &People, close: bool) -> Self {
        let count = people.all.len();
        let bound = (PAIRS_PER_RECORD * count as u64).max(PAIRS_AT_LEAST);
        let mut blocks = Self { members: Vec::new(), starts: vec![0], of_record: Vec::new(), record_starts: Vec::new(), cut: Vec::new() };
        if pairs(count) <= bound {
            blocks.members.extend(0..count as u32);
            blocks.starts.push(count as u32);
        } else {
            KEYS[..if close { CLOSE } else { KEYS.len() }].iter().for_each(|(name, keys)| blocks.add(people, name, *keys, bound));
        }
        blocks.turn(count);
        blocks
    }

    fn add(&mut self, people: &People, name: &'static str, keys: Keys, bound: u64) {
        let mut entries: Vec<(u64, u32)> = people
            .all
            .par_iter()
            .enumerate()
            .fold(Vec::new, |mut entries, (row, person)| {
                let mut found = Vec::with_capacity(3);
                keys(people, person, &mut found);
                found.sort_unstable();
                found.dedup();
                entries.extend(found.into_iter().map(|key| (key, row as u32)));
                entries
            })
            .reduce(Vec::new, |mut all, more| {
                all.extend(more);
                all
            });
        entries.par_sort_unstable();
        let groups = || entries.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
        let most = largest_within(groups().map(<[_]>::len), bound);
        let mut cut = Cut { key: name, blocks: 0, largest: 0, pairs: 0 };
        for group in groups() {
            if group.len() <= most {
                self.members.extend(group.iter().map(|&(_, row)| row));
                self.starts.push(self.members.len() as u32);
            } else {
                cut.blocks += 1;
                cut.largest = cut.largest.max(group.len() as u64);
                cut.pairs += pairs(group.len());
            }
        }
        if cut.blocks > 0 {
            self.cut.push(cut);
        }
    }

    /// Fills each record's blocks from each block's records.
    fn turn(&mut self, records: usize) {
        let mut starts = vec![0u32; records + 1];
        self.members.iter().for_each(|&row| starts[row as usize + 1] += 1);
        (0..records).for_each(|row| starts[row + 1] += starts[row]);
        let mut next = starts.clone();
        self.of_record = vec![0; self.members.len()];
        for block in 0..self.len() {
            for &row in &self.members[self.starts[block] as usize..self.starts[block + 1] as usize] {
                self.of_record[next[row as usize] as usize] = block as u32;
                next[row as usize] += 1;
            }
        }
        self.record_starts = starts;
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn members(&self, block: usize) -> &[u32] {
        &self.members[self.starts[block] as usize..self.starts[block + 1] as usize]
    }

    /// Of all blocks that hold both records this is the first: here the pair is compared, and nowhere else.
    pub fn is_first_of(&self, block: usize, left: u32, right: u32) -> bool {
        let (mut a, mut b) = (self.blocks_of(left), self.blocks_of(right));
        while let ([one, rest_a @ ..], [other, rest_b @ ..]) = (a, b) {
            match one.cmp(other) {
                std::cmp::Ordering::Less => a = rest_a,
                std::cmp::Ordering::Greater => b = rest_b,
                std::cmp::Ordering::Equal => return *one as usize == block,
            }
        }
        false
    }

    fn blocks_of(&self, record: u32) -> &[u32] {
        let at = record as usize;
        &self.of_record[self.record_starts[at] as usize..self.record_starts[at + 1] as usize]
    }
}

pub(super) fn pairs(count: usize) -> u64 {
    let count = count as u64;
    count * count.saturating_sub(1) / 2
}

/// The largest size so that all groups up to it have no more pairs than `bound`.
fn largest_within(sizes: impl Iterator<Item = usize>, bound: u64) -> usize {
    let mut sizes: Vec<usize> = sizes.collect();
    sizes.sort_unstable();
    let (mut total, mut most) = (0, 1);
    for alike in sizes.chunk_by(|one, other| one == other) {
        total += alike.len() as u64 * pairs(alike[0]);
        if total > bound {
            break;
        }
        most = alike[0];
    }
    most
}
