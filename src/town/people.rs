//! Who lives behind the doors, how do they lean, and how often do they vote?
//!
//! Every quarter has its own age, leaning and habit of voting; households share some of it, and persons vary around that.

use super::dice::Dice;
use super::elections::{self, ELECTIONS};
use super::houses::Building;
use super::layout::{Layout, Style};
use super::plan::Plan;
use super::precincts::Precincts;
use super::words::{MEN, SURNAMES, WOMEN};

/// Ages, registrations and answers are as of this year.
pub const YEAR: i64 = 2026;

pub type Date = (i64, i64, i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Active,
    Inactive,
    /// No longer on the roll, though still in the file.
    Removed,
    Denied,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub building: u32,
    /// Which dwelling of the building.
    pub unit: u32,
    pub precinct: usize,
    pub first: &'static str,
    pub middle: Option<char>,
    pub last: &'static str,
    pub woman: bool,
    pub birth_year: i64,
    pub party: &'static str,
    pub registered: Date,
    pub standing: Standing,
    pub died: Option<Date>,
    /// On the logit scale.
    pub engagement: f64,
    pub leaning: f64,
    /// Bit `i`: voted in `ELECTIONS[i]`.
    pub voted: u16,
}

/// What the people of a quarter have in common.
#[derive(Debug, Clone, Copy)]
struct Society {
    age: f64,
    leaning: f64,
    engagement: f64,
    /// Mean years since registering here.
    tenure: f64,
    /// Shares of doors with 0, 1, 2, 3, 4 and 5 voters.
    sizes: [f64; 6],
}

pub fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// Exactly `voters` living people on the roll; and besides them 4 % removed or denied and 1 % dead, left in the file.
pub fn settle(layout: &Layout, plan: &Plan, buildings: &[Building], precincts: &Precincts, voters: u32, seed: u64) -> Vec<Person> {
    let mut dice = Dice::new(seed, 7);
    let societies: Vec<Society> = layout.quarters.iter().map(|quarter| society(quarter.style, plan, quarter.centre, &mut dice)).collect();
    let of = |building: &Building| &societies[layout.sheet.faces[building.face as usize].quarter as usize];
    let doors: Vec<(u32, u32)> =
        (0..buildings.len() as u32).flat_map(|b| (0..buildings[b as usize].units).map(move |unit| (b, unit))).collect();
    let mut sizes: Vec<u8> = doors.iter().map(|door| dice.weighted(&of(&buildings[door.0 as usize]).sizes) as u8).collect();
    fit(&mut sizes, voters, &mut dice);
    let mut people = Vec::with_capacity(voters as usize * 106 / 100);
    let mut household = |door: (u32, u32), size: u8, dice: &mut Dice| {
        let building = &buildings[door.0 as usize];
        let precinct = precincts.of_face[building.face as usize];
        let from = people.len();
        for _ in 0..size {
            let person = person(door, precinct, of(building), &people[from..], dice);
            people.push(person);
        }
    };
    for (door, size) in doors.iter().zip(&sizes) {
        household(*door, *size, &mut dice);
    }
    for _ in 0..voters / 20 {
        household(*dice.pick(&doors), 1, &mut dice);
    }
    depart(&mut people, voters as usize, &mut dice);
    people.iter_mut().for_each(|person| elections::vote(person, &mut dice));
    people
}

/// The people after the first `living` have left: one in five has died, the others are off the roll.
fn depart(people: &mut [Person], living: usize, dice: &mut Dice) {
    for (i, person) in people[living..].iter_mut().enumerate() {
        if i % 5 == 0 {
            person.birth_year = (person.birth_year - 22).max(YEAR - 99);
            person.registered.0 = person.registered.0.min(2023);
            person.died = Some((dice.whole(2024, YEAR - 1), dice.whole(1, 12), dice.whole(1, 28)));
        } else {
            person.standing = if dice.chance(0.85) { Standing::Removed } else { Standing::Denied };
        }
    }
}

fn fit(sizes: &mut [u8], voters: u32, dice: &mut Dice) {
    let mut total: u32 = sizes.iter().map(|&size| u32::from(size)).sum();
    while total != voters {
        let size = &mut sizes[dice.below(sizes.len())];
        if total < voters {
            *size += 1;
            total += 1;
        } else if *size > 0 {
            *size -= 1;
            total -= 1;
        }
    }
}

fn society(style: Style, plan: &Plan, centre: super::point::Point, dice: &mut Dice) -> Society {
    let (couples, singles) = ([0.03, 0.25, 0.46, 0.16, 0.08, 0.02], [0.08, 0.48, 0.33, 0.08, 0.03, 0.0]);
    let mut society = match style {
        Style::Centre => Society { age: 39.0, leaning: 0.75, engagement: -0.1, tenure: 9.0, sizes: singles },
        Style::Terrace => Society { age: 45.0, leaning: 0.95, engagement: -0.25, tenure: 19.0, sizes: couples },
        Style::Old => Society { age: 53.0, leaning: 0.35, engagement: 0.55, tenure: 27.0, sizes: couples },
        Style::Flats => Society { age: 33.0, leaning: 0.85, engagement: -0.95, tenure: 5.0, sizes: singles },
        Style::Suburb => Society { age: 49.0, leaning: -0.4, engagement: 0.35, tenure: 20.0, sizes: couples },
        Style::Estate => Society { age: 58.0, leaning: -0.95, engagement: 0.75, tenure: 30.0, sizes: couples },
    };
    // support thins out towards the limit, and more so in the west
    let rim = (centre.x / plan.half_x).hypot(centre.y / plan.half_y);
    society.leaning += 0.45 * (0.5 - rim) + 0.25 * centre.x / plan.half_x + dice.bell(0.0, 0.22);
    society.engagement += dice.bell(0.0, 0.18);
    society.age += dice.bell(0.0, 2.5);
    society
}

fn person(door: (u32, u32), precinct: usize, society: &Society, family: &[Person], dice: &mut Dice) -> Person {
    let age = age(society, family, dice);
    let woman = if family.len() == 1 && dice.chance(0.8) { !family[0].woman } else { dice.chance(0.52) };
    let generation = ((age < 62) as usize) + ((age < 36) as usize);
    let names = if woman { WOMEN[generation] } else { MEN[generation] };
    let mut first = *dice.pick_early(names);
    while family.iter().any(|other| other.first == first) {
        first = *dice.pick(names);
    }
    let last = if !family.is_empty() && dice.chance(0.78) { family[0].last } else { *dice.pick_early(&SURNAMES) };
    let shared = family.first().map_or(society.leaning, |other| 0.5 * society.leaning + 0.5 * other.leaning);
    let leaning = shared + if woman { 0.14 } else { -0.14 } - 0.008 * (age as f64 - 50.0) + dice.bell(0.0, 1.1);
    let party = party(leaning, dice);
    let habit = if party == "UNA" { -0.4 } else { 0.3 };
    Person {
        building: door.0,
        unit: door.1,
        precinct,
        first,
        middle: dice.chance(0.72).then(|| *dice.pick(&['A', 'B', 'C', 'D', 'E', 'G', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'W'])),
        last,
        woman,
        birth_year: YEAR - age,
        party,
        registered: registered(age, society.tenure, dice),
        standing: if dice.chance(0.07) { Standing::Inactive } else { Standing::Active },
        died: None,
        engagement: society.engagement + habit + 0.03 * (age as f64 - 48.0) + dice.bell(0.0, 0.9),
        leaning,
        voted: 0,
    }
}

/// A partner is of like age; a third voter is mostly a grown child.
fn age(society: &Society, family: &[Person], dice: &mut Dice) -> i64 {
    let first = family.first().map(|other| YEAR - other.birth_year);
    let drawn = match (first, family.len()) {
        (Some(age), 1) if dice.chance(0.75) => age as f64 + dice.bell(0.0, 4.0),
        (Some(age), 2..) if age > 41 && dice.chance(0.8) => age as f64 - dice.between(22.0, 33.0),
        _ => dice.bell(society.age, 15.0),
    };
    // the few drawn younger than 18 are spread over the youngest years, not heaped on one
    if drawn < 18.5 { dice.whole(18, 24) } else { (drawn as i64).min(98) }
}

fn party(leaning: f64, dice: &mut Dice) -> &'static str {
    let weights = [logistic(1.5 * leaning - 0.5), logistic(-1.5 * leaning - 0.5), 0.42, 0.012, 0.005];
    ["DEM", "REP", "UNA", "LIB", "GRE"][dice.weighted(&weights)]
}

fn registered(age: i64, tenure: f64, dice: &mut Dice) -> Date {
    let years = (-tenure * (1.0 - dice.unit()).ln()) as i64;
    let year = (YEAR - years.min(age - 18)).clamp(1972, YEAR);
    (year, dice.whole(1, if year == YEAR { 8 } else { 12 }), dice.whole(1, 28))
}

impl Person {
    pub fn eligible(&self, election: usize) -> bool {
        let day = ELECTIONS[election].date;
        self.registered <= day && self.birth_year + 18 <= day.0 && self.died.is_none_or(|died| died > day)
    }

    pub fn on_roll(&self) -> bool {
        self.died.is_none() && matches!(self.standing, Standing::Active | Standing::Inactive)
    }
}
