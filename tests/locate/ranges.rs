//! Numbers along TIGER's ranges: the side, the parity, the share of the way, and the order of the levels.

use arpent::domain::{AddressPoint, AddressRange, AddressRanges, Addresses, Country, Located, Source};
use arpent::geometry::distance_m;
use arpent::import::addresses;
use arpent::locate::{Gazetteer, Query, Sources};

use crate::support::real_data;

/// Oak Street goes east along 46.5°: odd numbers rise on its left hand, even ones fall on its right.
fn oak_street() -> AddressRanges {
    let mut ranges = AddressRanges::default();
    let line = vec![[-110.9, 46.5], [-110.89, 46.5]];
    let side = |first, last, offset_m| AddressRange {
        street: "Oak St".into(),
        postcode: "59645".into(),
        first,
        last,
        step: 2,
        offset_m,
        line: line.clone(),
        ..AddressRange::default()
    };
    ranges.push(side(101, 201, -10.0));
    ranges.push(side(200, 100, 10.0));
    ranges
}

fn house(number: &str, lon: f64, lat: f64) -> AddressPoint {
    AddressPoint { lon, lat, number: number.into(), street: "Oak Street".into(), postcode: "59645".into(), ..AddressPoint::default() }
}

fn ask(number: &'static str) -> Query<'static> {
    Query { number, street: "OAK ST", postcode: "59645", ..Query::default() }
}

#[test]
fn a_number_is_on_its_side_at_its_share_of_the_way() {
    let ranges = oak_street();
    let gazetteer = Gazetteer::new(Country::Us, &Sources { ranges: &[&ranges], ..Sources::default() });
    let at = |number| {
        let found = gazetteer.find(&ask(number));
        (found.located, (found.lon * 1e5).round() as i64, found.lat > 46.5)
    };
    assert_eq!(at("151"), (Located::Interpolated, -11_089_500, true));
    assert_eq!(at("101"), (Located::Interpolated, -11_090_000, true));
    assert_eq!(at("150"), (Located::Interpolated, -11_089_500, false));
    assert_eq!(at("100"), (Located::Interpolated, -11_089_000, false), "even numbers fall along the line");
    assert!((distance_m((-110.89, 46.5), (-110.89, gazetteer.find(&ask("100")).lat)) - 10.0).abs() < 0.1);
}

#[test]
fn a_number_no_range_holds_is_near_its_end_or_nowhere_on_the_street() {
    let ranges = oak_street();
    let gazetteer = Gazetteer::new(Country::Us, &Sources { ranges: &[&ranges], ..Sources::default() });
    assert_eq!(gazetteer.find(&ask("211")).located, Located::Street);
    assert_eq!(gazetteer.find(&ask("901")).located, Located::Postcode);
}

#[test]
fn a_point_comes_before_a_range_and_a_range_before_neighbours() {
    let ranges = oak_street();
    let mut points = Addresses::default();
    for point in [
        house("151", -110.8951, 46.5002),
        house("141", -110.897, 46.5002),
        house("161", -110.893, 46.5002),
        house("301", -110.88, 46.5002),
        house("311", -110.879, 46.5002),
    ] {
        points.push(&point);
    }
    let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&points], ranges: &[&ranges], ..Sources::default() });
    assert_eq!((gazetteer.find(&ask("151")).located, gazetteer.find(&ask("151")).lon), (Located::Rooftop, -110.8951));
    let by_range = gazetteer.find(&ask("145"));
    assert_eq!((by_range.located, (by_range.lon * 1e5).round() as i64), (Located::Interpolated, -11_089_560));
    let by_neighbours = gazetteer.find(&ask("305"));
    assert_eq!((by_neighbours.located, (by_neighbours.lon * 1e5).round() as i64), (Located::Interpolated, -11_087_960));
}

#[test]
fn ranges_that_tell_two_places_tell_none() {
    let mut ranges = oak_street();
    ranges.push(AddressRange {
        street: "Oak Street".into(),
        postcode: "59645".into(),
        first: 101,
        last: 201,
        step: 2,
        line: vec![[-110.5, 46.5], [-110.49, 46.5]],
        ..AddressRange::default()
    });
    let gazetteer = Gazetteer::new(Country::Us, &Sources { ranges: &[&ranges], ..Sources::default() });
    let found = gazetteer.find(&ask("151"));
    assert_eq!((found.located, found.candidates), (Located::Postcode, 2));
    assert_eq!(gazetteer.find(&ask("150")).candidates, 1);
}

/// Known edges of the county, read off its table: name, number, and the point by hand (share of the way, 10 m to the side).
#[test]
fn a_real_countys_edges() {
    let Some(path) = real_data("../bench/geocode/tiger/2021.geojsonl") else { return };
    let bytes = std::fs::read(path).expect("a readable file");
    let ranges = addresses::read(Source::new("2021.geojsonl", &bytes), &[], "auto").expect("the county").ranges;
    let gazetteer = Gazetteer::new(Country::Us, &Sources { ranges: &[&ranges], ..Sources::default() });
    // 10 m are 0.0000899 degrees of latitude, and 0.0001308 of longitude at 46.54 degrees
    for (number, street, lon, lat) in [
        // 598 to 500 go north from 46.543598 to 46.544341 on the right hand, which is east
        ("549", "S Central Ave", -110.9032615 + 0.0001308, 46.5439695),
        ("550", "S CENTRAL AVENUE", -110.9032615 + 0.0001308, 46.5439619),
        ("598", "S Central Ave", -110.90326 + 0.0001308, 46.543598),
        // 2 to 298 go west on the left hand, which is south
        ("2", "W Main St", -110.903246, 46.548166 - 0.0000899),
        ("2", "Main St W", -110.903246, 46.548166 - 0.0000899),
        // the table has these numbers as W Main St
        ("900", "Main St W", -110.91252, 46.548215 - 0.0000899),
        // 401 to 499 go north on the left hand, which is west
        ("401", "1st Ave NW", -110.904355 - 0.0001308, 46.551134),
    ] {
        let found = gazetteer.find(&Query { number, street, postcode: "59645", ..Query::default() });
        let odd_beside_even = number == "549";
        let off_m = distance_m((found.lon, found.lat), (lon, lat));
        assert_eq!(found.located, Located::Interpolated, "{number} {street}: {found:?}");
        let near_m = if odd_beside_even { 21.0 } else { 1.0 };
        assert!(off_m < near_m, "{number} {street}: {off_m:.1} m off, {found:?}");
        assert!(!odd_beside_even || off_m > 19.0, "549 is across the street from 550: {off_m:.1} m");
    }
}
