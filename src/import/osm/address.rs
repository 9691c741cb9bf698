//! The address in an object's tags.

use super::tags::{Key, Tags};
use crate::domain::AddressPoint;

/// It has a number; whether the street is there too shows when it is read.
pub fn is_one(tags: &Tags) -> bool {
    tags.has(Key::HouseNumber)
}

/// The address at a point; `None` when the street (or, where streets have no names, the place) is missing.
pub fn at(tags: &Tags, [lon, lat]: [f64; 2]) -> Option<AddressPoint> {
    let street = first(tags.get(Key::Street), tags.get(Key::PlaceAddress));
    if street.is_empty() {
        return None;
    }
    let text = |key| tags.get(key).to_owned();
    Some(AddressPoint {
        lon,
        lat,
        number: text(Key::HouseNumber),
        street: street.to_owned(),
        unit: first(tags.get(Key::Unit), tags.get(Key::Flats)).to_owned(),
        city: text(Key::City),
        postcode: text(Key::Postcode),
        building: if tags.get(Key::Building) == "no" { String::new() } else { text(Key::Building) },
    })
}

fn first<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.is_empty() { b } else { a }
}
