//! A town of 2,000 invented voters, made once for all tests through the program itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::arpent_ok;

/// In the build folder, made anew by each run: a temporary folder held by a static would never be removed.
static TOWN: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("town");
    if dir.exists() {
        fs::remove_dir_all(&dir).expect("the last run's town can go");
    }
    let out = arpent_ok(["demo", "--voters", "2000", "--seed", "7", "--no-serve", "--json", "--dir", &dir.display().to_string()]);
    let report: serde_json::Value = serde_json::from_str(out.trim()).expect("one JSON object");
    PathBuf::from(report["campaign"].as_str().expect("the campaign's folder"))
});

/// The campaign's folder, for reading only: `copy_folder` first to change it.
pub fn town() -> &'static Path {
    &TOWN
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a writable folder");
    // SQLite's files of the moment come and go with every reader; nobody writes
    let lasting = |entry: &fs::DirEntry| !entry.file_name().to_string_lossy().starts_with("arpent.db-");
    for entry in fs::read_dir(from).expect("a readable folder").flatten().filter(lasting) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copied file");
        }
    }
}
