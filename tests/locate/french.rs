//! French addresses as people type them: queries of geocoder-tester against the addresses they mean.

use std::collections::BTreeMap;
use std::path::Path;

use arpent::domain::{AddressPoint, Addresses, Country, Located};
use arpent::locate::{Gazetteer, Query, Sources};

use super::made_voters::table;
use crate::support::real_data;

const TESTER: &str = "../bench/geocode/fr/geocoder_tester/world/france";

/// Each address of a region once: its rows tell the city in one and the postcode in another.
#[derive(Default)]
struct Region {
    rows: BTreeMap<(String, String), (String, String)>,
    /// As typed, with the address meant.
    queries: Vec<(String, (String, String))>,
}

fn region(path: &Path) -> Region {
    let mut region = Region::default();
    for row in table(path, b',') {
        let field = |name: &str| row.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let (query, street, city, postcode) =
            (field("query"), field("expected_street"), field("expected_city"), field("expected_postcode"));
        if street.is_empty() || query.is_empty() || city.is_empty() && postcode.is_empty() {
            continue;
        }
        let address = (field("expected_housenumber"), street);
        let place = region.rows.entry(address.clone()).or_default();
        if !city.is_empty() {
            place.0 = city;
        }
        if !postcode.is_empty() {
            place.1 = postcode;
        }
        region.queries.push((query, address));
    }
    region
}

/// Points of their own, far enough apart that two answers are never one place.
fn addresses(region: &Region) -> Addresses {
    let mut addresses = Addresses::default();
    for (at, ((number, street), (city, postcode))) in region.rows.iter().enumerate() {
        addresses.push(&AddressPoint {
            lon: (at % 100) as f64 / 20.0,
            lat: 45.0 + (at / 100) as f64 / 20.0,
            number: number.clone(),
            street: street.clone(),
            city: city.clone(),
            postcode: postcode.clone(),
            ..AddressPoint::default()
        });
    }
    addresses
}

#[test]
fn typed_lines_lead_to_the_address_they_mean() {
    let Some(data) = real_data(TESTER) else { return };
    let (mut asked, mut right, mut wrong) = (0, 0, 0);
    for folder in std::fs::read_dir(data).expect("regions").flatten().map(|entry| entry.path()) {
        let path = folder.join("test_addresses.csv");
        if !path.exists() {
            continue;
        }
        let region = region(&path);
        let known = addresses(&region);
        let gazetteer = Gazetteer::new(Country::Fr, &Sources { addresses: &[&known], ..Sources::default() });
        let rows: Vec<&(String, String)> = region.rows.keys().collect();
        let mut finder = gazetteer.finder();
        for (query, meant) in &region.queries {
            let found = finder.find(&Query::of_line(query, Country::Fr));
            asked += 1;
            let row = (0..known.len()).find(|&row| (known.lon[row], known.lat[row]) == (found.lon, found.lat));
            let hit = found.located >= Located::Street && row.is_some_and(|row| rows[row] == meant);
            right += u32::from(hit);
            let missed = found.located >= Located::Street && !hit;
            wrong += u32::from(missed);
            if !hit && std::env::var_os("SHOW").is_some() {
                eprintln!("{query:?} meant {meant:?}: {found:?} {:?}", row.map(|row| known.get(row)));
            }
        }
    }
    eprintln!("{asked} French lines: {right} right, {wrong} at another address");
    assert!(f64::from(right) >= 0.97 * f64::from(asked), "{right} of {asked}");
    assert!(f64::from(wrong) <= 0.005 * f64::from(asked), "{wrong} of {asked}");
}

#[test]
fn abbreviations_and_synonyms_are_one_street() {
    let Some(data) = real_data(TESTER) else { return };
    let mut missed = Vec::new();
    for file in ["test_abbreviations.csv", "test_synonymes.csv"] {
        for row in table(&data.join(file), b',') {
            let (query, city) = (row["query"].trim(), row["expected_city"].trim());
            let meant = if row["expected_street"].is_empty() { &row["expected_name"] } else { &row["expected_street"] };
            let mut known = Addresses::default();
            let number = row["expected_housenumber"].clone();
            let street = meant.trim_end_matches(city).trim().to_owned();
            known.push(&AddressPoint { lon: 2.0, lat: 48.0, number, street, city: city.to_owned(), ..AddressPoint::default() });
            let gazetteer = Gazetteer::new(Country::Fr, &Sources { addresses: &[&known], ..Sources::default() });
            if gazetteer.find(&Query::of_line(query, Country::Fr)).located < Located::Street {
                missed.push(format!("{query} / {meant}, {city}"));
            }
        }
    }
    // a town's own name, and a square that is not the place it is on
    let strange = ["sq vert galant / Place du Pont Neuf, Paris", "la ferté ss jouarre / La Ferté-sous-Jouarre, La Ferté-sous-Jouarre"];
    missed.retain(|line| !strange.contains(&line.as_str()));
    assert!(missed.is_empty(), "{missed:#?}");
}
