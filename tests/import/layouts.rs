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
    let files = Files { voters: &voter_files, history: &history_files };
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

#[test]
fn washington_old_with_tabs_and_dates_of_birth() {
    let imported = holds("wa", "wa", Country::Us, &["old_VRDB_Extract.txt"], &["old_History.txt"]);
    assert_eq!(imported.voters.birth_year[0], 1951);
}

#[test]
fn washington_2024_with_bars_years_and_a_history_that_lost_its_header() {
    let imported = holds("wa-2024", "wa", Country::Us, &["20240603_VRDB_Extract.txt"], &["20240603_History.txt"]);
    assert_eq!(imported.voters.unit.get(0), "Apt 56", "the unit stands under RegStUnitNum");
}

#[test]
fn colorado_with_both_mailing_variants() {
    let files = ["Registered_Voters_List_Part1.txt", "Registered_Voters_List_Part2.txt"];
    let imported = holds("co", "co", Country::Us, &files, &["Master_Voting_History_List.txt"]);
    assert_eq!(imported.voters.extra["congressional"].get(0), "6");
    for left_out in ["phone_num", "mail_addr1", "mailing_address_1"] {
        assert!(!imported.voters.extra.contains_key(left_out), "{left_out} is stored");
    }
}

#[test]
fn l2_without_what_it_guesses_from_names() {
    let imported = holds("l2", "l2", Country::Us, &["VM2Uniform.tab"], &[]);
    let stored: Vec<&String> = imported.voters.extra.keys().collect();
    for guessed in ["ethnic", "relig", "lang"] {
        assert!(!stored.iter().any(|name| name.contains(guessed)), "{stored:?}");
    }
    assert_eq!(imported.voters.extra["primary_2022"].get(0), "Y", "a primary whose day nobody tells stays a column");
}

#[test]
fn michigan_with_a_history_header_one_name_short() {
    let imported = holds("mi", "mi", Country::Us, &["EntireStateVoters.csv"], &["EntireStateVoterHistory.csv"]);
    assert_eq!(imported.voters.number.get(0), "N6534 1/2");
}

#[test]
fn nevada_without_headers() {
    holds("nv", "nv", Country::Us, &["ElgbVtr.csv"], &["VtHst.csv"]);
}

#[test]
fn new_jersey_with_bars_and_a_history_that_repeats_the_voter() {
    holds("nj", "nj", Country::Us, &["county.txt"], &["history.txt"]);
}

#[test]
fn new_york_with_all_votes_in_one_cell() {
    let imported = holds("ny", "ny", Country::Us, &["AllNYSVoters.txt"], &[]);
    assert_eq!(imported.report.noticed["votes_without_day"], 2);
    assert_eq!(imported.voters.number.iter().collect::<Vec<_>>(), ["84-3", "7663 1/2", "322"]);
}

#[test]
fn french_legal_roll() {
    let imported = holds("fr-legale", "fr-legale", Country::Fr, &["liste.csv"], &[]);
    let text: Vec<&String> = imported.voters.extra.keys().collect();
    assert!(!text.iter().any(|name| name.contains("naissance") || name.contains("nationalite")), "{text:?}");
}

#[test]
fn a_headerless_file_may_be_named_when_its_first_rows_tell_too_little() {
    let folder = case("import/fl");
    let rows = std::fs::read(folder.join("ALA_20241112.txt")).expect("the case has it");
    let hidden = String::from_utf8_lossy(&rows).replace("\tACT\t", "\t???\t").into_bytes();
    let voters = [Source::new("v.txt", &hidden)];
    let files = Files { voters: &voters, history: &[] };
    let import = |layout: &Choice| read(&files, layout, &mut Campaign::new("test", Country::Us), &|_, _| ());
    assert!(import(&Choice::Auto).is_err());
    let imported = import(&Choice::Named("fl")).expect("as wide as the layout says");
    assert_eq!((imported.report.read, imported.report.kept), (5, 1));
    assert_eq!(
        import(&Choice::Named("nv")).expect_err("38 columns are not 24").to_string(),
        "v.txt: has neither the header nor the 24 columns of layout nv; choose another --layout, or describe the columns in --layout FILE.toml"
    );
}

#[test]
fn michigan_in_fixed_width() {
    let imported = holds("mi-qvf", "mi-qvf", Country::Us, &["entire_state_v.lst"], &["entire_state_h.lst", "electionscd.lst"]);
    assert_eq!(imported.voters.last_name.get(0), "ALLÉN", "widths count bytes of Latin-1");
    assert_eq!(imported.rejects.iter().rev().nth(1).map(|reject| reject.detail.as_str()), Some("400 bytes where the layout has 520"));
}

#[test]
fn michigan_in_fixed_width_needs_the_table_of_election_codes() {
    let folder = case("import/mi-qvf");
    let files = ["entire_state_v.lst", "entire_state_h.lst"].map(|name| std::fs::read(folder.join(name)).expect("the case has it"));
    let [voters, history] =
        [("entire_state_v.lst", &files[0]), ("entire_state_h.lst", &files[1])].map(|(name, bytes)| [Source::new(name, bytes)]);
    let files = Files { voters: &voters, history: &history };
    assert_eq!(
        read(&files, &Choice::Auto, &mut Campaign::new("test", Country::Us), &|_, _| ()).expect_err("codes without days").to_string(),
        "entire_state_h.lst: names elections by codes, and no table tells their days; give the table of election codes that comes with it with --history as well"
    );
}

#[test]
fn pennsylvania_without_a_header() {
    let tables =
        ["ELM Election Map 20241125.txt", "OAK Election Map 20241125.txt", "ELM Zone Codes 20241125.txt", "ELM Zone Types 20241125.txt"];
    let imported = holds("pa", "pa", Country::Us, &["ELM_FVE_20241125.txt", "OAK_FVE_20241125.txt"], &tables);
    assert!(!imported.voters.extra.contains_key("home_phone"));
    // the same column is another election in another county
    let general = &imported.voters.extra["method_2024_11_05"];
    assert_eq!((general.get(0), general.get(3)), ("polls", ""));
    let congress = &imported.voters.extra["congressional"];
    assert_eq!((congress.get(0), congress.get(3)), ("10th Congressional District", "4th Congressional District"));
}

#[test]
fn pennsylvania_without_its_tables_keeps_methods_as_columns() {
    let bytes = std::fs::read(case("import/pa").join("ELM_FVE_20241125.txt")).expect("the case has it");
    let voters = [Source::new("FVE.txt", &bytes)];
    let files = Files { voters: &voters, history: &[] };
    let imported = read(&files, &Choice::Auto, &mut Campaign::new("test", Country::Us), &|_, _| ()).expect("a voter file");
    assert_eq!(imported.voters.extra["election_1_method"].get(0), "AP");
    assert_eq!(imported.voters.extra["district_1"].get(0), "CN180");
    let told =
        "FVE.txt: 40 columns of votes name elections by codes, so they are kept as columns; give the table of these codes with --history";
    assert!(imported.report.remarks.iter().any(|remark| remark == told), "{:?}", imported.report.remarks);
}

#[test]
fn wisconsin_grows_a_column_an_election() {
    let imported = holds("wi", "wi", Country::Us, &["voters_2022.csv", "voters_2024.csv"], &[]);
    assert_eq!(imported.voters.extra["method_2022_11_08"].get(1), "mail");
    assert_eq!(imported.voters.extra["may2013"].get(1), "At Polls", "the day of a special election nobody tells");
    assert!(imported.voters.birth_year.iter().all(|year| *year == 0), "no birth dates");
}

#[test]
fn california_with_addresses_in_parts() {
    let imported = holds("ca", "ca", Country::Us, &["vrd.txt"], &["vph.txt"]);
    for protected in ["phone1area", "email", "placeofbirth", "language"] {
        assert!(!imported.voters.extra.contains_key(protected), "{protected} is stored");
    }
}

#[test]
fn texas_with_addresses_in_parts_and_in_one_string() {
    let imported = holds("tx", "tx", Country::Us, &["parts.csv", "one_string.csv"], &[]);
    assert_eq!(imported.voters.number.iter().collect::<Vec<_>>(), ["12 1/2", "14", "1801"]);
    assert!(!imported.voters.extra.contains_key("hispanic_surname_flag"));
}
