//! Every way to write an address, and what each is found at: `tests/cases/locate/<situation>/{addresses,queries,expected}.csv`.

use std::fmt::Write;
use std::sync::Mutex;

use arpent::domain::{AddressPoint, Addresses, Country, Located, Voters};
use arpent::locate::{Found, Gazetteer, Query, Sources, locate};
use arpent::streets::{StreetClass, Streets, WALKABLE};
use proptest::prelude::*;

use super::made_voters::table;
use crate::support::{case, expect};

#[test]
fn spellings_lead_to_one_door() {
    hold_to_case("us_spellings", Country::Us);
}

#[test]
fn houses_not_known_lie_between_those_that_are() {
    hold_to_case("us_between_houses", Country::Us);
}

#[test]
fn what_is_ambiguous_is_not_guessed() {
    hold_to_case("us_ambiguous", Country::Us);
}

#[test]
fn addresses_without_postcode_or_city_still_serve() {
    hold_to_case("us_no_postcode", Country::Us);
}

#[test]
fn a_wrong_or_missing_place_is_made_up_for_when_only_one_door_fits() {
    hold_to_case("us_wrong_place", Country::Us);
}

#[test]
fn french_voies_are_read_as_such() {
    hold_to_case("fr_voies", Country::Fr);
}

fn hold_to_case(situation: &str, country: Country) {
    let folder = case("locate").join(situation);
    let gazetteer = Gazetteer::new(country, &Sources { addresses: &[&read(&folder.join("addresses.csv"))], ..Sources::default() });
    let mut actual = String::from("number,street,unit,city,postcode,level,confidence,candidates,lon,lat\n");
    for row in table(&folder.join("queries.csv"), b',') {
        let field = |name: &str| row[name].as_str();
        let query = Query {
            number: field("number"),
            street: field("street"),
            unit: field("unit"),
            city: field("city"),
            postcode: field("postcode"),
        };
        let found = gazetteer.find(&query);
        let asked = [query.number, query.street, query.unit, query.city, query.postcode].map(|text| text.replace(',', ";")).join(",");
        let Found { located, confidence, candidates, lon, lat, .. } = found;
        writeln!(actual, "{asked},{},{confidence},{candidates},{lon:.5},{lat:.5}", located.word()).expect("a string takes all");
    }
    expect(&folder.join("expected.csv"), &actual);
}

fn read(path: &std::path::Path) -> Addresses {
    let mut addresses = Addresses::default();
    for row in table(path, b',') {
        addresses.push(&AddressPoint {
            lon: row["lon"].parse().expect("a longitude"),
            lat: row["lat"].parse().expect("a latitude"),
            number: row["number"].clone(),
            street: row["street"].clone(),
            unit: row["unit"].clone(),
            city: row["city"].clone(),
            postcode: row["postcode"].clone(),
            building: String::new(),
        });
    }
    addresses
}

#[test]
fn a_street_known_only_to_the_walking_graph_gives_its_nearest_piece() {
    let house = AddressPoint {
        lon: -76.70,
        lat: 39.40,
        number: "1".into(),
        street: "Oak Lane".into(),
        postcode: "21100".into(),
        ..Default::default()
    };
    let mut addresses = Addresses::default();
    addresses.push(&house);
    let mut streets = Streets::default();
    streets.names.push("Elm Street".into());
    let pieces: [(u32, &[[f64; 2]]); 3] = [
        (1, &[[-76.701, 39.401], [-76.702, 39.402], [-76.703, 39.403]]),
        (1, &[[-77.5, 39.9], [-77.6, 39.9]]),
        (0, &[[-76.7, 39.4], [-76.7, 39.5]]),
    ];
    for (name, line) in pieces {
        let (from, to) = (streets.push_node(line[0]), streets.push_node(line[line.len() - 1]));
        streets.push_edge(from, to, StreetClass::Residential, WALKABLE, name, line);
    }
    let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&addresses], streets: Some(&streets), ..Sources::default() });
    let found = gazetteer.find(&Query { number: "7", street: "ELM ST", postcode: "21100", ..Query::default() });
    assert_eq!((found.located, found.lon, found.lat), (Located::Street, -76.702, 39.402));
    let far = gazetteer.find(&Query { number: "7", street: "ELM ST", postcode: "99999", ..Query::default() });
    assert_eq!(far.located, Located::None, "two pieces 70 km apart, and no place to choose by");
}

#[test]
fn each_distinct_address_is_looked_up_once_and_every_voter_gets_it() {
    let folder = case("locate").join("us_spellings");
    let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&read(&folder.join("addresses.csv"))], ..Sources::default() });
    let mut voters = Voters::default();
    for street in ["12 SAINT THOMAS LN", "12 SAINT THOMAS LN", "99 NOWHERE ST"] {
        for column in [&mut voters.id, &mut voters.last_name, &mut voters.number, &mut voters.unit] {
            column.push("");
        }
        voters.street.push(street);
        voters.city.push("");
        voters.postcode.push("21100");
    }
    voters.fill_unknown();
    let heard = Mutex::new(Vec::new());
    let report = locate(&mut voters, &gazetteer, &|done, all| heard.lock().expect("no panic").push((done, all)));
    assert_eq!(*heard.lock().expect("no panic"), [(2, 2)]);
    assert!(report.adds_up());
    assert_eq!((report.read, report.noticed["rooftop"], report.noticed["postcode"]), (3, 2, 1));
    assert_eq!(voters.located, [Located::Rooftop as u8, Located::Rooftop as u8, Located::Postcode as u8]);
    assert_eq!((voters.lon[0], voters.lat[1]), (-76.7002, 39.4002));
}

proptest! {
    #[test]
    fn any_text_is_answered(number in ".{0,12}", street in ".{0,60}", unit in ".{0,8}", city in ".{0,12}", postcode in ".{0,12}", french: bool) {
        let country = if french { Country::Fr } else { Country::Us };
        let addresses = read(&case("locate").join("us_spellings/addresses.csv"));
        let gazetteer = Gazetteer::new(country, &Sources { addresses: &[&addresses], ..Sources::default() });
        let found = gazetteer.find(&Query { number: &number, street: &street, unit: &unit, city: &city, postcode: &postcode });
        prop_assert!(found.confidence <= 100);
        prop_assert_eq!(found.address.is_some(), found.located == Located::Rooftop);
        gazetteer.search(&street, 5);
    }

    #[test]
    fn what_was_put_in_is_found_again(rows in proptest::collection::vec((1u32..300, "[A-Z][a-z]{3,9}", 0usize..4, 0u32..3), 1..40)) {
        let kinds = ["Road", "Street", "Court", "Way"];
        let mut addresses = Addresses::default();
        for (at, (number, name, kind, place)) in rows.iter().enumerate() {
            let point = AddressPoint {
                lon: -76.0 + at as f64 * 0.01, lat: 39.0, number: number.to_string(), street: format!("{name} {}", kinds[*kind]),
                city: format!("Town {place}"), postcode: format!("2110{place}"), ..Default::default()
            };
            addresses.push(&point);
        }
        let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&addresses], ..Sources::default() });
        for row in 0..addresses.len() {
            let point = addresses.get(row);
            let street = point.street.to_uppercase();
            let found = gazetteer.find(&Query { number: &point.number, street: &street, unit: "", city: &point.city, postcode: &point.postcode });
            prop_assert_eq!(found.located, Located::Rooftop);
            let taken = addresses.get(found.address.expect("a door") as usize);
            prop_assert_eq!((taken.number, taken.street, taken.postcode), (point.number, point.street, point.postcode));
        }
    }
}
