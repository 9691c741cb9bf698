//! The invented voter file on real addresses: how many are found at their own door?

use std::time::Instant;

use arpent::domain::{Area, Country, Located};
use arpent::geometry::{Locator, distance_m};
use arpent::locate::{Gazetteer, Sources, locate, settle};

use super::made_voters;
use crate::support::real_data;

#[test]
fn nearly_every_voter_is_at_their_door_and_in_their_precinct() {
    let Some(folder) = made_voters::make(1) else { return };
    let Some(data) = real_data("baltimore-county-md") else { return };
    let addresses = made_voters::addresses(&data.join("addresses_from_osm.csv"));
    let mut voters = made_voters::voters(&folder);
    let truth = made_voters::truth(&folder);

    let begun = Instant::now();
    let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&addresses], ..Sources::default() });
    let built = begun.elapsed();
    let report = locate(&mut voters, &gazetteer, &|_, _| {});
    assert!(report.adds_up());
    let areas = precincts(&data);
    let locator = Locator::new(areas.iter().map(|area| &area.shape));
    let settled = settle(&mut voters, Country::Us, Some(&locator), &areas);

    let (mut at_door, mut right_precinct, mut located) = (0, 0, 0);
    for row in 0..voters.len() {
        let truth = &truth[voters.id.get(row)];
        let near = distance_m((voters.lon[row], voters.lat[row]), (truth.lon, truth.lat)) <= 30.0;
        at_door += u32::from(near);
        if voters.located[row] >= Located::Street as u8 {
            located += 1;
            right_precinct += u32::from(areas.get(voters.precinct[row] as usize).is_some_and(|area| area.id == truth.precinct));
        }
    }
    let share = |part: u32| f64::from(part) / voters.len() as f64;
    eprintln!("built {built:?}, all {:?}; at door {:.4}; {report:?}; {settled:?}", begun.elapsed(), share(at_door));
    assert!(share(at_door) >= 0.99, "{:.4} at their door", share(at_door));
    assert!(f64::from(right_precinct) >= 0.995 * f64::from(located), "{right_precinct} of {located} in their precinct");
}

fn precincts(data: &std::path::Path) -> Vec<Area> {
    let text = std::fs::read_to_string(data.join("precincts/baltimore_county_city_vtd2020_joined.geojson")).expect("the precinct file");
    let collection: geojson::FeatureCollection = text.parse().expect("GeoJSON");
    collection
        .features
        .into_iter()
        .map(|feature| {
            let property = |name: &str| feature.property(name).and_then(|value| value.as_str()).expect("text").to_owned();
            let (id, name) = (property("GEOID20"), property("name"));
            let shape = match geo_types::Geometry::<f64>::try_from(feature.geometry.expect("a shape")).expect("a geometry") {
                geo_types::Geometry::Polygon(polygon) => geo_types::MultiPolygon(vec![polygon]),
                geo_types::Geometry::MultiPolygon(polygons) => polygons,
                other => panic!("{other:?} is no area"),
            };
            Area { id, name, shape, columns: Default::default() }
        })
        .collect()
}
