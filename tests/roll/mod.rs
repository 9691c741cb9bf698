//! The roll over time: persons registered twice, the dead, and a new file of a source already there.

use std::fs;

use arpent::domain::merges::Double;
use arpent::domain::{self, Country, Merges, Source, Voters};
use arpent::import::voters::{Choice, Files, read};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{arpent, arpent_ok, case};

struct Campaign {
    dir: TempDir,
    path: String,
}

impl Campaign {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("c").display().to_string();
        arpent_ok(["init", &path]);
        Self { dir, path }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        fs::write(&path, text).expect("a written file");
        path.display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> String {
        arpent_ok([&["-C", &self.path], arguments].concat())
    }

    fn import(&self, arguments: &[&str]) -> Value {
        let report = self.run(&[&["--json", "import", "voters"], arguments].concat());
        let report: Value = serde_json::from_str(&report).expect("one JSON object");
        let count = |name: &str| report[name].as_u64().expect("a count");
        assert_eq!(count("read"), count("kept") + count("rejected") + count("merged"), "{report}");
        self.run(&["check"]);
        report
    }

    fn merges(&self) -> Vec<(String, String)> {
        let text = self.run(&["merges", "list"]);
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        csv.records().map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
    }

    fn generation(&self) -> Value {
        let text = fs::read_to_string(format!("{}/manifest.json", self.path)).expect("a manifest");
        serde_json::from_str::<Value>(&text).expect("JSON")["generation"].clone()
    }
}

fn listed(report: &Value, name: &str) -> Vec<Vec<String>> {
    let path = report[name].as_str().unwrap_or_else(|| panic!("no {name} in {report}"));
    let mut csv = csv::Reader::from_path(path).expect("the file is there");
    csv.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[test]
fn doubles_and_the_dead_of_north_carolina() {
    let campaign = Campaign::new();
    let file = |name: &str| case("import/nc").join(name).display().to_string();
    let report = campaign.import(&[&file("ncvoter.txt"), "--history", &file("ncvhis.txt"), "--deceased", &file("deceased.csv")]);
    assert_eq!((&report["kept"], &report["rejected"], &report["merged"]), (&7.into(), &7.into(), &2.into()), "{report}");
    assert_eq!(report["noticed"]["deceased_ambiguous"], 1, "two Ann Twins of one year: neither is taken for dead");
    assert_eq!(report["rejected_by"]["deceased"], 1);
    assert_eq!(campaign.merges(), [pair("AA1", "AA6")]);
}

const ROLL: &str = "id,last_name,first_name,address,city,postcode,birth_year,registered,party\n\
    1,Long,Ann,1 Elm St,Milltown,27001,1980,2010-01-05,DEM\n\
    2,Long,Ann,1 Elm St,Milltown,27001,1980,2016-03-01,DEM\n\
    3,Short,Ben,2 Elm St,Milltown,27001,1970,2001-01-01,REP\n\
    4,Gray,Cleo,3 Elm St,Milltown,27001,1990,2012-01-01,UNA\n";

#[test]
fn a_merge_can_be_undone_and_stays_undone() {
    let campaign = Campaign::new();
    let roll = campaign.file("roll.csv", ROLL);
    let history = campaign.file("votes.csv", "id,election_date,election_type\n1,2022-11-08,general\n2,2024-11-05,general\n");
    campaign.import(&[&roll, "--history", &history]);
    assert_eq!(campaign.merges(), [pair("1", "2")], "the newer registration stands for the person");
    let voted = |expr: &str| campaign.run(&["heat", "--by", "hex:4", "--where", expr]).lines().count() - 1;
    assert_eq!(voted("voted_2022_11_08 AND voted_2024_11_05"), 0, "nobody is located here, but the filter is known");

    let undone = campaign.run(&["merges", "undo", "1"]);
    assert!(undone.contains("4 voters"), "{undone}");
    campaign.run(&["check"]);
    assert_eq!(campaign.merges(), []);
    campaign.import(&[&roll, "--history", &history]);
    assert_eq!(campaign.merges(), [], "what was parted by hand stays parted");

    campaign.run(&["merges", "join", "3", "4"]);
    assert_eq!(campaign.merges(), [pair("3", "4")]);
    campaign.import(&[&roll]);
    assert_eq!(campaign.merges(), [pair("3", "4")], "what was joined by hand stays joined");
}

#[test]
fn who_cannot_be_parted_or_joined() {
    let campaign = Campaign::new();
    campaign.import(&[&campaign.file("roll.csv", ROLL)]);
    for (arguments, word) in [(&["undo", "3"][..], "not a merged"), (&["join", "3", "3"], "one registration"), (&["join", "3", "99"], "99")]
    {
        let ran = arpent([&["-C", &campaign.path, "merges"], arguments].concat());
        assert!(ran.code == 1 && ran.err.contains(word), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let campaign = Campaign::new();
    let roll = campaign.file("roll.csv", ROLL);
    let dead = campaign.file("dead.csv", "first_name,last_name,birth_year,zip_code\nBen,Short,1970,27001\n");
    campaign.import(&[&roll, "--deceased", &dead]);
    let generation = campaign.generation();
    let again = campaign.import(&[&roll, "--deceased", &dead]);
    assert_eq!(campaign.generation(), generation, "{again}");
    assert_eq!(again["changes"], serde_json::json!({ "new": 0, "changed": 0, "same": 3, "gone": 0 }));
}

#[test]
fn a_new_file_of_a_source_lists_who_is_new_changed_or_gone() {
    let campaign = Campaign::new();
    campaign.import(&[&campaign.file("roll_20260101.csv", ROLL)]);
    let later = ROLL.replace("2 Elm St", "9 Oak Ave").replace("4,Gray,Cleo", "5,Blue,Dan");
    let report = campaign.import(&[&campaign.file("roll_20260201.csv", &later)]);
    assert_eq!(report["changes"], serde_json::json!({ "new": 1, "changed": 1, "same": 2, "gone": 1 }));
    assert_eq!(listed(&report, "changed"), [["3", "changed", "number street"], ["4", "gone", ""], ["5", "new", ""]]);
}

#[test]
fn a_file_under_another_name_is_known_by_what_it_holds() {
    let campaign = Campaign::new();
    campaign.import(&[&campaign.file("roll.csv", ROLL)]);
    let later = ROLL.replace("4,Gray,Cleo", "5,Blue,Dan");
    let report = campaign.import(&[&campaign.file("from_the_office.csv", &later)]);
    assert_eq!(report["changes"], serde_json::json!({ "new": 1, "changed": 0, "same": 3, "gone": 1 }));
    assert!(report["remarks"].to_string().contains("taken for a newer file of roll"), "{report}");
    let beside = campaign.import(&[&campaign.file("again.csv", ROLL), "--source", "elsewhere"]);
    assert_eq!(beside["changes"]["gone"], 0, "the user knows better: {beside}");
}

#[test]
fn another_source_stands_beside_the_first_and_its_doubles_are_found() {
    let campaign = Campaign::new();
    campaign.import(&[&campaign.file("alder.csv", ROLL)]);
    let tanner = "id,last_name,first_name,address,city,postcode,birth_year,registered\n\
        T1,Short,Ben,2 Elm St,Milltown,27001,1970,2020-01-01\n\
        T2,Brown,Eve,7 Elm St,Milltown,27001,1960,2020-01-01\n\
        4,Nobody,Else,8 Elm St,Milltown,27001,1950,2020-01-01\n";
    let report = campaign.import(&[&campaign.file("tanner.csv", tanner)]);
    assert_eq!((&report["kept"], &report["rejected"]), (&2.into(), &1.into()), "id 4 is Cleo Gray's: {report}");
    assert_eq!(report["noticed"]["merged_of_other_sources"], 2, "Ann Long again, and Ben Short, whose newer registration is Tanner's");
    assert_eq!(campaign.merges(), [pair("1", "2"), pair("3", "T1")]);

    let answers = campaign.file("answers.csv", "id,date,support\n3,2026-05-01,1\nT2,2026-05-01,2\n");
    let told: Value = serde_json::from_str(&campaign.run(&["--json", "import", "answers", &answers])).expect("JSON");
    assert_eq!((&told["kept"], &told["rejected"]), (&2.into(), &0.into()), "an answer for a merged registration is the person's");
}

#[test]
fn a_commercial_file_finds_its_voters_and_its_columns_filter() {
    let campaign = Campaign::new();
    let town: String =
        (0..60).map(|n| format!("V{n},Last{},First{n},{} Oak St,Milltown,27001,{},2010-01-05,UNA\n", n / 2, n + 100, 1940 + n)).collect();
    campaign.import(&[&campaign.file("roll.csv", &(ROLL.to_owned() + &town))]);
    let shop = "id,last_name,first_name,address,city,postcode,birth_year,income,race\n\
        A,Long,Ann,1 Elm Street,Milltown,27001,1980,high,secret\n\
        B,Shrot,Ben,2 Elm St,Milltown,27001,1970,low,secret\n\
        C,Nobody,Here,77 Far Rd,Elsewhere,99999,1955,low,secret\n";
    let report = campaign.run(&["--json", "import", "attributes", &campaign.file("acme_20260101.csv", shop)]);
    let report: Value = serde_json::from_str(&report).expect("one JSON object");
    assert_eq!((&report["read"], &report["matched"], &report["unmatched"]), (&3.into(), &2.into(), &1.into()), "{report}");
    assert_eq!(report["columns"], serde_json::json!(["acme_match", "acme_income"]), "race is never kept");
    assert_eq!(listed(&report, "unmatched_file"), [["acme_20260101.csv", "4", "C"]]);
    campaign.run(&["check"]);

    let column = |name: &str| {
        let expr = format!("{name} IS NOT NULL");
        arpent(["-C", &campaign.path, "heat", "--by", "hex:4", "--where", &expr]).code
    };
    assert_eq!((column("acme_income"), column("race"), column("acme_race")), (0, 1, 1));
    assert_eq!(arpent(["-C", &campaign.path, "heat", "--by", "hex:4", "--where", "acme_match >= 0.9"]).code, 0, "a number");
    campaign.import(&[&campaign.file("roll.csv", &(ROLL.to_owned() + &town).replace("2 Elm St", "9 Oak Ave"))]);
    assert_eq!(column("acme_income"), 0, "what was matched stays, whatever file comes next");
}

#[test]
fn a_double_leaves_how_it_voted_to_the_person_and_takes_it_back() {
    let voters = [Source::new(
        "v.csv",
        b"id,last_name,first_name,address,birth_year,registered,tags\n1,Ames,Ann,1 Elm St,1950,2001-01-01,a\n2,Ames,Ann,1 Elm St,1950,2011-01-01,b\n",
    )];
    let history = [Source::new("h.csv", b"id,election_date,voting_method\n1,2008-11-04,mail\n2,2022-11-08,early\n")];
    let files = Files { voters: &voters, history: &history };
    let before = read(&files, &Choice::Auto, &mut domain::Campaign::new("test", Country::Us), &|_, _| ()).expect("a table").voters;
    let pair = Double { double: 0, kept: 1, probability: 0.99, evidence: String::new() };
    let (person, merges) = Merges::fold(before.clone(), &[pair], &[]);
    let methods =
        |voters: &Voters, row: usize| ["method_2008_11_04", "method_2022_11_08"].map(|name| voters.extra[name].get(row).to_owned());
    assert_eq!((person.len(), person.voted[0].count_ones(), person.tags_text(0).as_str()), (1, 2, "a;b"));
    assert_eq!(methods(&person, 0), ["mail", "early"]);
    let after = merges.unfold(person).expect("two tags").take(&[1, 0]);
    assert_eq!((methods(&after, 0), methods(&after, 1)), (methods(&before, 0), methods(&before, 1)));
    assert_eq!((&after.voted, &after.eligible), (&before.voted, &before.eligible));
    assert_eq!([0, 1].map(|row| after.tags_text(row)), [0, 1].map(|row| before.tags_text(row)));
}
