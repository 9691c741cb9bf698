//! Real extracts, against counts made with other programs (pyosmium) from the same files.

use std::collections::BTreeMap;
use std::path::Path;

use arpent::domain::{PlaceKind, Source};
use arpent::import::osm::{self, Osm};
use arpent::streets::{Graph, Search, StreetClass, Streets, WALKABLE, distance_m};
use geo::{Contains as _, Validation as _};
use geo_types::{Geometry, Point};

use crate::support::real_data;

fn read(path: &Path) -> Osm {
    let bytes = std::fs::read(path).expect("the file is readable");
    let name = path.file_name().expect("a file").to_string_lossy();
    let osm = osm::read(Source::new(&name, &bytes), &|_, _| {}).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(osm.report.adds_up());
    osm
}

fn baltimore() -> Option<Osm> {
    real_data("baltimore-county-md/osm/reisterstown.osm.pbf").map(|path| read(&path))
}

fn count(osm: &Osm, kind: PlaceKind, detail: &str) -> usize {
    osm.places.iter().filter(|place| place.kind == kind && (detail.is_empty() || place.detail == detail)).count()
}

/// Every street between its own two ends, no node left over, lengths as drawn.
fn sound(streets: &Streets) {
    let mut touched = vec![false; streets.node_count()];
    for edge in 0..streets.len() {
        let line = streets.line(edge);
        assert_eq!((line[0], line[line.len() - 1]), (streets.node(streets.from[edge]), streets.node(streets.to[edge])));
        let length_m: f64 = line.windows(2).map(|leg| distance_m(leg[0], leg[1])).sum();
        assert!((f64::from(streets.length_m[edge]) - length_m).abs() <= 1e-6 * length_m.max(1.0));
        touched[streets.from[edge] as usize] = true;
        touched[streets.to[edge] as usize] = true;
    }
    assert!(touched.iter().all(|&touched| touched));
}

#[test]
fn baltimore_county_has_what_others_count() {
    let Some(osm) = baltimore() else { return };
    // 7,096 ways have a highway tag; 31 of them are being built or given up
    let streets = osm.report.kept - (osm.addresses.len() + osm.ranges.len() + osm.places.len()) as u64;
    assert_eq!((streets, osm.report.noticed["streets_out_of_use"]), (7096 - 31, 31));
    assert_eq!(osm.addresses.len(), 42 + 15_705 + 24);
    // ways, relations, a node
    assert_eq!(count(&osm, PlaceKind::Building, ""), 27_527 + 40 + 1);
    // ways and relations
    assert_eq!(count(&osm, PlaceKind::Park, "park"), 6 + 2);
    assert_eq!(count(&osm, PlaceKind::Playground, ""), 31);
    sound(&osm.streets);
}

/// pyosmium's union-find over all ways but motorways and those out of use finds 235 parts of 58,926 points; our walk rule
/// also leaves out what is private and leads to no door, which cuts off ten more.
#[test]
fn baltimore_county_hangs_together_as_others_find() {
    let Some(osm) = baltimore() else { return };
    let components = osm.streets.components();
    assert_eq!(components.count(), 245);
    assert!((components.largest_share() - 0.908).abs() < 0.001, "{}", components.largest_share());

    let mut all = osm.streets;
    for edge in 0..all.len() {
        all.flags[edge] = if all.class(edge) == StreetClass::Motorway { 0 } else { WALKABLE };
    }
    assert_eq!(all.components().count(), 235);
}

/// The table has the mean of each building's corners, which need not lie inside; ours is the centroid, or a point inside.
#[test]
fn baltimore_county_addresses_stand_where_others_put_them() {
    let Some(osm) = baltimore() else { return };
    let Some(path) = real_data("baltimore-county-md/addresses_from_osm.csv") else { return };
    let mut ours: BTreeMap<[String; 3], Vec<[f64; 2]>> = BTreeMap::new();
    for row in 0..osm.addresses.len() {
        let a = osm.addresses.get(row);
        ours.entry([a.number, a.street, a.postcode]).or_default().push([a.lon, a.lat]);
    }
    let (mut all, mut near_m) = (0, Vec::new());
    for row in csv::Reader::from_path(path).expect("the table is readable").records() {
        let row = row.expect("a row");
        let at = [row[0].parse().expect("LON"), row[1].parse().expect("LAT")];
        let key = [&row[2], &row[3], &row[8]].map(str::to_owned);
        all += 1;
        let points = ours.get(&key).unwrap_or_else(|| panic!("{key:?} is missing"));
        near_m.push(points.iter().map(|&point| distance_m(point, at)).fold(f64::MAX, f64::min));
    }
    near_m.sort_by(f64::total_cmp);
    let far = near_m.iter().filter(|&&m| m > 30.0).count();
    println!("{all} addresses: median {:.2} m, 99 % {:.2} m, {far} over 30 m", near_m[all / 2], near_m[all * 99 / 100]);
    assert_eq!(all, 15_747);
    assert!(near_m[all / 2] < 2.0 && near_m[all * 99 / 100] < 7.0 && far <= 10);
}

/// Each address of a building lies in some building, and areas are valid wherever the map's were.
#[test]
fn baltimore_county_areas_are_sound() {
    let Some(osm) = baltimore() else { return };
    let mut invalid = 0;
    for place in &osm.places {
        invalid += match &place.shape {
            Geometry::Polygon(polygon) => usize::from(!polygon.is_valid()),
            Geometry::MultiPolygon(polygons) => usize::from(!polygons.is_valid()),
            _ => 0,
        };
    }
    println!("{invalid} of {} shapes are drawn invalid", osm.places.len());
    assert!(invalid * 1000 < osm.places.len());

    let holed: Vec<_> = osm.places.iter().filter(|place| matches!(&place.shape, Geometry::MultiPolygon(_))).collect();
    assert!(holed.len() >= 40);
    let outside = (0..osm.addresses.len())
        .map(|row| osm.addresses.get(row))
        .filter(|a| a.building == "apartments")
        .filter(|a| !osm.places.iter().any(|place| place.kind == PlaceKind::Building && place.shape.contains(&Point::new(a.lon, a.lat))))
        .count();
    assert_eq!(outside, 0);
}

/// All nodes within 2 km on foot of 200 places, the same both ways.
#[test]
fn baltimore_county_walks_are_symmetric() {
    let Some(osm) = baltimore() else { return };
    let graph = Graph::walkable(&osm.streets);
    let mut search = Search::new(&graph);
    let step = graph.node_count() / 200;
    let mut settled = 0;
    for node in (0..graph.node_count()).step_by(step).map(|node| node as u32) {
        let found = search.within(&[(node, 0.0)], 2000.0).to_vec();
        settled += found.len();
        let &(far, far_m) = found.last().expect("the node itself");
        assert!(f64::from(far_m) + 0.01 >= distance_m(osm.streets.node(node), osm.streets.node(far)), "no shorter than the crow flies");
        search.within(&[(far, 0.0)], 2000.0);
        let back_m = search.metres_to(node).expect("as near from there");
        assert!((back_m - far_m).abs() < 0.05);
    }
    println!("{} nodes a walk", settled / 200);
}

/// Other places, other decades, other writers: each reads, adds up and has the streets that pyosmium counts.
#[test]
fn other_places_read_too() {
    for (file, residential, addresses) in [
        ("osm/monaco-2025-02-15.osm.pbf", 311, 211 + 142 + 5),
        ("osm/manhattan-les.osm.pbf", 70, 826 + 1030 + 11),
        ("osm/terre-haute-in.osm.pbf", 3117, 26),
        ("osm/bangor-me.osm.pbf", 947, 0),
        ("osm/andorra.osm.pbf", 0, 186),
        ("osm/porto-pt.osm.pbf", 0, 65),
        ("columbus-oh/osm/columbus.osm.pbf", 6755, 124),
        ("washington-dc/osm/dc-nw-streets.osm.pbf", 1433, 3),
    ] {
        let Some(path) = real_data(file) else { continue };
        let osm = read(&path);
        sound(&osm.streets);
        let components = osm.streets.components();
        let report = serde_json::to_string(&osm.report).expect("a report is JSON");
        println!("{file}: {} streets, {} addresses, {} places; {report}", osm.streets.len(), osm.addresses.len(), osm.places.len());
        assert!(components.largest_share() > 0.5);
        assert!((0..osm.streets.len()).filter(|&edge| osm.streets.class(edge) == StreetClass::Residential).count() >= residential);
        assert_eq!(osm.addresses.len(), addresses, "{file}");
    }
}

#[test]
fn krems_reads_from_xml() {
    let Some(path) = real_data("osm/krems.osm.gz") else { return };
    let packed = std::fs::File::open(path).expect("the file is readable");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(packed), &mut bytes).expect("gzip");
    let osm = osm::read(Source::new("krems.osm", &bytes), &|_, _| {}).unwrap_or_else(|problem| panic!("{problem}"));
    sound(&osm.streets);
    assert_eq!(count(&osm, PlaceKind::Playground, ""), 1);
    println!("krems: {} streets, {} addresses, {} places", osm.streets.len(), osm.addresses.len(), osm.places.len());
    assert_eq!(osm.addresses.len(), 206 + 83);
    assert_eq!(osm.report.rejected_by["missing_field"], 35);
}
