//! The levels at which an address may be found, best first, and how sure each makes us.

use crate::domain::Located;
use crate::geometry::distance_m;

use super::gazetteer::{Gazetteer, Stretch};
use super::likely::Likely;
use super::on_street::Street;
use super::places::{Agreement, Place, Spare};
use super::reading::{Line, Reading};
use super::{Found, Query};

/// This far from a place's middle one is not in that place.
pub const REACH_M: f64 = 8000.0;

/// Looks addresses up, one after the other in the same memory: once it is warm, a look-up allocates nothing.
#[derive(Debug)]
pub struct Finder<'g> {
    known: &'g Gazetteer,
    line: Line,
    spare: Spare,
    likely: Vec<Likely>,
    near: Vec<u32>,
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
    pub(super) fn named(&self, reading: &Reading) -> impl Iterator<Item = u32> {
        reading.texts().filter_map(|text| self.names.code(text))
    }

    pub(super) fn in_postcode(&self, place: Place) -> Found {
        match self.places.postcode_middle(place) {
            Some(middle) => found(middle, Located::Postcode, 10.0, 1),
            None => Found::NOWHERE,
        }
    }

    pub(super) fn reaches(&self, name: u32, asked: &Asked) -> bool {
        self.agreeing(name, asked).next().is_some() || !self.bends(name).is_empty()
    }

    pub(super) fn agreeing(&self, name: u32, asked: &Asked) -> impl Iterator<Item = (Agreement, &Stretch)> {
        self.stretches(name).iter().filter_map(move |stretch| {
            let near = || self.start(stretch).is_some_and(|point| asked.is_around(point));
            let agreement = stretch.place.agreement(asked.place).or_else(|| near().then_some(Agreement::Near))?;
            Some((agreement, stretch))
        })
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

pub fn found(point: (f64, f64), located: Located, sure: f64, candidates: u32) -> Found {
    let confidence = sure.clamp(1.0, 100.0).round() as u8;
    Found { lon: point.0, lat: point.1, located, confidence, candidates, address: None }
}

/// How sure the place and the spelling let us be, of 100. Judgement, not measured: only the order matters.
pub fn confidence(agreement: Agreement, cost: u32) -> f64 {
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
