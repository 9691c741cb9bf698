//! Files that are not what they should be: one clear line, or a row counted.
//!
//! Traps of single states stand as rows in the cases of `layouts.rs`: removed voters, runs of spaces and half numbers (nc), districts as
//! text (oh), votes that were not counted (fl), a lost header (wa-2024), two encodings in one import and words that repeat a
//! column's name (co), a header one name short and genders 1 and 2 (mi), hyphens of Queens and packed votes (ny), columns that grow
//! (wi), codes of another file (pa, mi-qvf), rows that repeat the voter (nj), guesses from names (l2), unknown birthdays,
//! communes of Corsica and birthplaces (fr-reu, fr-legale).

use arpent::domain::{Campaign, Country, Problem, RejectReason, Source};
use arpent::import::voters::{Choice, Files, Imported, read};
use proptest::prelude::*;

use crate::support::{case, expect};

const HEADER: &str = "id,last_name,first_name,address,birth_year\n";

fn import(bytes: &[u8], layout: &Choice) -> Result<Imported, Problem> {
    let voters = [Source::new("v.csv", bytes)];
    let files = Files { voters: &voters, history: &[] };
    read(&files, layout, &mut Campaign::new("test", Country::Us), &|_, _| ())
}

fn rows_of(text: &str) -> Imported {
    import(text.as_bytes(), &Choice::Auto).expect("a table")
}

#[test]
fn what_is_no_table_is_refused_in_one_line() {
    let lines = [&b""[..], b"PK\x03\x04rest", b"\xFF\xFEi\0d\0", b"\x7fELF\0\0\0\0", b"colour,shape\nred,round\n"]
        .map(|bytes| import(bytes, &Choice::Auto).unwrap_err().to_string());
    assert_eq!(lines[0], "v.csv: is empty; check that the download is complete");
    assert!(lines[1].contains("zip archive"));
    assert!(lines[2].contains("UTF-16"));
    assert!(lines[3].contains("not a text file"));
    assert_eq!(
        lines[4],
        "v.csv: no layout for voters fits its columns (colour, shape); name one of ca, co, fl, fr-legale, fr-reu, generic, l2, mi, mi-qvf, nc, nj, nv, ny, oh, pa, tx, wa, wi with --layout, \
         or describe the columns in a TOML file and give --layout FILE.toml"
    );
}

#[test]
fn a_layout_that_does_not_fit_names_the_column_it_misses() {
    let problem = import(HEADER.as_bytes(), &Choice::Named("nc")).unwrap_err().to_string();
    assert!(problem.starts_with("v.csv: no column named ncid (layout nc); the columns are id, last_name"), "{problem}");
    let problem = import(HEADER.as_bytes(), &Choice::Named("atlantis")).unwrap_err().to_string();
    assert_eq!(
        problem,
        "no layout \"atlantis\" for voters; use auto or one of ca, co, fl, fr-legale, fr-reu, generic, l2, mi, mi-qvf, nc, nj, nv, ny, oh, pa, tx, wa, wi, or give --layout FILE.toml"
    );
}

#[test]
fn a_campaign_writes_its_own_layout() {
    let toml = br#"
name = "ours"
title = "The club's list"
[voters]
recognise = ["Nr"]
[voters.columns]
id = "{Office}-{Nr:03}"
last_name = "Who"
address = "Where"
"#;
    let imported = import(b"Nr|Office|Who|Where\n7|N|Ames|1 Elm St\n", &Choice::Custom(Source::new("ours.toml", toml))).unwrap();
    assert_eq!(imported.voters.id.get(0), "N-007");
    assert_eq!(imported.voters.street.get(0), "Elm St");

    let typo = std::str::from_utf8(toml).unwrap().replace("last_name", "lastname");
    let problem = import(b"Nr|Office|Who|Where\n", &Choice::Custom(Source::new("ours.toml", typo.as_bytes()))).unwrap_err().to_string();
    assert!(problem.contains("layout ours maps \"lastname\", which is no field; the fields are id, last_name"), "{problem}");
    let problem = import(b"Nr\n", &Choice::Custom(Source::new("ours.toml", b"name = \"ours\"\nwhat = 3\n"))).unwrap_err().to_string();
    assert!(problem.starts_with("ours.toml: row 2: unknown field `what`"), "{problem}");
}

#[test]
fn a_quote_never_closed_costs_one_row() {
    let imported = rows_of(&format!("{HEADER}1,\"Ames,Ann,1 Elm St,1950\n2,Bell,Bea,2 Elm St,1951\n3,Cole,Cy,3 Elm St,1952\n"));
    assert_eq!(imported.voters.id.iter().collect::<Vec<_>>(), ["2", "3"]);
    assert_eq!(imported.rejects.len(), 1);
    assert_eq!((imported.rejects[0].reason, imported.rejects[0].row), (RejectReason::BadRow, 2));
    assert!(imported.rejects[0].detail.contains("quote"));
}

#[test]
fn rows_are_counted_as_an_editor_counts_lines() {
    let imported = rows_of(
        &format!("{HEADER}\r\n\r\n1,Ames,Ann,\"1 Elm St\nApt 2\",1950\r\n\r\n2,Bell\r\n3,Cole,Cy,3 Elm St,1952,,\r\n")
            .replace(HEADER, &HEADER.replace('\n', "\r\n")),
    );
    let rows: Vec<u64> = imported.rejects.iter().map(|reject| reject.row).collect();
    assert_eq!(rows, [7, 8], "{:?}", imported.rejects);
    assert_eq!(imported.voters.unit.get(0), "Apt 2");
}

#[test]
fn a_header_one_name_short_is_accepted_and_told() {
    let imported = rows_of("id,last_name,first_name,address\n1,Ames,Ann,1 Elm St,\n2,Bell,Bea,2 Elm St,\n");
    assert_eq!(imported.voters.len(), 2);
    assert!(imported.report.remarks[1].contains("4 names and every row 5 fields"));
}

#[test]
fn encodings_mix_within_a_file() {
    let imported =
        import(b"id,last_name,first_name,address\n1,M\xFCller,Ren\xE9e,1 Elm St\n2,M\xC3\xBCller,Ann,1 Elm St\n", &Choice::Auto).unwrap();
    assert_eq!(imported.voters.last_name.iter().collect::<Vec<_>>(), ["Müller", "Müller"]);
}

#[test]
fn a_column_of_a_thousand_and_one_values_is_not_kept_but_told() {
    let table = |values: u32| (0..values).map(|row| format!("{row},Ames,Ann,{row} Elm St,note {row}\n")).collect::<String>();
    let head = "id,last_name,first_name,address,note\n";
    assert!(rows_of(&format!("{head}{}", table(1000))).voters.extra.contains_key("note"));
    let imported = rows_of(&format!("{head}{}", table(1001)));
    assert!(imported.voters.extra.is_empty());
    assert_eq!(imported.report.remarks[1..], ["columns with more than 1000 different values are not kept: note"]);
}

#[test]
fn several_files_share_one_roll() {
    let first = "id,last_name,first_name,address,ward\n1,Ames,Ann,1 Elm St,W1\n";
    let second = "id,last_name,first_name,address,club\n2,Bell,Bea,2 Elm St,chess\n1,Ames,Ann,9 Oak St,golf\n";
    let voters = [Source::new("a.csv", first.as_bytes()), Source::new("b.csv", second.as_bytes())];
    let files = Files { voters: &voters, history: &[] };
    let told = std::sync::Mutex::new(Vec::new());
    let progress = |done, total| told.lock().unwrap().push((done, total));
    let imported = read(&files, &Choice::Auto, &mut Campaign::new("test", Country::Us), &progress).unwrap();
    let column = |name: &str| (0..2).map(|row| imported.voters.extra[name].get(row)).collect::<Vec<_>>();
    assert_eq!((column("ward"), column("club")), (vec!["W1", ""], vec!["", "chess"]));
    assert_eq!(imported.rejects[0].detail, "1 already stands in a.csv, row 2, with other content");
    let total = (first.len() + second.len()) as u64;
    assert_eq!(*told.lock().unwrap(), [(first.len() as u64, total), (total, total)]);
}

#[test]
fn county_files_put_one_behind_the_other_bring_their_headers_along() {
    let imported = rows_of(&format!("\u{feff}{HEADER}1,Ames,Ann,1 Elm St,1950\n\u{feff}{HEADER}\u{feff}2,Bell,Bea,2 Elm St,1951\n"));
    assert_eq!(imported.voters.id.iter().collect::<Vec<_>>(), ["1", "2"], "no mark stays in an id");
    let said: Vec<_> = imported.rejects.iter().map(|reject| (reject.row, reject.detail.as_str())).collect();
    assert_eq!(said, [(3, "the header once more, no row")]);
}

#[test]
fn control_letters_within_a_cell_are_gaps() {
    let filler = "1,Ames,Ann,1 Elm St,1950\n".repeat(200);
    let imported = rows_of(&format!("{HEADER}{filler}2,Be\0ll,Bea\0,2\u{1} Elm  St,1951\n"));
    let row = imported.voters.len() - 1;
    assert_eq!(imported.voters.last_name.get(row), "Be ll");
    assert_eq!(imported.voters.first_name.get(row), "Bea");
    assert_eq!((imported.voters.number.get(row), imported.voters.street.get(row)), ("2", "Elm St"));
}

#[test]
fn an_endless_line_costs_one_row() {
    let endless = "endless ".repeat(4 << 20);
    let imported = rows_of(&format!(
        "{HEADER}1,Ames,Ann,1 Elm St,1950\n2,{endless}\n3,Cole,Cy,3 Elm St,1952\n4,\"{endless}\n5,Dorn,Di,5 Elm St,1953\n"
    ));
    assert_eq!(imported.voters.id.iter().collect::<Vec<_>>(), ["1", "3", "5"]);
    let said: Vec<_> = imported.rejects.iter().map(|reject| (reject.row, reject.detail.as_str())).collect();
    assert_eq!(said, [(3, "longer than 1 MB: its end is missing"), (5, "longer than 1 MB: its end is missing")]);
    let problem = import(endless.as_bytes(), &Choice::Auto).unwrap_err().to_string();
    assert_eq!(problem, "v.csv: has no end of line within its first 1 MB; give a text file with one row a line");
    let problem = import(format!("{}\n", "a,".repeat(6000)).as_bytes(), &Choice::Auto).unwrap_err().to_string();
    assert_eq!(problem, "v.csv: its first row has 6001 columns, and a table may have 5000; check that this is the right file");
}

#[test]
fn a_history_of_thousands_of_days_is_no_history() {
    let voters = [Source::new("v.csv", b"id,last_name,first_name,address\n1,Ames,Ann,1 Elm St\n")];
    let days = (0..2500).filter_map(chrono::NaiveDate::from_epoch_days).map(|day| format!("1,{day}\n")).collect::<String>();
    let days = format!("id,election_date\n{days}");
    let history = [Source::new("h.csv", days.as_bytes())];
    let files = Files { voters: &voters, history: &history };
    let imported = read(&files, &Choice::Auto, &mut Campaign::new("test", Country::Us), &|_, _| ()).expect("a table");
    assert_eq!(imported.report.noticed["history_rows_rejected"], 500);
    assert_eq!(imported.rejects[0].detail, "more days than there can be elections");
}

#[test]
fn older_names_of_columns_are_known() {
    let head = "ncid\tvoter_reg_num\tstatus_cd\tlast_name\tfirst_name\tmidl_name\tname_sufx_cd\tres_street_address\tregistr_dt\tbirth_place\tage\n";
    let imported = rows_of(&format!("{head}AA1\t7\tA\tAMES\tANN\tBEA\tJR\t12   OAK   ST\t01/02/2012\tOH\t40\n"));
    let voters = &imported.voters;
    assert_eq!((voters.middle_name.get(0), voters.name_suffix.get(0), voters.birth_year[0]), ("BEA", "JR", 1972));
    assert_eq!((voters.number.get(0), voters.street.get(0)), ("12", "OAK ST"));
    assert!(voters.extra.is_empty(), "{:?}", voters.extra.keys());
}

#[test]
fn a_history_with_a_damaged_header_of_a_column_we_do_not_need_is_read() {
    let voters = [Source::new(
        "v.txt",
        b"StateVoterID|FName|LName|RegStNum|RegStName|PrecinctCode|Birthyear|StatusCode\nWA01|Ann|Ames|1|Elm|7|1950|Active\n",
    )];
    let history = [Source::new(
        "h.txt",
        b"VotingHistoryID|Coun\xFFty\x01Code|CountyCode_Voting|StateVoterID|ElectionDate\n1|KI|KI|WA01|11/08/2022\n",
    )];
    let files = Files { voters: &voters, history: &history };
    let imported = read(&files, &Choice::Auto, &mut Campaign::new("test", Country::Us), &|_, _| ()).expect("a table");
    assert_eq!(imported.voters.voted, [1]);
}

#[test]
fn unknown_columns_and_methods_of_votes_can_be_filtered_by() {
    let voters = [Source::new(
        "v.csv",
        b"id,last_name,first_name,address,birth_year,favourite_colour\n007,Ames,Ann,1 Elm St,1950,blue\n7,Bell,Bea,2 Elm St,1951,red\n",
    )];
    let history = [Source::new("h.csv", b"id,election_date,voting_method\n007,2022-11-08,Mail\n7,2022-11-08,Early\n7,2024-11-05,Mail\n")];
    let files = Files { voters: &voters, history: &history };
    let mut campaign = Campaign::new("test", Country::Us);
    let imported = read(&files, &Choice::Auto, &mut campaign, &|_, _| ()).expect("a table");
    let today = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
    let index = arpent::index::Index::build(&imported.voters, &campaign.elections, &[], today);
    let who = |filter: &str| index.universe(filter).unwrap_or_else(|problem| panic!("{problem}")).rows().collect::<Vec<_>>();
    assert_eq!(who("favourite_colour = 'blue'"), [0]);
    assert_eq!(who("method_2022_11_08 = 'mail'"), [0]);
    assert_eq!(who("method_2024_11_05 = 'mail' AND method_2022_11_08 = 'early'"), [1]);
    assert_eq!(who("method_2024_11_05 IS NULL"), [0]);
}

#[test]
fn how_people_voted_is_kept_for_the_eight_newest_elections() {
    let voters = [Source::new("v.csv", b"id,last_name,first_name,address\n1,Ames,Ann,1 Elm St\n")];
    let rows = (2000..2012).map(|year| format!("1,{year}-11-03,general,mail\n")).collect::<String>();
    let rows = format!("id,election_date,election_type,voting_method\n{rows}");
    let history = [Source::new("h.csv", rows.as_bytes())];
    let files = Files { voters: &voters, history: &history };
    let imported = read(&files, &Choice::Auto, &mut Campaign::new("test", Country::Us), &|_, _| ()).expect("a table");
    let kept: Vec<&str> = imported.voters.extra.keys().map(String::as_str).collect();
    assert_eq!((kept.len(), kept[0]), (8, "method_2004_11_03"));
}

#[test]
fn mistakes_in_a_layout_of_ones_own_are_explained() {
    let base = "name = \"ours\"\ntitle = \"ours\"\n[voters]\nrecognise = [\"Nr\"]\n[voters.columns]\nid = \"Nr\"\nlast_name = \"Who\"\n";
    let lines: Vec<String> = [
        base.replace("Nr\"\nlast", "{Nr:x}\"\nlast"),
        base.replace("last_name = \"Who\"", ""),
        base.replace("\"Who\"", "\"Whom\""),
        base.replace("[voters]", "[voter]"),
        base.replace("voters", "results"),
        base.replace("title = \"ours\"\n", ""),
        base.replace("name = \"ours\"", "name = ours"),
        base.replace("recognise = [\"Nr\"]", "recognise = \"Nr\""),
    ]
    .iter()
    .map(|toml| import(b"Nr|Who\n7|Ames\n", &Choice::Custom(Source::new("ours.toml", toml.as_bytes()))).unwrap_err().to_string())
    .collect();
    expect(&case("import").join("own-layout-mistakes.txt"), &(lines.join("\n") + "\n"));
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![Just("1".to_owned()), Just("Ann".to_owned()), "[ -~é\u{fc}]{0,12}", Just("1 Elm St".to_owned()), Just("1950".to_owned())]
}

proptest! {
    #[test]
    fn every_row_is_accounted_for(rows in prop::collection::vec(prop::collection::vec(field(), 0..8), 0..30)) {
        let body: String = rows.iter().map(|row| row.join(",") + "\n").collect();
        let imported = rows_of(&format!("{HEADER}{body}"));
        prop_assert!(imported.report.adds_up());
        prop_assert_eq!(imported.report.rejected as usize, imported.rejects.len());
        prop_assert_eq!(imported.report.kept as usize, imported.voters.len());
        let voters = &imported.voters;
        prop_assert!([voters.unit.len(), voters.party.len(), voters.eligible.len(), voters.registered_day.len()].iter().all(|&len| len == voters.len()));
    }

    #[test]
    fn no_bytes_make_it_fail_otherwise_than_with_a_problem(bytes in prop::collection::vec(any::<u8>(), 0..300), head in prop::bool::ANY) {
        let bytes = if head { [HEADER.as_bytes(), &bytes].concat() } else { bytes };
        if let Ok(imported) = import(&bytes, &Choice::Auto) {
            prop_assert!(imported.report.adds_up());
        }
    }

    #[test]
    fn the_order_of_rows_does_not_change_who_stays(seed in prop::collection::vec((0..3u8, 0..3u8, 0..2u8), 1..12).prop_shuffle()) {
        let line = |(row, (name, middle, home)): (usize, &(u8, u8, u8))| {
            format!("{row},{},Ann,{},{home} Elm St,1950\n", ["Ames", "AMES", "Bell"][*name as usize], ["", "B", "Beth"][*middle as usize])
        };
        let mut lines: Vec<String> = seed.iter().enumerate().map(line).collect();
        let head = "id,last_name,first_name,middle_name,address,birth_year\n";
        let ids = |lines: &[String]| {
            let imported = rows_of(&format!("{head}{}", lines.concat()));
            let mut ids: Vec<String> = imported.voters.id.iter().map(str::to_owned).collect();
            ids.sort();
            ids
        };
        let forward = ids(&lines);
        lines.reverse();
        prop_assert_eq!(forward, ids(&lines));
    }
}
