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
fn an_empty_tile_is_204() {
    assert_eq!(server().get("/tiles/hexes/12/0/0.mvt").status, 204);
}
