//! Which snapshot of each table is current. Swapping this one small file is what makes an import atomic.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::atomic;
use crate::domain::{Outcome, Problem};

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Grows by one with every change; part of every tile's ETag.
    pub generation: u64,
    pub tables: BTreeMap<String, TableEntry>,
    /// The report of the scores that stand in the voters' snapshot; swapped with it, so that the two always agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scores: Option<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Name inside `snapshots/`.
    pub file: String,
    pub rows: u64,
    pub bytes: u64,
    /// SHA-256 of the file, so that `check` can tell a damaged disk.
    pub sha256: String,
    /// What was imported, by the file names the user gave.
    pub source: String,
    /// RFC 3339, UTC.
    pub imported_at: String,
}

const FILE: &str = "manifest.json";

impl Manifest {
    pub fn load(folder: &Path) -> Outcome<Self> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Problem::new(format!("cannot be read: {error}")).file(path.display().to_string())),
        };
        serde_json::from_str(&text).map_err(|error| {
            Problem::new(format!("is not a manifest: {error}"))
                .file(path.display().to_string())
                .remedy("restore it from a backup, or make the campaign anew and import again")
        })
    }

    pub fn save(&self, folder: &Path) -> Outcome<()> {
        let text = serde_json::to_vec_pretty(self).expect("a manifest has only text and numbers");
        atomic::write_bytes(&folder.join(FILE), &text)
    }
}
