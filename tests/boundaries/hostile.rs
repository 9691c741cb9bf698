//! Files made to fill the memory, to be slow, or to write where they should not: refused in one line, or read as what they are.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::support::case;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new file");
        writer.write_all(bytes).expect("writing to memory");
    }
    writer.finish().expect("writing to memory").into_inner()
}

/// One line, soon.
fn refused(name: &str, bytes: &[u8]) -> String {
    let started = Instant::now();
    let problem = read(Source::new(name, bytes), &[], &Options::default()).expect_err(name).to_string();
    assert!(started.elapsed() < Duration::from_secs(20), "{name}: {:?}", started.elapsed());
    assert_eq!(problem.lines().count(), 1, "{problem}");
    problem
}

fn village() -> Vec<u8> {
    std::fs::read(case("boundaries/village/village.geojson")).expect("a case file")
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let bomb = zipped(&[("a.geojson", &vec![b' '; 64 << 20])]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(
        refused("a.zip", &bomb),
        "a.zip: a.geojson unpacks to more than 16 MiB, 200 times its size or past all bounds; if you trust it, unpack it and give the files inside"
    );
}

#[test]
fn a_zip_in_a_zip_and_a_zip_of_thousands_are_refused() {
    let inner = zipped(&[("village.geojson", &village())]);
    assert!(refused("a.zip", &zipped(&[("b.geojson", &inner)])).contains("b.geojson is a zip again"));
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(refused("a.zip", &zipped(&many)).starts_with("a.zip: the zip holds 10001 files; "));
    let list = refused("a.zip", &zipped(&many[..100]));
    assert!(list.contains("8.txt") || list.contains(" and 92 more"), "{list}");
}

#[test]
fn names_that_climb_out_of_a_zip_write_nothing() {
    let bytes = zipped(&[("../../../../tmp/arpent-was-here.geojson", &village())]);
    let read = read(Source::new("a.zip", &bytes), &[], &Options::default()).expect("areas");
    assert!(!read.areas.is_empty());
    assert!(!Path::new("/tmp/arpent-was-here.geojson").exists());
}

#[test]
fn deep_nesting_ends_soon() {
    let (open, close) = ("[".repeat(1 << 20), "]".repeat(1 << 20));
    let polygon = format!("{{\"type\":\"Polygon\",\"coordinates\":{open}0{close}}}");
    let deep = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"id\":1}},\"geometry\":{polygon}}}]}}"
    );
    assert!(refused("a.geojson", deep.as_bytes()).contains("recursion limit"));
    refused("b.geojson", &deep.as_bytes()[..deep.len() / 2]);
    let deep = "<kml>".repeat(1 << 18);
    assert!(refused("a.kml", deep.as_bytes()).contains("more than 100 deep"));
}

#[test]
fn entities_of_entities_are_not_spelled_out() {
    let laughs: String = (1..10).map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))).collect();
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE kml [<!ENTITY l0 \"ha\">{laughs}]><kml><Placemark><name>&l9;</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
    );
    let read = read(Source::new("a.kml", text.as_bytes()), &[], &Options::default()).expect("one area");
    assert_eq!(read.areas[0].id, "&l9;");
}

#[test]
fn arcs_used_without_end_are_refused() {
    let arc = (0..10_000).map(|step| format!("[{step},{}]", step % 2)).collect::<Vec<_>>().join(",");
    let uses = vec!["[[0]]"; 10_000].join(",");
    let text = format!(
        "{{\"type\":\"Topology\",\"arcs\":[[{arc}]],\"objects\":{{\"a\":{{\"type\":\"MultiPolygon\",\"arcs\":[{uses}],\"id\":1}}}}}}"
    );
    assert_eq!(refused("a.topojson", text.as_bytes()), "a.topojson: its areas use its arcs more than 16 times over; export the file again");
}

#[test]
fn a_shapefile_that_claims_too_much_is_refused() {
    let part = |name: &str| std::fs::read(case("boundaries/village").join(name)).expect("a case file");
    let (shp, dbf, prj) = (part("latin.shp"), part("latin.dbf"), part("latin.prj"));
    let with = |bytes: &[u8], at: usize, claim: [u8; 4]| {
        let mut bytes = bytes.to_vec();
        bytes[at..at + 4].copy_from_slice(&claim);
        bytes
    };
    let import = |shp: &[u8], dbf: &[u8]| {
        let beside = [Source::new("a.dbf", dbf), Source::new("a.prj", &prj)];
        read(Source::new("a.shp", shp), &beside, &Options::default())
    };
    import(&shp, &dbf).expect("it is sound");
    // parts, points and length of the first record, then the rows of the table
    let (parts, points, length) = (100 + 8 + 36, 100 + 8 + 40, 100 + 4);
    for at in [parts, points] {
        import(&with(&shp, at, [0xff, 0xff, 0xff, 0x7f]), &dbf).expect_err("counts past the record");
    }
    import(&with(&shp, length, [0x7f, 0xff, 0xff, 0xff]), &dbf).expect_err("a record past the file");
    import(&shp, &with(&dbf, 4, [0xff; 4])).expect_err("rows past the table");
}

#[test]
fn an_index_that_repeats_one_record_is_not_followed() {
    let part = |name: &str| std::fs::read(case("boundaries/village").join(name)).expect("a case file");
    let (shp, mut shx, dbf, prj) = (part("latin.shp"), part("latin.shx"), part("latin.dbf"), part("latin.prj"));
    let plain = |shx: &[u8]| {
        let beside = [Source::new("a.dbf", &dbf), Source::new("a.prj", &prj), Source::new("a.shx", shx)];
        read(Source::new("a.shp", &shp), &beside, &Options::default()).expect("areas").areas
    };
    let sound = plain(&shx);
    let first: [u8; 8] = shx[100..108].try_into().expect("eight bytes");
    shx[108..116].copy_from_slice(&first);
    assert_eq!(plain(&shx), sound);
}

#[test]
fn a_table_of_two_thousand_equal_names_is_read_soon() {
    let count = 2040_u16;
    let mut dbf = vec![3, 0, 0, 0, 1, 0, 0, 0];
    dbf.extend((32 + 32 * count + 1).to_le_bytes());
    dbf.extend((1 + count).to_le_bytes());
    dbf.resize(32, 0);
    for _ in 0..count {
        let mut field = [0; 32];
        field[..2].copy_from_slice(b"ID");
        (field[11], field[16]) = (b'C', 1);
        dbf.extend(field);
    }
    dbf.push(b'\r');
    dbf.extend(vec![b' '; 1 + usize::from(count)]);
    let part = |name: &str| std::fs::read(case("boundaries/village").join(name)).expect("a case file");
    let (shp, prj) = (part("latin.shp"), part("latin.prj"));
    let started = Instant::now();
    let beside = [Source::new("a.dbf", &dbf), Source::new("a.prj", &prj)];
    let problem = read(Source::new("a.shp", &shp), &beside, &Options::default()).expect_err("one row for several shapes").to_string();
    assert!(problem.contains("1 rows in a.dbf"), "{problem}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}
