//! What every test needs: real data's folder, cases with expected outputs, the program, a ready town, a small HTTP client.

mod http;
mod program;
mod town;

use std::path::{Path, PathBuf};

pub use http::{Server, get, post};
pub use program::{arpent, arpent_env, arpent_ok};
pub use town::{copy_folder, town};

/// The folder of real public data, from `ARPENT_DATA`; `None` (said loudly) skips the test that asked.
pub fn real_data(part: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ARPENT_DATA").map(|root| PathBuf::from(root).join(part)).filter(|path| path.exists());
    if folder.is_none() {
        eprintln!("SKIPPED: no real data at ARPENT_DATA/{part}; set ARPENT_DATA to run this test");
    }
    folder
}

/// `tests/cases/<path>`.
pub fn case(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(path)
}

/// Holds `actual` against the file `expected`; with ARPENT_BLESS set (as `make bless` does), writes it instead.
pub fn expect(expected: &Path, actual: &str) {
    if std::env::var_os("ARPENT_BLESS").is_some() {
        std::fs::write(expected, actual).expect("the case folder is writable");
        return;
    }
    let wanted = std::fs::read_to_string(expected)
        .unwrap_or_else(|_| panic!("{} is missing; run `make bless` and read the diff", expected.display()));
    assert_eq!(actual, wanted, "{} differs; if the new output is right, `make bless`", expected.display());
}
