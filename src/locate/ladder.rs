//! The levels at which an address may be found, best first, and how sure each makes us.

use crate::domain::Located;
use crate::geometry::distance_m;

use super::between::{self, Bracket};
use super::gazetteer::{Gazetteer, House, Stretch};
use super::normal::HouseNumber;
use super::places::{Agreement, Place, Spare};
use super::reading::{Line, Reading};
use super::{Found, Query};

/// Points of one address this close are one place; this far apart they still are on one stretch of street.
const SAME_PLACE_M: f64 = 60.0;
const SAME_STREET_M: f64 = 500.0;
/// A street this long says where it is by its middle.
const SHORT_M: f64 = 2000.0;
/// This far from a place's middle one is not in that place.
const REACH_M: f64 = 8000.0;

/// Looks addresses up, one after the other in the same memory: once it is warm, a look-up allocates nothing.
#[derive(Debug)]
pub struct Finder<'g> {
    known: &'g Gazetteer,
    line: Line,
    spare: Spare,
    pub(super) likely: Vec<super::likely::Likely>,
    pub(super) near: Vec<u32>,
}

impl Gazetteer {
    pub fn finder(&self) -> Finder<'_> {
        Finder { known: self, line: Line::new(self.country), spare: Spare::default(), likely: Vec::new(), near: Vec::new() }
    }

    /// As [`Finder::find`], for a single address.
    pub fn find(&self, query: &Query<'_>) -> Found {
        self.finder().find(query)
    }
}

impl Finder<'_> {
    /// Where an address is, at the best level that holds.
    ///
    /// The levels: the door itself; its street by another spelling; the range of numbers it is in; between neighbours of the
    /// same side; near a known number of the street; the street's line in the walking graph; the middle of the postcode;
    /// nowhere. An answer that others contradict is not given: it says how many there are, at the level they have in common.
    pub fn find(&mut self, query: &Query<'_>) -> Found {
        let known = self.known;
        self.line.read(query);
        let mut asked = Asked { place: known.places.find(query.postcode, query.city, known.country, &mut self.spare), around: None };
        if let Some(found) = self.as_written(known, &asked) {
            return found;
        }
        if let Some(city) = if asked.place.city == 0 { self.line.cut_city(&known.places, &mut self.spare) } else { None } {
            asked.place.city = city;
            if let Some(found) = self.as_written(known, &asked) {
                return found;
            }
        }
        self.line.repair();
        match known.likely_street(&self.line, &asked, &mut self.likely, &mut self.near) {
            Some(street) if street.candidates > 1 => Found { candidates: street.candidates, ..known.in_postcode(asked.place) },
            Some(street) => known.on_street(&street, &self.line, &asked).unwrap_or_else(|| known.in_postcode(asked.place)),
            None => self.elsewhere(known, &asked).unwrap_or_else(|| known.in_postcode(asked.place)),
        }
    }

    /// By a street that is spelt as asked for, give or take what words mean the same.
    fn as_written(&self, known: &Gazetteer, asked: &Asked) -> Option<Found> {
        let readings = self.line.readings();
        if let Some(door) = readings.iter().find_map(|reading| known.at_door(reading, self.line.unit, asked)) {
            return Some(known.answer(&door, asked));
        }
        let reaches = |&name: &u32| known.reaches(name, asked);
        let reading = readings.iter().find(|reading| known.named(reading).any(|name| reaches(&name)))?;
        let streets = known.named(reading).filter(reaches).map(|name| Street { name, cost: 0, candidates: 1 });
        let answers = streets.filter_map(|street| known.on_street(&street, &self.line, asked));
        Some(answers.reduce(|a, b| if b.located > a.located { b } else { a }).unwrap_or_else(|| known.in_postcode(asked.place)))
    }

    /// The one door of that number and street that is near the place asked for, whose postcode and city must be wrong then.
    fn elsewhere(&self, known: &Gazetteer, asked: &Asked) -> Option<Found> {
        let near = Asked { around: Some(known.places.middle(asked.place)?), ..*asked };
        let door = self.line.readings().iter().find_map(|reading| known.at_door(reading, self.line.unit, &near))?;
        (door.candidates == 1).then(|| known.answer(&door, &near))
    }
}

impl Gazetteer {
    /// The streets that are spelt as read.
    fn named(&self, reading: &Reading) -> impl Iterator<Item = u32> {
        reading.texts().filter_map(|text| self.names.code(text))
    }

    fn at_door(&self, reading: &Reading, unit: u64, asked: &Asked) -> Option<Door> {
        let number = reading.number?;
        let wanted = Wanted { unit, spelling: reading.spelling, cost: 0 };
        self.named(reading).find_map(|name| self.door(name, number, asked, &wanted))
    }

    /// The address point of a number that fits best; others as good as it that lie elsewhere are counted.
    pub(super) fn door(&self, name: u32, number: HouseNumber, asked: &Asked, wanted: &Wanted) -> Option<Door> {
        let mut best: Option<(DoorGrade, Door)> = None;
        for (agreement, stretch) in self.agreeing(name, asked) {
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

    fn answer(&self, door: &Door, asked: &Asked) -> Found {
        let here = |located, sure, address| Found { address, ..found(door.point, located, sure, door.candidates) };
        match door.candidates {
            1 => here(Located::Rooftop, door.sure, Some(door.address)),
            _ if door.spread_m <= SAME_STREET_M => here(Located::Street, door.sure / 2.0, None),
            candidates => Found { candidates, ..self.in_postcode(asked.place) },
        }
    }

    fn on_street(&self, street: &Street, line: &Line, asked: &Asked) -> Option<Found> {
        let Some(number) = line.number() else {
            return self.middle_of(street, asked).or_else(|| self.on_graph(street, asked));
        };
        let wanted = Wanted { unit: line.unit, spelling: 0, cost: street.cost };
        let door = if street.cost > 0 { self.door(street.name, number, asked, &wanted) } else { None };
        door.map(|door| self.answer(&door, asked))
            .or_else(|| self.in_range(street, number, asked))
            .or_else(|| self.between(street, number, asked))
            .or_else(|| self.near_number(street, number, asked))
            .or_else(|| self.on_graph(street, asked))
    }

    /// In the range that holds the number; several far apart are as good as none.
    fn in_range(&self, street: &Street, number: HouseNumber, asked: &Asked) -> Option<Found> {
        let spans = self
            .agreeing(street.name, asked)
            .flat_map(|(agreement, stretch)| self.spans(stretch).iter().map(move |span| (agreement, span)));
        let mut best: Option<(Agreement, f32, Found)> = None;
        for (agreement, span) in spans.filter(|(_, span)| span.holds(number.value)) {
            let point = self.spans.point(span, number.value);
            if let Some((known, length_m, found)) = &mut best {
                let apart = *known == agreement && distance_m(point, (found.lon, found.lat)) > SAME_STREET_M;
                found.candidates += u32::from(apart);
                if (*known, -*length_m) >= (agreement, -span.length_m) {
                    continue;
                }
            }
            let candidates = best.filter(|(known, ..)| *known == agreement).map_or(1, |(.., found)| found.candidates);
            let sure = confidence(agreement, street.cost) * 0.8;
            best = Some((agreement, span.length_m, found(point, Located::Interpolated, sure, candidates)));
        }
        let (.., found) = best?;
        Some(if found.candidates > 1 { Found { candidates: found.candidates, ..self.in_postcode(asked.place) } } else { found })
    }

    /// Between the next known numbers in the place that agrees best, or else in all that agree: streets run on into the next postcode.
    fn between(&self, street: &Street, number: HouseNumber, asked: &Asked) -> Option<Found> {
        let best = self.agreeing(street.name, asked).map(|(agreement, _)| agreement).max()?;
        let within = |least: Agreement| {
            let between = Bracket::around(number, self.houses_from(street, asked, least)).point(number.value)?;
            let sure = confidence(least, street.cost);
            let (located, weight) = match between.gap_m {
                gap if gap <= between::NEIGHBOURS_M => (Located::Interpolated, 0.85 - 0.4 * gap / between::NEIGHBOURS_M),
                _ => (Located::Street, 0.4),
            };
            Some(found(between.point, located, sure * weight, 1))
        };
        within(best).or_else(|| within(Agreement::CityOnly.min(best)))
    }

    /// Where the street goes on from the house whose number is nearest, or at that house, if it is near enough to tell anything;
    /// or on the other side of a range.
    fn near_number(&self, street: &Street, number: HouseNumber, asked: &Asked) -> Option<Found> {
        let (best, _) = self.agreeing(street.name, asked).max_by_key(|&(agreement, _)| agreement)?;
        let least = best.min(Agreement::CityOnly);
        let house = Bracket::around(number, self.houses_from(street, asked, least)).nearer(number.value);
        let near = |away: u32| Some(away).filter(|&away| away <= between::FAR_NUMBERS);
        let by_house = house.and_then(|house| Some((near(house.number.value.abs_diff(number.value))?, house)));
        let spans =
            self.agreeing(street.name, asked).filter(|&(agreement, _)| agreement >= least).flat_map(|(_, stretch)| self.spans(stretch));
        let by_span = spans.filter_map(|span| Some((near(span.away(number.value))?, span))).min_by_key(|&(away, _)| away);
        let (away, point) = match (by_house, by_span) {
            (house, Some((away, span))) if house.is_none_or(|(nearer, _)| away < nearer) => {
                (away, self.spans.point(span, span.clamp(number.value)))
            }
            (Some((away, house)), _) => {
                let row = self.houses_from(street, asked, least).find(|houses| houses.iter().any(|other| std::ptr::eq(other, house)));
                (away, row.and_then(|row| between::beyond(number.value, house, row)).unwrap_or((house.lon, house.lat)))
            }
            _ => return None,
        };
        let sure = confidence(least, street.cost) * if away <= 20 { 0.5 } else { 0.35 };
        Some(found(point, Located::Street, sure, 1))
    }

    /// The middle house of a street asked for without a number, if the street is short.
    fn middle_of(&self, street: &Street, asked: &Asked) -> Option<Found> {
        let (agreement, houses) = self
            .agreeing(street.name, asked)
            .map(|(agreement, stretch)| (agreement, self.houses(stretch)))
            .max_by_key(|&(agreement, houses)| (agreement, houses.len()))?;
        let middle = houses.get(houses.len() / 2)?;
        let reach_m = |house: &House| distance_m((house.lon, house.lat), (middle.lon, middle.lat));
        let short = houses.iter().all(|house| reach_m(house) <= SHORT_M / 2.0);
        short.then(|| found((middle.lon, middle.lat), Located::Street, confidence(agreement, street.cost) * 0.35, 1))
    }

    /// The street's piece in the walking graph nearest to the place's middle, if the pieces in that place are close together.
    fn on_graph(&self, street: &Street, asked: &Asked) -> Option<Found> {
        let bends = self.bends(street.name);
        let middle = self.places.middle(asked.place).or_else(|| bends.first().copied())?;
        let far = |point: &(f64, f64)| distance_m(*point, middle);
        let &nearest = bends.iter().min_by(|a, b| far(a).total_cmp(&far(b))).filter(|point| far(point) < REACH_M)?;
        let known_place = self.places.middle(asked.place).is_some();
        let mut in_place = bends.iter().filter(|point| !known_place || far(point) < REACH_M);
        let short = in_place.all(|point| distance_m(nearest, *point) < SHORT_M);
        short.then(|| found(nearest, Located::Street, confidence(Agreement::Unknown, street.cost) * 0.3, 1))
    }

    fn in_postcode(&self, place: Place) -> Found {
        match self.places.postcode_middle(place) {
            Some(middle) => found(middle, Located::Postcode, 10.0, 1),
            None => Found::NOWHERE,
        }
    }

    pub(super) fn reaches(&self, name: u32, asked: &Asked) -> bool {
        self.agreeing(name, asked).next().is_some() || !self.bends(name).is_empty()
    }

    fn agreeing(&self, name: u32, asked: &Asked) -> impl Iterator<Item = (Agreement, &Stretch)> {
        self.stretches(name).iter().filter_map(move |stretch| {
            let near = || self.houses(stretch).first().is_some_and(|house| asked.is_around((house.lon, house.lat)));
            let agreement = stretch.place.agreement(asked.place).or_else(|| near().then_some(Agreement::Near))?;
            Some((agreement, stretch))
        })
    }

    fn houses_from(&self, street: &Street, asked: &Asked, least: Agreement) -> impl Iterator<Item = &[House]> {
        self.agreeing(street.name, asked).filter(move |&(agreement, _)| agreement >= least).map(|(_, stretch)| self.houses(stretch))
    }
}

/// The place asked for, and, where no street of that name is in it, the middle around which one may be.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub place: Place,
    around: Option<(f64, f64)>,
}

impl Asked {
    fn is_around(&self, point: (f64, f64)) -> bool {
        self.around.is_some_and(|middle| distance_m(middle, point) < REACH_M)
    }
}

/// What a door is chosen by, beside its number.
pub struct Wanted {
    pub unit: u64,
    pub spelling: u64,
    pub cost: u32,
}

/// A street taken for the one asked for, what its name lacks, in hundredths of a letter, and how many are as likely.
#[derive(Debug, Clone, Copy)]
pub struct Street {
    pub name: u32,
    pub cost: u32,
    pub candidates: u32,
}

/// An address point, with those as good as it.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    pub point: (f64, f64),
    address: u32,
    sure: f64,
    candidates: u32,
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

fn found(point: (f64, f64), located: Located, sure: f64, candidates: u32) -> Found {
    let confidence = sure.clamp(1.0, 100.0).round() as u8;
    Found { lon: point.0, lat: point.1, located, confidence, candidates, address: None }
}

/// How sure the place and the spelling let us be, of 100. Judgement, not measured: only the order matters.
fn confidence(agreement: Agreement, cost: u32) -> f64 {
    let place = match agreement {
        Agreement::Both => 100.0,
        Agreement::Postcode => 97.0,
        Agreement::City => 92.0,
        Agreement::CityOnly => 85.0,
        Agreement::Unknown => 80.0,
        Agreement::OtherCity => 60.0,
        Agreement::Near => 50.0,
    };
    place - f64::from(cost) * 0.12
}
