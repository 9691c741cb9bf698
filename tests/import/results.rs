//! Results join precincts, and what does not join is told.

use arpent::domain::{ElectionKind, PrecinctResult, Source};
use arpent::import::results::{Wanted, read};
use chrono::NaiveDate;

const GENERAL: Option<(NaiveDate, ElectionKind)> = Some((NaiveDate::from_ymd_opt(2024, 11, 5).unwrap(), ElectionKind::General));

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Precinct, registered, cast, support.
type Numbers<'r> = (&'r str, u32, u32, Option<(u32, u32)>);

fn numbers(results: &[PrecinctResult]) -> Vec<Numbers<'_>> {
    results.iter().map(|result| (result.precinct.as_str(), result.registered, result.cast, result.support)).collect()
}

#[test]
fn joins_padded_ids_and_reports_the_rest() {
    let file = "precinct,registered,cast,pres_dem,pres_rep,pres_green\n001,\"1,000\",600,300,250,10\n2,500,100,60,30,0\n77,1,1,1,0,0\n003,10,,1,1,1\n2,1,1,1,0,0\n4,9,9,many,0,0\n";
    let support = names(&["pres_dem", "pres_green"]);
    let wanted = Wanted { election: GENERAL, support: &support, ..Wanted::default() };
    let (results, rejects, report) = read(Source::new("r.csv", file.as_bytes()), &wanted, &["1", "0002", "3", "4", "5"]).unwrap();
    assert_eq!(numbers(&results), [("1", 1000, 600, Some((310, 560))), ("0002", 500, 100, Some((60, 90)))]);
    assert!(report.adds_up());
    let reasons: Vec<(u64, &str, &str)> = rejects.iter().map(|reject| (reject.row, reject.reason.word(), reject.field.as_str())).collect();
    assert_eq!(
        reasons,
        [(4, "unknown", "precinct"), (5, "missing_field", "cast"), (6, "repeated_id", "precinct"), (7, "bad_field", "support")]
    );
    assert_eq!(
        report.remarks[1..],
        [
            "support is pres_dem + pres_green of pres_dem + pres_rep + pres_green",
            "precincts of the file that are not in the precinct layer: 1 (77)"
        ]
    );
    assert_eq!(report.noticed["precincts_without_result"], 3);
}

#[test]
fn the_total_of_a_contest_is_its_own_column_or_else_the_ballots() {
    let support = names(&["A_Dem"]);
    let wanted = Wanted { election: GENERAL, support: &support, ..Wanted::default() };
    let (results, ..) = read(Source::new("r.csv", b"id,A_Dem,A_Rep,A_Total\nx,5,4,11\n"), &wanted, &["x"]).unwrap();
    assert_eq!(numbers(&results), [("x", 0, 11, Some((5, 11)))]);
    let support = names(&["ours"]);
    let wanted = Wanted { support: &support, ..wanted };
    let (results, ..) = read(Source::new("r.csv", b"id,ours,cast\nx,5,20\n"), &wanted, &["x"]).unwrap();
    assert_eq!(numbers(&results), [("x", 0, 20, Some((5, 20)))]);
    let problem = read(Source::new("r.csv", b"id,ours\nx,5\n"), &wanted, &["x"]).unwrap_err().to_string();
    assert!(problem.contains("how many votes ours is a part of"), "{problem}");
}

#[test]
fn a_file_must_say_which_election_and_how_many() {
    let problem = |wanted: &Wanted, text: &str| read(Source::new("r.csv", text.as_bytes()), wanted, &["x"]).unwrap_err().to_string();
    assert!(problem(&Wanted::default(), "id,cast\nx,5\n").ends_with("name its day with --election YYYY-MM-DD"));
    let wanted = Wanted { election: GENERAL, ..Wanted::default() };
    assert!(problem(&wanted, "id,turnout\nx,5\n").contains("no column tells how many voted; the columns are id, turnout"));
    let support = names(&["nobody"]);
    assert!(problem(&Wanted { support: &support, ..wanted }, "id,cast\nx,5\n").starts_with("r.csv: field support: no column named nobody"));
}

#[test]
fn map_features_are_rows_too() {
    let file = br#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"GEOID20":"x","registered_2024":12.0,"voted_2024":7.0,"registered_2020":1}}]}"#;
    let wanted = Wanted { election: GENERAL, ..Wanted::default() };
    let (results, ..) = read(Source::new("p.geojson", file), &wanted, &["x"]).unwrap();
    assert_eq!(numbers(&results), [("x", 12, 7, None)]);
    let problem = read(Source::new("p.geojson", b"<xml/>"), &wanted, &["x"]).unwrap_err().to_string();
    assert!(problem.starts_with("p.geojson: is not a GeoJSON feature collection"), "{problem}");
}
