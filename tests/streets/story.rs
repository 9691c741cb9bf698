//! An import told in lines, for expected outputs.

use std::fmt::Write as _;

use arpent::import::osm::Osm;
use arpent::streets::{self, Streets};
use geo_types::{Geometry, LineString};

pub fn story(osm: &Osm) -> String {
    let mut text = String::new();
    streets_of(&mut text, &osm.streets).expect("a String takes all");
    for row in 0..osm.addresses.len() {
        let a = osm.addresses.get(row);
        let fields = [a.number, a.street, a.unit, a.city, a.postcode, a.building].join("|");
        writeln!(text, "address {} {fields}", points(&[[a.lon, a.lat]])).expect("a String takes all");
    }
    for row in 0..osm.ranges.len() {
        let ranges = &osm.ranges;
        let fields = [ranges.street.get(row), ranges.city.get(row), ranges.postcode.get(row)].join("|");
        let (first, last, step) = (ranges.first[row], ranges.last[row], ranges.step[row]);
        writeln!(text, "range {first} to {last} by {step} {fields} {}", points(&ranges.lines[row])).expect("a String takes all");
    }
    for place in &osm.places {
        let (kind, name, detail) = (place.kind.word(), &place.name, &place.detail);
        writeln!(text, "{kind} {name:?} {detail:?} {}", shape(&place.shape)).expect("a String takes all");
    }
    writeln!(text, "{}", serde_json::to_string_pretty(&osm.report).expect("a report is JSON")).expect("a String takes all");
    text
}

fn streets_of(text: &mut String, streets: &Streets) -> std::fmt::Result {
    let components = streets.components();
    for node in 0..streets.node_count() as u32 {
        writeln!(text, "node {node} {} part {:?}", points(&[streets.node(node)]), components.part(node))?;
    }
    for edge in 0..streets.len() {
        let (from, to, class, name) = (streets.from[edge], streets.to[edge], streets.class(edge).word(), streets.name(edge));
        let length_m = streets.length_m[edge];
        writeln!(text, "{class} {name:?} {from}-{to} {length_m:.2} m{} {}", flags(streets.flags[edge]), points(streets.line(edge)))?;
    }
    Ok(())
}

fn flags(flags: u8) -> String {
    let words = [
        (streets::WALKABLE, "walkable"),
        (streets::BRIDGE, "bridge"),
        (streets::TUNNEL, "tunnel"),
        (streets::SIDEWALK_LEFT, "left"),
        (streets::SIDEWALK_RIGHT, "right"),
        (streets::PRIVATE, "private"),
        (streets::LINK, "link"),
        (streets::SIDEWALK, "sidewalk"),
    ];
    words.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, word)| format!(" {word}")).collect()
}

fn shape(shape: &Geometry<f64>) -> String {
    match shape {
        Geometry::Point(point) => format!("point {}", points(&[[point.x(), point.y()]])),
        Geometry::LineString(line) => format!("line {}", line_points(line)),
        Geometry::Polygon(polygon) => format!("polygon {}", rings(polygon)),
        Geometry::MultiPolygon(polygons) => polygons.iter().map(|polygon| format!("polygon {} ", rings(polygon))).collect(),
        other => format!("{other:?}"),
    }
}

fn rings(polygon: &geo_types::Polygon<f64>) -> String {
    let holes: String = polygon.interiors().iter().map(|hole| format!(" without {}", line_points(hole))).collect();
    line_points(polygon.exterior()) + &holes
}

fn line_points(line: &LineString<f64>) -> String {
    points(&line.coords().map(|c| [c.x, c.y]).collect::<Vec<_>>())
}

fn points(points: &[[f64; 2]]) -> String {
    points.iter().map(|[lon, lat]| format!("{lon:.5},{lat:.5}")).collect::<Vec<_>>().join(" ")
}
