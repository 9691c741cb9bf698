//! The file of rows left out: every one, with where it stood and why.

use std::path::{Path, PathBuf};

use super::cells;
use super::roll::Change;
use crate::domain::{Outcome, Reject};
use crate::store::{Folder, atomic};

/// Writes `rejects/<what>-<generation>.csv` and returns its path; `None` when nothing was left out.
pub fn write(folder: &Folder, what: &str, generation: u64, rejects: &[Reject]) -> Outcome<Option<PathBuf>> {
    write_rows(&path_in(folder, what, generation), HEADER, rejects.iter().map(cells))
}

/// As [`write`], beside a file the user named, for work that needs no campaign: `OUT.rejects.csv`.
pub fn write_beside(output: &Path, rejects: &[Reject]) -> Outcome<Option<PathBuf>> {
    write_rows(&output.with_extension("rejects.csv"), HEADER, rejects.iter().map(cells))
}

const HEADER: [&str; 5] = ["file", "row", "reason", "field", "detail"];

fn cells(reject: &Reject) -> [String; 5] {
    let reason = reject.reason.word().to_owned();
    [reject.file.clone(), reject.row.to_string(), reason, reject.field.clone(), reject.detail.clone()]
}

/// Writes `rejects/merged-<generation>.csv`: which registration each merged one went into, so that a merge can be looked at.
pub fn write_merged(folder: &Folder, generation: u64, merged: &[[String; 6]]) -> Outcome<Option<PathBuf>> {
    let header = ["file", "row", "id", "kept_id", "probability", "evidence"];
    write_rows(&path_in(folder, "merged", generation), header, merged.iter().cloned())
}

/// Writes `rejects/review-<generation>.csv`: pairs that may be one person, the likeliest first.
pub fn write_review(folder: &Folder, generation: u64, open: &[[String; 6]]) -> Outcome<Option<PathBuf>> {
    let header = ["id", "other_id", "probability", "household", "expected_strangers", "evidence"];
    write_rows(&path_in(folder, "review", generation), header, open.iter().cloned())
}

/// Writes `rejects/unmatched-<generation>.csv`: rows of a commercial file that are no voter's.
pub fn write_unmatched(folder: &Folder, generation: u64, rows: &[[String; 3]]) -> Outcome<Option<PathBuf>> {
    write_rows(&path_in(folder, "unmatched", generation), ["file", "row", "id"], rows.iter().cloned())
}

/// Writes `rejects/changes-<generation>.csv`: who is new, changed or gone since the last file of the same source.
pub fn write_changes(folder: &Folder, generation: u64, changes: &[Change]) -> Outcome<Option<PathBuf>> {
    let row = |change: &Change| [change.id.clone(), change.what.to_owned(), change.fields.join(" ")];
    write_rows(&path_in(folder, "changes", generation), ["id", "change", "fields"], changes.iter().map(row))
}

fn path_in(folder: &Folder, what: &str, generation: u64) -> PathBuf {
    folder.path.join("rejects").join(format!("{what}-{generation:06}.csv"))
}

fn write_rows<const N: usize>(
    path: &Path,
    header: [&str; N],
    rows: impl ExactSizeIterator<Item = [String; N]>,
) -> Outcome<Option<PathBuf>> {
    if rows.len() == 0 {
        return Ok(None);
    }
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|error| atomic::unwritable(path, &error))?;
    }
    atomic::write(path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(header)?;
        for row in rows {
            csv.write_record(row.iter().map(|cell| cells::plain(cell).into_owned()))?;
        }
        csv.flush()
    })?;
    Ok(Some(path.to_owned()))
}
