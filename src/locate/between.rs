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
    below: Option<&'a House>,
    above: Option<&'a House>,
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
            let houses = numbered(houses);
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

    /// In proportion to the numbers. A wide gap still tells more than the nearer neighbour, too wide a one tells nothing.
    pub fn point(&self, value: u32) -> Option<Between> {
        let (below, above) = (self.below?, self.above?);
        let gap_m = distance_m((below.lon, below.lat), (above.lon, above.lat));
        let share = match self.span()? {
            0 => 0.0,
            span => f64::from(value - below.number.value) / f64::from(span),
        };
        let point = (below.lon + share * (above.lon - below.lon), below.lat + share * (above.lat - below.lat));
        (gap_m <= STREET_M).then_some(Between { point, gap_m })
    }

    /// The neighbour whose number is nearer.
    pub fn nearer(&self, value: u32) -> Option<&'a House> {
        [self.below, self.above].into_iter().flatten().min_by_key(|house| house.number.value.abs_diff(value))
    }
}

/// Houses are sorted by number; those without one come first.
pub fn numbered(houses: &[House]) -> &[House] {
    &houses[houses.partition_point(|house| house.number == HouseNumber::NONE)..]
}

/// Past a street's last known house, on the line from the house before it: `None` when the two do not tell how the street
/// goes on (too close together, too far apart, or numbers that run faster or slower than houses stand).
pub fn beyond(value: u32, nearest: &House, houses: &[House]) -> Option<(f64, f64)> {
    const BASE_NUMBERS: std::ops::RangeInclusive<u32> = 8..=200;
    const NUMBER_M: std::ops::RangeInclusive<f64> = 0.3..=4.0;
    let last = nearest.number.value;
    let base = |house: &&House| BASE_NUMBERS.contains(&house.number.value.abs_diff(last));
    let houses = numbered(houses);
    let at = houses.partition_point(|house| house.number.value < last);
    let other = if value > last { houses[..at].iter().rev().find(base) } else { houses[at..].iter().find(base) }?;
    let numbers = f64::from(last.abs_diff(other.number.value));
    if !NUMBER_M.contains(&(distance_m((nearest.lon, nearest.lat), (other.lon, other.lat)) / numbers)) {
        return None;
    }
    let share = f64::from(value.abs_diff(last)) / numbers;
    Some((nearest.lon + share * (nearest.lon - other.lon), nearest.lat + share * (nearest.lat - other.lat)))
}
