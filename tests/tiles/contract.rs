//! Every layer against its `tiles/layers/*.toml`: fields, types, geometry, zooms.

use std::collections::{BTreeMap, BTreeSet};

use arpent::domain::{Cell, Place, PlaceKind};
use arpent::streets::{BRIDGE, StreetClass, Streets, TUNNEL, WALKABLE};
use arpent::tiles::{AreaTiles, DoorPoint, FieldType, LayerSpec, PlaceTiles, StreetTiles, doors, hex_resolution, hexes, layers, tilejson};
use geo_types::{Geometry as Shape, LineString, Point, Polygon};

use super::decoder::{Feature, Geometry, Value, decode};
use super::{elections, row, square, tile, tile_at};
use crate::support::{case, expect};

const LON: f64 = -76.62;
const LAT: f64 = 39.41;

/// The tile of a zoom over one small town, for one layer.
fn town(layer: &LayerSpec, z: u8) -> Vec<u8> {
    let at = tile_at(z, LON, LAT);
    match layer.name.as_str() {
        "hexes" => {
            let spots = (0..40).map(|step| Cell::at(LON + f64::from(step) * 0.002, LAT).unwrap().parent(hex_resolution(z)));
            let cells: BTreeSet<Cell> = spots.collect();
            let row = |(number, cell): (usize, Cell)| (cell, row(&cell.to_string(), 12, number % 2 == 0));
            hexes(at, &cells.into_iter().enumerate().map(row).collect::<Vec<_>>(), &elections())
        }
        "precincts" => {
            let areas = [square("001", LON - 0.3, LAT - 0.2, 0.4), square("1-2", LON + 0.1, LAT - 0.2, 0.4)];
            AreaTiles::new(&areas).tile(at, &elections(), |number| row("", if number == 0 { 9 } else { 0 }, true))
        }
        "streets" => StreetTiles::new(&streets()).tile(at),
        "places" => PlaceTiles::new(&places()).tile(at),
        "doors" => doors(at, &door_points()),
        other => panic!("no town for layer {other}: add one"),
    }
}

fn streets() -> Streets {
    let mut streets = Streets::default();
    streets.names.push("Main Street".into());
    for (number, class) in StreetClass::ALL.into_iter().enumerate() {
        let lat = LAT + number as f64 * 0.000_1;
        let line = [[LON - 0.5, lat], [LON, lat + 0.000_02], [LON + 0.5, lat]];
        let nodes = [streets.push_node(line[0]), streets.push_node(line[2])];
        let flags = [WALKABLE, WALKABLE | BRIDGE, TUNNEL][number % 3];
        streets.push_edge(nodes[0], nodes[1], class, flags, number as u32 % 2, &line);
    }
    streets
}

fn places() -> Vec<Place> {
    let place = |(number, kind): (usize, PlaceKind)| {
        let (west, south, side) = (LON - 0.01, LAT - 0.01, 0.02 + number as f64 * 0.001);
        let shape = match kind {
            PlaceKind::River | PlaceKind::Rail => Shape::LineString(LineString::from(vec![(west, south), (LON + 0.01, LAT + 0.01)])),
            PlaceKind::Settlement | PlaceKind::BusStop => Shape::Point(Point::new(LON, LAT)),
            _ => Shape::Polygon(Polygon::new(
                LineString::from(vec![(west, south), (west + side, south), (west + side, south + side), (west, south)]),
                vec![],
            )),
        };
        Place {
            kind,
            name: if number % 3 == 0 { String::new() } else { format!("{kind:?} 1") },
            detail: if number % 2 == 0 { "fine".into() } else { String::new() },
            shape,
        }
    };
    PlaceKind::ALL.into_iter().enumerate().map(place).collect()
}

fn door_points() -> Vec<DoorPoint> {
    let known = DoorPoint {
        lon: LON,
        lat: LAT,
        address: "12 Main Street".into(),
        doors: 1,
        voters: 2,
        known: 0.5,
        support: Some(0.123_456),
        abstention: Some(0.25),
        precinct: "001".into(),
    };
    vec![known.clone(), DoorPoint { support: None, abstention: None, precinct: String::new(), ..known }]
}

#[test]
fn features_have_the_fields_the_contract_declares_and_no_others() {
    for spec in layers() {
        let mut seen: BTreeMap<(String, String), FieldType> = BTreeMap::new();
        let mut shapes: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for z in spec.minzoom..=spec.maxzoom {
            for (name, features) in decode(&town(spec, z)) {
                let layer = spec.layers.iter().find(|layer| layer.name == name).expect("only declared layers");
                let declared = layer.fields_for(&elections());
                for feature in &features {
                    for field in &declared {
                        assert!(
                            field.optional || feature.fields.contains_key(&field.name),
                            "{name}: {} is missing from {feature:?}",
                            field.name
                        );
                    }
                    seen.extend(feature.fields.iter().map(|(field, value)| ((name.clone(), field.clone()), field_type(value))));
                    shapes.entry(name.clone()).or_default().insert(shape(feature));
                }
            }
        }
        let declared: BTreeMap<(String, String), FieldType> = spec
            .layers
            .iter()
            .flat_map(|layer| layer.fields_for(&elections()).into_iter().map(|field| ((layer.name.clone(), field.name), field.kind)))
            .collect();
        assert_eq!(seen, declared);
        let geometry: BTreeMap<String, BTreeSet<&str>> =
            spec.layers.iter().map(|layer| (layer.name.clone(), layer.geometry.iter().map(String::as_str).collect())).collect();
        assert_eq!(shapes, geometry);
    }
}

fn field_type(value: &Value) -> FieldType {
    match value {
        Value::Text(_) => FieldType::Text,
        Value::Count(_) => FieldType::Count,
        Value::Number(_) => FieldType::Number,
        Value::Boolean(_) => FieldType::Boolean,
    }
}

fn shape(feature: &Feature) -> &'static str {
    match feature.geometry {
        Geometry::Points(_) => "point",
        Geometry::Lines(_) => "line",
        Geometry::Polygons(_) => "polygon",
    }
}

#[test]
fn every_zoom_of_a_layer_shows_something_and_zooms_below_do_not() {
    for spec in layers() {
        for z in spec.minzoom..=spec.maxzoom {
            assert!(!town(spec, z).is_empty(), "{} at zoom {z}", spec.name);
        }
        if ["streets", "places", "doors"].contains(&spec.name.as_str()) {
            assert!(town(spec, spec.minzoom - 1).is_empty(), "{}", spec.name);
        }
    }
}

#[test]
fn each_class_and_kind_begins_at_its_declared_zoom() {
    let streets = layers().iter().find(|spec| spec.name == "streets").unwrap();
    let places = layers().iter().find(|spec| spec.name == "places").unwrap();
    for (spec, layer, field) in [(streets, "streets", "class"), (places, "places", "kind")] {
        let mut first: BTreeMap<String, u8> = BTreeMap::new();
        for z in spec.minzoom..=spec.maxzoom {
            for feature in decode(&town(spec, z)).remove(layer).unwrap_or_default() {
                let Value::Text(kind) = &feature.fields[field] else { panic!("{field} is text") };
                first.entry(kind.clone()).or_insert(z);
            }
        }
        assert!(first.len() >= 9);
        for (kind, z) in first {
            assert_eq!(spec.first_zoom(layer, &kind), z, "{layer} {kind}");
        }
    }
    for class in StreetClass::ALL {
        assert!(streets.layers[0].first_zooms.contains_key(class.word()), "streets.toml: first zoom of {}", class.word());
    }
}

#[test]
fn the_ladder_goes_from_resolution_4_to_10() {
    let ladder: Vec<u8> = (0..=18).map(hex_resolution).collect();
    assert_eq!(ladder, [4, 4, 4, 4, 4, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10, 10, 10, 10, 10]);
}

#[test]
fn numbers_have_four_decimals_and_a_point_is_in_one_tile() {
    let z = 16;
    let here = tile_at(z, LON, LAT);
    let decoded = decode(&doors(here, &door_points())).remove("doors").unwrap();
    assert_eq!(decoded[0].fields["support"], Value::Number(0.1235));
    assert!(!decoded[1].fields.contains_key("support"));
    // a point on the corner of four tiles
    let [lon, lat] = [-76.62, 39.41];
    let corner = tile_at(z, lon, lat);
    let west = f64::from(corner.x()) / f64::from(1 << z) * 360.0 - 180.0;
    let point = DoorPoint { lon: west, lat, ..door_points().remove(0) };
    let holders: Vec<u32> =
        (corner.x() - 1..=corner.x() + 1).filter(|&x| !doors(tile(z, x, corner.y()), std::slice::from_ref(&point)).is_empty()).collect();
    assert_eq!(holders, [corner.x()]);
}

#[test]
fn tilejson_tells_the_map_all_of_it() {
    let told: Vec<_> =
        layers().iter().map(|spec| tilejson(spec, "http://127.0.0.1:8080", &elections(), Some([-77.0, 39.0, -76.0, 40.0]))).collect();
    expect(&case("tiles/tilejson.json"), &(serde_json::to_string_pretty(&told).unwrap() + "\n"));
}
