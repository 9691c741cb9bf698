//! The registrations as the office keeps them: one a person, a second one for a few, and slips of the pen.

use super::dice::Dice;
use super::elections::ELECTIONS;
use super::people::{Date, Person, YEAR};
use super::words::SURNAMES;

/// One row of the voter file.
#[derive(Debug, Clone)]
pub struct Registration {
    pub ncid: String,
    /// Into the people.
    pub person: u32,
    /// A second registration of somebody already in the file.
    pub second: bool,
    pub first: String,
    pub middle: String,
    pub last: String,
    pub registered: Date,
    pub other_county: bool,
    /// Bit `i`: the vote in `ELECTIONS[i]` stands under this registration.
    pub voted: u16,
}

/// Every person once, and 1.5 % of those on the roll a second time.
pub fn enrol(people: &[Person], seed: u64) -> Vec<Registration> {
    let mut dice = Dice::new(seed, 9);
    let mut roll: Vec<Registration> = Vec::with_capacity(people.len() * 51 / 50);
    for (number, person) in people.iter().enumerate() {
        let mut own = Registration {
            ncid: String::new(),
            person: number as u32,
            second: false,
            first: person.first.to_owned(),
            middle: person.middle.map(String::from).unwrap_or_default(),
            last: person.last.to_owned(),
            registered: person.registered,
            other_county: false,
            voted: person.voted,
        };
        let twice = (person.on_roll() && dice.chance(0.015)).then(|| again(&mut own, person, &mut dice));
        roll.push(own);
        roll.extend(twice);
    }
    dice.shuffle(&mut roll);
    for (number, registration) in roll.iter_mut().enumerate() {
        registration.ncid = format!("ZZ{:07}", number + 1);
    }
    roll
}

/// A later registration of the same person; votes after it stand under the new number.
fn again(own: &mut Registration, person: &Person, dice: &mut Dice) -> Registration {
    let year = dice.whole(own.registered.0.min(YEAR - 1) + 1, YEAR);
    let mut second = Registration { second: true, registered: (year, dice.whole(1, 8), dice.whole(1, 28)), ..own.clone() };
    let later = (0..ELECTIONS.len()).filter(|&bit| ELECTIONS[bit].date >= second.registered).fold(0u16, |mask, bit| mask | 1 << bit);
    second.voted = own.voted & later;
    own.voted &= !later;
    match dice.weighted(&[0.6, 0.2, 0.1, 0.1]) {
        0 => second.middle.clear(),
        1 => second.last = slip(&second.last, dice),
        2 => second.other_county = true,
        _ if person.woman => second.last = (*dice.pick(&SURNAMES)).to_owned(),
        _ => second.first = slip(&second.first, dice),
    }
    second
}

/// One letter dropped, doubled or swapped; short words stay.
pub fn slip(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    let i = 1 + dice.below(letters.len() - 2);
    match dice.below(3) {
        0 => {
            letters.remove(i);
        }
        1 => letters.insert(i, letters[i]),
        _ => letters.swap(i, i + 1),
    }
    letters.into_iter().collect()
}
