//! The file of rows left out: every one, with where it stood and why.

use std::path::PathBuf;

use crate::domain::{Outcome, Reject};
use crate::import::voters::Double;
use crate::store::{Folder, atomic};

/// Writes `rejects/<what>-<generation>.csv` and returns its path; `None` when nothing was left out.
pub fn write(folder: &Folder, what: &str, generation: u64, rejects: &[Reject]) -> Outcome<Option<PathBuf>> {
    if rejects.is_empty() {
        return Ok(None);
    }
    let path = folder.path.join("rejects").join(format!("{what}-{generation:06}.csv"));
    std::fs::create_dir_all(folder.path.join("rejects")).map_err(|error| atomic::unwritable(&path, &error))?;
    atomic::write(&path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["file", "row", "reason", "field", "detail"])?;
        for reject in rejects {
            csv.write_record([&reject.file, &reject.row.to_string(), reject.reason.word(), &reject.field, &reject.detail])?;
        }
        csv.flush()
    })?;
    Ok(Some(path))
}

/// Writes `rejects/merged-<generation>.csv`: which registration each merged one went into, so that a merge can be looked at.
pub fn write_merged(folder: &Folder, generation: u64, merged: &[Double]) -> Outcome<Option<PathBuf>> {
    if merged.is_empty() {
        return Ok(None);
    }
    let path = folder.path.join("rejects").join(format!("merged-{generation:06}.csv"));
    std::fs::create_dir_all(folder.path.join("rejects")).map_err(|error| atomic::unwritable(&path, &error))?;
    atomic::write(&path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["file", "row", "id", "kept_id"])?;
        for double in merged {
            csv.write_record([&double.file, &double.row.to_string(), &double.id, &double.kept_id])?;
        }
        csv.flush()
    })?;
    Ok(Some(path))
}
