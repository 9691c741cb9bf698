//! The address in an object's tags, and in the relation of its street.

use std::collections::HashMap;

use super::extract::Extract;
use super::tags::{Key, Tags};
use crate::domain::AddressPoint;

/// An object that a relation has as a member, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Member {
    Node(i64),
    Way(i64),
    Relation(i64),
}

/// What `associatedStreet` relations tell their houses: street, city, postcode.
#[derive(Debug, Default)]
pub struct Groups<'a>(HashMap<Member, [&'a str; 3]>);

impl<'a> Groups<'a> {
    /// The street is the relation's own name, or else its street's. Of several relations the first counts.
    pub fn of(extract: &'a Extract) -> Self {
        let mut houses = HashMap::new();
        for group in &extract.groups {
            let of_street = || {
                group.streets.iter().filter_map(|&way| extract.way(way)).map(|way| way.tags.get(Key::Name)).find(|name| !name.is_empty())
            };
            let own = first(group.tags.get(Key::Street), group.tags.get(Key::Name));
            let street = if own.is_empty() { of_street().unwrap_or_default() } else { own };
            for &house in &group.houses {
                houses.entry(house).or_insert([street, group.tags.get(Key::City), group.tags.get(Key::Postcode)]);
            }
        }
        Self(houses)
    }

    pub fn get(&self, member: Member) -> [&'a str; 3] {
        self.0.get(&member).copied().unwrap_or_default()
    }
}

/// It has a number; whether the street is there too shows when it is read.
pub fn is_one(tags: &Tags) -> bool {
    tags.has(Key::HouseNumber)
}

/// The address at a point; `None` when the street (or, where streets have no names, the place) is missing.
pub fn at(tags: &Tags, group: [&str; 3], [lon, lat]: [f64; 2]) -> Option<AddressPoint> {
    let [street, city, postcode] = place(tags, group);
    if street.is_empty() {
        return None;
    }
    Some(AddressPoint {
        lon,
        lat,
        number: tags.get(Key::HouseNumber).to_owned(),
        street: street.to_owned(),
        unit: first(tags.get(Key::Unit), tags.get(Key::Flats)).to_owned(),
        city: city.to_owned(),
        postcode: postcode.to_owned(),
        building: if tags.get(Key::Building) == "no" { String::new() } else { tags.get(Key::Building).to_owned() },
    })
}

/// Street, city and postcode: the object's own, else its group's.
pub fn place<'a>(tags: &'a Tags, group: [&'a str; 3]) -> [&'a str; 3] {
    let street = first(first(tags.get(Key::Street), group[0]), tags.get(Key::PlaceAddress));
    [street, first(tags.get(Key::City), group[1]), first(tags.get(Key::Postcode), group[2])]
}

fn first<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.is_empty() { b } else { a }
}
