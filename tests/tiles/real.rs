//! Real precincts of Baltimore County and City through the tiler.

use arpent::domain::Area;
use arpent::tiles::AreaTiles;
use geo_types::{Geometry as Shape, MultiPolygon};

use super::decoder::{Geometry, decode};
use super::{elections, row, tile, tile_at};
use crate::support::real_data;

/// West, south, east, north of the county and city, a little wider.
const BOUNDS: [f64; 4] = [-76.95, 39.15, -76.25, 39.75];

fn precincts() -> Option<Vec<Area>> {
    let file = real_data("baltimore-county-md/precincts/baltimore_county_city_vtd2020_joined.geojson")?;
    let collection: geojson::FeatureCollection = std::fs::read_to_string(file).unwrap().parse().unwrap();
    let area = |feature: geojson::Feature| {
        let text = |name: &str| feature.property(name).and_then(|value| value.as_str()).unwrap().to_owned();
        let shape = match Shape::try_from(feature.geometry.clone().unwrap()).unwrap() {
            Shape::Polygon(polygon) => MultiPolygon::from(polygon),
            Shape::MultiPolygon(polygons) => polygons,
            other => panic!("not an area: {other:?}"),
        };
        Area { id: text("GEOID20"), name: text("name"), shape, columns: Default::default() }
    };
    let mut areas: Vec<Area> = collection.into_iter().map(area).collect();
    areas.sort_by(|a, b| a.id.cmp(&b.id));
    Some(areas)
}

#[test]
fn every_precinct_is_drawn_and_labelled_once_at_each_zoom() {
    let Some(areas) = precincts() else { return };
    let tiles = AreaTiles::new(&areas);
    for z in 7..=13 {
        let (north_west, south_east) = (tile_at(z, BOUNDS[0], BOUNDS[3]), tile_at(z, BOUNDS[2], BOUNDS[1]));
        let (mut labels, mut drawn, mut largest, mut points) = (vec![0; areas.len()], vec![false; areas.len()], 0, 0);
        for x in north_west.x()..=south_east.x() {
            for y in north_west.y()..=south_east.y() {
                let bytes = tiles.tile(tile(z, x, y), &elections(), |_| row("", 5, true));
                largest = largest.max(bytes.len());
                let layers = decode(&bytes);
                for label in layers.get("precinct_labels").into_iter().flatten() {
                    labels[label.id.unwrap() as usize] += 1;
                }
                for feature in layers.get("precincts").into_iter().flatten() {
                    drawn[feature.id.unwrap() as usize] = true;
                    let Geometry::Polygons(polygons) = &feature.geometry else { panic!("polygons") };
                    points += polygons.iter().flatten().map(Vec::len).sum::<usize>();
                }
            }
        }
        println!("zoom {z}: {points} points, largest tile {largest} bytes");
        assert!(labels.iter().all(|&count| count == 1), "zoom {z}: each label in one tile");
        let missing = drawn.iter().filter(|drawn| !**drawn).count();
        // from afar the smallest city precincts lose their area to the grid
        assert!(missing == 0 || (z < 10 && missing < areas.len() / 100), "zoom {z}: {missing} of {} are not drawn", areas.len());
    }
}
