//! The address in an object's tags.

use super::tags::{Key, Tags};
use crate::domain::AddressPoint;

/// A house number, and the street (or, where streets have no names, the place) it belongs to.
pub fn has(tags: &Tags) -> bool {
    tags.has(Key::HouseNumber) && !street(tags).is_empty()
}

pub fn at(tags: &Tags, [lon, lat]: [f64; 2]) -> AddressPoint {
    let text = |key| tags.get(key).to_owned();
    AddressPoint {
        lon,
        lat,
        number: text(Key::HouseNumber),
        street: street(tags).to_owned(),
        unit: first(tags.get(Key::Unit), tags.get(Key::Flats)).to_owned(),
        city: text(Key::City),
        postcode: text(Key::Postcode),
        building: if tags.get(Key::Building) == "no" { String::new() } else { text(Key::Building) },
    }
}

fn street(tags: &Tags) -> &str {
    first(tags.get(Key::Street), tags.get(Key::PlaceAddress))
}

fn first<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.is_empty() { b } else { a }
}
