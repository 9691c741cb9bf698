//! Writing a file so that a reader, or a crash, sees the old bytes or the new ones and nothing between.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::domain::{Outcome, Problem};

/// Writes beside `path`, flushes to disk, then renames into place.
pub fn write(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Outcome<()> {
    let part = path.with_extension(format!("part{}", std::process::id()));
    let done = write_part(&part, fill).and_then(|()| fs::rename(&part, path)).and_then(|()| flush_folder(path));
    done.map_err(|error| {
        // The part file is ours and incomplete: whether it can be removed does not change what the user must do.
        let _ = fs::remove_file(&part);
        unwritable(path, &error)
    })
}

fn write_part(part: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, File::create(part)?);
    fill(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// A rename is durable only once the folder that holds the name is on disk too.
fn flush_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

pub fn write_bytes(path: &Path, bytes: &[u8]) -> Outcome<()> {
    write(path, |out| out.write_all(bytes))
}

pub fn unwritable(path: &Path, error: &io::Error) -> Problem {
    Problem::new(format!("cannot be written: {error}"))
        .file(path.display().to_string())
        .remedy("check the folder's permissions and free space")
}
