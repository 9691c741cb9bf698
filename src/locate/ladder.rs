//! The levels at which an address may be found, best first, and how sure each makes us.

use crate::domain::Located;
use crate::geometry::distance_m;

use super::fuzzy;
use super::gazetteer::{Agreement, Gazetteer, House, Place};
use super::normal::{HouseNumber, StreetName};
use super::reading::{Line, Reading};
use super::{Found, Query};

/// Points of one address this close are one place.
const SAME_PLACE_M: f64 = 60.0;
/// Between neighbours this close a point is interpolated; between those of one street, this far apart, it is on the street.
const NEIGHBOURS_M: f64 = 1000.0;
const STREET_M: f64 = 5000.0;
/// A piece of the walking graph this far from a place's middle is not in that place.
const REACH_M: f64 = 8000.0;

impl Gazetteer {
    /// Where an address is, at the best level that holds.
    ///
    /// The levels: the door itself; its street by another spelling; between neighbours of the same side; the nearest
    /// number of the street; the street's line in the walking graph; the middle of the postcode; nowhere.
    pub fn find(&self, query: &Query<'_>) -> Found {
        let line = Line::new(query, self.country);
        let place = self.places.find(query.postcode, query.city, self.country);
        if let Some(found) = line.readings().find_map(|reading| self.at_door(&reading, line.unit, place)) {
            return found;
        }
        let exact = line.readings().find_map(|reading| {
            let name = self.name(&reading.street.text).filter(|&name| self.reaches(name, place))?;
            Some(Street { name, cost: 0, ambiguous: false })
        });
        let street = match exact {
            Some(street) => Some(street),
            None => self.likely_street(&line, place),
        };
        let found = street.filter(|street| !street.ambiguous).and_then(|street| self.on_street(&street, &line, place));
        let ambiguous = street.is_some_and(|street| street.ambiguous);
        found.unwrap_or_else(|| Found { ambiguous, ..self.in_postcode(place) })
    }

    fn at_door(&self, reading: &Reading, unit: u64, place: Place) -> Option<Found> {
        let name = self.name(&reading.street.text)?;
        self.door(name, reading.number?, &Wanted { unit, spelling: reading.spelling, place, cost: 0 })
    }

    /// The address point of a number. Several as good as each other and far apart are ambiguous: the first, at half the confidence.
    fn door(&self, name: u32, number: HouseNumber, wanted: &Wanted) -> Option<Found> {
        let mut best: Option<(DoorGrade, &House)> = None;
        let mut spread_m = 0.0f64;
        for (agreement, houses) in self.agreeing(name, wanted.place) {
            let from = houses.partition_point(|house| house.number.value < number.value);
            for house in houses[from..].iter().take_while(|house| house.number.value == number.value) {
                let unit = wanted.unit != 0 && house.unit == wanted.unit;
                let spelling = house.spelling == wanted.spelling;
                let grade = DoorGrade { agreement, mark: mark_fit(house.number, number), unit, spelling };
                match &mut best {
                    Some((known, first)) if *known == grade => {
                        spread_m = spread_m.max(distance_m((first.lon, first.lat), (house.lon, house.lat)));
                        if house.address < first.address {
                            *first = house;
                        }
                    }
                    Some((known, _)) if *known > grade => {}
                    _ => (best, spread_m) = (Some((grade, house)), 0.0),
                }
            }
        }
        let (grade, house) = best?;
        let ambiguous = spread_m > SAME_PLACE_M;
        let sure = confidence(grade.agreement, wanted.cost) * f64::from(grade.mark) / 3.0;
        Some(Found {
            lon: house.lon,
            lat: house.lat,
            located: Located::Rooftop,
            confidence: percent(if ambiguous { sure / 2.0 } else { sure }),
            ambiguous,
            address: Some(house.address),
        })
    }

    fn on_street(&self, street: &Street, line: &Line, place: Place) -> Option<Found> {
        let number = line.number();
        let wanted = Wanted { unit: line.unit, spelling: 0, place, cost: street.cost };
        let door = number.filter(|_| street.cost > 0).and_then(|number| self.door(street.name, number, &wanted));
        door.or_else(|| number.and_then(|number| self.between(street, number, place)))
            .or_else(|| self.nearest_number(street, number, place))
            .or_else(|| self.on_graph(street, place))
    }

    /// Between the next known numbers in the place that agrees best, or else in all that agree: streets run on into the next postcode.
    fn between(&self, street: &Street, number: HouseNumber, place: Place) -> Option<Found> {
        let best = self.agreeing(street.name, place).map(|(agreement, _)| agreement).max()?;
        let within = |least: Agreement| {
            let houses = self.agreeing(street.name, place).filter(move |&(agreement, _)| agreement >= least).map(|(_, houses)| houses);
            Bracket::around(number, houses).point(number.value, confidence(least, street.cost))
        };
        within(best).or_else(|| within(Agreement::CityOnly.min(best)))
    }

    /// The house whose number is nearest, the better place first; or the middle one when no number was asked for.
    fn nearest_number(&self, street: &Street, number: Option<HouseNumber>, place: Place) -> Option<Found> {
        let best = self.agreeing(street.name, place).max_by_key(|&(agreement, houses)| (agreement, houses.len()))?;
        let least = best.0.min(Agreement::CityOnly);
        let away = |house: &House| number.map_or(0, |number| house.number.value.abs_diff(number.value));
        let (agreement, house) = match number {
            Some(_) => self
                .agreeing(street.name, place)
                .filter(|&(agreement, _)| agreement >= least)
                .flat_map(|(agreement, houses)| houses.iter().map(move |house| (agreement, house)))
                .min_by_key(|&(agreement, house)| (away(house), std::cmp::Reverse(agreement)))?,
            None => (best.0, best.1.get(best.1.len() / 2)?),
        };
        let near = number.is_some() && away(house) <= 20;
        let sure = confidence(agreement, street.cost) * if near { 0.5 } else { 0.35 };
        Some(Found { lon: house.lon, lat: house.lat, located: Located::Street, confidence: percent(sure), ambiguous: false, address: None })
    }

    /// The street's piece in the walking graph nearest to the place's middle; without a middle, if the street is short.
    fn on_graph(&self, street: &Street, place: Place) -> Option<Found> {
        let bends = self.bends(street.name);
        let middle = self.places.middle(place).or_else(|| compact_middle(bends))?;
        let far = |point: &(f64, f64)| distance_m(*point, middle);
        let &(lon, lat) = bends.iter().min_by(|a, b| far(a).total_cmp(&far(b))).filter(|point| far(point) < REACH_M)?;
        let confidence = percent(confidence(Agreement::Unknown, street.cost) * 0.3);
        Some(Found { lon, lat, located: Located::Street, confidence, ambiguous: false, address: None })
    }

    fn in_postcode(&self, place: Place) -> Found {
        match self.places.postcode_middle.get(place.postcode as usize).filter(|_| place.postcode != 0) {
            Some(&(lon, lat)) => Found { lon, lat, located: Located::Postcode, confidence: 10, ambiguous: false, address: None },
            None => Found { lon: 0.0, lat: 0.0, located: Located::None, confidence: 0, ambiguous: false, address: None },
        }
    }

    /// The one street whose name is close enough, looked for in the postcode, then in the city, then among streets of no known place.
    fn likely_street(&self, line: &Line, place: Place) -> Option<Street> {
        let asked: Vec<StreetName> = line
            .readings()
            .flat_map(|reading| {
                let repaired = reading.street.repaired(self.country);
                [Some(reading.street), repaired]
            })
            .flatten()
            .collect();
        self.places.pools(place).into_iter().find_map(|pool| self.closest(&asked, pool, line, place))
    }

    /// The least cost wins; a street that lacks the number pays for it; two that nearly tie are ambiguous, unless they
    /// are two names of one door.
    fn closest(&self, asked: &[StreetName], pool: &[u32], line: &Line, place: Place) -> Option<Street> {
        const NUMBER_MISSING: u32 = 80;
        const TIE: u32 = 30;
        let cost = |name: u32| asked.iter().filter_map(|asked| fuzzy::cost(asked, &self.names[name as usize])).min();
        let mut likely: Vec<(u32, u32, Option<Found>)> = pool
            .iter()
            .filter_map(|&name| Some((cost(name)?, name)))
            .filter(|&(_, name)| self.reaches(name, place))
            .map(|(cost, name)| {
                let wanted = Wanted { unit: line.unit, spelling: 0, place, cost };
                let door = line.number().and_then(|number| self.door(name, number, &wanted));
                (cost + if door.is_some() { 0 } else { NUMBER_MISSING }, name, door)
            })
            .collect();
        likely.sort_by_key(|&(cost, name, _)| (cost, name));
        let &(cost, name, door) = likely.first()?;
        let same_door = |other: &Option<Found>| match (door, other) {
            (Some(a), Some(b)) => distance_m((a.lon, a.lat), (b.lon, b.lat)) <= SAME_PLACE_M,
            _ => false,
        };
        let ambiguous = likely[1..].iter().any(|(other, _, found)| other - cost < TIE && !same_door(found));
        Some(Street { name, cost: cost.max(1), ambiguous })
    }

    fn reaches(&self, name: u32, place: Place) -> bool {
        self.agreeing(name, place).next().is_some() || !self.bends(name).is_empty()
    }

    fn agreeing(&self, name: u32, place: Place) -> impl Iterator<Item = (Agreement, &[House])> {
        self.stretches(name).iter().filter_map(move |stretch| Some((stretch.place.agreement(place)?, self.houses(stretch))))
    }
}

/// What a door is chosen by, beside its number.
struct Wanted {
    unit: u64,
    spelling: u64,
    place: Place,
    cost: u32,
}

/// A street taken for the one asked for, and what its name lacks, in hundredths of a letter.
#[derive(Debug, Clone, Copy)]
struct Street {
    name: u32,
    cost: u32,
    ambiguous: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct DoorGrade {
    agreement: Agreement,
    mark: u8,
    unit: bool,
    spelling: bool,
}

/// 3: the very number; 2: the house without the letter asked for, or the first lettered one of a plain number; 1: another letter.
fn mark_fit(known: HouseNumber, asked: HouseNumber) -> u8 {
    match (known.mark, asked.mark) {
        (a, b) if a == b => 3,
        (0, _) | (_, 0) => 2,
        _ => 1,
    }
}

/// The houses around a number.
#[derive(Default)]
struct Bracket<'a> {
    below: Option<&'a House>,
    above: Option<&'a House>,
}

impl<'a> Bracket<'a> {
    /// Houses of the same side, or of both sides where those are much closer together.
    fn around(number: HouseNumber, stretches: impl Iterator<Item = &'a [House]>) -> Self {
        let (mut same_side, mut both_sides) = (Self::default(), Self::default());
        for houses in stretches {
            let (below, above) = houses.split_at(houses.partition_point(|house| house.number.value < number.value));
            let beside = |house: &&House| number.same_side(house.number.value);
            both_sides.take(below.last(), above.first());
            same_side.take(below.iter().rev().find(beside), above.iter().find(beside));
        }
        match (same_side.span(), both_sides.span()) {
            (Some(same), Some(both)) if both * 2 >= same => same_side,
            _ => both_sides,
        }
    }

    fn take(&mut self, below: Option<&'a House>, above: Option<&'a House>) {
        let value = |house: &House| house.number.value;
        if below.map(value) > self.below.map(value) {
            self.below = below;
        }
        if above.is_some_and(|new| self.above.is_none_or(|old| value(new) < value(old))) {
            self.above = above;
        }
    }

    fn span(&self) -> Option<u32> {
        Some(self.above?.number.value - self.below?.number.value)
    }

    /// A wide gap still tells more than the nearer neighbour, but no more than the street.
    fn point(&self, value: u32, sure: f64) -> Option<Found> {
        let (below, above) = (self.below?, self.above?);
        let gap_m = distance_m((below.lon, below.lat), (above.lon, above.lat));
        let share = match self.span()? {
            0 => 0.0,
            span => f64::from(value - below.number.value) / f64::from(span),
        };
        let (located, weight) = match gap_m {
            gap if gap <= NEIGHBOURS_M => (Located::Interpolated, 0.85 - 0.4 * gap / NEIGHBOURS_M),
            gap if gap <= STREET_M => (Located::Street, 0.4),
            _ => return None,
        };
        Some(Found {
            lon: below.lon + share * (above.lon - below.lon),
            lat: below.lat + share * (above.lat - below.lat),
            located,
            confidence: percent(sure * weight),
            ambiguous: false,
            address: None,
        })
    }
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
    };
    place - f64::from(cost) * 0.12
}

fn percent(sure: f64) -> u8 {
    sure.clamp(1.0, 100.0).round() as u8
}

fn compact_middle(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    const SHORT_M: f64 = 2000.0;
    let first = points.first()?;
    let n = points.len() as f64;
    let middle = (points.iter().map(|point| point.0).sum::<f64>() / n, points.iter().map(|point| point.1).sum::<f64>() / n);
    points.iter().all(|point| distance_m(*first, *point) < SHORT_M).then_some(middle)
}
