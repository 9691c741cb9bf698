//! `precincts.geojson`.

use std::fmt::Write;

use super::osm::Degrees;
use crate::town::point::{Point, area};
use crate::town::precincts::Precinct;

pub fn write(precincts: &[Precinct]) -> Vec<u8> {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (i, precinct) in precincts.iter().enumerate() {
        let comma = if i == 0 { "" } else { ",\n" };
        let _ = write!(
            out,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"id\":\"{}\",\"name\":\"{}\"}},\"geometry\":",
            precinct.id, precinct.name
        );
        geometry(&mut out, &precinct.rings);
        out.push('}');
    }
    out.push_str("\n]}\n");
    out.into_bytes()
}

/// Outer rings come first and run counter-clockwise; a hole belongs to the largest of them.
fn geometry(out: &mut String, rings: &[Vec<Point>]) {
    let outer = rings.iter().filter(|ring| area(ring) > 0.0).count();
    out.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for i in 0..outer {
        out.push_str(if i == 0 { "[" } else { ",[" });
        coordinates(out, &rings[i]);
        for hole in rings[outer..].iter().filter(|_| i == 0) {
            out.push(',');
            coordinates(out, hole);
        }
        out.push(']');
    }
    out.push_str("]}");
}

fn coordinates(out: &mut String, ring: &[Point]) {
    out.push('[');
    for (i, p) in ring.iter().chain(ring.first()).enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let Degrees { lon, lat } = Degrees::of(*p);
        let _ = write!(out, "{comma}[{lon:.7},{lat:.7}]");
    }
    out.push(']');
}
