//! Areas from files: real layers against GDAL's reading of them, and inputs that must be refused in one line.

mod crs;
mod formats;
mod hostile;
mod postgis;
mod real;
mod refused;
mod shapes;

use std::path::Path;

use arpent::boundaries::{Options, Read, read};
use arpent::domain::{Outcome, Source};

/// Reads a file as the program does: with the files of its stem beside it, unpacked from `.gz`.
fn import(path: &Path, options: &Options) -> Outcome<Read> {
    let stem = path.file_stem().expect("a file name");
    let folder = std::fs::read_dir(path.parent().expect("a folder")).expect("a readable folder");
    let mut beside: Vec<_> = folder.map(|entry| entry.expect("a readable entry").path()).collect();
    beside.retain(|other| other != path && other.file_stem() == Some(stem));
    let beside: Vec<(String, Vec<u8>)> = beside.iter().map(|other| load(other)).collect();
    let siblings: Vec<Source> = beside.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
    let (name, bytes) = load(path);
    let outcome = read(Source::new(&name, &bytes), &siblings, options);
    if let Ok(read) = &outcome {
        assert!(read.report.adds_up(), "{:?}", read.report);
        assert_eq!(read.report.kept as usize, read.areas.len());
        assert_eq!(read.report.rejected as usize, read.rejects.len());
        assert!(read.areas.is_sorted_by(|a, b| a.id < b.id), "sorted by id, none twice");
    }
    outcome
}

fn load(path: &Path) -> (String, Vec<u8>) {
    let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
    let bytes = std::fs::read(path).expect("a readable file");
    let mut unpacked = Vec::new();
    match name.strip_suffix(".gz") {
        None => (name, bytes),
        Some(name) => {
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&mut bytes.as_slice()), &mut unpacked).expect("a gzip file");
            (name.to_owned(), unpacked)
        }
    }
}
