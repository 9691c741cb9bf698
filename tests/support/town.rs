//! A town of 2,000 invented voters, made once for all tests through the program itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tempfile::TempDir;

use super::arpent_ok;

static TOWN: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let out = arpent_ok(["demo", "--voters", "2000", "--seed", "7", "--no-serve", "--json", "--dir", &dir.path().display().to_string()]);
    let report: serde_json::Value = serde_json::from_str(out.trim()).expect("one JSON object");
    let campaign = PathBuf::from(report["campaign"].as_str().expect("the campaign's folder"));
    (dir, campaign)
});

/// The campaign's folder, for reading only: `copy_folder` first to change it.
pub fn town() -> &'static Path {
    &TOWN.1
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a writable folder");
    for entry in fs::read_dir(from).expect("a readable folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copied file");
        }
    }
}
