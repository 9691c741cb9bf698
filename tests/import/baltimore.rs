//! Real public files: Maryland's turnout, addresses from OpenStreetMap, a machine-made sample of North Carolina's layout.

use std::collections::BTreeMap;

use arpent::domain::{Campaign, Country, ElectionKind, PrecinctResult, Source};
use arpent::import::{addresses, results, voters};
use chrono::NaiveDate;

use crate::support::real_data;

const PRECINCTS: &str = "baltimore-county-md/precincts/baltimore_county_city_vtd2020_joined.geojson";
const TURNOUT: &str = "baltimore-county-md/turnout/md_2014_general_turnout_by_party_by_precinct.csv";

/// GEOID and properties of the 537 precincts.
fn precincts(bytes: &[u8]) -> BTreeMap<String, serde_json::Value> {
    let file: serde_json::Value = serde_json::from_slice(bytes).expect("GeoJSON");
    let properties = file["features"].as_array().expect("features").iter().map(|feature| feature["properties"].clone());
    properties.map(|properties| (properties["GEOID20"].as_str().expect("an id").to_owned(), properties)).collect()
}

#[test]
fn turnout_by_party_adds_up_to_what_others_joined() {
    let (Some(turnout), Some(joined)) = (real_data(TURNOUT), real_data(PRECINCTS)) else { return };
    let (turnout, joined) = (std::fs::read(turnout).unwrap(), std::fs::read(joined).unwrap());
    let truth = precincts(&joined);
    let ids: Vec<&str> = truth.keys().map(String::as_str).collect();
    let (found, rejects, report) = results::read(Source::new("turnout.csv", &turnout), &results::Wanted::default(), &ids).unwrap();
    assert!(report.adds_up());
    assert_eq!((report.read, report.kept, report.merged), (12_552, 532, 5 * 532));
    assert!(rejects.iter().any(|reject| reject.detail.contains("nable to Determine")));
    assert_eq!(report.noticed["precincts_without_result"], 5);
    for PrecinctResult { precinct, date, registered, cast, .. } in &found {
        assert_eq!(date.to_string(), "2014-11-04");
        let properties = &truth[precinct];
        assert_eq!(Some(f64::from(*registered)), properties["registered_2014"].as_f64(), "{precinct}");
        assert_eq!(Some(f64::from(*cast)), properties["voted_2014"].as_f64(), "{precinct}");
    }
    let county = found.iter().filter(|result| result.precinct.starts_with("24005"));
    let sums = county.fold((0, 0), |(registered, cast), result| (registered + result.registered, cast + result.cast));
    assert_eq!(sums, (521_130, 266_217));
}

#[test]
fn results_from_the_precinct_map_itself() {
    let Some(joined) = real_data(PRECINCTS) else { return };
    let joined = std::fs::read(joined).unwrap();
    let truth = precincts(&joined);
    let ids: Vec<&str> = truth.keys().map(String::as_str).collect();
    let support = ["E_20_PRES_Dem".to_owned()];
    let day = NaiveDate::from_ymd_opt(2020, 11, 3).unwrap();
    let wanted = results::Wanted { election: Some((day, ElectionKind::General)), support: &support, ..results::Wanted::default() };
    let (found, _, report) = results::read(Source::new("p.geojson", &joined), &wanted, &ids).unwrap();
    assert_eq!((report.read, report.kept), (537, 537));
    assert_eq!(
        report.remarks[1..],
        ["support is E_20_PRES_Dem of E_20_PRES_Total", "no column of ballots cast: the votes of the contest stand for them"]
    );
    for result in &found {
        let properties = &truth[&result.precinct];
        let number = |name: &str| properties[name].as_u64().unwrap() as u32;
        assert_eq!(result.support, Some((number("E_20_PRES_Dem"), number("E_20_PRES_Total"))));
    }
}

#[test]
fn addresses_from_openstreetmap() {
    let Some(path) = real_data("baltimore-county-md/addresses_from_osm.csv") else { return };
    let bytes = std::fs::read(path).unwrap();
    let addresses::Read { addresses: found, rejects, report, .. } =
        addresses::read(Source::new("addresses_from_osm.csv", &bytes), &[], "auto").unwrap();
    assert_eq!((report.read, report.kept, found.len(), rejects.len()), (15_747, 15_747, 15_747, 0));
    let first = found.get(0);
    assert_eq!((first.lon, first.lat), (-76.776_711_1, 39.418_595_6));
    assert_eq!((first.number.as_str(), first.street.as_str(), first.postcode.as_str()), ("10347", "Reisterstown Road", "21117"));
    let written = addresses::read(Source::new("a.csv", &bytes), &[], "lon=LON,lat=LAT,street=STREET,number=NUMBER").unwrap().addresses;
    assert_eq!((written.number, written.building.get(0)), (found.number, ""));
}

#[test]
fn a_sample_in_north_carolinas_layout_of_another_year() {
    let Some(path) = real_data("voter-files/synthetic_faker_samples/nc.csv") else { return };
    let bytes = std::fs::read(path).unwrap();
    let sources = [Source::new("nc.csv", &bytes)];
    let files = voters::Files { voters: &sources, history: &[] };
    let imported = voters::read(&files, &voters::Choice::Auto, &mut Campaign::new("nc", Country::Us), &|_, _| ()).unwrap();
    assert_eq!(imported.report.read, 100);
    assert!(imported.report.adds_up() && imported.voters.len() > 30, "{:?}", imported.report);
    let numbered = imported.voters.number.iter().filter(|number| !number.is_empty()).count();
    assert_eq!(numbered, imported.voters.len(), "every sample address begins with a number");
    assert!(!imported.voters.extra.keys().any(|name| name.contains("race") || name.contains("drivers")));
}
