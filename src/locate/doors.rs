//! The address point of a number: which of several fits best, and how many are as good as it.

use crate::domain::Located;
use crate::geometry::distance_m;

use super::Found;
use super::gazetteer::{Gazetteer, House};
use super::ladder::{Asked, confidence, found};
use super::normal::HouseNumber;
use super::places::Agreement;
use super::reading::Reading;

/// Points of one address this close are one place; this far apart they still are on one stretch of street.
const SAME_PLACE_M: f64 = 60.0;
pub const SAME_STREET_M: f64 = 500.0;

/// What a door is chosen by, beside its number.
pub struct Wanted {
    pub unit: u64,
    pub spelling: u64,
    pub cost: u32,
}

/// An address point, with those as good as it.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    pub point: (f64, f64),
    address: u32,
    sure: f64,
    pub candidates: u32,
    spread_m: f64,
}

impl Door {
    fn new(house: &House, grade: &DoorGrade, cost: u32) -> Self {
        let mark = match grade.mark {
            3.. => 1.0,
            2 => 2.0 / 3.0,
            _ => 1.0 / 3.0,
        };
        let sure = confidence(grade.agreement, cost) * mark;
        Self { point: (house.lon, house.lat), address: house.address, sure, candidates: 1, spread_m: 0.0 }
    }

    /// Another point of the same grade: the first in the order of the tables stands for those at one place.
    fn share(&mut self, house: &House) {
        let apart_m = distance_m(self.point, (house.lon, house.lat));
        self.spread_m = self.spread_m.max(apart_m);
        self.candidates += u32::from(apart_m > SAME_PLACE_M);
        if house.address < self.address {
            (self.point, self.address) = ((house.lon, house.lat), house.address);
        }
    }

    pub fn is_at(&self, other: &Self) -> bool {
        distance_m(self.point, other.point) <= SAME_PLACE_M
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct DoorGrade {
    agreement: Agreement,
    /// See [`HouseNumber::fit`].
    mark: u8,
    unit: bool,
    spelling: bool,
}

impl Gazetteer {
    pub(super) fn at_door(&self, reading: &Reading, unit: u64, asked: &Asked) -> Option<Door> {
        let number = reading.number?;
        let wanted = Wanted { unit, spelling: reading.spelling, cost: 0 };
        self.named(reading).find_map(|name| self.door(name, number, asked, &wanted))
    }

    /// The address point of a number that fits best; others as good as it that lie elsewhere are counted.
    pub(super) fn door(&self, name: u32, number: HouseNumber, asked: &Asked, wanted: &Wanted) -> Option<Door> {
        let mut best: Option<(DoorGrade, Door)> = None;
        for (agreement, stretch) in self.run(name, asked) {
            let houses = self.houses(stretch);
            let from = houses.partition_point(|house| house.number.value < number.value);
            for house in houses[from..].iter().take_while(|house| house.number.value == number.value) {
                let unit = wanted.unit != 0 && house.unit == wanted.unit;
                let spelling = house.spelling == wanted.spelling;
                let grade = DoorGrade { agreement, mark: house.number.fit(number), unit, spelling };
                match &mut best {
                    Some((known, door)) if *known == grade => door.share(house),
                    Some((known, _)) if *known > grade => {}
                    _ => best = Some((grade, Door::new(house, &grade, wanted.cost))),
                }
            }
        }
        best.map(|(_, door)| door)
    }

    pub(super) fn answer(&self, door: &Door, asked: &Asked) -> Found {
        let here = |located, sure, address| Found { address, ..found(door.point, located, sure, door.candidates) };
        match door.candidates {
            1 => here(Located::Rooftop, door.sure, Some(door.address)),
            _ if door.spread_m <= SAME_STREET_M => here(Located::Street, door.sure / 2.0, None),
            candidates => Found { candidates, ..self.in_postcode(asked.place) },
        }
    }
}
