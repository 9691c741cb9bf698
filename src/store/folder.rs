//! A campaign's folder: opened, locked for a change, changed in one swap.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, TableEntry};
use super::{Database, atomic};
use crate::domain::{Campaign, Outcome, Problem};

#[derive(Debug, Clone)]
pub struct Folder {
    pub path: PathBuf,
}

/// Holds the campaign for one writer; released when dropped, also by a crash.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code)] File);

/// A table's new bytes, to be swapped in together with others by `Folder::publish`.
#[derive(Debug)]
pub struct NewTable {
    pub name: String,
    pub rows: u64,
    pub parquet: Vec<u8>,
    pub source: String,
}

/// What one swap changes.
#[derive(Debug, Default)]
pub struct Change {
    pub tables: Vec<NewTable>,
    /// `None` leaves the score report as it is, `Some(None)` takes it away.
    pub scores: Option<Option<serde_json::Value>>,
    /// RFC 3339, UTC: the flow knows the time, the store does not ask.
    pub at: String,
}

const SETTINGS: &str = "campaign.toml";
const SNAPSHOTS: &str = "snapshots";

impl Folder {
    /// Makes the folder of a new campaign; refuses one that already holds a campaign.
    pub fn create(path: &Path, campaign: &Campaign) -> Outcome<Self> {
        let folder = Self { path: path.to_owned() };
        if path.join(SETTINGS).exists() {
            return Err(Problem::new("already holds a campaign")
                .file(path.display().to_string())
                .remedy("choose another folder, or use this one with -C"));
        }
        fs::create_dir_all(path.join(SNAPSHOTS)).map_err(|error| atomic::unwritable(path, &error))?;
        folder.save_campaign(campaign)?;
        Database::open(&folder)?;
        Ok(folder)
    }

    pub fn open(path: &Path) -> Outcome<Self> {
        if !path.join(SETTINGS).is_file() {
            return Err(Problem::new("holds no campaign (there is no campaign.toml)")
                .file(path.display().to_string())
                .remedy("make one with `arpent init DIR`, or name one with -C DIR or ARPENT_CAMPAIGN"));
        }
        Ok(Self { path: path.to_owned() })
    }

    pub fn campaign(&self) -> Outcome<Campaign> {
        let path = self.path.join(SETTINGS);
        let text =
            fs::read_to_string(&path).map_err(|error| Problem::new(format!("cannot be read: {error}")).file(path.display().to_string()))?;
        toml::from_str(&text).map_err(|error| {
            Problem::new(error.message().to_owned())
                .file(path.display().to_string())
                .remedy("correct the setting, or restore the file from a backup")
        })
    }

    pub fn save_campaign(&self, campaign: &Campaign) -> Outcome<()> {
        let text = toml::to_string_pretty(campaign).expect("settings are text, numbers and dates");
        atomic::write_bytes(&self.path.join(SETTINGS), text.as_bytes())
    }

    pub fn manifest(&self) -> Outcome<Manifest> {
        Manifest::load(&self.path)
    }

    pub fn snapshot_path(&self, entry: &TableEntry) -> PathBuf {
        self.path.join(SNAPSHOTS).join(&entry.file)
    }

    /// One writer at a time: a second command says so instead of waiting or overwriting.
    pub fn lock(&self) -> Outcome<Lock> {
        let path = self.path.join(".lock");
        let file = File::create(&path).map_err(|error| atomic::unwritable(&path, &error))?;
        file.try_lock().map_err(|_| {
            Problem::new("another arpent command is changing this campaign")
                .file(self.path.display().to_string())
                .remedy("wait until it has finished, then try again")
        })?;
        Ok(Lock(file))
    }

    /// Writes the tables beside the current ones, then makes the whole change current at once. An empty change
    /// only counts the generation up, so that caches notice what changed in the database.
    pub fn publish(&self, _lock: &Lock, change: Change) -> Outcome<Manifest> {
        let mut manifest = self.manifest()?;
        manifest.generation += 1;
        for table in change.tables {
            let entry = self.write_snapshot(manifest.generation, &table, &change.at)?;
            manifest.tables.insert(table.name, entry);
        }
        if let Some(scores) = change.scores {
            manifest.scores = scores;
        }
        manifest.save(&self.path)?;
        self.sweep(&manifest);
        Ok(manifest)
    }

    fn write_snapshot(&self, generation: u64, table: &NewTable, imported_at: &str) -> Outcome<TableEntry> {
        let file = format!("{}-{generation:06}.parquet", table.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
        fs::create_dir_all(self.path.join(SNAPSHOTS)).map_err(|error| atomic::unwritable(&self.path, &error))?;
        atomic::write_bytes(&self.path.join(SNAPSHOTS).join(&file), &table.parquet)?;
        Ok(TableEntry {
            file,
            rows: table.rows,
            bytes: table.parquet.len() as u64,
            sha256: sha256(&table.parquet),
            source: table.source.clone(),
            imported_at: imported_at.to_owned(),
        })
    }

    /// Removes snapshots no manifest names any more. A leftover costs disk, not truth, so failures are left for next time.
    fn sweep(&self, manifest: &Manifest) {
        let Ok(files) = fs::read_dir(self.path.join(SNAPSHOTS)) else { return };
        for file in files.flatten() {
            let name = file.file_name();
            if !manifest.tables.values().any(|entry| *entry.file == *name) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
