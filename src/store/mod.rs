//! Disk and databases: what a campaign folder holds, and how it survives a power cut.
//!
//! `campaign.toml` has the settings, `snapshots/` immutable Parquet files, `manifest.json` says which of them are current,
//! `arpent.db` (SQLite) keeps what people do. A write is acknowledged only when it is on disk.

mod archive;
pub mod atomic;
pub mod database;
pub mod folder;
pub mod forget;
pub mod input;
pub mod manifest;
pub mod postgis;
pub mod snapshots;
pub mod table;

pub use database::Database;
pub use folder::{Change, Folder, Lock, NewTable};
pub use forget::Forgetter;
pub use input::Input;
pub use manifest::{Manifest, TableEntry};
