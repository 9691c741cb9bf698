//! Public sets with known truth, and the figures others reach on them. They lie in `bench/linkage` beside the folder ARPENT_DATA names.

use std::collections::HashMap;
use std::fs;

use arpent::domain::Records;
use arpent::link::{Links, Options, link};

use super::records;
use crate::support::real_data;

struct Scored {
    best_f1: f64,
    /// Of the pairs sure enough to be joined.
    sure_precision: f64,
    cluster_f1: f64,
    /// Clusters that hold several persons.
    wrongly_merged: usize,
}

fn score(set: &str, change: impl Fn(&mut Records), across: bool) -> Option<Scored> {
    let folder = real_data(&format!("../bench/linkage/data/{set}"))?;
    let mut records = records(&fs::read_to_string(folder.join("records.csv")).expect("records"));
    change(&mut records);
    let options = Options { across, ..Options::default() };
    let links = link(&records, &options, &|_, _| ());
    let truth = fs::read_to_string(folder.join("truth.csv")).expect("truth");
    let truth: HashMap<&str, &str> = truth.lines().skip(1).filter_map(|row| row.split_once(',')).collect();
    let entity = |row: usize| truth[records.id.get(row)].split(',').next().unwrap_or_default().to_owned();
    let entities: Vec<String> = (0..records.len()).map(entity).collect();
    Some(measure(&records, &links, &entities, &options))
}

fn measure(records: &Records, links: &Links, entities: &[String], options: &Options) -> Scored {
    let source = |row: usize| if options.across { records.source.get(row) } else { "" };
    let groups = |key: &dyn Fn(usize) -> String| {
        let mut sizes: HashMap<String, f64> = HashMap::new();
        (0..records.len()).for_each(|row| *sizes.entry(key(row)).or_default() += 1.0);
        sizes.values().map(|size| size * (size - 1.0) / 2.0).sum::<f64>()
    };
    let mut true_pairs = groups(&|row| entities[row].clone());
    if options.across {
        true_pairs -= groups(&|row| format!("{} {}", entities[row], source(row)));
    }
    let mut pairs: Vec<(f32, bool)> =
        links.pairs.iter().map(|pair| (pair.probability, entities[pair.left as usize] == entities[pair.right as usize])).collect();
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut right, mut best_f1) = (0.0, 0.0f64);
    for (at, (_, correct)) in pairs.iter().enumerate() {
        right += f64::from(u8::from(*correct));
        best_f1 = best_f1.max(2.0 * right / (at as f64 + 1.0 + true_pairs));
    }
    let sure: Vec<bool> = pairs.iter().filter(|pair| pair.0 >= options.sure).map(|pair| pair.1).collect();
    let joined = groups(&|row| links.clusters[row].to_string());
    let rightly = groups(&|row| format!("{} {}", links.clusters[row], entities[row]));
    let mut persons: HashMap<u32, Vec<&str>> = HashMap::new();
    links.clusters.iter().zip(entities).for_each(|(cluster, entity)| persons.entry(*cluster).or_default().push(entity));
    Scored {
        best_f1,
        sure_precision: sure.iter().filter(|correct| **correct).count() as f64 / sure.len().max(1) as f64,
        cluster_f1: 2.0 * rightly / (joined + groups(&|row| entities[row].clone())),
        wrongly_merged: persons.values().filter(|persons| persons.iter().any(|person| *person != persons[0])).count(),
    }
}

fn without_gov_id(records: &mut Records) {
    records.gov_id = records.id.iter().map(|_| "").collect();
}

#[test]
fn febrl_4_across_two_files_without_its_official_number() {
    let Some(scored) = score("febrl4", without_gov_id, true) else { return };
    assert!(scored.best_f1 >= 0.999 && scored.sure_precision >= 0.999, "{} {}", scored.best_f1, scored.sure_precision);
}

#[test]
fn febrl_3_with_and_without_its_official_number() {
    let Some(scored) = score("febrl3", without_gov_id, false) else { return };
    assert!(scored.best_f1 >= 0.995 && scored.sure_precision >= 0.995, "{} {}", scored.best_f1, scored.sure_precision);
    let Some(scored) = score("febrl3", |_| (), false) else { return };
    assert!(scored.best_f1 >= 0.999, "{}", scored.best_f1);
}

#[test]
fn fake_1000() {
    let Some(scored) = score("fake1000", |_| (), false) else { return };
    assert!(scored.best_f1 >= 0.94 && scored.cluster_f1 >= 0.91, "{} {}", scored.best_f1, scored.cluster_f1);
}

#[test]
fn a_made_voter_file() {
    let Some(scored) = score("voter20k", |_| (), false) else { return };
    assert!(scored.best_f1 >= 0.975 && scored.sure_precision >= 0.995, "{} {}", scored.best_f1, scored.sure_precision);
    assert!(scored.cluster_f1 >= 0.95 && scored.wrongly_merged <= 10, "{} {}", scored.cluster_f1, scored.wrongly_merged);
}

#[test]
fn a_made_french_roll() {
    let Some(scored) = score("fr20k", |_| (), false) else { return };
    assert!(scored.best_f1 >= 0.985 && scored.sure_precision >= 0.995, "{} {}", scored.best_f1, scored.sure_precision);
    assert!(scored.wrongly_merged <= 10, "{}", scored.wrongly_merged);
}

#[test]
fn historical_people_under_many_spellings() {
    let Some(scored) = score("hist50k", |_| (), false) else { return };
    assert!(scored.best_f1 >= 0.85 && scored.cluster_f1 >= 0.90, "{} {}", scored.best_f1, scored.cluster_f1);
}
