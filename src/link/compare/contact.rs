//! Where two records can be reached: door, place and phone as one comparison, and email.

use super::memory::{Likeness, alike, begins};
use super::{Comparer, Grade, phones};
use crate::link::fields::{contact, door, place};
use crate::link::people::Person;
use crate::link::similar::{abbreviates, edits, jaro_winkler};

impl Comparer<'_> {
    pub fn contact(&mut self, a: &Person, b: &Person) -> Grade {
        let (place, rarity) = self.place(a, b);
        let door = self.door(a, b, place);
        let lines = &self.people.lines.share;
        // a shared door says all that a shared town could
        let rarity = match door {
            0 | door::DIFFERENT => rarity,
            _ if a.street == 0 || b.street == 0 => 0.0,
            _ => lines.rarity(a.street).min(lines.rarity(b.street)),
        };
        (contact(door, place, phones(a.phone, b.phone)), rarity)
    }

    fn place(&self, a: &Person, b: &Person) -> Grade {
        let (towns, codes) = (&self.people.city, &self.people.postcode);
        let (both_towns, both_codes) = (a.city != 0 && b.city != 0, a.postcode != 0 && b.postcode != 0);
        if both_codes && a.postcode == b.postcode {
            (place::SAME, codes.share.rarity(a.postcode))
        } else if both_towns && a.city == b.city {
            (place::NEAR, towns.share.rarity(a.city))
        } else if both_codes && area(codes.text(a.postcode), codes.text(b.postcode)) {
            (place::NEAR, 0.0)
        } else if both_towns && words_near(towns.text(a.city), towns.text(b.city)) {
            (place::NEAR, towns.share.rarity(a.city).min(towns.share.rarity(b.city)))
        } else if both_towns || both_codes {
            (place::DIFFERENT, 0.0)
        } else {
            (0, 0.0)
        }
    }

    /// The streets, or the names of the buildings: files swap the two lines of an address.
    fn street(&mut self, a: &Person, b: &Person) -> Likeness {
        let lines = &self.people.lines;
        let long = |line: u32| line != 0 && lines.words[line as usize].iter().any(|word| word.len() > 4);
        let mut alike = |x: u32, y: u32| {
            if x == 0 || y == 0 {
                return Likeness::Different;
            }
            self.streets.recall(x, y, || same_street(&lines.words[x as usize], &lines.words[y as usize]))
        };
        let street = alike(a.street, b.street);
        if street <= Likeness::Typo || (!long(a.unit) && !long(b.unit)) {
            return street;
        }
        let crossed = alike(a.street, b.unit).min(alike(a.unit, b.street));
        let building = if long(a.unit) && long(b.unit) { alike(a.unit, b.unit) } else { Likeness::Different };
        street.min(crossed).min(building)
    }

    fn door(&mut self, a: &Person, b: &Person, place: u8) -> u8 {
        let people = self.people;
        if (a.street == 0 && a.unit == 0) || (b.street == 0 && b.unit == 0) {
            return 0;
        }
        let street = self.street(a, b);
        let number = a.number != 0 && a.number == b.number;
        let near_number =
            || a.number != 0 && b.number != 0 && edits(people.number.text(a.number), people.number.text(b.number), 1).is_some();
        let unlike_units = a.unit != 0 && b.unit != 0 && a.unit != b.unit;
        match street {
            Likeness::Same if number && unlike_units => door::OTHER_UNIT,
            Likeness::Same if number => {
                if place == place::DIFFERENT {
                    door::NEAR
                } else {
                    door::SAME
                }
            }
            Likeness::Typo if number && place == place::SAME => door::SAME,
            Likeness::Typo | Likeness::Similar if number => door::NEAR,
            Likeness::Same if near_number() => door::NEAR,
            Likeness::Same if (a.number == 0 || b.number == 0) && place != place::DIFFERENT => door::NEAR,
            Likeness::Same | Likeness::Typo => door::STREET,
            _ => door::DIFFERENT,
        }
    }
}

/// Streets whose words are the same, shortened or not. A word more (a direction) or typing errors are tolerated, other digits are not.
fn same_street(a: &[Box<[u8]>], b: &[Box<[u8]>]) -> Likeness {
    let fits = |x: &[u8], y: &[u8]| x == y || abbreviates(x, y);
    if a.len() == b.len() && a.iter().zip(b).all(|(x, y)| fits(x, y)) {
        // every word shortened is no street at all
        return if a.iter().zip(b).any(|(x, y)| x == y) { Likeness::Same } else { Likeness::Similar };
    }
    let (all_a, all_b) = (a.concat(), b.concat());
    if digits(&all_a) != digits(&all_b) {
        return Likeness::Different;
    }
    let mut odd = a.iter().zip(b).filter(|(x, y)| !fits(x, y));
    if let (true, Some((x, y)), None) = (a.len() == b.len(), odd.next(), odd.next()) {
        return match alike(x, y) {
            Likeness::Similar if a.len() == 1 => Likeness::Different,
            likeness => likeness,
        };
    }
    match jaro_winkler(&all_a, &all_b) {
        _ if all_a == all_b => Likeness::Same,
        similar if similar >= 0.94 => Likeness::Typo,
        similar if similar >= 0.88 => Likeness::Similar,
        _ => Likeness::Different,
    }
}

fn digits(text: &[u8]) -> u64 {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit());
    digits.fold(0, |all: u64, &digit| all.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')))
}

/// Spellings of one address. Namesakes tell theirs apart by digits, so those must be the same.
pub(super) fn email_near(a: &[u8], b: &[u8]) -> bool {
    digits(a) == digits(b) && (edits(a, b, 2).is_some() || jaro_winkler(a, b) > 0.95)
}

/// A typing error apart, or one the beginning of the other.
pub(super) fn words_near(a: &[u8], b: &[u8]) -> bool {
    alike(a, b) == Likeness::Typo || begins(a, b)
}

/// Postcodes of one area: one digit off, or the same first three signs.
fn area(a: &[u8], b: &[u8]) -> bool {
    a.len().min(b.len()) > 3 && a[..3] == b[..3] || edits(a, b, 1).is_some()
}
