//! The file of rows left out: every one, with where it stood and why.

use std::path::PathBuf;

use crate::domain::{Outcome, Reject};
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
