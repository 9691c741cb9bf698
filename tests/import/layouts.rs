//! Every state's and vendor's layout on invented rows that show its traps; `auto` must find it by itself.

use arpent::domain::{Campaign, Country, Source};
use arpent::import::voters::{Choice, Files, Imported, read};

use super::shown;
use crate::support::{case, expect};

/// Reads the files of a case folder with `auto`, which must choose `layout`, and holds the outcome against `expected.txt`.
fn holds(situation: &str, layout: &str, country: Country, voters: &[&str], history: &[&str]) -> Imported {
    let folder = case("import").join(situation);
    let bytes =
        |names: &[&str]| -> Vec<Vec<u8>> { names.iter().map(|name| std::fs::read(folder.join(name)).expect("the case has it")).collect() };
    let (voter_bytes, history_bytes) = (bytes(voters), bytes(history));
    let voter_files: Vec<Source> = voters.iter().zip(&voter_bytes).map(|(name, bytes)| Source::new(name, bytes)).collect();
    let history_files: Vec<Source> = history.iter().zip(&history_bytes).map(|(name, bytes)| Source::new(name, bytes)).collect();
    let files = Files { voters: &voter_files, history: &history_files, deceased: None };
    let mut campaign = Campaign::new("test", country);
    let imported = read(&files, &Choice::Auto, &mut campaign, &|_, _| ()).expect("a voter file");
    assert!(imported.report.adds_up());
    for name in voters.iter().chain(history) {
        let said = format!("{name}: read as {layout} (");
        assert!(imported.report.remarks.iter().any(|remark| remark.starts_with(&said)), "{name}: {:?}", imported.report.remarks);
    }
    expect(&folder.join("expected.txt"), &shown::imported(&imported, &campaign));
    imported
}

#[test]
fn ohio_has_a_column_for_every_election() {
    holds("oh", "oh", Country::Us, &["voters.txt"], &[]);
}

#[test]
fn florida_has_no_header_and_lists_votes_that_were_not_counted() {
    let imported = holds("fl", "fl", Country::Us, &["ALA_20241112.txt"], &["ALA_H_20241112.txt"]);
    assert_eq!(imported.report.noticed["votes_not_counted"], 3, "history codes B, N and P");
    for protected in ["race", "phone", "email"] {
        assert!(!imported.voters.extra.contains_key(protected), "{protected} is stored");
    }
}
