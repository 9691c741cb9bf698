//! Where does a number lie that no source knows, given its neighbours on the street?

use crate::geometry::distance_m;

use super::gazetteer::House;
use super::normal::HouseNumber;

/// Between neighbours this close a point is interpolated; between those of one street, this far apart, it is on the street.
pub const NEIGHBOURS_M: f64 = 1000.0;
const STREET_M: f64 = 5000.0;
/// A known house this many numbers away is about two blocks away, and says nothing of numbers farther on.
pub const FAR_NUMBERS: u32 = 150;

/// The known numbers next to one that is not known.
#[derive(Debug, Default, Clone, Copy)]
pub struct Bracket<'a> {
    below: Option<Neighbour<'a>>,
    above: Option<Neighbour<'a>>,
}

/// A house, and the numbered houses of its stretch.
#[derive(Debug, Clone, Copy)]
pub struct Neighbour<'a> {
    pub house: &'a House,
    row: &'a [House],
}

impl Neighbour<'_> {
    fn value(&self) -> u32 {
        self.house.number.value
    }

    fn point(&self) -> (f64, f64) {
        (self.house.lon, self.house.lat)
    }

    pub fn away(&self, value: u32) -> u32 {
        self.value().abs_diff(value)
    }
}

/// A point by its neighbours, and how far those are from one another.
#[derive(Debug, Clone, Copy)]
pub struct Between {
    pub point: (f64, f64),
    pub gap_m: f64,
}

impl<'a> Bracket<'a> {
    /// Houses of the same side, or of both sides where those are much closer together.
    pub fn around(number: HouseNumber, stretches: impl Iterator<Item = &'a [House]>) -> Self {
        let (mut same_side, mut both_sides) = (Self::default(), Self::default());
        for houses in stretches {
            let row = numbered(houses);
            let (below, above) = row.split_at(row.partition_point(|house| house.number.value < number.value));
            let beside = |house: &&House| number.same_side(house.number.value);
            both_sides.take(row, below.last(), above.first());
            same_side.take(row, below.iter().rev().find(beside), above.iter().find(beside));
        }
        match (same_side.span(), both_sides.span()) {
            (Some(same), Some(both)) if both * 2 >= same => same_side,
            _ => both_sides,
        }
    }

    fn take(&mut self, row: &'a [House], below: Option<&'a House>, above: Option<&'a House>) {
        let [below, above] = [below, above].map(|house| house.map(|house| Neighbour { house, row }));
        if below.map(|new| new.value()) > self.below.map(|old| old.value()) {
            self.below = below;
        }
        if above.is_some_and(|new| self.above.is_none_or(|old| new.value() < old.value())) {
            self.above = above;
        }
    }

    fn span(&self) -> Option<u32> {
        Some(self.above?.value() - self.below?.value())
    }

    /// In proportion to the numbers. A wide gap still tells more than the nearer neighbour, too wide a one tells nothing.
    pub fn point(&self, value: u32) -> Option<Between> {
        let (below, above) = (self.below?, self.above?);
        let (from, to) = (below.point(), above.point());
        let gap_m = distance_m(from, to);
        let share = match self.span()? {
            0 => 0.0,
            span => f64::from(value - below.value()) / f64::from(span),
        };
        let point = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
        (gap_m <= STREET_M).then_some(Between { point, gap_m })
    }

    /// The neighbour whose number is nearer.
    pub fn nearer(&self, value: u32) -> Option<Neighbour<'a>> {
        [self.below, self.above].into_iter().flatten().min_by_key(|neighbour| neighbour.away(value))
    }
}

/// Houses are sorted by number; those without one come first.
fn numbered(houses: &[House]) -> &[House] {
    &houses[houses.partition_point(|house| house.number == HouseNumber::NONE)..]
}

impl Neighbour<'_> {
    /// Where the street goes on past its last known house, on the line from the house before it; that last house where the two
    /// do not tell (too close together, too far apart, or numbers that run faster or slower than houses stand).
    pub fn beyond(&self, value: u32) -> (f64, f64) {
        self.on_the_line(value).unwrap_or_else(|| self.point())
    }

    fn on_the_line(&self, value: u32) -> Option<(f64, f64)> {
        const BASE_NUMBERS: std::ops::RangeInclusive<u32> = 8..=200;
        const NUMBER_M: std::ops::RangeInclusive<f64> = 0.3..=4.0;
        let base = |house: &&House| BASE_NUMBERS.contains(&self.away(house.number.value));
        let (before, after) = self.row.split_at(self.row.partition_point(|house| house.number.value < self.value()));
        let other = if value > self.value() { before.iter().rev().find(base) } else { after.iter().find(base) }?;
        let (from, to) = ((other.lon, other.lat), self.point());
        let numbers = f64::from(self.away(other.number.value));
        if !NUMBER_M.contains(&(distance_m(from, to) / numbers)) {
            return None;
        }
        let share = f64::from(self.away(value)) / numbers;
        Some((to.0 + share * (to.0 - from.0), to.1 + share * (to.1 - from.1)))
    }
}
