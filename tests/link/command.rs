//! `arpent link`: its files, its report, and what it refuses.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use super::village;
use crate::support::{arpent, arpent_ok};

struct Files {
    _dir: TempDir,
    records: PathBuf,
    pairs: PathBuf,
    clusters: PathBuf,
    review: PathBuf,
}

fn files(records: &str) -> Files {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| dir.path().join(name);
    fs::write(path("records.csv"), records).expect("a written file");
    Files { records: path("records.csv"), pairs: path("p.csv"), clusters: path("c.csv"), review: path("r.csv"), _dir: dir }
}

impl Files {
    fn arguments<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let text = |path: &'a PathBuf| path.to_str().expect("a plain path");
        let plain = ["link", text(&self.records), "--pairs", text(&self.pairs), "--clusters", text(&self.clusters)];
        plain.into_iter().chain(["--review", text(&self.review)]).chain(more.iter().copied()).collect()
    }

    fn refused(&self, more: &[&str], words: &[&str]) {
        let ran = arpent(self.arguments(more));
        assert_eq!((ran.code, ran.err.trim_end().lines().count()), (1, 1), "{}", ran.err);
        words.iter().for_each(|word| assert!(ran.err.contains(word), "{word:?} is not in {:?}", ran.err));
        assert!(!self.pairs.exists() && !self.clusters.exists());
    }
}

#[test]
fn the_report_and_the_files_agree() {
    let files = files(&format!("{}{}", village::HEADER, village::rows()));
    let report: Value = serde_json::from_str(&arpent_ok(files.arguments(&["--json"]))).expect("one object");
    let number = |key: &str| report[key].as_u64().unwrap_or_else(|| panic!("{key} in {report}"));
    assert_eq!(number("read"), number("clusters") + number("merged"));
    assert!(number("merged") > 20);
    let rows = |path: &PathBuf| fs::read_to_string(path).expect("a file").lines().count() as u64 - 1;
    assert_eq!(rows(&files.pairs), number("pairs"));
    assert_eq!(rows(&files.clusters), number("read"));
    assert_eq!(rows(&files.review), number("to_review"));
    assert!(fs::read_to_string(&files.pairs).expect("pairs").starts_with("id_l,id_r,score\n"));
    assert!(fs::read_to_string(&files.clusters).expect("clusters").starts_with("id,cluster\n"));
    let review = fs::read_to_string(&files.review).expect("review");
    assert!(review.starts_with("id_l,id_r,probability,household,expected_strangers,first name,"), "{review}");
    assert!(report["model"]["levels"].as_array().is_some_and(|levels| levels.len() > 20));
}

#[test]
fn across_sources_only_pairs_of_two_sources_are_listed() {
    let rows = village::rows();
    let other: String = rows.lines().map(|row| format!("b{}\n", row.replacen(",a,", ",b,", 1))).collect();
    let files = files(&format!("{}{rows}{other}", village::HEADER));
    arpent_ok(files.arguments(&["--link", "source"]));
    let pairs = fs::read_to_string(&files.pairs).expect("pairs");
    let within = pairs.lines().skip(1).filter(|row| {
        let mut ids = row.split(',');
        let (left, right) = (ids.next().unwrap_or_default(), ids.next().unwrap_or_default());
        left.starts_with('b') == right.starts_with('b')
    });
    assert_eq!(within.count(), 0);
    assert!(pairs.lines().count() > 400);
}

#[test]
fn a_file_that_cannot_be_linked_is_refused_in_one_line() {
    let row = "x,a,Ann,,Dale,,1970-02-03,F,1,Oak Street,,Carden,OH,43105,,,,,\n";
    let header = village::HEADER;
    files("name,dob\nAnn,1970-02-03\n").refused(&[], &["records.csv", "row 1", "\"id\"", "first_name"]);
    files(&format!("{header}{row}{row}")).refused(&[], &["row 3", "id", "twice"]);
    files(&format!("{header}{row}y,a,Bob\n")).refused(&[], &["row 3", "3 fields"]);
    files(&format!("{header}{row}")).refused(&["--link", "source"], &["one source"]);
    files("").refused(&[], &["is empty"]);
}

#[test]
fn one_record_or_none_is_nobodys_double() {
    let row = "x,a,Ann,,Dale,,1970-02-03,F,1,Oak Street,,Carden,OH,43105,,,,,\n";
    for rows in ["", row] {
        let files = files(&format!("{}{rows}", village::HEADER));
        arpent_ok(files.arguments(&[]));
        assert_eq!(fs::read_to_string(&files.pairs).expect("pairs"), "id_l,id_r,score\n");
    }
}
