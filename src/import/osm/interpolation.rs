//! Which house numbers lie along a way with `addr:interpolation`? Those between two nodes of it that have a number.
//!
//! Rules: OpenStreetMap wiki, "Key:addr:interpolation". The way runs where the houses stand, so there is no side.

use super::address::{self, Groups, Member};
use super::extract::{Extract, Way};
use super::tags::Key;
use crate::domain::{AddressRange, RejectReason};

/// Each stretch from one numbered node to the next; or why it tells nothing.
pub fn ranges(extract: &Extract, way: &Way, groups: &Groups) -> Vec<Result<AddressRange, RejectReason>> {
    let Some(step) = step(way.tags.get(Key::Interpolation)) else { return vec![Err(RejectReason::BadField)] };
    let mut ranges = Vec::new();
    let mut line: Vec<[f64; 2]> = Vec::new();
    let mut before: Option<End> = None;
    for &node in &way.nodes {
        // a node the extract lacks breaks the way
        let Some(point) = extract.nodes.at(node) else {
            (line, before) = (Vec::new(), None);
            continue;
        };
        line.push(point);
        let Some(end) = End::at(extract, node, groups) else { continue };
        if let Some(before) = before {
            ranges.push(between(&before, &end, step, &line, way, groups));
        }
        (line, before) = (vec![point], Some(end));
    }
    if ranges.is_empty() { vec![Err(RejectReason::MissingField)] } else { ranges }
}

/// A numbered node.
struct End {
    number: u32,
    street: String,
    city: String,
    postcode: String,
}

impl End {
    fn at(extract: &Extract, node: u32, groups: &Groups) -> Option<Self> {
        let point = extract.point(node)?;
        let number = point.tags.get(Key::HouseNumber).parse().ok()?;
        let [street, city, postcode] = address::place(&point.tags, groups.get(Member::Node(point.id)));
        Some(Self { number, street: street.to_owned(), city: city.to_owned(), postcode: postcode.to_owned() })
    }
}

fn between(a: &End, b: &End, step: u32, line: &[[f64; 2]], way: &Way, groups: &Groups) -> Result<AddressRange, RejectReason> {
    let own = address::place(&way.tags, groups.get(Member::Way(way.id)));
    let first = |texts: [&str; 3]| texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned();
    let street = first([&a.street, &b.street, own[0]]);
    if street.is_empty() {
        return Err(RejectReason::MissingField);
    }
    if a.number == b.number || !a.number.abs_diff(b.number).is_multiple_of(step) || line.len() < 2 {
        return Err(RejectReason::BadField);
    }
    Ok(AddressRange {
        street,
        city: first([&a.city, &b.city, own[1]]),
        postcode: first([&a.postcode, &b.postcode, own[2]]),
        first: a.number,
        last: b.number,
        step,
        offset_m: 0.0,
        line: line.to_vec(),
    })
}

/// `None` for letters (`alphabetic`), which cannot be counted along a line, and for words nobody knows.
fn step(word: &str) -> Option<u32> {
    match word {
        "odd" | "even" => Some(2),
        "all" => Some(1),
        number => number.parse().ok().filter(|&step| step > 0),
    }
}
