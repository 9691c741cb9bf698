//! `arpent geocode` and `arpent audit precincts` as a user types them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::made_voters::table;
use crate::support::{arpent, arpent_ok, copy_folder, real_data, town};

const REFERENCE: &str = "LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH\n\
    -76.70000,39.40000,100,Oak Lane,,Millbrook,,MD,21100,=oak1,\n\
    -76.69800,39.40000,110,Oak Lane,,Millbrook,,MD,21100,oak2,\n\
    bad,39.40000,112,Oak Lane,,Millbrook,,MD,21100,oak3,\n";

fn write(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    fs::write(&path, text).expect("a written file");
    path.display().to_string()
}

#[test]
fn geocode_writes_the_contracts_columns_and_accounts_for_every_row() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let reference = write(dir.path(), "reference.csv", REFERENCE);
    let queries = "id,address\na,\"100 OAK LN, MILLBROOK, MD 21100\"\n@b,\"105 Oak Lane, Millbrook MD\"\nc,\"7 Nowhere Rd, Millbrook, MD 21100\"\nd,\ne,1,2,3\n";
    let queries = write(dir.path(), "queries.csv", queries);
    let out = dir.path().join("out.csv");
    let arguments = ["geocode", &queries, "--addresses", &reference, "-o", &out.display().to_string(), "--json"];
    let report: Value = serde_json::from_str(&arpent_ok(arguments)).expect("one JSON object");
    let wanted = "id,lon,lat,level,score,ref_id\n\
        a,-76.7000000,39.4000000,point,1.00,'=oak1\n\
        '@b,-76.6990000,39.4000000,interp,0.72,\n\
        c,-76.6990000,39.4000000,zip,0.10,\n\
        d,,,none,0.00,\n";
    assert_eq!(fs::read_to_string(&out).expect("the output"), wanted);
    let count = |name: &str| report[name].as_u64().expect("a count");
    assert_eq!((count("read"), count("kept"), count("rejected"), count("merged")), (5, 4, 1, 0));
    assert_eq!((count("references"), count("references_rejected"), count("ambiguous")), (2, 1, 0));
    let levels = ["point", "interp", "street", "zip", "none"].map(|level| report["levels"][level].as_u64().expect("a count"));
    assert_eq!(levels, [1, 1, 0, 1, 1]);
    assert!(report["seconds"].as_f64().is_some() && report["addresses_a_second"].as_f64() > Some(0.0));
    let rejects = fs::read_to_string(dir.path().join("out.rejects.csv")).expect("the rejects");
    assert_eq!(rejects.lines().count(), 3, "{rejects}");
    assert!(rejects.contains("queries.csv,6,bad_row") && rejects.contains("reference.csv,4,bad_field,lon"), "{rejects}");
}

#[test]
fn geocode_takes_parts_ranges_and_several_references() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let reference = write(dir.path(), "reference.csv", REFERENCE);
    let edge = r#"{"type":"Feature","properties":{"FULLNAME":"Elm St","LFROMHN":"1","LTOHN":"101","PARITYL":"O","ZIPL":"21100",
        "RFROMHN":null,"RTOHN":null,"PARITYR":null,"ZIPR":null},"geometry":{"type":"LineString","coordinates":[[-76.7,39.4],[-76.69,39.4]]}}"#;
    let ranges = write(dir.path(), "edges.geojsonl", &edge.replace('\n', " "));
    let queries = write(dir.path(), "queries.csv", "id,number,street,city,zip\n1,51,ELM STREET,,21100\n2,110,OAK LN,MILLBROOK,\n");
    let out = dir.path().join("out.csv").display().to_string();
    arpent_ok(["geocode", &queries, "--addresses", &ranges, &reference, "-o", &out]);
    let rows: Vec<_> = table(Path::new(&out), b',').collect();
    assert_eq!((rows[0]["level"].as_str(), rows[0]["lon"].as_str()), ("interp", "-76.6950000"));
    assert_eq!((rows[1]["level"].as_str(), rows[1]["ref_id"].as_str()), ("point", "oak2"));
}

#[test]
fn geocode_refuses_in_one_line_and_writes_nothing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let reference = write(dir.path(), "reference.csv", REFERENCE);
    let queries = write(dir.path(), "queries.csv", "id,address\n1,12 Oak Ln\n");
    let other = write(dir.path(), "other.csv", "colour,taste\nred,sweet\n");
    let out = dir.path().join("out.csv").display().to_string();
    let refused = |queries: &str, reference: &str, words: &[&str]| {
        let ran = arpent(["geocode", queries, "--addresses", reference, "-o", &out]);
        assert_eq!((ran.code, ran.err.trim_end().lines().count()), (1, 1), "{}", ran.err);
        assert!(words.iter().all(|word| ran.err.contains(word)), "{}", ran.err);
        assert!(!Path::new(&out).exists());
    };
    refused(&other, &reference, &["other.csv", "no column for the id"]);
    refused(&queries, &other, &["other.csv", "layout"]);
    refused("missing.csv", &reference, &["missing.csv", "cannot be read"]);
    assert_eq!(arpent(["geocode", &queries, "-o", &out]).code, 2);
}

#[test]
fn the_florida_bench_through_the_program() {
    let Some(bench) = real_data("../bench/geocode/fl_dev") else { return };
    let dir = tempfile::tempdir().expect("a temporary folder");
    let out = dir.path().join("out.csv").display().to_string();
    let [queries, reference] = ["queries.csv", "reference.csv"].map(|name| bench.join(name).display().to_string());
    arpent_ok(["geocode", &queries, "--addresses", &reference, "-o", &out]);
    let found: BTreeMap<String, _> = table(Path::new(&out), b',').map(|row| (row["id"].clone(), row)).collect();
    let (mut noisy, mut right) = (0, 0);
    for truth in table(&bench.join("truth.csv"), b',').filter(|row| row["kind"] == "noisy") {
        noisy += 1;
        right += u32::from(found[&truth["id"]]["ref_id"] == truth["ref_id"]);
    }
    assert!(f64::from(right) >= 0.95 * f64::from(noisy), "{right} of {noisy}");
}

/// A campaign that knows its streets by ranges alone.
#[test]
fn ranges_imported_into_a_campaign_locate_its_voters() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let campaign = dir.path().join("c").display().to_string();
    arpent_ok(["init", &campaign]);
    let edge = r#"{"type":"Feature","properties":{"FULLNAME":"Elm St","LFROMHN":"1","LTOHN":"101","PARITYL":"O","ZIPL":"21100","RFROMHN":null,"RTOHN":null,"PARITYR":null,"ZIPR":null},"geometry":{"type":"LineString","coordinates":[[-76.7,39.4],[-76.69,39.4]]}}"#;
    let ranges = write(dir.path(), "edges.geojsonl", edge);
    let roll = "id,last_name,first_name,address,city,zip\n1,Doe,Ann,51 ELM STREET,MILLBROOK,21100\n2,Roe,Bob,8 ELM STREET,MILLBROOK,21100\n3,Poe,Cy,1 ASH ST,MILLBROOK,21100\n";
    let roll = write(dir.path(), "roll.csv", roll);
    let imported: Value =
        serde_json::from_str(&arpent_ok(["-C", &campaign, "import", "voters", &roll, "--json"])).expect("one JSON object");
    assert_eq!(imported["geocoded"]["none"], 3);
    let report: Value =
        serde_json::from_str(&arpent_ok(["-C", &campaign, "import", "addresses", &ranges, "--layout", "tiger-addrfeat", "--json"]))
            .expect("one JSON object");
    assert_eq!((&report["read"], &report["kept"]), (&1.into(), &1.into()));
    let geocoded = &report["voters"]["geocoded"];
    assert_eq!((&geocoded["interpolated"], &geocoded["street"], &geocoded["postcode"]), (&1.into(), &1.into(), &1.into()), "{geocoded}");
    assert_eq!(arpent_ok(["-C", &campaign, "check"]).trim(), "the campaign is sound");
    // the ranges are kept: voters imported again find them
    let again: Value = serde_json::from_str(&arpent_ok(["-C", &campaign, "import", "voters", &roll, "--json"])).expect("one JSON object");
    assert_eq!(again["geocoded"]["interpolated"], 1);
}

/// The town's roll with the precinct of every 40th voter changed.
#[test]
fn audit_finds_the_voters_whose_file_was_changed() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let campaign = dir.path().join("c");
    copy_folder(town(), &campaign);
    let campaign = campaign.display().to_string();
    let audit = |name: &str| -> (Value, Vec<_>) {
        let rows = dir.path().join(name);
        let out = arpent_ok(["-C", &campaign, "audit", "precincts", "--json", "-o", &rows.display().to_string()]);
        (serde_json::from_str(&out).expect("one JSON object"), table(&rows, b',').collect())
    };
    let (before, _) = audit("before.csv");
    let changed = change_precincts(dir.path(), 40);
    arpent_ok(["-C", &campaign, "import", "voters", &changed.0]);
    let (after, rows) = audit("after.csv");
    let count = |report: &Value, name: &str| report[name].as_u64().expect("a count");
    assert!(count(&before, "compared") > 1500 && count(&before, "differ") * 100 < count(&before, "compared"), "{before}");
    assert_eq!(count(&after, "compared"), count(&after, "agree") + count(&after, "differ"));
    assert_eq!(count(&after, "differ"), rows.len() as u64);
    let listed = changed.1.iter().filter(|id| rows.iter().any(|row| row["id"] == **id)).count();
    assert!(listed * 100 >= changed.1.len() * 95, "{listed} of {} changed voters are listed", changed.1.len());
    let pairs: u64 = after["pairs"].as_array().expect("pairs").iter().map(|pair| count(pair, "voters")).sum();
    assert_eq!(pairs, rows.len() as u64);
    assert!(rows.iter().all(|row| ["near_border", "other_precinct", "outside_all"].contains(&row["kind"].as_str())));
    assert!(rows.iter().all(|row| row["file_precinct"] != row["door_precinct"] && row["border_m"].parse::<f64>().is_ok()));
}

/// The path of the changed roll, and the ids of the voters changed.
fn change_precincts(dir: &Path, every: usize) -> (String, Vec<String>) {
    let files = town().with_file_name(format!("{}-files", town().file_name().expect("a name").to_string_lossy()));
    let roll = fs::read_dir(&files).expect("the town's files").flatten().map(|file| file.path());
    let roll = roll.into_iter().find(|path| path.to_string_lossy().contains("ncvoter")).expect("the roll");
    // the roll is in Latin-1, as North Carolina's is
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(&roll).expect("the roll opens");
    let header = reader.byte_headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|known| known == name.as_bytes()).expect("the column");
    let (id, precincts) = (column("ncid"), [column("precinct_abbrv"), column("vtd_abbrv")]);
    let rows: Vec<csv::ByteRecord> = reader.byte_records().map(|row| row.expect("a row")).collect();
    let path = dir.join("ncvoter_changed.txt");
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_path(&path).expect("a new file");
    writer.write_byte_record(&header).expect("written");
    let mut changed = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        // another voter's precinct, if that is another one
        let other = rows.iter().cycle().skip(at).find(|other| other[precincts[0]] != row[precincts[0]]).expect("two precincts");
        let change = at % every == 0;
        let cell = |column: usize| if change && precincts.contains(&column) { &other[column] } else { &row[column] };
        writer.write_record((0..row.len()).map(cell)).expect("written");
        if change && row.iter().any(|cell| cell == b"ACTIVE") {
            changed.push(String::from_utf8(row[id].to_vec()).expect("an id"));
        }
    }
    writer.flush().expect("written");
    (path.display().to_string(), changed)
}
