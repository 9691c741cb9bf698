//! TIGER ADDRFEAT: a real county in each of its forms, and edges that go wrong.

use std::io::{Cursor, Write};

use arpent::domain::{RejectReason, Source};
use arpent::import::addresses::{Read, read};

use crate::support::real_data;

const COUNTY: &str = "geocoding/tiger_addrfeat_meagher_mt/tl_2021_30059_addrfeat";

fn part(ending: &str) -> Option<Vec<u8>> {
    let path = real_data(&format!("{COUNTY}.{ending}"))?;
    Some(std::fs::read(path).expect("a readable file"))
}

#[test]
fn a_county_is_the_same_from_shapefile_zip_and_geojson() {
    let (Some(shp), Some(dbf)) = (part("shp"), part("dbf")) else { return };
    let from_shp = read(Source::new("a.shp", &shp), &[Source::new("a.dbf", &dbf)], "auto").expect("the county");
    // 677 edges have 524 left and 354 … right sides with numbers, as counted in the table by hand
    assert_eq!((from_shp.ranges.len(), from_shp.report.rejected), (878, 0));
    assert!(from_shp.report.adds_up() && from_shp.addresses.is_empty());

    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("x/a.shp", &shp), ("x/a.dbf", &dbf), ("x/a.prj", &b"GEOGCS[]".to_vec())] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("memory takes all");
    }
    let zip = zip.finish().expect("a zip").into_inner();
    let from_zip = read(Source::new("a.zip", &zip), &[], "tiger-addrfeat").expect("the county");
    assert_eq!(from_zip.ranges, from_shp.ranges);

    let Some(path) = real_data("../bench/geocode/tiger/2021.geojsonl") else { return };
    let json = std::fs::read(path).expect("a readable file");
    let from_json = read(Source::new("2021.geojsonl", &json), &[], "auto").expect("the county");
    assert_eq!((from_json.ranges.len(), &from_json.ranges.first), (from_shp.ranges.len(), &from_shp.ranges.first));
    assert_eq!(from_json.ranges.street, from_shp.ranges.street);
}

fn features(rows: &[(&str, &str)]) -> String {
    let feature = |(properties, line): &(&str, &str)| {
        let all = r#""FULLNAME":null,"LFROMHN":null,"LTOHN":null,"RFROMHN":null,"RTOHN":null,"PARITYL":null,"PARITYR":null,"ZIPL":null,"ZIPR":null"#;
        let unnamed = all.split(',').filter(|pair| !properties.contains(pair.split(':').next().unwrap_or_default()));
        let properties = [*properties].into_iter().chain(unnamed).collect::<Vec<_>>().join(",");
        format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"LineString","coordinates":{line}}}}}"#)
    };
    rows.iter().map(feature).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_side_is_a_range_and_each_bad_side_is_counted() {
    let line = "[[-110.9,46.5],[-110.8,46.5]]";
    let text = features(&[
        (
            r#""FULLNAME":"Oak St","LFROMHN":"101","LTOHN":"199","PARITYL":"O","ZIPL":"59645","RFROMHN":"198","RTOHN":"100","PARITYR":"E","ZIPR":"59646""#,
            line,
        ),
        (r#""FULLNAME":"Elm St","LFROMHN":"1","LTOHN":"20","PARITYL":"B","RFROMHN":"12-A","RTOHN":"20","PARITYR":"E""#, line),
        (r#""FULLNAME":"Ash St""#, line),
        (r#""LFROMHN":"1","LTOHN":"9","PARITYL":"O""#, line),
        (r#""FULLNAME":"Fir St","LFROMHN":"1","LTOHN":"9","PARITYL":"O""#, "[[500000,200000],[500100,200000]]"),
    ]);
    let Read { ranges, rejects, report, .. } = read(Source::new("edges.geojsonl", text.as_bytes()), &[], "auto").expect("edges");
    let told: Vec<_> = (0..ranges.len())
        .map(|row| {
            (
                ranges.street.get(row),
                ranges.first[row],
                ranges.last[row],
                ranges.step[row],
                ranges.offset_m[row] < 0.0,
                ranges.postcode.get(row),
            )
        })
        .collect();
    assert_eq!(told, [("Oak St", 101, 199, 2, true, "59645"), ("Oak St", 198, 100, 2, false, "59646"), ("Elm St", 1, 20, 1, true, "")]);
    let reasons: Vec<_> = rejects.iter().map(|reject| (reject.row, reject.reason, reject.field.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (3, RejectReason::BadField, "RFROMHN"),
            (4, RejectReason::MissingField, "LFROMHN"),
            (5, RejectReason::MissingField, "FULLNAME"),
            (6, RejectReason::BadRow, "geometry")
        ]
    );
    assert!(report.adds_up());
}

#[test]
fn what_is_no_such_file_is_one_clear_line() {
    let problem = |name: &str, bytes: &[u8]| read(Source::new(name, bytes), &[], "tiger-addrfeat").expect_err("refused").to_string();
    assert!(problem("a.shp", b"\x00\x00\x27\x0a").contains("no .dbf beside it"));
    assert!(problem("a.zip", b"PK\x03\x04rubbish").contains("a.zip: the zip cannot be opened"));
    assert!(problem("a.json", b"{}").contains("a.json"));
    assert!(problem("a.json", br#"{"type":"FeatureCollection","features":[]}"#).contains("no column named FULLNAME"));
}

/// Bytes of a real county's files changed, cut and repeated: refused or read, never a panic, and the rows add up.
#[test]
fn damaged_counties_are_refused_or_read() {
    let (Some(shp), Some(dbf)) = (part("shp"), part("dbf")) else { return };
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (random >> 33) as usize % below
    };
    let short = |bytes: &[u8], len: usize| bytes[..len.min(bytes.len())].to_vec();
    for round in 0..400 {
        let (mut shp, mut dbf) = (short(&shp, 4000), short(&dbf, 4000));
        for _ in 0..=next(4) {
            let (file, reach) = if round % 2 == 0 { (&mut shp, 200) } else { (&mut dbf, 1000) };
            let at = 4 + next(reach);
            file[at] = next(256) as u8;
        }
        if let Ok(read) = read(Source::new("a.shp", &shp), &[Source::new("a.dbf", &dbf)], "auto") {
            assert!(read.report.adds_up());
        }
    }
}
