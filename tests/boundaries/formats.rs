//! One made-up village, in every format that areas come in.

use std::io::{Cursor, Write};

use geo::Area;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::support::{case, expect};

/// What a person would compare: ids, names, columns, parts, holes, area in millionths of a square degree.
fn summary(read: &Read) -> String {
    let line = |area: &arpent::domain::Area| {
        let holes: usize = area.shape.iter().map(|part| part.interiors().len()).sum();
        let columns: Vec<String> = area.columns.iter().map(|(column, text)| format!("{column}={text}")).collect();
        let millionths = area.shape.signed_area() * 1e6;
        let (id, name, parts) = (&area.id, &area.name, area.shape.0.len());
        format!("{id} | {name} | {} | {parts} parts, {holes} holes, {millionths:.3}\n", columns.join(" "))
    };
    read.areas.iter().map(line).collect()
}

#[test]
fn the_same_village_comes_out_of_every_format() {
    for file in ["village.geojson", "village.kml", "village.topojson", "latin.shp"] {
        let mut read = import(&case("boundaries/village").join(file), &Options { name: Some("NAME"), ..Options::default() }).expect(file);
        for area in &mut read.areas {
            area.columns.remove("name"); // a Placemark's own
        }
        println!("{file}");
        expect(&case("boundaries/village/expected.txt"), &summary(&read));
        assert_eq!((read.report.read, read.report.kept, read.report.noticed.get("repaired")), (3, 3, None));
    }
}

#[test]
fn a_null_shape_a_deleted_row_and_an_empty_id_are_counted_and_told() {
    let read = import(&case("boundaries/village/gaps.shp"), &Options::default()).expect("three areas are left");
    assert_eq!((read.report.read, read.report.kept, read.report.rejected), (6, 3, 3));
    let told: String =
        read.rejects.iter().map(|r| format!("{}:{}: {} {} {}\n", r.file, r.row, r.reason.word(), r.field, r.detail)).collect();
    expect(&case("boundaries/village/gaps-rejects.txt"), &told);
}

#[test]
fn a_zip_is_read_as_what_it_holds() {
    let parts = |folder: &str, files: &[&str]| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for file in files {
            zip.start_file(format!("{folder}{file}"), SimpleFileOptions::default()).expect("a new entry");
            let bytes = std::fs::read(case("boundaries/village").join(file)).unwrap_or_else(|_| b"made up".to_vec());
            zip.write_all(&bytes).expect("room in memory");
        }
        zip.finish().expect("a whole zip").into_inner()
    };
    let shapefile = ["latin.dbf", "latin.prj", "latin.shp", "latin.shx", "README"];
    let plain = import(&case("boundaries/village/latin.shp"), &Options::default()).expect("the shapefile alone");
    for (name, bytes) in [("a.zip", parts("", &shapefile)), ("b.zip", parts("deep/down/", &shapefile)), ("c.shp", parts("", &shapefile))] {
        let read = read(Source::new(name, &bytes), &[], &Options::default()).expect(name);
        assert_eq!(read.areas, plain.areas);
    }
    let geojson = parts("", &["village.geojson", "graph.json", "LICENSE"]);
    assert_eq!(read(Source::new("village.zip", &geojson), &[], &Options::default()).expect("one GeoJSON").areas.len(), 3);

    let several = parts("", &["village.geojson", "village.kml"]);
    let problem = read(Source::new("two.zip", &several), &[], &Options::default()).expect_err("two layers");
    assert_eq!(
        problem.to_string(),
        "two.zip: the zip holds several layers: village.geojson, village.kml; unpack it and import the one you want"
    );
    let none = parts("", &["README"]);
    let problem = read(Source::new("none.zip", &none), &[], &Options::default()).expect_err("no layer");
    assert_eq!(problem.to_string(), "none.zip: the zip holds no areas, only README; give the zip of the .shp or .geojson");
}

fn geojson(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn square(properties: &str, west: f64, south: f64, side: f64) -> String {
    let (east, north) = (west + side, south + side);
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

#[test]
fn parts_of_one_id_become_one_area() {
    let text = geojson(
        &[
            square(r#""PRECINCT":"A","voters":10,"town":"Mill""#, -76.0, 39.0, 0.1),
            square(r#""PRECINCT":"A","voters":20,"town":"Mill""#, -75.9, 39.0, 0.1), // shares a side with the first
            square(r#""PRECINCT":"A","voters":30,"town":"Mill""#, -75.5, 39.0, 0.1),
            square(r#""PRECINCT":"B","voters":40,"town":"Mill""#, -75.0, 39.0, 0.1),
        ]
        .join(","),
    );
    let told = Options { id: Some("precinct"), ..Options::default() };
    let read = read(Source::new("parts.geojson", text.as_bytes()), &[], &told).expect("two areas");
    assert_eq!((read.report.read, read.report.kept, read.report.merged), (4, 2, 2));
    assert_eq!(read.areas[0].shape.0.len(), 2, "the parts that share a side are one polygon");
    assert!((read.areas[0].shape.unsigned_area() - 0.03).abs() < 1e-9);
    assert_eq!(read.areas[0].columns.get("town").map(String::as_str), Some("Mill"));
    assert_eq!(read.areas[0].columns.get("voters"), None, "no part's count is the area's");
    assert_eq!(read.report.remarks.len(), 1, "{:?}", read.report.remarks);
}

#[test]
fn two_columns_together_make_an_id() {
    let rows = [("29019", 6), ("29019", 7), ("29103", 6)];
    let squares = rows.iter().zip(0..).map(|(&(town, number), place)| {
        square(&format!(r#""DEPCO":"{town}","BVOTE":{number},"LIEUV":"École""#), f64::from(place), 48.0, 0.5)
    });
    let text = geojson(&squares.collect::<Vec<_>>().join(","));
    let source = Source::new("bv.geojson", text.as_bytes());
    let recognised = read(source, &[], &Options::default()).expect("a recipe knows it");
    let ids: Vec<&str> = recognised.areas.iter().map(|area| area.id.as_str()).collect();
    assert_eq!(ids, ["29019-6", "29019-7", "29103-6"]);
    assert_eq!(recognised.areas[0].name, "École");
    let told = read(source, &[], &Options { id: Some("depco+bvote"), ..Options::default() }).expect("any case");
    assert_eq!(told.areas, recognised.areas);
}

#[test]
fn ids_that_are_whole_numbers_lose_the_fraction_a_database_gave_them() {
    let ids = |values: [&str; 2]| {
        let text = geojson(&format!(
            "{},{}",
            square(&format!(r#""PRECINCT":{}"#, values[0]), 0.0, 0.0, 1.0),
            square(&format!(r#""PRECINCT":{}"#, values[1]), 2.0, 0.0, 1.0)
        ));
        let read = read(Source::new("n.geojson", text.as_bytes()), &[], &Options::default()).expect("two areas");
        read.areas.into_iter().map(|area| area.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(["1.0", "12.0"]), ["1", "12"]);
    assert_eq!(ids(["1.0", "1.5"]), ["1.0", "1.5"], "ward 1 precinct 5 is not a fraction");
    assert_eq!(ids([r#""007""#, r#""012""#]), ["007", "012"]);
}
