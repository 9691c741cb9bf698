//! Results as offices publish them: invented files held to what a person checked by hand, real ones to their oracles.

use std::collections::BTreeMap;
use std::fmt::Write;

use arpent::domain::{Election, ElectionKind, PrecinctResult, Reject, Report, Source};
use arpent::import::results::{Choice, Wanted, read};
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::support::{case, expect, real_data};

/// Keeps a test that knows its election short.
fn election(year: i32, month: u32, day: u32, kind: ElectionKind) -> Option<Election> {
    NaiveDate::from_ymd_opt(year, month, day).map(|date| Election { date, kind })
}

struct Read {
    results: Vec<PrecinctResult>,
    rejects: Vec<Reject>,
    report: Report,
}

fn read_all(bytes: &[u8], name: &str, election: Option<Election>, support: &[&str], ids: &[&str]) -> Read {
    let support: Vec<String> = support.iter().map(|&name| name.to_owned()).collect();
    let wanted = Wanted { layout: Choice::Auto, election: election.map(|election| (election.date, election.kind)), support: &support };
    let (results, rejects, report) = read(Source::new(name, bytes), &wanted, ids).expect("a file of results");
    assert!(report.adds_up());
    assert_eq!(report.rejected as usize, rejects.len());
    Read { results, rejects, report }
}

fn shown(read: &Read) -> String {
    let mut text = String::from("precinct date kind registered cast support\n");
    for PrecinctResult { precinct, date, kind, registered, cast, support } in &read.results {
        let support = support.map_or_else(|| "-".to_owned(), |(ours, total)| format!("{ours} of {total}"));
        let _ = writeln!(text, "{precinct} {date} {kind:?} {registered} {cast} {support}");
    }
    text.push_str("\nrejects\n");
    for Reject { row, reason, field, detail, .. } in &read.rejects {
        let _ = writeln!(text, "row {row} {} {field} {detail}", reason.word());
    }
    let Report { read, kept, rejected, merged, noticed, remarks, .. } = &read.report;
    let _ = writeln!(text, "\nread {read} kept {kept} rejected {rejected} merged {merged} {noticed:?}");
    remarks.iter().for_each(|remark| text.push_str(&format!("{remark}\n")));
    text
}

fn situation(layout: &str, election: Option<Election>, support: &[&str], ids: &[&str]) {
    let folder = case("import").join(format!("results-{layout}"));
    let bytes = std::fs::read(folder.join("results.csv")).expect("the case has it");
    expect(&folder.join("expected.txt"), &shown(&read_all(&bytes, "results.csv", election, support, ids)));
}

#[test]
fn openelections_tells_precincts_in_rows_of_their_own() {
    situation("openelections", election(2022, 11, 8, ElectionKind::General), &["MAYOR: DEM"], &["001", "002", "003", "004", "005"]);
}

#[test]
fn utah_county_repeats_its_precincts() {
    situation("utah-county", None, &["City Council: June Ames"], &["25AA01", "25AA02", "25AA03"]);
}

#[test]
fn french_bureaux_of_2024_number_every_block() {
    let ids = ["01004_0001", "2A004_0012", "97110_0001", "75056_0101"];
    situation("fr-bureaux", election(2024, 6, 30, ElectionKind::General), &["UG"], &ids);
}

#[test]
fn french_bureaux_before_name_the_first_block_only() {
    let ids = ["01004_1", "2A004_0012", "97110_0001", "97701_0001", "98818_0003", "75056_0101"];
    situation("fr-bureaux-2017", election(2022, 6, 12, ElectionKind::General), &["Zoé Âme", "NUP"], &ids);
}

/// An oracle's row: what it calls the registered and the cast, by precinct (and day).
struct Oracle {
    rows: Vec<BTreeMap<String, String>>,
}

impl Oracle {
    fn read(part: &str) -> Option<Self> {
        let mut reader = csv::Reader::from_path(real_data(part)?).expect("it is readable");
        Some(Self { rows: reader.deserialize().collect::<Result<_, _>>().expect("a CSV with a header") })
    }

    fn ids(&self, column: &str) -> Vec<&str> {
        let mut ids: Vec<&str> = self.rows.iter().map(|row| row[column].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// As many results as rows, every one with the oracle's counts and, to its last printed digit, the oracle's abstention.
    fn holds(&self, results: &[PrecinctResult], [id, registered, cast]: [&str; 3], day: Option<&str>) {
        let key = |result: &PrecinctResult| (result.precinct.clone(), result.date.to_string());
        let found: BTreeMap<_, &PrecinctResult> = results.iter().map(|result| (key(result), result)).collect();
        assert_eq!((found.len(), results.len()), (self.rows.len(), self.rows.len()));
        for row in &self.rows {
            let date = day.map_or_else(|| results[0].date.to_string(), |day| row[day].clone());
            let result = found.get(&(row[id].clone(), date)).unwrap_or_else(|| panic!("no result for {row:?}"));
            assert_eq!((result.registered.to_string(), result.cast.to_string()), (row[registered].clone(), row[cast].clone()), "{row:?}");
            let abstention = 1.0 - f64::from(result.cast) / f64::from(result.registered);
            match row["abstention"].parse::<f64>() {
                Ok(wanted) => assert!((abstention - wanted).abs() <= 0.500_001e-6, "{abstention} {row:?}"),
                Err(_) => assert_eq!((row["abstention"].as_str(), result.registered), ("", 0), "{row:?}"),
            }
        }
    }
}

fn real(part: &str) -> Vec<u8> {
    std::fs::read(real_data(part).expect("it lies beside its oracle")).expect("it is readable")
}

#[test]
fn washington_2018_meets_its_oracle() {
    let Some(oracle) = Oracle::read("washington-dc/results/expected_abstention_2018.csv") else { return };
    let file = real("washington-dc/results/20181106__dc__general__precinct.csv");
    let day = election(2018, 11, 6, ElectionKind::General);
    let read = read_all(&file, "dc.csv", day, &["Muriel Bowser"], &oracle.ids("precinct"));
    oracle.holds(&read.results, ["precinct", "registered", "ballots_cast"], None);
    assert_eq!((read.report.read, read.report.kept, read.report.rejected), (9596, 143, 0));
    let bowser: BTreeMap<&str, &str> = oracle.rows.iter().map(|row| (row["precinct"].as_str(), row["mayor_bowser"].as_str())).collect();
    for result in &read.results {
        let (ours, total) = result.support.expect("every precinct voted for mayor");
        assert_eq!(ours.to_string(), bowser[result.precinct.as_str()]);
        assert!(total <= result.cast, "{result:?}");
    }
}

#[test]
fn washington_joins_a_map_that_says_precinct() {
    let Some(oracle) = Oracle::read("washington-dc/results/expected_abstention_2018.csv") else { return };
    let ids: Vec<String> = oracle.ids("precinct").iter().map(|id| format!("Precinct {id}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let file = real("washington-dc/results/20181106__dc__general__precinct.csv");
    let read = read_all(&file, "dc.csv", election(2018, 11, 6, ElectionKind::General), &[], &ids);
    assert_eq!((read.results.len(), read.report.rejected), (143, 0));
    assert_eq!(read.results.iter().map(|result| result.registered).sum::<u32>(), 500_511);
    assert_eq!(read.results.iter().map(|result| result.cast).sum::<u32>(), 231_700);
}

#[test]
fn washington_2016_tells_no_ballots_but_votes() {
    let Some(oracle) = Oracle::read("washington-dc/results/expected_abstention_2018.csv") else { return };
    let file = real("washington-dc/results/20161108__dc__general__precinct.csv");
    let day = election(2016, 11, 8, ElectionKind::General);
    let ids = oracle.ids("precinct");
    let read = read_all(&file, "dc.csv", day, &["ELECTORS OF PRESIDENT AND VICE PRESIDENT: DEM"], &ids);
    assert_eq!((read.results.len(), read.report.rejected), (143, 0));
    assert_eq!((read.results[0].registered, read.results[0].support), (0, Some((3710, 3710 + 88 + 34 + 195 + 87))));
    let wanted = Wanted { election: Some((read.results[0].date, ElectionKind::General)), ..Wanted::default() };
    let problem = arpent::import::results::read(Source::new("dc.csv", &file), &wanted, &ids).unwrap_err().to_string();
    assert_eq!(problem, "dc.csv: no row tells how many voted; name the candidate or party that is ours with --support");
}

#[test]
fn utah_county_meets_its_oracle() {
    let Some(oracle) = Oracle::read("utah-county-ut/expected_abstention.csv") else { return };
    let file = real("utah-county-ut/utah_county_elections.csv");
    let read = read_all(&file, "utah.csv", None, &[], &oracle.ids("precinct_code"));
    oracle.holds(&read.results, ["precinct_code", "voter_registration", "precinct_ballots_cast"], Some("election_date"));
    assert_eq!((read.report.read, read.report.kept, read.report.rejected), (7593, 929, 0));
    let kinds: BTreeMap<NaiveDate, ElectionKind> = read.results.iter().map(|result| (result.date, result.kind)).collect();
    assert_eq!(kinds.into_values().collect::<Vec<_>>(), [ElectionKind::Primary, ElectionKind::Municipal]);
}

#[test]
fn utah_county_tells_what_its_map_does_not_have() {
    let Some(map) = real_data("utah-county-ut/utah_county_precincts.min.geojson") else { return };
    let ids = properties(&std::fs::read(map).expect("it is readable"), "PrecinctID");
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let read = read_all(&real("utah-county-ut/utah_county_elections.csv"), "utah.csv", None, &[], &ids);
    let of = |month: u32| read.results.iter().filter(|result| chrono::Datelike::month(&result.date) == month).count();
    assert_eq!((of(8), of(11)), (432, 483));
    assert!(read.rejects.iter().all(|reject| reject.reason.word() == "unknown" && reject.field == "precinct"));
}

#[test]
fn brest_2024_meets_its_oracles() {
    let first = (1, election(2024, 6, 30, ElectionKind::General), (201, 36_924, 120_586));
    let second = (2, election(2024, 7, 7, ElectionKind::Runoff), (95, 22_110, 53_916));
    for (tour, day, support) in [first, second] {
        let Some(oracle) = Oracle::read(&format!("brest-fr/leg2024/expected_abstention_t{tour}.csv")) else { return };
        let file = real(&format!("brest-fr/leg2024/circos23-tour{tour}.csv"));
        let read = read_all(&file, "brest.csv", day, &["UG"], &oracle.ids("id_bv"));
        oracle.holds(&read.results, ["id_bv", "inscrits", "votants"], None);
        assert_eq!((read.report.kept, read.report.rejected), (201, 0));
        let known = read.results.iter().filter_map(|result| result.support);
        let told = known.fold((0, 0, 0), |(bureaux, ours, all), (more, of)| (bureaux + 1, ours + more, all + of));
        assert_eq!(told, support, "where nobody of ours stood, support is not known");
    }
}

#[test]
fn brest_2024_tells_what_its_contours_do_not_have() {
    let Some(map) = real_data("brest-fr/leg2024/brest_contours.geojson") else { return };
    let ids = properties(&std::fs::read(map).expect("it is readable"), "codeBureauVote");
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let file = real("brest-fr/leg2024/circos23-tour1.csv");
    let read = read_all(&file, "brest.csv", election(2024, 6, 30, ElectionKind::General), &[], &ids);
    assert_eq!((read.results.len(), read.rejects.len()), (110, 91));
    assert_eq!(read.report.noticed["precincts_without_result"], 12);
    let told = "precincts of the file that are not in the precinct layer: 91 (29011_0001, 29011_0002, 29011_0003, 29015_0001, ";
    assert!(read.report.remarks.iter().any(|remark| remark.starts_with(told)), "{:?}", read.report.remarks);
}

#[test]
fn a_name_that_is_nobodys_or_in_several_contests_is_asked_for() {
    let file = b"precinct,office,candidate,party,votes\n1,Ballots Cast,,,9\n1,Mayor,Ada Ames,DEM,5\n1,Clerk,Bo Birch,DEM,4\n";
    let day = NaiveDate::from_ymd_opt(2022, 11, 8).map(|date| (date, ElectionKind::General));
    let problem = |name: &str| {
        let support = [name.to_owned()];
        let wanted = Wanted { layout: Choice::Auto, election: day, support: &support };
        read(Source::new("r.csv", file), &wanted, &["1"]).unwrap_err().to_string()
    };
    assert_eq!(
        problem("Bo Ames"),
        "r.csv: field support: nobody is called Bo Ames; write a candidate or a party as the file does, such as DEM, Ada Ames, Bo Birch"
    );
    assert_eq!(
        problem("DEM"),
        "r.csv: field support: DEM stands in 2 contests (Clerk, Mayor); put the contest first, as in --support \"Clerk: DEM\""
    );
    let read = read_all(file, "r.csv", day.map(|(date, kind)| Election { date, kind }), &["mayor: dem"], &["1"]);
    assert_eq!(read.results[0].support, Some((5, 5)));
}

#[test]
fn brest_2022_as_the_town_publishes_it() {
    let Some(path) = real_data("brest-fr/leg2022/tour1_circo2.csv") else { return };
    let file = std::fs::read(path).expect("it is readable");
    let text = String::from_utf8(file.clone()).expect("UTF-8");
    let oracle: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(';').collect()).collect();
    let ids: Vec<String> = oracle.iter().map(|cells| format!("29019_{:0>4}", cells[1])).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let read = read_all(&file, "brest.csv", election(2022, 6, 12, ElectionKind::General), &["M. CADALEN Pierre-Yves - votes"], &ids);
    assert_eq!((read.results.len(), read.report.rejected), (oracle.len(), 0));
    for (cells, id) in oracle.iter().zip(&ids) {
        let result = read.results.iter().find(|result| result.precinct == *id).expect("each joins");
        let turnout = format!("{:.2} %", 100.0 * f64::from(result.cast) / f64::from(result.registered)).replace('.', ",");
        assert_eq!(turnout, cells[11], "{id}");
        let (ours, valid) = result.support.expect("Cadalen stood everywhere");
        assert_eq!((ours.to_string(), valid.to_string()), (cells[12].to_owned(), cells[10].to_owned()));
    }
}

#[test]
fn a_campaign_writes_its_own_layout_for_results() {
    let toml = b"name = \"ours\"\ntitle = \"The county's sheet\"\n[results]\nrecognise = [\"Pct #\"]\n[results.columns]\nprecinct = \"P-{Pct #:03}\"\ncast = \"In person + By mail\"\nregistered = \"Roll\"\n";
    let day = NaiveDate::from_ymd_opt(2022, 11, 8).map(|date| (date, ElectionKind::General));
    let wanted = Wanted { layout: Choice::Custom(Source::new("ours.toml", toml)), election: day, ..Wanted::default() };
    let file = Source::new("r.csv", b"Pct #,Roll,In person,By mail\n7,100,40,20\n");
    let (results, _, report) = read(file, &wanted, &["P-007"]).expect("a table");
    assert_eq!((results[0].registered, results[0].cast), (100, 60));
    assert_eq!(report.remarks[0], "r.csv: read as ours (The county's sheet)");
    let wrong = Wanted {
        layout: Choice::Custom(Source::new("ours.toml", b"name = \"a\"\ntitle = \"b\"\n[voters]\nrecognise = []\n[voters.columns]\n")),
        ..wanted
    };
    assert_eq!(
        read(file, &wrong, &["P-007"]).unwrap_err().to_string(),
        "ours.toml: has no [results] section; add one that names the columns"
    );
}

const ROWS: [&str; 8] = [
    "1,Ballots Cast,,CITYWIDE,90",
    "1,Registered Voters,,,100",
    "1,Mayor,Ada Ames,DEM,50",
    "1,Mayor,Bo Birch,REP,30",
    "1,Mayor,UNDER VOTES,,10",
    "02,Mayor,Ada Ames,DEM,7",
    "2,Registered Voters,,,20",
    "2,Ballots Cast,,,8",
];

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(rows in Just(ROWS.to_vec()).prop_shuffle()) {
        let file = format!("precinct,office,candidate,party,votes\n{}\n", rows.join("\n"));
        let mut read = read_all(file.as_bytes(), "r.csv", election(2022, 11, 8, ElectionKind::General), &["Ada Ames"], &["1", "2"]);
        read.results.sort_by(|one, other| one.precinct.cmp(&other.precinct));
        let numbers: Vec<_> = read.results.iter().map(|result| (result.registered, result.cast, result.support)).collect();
        prop_assert_eq!(numbers, [(100, 90, Some((50, 80))), (20, 8, Some((7, 7)))]);
        prop_assert_eq!((read.report.kept, read.report.merged), (2, 6));
    }
}

fn properties(geojson: &[u8], name: &str) -> Vec<String> {
    let map: serde_json::Value = serde_json::from_slice(geojson).expect("GeoJSON");
    let features = map["features"].as_array().expect("a collection");
    features.iter().filter_map(|feature| feature["properties"][name].as_str().map(str::to_owned)).collect()
}
