//! The command line: exit codes, one clear line on failure, a campaign that bad input leaves untouched.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{arpent, arpent_ok, copy_folder, town};

fn fresh() -> (TempDir, String) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let campaign = dir.path().join("c").display().to_string();
    arpent_ok(["init", &campaign, "--country", "us"]);
    (dir, campaign)
}

fn write(dir: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = dir.path().join(name);
    fs::write(&path, bytes).expect("a written file");
    path.display().to_string()
}

/// Exit 1, one line that holds every word, nothing on standard output.
fn refused(arguments: &[&str], words: &[&str]) {
    let ran = arpent(arguments);
    assert_eq!(ran.code, 1, "{arguments:?} printed {} {}", ran.out, ran.err);
    assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "{word:?} is not in {:?}", ran.err);
    }
}

fn all_files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            files.extend(all_files(&entry.path()));
        } else if entry.file_name() != ".lock" && !entry.file_name().to_string_lossy().starts_with("arpent.db-") {
            files.push((entry.path(), fs::read(entry.path()).expect("a file")));
        }
    }
    files.sort();
    files
}

#[test]
fn wrong_usage_is_exit_2() {
    assert_eq!(arpent(["no-such-command"]).code, 2);
    assert_eq!(arpent(["heat"]).code, 2);
}

#[test]
fn a_folder_without_campaign_says_how_to_make_one() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    refused(&["-C", &dir.path().display().to_string(), "score"], &["campaign.toml", "arpent init"]);
}

#[test]
fn init_refuses_to_overwrite() {
    let (_dir, campaign) = fresh();
    refused(&["init", &campaign], &["already holds a campaign"]);
}

#[test]
fn bad_input_is_named_and_leaves_the_campaign_untouched() {
    let (dir, campaign) = fresh();
    let before = all_files(Path::new(&campaign));
    let run = |arguments: &[&str], words: &[&str]| refused(&[&["-C", &campaign, "import"], arguments].concat(), words);

    run(&["voters", &write(&dir, "absent.txt", "x").replace("absent", "none")], &["none.txt", "cannot be read"]);
    run(&["voters", &write(&dir, "empty.txt", "")], &["empty.txt", "is empty"]);
    run(&["voters", &write(&dir, "other.txt", "colour,taste\nred,sweet\n")], &["other.txt", "layout"]);
    run(&["boundaries", &write(&dir, "page.geojson", "<!doctype html><p>404</p>")], &["page.geojson"]);
    run(&["boundaries", &write(&dir, "lines.shp", "<?xml version='1.0'?><metadata/>")], &["lines.shp"]);
    run(
        &["streets", &write(&dir, "cut.osm.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c\x10\x71\x1a\x72\x78\x9c")],
        &["cut.osm.pbf", "download it again"],
    );
    run(&["streets", &write(&dir, "words.osm.pbf", "these are words, not a map")], &["words.osm.pbf"]);
    run(&["addresses", &write(&dir, "a.csv", "colour,taste\nred,sweet\n")], &["a.csv"]);
    run(&["results", &write(&dir, "r.csv", "precinct,registered,cast\nP1,10,5\n")], &["no precincts", "import boundaries"]);
    run(&["answers", &write(&dir, "ids.csv", "id,date,support\n1,2024-01-01,1\n")], &["no voters", "import voters"]);

    assert_eq!(before, all_files(Path::new(&campaign)));
}

#[test]
fn boundaries_need_a_known_crs_and_field() {
    let (dir, campaign) = fresh();
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A"},"geometry":
        {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}"#;
    let file = write(&dir, "areas.geojson", square);
    refused(&["-C", &campaign, "import", "boundaries", &file, "--id", "nothing"], &["nothing", "code"]);
    refused(&["-C", &campaign, "import", "boundaries", &file, "--id", "code", "--crs", "EPSG:999999"], &["999999"]);
    arpent_ok(["-C", &campaign, "import", "boundaries", &file, "--id", "code"]);
}

#[test]
fn a_bad_filter_is_one_line_with_the_column_it_names() {
    let town = town().display().to_string();
    refused(&["-C", &town, "heat", "--by", "precinct", "--where", "colour = 'red'"], &["colour"]);
    refused(&["-C", &town, "heat", "--by", "precinct", "--where", "age < (SELECT 3)"], &[]);
    refused(&["-C", &town, "heat", "--by", "precinct", "--where", "age < "], &[]);
    refused(&["-C", &town, "heat", "--by", "hex:13"], &["hex:0 to hex:12"]);
    refused(&["-C", &town, "heat", "--by", "wards"], &["wards"]);
}

#[test]
fn heat_has_the_contracts_columns_and_its_sums_hold() {
    let town = town().display().to_string();
    let sum = |by: &str| {
        let out = arpent_ok(["-C", &town, "heat", "--by", by]);
        let mut csv = csv::Reader::from_reader(out.as_bytes());
        let header: Vec<String> = csv.headers().expect("a header").iter().map(str::to_owned).collect();
        let contract =
            "id,voters,doors,households,abstention,abstention_low,abstention_high,support,support_low,support_high,pool,persuadable,known";
        assert_eq!(header[..13].join(","), contract);
        assert!(header[13..].iter().all(|name| name.starts_with("abstention_20")) && header.len() > 15);
        csv.records().map(|row| row.expect("a row")[1].parse::<u64>().expect("a count")).sum::<u64>()
    };
    let located = sum("hex:9");
    assert!(located > 1800);
    assert_eq!(located, sum("hex:0"));
    assert_eq!(located, sum("hex:12"));
    assert_eq!(located, sum("precinct"));
}

#[test]
fn heat_writes_geojson_and_parquet() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let town = town().display().to_string();
    let geojson = dir.path().join("h.geojson").display().to_string();
    arpent_ok(["-C", &town, "heat", "--by", "hex:8", "--format", "geojson", "-o", &geojson]);
    let parsed: geojson::GeoJson = fs::read_to_string(&geojson).expect("a file").parse().expect("GeoJSON");
    let geojson::GeoJson::FeatureCollection(collection) = parsed else { panic!("a collection") };
    assert!(collection.features.len() > 5);
    let parquet = dir.path().join("h.parquet").display().to_string();
    arpent_ok(["-C", &town, "heat", "--by", "precinct", "--format", "parquet", "-o", &parquet]);
    assert!(fs::read(&parquet).expect("a file").starts_with(b"PAR1"));
}

#[test]
fn check_finds_a_damaged_snapshot() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    copy_folder(town(), dir.path());
    let campaign = dir.path().display().to_string();
    assert_eq!(arpent_ok(["-C", &campaign, "check"]).trim(), "the campaign is sound");
    let snapshots = fs::read_dir(dir.path().join("snapshots")).expect("snapshots").flatten();
    let voters = snapshots.map(|file| file.path()).find(|path| path.to_string_lossy().contains("voters")).expect("a voters snapshot");
    let mut bytes = fs::read(&voters).expect("bytes");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&voters, bytes).expect("written");
    let ran = arpent(["-C", &campaign, "check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("voters"), "{}", ran.out);
}

#[test]
fn the_same_seed_makes_the_same_campaign() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    arpent_ok(["demo", "--voters", "2000", "--seed", "7", "--no-serve", "--dir", &dir.path().display().to_string()]);
    let heat = |campaign: &Path| arpent_ok(["-C", &campaign.display().to_string(), "heat", "--by", "hex:10"]);
    assert_eq!(heat(town()), heat(&dir.path().join("town-2000-7")));
}

#[test]
fn serve_refuses_other_addresses_without_a_password() {
    refused(&["-C", &town().display().to_string(), "serve", "--listen", "0.0.0.0:0"], &["ARPENT_PASSWORD", "127.0.0.1"]);
    refused(&["-C", &town().display().to_string(), "serve", "--listen", "here"], &["--listen", "IP:PORT"]);
}
