//! Tiles on the wire: coding, ETag, 304, TileJSON. What is inside them is tested in tests/tiles.

use std::io::Read;

use super::{encoded, server};
use crate::support::get;

/// The tile that holds the middle of the town.
fn middle(layer: &str, z: u32) -> String {
    let campaign = server().json("/api/campaign");
    let bounds: Vec<f64> = campaign["bounds"].as_array().expect("bounds").iter().filter_map(serde_json::Value::as_f64).collect();
    let (lon, lat) = ((bounds[0] + bounds[2]) / 2.0, (bounds[1] + bounds[3]) / 2.0_f64);
    let n = f64::from(1 << z);
    let x = ((lon + 180.0) / 360.0 * n) as u32;
    let y = ((1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * n) as u32;
    format!("/tiles/{layer}/{z}/{x}/{y}.mvt")
}

#[test]
fn every_layer_has_tiles_and_tilejson() {
    for (layer, z) in [("hexes", 12), ("precincts", 12), ("streets", 14), ("places", 14), ("doors", 16)] {
        let reply = server().get(&middle(layer, z));
        assert_eq!(reply.status, 200, "{layer}: {}", reply.text());
        assert_eq!(reply.header("content-type"), "application/vnd.mapbox-vector-tile");
        let tilejson = server().json(&format!("/tiles/{layer}.json"));
        assert_eq!(tilejson["tilejson"], "3.0.0");
        assert!(!tilejson["vector_layers"].as_array().expect("layers").is_empty());
    }
    assert_eq!(server().get("/tiles/turnips.json").status, 404);
    assert_eq!(server().get("/tiles/hexes/3/9/0.mvt").status, 404);
    assert_eq!(server().get("/tiles/hexes/x/0/0.mvt").status, 404);
}

#[test]
fn the_coding_is_negotiated_and_the_bytes_are_the_same() {
    let path = middle("hexes", 12);
    let with = |coding: &str| get(&server().address, &path, &[("Accept-Encoding", coding)]);
    let plain = with("identity");
    let (gzip, brotli) = (with("gzip"), with("br"));
    assert_eq!((plain.header("content-encoding"), gzip.header("content-encoding"), brotli.header("content-encoding")), ("", "gzip", "br"));
    assert!(gzip.body.len() < plain.body.len() && brotli.body.len() < plain.body.len());
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&gzip.body[..]).read_to_end(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, plain.body);
    assert_eq!(gzip.header("vary"), "Accept-Encoding");
    assert_ne!(gzip.header("etag"), brotli.header("etag"));
}

#[test]
fn a_known_tile_is_304_and_a_filter_makes_another() {
    let path = middle("hexes", 12);
    let first = server().get(&path);
    let etag = first.header("etag").to_owned();
    let again = get(&server().address, &path, &[("If-None-Match", &etag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let filtered = server().get(&format!("{path}?where={}", encoded("party = 'DEM'")));
    assert_ne!(filtered.header("etag"), etag);
    assert_ne!(filtered.body, first.body);
}

#[test]
fn another_campaign_at_the_same_generation_has_other_tags() {
    use crate::support::{Server, arpent_ok};
    let dir = tempfile::tempdir().expect("a temporary folder");
    arpent_ok(["demo", "--voters", "1000", "--seed", "8", "--no-serve", "--dir", &dir.path().display().to_string()]);
    let other = Server::start(&dir.path().join("town-1000-8"));
    assert_eq!(other.json("/api/campaign")["generation"], server().json("/api/campaign")["generation"]);
    let path = middle("hexes", 12);
    assert_ne!(other.get(&path).header("etag"), server().get(&path).header("etag"));
}

#[test]
fn an_empty_tile_is_204() {
    assert_eq!(server().get("/tiles/hexes/12/0/0.mvt").status, 204);
}

/// Every hex of every tile over the town, under a filter, holds what the table says; the table is held to a slow count in tests/index.
#[test]
fn filtered_tiles_hold_the_tables_numbers() {
    use crate::tiles::decoder::{Value, decode};
    use std::collections::BTreeMap;
    for (filter, z, by) in
        [("party = 'DEM' AND age < 40", 12, "hex:9"), ("votes_of_last_4 <= 1 OR support IS NOT NULL", 9, "hex:7"), ("", 14, "hex:10")]
    {
        let heat = server().json(&format!("/api/heat?by={by}&where={}", encoded(filter)));
        let row = |row: &serde_json::Value| (row["id"].as_str().expect("an id").to_owned(), row["voters"].as_u64().expect("a count"));
        let wanted: BTreeMap<String, u64> = heat["rows"].as_array().expect("rows").iter().map(row).collect();
        let mut drawn: BTreeMap<String, u64> = BTreeMap::new();
        for path in tiles_over_the_town("hexes", z) {
            let reply = get(&server().address, &format!("{path}?where={}", encoded(filter)), &[("Accept-Encoding", "identity")]);
            if reply.status == 204 {
                continue;
            }
            for feature in &decode(&reply.body)["hexes"] {
                let (Value::Text(id), Value::Count(voters)) = (&feature.fields["id"], &feature.fields["voters"]) else {
                    panic!("{feature:?}")
                };
                assert_eq!(*drawn.entry(id.clone()).or_insert(*voters), *voters, "two tiles tell two numbers of {id}");
            }
        }
        assert_eq!(drawn, wanted, "{by} where {filter}");
    }
}

/// Every tile of a zoom that the town could reach, with a tile to spare around it.
fn tiles_over_the_town(layer: &str, z: u32) -> Vec<String> {
    let campaign = server().json("/api/campaign");
    let bounds: Vec<f64> = campaign["bounds"].as_array().expect("bounds").iter().filter_map(serde_json::Value::as_f64).collect();
    let n = f64::from(1 << z);
    let column = |lon: f64| ((lon + 180.0) / 360.0 * n) as u32;
    let row = |lat: f64| ((1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * n) as u32;
    let columns = column(bounds[0]) - 1..=column(bounds[2]) + 1;
    columns.flat_map(|x| (row(bounds[3]) - 1..=row(bounds[1]) + 1).map(move |y| format!("/tiles/{layer}/{z}/{x}/{y}.mvt"))).collect()
}
