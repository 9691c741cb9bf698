//! Files that are cut, damaged, or something else: one clear line, never a panic, never less than the file silently.

use arpent::domain::{Problem, Source};
use arpent::import::osm::{self, Osm};

use super::pbf_writer::{HeaderBlock, Map, Style, pbf, pbf_with_header, xml};
use crate::support::real_data;

fn read(bytes: &[u8]) -> Result<Osm, Problem> {
    osm::read(Source::new("town.osm.pbf", bytes), &|_, _| {})
}

fn tags(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// A square of streets around a park that is a relation.
fn town() -> Map {
    let corner = |id: i64, lon, lat| (id, [lon, lat], vec![]);
    let street = tags(&[("highway", "residential"), ("name", "Square")]);
    Map {
        nodes: vec![
            corner(1, 23_000_000, 488_000_000),
            corner(2, 23_010_000, 488_000_000),
            corner(3, 23_010_000, 488_010_000),
            corner(4, 23_000_000, 488_010_000),
        ],
        ways: vec![(1, vec![1, 2, 3], street.clone()), (2, vec![3, 4, 1], street)],
        relations: vec![(
            1,
            vec![(1, "outer".to_owned()), (2, "outer".to_owned())],
            tags(&[("type", "multipolygon"), ("leisure", "park")]),
        )],
    }
}

const STYLE: Style = Style { dense: true, zlib: true, per_block: 1 };

#[test]
fn every_cut_is_noticed() {
    let (bytes, ends) = pbf(&town(), STYLE);
    let whole = read(&bytes).expect("the whole file reads");
    assert_eq!((whole.streets.len(), whole.places.len()), (2, 1));
    for cut in 0..bytes.len() {
        match read(&bytes[..cut]) {
            Err(problem) => assert!(problem.remedy.is_some() && !problem.to_string().contains('\n'), "{problem}"),
            // Blobs carry no count of their fellows: what is cut between two of them can only be guessed.
            Ok(osm) => {
                assert!(ends.contains(&cut), "{cut} bytes of {} read as if whole", bytes.len());
                assert!(osm.report.remarks.iter().any(|remark| remark.contains("cut short")), "{:?}", osm.report);
            }
        }
    }
}

#[test]
fn every_flipped_bit_is_noticed_or_does_not_matter() {
    let (bytes, _) = pbf(&town(), STYLE);
    let whole = read(&bytes).expect("the whole file reads");
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(osm) = read(&flipped) {
            assert_eq!(osm, whole, "bit {bit} changed what was read");
        }
    }
}

/// Without compression there is no checksum; nothing may panic all the same.
#[test]
fn flipped_bits_without_a_checksum_never_panic() {
    let (bytes, _) = pbf(&town(), Style { zlib: false, ..STYLE });
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(osm) = read(&flipped) {
            assert!(osm.report.adds_up());
        }
    }
}

#[test]
fn cut_xml_is_noticed() {
    let bytes = xml(&town());
    assert!(read(&bytes).is_ok());
    let end = bytes.len() - "</osm>\n".len();
    for cut in 1..end {
        let problem = read(&bytes[..cut]).expect_err("not whole");
        assert!(problem.remedy.is_some(), "{problem}");
    }
    let problem = read(&bytes[..end]).expect_err("not whole");
    assert_eq!(problem.to_string(), "town.osm.pbf: row 10: ends in the middle: </osm> is missing; export or download it again");
}

#[test]
fn real_extracts_cut_anywhere_are_refused() {
    let Some(path) = real_data("baltimore-county-md/osm/reisterstown.osm.pbf") else { return };
    let bytes = std::fs::read(path).expect("the file is readable");
    for part in 1..12 {
        let problem = read(&bytes[..bytes.len() * part / 12 + part]).expect_err("cut");
        assert!(problem.what.contains("ends in the middle"), "{problem}");
        assert_eq!(problem.remedy.as_deref(), Some("download it again"));
    }
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2] ^= 0x10;
    assert!(read(&damaged).expect_err("damaged").what.contains("is damaged"));
}

#[test]
fn other_files_say_what_they_are_not() {
    for (bytes, what) in [
        (&b""[..], "is empty"),
        (b"NCID,last_name\nAA1,Doe\n", "is not OpenStreetMap data"),
        (b"\x1f\x8b\x08\x00garbage", "is not OpenStreetMap data"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "is not OpenStreetMap data"),
        (b"<gpx><trk/></gpx>", "is not OpenStreetMap data"),
        (b"<osmChange version='0.6'><create/></osmChange>", "is a list of changes, not a map"),
        (b"<osm version='0.6'></osm>", "holds no streets"),
        (b"<osm><node id='x' lat='1' lon='2'/></osm>", "\"x\" is not a number"),
        (b"<osm><node id='1' lat='91' lon='2'/></osm>", "has a node that is not on the globe"),
        (b"<osm><way id='1'></osm>", "is not well-formed XML"),
    ] {
        let problem = read(bytes).expect_err("not an extract");
        assert!(problem.what.starts_with(what), "{problem}");
        assert_eq!(problem.file.as_deref(), Some("town.osm.pbf"));
        assert!(problem.remedy.is_some());
    }
}

#[test]
fn files_that_would_be_misread_are_refused() {
    let header = |required: &str, optional: &str| HeaderBlock {
        required_features: vec!["OsmSchema-V0.6".to_owned(), required.to_owned()],
        optional_features: vec![optional.to_owned()],
    };
    assert!(read(&pbf_with_header(&town(), STYLE, &header("DenseNodes", "Sort.Type_then_ID")).0).is_ok());
    for (required, optional) in [("HistoricalInformation", ""), ("DenseNodes", "LocationsOnWays")] {
        let problem = read(&pbf_with_header(&town(), STYLE, &header(required, optional)).0).expect_err("not readable");
        assert!(problem.what.contains("needs the feature"), "{problem}");
    }
}
