//! Who is in a file of people twice: candidate pairs with their evidence, and who is surely one person.

use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use super::Progress;
use crate::domain::{Outcome, Problem, Records};
use crate::import::records;
use crate::link::{self, Cut, Links, Model, Options, Pair};
use crate::store::{Input, atomic};

#[derive(Debug)]
pub struct Wanted<'a> {
    pub records: &'a Path,
    /// Only pairs of different sources.
    pub across: bool,
    pub pairs: &'a Path,
    pub clusters: &'a Path,
    /// Pairs for a person to look at, with their evidence in words.
    pub review: Option<&'a Path>,
}

#[derive(Debug, Serialize)]
pub struct Linked {
    pub read: u64,
    /// Pairs compared field by field.
    pub compared: u64,
    /// Pairs listed.
    pub pairs: u64,
    pub clusters: u64,
    /// Records that went into another's cluster: read = clusters + merged.
    pub merged: u64,
    /// Likely pairs that were not joined.
    pub to_review: u64,
    pub blocks_cut: Vec<Cut>,
    pub model: Model,
    pub seconds: f64,
}

/// From here on a pair that was not joined is worth a look.
const WORTH_A_LOOK: f32 = 0.2;

pub fn link_records(wanted: &Wanted<'_>, reading: Progress<'_>, comparing: Progress<'_>) -> Outcome<Linked> {
    let started = Instant::now();
    let input = Input::table(wanted.records)?;
    let records = records::read(input.source(), wanted.across, reading)?;
    if wanted.across && records.source.values().len() < 3 {
        return Err(Problem::new("all records are of one source")
            .file(input.name())
            .field("source")
            .remedy("give records of two sources, or leave out --link"));
    }
    let links = link::link(&records, &Options { across: wanted.across, ..Options::default() }, comparing);
    let review: Vec<&Pair> = links.pairs.iter().filter(|pair| is_open(&links, pair)).collect();
    write_pairs(wanted.pairs, &records, &links.pairs)?;
    write_clusters(wanted.clusters, &records, &links.clusters)?;
    if let Some(path) = wanted.review {
        write_review(path, &records, &review)?;
    }
    let clusters = links.clusters.iter().zip(0..).filter(|&(cluster, row)| *cluster == row).count() as u64;
    Ok(Linked {
        read: records.len() as u64,
        compared: links.compared,
        pairs: links.pairs.len() as u64,
        clusters,
        merged: records.len() as u64 - clusters,
        to_review: review.len() as u64,
        blocks_cut: links.cut,
        model: links.model,
        seconds: started.elapsed().as_secs_f64(),
    })
}

fn is_open(links: &Links, pair: &Pair) -> bool {
    pair.probability >= WORTH_A_LOOK && links.clusters[pair.left as usize] != links.clusters[pair.right as usize]
}

fn write_pairs(path: &Path, records: &Records, pairs: &[Pair]) -> Outcome<()> {
    let rows = pairs.iter().map(|pair| {
        let [left, right] = [pair.left, pair.right].map(|row| records.id.get(row as usize).to_owned());
        vec![left, right, format!("{:.6}", pair.probability)]
    });
    write(path, &["id_l", "id_r", "score"], rows)
}

fn write_clusters(path: &Path, records: &Records, clusters: &[u32]) -> Outcome<()> {
    let rows =
        clusters.iter().zip(records.id.iter()).map(|(cluster, id)| vec![id.to_owned(), records.id.get(*cluster as usize).to_owned()]);
    write(path, &["id", "cluster"], rows)
}

/// The likeliest first: what a person decides on, each field in words.
fn write_review(path: &Path, records: &Records, pairs: &[&Pair]) -> Outcome<()> {
    let header: Vec<&str> =
        ["id_l", "id_r", "probability", "household", "expected_strangers"].into_iter().chain(link::field_names()).collect();
    let mut pairs = pairs.to_vec();
    pairs.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    let rows = pairs.into_iter().map(|pair| {
        let ids = [pair.left, pair.right].map(|row| records.id.get(row as usize).to_owned());
        let figures = [pair.probability, pair.household, pair.expected_strangers].map(|figure| format!("{figure:.4}"));
        let evidence = pair.evidence.iter().enumerate().map(|(field, &level)| link::level_name(field, level));
        ids.into_iter().chain(figures).chain(evidence).collect()
    });
    write(path, &header, rows)
}

fn write(path: &Path, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Outcome<()> {
    atomic::write(path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(header)?;
        for row in rows {
            csv.write_record(&row)?;
        }
        csv.flush()
    })
}
