//! Opens a campaign and verifies every invariant: what is wrong, and the remedy.

use std::fs;

use super::ground::PRECINCTS;
use super::score_campaign;
use crate::domain::voters::{NO_PRECINCT, NO_SCORE, SCORE_STEPS};
use crate::domain::{Cell, Located, Merges, Outcome, Problem, Voters};
use crate::index;
use crate::store::folder::sha256;
use crate::store::{Database, Folder, Manifest, snapshots};

/// Everything that is wrong, one problem a line; empty when the campaign is sound.
pub fn check_campaign(folder: &Folder) -> Outcome<Vec<Problem>> {
    let manifest = folder.manifest()?;
    let campaign = folder.campaign()?;
    let mut faults = damaged_files(folder, &manifest);
    faults.extend(
        Database::open(folder)?.faults()?.into_iter().map(|line| Problem::new(line).file("arpent.db").remedy("restore it from a backup")),
    );
    if !faults.is_empty() {
        return Ok(faults);
    }
    faults.extend(import_faults(folder)?);
    let areas = snapshots::areas::read_layer(folder, &manifest, PRECINCTS)?.map_or(0, |layer| layer.areas.len());
    if let Some(voters) = snapshots::voters::read_all(folder, &manifest)? {
        faults.extend(voter_faults(&voters, areas, campaign.elections.len()));
        faults.extend(merge_faults(&voters, &snapshots::merges::read_all(folder, &manifest)?));
    }
    if let Err(problem) = score_campaign::scores_of(&manifest) {
        faults.push(problem);
    }
    Ok(faults)
}

fn damaged_files(folder: &Folder, manifest: &Manifest) -> Vec<Problem> {
    let check = |entry: &crate::store::TableEntry| match fs::read(folder.snapshot_path(entry)) {
        Ok(bytes) if sha256(&bytes) == entry.sha256 => None,
        Ok(_) => {
            Some(Problem::new("its bytes are not those that were written").file(&entry.file).remedy("restore a backup, or import again"))
        }
        Err(error) => Some(Problem::new(format!("cannot be read: {error}")).file(&entry.file).remedy("restore a backup, or import again")),
    };
    manifest.tables.values().filter_map(check).collect()
}

/// Every import ever made accounted for all of its rows.
fn import_faults(folder: &Folder) -> Outcome<Vec<Problem>> {
    let fault = |(at, what, source, report): (String, String, String, String)| {
        let report: serde_json::Value = serde_json::from_str(&report).unwrap_or_default();
        let [read, kept, rejected, merged] = ["read", "kept", "rejected", "merged"].map(|name| report[name].as_u64().unwrap_or(u64::MAX));
        let adds_up = kept.checked_add(rejected).and_then(|sum| sum.checked_add(merged)) == Some(read);
        (!adds_up).then(|| {
            Problem::new(format!(
                "the {what} imported at {at} do not add up: {read} read, {kept} kept, {rejected} rejected, {merged} merged"
            ))
            .file(source)
            .remedy("import the file again")
        })
    };
    Ok(Database::open(folder)?.imports()?.into_iter().filter_map(fault).collect())
}

fn merge_faults(voters: &Voters, merges: &Merges) -> Vec<Problem> {
    let persons = voters.rows_by_id();
    let orphans = merges.kept_id.iter().filter(|id| !persons.contains_key(id)).count();
    let twice = merges.doubles.id.iter().filter(|id| persons.contains_key(id)).count();
    [(orphans, "merged registrations stand behind nobody"), (twice, "merged registrations are voters too")]
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, what)| Problem::new(format!("{count}: {what}")).file("merges").remedy("import the voters again"))
        .collect()
}

fn voter_faults(voters: &Voters, areas: usize, elections: usize) -> Vec<Problem> {
    let n = voters.len();
    let count = |wrong: &dyn Fn(usize) -> bool| (0..n).filter(|&row| wrong(row)).count();
    let ids: std::collections::HashSet<&str> = voters.id.iter().collect();
    let known: u32 = if elections == 32 { u32::MAX } else { (1 << elections) - 1 };
    let score_fits = |score: u8| score <= SCORE_STEPS || score == NO_SCORE;
    let ordered = index::order(voters).iter().enumerate().all(|(at, &row)| at == row as usize);
    [
        (n - ids.len(), "voters share an id with another"),
        (
            count(&|row| voters.precinct[row] != NO_PRECINCT && voters.precinct[row] as usize >= areas),
            "voters are in a precinct that is not there",
        ),
        (
            count(&|row| {
                voters.cell[row]
                    != Cell::at(voters.lon[row], voters.lat[row])
                        .filter(|_| voters.located[row] >= Located::Street as u8)
                        .unwrap_or(Cell::NONE)
            }),
            "voters' cells are not those of their points",
        ),
        (
            count(&|row| (voters.voted[row] | voters.eligible[row]) & !known != 0),
            "voters have votes in elections the campaign does not know",
        ),
        (count(&|row| voters.voted[row] & !voters.eligible[row] != 0), "voters voted in elections they were not eligible for"),
        (count(&|row| !score_fits(voters.p_vote[row]) || !score_fits(voters.p_support[row])), "voters have a score out of range"),
        (usize::from(!ordered), "the voters' rows are not in index order"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, what)| Problem::new(format!("{count}: {what}")).file("voters").remedy("import the voters again"))
    .collect()
}
