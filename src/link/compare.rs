//! How well do two records agree, field by field?

use super::fields::{BIRTH, CONTACT, EMAIL, EXTRA, FIELDS, FIRST, GOV_ID, LAST, MIDDLE, SEX, SUFFIX, birth, contact, door, email, first, last};
use super::fields::{SWAPPED_SURPRISE, middle, phone, place, sex, suffix, text};
use super::people::{People, Person, Values};
use super::records::Birth;
use super::similar::{abbreviates, edits, jaro_winkler};

/// A pair's agreement: a level a field, and how much rarer than usual the value agreed on is, in tenths of a natural logarithm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    pub levels: [u8; FIELDS],
    pub rarity: [i8; FIELDS],
}

/// Compares pairs, remembering what it found of two names or two streets: the same two meet again and again.
pub(super) struct Comparer<'p> {
    people: &'p People,
    names: Memory,
    streets: Memory,
}

/// By how much a typing error raises the chance that a swapped name fits a stranger.
const TYPO_ALLOWANCE: f32 = 3.0;

/// How two words stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Same = 0,
    Typo,
    Similar,
    Different,
}

impl<'p> Comparer<'p> {
    pub fn new(people: &'p People) -> Self {
        Self { people, names: Memory::new(), streets: Memory::new() }
    }

    pub fn compare(&mut self, left: usize, right: usize) -> Evidence {
        let (a, b) = (&self.people.all[left], &self.people.all[right]);
        let mut found = Evidence::default();
        let mut set = |field: usize, (level, rarity): (u8, f32)| {
            found.levels[field] = level;
            found.rarity[field] = (rarity * 10.0).clamp(-127.0, 127.0) as i8;
        };
        let (first, mut last) = (self.first(a, b), self.last(a, b));
        let swapped = if last.0 == last::SAME { None } else { self.swapped(a, b, first.0) };
        let first = swapped.unwrap_or(first);
        if swapped.is_some() {
            last = (0, 0.0);
        }
        set(FIRST, first);
        set(LAST, last);
        set(MIDDLE, if matches!(first.0, first::MIDDLE_USED | first::SWAPPED) { (0, 0.0) } else { self.middle(a, b) });
        set(SUFFIX, (suffixes(a.generation, b.generation), 0.0));
        set(BIRTH, self.birth(a.birth, b.birth));
        set(SEX, (sexes(a.sex, b.sex, first.0), 0.0));
        set(CONTACT, self.contact(a, b));
        let email = match (a.email, b.email) {
            (0, 0) => email::NEITHER,
            (0, _) | (_, 0) => email::ONE,
            _ => texts(&self.people.email, a.email, b.email, email_near),
        };
        set(EMAIL, (email, 0.0));
        set(GOV_ID, (texts(&self.people.gov_id, a.gov_id, b.gov_id, code_near), 0.0));
        for (at, field) in EXTRA.into_iter().enumerate() {
            let values = &self.people.extra[at];
            let level = texts(values, a.extra[at], b.extra[at], words_near);
            set(field, (level, if level == text::SAME { values.share.rarity(a.extra[at]) } else { 0.0 }));
        }
        found
    }

    fn alike(&mut self, a: u32, b: u32) -> Likeness {
        let names = &self.people.names;
        self.names.recall(a, b, || alike(names.letters(a), names.letters(b)))
    }

    fn first(&mut self, a: &Person, b: &Person) -> (u8, f32) {
        let people = self.people;
        let shares = &people.given;
        if a.given == 0 || b.given == 0 {
            return (0, 0.0);
        }
        if a.given == b.given {
            return (first::SAME, shares.rarity(a.given));
        }
        let common = |x: u32, y: u32| shares.rarity(x).min(shares.rarity(y));
        let whole = self.alike(a.givens, b.givens);
        let (x, y) = (people.names.letters(a.given), people.names.letters(b.given));
        if whole == Likeness::Same {
            return (first::TYPO, common(a.given, b.given));
        }
        if people.names.nicknames(a.given, b.given) {
            return (first::NICKNAME, common(a.given, b.given));
        }
        let is_first_of = |name: u32, other: &Person| {
            let parts = &people.names.about(other.middle).parts;
            name == other.middle || parts.first() == Some(&name)
        };
        if x.len() > 1 && is_first_of(a.given, b) {
            return (first::MIDDLE_USED, shares.rarity(a.given));
        }
        if y.len() > 1 && is_first_of(b.given, a) {
            return (first::MIDDLE_USED, shares.rarity(b.given));
        }
        if x.len() == 1 || y.len() == 1 {
            return (if x[0] == y[0] { first::INITIAL } else { first::DIFFERENT }, 0.0);
        }
        match self.alike(a.given, b.given).min(whole) {
            Likeness::Same | Likeness::Typo => (first::TYPO, common(a.given, b.given)),
            Likeness::Similar => (first::SIMILAR, 0.0),
            Likeness::Different if begins(x, y) => (first::SIMILAR, 0.0),
            Likeness::Different => (first::DIFFERENT, 0.0),
        }
    }

    /// The first name of one stands where the last name of the other does.
    fn swapped(&mut self, a: &Person, b: &Person, first: u8) -> Option<(u8, f32)> {
        if matches!(first, first::SAME | first::NICKNAME | first::TYPO) {
            return None;
        }
        let people = self.people;
        let names = &people.names;
        let mut cross = |a: &Person, b: &Person| {
            let parts = &names.about(b.last).parts;
            let fits = a.given != 0 && (a.givens == b.last || a.given == b.last || parts.first() == Some(&a.given));
            let near = !fits && a.given != 0 && b.last != 0 && self.alike(a.given, b.last) == Likeness::Typo;
            (fits, fits || near)
        };
        let ((there, nearly_there), (back, nearly_back)) = (cross(a, b), cross(b, a));
        // how rarely a stranger has this last name, and this first name: the level's chance is fixed, so this is all there is
        let against = |chance: f32| Some((first::SWAPPED, chance - SWAPPED_SURPRISE));
        let (as_last, as_first) = (|name: u32| people.last.surprise(name), |name: u32| people.given.surprise(name));
        if there && nearly_back || back && nearly_there {
            let (x, y) = if there { (a, b) } else { (b, a) };
            against(as_last(x.given) + as_first(y.given) - if there && back { 0.0 } else { TYPO_ALLOWANCE })
        } else if there && (b.given == 0 || a.last == 0) {
            against(as_last(a.given))
        } else if back && (a.given == 0 || b.last == 0) {
            against(as_last(b.given))
        } else {
            None
        }
    }

    fn last(&mut self, a: &Person, b: &Person) -> (u8, f32) {
        let people = self.people;
        let shares = &people.last;
        let names = &people.names;
        if a.last == 0 || b.last == 0 {
            return (0, 0.0);
        }
        if a.last == b.last {
            return (last::SAME, shares.rarity(a.last));
        }
        let crossed = [(a.last, b.other), (a.other, b.last), (a.other, b.other)].into_iter().find(|(x, y)| x == y && *x != 0);
        if let Some((name, _)) = crossed {
            return (last::OTHER_NAME, shares.rarity(name));
        }
        let whole = self.alike(a.last, b.last);
        if whole == Likeness::Same {
            return (last::SAME, shares.rarity(a.last).min(shares.rarity(b.last)));
        }
        let part = |one: u32, of: u32| names.letters(one).len() > 2 && names.about(of).parts.contains(&one);
        if let Some((name, _)) = [(a.last, b.last), (b.last, a.last)].into_iter().find(|&(one, of)| part(one, of)) {
            return (last::PART, shares.rarity(name));
        }
        let crossed = [(a.last, b.other), (a.other, b.last)].into_iter().filter(|&(x, y)| x != 0 && y != 0);
        let nearest = crossed.map(|(x, y)| self.alike(x, y)).min().unwrap_or(Likeness::Different);
        match whole.min(nearest) {
            Likeness::Same | Likeness::Typo => (last::TYPO, shares.rarity(a.last).min(shares.rarity(b.last))),
            Likeness::Similar => (last::SIMILAR, 0.0),
            Likeness::Different if a.sex == 2 && b.sex == 2 => (last::TWO_WOMEN, 0.0),
            Likeness::Different => (last::DIFFERENT, 0.0),
        }
    }

    fn middle(&mut self, a: &Person, b: &Person) -> (u8, f32) {
        let people = self.people;
        let shares = &people.middle;
        if a.middle == 0 || b.middle == 0 {
            return (if a.middle == b.middle { middle::NEITHER } else { middle::ONE }, 0.0);
        }
        let (x, y) = (people.names.letters(a.middle), people.names.letters(b.middle));
        if a.middle == b.middle && x.len() > 1 {
            return (middle::SAME, shares.rarity(a.middle));
        }
        if x.len() == 1 || y.len() == 1 {
            return (if x[0] == y[0] { middle::INITIAL } else { middle::DIFFERENT }, 0.0);
        }
        let parts = |name: &u32| -> Box<[u32]> {
            let parts = &people.names.about(*name).parts;
            if parts.is_empty() { Box::new([*name]) } else { parts.clone() }
        };
        let (p, q) = (parts(&a.middle), parts(&b.middle));
        if p.len() != q.len() && p.first() == q.first() {
            return (middle::PART, shares.rarity(a.middle).min(shares.rarity(b.middle)));
        }
        match self.alike(a.middle, b.middle) {
            Likeness::Same | Likeness::Typo => (middle::TYPO, shares.rarity(a.middle).min(shares.rarity(b.middle))),
            _ => (middle::DIFFERENT, 0.0),
        }
    }

    fn birth(&self, a: Birth, b: Birth) -> (u8, f32) {
        let level = births(a, b);
        let dated = level == birth::SAME || level == birth::YEAR;
        (level, if dated { self.people.year.rarity(u32::from(a.year)) } else { 0.0 })
    }

    fn contact(&mut self, a: &Person, b: &Person) -> (u8, f32) {
        let people = self.people;
        let postcodes = (people.postcode.text(a.postcode), people.postcode.text(b.postcode));
        let (place, rarity) = if a.postcode != 0 && a.postcode == b.postcode {
            (place::SAME, people.postcode.share.rarity(a.postcode))
        } else if a.city != 0 && a.city == b.city {
            (place::NEAR, people.city.share.rarity(a.city))
        } else if a.postcode != 0 && b.postcode != 0 && area(postcodes.0, postcodes.1) {
            (place::NEAR, 0.0)
        } else if a.city != 0 && b.city != 0 && words_near(people.city.text(a.city), people.city.text(b.city)) {
            (place::NEAR, people.city.share.rarity(a.city).min(people.city.share.rarity(b.city)))
        } else {
            (if (a.city != 0 && b.city != 0) || (a.postcode != 0 && b.postcode != 0) { place::DIFFERENT } else { 0 }, 0.0)
        };
        let door = self.door(a, b, place);
        let phone = match (a.phone, b.phone) {
            (0, 0) => 0,
            (0, _) | (_, 0) => phone::ONE,
            (x, y) => if x == y { phone::SAME } else { phone::DIFFERENT },
        };
        // a shared door says all that a shared town could
        let rarity = match door {
            0 | door::DIFFERENT => rarity,
            _ if a.street == 0 || b.street == 0 => 0.0,
            _ => people.lines.share.rarity(a.street).min(people.lines.share.rarity(b.street)),
        };
        (contact(door, place, phone), rarity)
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
        let near_number = || {
            a.number != 0 && b.number != 0 && edits(people.number.text(a.number), people.number.text(b.number), 1).is_some()
        };
        let unlike_units = a.unit != 0 && b.unit != 0 && a.unit != b.unit;
        match street {
            Likeness::Same if number && unlike_units => door::OTHER_UNIT,
            Likeness::Same if number => if place == place::DIFFERENT { door::NEAR } else { door::SAME },
            Likeness::Typo if number && place == place::SAME => door::SAME,
            Likeness::Typo | Likeness::Similar if number => door::NEAR,
            Likeness::Same if near_number() => door::NEAR,
            Likeness::Same if (a.number == 0 || b.number == 0) && place != place::DIFFERENT => door::NEAR,
            Likeness::Same | Likeness::Typo => door::STREET,
            _ => door::DIFFERENT,
        }
    }
}

fn alike(a: &[u8], b: &[u8]) -> Likeness {
    // in one order, so that the answer does not depend on which record came first
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let shorter = a.len().min(b.len());
    let bound = match shorter {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    if a == b {
        return Likeness::Same;
    }
    if bound > 0 && edits(a, b, bound).is_some() {
        return Likeness::Typo;
    }
    match jaro_winkler(a, b) {
        similar if similar >= 0.92 && shorter > 3 => Likeness::Typo,
        similar if similar >= 0.82 => Likeness::Similar,
        _ => Likeness::Different,
    }
}

/// One begins with the other, by three letters at least.
fn begins(a: &[u8], b: &[u8]) -> bool {
    a.len().min(b.len()) >= 3 && (a.starts_with(b) || b.starts_with(a))
}

/// Streets whose words are the same, shortened or not; a word more (a direction) and typing errors in one word are tolerated.
fn same_street(a: &[Box<[u8]>], b: &[Box<[u8]>]) -> Likeness {
    let fits = |x: &[u8], y: &[u8]| x == y || abbreviates(x, y);
    if a.len() == b.len() && a.iter().zip(b).all(|(x, y)| fits(x, y)) {
        // every word shortened is no street at all
        return if a.iter().zip(b).any(|(x, y)| x == y) { Likeness::Same } else { Likeness::Similar };
    }
    if a.len() == b.len() {
        let odd: Vec<(&[u8], &[u8])> = a.iter().zip(b).filter(|(x, y)| !fits(x, y)).map(|(x, y)| (&**x, &**y)).collect();
        if let [(x, y)] = odd.as_slice() {
            let numbered = x.iter().chain(*y).any(u8::is_ascii_digit);
            return match alike(x, y) {
                Likeness::Typo if !numbered => Likeness::Typo,
                Likeness::Similar if !numbered && a.len() > 1 => Likeness::Similar,
                _ => Likeness::Different,
            };
        }
    }
    let (all_a, all_b) = (a.concat(), b.concat());
    if all_a == all_b {
        return Likeness::Same;
    }
    match jaro_winkler(&all_a, &all_b) {
        similar if similar >= 0.94 => Likeness::Typo,
        similar if similar >= 0.88 => Likeness::Similar,
        _ => Likeness::Different,
    }
}

fn births(a: Birth, b: Birth) -> u8 {
    if a.year == 0 || b.year == 0 {
        return 0;
    }
    let apart = a.year.abs_diff(b.year);
    if (a.month, a.day) == (0, 0) || (b.month, b.day) == (0, 0) {
        return match apart {
            0 if a == b => birth::YEAR,
            0 => birth::YEAR,
            _ if differing(a.year, b.year) == 1 => birth::NEAR,
            1..15 => birth::DIFFERENT,
            _ => birth::GENERATION,
        };
    }
    if a == b {
        return birth::SAME;
    }
    let (year, month, day) = (a.year == b.year, a.month == b.month, a.day == b.day);
    let digits = differing(a.year, b.year) + differing(a.month.into(), b.month.into()) + differing(a.day.into(), b.day.into());
    if year && (a.month, a.day) == (b.day, b.month) {
        birth::TURNED
    } else if digits == 1 {
        birth::DIGIT
    } else if u8::from(year) + u8::from(month) + u8::from(day) == 2 {
        if apart >= 15 { birth::GENERATION } else { birth::TWO_PARTS }
    } else if year || (apart == 1 && (month || a.month.abs_diff(b.month) == 1)) || digits == 2 {
        birth::NEAR
    } else if apart < 15 {
        birth::DIFFERENT
    } else {
        birth::GENERATION
    }
}

/// Decimal digits in which two numbers differ.
fn differing(mut a: u16, mut b: u16) -> u32 {
    let mut count = 0;
    while a != b {
        count += u32::from(a % 10 != b % 10);
        (a, b) = (a / 10, b / 10);
    }
    count
}

fn suffixes(a: u8, b: u8) -> u8 {
    match (a, b) {
        (0, 0) => 0,
        (0, _) | (_, 0) => suffix::ONE,
        (a, b) => if a == b { suffix::SAME } else { suffix::DIFFERENT },
    }
}

fn sexes(a: u8, b: u8, first: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    let agreed = matches!(first, first::SAME | first::NICKNAME | first::TYPO | first::SWAPPED);
    (if a == b { sex::SAME } else { sex::DIFFERENT }) + if agreed { 0 } else { sex::OTHER_FIRST }
}

fn texts(values: &Values, a: u32, b: u32, near: fn(&[u8], &[u8]) -> bool) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => 0,
        (a, b) if a == b => text::SAME,
        (a, b) => if near(values.text(a), values.text(b)) { text::NEAR } else { text::DIFFERENT },
    }
}

/// Spellings of one address. Namesakes tell theirs apart by digits, so those must be the same.
fn email_near(a: &[u8], b: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().filter(|byte| byte.is_ascii_digit()).fold(0u64, |all, &digit| all.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')));
    digits(a) == digits(b) && (edits(a, b, 2).is_some() || jaro_winkler(a, b) > 0.95)
}

fn code_near(a: &[u8], b: &[u8]) -> bool {
    edits(a, b, 1).is_some()
}

fn words_near(a: &[u8], b: &[u8]) -> bool {
    alike(a, b) == Likeness::Typo || begins(a, b)
}

/// Postcodes of one area: one digit off, or the same first three signs.
fn area(a: &[u8], b: &[u8]) -> bool {
    a.len().min(b.len()) > 3 && a[..3] == b[..3] || edits(a, b, 1).is_some()
}

/// What was found of two numbers, the latest for each slot.
struct Memory {
    slots: Vec<(u64, Likeness)>,
}

impl Memory {
    const SLOTS: usize = 1 << 16;

    fn new() -> Self {
        Self { slots: vec![(u64::MAX, Likeness::Different); Self::SLOTS] }
    }

    fn recall(&mut self, a: u32, b: u32, find: impl FnOnce() -> Likeness) -> Likeness {
        let key = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        let slot = &mut self.slots[(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize % Self::SLOTS];
        if slot.0 != key {
            *slot = (key, find());
        }
        slot.1
    }
}
