//! What is written is read again, and a crash leaves the old campaign or the new one.

mod packed;

use std::process::Stdio;
use std::time::Duration;

use arpent::domain::{Dictionary, Texts};
use arpent::store::table::{Column, Table, write};
use proptest::prelude::*;

use crate::support::{arpent_ok, copy_folder, town};

proptest! {
    #[test]
    fn columns_come_back_as_they_went(rows in prop::collection::vec((".{0,12}", "[a-c]{0,2}", any::<u8>(), any::<i32>(), any::<f64>()), 0..300)) {
        let text: Texts = rows.iter().map(|row| row.0.as_str()).collect();
        let mut codes = Dictionary::new();
        rows.iter().for_each(|row| codes.push(&row.1));
        let bytes: Vec<u8> = rows.iter().map(|row| row.2).collect();
        let numbers: Vec<i32> = rows.iter().map(|row| row.3).collect();
        let floats: Vec<f64> = rows.iter().map(|row| row.4).collect();
        let columns = [("t", Column::Text(&text)), ("c", Column::Codes(&codes)), ("b", Column::U8(&bytes)), ("n", Column::I32(&numbers)), ("f", Column::F64(&floats))];
        let parquet = write(rows.len(), &columns.map(|(name, column)| (name.to_owned(), column))).expect("encoded");
        let table = Table::read("test", parquet).expect("decoded");
        prop_assert_eq!(table.texts("t").expect("text"), text);
        let again = table.codes("c").expect("codes");
        prop_assert!((0..rows.len()).all(|row| again.get(row) == codes.get(row)));
        prop_assert_eq!(table.u8s("b").expect("u8"), bytes);
        prop_assert_eq!(table.i32s("n").expect("i32"), numbers);
        prop_assert_eq!(table.f64s("f").expect("f64").iter().map(|f| f.to_bits()).collect::<Vec<_>>(), floats.iter().map(|f| f.to_bits()).collect::<Vec<_>>());
    }
}

#[test]
fn a_table_that_is_no_parquet_is_refused() {
    let problem = Table::read("voters.parquet", b"PAR1 not really".to_vec()).expect_err("damaged");
    assert!(problem.to_string().contains("voters.parquet"));
}

/// Starts the command and kills it, ever later; the campaign is sound each time, and what it says is `before` or `after`.
fn killed_at_any_moment(campaign: &str, command: &[&str], before: &str, after: &str) {
    for milliseconds in [1, 5, 10, 20, 40, 60, 80, 120, 160, 240, 400] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_arpent"))
            .args(["-C", campaign])
            .args(command)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().expect("our own child");
        child.wait().expect("our own child");
        assert_eq!(arpent_ok(["-C", campaign, "check"]).trim(), "the campaign is sound", "killed after {milliseconds} ms");
        let now = heat(campaign);
        assert!(now == before || now == after, "killed after {milliseconds} ms");
    }
}

fn heat(campaign: &str) -> String {
    arpent_ok(["-C", campaign, "heat", "--by", "hex:8"])
}

#[test]
fn kill_9_while_scoring_leaves_a_sound_campaign() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    copy_folder(town(), dir.path());
    let campaign = dir.path().display().to_string();
    arpent_ok(["-C", &campaign, "score", "--target", "2028-11-07"]);
    let done = heat(&campaign);
    killed_at_any_moment(&campaign, &["score", "--target", "2028-11-07"], &done, &done);
}

#[test]
fn kill_9_while_importing_leaves_the_old_roll_or_the_new() {
    let files = town().with_file_name(format!("{}-files", town().file_name().expect("a folder").to_string_lossy()));
    let dir = tempfile::tempdir().expect("a temporary folder");
    let roll = std::fs::read(files.join("ncvoter.txt")).expect("the town's roll");
    let most = roll.split_inclusive(|&byte| byte == b'\n').take(1_500).flatten().copied().collect::<Vec<u8>>();
    let (history, next) = (files.join("ncvhis.txt").display().to_string(), dir.path().join("ncvoter.txt").display().to_string());
    std::fs::write(&next, most).expect("written");
    let copy = |name: &str| {
        let campaign = dir.path().join(name);
        copy_folder(town(), &campaign);
        campaign.display().to_string()
    };
    let command = ["import", "voters", next.as_str(), "--history", history.as_str()];
    let (old, new) = (copy("old"), copy("new"));
    arpent_ok([&["-C", &new][..], &command].concat());
    let (before, after) = (heat(&old), heat(&new));
    assert_ne!(before, after);
    killed_at_any_moment(&old, &command, &before, &after);
}

#[test]
fn answers_outlive_a_new_import_of_voters() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let campaign = dir.path().join("c").display().to_string();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let voters = file(
        "v.csv",
        "id,last_name,first_name,number,street,city,postcode,birth_year,sex,party\n1,Dale,Ann,1,Elm St,Avon,00001,1980,F,DEM\n2,Poe,Bo,2,Elm St,Avon,00001,1990,M,REP\n",
    );
    let answers = file("a.csv", "id,date,support\n2,2026-05-01,4\n2,2026-06-01,2\n");
    arpent_ok(["init", &campaign]);
    arpent_ok(["-C", &campaign, "import", "voters", &voters]);
    arpent_ok(["-C", &campaign, "import", "answers", &answers]);
    arpent_ok(["-C", &campaign, "import", "voters", &voters]);
    let folder = arpent::store::Folder::open(std::path::Path::new(&campaign)).expect("a campaign");
    let voters = arpent::flow::score_campaign::voters_now(&folder, &folder.manifest().expect("a manifest")).expect("read").expect("voters");
    let support: Vec<(&str, u8)> = voters.id.iter().zip(voters.support.iter().copied()).collect();
    assert!(support.contains(&("2", 2)) && support.contains(&("1", 0)), "{support:?}");
}
