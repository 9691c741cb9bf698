//! Input files as the user names them: mapped into memory, unpacked from `.gz` and `.bz2`, with the files that belong beside them.

use std::fs::File;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::{Mmap, UncheckedAdvice};

use crate::domain::{Outcome, Problem, Source};

/// An open input. `source()` lends its name and bytes to a step.
#[derive(Debug)]
pub struct Input {
    name: String,
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

/// Unpacked bytes over this are refused: a small archive must not fill the memory.
const UNPACKED_MAX: u64 = 16 << 30;
/// Nor one that shrinks more than any table or map does.
const RATIO_MAX: u64 = 200;
/// However well it is packed.
const HARMLESS: u64 = 64 << 20;

/// More than this goes to a file.
const IN_MEMORY_MAX: u64 = 64 << 20;

impl Bytes {
    fn len(&self) -> usize {
        match self {
            Self::Mapped(map) => map.len(),
            Self::Owned(bytes) => bytes.len(),
        }
    }
}

impl Input {
    pub fn open(path: &Path) -> Outcome<Self> {
        let shown = path.display().to_string();
        let unreadable = |error: std::io::Error| {
            Problem::new(format!("cannot be read: {error}")).file(shown.clone()).remedy("check the name and the file's permissions")
        };
        let file = File::open(path).map_err(unreadable)?;
        let meta = file.metadata().map_err(unreadable)?;
        if meta.is_dir() {
            return Err(Problem::new("is a folder").file(shown).remedy("name the file inside it"));
        }
        if meta.len() == 0 {
            return Err(Problem::new("is empty").file(shown).remedy("download or export it again"));
        }
        // SAFETY: the map is read only; a file that another program shortens while it is read is a fault of that program,
        // and the same risk every mapping reader takes.
        let mapped = unsafe { Mmap::map(&file) }.map_err(unreadable)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| shown.clone());
        unpack(name, mapped)
    }

    /// A file's siblings by the endings given, those that exist: what belongs beside a `.shp`.
    pub fn siblings(path: &Path, endings: &[&str]) -> Outcome<Vec<Self>> {
        let mut found: Vec<PathBuf> = Vec::new();
        for ending in endings {
            found.extend([path.with_extension(ending), path.with_extension(ending.to_uppercase())].into_iter().find(|path| path.is_file()));
        }
        // an empty sibling says nothing: as good as absent
        found.retain(|path| path.metadata().is_ok_and(|meta| meta.len() > 0));
        found.iter().map(|path| Self::open(path)).collect()
    }

    pub fn source(&self) -> Source<'_> {
        match &self.bytes {
            Bytes::Mapped(map) => Source::new(&self.name, map),
            Bytes::Owned(bytes) => Source::new(&self.name, bytes),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets the system take back the memory of these bytes, which were read and will hardly be read again. A file of many
    /// gigabytes is else held in memory until the last row is read.
    pub fn forget(&self, bytes: Range<usize>) {
        if let Bytes::Mapped(map) = &self.bytes {
            let bytes = bytes.start.min(map.len())..bytes.end.min(map.len());
            // SAFETY: the map is read only and backed by its file: a page dropped is read from there again when it is asked for.
            // A refusal costs memory and nothing else.
            let _ = unsafe { map.unchecked_advise_range(UncheckedAdvice::DontNeed, bytes.start, bytes.len()) };
        }
    }
}

/// Content decides, not the name: the first bytes of gzip and bzip2 are unmistakable.
fn unpack(name: String, mapped: Mmap) -> Outcome<Input> {
    let bound = (mapped.len() as u64).saturating_mul(RATIO_MAX).clamp(HARMLESS, UNPACKED_MAX);
    let unpacked = match &mapped[..] {
        [0x1f, 0x8b, ..] => spill(flate2::read::MultiGzDecoder::new(&mapped[..]), bound),
        [b'B', b'Z', b'h', ..] => spill(bzip2_rs::DecoderReader::new(&mapped[..]), bound),
        _ => return Ok(Input { name, bytes: Bytes::Mapped(mapped) }),
    };
    let bytes = unpacked.map_err(|error| Problem::new(format!("is damaged: {error}")).file(name.clone()).remedy("download it again"))?;
    if bytes.len() as u64 == bound {
        return Err(Problem::new(format!("unpacks to more than {} MiB", bound >> 20))
            .file(name)
            .remedy("if you trust it, unpack it and give the file inside"));
    }
    let name = [".gz", ".bz2"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned();
    Ok(Input { name, bytes })
}

/// A little stays in memory; what is large goes to a nameless file that ends with us, and is mapped like any other.
fn spill(packed: impl Read, bound: u64) -> std::io::Result<Bytes> {
    let mut packed = packed.take(bound);
    let mut bytes = Vec::new();
    packed.by_ref().take(IN_MEMORY_MAX).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < IN_MEMORY_MAX {
        return Ok(Bytes::Owned(bytes));
    }
    let mut file = tempfile::tempfile()?;
    file.write_all(&bytes)?;
    std::io::copy(&mut packed, &mut file)?;
    // SAFETY: nobody else has the file's name, so nobody can shorten it.
    unsafe { Mmap::map(&file) }.map(Bytes::Mapped)
}
