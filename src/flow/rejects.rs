//! The file of rows left out: every one, with where it stood and why.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::domain::{Outcome, Reject};
use crate::import::voters::Double;
use crate::store::{Folder, atomic};

/// Writes `rejects/<what>-<generation>.csv` and returns its path; `None` when nothing was left out.
pub fn write(folder: &Folder, what: &str, generation: u64, rejects: &[Reject]) -> Outcome<Option<PathBuf>> {
    let row = |reject: &Reject| {
        let reason = reject.reason.word().to_owned();
        [reject.file.clone(), reject.row.to_string(), reason, reject.field.clone(), reject.detail.clone()]
    };
    write_rows(folder, what, generation, ["file", "row", "reason", "field", "detail"], rejects.iter().map(row))
}

/// Writes `rejects/merged-<generation>.csv`: which registration each merged one went into, so that a merge can be looked at.
pub fn write_merged(folder: &Folder, generation: u64, merged: &[Double]) -> Outcome<Option<PathBuf>> {
    let row = |double: &Double| [double.file.clone(), double.row.to_string(), double.id.clone(), double.kept_id.clone()];
    write_rows(folder, "merged", generation, ["file", "row", "id", "kept_id"], merged.iter().map(row))
}

fn write_rows<const N: usize>(
    folder: &Folder,
    what: &str,
    generation: u64,
    header: [&str; N],
    rows: impl ExactSizeIterator<Item = [String; N]>,
) -> Outcome<Option<PathBuf>> {
    if rows.len() == 0 {
        return Ok(None);
    }
    let path = folder.path.join("rejects").join(format!("{what}-{generation:06}.csv"));
    std::fs::create_dir_all(folder.path.join("rejects")).map_err(|error| atomic::unwritable(&path, &error))?;
    atomic::write(&path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(header)?;
        for row in rows {
            csv.write_record(row.iter().map(|cell| plain_cell(cell).into_owned()))?;
        }
        csv.flush()
    })?;
    Ok(Some(path))
}

/// A cell no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it, which spreadsheets hide.
pub fn plain_cell(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::plain_cell;

    #[test]
    fn cells_that_look_like_formulas_are_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(plain_cell(formula), format!("'{formula}"));
        }
        for text in ["", "Ames", "12-A", "'=1"] {
            assert_eq!(plain_cell(text), text);
        }
    }
}
