//! Real extracts, against counts made with other programs.

use std::collections::BTreeMap;
use std::path::Path;

use arpent::domain::{PlaceKind, Source};
use arpent::import::osm::{self, Osm};
use arpent::streets::{Graph, Search, StreetClass, distance_m};

use crate::support::real_data;

fn read(path: &Path) -> Osm {
    let bytes = std::fs::read(path).expect("the file is readable");
    let name = path.file_name().expect("a file").to_string_lossy();
    osm::read(Source::new(&name, &bytes), &|_, _| {}).unwrap_or_else(|problem| panic!("{problem}"))
}

fn count(osm: &Osm, kind: PlaceKind, detail: &str) -> usize {
    osm.places.iter().filter(|place| place.kind == kind && (detail.is_empty() || place.detail == detail)).count()
}

#[test]
fn baltimore_county() {
    let Some(path) = real_data("baltimore-county-md/osm/reisterstown.osm.pbf") else { return };
    let osm = read(&path);
    println!("{}", serde_json::to_string_pretty(&osm.report).unwrap());
    assert!(osm.report.adds_up());
    assert_eq!(osm.addresses.len(), 42 + 15_705 + 24);
    // 27,527 ways, and relations
    println!("buildings {}", count(&osm, PlaceKind::Building, ""));
    assert_eq!(count(&osm, PlaceKind::Playground, ""), 31);
    println!("parks {} schools {}", count(&osm, PlaceKind::Park, "park"), count(&osm, PlaceKind::School, ""));
    let components = osm.streets.components();
    println!(
        "edges {} nodes {} components {} largest {:.4}",
        osm.streets.len(),
        osm.streets.node_count(),
        components.count(),
        components.largest_share()
    );
}
