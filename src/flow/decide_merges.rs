//! Somebody looked at two registrations: they are one person, or they are two. The roll follows, and so does every later import.

use serde::Serialize;

use super::doubles::{self, Pair};
use super::ground::{Ground, Placed};
use super::{Progress, clock};
use crate::domain::{Merges, Outcome, Problem, Voters};
use crate::store::database::Verdict;
use crate::store::{Change, Database, Folder, Manifest, snapshots};

#[derive(Debug, Serialize)]
pub struct Decided {
    pub voters: u64,
    pub merged: u64,
    #[serde(flatten)]
    pub placed: Placed,
}

/// Parts each of these merged registrations from the one that stands for it.
pub fn undo_merges(folder: &Folder, ids: &[String], locating: Progress<'_>) -> Outcome<Decided> {
    let merged = snapshots::merges::read_all(folder, &folder.manifest()?)?.by_id();
    let apart = |id: &String| {
        let kept = merged.get(id).ok_or_else(|| {
            Problem::new(format!("{id} is not a merged registration"))
                .remedy("list them with `arpent merges list`; undo the one merged away")
        })?;
        Ok(Verdict { one: id.clone(), other: kept.clone(), same: false })
    };
    decide(folder, &ids.iter().map(apart).collect::<Outcome<Vec<_>>>()?, locating)
}

/// Makes one person of two registrations.
pub fn join(folder: &Folder, one: &str, other: &str, locating: Progress<'_>) -> Outcome<Decided> {
    if one == other {
        return Err(Problem::new(format!("{one} is one registration")).remedy("name two"));
    }
    decide(folder, &[Verdict { one: one.to_owned(), other: other.to_owned(), same: true }], locating)
}

fn decide(folder: &Folder, verdicts: &[Verdict], locating: Progress<'_>) -> Outcome<Decided> {
    let lock = folder.lock()?;
    let manifest = folder.manifest()?;
    let voters = snapshots::voters::read_all(folder, &manifest)?
        .ok_or_else(|| Problem::new("there are no voters").remedy("first: arpent import voters FILE"))?;
    let merges = snapshots::merges::read_all(folder, &manifest)?;
    let pairs = (0..merges.len()).map(|row| known(&merges, row)).collect::<Vec<_>>();
    let voters = merges.unfold(voters)?;
    everybody_is_known(&voters, verdicts)?;

    let mut database = Database::open(folder)?;
    let mut all = database.verdicts()?;
    all.retain(|old| !verdicts.iter().any(|new| new.is_about(&old.one, &old.other)));
    all.extend_from_slice(verdicts);
    let doubles = doubles::persons(&voters, rows_of(&voters, pairs), Vec::new(), &all);
    let (voters, merges) = Merges::fold(voters, &doubles, &[]);
    let (voters, placed) = Ground::load(folder, &manifest)?.place(&folder.campaign()?, voters, locating);

    let source = source_of(&manifest);
    let tables = vec![snapshots::voters::table(&voters, &source)?, snapshots::merges::table(&merges, &source)?];
    // the verdict first: should the swap not come to be, the next import or verdict makes it
    database.save_verdicts(verdicts, &clock::now())?;
    folder.publish(&lock, Change { tables, at: clock::now(), ..Change::default() })?;
    Ok(Decided { voters: voters.len() as u64, merged: merges.len() as u64, placed })
}

fn known(merges: &Merges, row: usize) -> (String, String, f32, String) {
    let (id, kept) = (merges.doubles.id.get(row), merges.kept_id.get(row));
    (id.to_owned(), kept.to_owned(), merges.probability[row], merges.evidence.get(row).to_owned())
}

fn rows_of(voters: &Voters, pairs: Vec<(String, String, f32, String)>) -> Vec<Pair> {
    let rows = voters.rows_by_id();
    let pair = |(id, kept, probability, evidence): (String, String, f32, String)| {
        Some(Pair { one: *rows.get(id.as_str())?, other: *rows.get(kept.as_str())?, probability, evidence })
    };
    pairs.into_iter().filter_map(pair).collect()
}

fn everybody_is_known(voters: &Voters, verdicts: &[Verdict]) -> Outcome<()> {
    let rows = voters.rows_by_id();
    let stranger = verdicts.iter().flat_map(|verdict| [&verdict.one, &verdict.other]).find(|id| !rows.contains_key(id.as_str()));
    stranger
        .map_or(Ok(()), |id| Err(Problem::new(format!("no registration has the id {id}")).remedy("give ids as the voter file has them")))
}

fn source_of(manifest: &Manifest) -> String {
    manifest.tables.get(snapshots::voters::VOTERS).map(|entry| entry.source.clone()).unwrap_or_default()
}
