//! Any map reads the same from XML and from PBF, however its blocks are cut, and always adds up.

use arpent::domain::Source;
use arpent::import::osm::{self, Osm};
use arpent::streets::distance_m;
use proptest::prelude::*;

use super::pbf_writer::{Map, Style, Tags, pbf, xml};

/// Tags that set the rules to work, alone and together.
const TAGS: [(&str, &str); 25] = [
    ("highway", "residential"),
    ("highway", "motorway"),
    ("highway", "steps"),
    ("highway", "proposed"),
    ("highway", "bus_stop"),
    ("access", "private"),
    ("foot", "no"),
    ("bridge", "yes"),
    ("name", "Rue de l'Été & <Fils>"),
    ("building", "yes"),
    ("addr:housenumber", "12 bis"),
    ("addr:street", "Rue de l'Été"),
    ("addr:city", "Brest"),
    ("leisure", "park"),
    ("leisure", "playground"),
    ("natural", "water"),
    ("waterway", "stream"),
    ("shop", "bakery"),
    ("place", "suburb"),
    ("type", "multipolygon"),
    ("type", "boundary"),
    ("type", "associatedStreet"),
    ("addr:housenumber", "20"),
    ("addr:interpolation", "even"),
    ("note", "nobody reads this"),
];

fn tags() -> impl Strategy<Value = Tags> {
    let some = prop::collection::vec(prop::sample::select(TAGS.to_vec()), 0..6);
    some.prop_map(|tags| {
        let mut tags: Tags = tags.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        tags.sort();
        tags.dedup_by(|a, b| a.0 == b.0);
        tags
    })
}

/// Node ids 0 to 29 of which some are not in the file, ways that repeat and cross, relations of ways that may not be there.
fn maps() -> impl Strategy<Value = Map> {
    let nodes = prop::collection::btree_map(0i64..30, ((-900i32..900), (-900i32..900), tags()), 0..28);
    let ways = prop::collection::btree_map(-5i64..15, (prop::collection::vec(0i64..30, 0..8), any::<bool>(), tags()), 0..16);
    let role = prop::sample::select(vec!["outer", "inner", "", "label", "house", "street"]);
    let relations = prop::collection::btree_map(0i64..6, (prop::collection::vec((-5i64..15, role), 0..5), tags()), 0..5);
    (nodes, ways, relations).prop_map(|(nodes, ways, relations)| Map {
        nodes: nodes.into_iter().map(|(id, (x, y, tags))| (id, [23_000_000 + x, 488_000_000 + y], tags)).collect(),
        ways: ways.into_iter().map(|(id, (nodes, close, tags))| (id, closed(nodes, close), tags)).collect(),
        relations: relations.into_iter().map(|(id, (members, tags))| (id, owned(members), tags)).collect(),
    })
}

fn closed(mut nodes: Vec<i64>, close: bool) -> Vec<i64> {
    if close && !nodes.is_empty() {
        nodes.push(nodes[0]);
    }
    nodes
}

fn owned(members: Vec<(i64, &str)>) -> Vec<(i64, String)> {
    members.into_iter().map(|(way, role)| (way, role.to_owned())).collect()
}

fn styles() -> impl Strategy<Value = Style> {
    (any::<bool>(), any::<bool>(), 1usize..40).prop_map(|(dense, zlib, per_block)| Style { dense, zlib, per_block })
}

fn read(bytes: &[u8]) -> Result<Osm, String> {
    osm::read(Source::new("town", bytes), &|done, all| assert!(done <= all)).map_err(|problem| problem.what)
}

fn holds_together(osm: &Osm) {
    let streets = &osm.streets;
    assert!(osm.report.adds_up());
    assert!(osm.report.kept as usize > osm.addresses.len() + osm.ranges.len() + osm.places.len());
    for edge in 0..streets.len() {
        let line = streets.line(edge);
        assert!(line.len() >= 2);
        assert_eq!((line[0], line[line.len() - 1]), (streets.node(streets.from[edge]), streets.node(streets.to[edge])));
        let length_m: f64 = line.windows(2).map(|leg| distance_m(leg[0], leg[1])).sum();
        assert!((f64::from(streets.length_m[edge]) - length_m).abs() < 1e-3);
        assert!((streets.name[edge] as usize) < streets.names.len());
    }
}

proptest! {
    #[test]
    fn a_map_reads_the_same_from_xml_and_pbf(map in maps(), style in styles()) {
        let from_xml = read(&xml(&map));
        let from_pbf = read(&pbf(&map, style).0).map(|mut osm| {
            osm.report.remarks.retain(|remark| !remark.contains("without any relation"));
            osm
        });
        prop_assert_eq!(&from_xml, &from_pbf);
        if let Ok(osm) = &from_xml {
            holds_together(osm);
        }
    }
}
