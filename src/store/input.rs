//! Input files as the user names them: mapped into memory, unpacked from `.gz`, `.bz2` and `.zip`, with the files that belong beside them.

use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::{Mmap, UncheckedAdvice};

use super::archive;
use crate::domain::{Outcome, Problem, Source};

/// An open input. `source()` lends its name and bytes to a step.
#[derive(Debug)]
pub struct Input {
    name: String,
    bytes: Bytes,
}

#[derive(Debug)]
pub(super) enum Bytes {
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
    fn get(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }

    pub fn len(&self) -> usize {
        self.get().len()
    }
}

impl Input {
    pub fn open(path: &Path) -> Outcome<Self> {
        let shown = path.display().to_string();
        let unreadable = |error: io::Error| {
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
        let bound = unpacked_max(mapped.len());
        unpack(name, Bytes::Mapped(mapped), bound)
    }

    /// The table a file is, or the only one in a zip.
    pub fn table(path: &Path) -> Outcome<Self> {
        archive::only_table(Self::open(path)?)
    }

    /// The table a file is, or all those in a zip.
    pub fn tables(path: &Path) -> Outcome<Vec<Self>> {
        archive::tables(Self::open(path)?)
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
        Source::new(&self.name, self.bytes.get())
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

/// What a packed file of this size may unpack to.
pub(super) fn unpacked_max(packed: usize) -> u64 {
    (packed as u64).saturating_mul(RATIO_MAX).clamp(HARMLESS, UNPACKED_MAX)
}

/// Content decides, not the name: the first bytes of gzip and bzip2 are unmistakable. More than `bound` is refused.
pub(super) fn unpack(name: String, packed: Bytes, bound: u64) -> Outcome<Input> {
    let unpacked = match packed.get() {
        bytes @ [0x1f, 0x8b, ..] => spill(flate2::read::MultiGzDecoder::new(bytes), bound),
        bytes @ [b'B', b'Z', b'h', ..] => spill(bzip2_rs::DecoderReader::new(bytes), bound),
        _ => return Ok(Input { name, bytes: packed }),
    };
    let bytes = unpacked.map_err(|error| unpacking(&name, &error))?;
    if bytes.len() as u64 == bound {
        return Err(too_large(&name));
    }
    let name = [".gz", ".bz2"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned();
    Ok(Input { name, bytes })
}

pub(super) fn unpacking(name: &str, error: &io::Error) -> Problem {
    let problem = match error.kind() {
        io::ErrorKind::StorageFull => Problem::new("unpacks to more than the temporary folder has room for")
            .remedy("make room there, or name a larger one with TMPDIR"),
        _ => Problem::new(format!("is damaged: {error}")).remedy("download it again"),
    };
    problem.file(name)
}

pub(super) fn too_large(name: &str) -> Problem {
    Problem::new(format!("unpacks to more than {RATIO_MAX} times its size, or to more than {} GiB", UNPACKED_MAX >> 30))
        .file(name)
        .remedy("if you trust it, unpack it and give the file inside")
}

/// A little stays in memory; what is large goes to a nameless file that ends with us, and is mapped like any other.
pub(super) fn spill(packed: impl Read, bound: u64) -> io::Result<Bytes> {
    let mut packed = packed.take(bound);
    let mut bytes = Vec::new();
    packed.by_ref().take(IN_MEMORY_MAX).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < IN_MEMORY_MAX {
        return Ok(Bytes::Owned(bytes));
    }
    let mut file = tempfile::tempfile()?;
    file.write_all(&bytes)?;
    io::copy(&mut packed, &mut file)?;
    // SAFETY: nobody else has the file's name, so nobody can shorten it.
    unsafe { Mmap::map(&file) }.map(Bytes::Mapped)
}
