//! One person once: the situations that make people look alike, what always holds, and the sets others publish figures for.

mod anchors;
mod command;
mod properties;
mod village;

use std::fmt::Write;
use std::fs;

use arpent::domain::{Records, Source};
use arpent::link::{Links, Options, Pair, field_names, level_name, link};

use crate::support::{case, expect};

fn records(text: &str) -> Records {
    arpent::import::records::read(Source::new("records.csv", text.as_bytes()), false, &|_, _| ()).expect("records")
}

fn linked(records: &Records) -> Links {
    link(records, &Options::default(), &|_, _| ())
}

/// Every folder of tests/cases/link holds the few records of a situation; the village is their background.
#[test]
fn situations() {
    let mut folders: Vec<_> = fs::read_dir(case("link")).expect("cases").flatten().map(|entry| entry.path()).collect();
    folders.sort();
    assert!(folders.len() >= 10, "the cases are gone");
    for folder in folders {
        let situation = fs::read_to_string(folder.join("records.csv")).expect("records.csv");
        let rows = situation.strip_prefix(village::HEADER).expect("the usual header");
        let records = records(&format!("{}{rows}{}", village::HEADER, village::rows()));
        expect(&folder.join("expected.txt"), &told(&records, &linked(&records), rows.lines().count()));
    }
}

/// What became of every two of the first records: one person, to look at, or apart; and the evidence.
fn told(records: &Records, links: &Links, first: usize) -> String {
    let mut told = String::new();
    for left in 0..first {
        for right in left + 1..first {
            let pair = links.pairs.iter().find(|pair| (pair.left, pair.right) == (left as u32, right as u32));
            let verdict = match pair {
                _ if links.clusters[left] == links.clusters[right] => "one person",
                Some(pair) if pair.probability >= 0.2 => "to review",
                Some(pair) if pair.household >= 0.5 => "apart, one household",
                _ => "apart",
            };
            let _ = writeln!(told, "{} {}: {verdict}", records.id.get(left), records.id.get(right));
            told.push_str(&pair.map(evidence).unwrap_or_default());
        }
    }
    told
}

fn evidence(pair: &Pair) -> String {
    let levels = field_names().into_iter().zip(pair.evidence).enumerate();
    let said =
        levels.filter(|(_, (_, level))| *level != 0).map(|(field, (name, level))| format!("    {name}: {}\n", level_name(field, level)));
    said.collect()
}

#[test]
fn the_village_itself_is_linked() {
    let records = records(&format!("{}{}", village::HEADER, village::rows()));
    let links = linked(&records);
    let person = |row: u32| records.id.get(row as usize).split('-').next().unwrap_or_default().to_owned();
    let found = |least: f32| {
        let likely = links.pairs.iter().filter(|pair| pair.probability >= least);
        let (right, wrong): (Vec<&Pair>, Vec<&Pair>) = likely.partition(|pair| person(pair.left) == person(pair.right));
        (right.len(), wrong.len())
    };
    // so few names make some who only look alike, and those are for a person to tell apart
    let ((right, wrong), sure) = (found(0.5), found(Options::default().sure));
    assert!(right >= 76 && wrong <= 4, "{right} of 80 found, {wrong} wrong");
    assert!(sure.0 >= 60 && sure.1 == 0, "{sure:?}");
}
