//! Given names, last names, and both in each other's place.

use super::memory::{Likeness, alike, begins};
use super::{Comparer, Grade};
use crate::link::fields::{SWAPPED_SURPRISE, first, last, middle};
use crate::link::people::Person;

/// By how much a typing error raises the chance that a swapped name fits a stranger.
const TYPO_ALLOWANCE: f32 = 3.0;

impl Comparer<'_> {
    fn alike(&mut self, a: u32, b: u32) -> Likeness {
        let names = &self.people.names;
        self.names.recall(a, b, || alike(names.letters(a), names.letters(b)))
    }

    pub fn first(&mut self, a: &Person, b: &Person) -> Grade {
        let people = self.people;
        let (names, shares) = (&people.names, &people.given);
        if a.given == 0 || b.given == 0 {
            return (0, 0.0);
        }
        if a.given == b.given {
            return (first::SAME, shares.rarity(a.given));
        }
        let common = |x: u32, y: u32| shares.rarity(x).min(shares.rarity(y));
        let whole = self.alike(a.givens, b.givens);
        if whole == Likeness::Same {
            return (first::TYPO, common(a.given, b.given));
        }
        if names.nicknames(a.given, b.given) {
            return (first::NICKNAME, common(a.given, b.given));
        }
        let used = |name: u32, other: &Person| {
            names.letters(name).len() > 1 && (name == other.middle || names.parts(&other.middle).first() == Some(&name))
        };
        if let Some((name, _)) = [(a.given, b), (b.given, a)].into_iter().find(|&(name, other)| used(name, other)) {
            return (first::MIDDLE_USED, shares.rarity(name));
        }
        let (x, y) = (names.letters(a.given), names.letters(b.given));
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
    pub fn swapped(&mut self, a: &Person, b: &Person, first: u8) -> Option<Grade> {
        if matches!(first, first::SAME | first::NICKNAME | first::TYPO) {
            return None;
        }
        let people = self.people;
        let names = &people.names;
        let mut cross = |a: &Person, b: &Person| {
            let fits = a.given != 0 && (a.givens == b.last || names.parts(&b.last).first() == Some(&a.given));
            let near = !fits && a.given != 0 && b.last != 0 && self.alike(a.given, b.last) == Likeness::Typo;
            (fits, fits || near)
        };
        let ((there, nearly_there), (back, nearly_back)) = (cross(a, b), cross(b, a));
        // how rarely a stranger has this last name, and this first name: the level's chance is fixed, so this is all there is
        let against = |chance: f32| Some((first::SWAPPED, chance - SWAPPED_SURPRISE));
        let (as_last, as_first) = (|name: u32| people.last.surprise(name), |name: u32| people.given.surprise(name));
        if (there && nearly_back) || (back && nearly_there) {
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

    pub fn last(&mut self, a: &Person, b: &Person) -> Grade {
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
        let part = |one: u32, of: u32| names.letters(one).len() > 2 && names.parts(&of).contains(&one);
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

    pub fn middle(&mut self, a: &Person, b: &Person) -> Grade {
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
        let (p, q) = (people.names.parts(&a.middle), people.names.parts(&b.middle));
        if p.len() != q.len() && p.first() == q.first() {
            return (middle::PART, shares.rarity(a.middle).min(shares.rarity(b.middle)));
        }
        match self.alike(a.middle, b.middle) {
            Likeness::Same | Likeness::Typo => (middle::TYPO, shares.rarity(a.middle).min(shares.rarity(b.middle))),
            _ => (middle::DIFFERENT, 0.0),
        }
    }
}
