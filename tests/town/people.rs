//! The people: as many as asked, in the shape of the real files, and different from quarter to quarter.

use std::collections::{HashMap, HashSet};

use super::{TOWN, rows};

fn file(name: &str) -> &'static [u8] {
    TOWN.file(name).expect("written")
}

#[test]
fn as_many_voters_as_asked_and_the_usual_share_of_others() {
    let count = |keep: fn(&arpent::town::Truth) -> bool| TOWN.truth.iter().filter(|truth| keep(truth)).count();
    assert_eq!(count(|truth| truth.registered && !truth.dead && !truth.second), 20_000);
    assert_eq!(count(|truth| !truth.registered), 800);
    assert_eq!(count(|truth| truth.dead), 200);
    assert!((200..400).contains(&count(|truth| truth.second)));
    let dead = rows(file("deceased.csv"), b',');
    assert_eq!(dead.len(), 200);
    let voters = rows(file("ncvoter.txt"), b'\t');
    for (row, truth) in voters.iter().zip(&TOWN.truth) {
        assert_eq!(row["ncid"], truth.ncid);
        assert_eq!(truth.registered, row["status_cd"] == "A" || row["status_cd"] == "I");
        assert_eq!(row["precinct_abbrv"], truth.precinct);
        let birth: i32 = row["birth_year"].parse().expect("a year");
        assert!((1925..=2008).contains(&birth));
    }
    assert_eq!(voters.len(), TOWN.truth.len());
}

#[test]
fn the_voter_files_have_the_real_shape() {
    for (name, columns) in [("ncvoter.txt", 71), ("ncvhis.txt", 15)] {
        let bytes = file(name);
        assert!(bytes.ends_with(b"\"\r\n"));
        for line in bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            assert_eq!(line.iter().filter(|&&byte| byte == b'\t').count(), columns - 1);
            assert!(line.starts_with(b"\"") && line.ends_with(b"\"\r"));
        }
    }
    let voters = file("ncvoter.txt");
    assert!(std::str::from_utf8(voters).is_err(), "Latin-1, with accents in it");
    assert!(!voters.contains(&b'?'), "a letter Latin-1 does not have");
}

#[test]
fn every_voter_lives_at_a_known_address() {
    let long: HashMap<&str, &str> = [
        ("ST", "STREET"),
        ("AVE", "AVENUE"),
        ("RD", "ROAD"),
        ("DR", "DRIVE"),
        ("LN", "LANE"),
        ("CT", "COURT"),
        ("PL", "PLACE"),
        ("CV", "COVE"),
        ("CIR", "CIRCLE"),
        ("CRES", "CRESCENT"),
        ("BLVD", "BOULEVARD"),
        ("PKWY", "PARKWAY"),
        ("TER", "TERRACE"),
        ("TRL", "TRAIL"),
        ("N", "NORTH"),
        ("S", "SOUTH"),
        ("E", "EAST"),
        ("W", "WEST"),
    ]
    .into();
    // both files are read as Latin-1 here; the CSV's accents are told apart by reading it as what it is
    let addresses: Vec<HashMap<String, String>> =
        csv::Reader::from_reader(file("addresses.csv")).deserialize().map(|row| row.expect("a row")).collect();
    let known: HashSet<String> = addresses
        .iter()
        .map(|row| format!("{} {} {} {}", row["NUMBER"], row["STREET"].to_uppercase(), row["UNIT"], row["POSTCODE"]))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let voters = rows(file("ncvoter.txt"), b'\t');
    let found = |row: &&HashMap<String, String>| {
        let words: Vec<&str> = row["res_street_address"].split_whitespace().filter(|word| !["APT", "#", "UNIT"].contains(word)).collect();
        let words: Vec<&str> = words.iter().map(|word| *long.get(word).unwrap_or(word)).collect();
        known.contains(&format!("{} {}", words.join(" "), row["zip_code"]))
    };
    let share = voters.iter().filter(found).count() as f64 / voters.len() as f64;
    assert!((0.97..1.0).contains(&share), "{share}: only slips of the pen may miss, and there are some");
}

#[test]
fn results_are_the_votes_in_the_history() {
    let mut votes: HashMap<(String, String), u32> = HashMap::new();
    for row in rows(file("ncvhis.txt"), b'\t') {
        let day = &row["election_lbl"];
        let iso = format!("{}-{}-{}", &day[6..], &day[..2], &day[3..5]);
        *votes.entry((row["pct_label"].clone(), iso)).or_default() += 1;
    }
    let results = rows(file("results.csv"), b',');
    assert_eq!(results.len(), 24 * 5, "five general elections");
    for row in &results {
        let number = |column: &str| row[column].parse::<u32>().expect("a number");
        assert_eq!(number("cast"), votes[&(row["precinct"].clone(), row["election"].clone())]);
        assert!(number("cast") <= number("registered"));
        let named = number("dem") + number("rep") + number("other");
        assert!(named <= number("cast") && named * 100 >= number("cast") * 92);
    }
}

#[test]
fn nobody_votes_before_registering_or_after_dying() {
    let voters: HashMap<String, HashMap<String, String>> =
        rows(file("ncvoter.txt"), b'\t').into_iter().map(|row| (row["ncid"].clone(), row)).collect();
    let iso = |day: &str| format!("{}-{}-{}", &day[6..], &day[..2], &day[3..5]);
    for vote in rows(file("ncvhis.txt"), b'\t') {
        let voter = &voters[&vote["ncid"]];
        assert!(iso(&voter["registr_dt"]) <= iso(&vote["election_lbl"]));
        let birth: i32 = voter["birth_year"].parse().expect("a year");
        assert!(birth + 18 <= vote["election_lbl"][6..].parse().expect("a year"));
    }
}

#[test]
fn neighbourhoods_differ_in_support_and_turnout() {
    let results = rows(file("results.csv"), b',');
    let number = |row: &HashMap<String, String>, column: &str| row[column].parse::<f64>().expect("a number");
    let last: Vec<&HashMap<String, String>> = results.iter().filter(|row| row["election"] == "2022-11-08").collect();
    let spread = |share: &dyn Fn(&HashMap<String, String>) -> f64| {
        let shares: Vec<f64> = last.iter().map(|row| share(row)).collect();
        shares.iter().copied().fold(f64::MIN, f64::max) - shares.iter().copied().fold(f64::MAX, f64::min)
    };
    assert!(spread(&|row| number(row, "dem") / (number(row, "dem") + number(row, "rep"))) > 0.3);
    assert!(spread(&|row| number(row, "cast") / number(row, "registered")) > 0.15);
}

#[test]
fn answers_come_from_voters_and_agree_with_them() {
    let truth: HashMap<&str, &arpent::town::Truth> = TOWN.truth.iter().map(|truth| (truth.ncid.as_str(), truth)).collect();
    let answers = rows(file("answers.csv"), b',');
    assert!((1_200..2_000).contains(&answers.len()), "{} answers are not about 8 %", answers.len());
    let mean = |keep: &dyn Fn(u8) -> bool| {
        let chosen: Vec<f64> = answers
            .iter()
            .filter(|row| keep(row["support"].parse().expect("1 to 5")))
            .map(|row| truth[row["ncid"].as_str()].p_support)
            .collect();
        chosen.iter().sum::<f64>() / chosen.len() as f64
    };
    assert!(mean(&|support| support <= 2) > mean(&|support| support == 3) + 0.15);
    assert!(mean(&|support| support == 3) > mean(&|support| support >= 4) + 0.15);
    assert!(answers.iter().any(|row| row["tags"].contains(';')));
}
