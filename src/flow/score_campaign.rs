//! From voters, answers and results to two probabilities a voter.

use chrono::NaiveDate;

use super::clock;
use super::ground::PRECINCTS;
use crate::domain::{Outcome, Problem, Voters};
use crate::score::{self, Inputs, Scores};
use crate::store::{Change, Database, Folder, Manifest, snapshots};

/// Scores every voter for the election of `target` (remembered), else the campaign's.
pub fn score_campaign(folder: &Folder, target: Option<NaiveDate>) -> Outcome<Scores> {
    let lock = folder.lock()?;
    let mut campaign = folder.campaign()?;
    campaign.target = target.or(campaign.target);
    let manifest = folder.manifest()?;
    let mut voters = snapshots::voters::read_all(folder, &manifest)?
        .ok_or_else(|| Problem::new("there are no voters to score").remedy("first: arpent import voters FILE"))?;
    let own_tags = (voters.tags.clone(), voters.tag_names.clone());
    lay_over(folder, &manifest, &mut voters)?;
    let layer = snapshots::areas::read_layer(folder, &manifest, PRECINCTS)?.unwrap_or_default();
    let precinct_ids: Vec<String> = layer.areas.into_iter().map(|area| area.id).collect();
    let results = snapshots::results::read_all(folder, &manifest)?;

    let inputs = Inputs { campaign: &campaign, target: clock::target(&campaign)?, precinct_ids: &precinct_ids, results: &results };
    let scores = score::score(&mut voters, &inputs)?;

    // answers and tags given since the import belong to the database, not to the snapshot
    (voters.tags, voters.tag_names) = own_tags;
    let mut report = serde_json::to_value(&scores).expect("a score report is numbers and text");
    report["scored_at"] = clock::now().into();
    folder.save_campaign(&campaign)?;
    let tables = vec![snapshots::voters::table(&voters, &voters_source(&manifest))?];
    folder.publish(&lock, Change { tables, scores: Some(Some(report)), at: clock::now() })?;
    Ok(scores)
}

fn voters_source(manifest: &Manifest) -> String {
    manifest.tables.get(snapshots::voters::VOTERS).map(|entry| entry.source.clone()).unwrap_or_default()
}

/// The report of the scores the voters carry, if they carry any.
pub fn scores_of(manifest: &Manifest) -> Outcome<Option<Scores>> {
    let read = |value: &serde_json::Value| serde_json::from_value(value.clone());
    manifest.scores.as_ref().map(read).transpose().map_err(|error| {
        Problem::new(format!("the score report is of another version: {error}")).file("manifest.json").remedy("score again: arpent score")
    })
}

/// Voters as people see them: the snapshot with what was answered since laid over it.
pub fn voters_now(folder: &Folder, manifest: &Manifest) -> Outcome<Option<Voters>> {
    let Some(mut voters) = snapshots::voters::read_all(folder, manifest)? else { return Ok(None) };
    lay_over(folder, manifest, &mut voters)?;
    let merged = snapshots::merges::read_all(folder, manifest)?.by_id();
    for attributes in snapshots::attributes::read_all(folder, manifest)? {
        attributes.lay_over(&mut voters, &merged);
    }
    Ok(Some(voters))
}

fn lay_over(folder: &Folder, manifest: &Manifest, voters: &mut Voters) -> Outcome<()> {
    let merged = snapshots::merges::read_all(folder, manifest)?.by_id();
    Database::open(folder)?.lay_over(voters, &merged)
}
