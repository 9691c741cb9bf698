//! Where on a street is a number that has no address point?

use crate::domain::Located;
use crate::geometry::distance_m;

use super::Found;
use super::along::Span;
use super::between::{self, Bracket};
use super::doors::{SAME_STREET_M, Wanted};
use super::gazetteer::{Gazetteer, House, Stretch};
use super::ladder::{Asked, REACH_M, confidence, found};
use super::normal::HouseNumber;
use super::places::Agreement;
use super::reading::Line;

/// Stretches of one name whose ends are this close are one street.
const ADJOIN_M: f64 = 2000.0;
/// A street this long says where it is by its middle.
const SHORT_M: f64 = 2000.0;

/// A street taken for the one asked for, what its name lacks, in hundredths of a letter, and how many are as likely.
#[derive(Debug, Clone, Copy)]
pub struct Street {
    pub name: u32,
    pub cost: u32,
    pub candidates: u32,
}

impl Gazetteer {
    /// By its range, its neighbours, or one of them; a street spelt otherwise may have the door itself.
    pub(super) fn on_street(&self, street: &Street, line: &Line, asked: &Asked) -> Option<Found> {
        let number = line.number();
        let wanted = Wanted { unit: line.unit, spelling: 0, cost: street.cost };
        if let Some(door) = number.filter(|_| street.cost > 0).and_then(|number| self.door(street.name, number, asked, &wanted)) {
            return Some(self.answer(&door, asked));
        }
        let towns = self.towns(street, asked);
        if towns > 1 {
            return Some(Found { candidates: towns, ..self.in_postcode(asked.place) });
        }
        let found = match number {
            Some(number) => self
                .in_range(street, number, asked)
                .or_else(|| self.between(street, number, asked))
                .or_else(|| self.near_number(street, number, asked)),
            None => self.middle_of(street, asked),
        };
        found.or_else(|| self.on_graph(street, asked))
    }

    /// In how many towns the street may be, where the place asked for does not tell.
    fn towns(&self, street: &Street, asked: &Asked) -> u32 {
        let Some(best) = self.agreeing(street.name, asked).map(|(agreement, _)| agreement).max() else { return 1 };
        if best > Agreement::Unknown {
            return 1;
        }
        let stretches = || self.agreeing(street.name, asked).filter(|&(agreement, _)| agreement == best).map(|(_, stretch)| stretch);
        let Some(first) = stretches().find_map(|stretch| self.start(stretch)) else { return 1 };
        let is_apart = |stretch: &Stretch| self.start(stretch).is_some_and(|point| distance_m(first, point) > REACH_M);
        1 + stretches().filter(|stretch| stretch.is_scattered || is_apart(stretch)).count() as u32
    }

    /// A stretch's first house, or the middle of its first range.
    pub(super) fn start(&self, stretch: &Stretch) -> Option<(f64, f64)> {
        let house = self.houses(stretch).first().map(|house| (house.lon, house.lat));
        house.or_else(|| self.spans(stretch).first().map(|span| self.spans.middle(span)))
    }

    /// In the range that holds the number; several far apart are as good as none.
    fn in_range(&self, street: &Street, number: HouseNumber, asked: &Asked) -> Option<Found> {
        let spans = || {
            self.agreeing(street.name, asked).flat_map(|(agreement, stretch)| self.spans(stretch).iter().map(move |span| (agreement, span)))
        };
        let holding = || spans().filter(|(_, span)| span.holds(number.value));
        let best = holding().map(|(agreement, _)| agreement).max()?;
        let fitting = || holding().filter(|&(agreement, _)| agreement == best).map(|(_, span)| span);
        let shortest = fitting().min_by(|a, b| a.length_m.total_cmp(&b.length_m))?;
        let point = self.spans.point(shortest, number.value);
        let is_apart = |span: &&Span| distance_m(self.spans.point(span, number.value), point) > SAME_STREET_M;
        match fitting().filter(is_apart).count() as u32 {
            0 => Some(found(point, Located::Interpolated, confidence(best, street.cost) * 0.8, 1)),
            others => Some(Found { candidates: 1 + others, ..self.in_postcode(asked.place) }),
        }
    }

    /// Between the next known numbers in the place that agrees best, or else in all that agree: streets run on into the next postcode.
    fn between(&self, street: &Street, number: HouseNumber, asked: &Asked) -> Option<Found> {
        let best = self.agreeing(street.name, asked).map(|(agreement, _)| agreement).max()?;
        let within = |least: Agreement| {
            let houses = self.run(street.name, asked).filter(|&(agreement, _)| agreement >= least).map(|(_, stretch)| self.houses(stretch));
            let between = Bracket::around(number, houses).point(number.value)?;
            let sure = confidence(least, street.cost);
            let (located, weight) = match between.gap_m {
                gap if gap <= between::NEIGHBOURS_M => (Located::Interpolated, 0.85 - 0.4 * gap / between::NEIGHBOURS_M),
                _ => (Located::Street, 0.4),
            };
            Some(found(between.point, located, sure * weight, 1))
        };
        within(best).or_else(|| within(Agreement::CityOnly.min(best)))
    }

    /// Where the street goes on from the house whose number is nearest, or on the other side of a range, if either is near enough
    /// to tell anything.
    fn near_number(&self, street: &Street, number: HouseNumber, asked: &Asked) -> Option<Found> {
        let (best, _) = self.agreeing(street.name, asked).max_by_key(|&(agreement, _)| agreement)?;
        let least = best.min(Agreement::CityOnly);
        let value = number.value;
        let houses = self.run(street.name, asked).map(|(_, stretch)| self.houses(stretch));
        let house = Bracket::around(number, houses).nearer(value);
        let by_house = house.map(|house| (house.away(value), house.beyond(value)));
        let span = self.run(street.name, asked).flat_map(|(_, stretch)| self.spans(stretch)).min_by_key(|span| span.away(value));
        let by_span = span.map(|span| (span.away(value), self.spans.point(span, span.clamp(value))));
        let (away, point) = [by_house, by_span].into_iter().flatten().min_by_key(|&(away, _)| away)?;
        let sure = confidence(least, street.cost) * if away <= 20 { 0.5 } else { 0.35 };
        (away <= between::FAR_NUMBERS).then(|| found(point, Located::Street, sure, 1))
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

    /// The stretches that agree best, and those they run on into.
    pub(super) fn run(&self, name: u32, asked: &Asked) -> impl Iterator<Item = (Agreement, &Stretch)> {
        let best = self.agreeing(name, asked).map(|(agreement, _)| agreement).max();
        let core = move || self.agreeing(name, asked).filter(move |&(agreement, _)| Some(agreement) == best);
        self.agreeing(name, asked).filter(move |&(agreement, stretch)| {
            let runs_on = || agreement >= Agreement::CityOnly && core().any(|(_, other)| self.adjoin(other, stretch));
            Some(agreement) == best || runs_on()
        })
    }

    /// Ends of the two are near each other: another street of the same name, across the city, is another street.
    fn adjoin(&self, a: &Stretch, b: &Stretch) -> bool {
        let ends =
            |stretch| [self.houses(stretch).first(), self.houses(stretch).last()].into_iter().flatten().map(|house| (house.lon, house.lat));
        ends(a).any(|end| ends(b).any(|other| distance_m(end, other) <= ADJOIN_M))
    }
}
