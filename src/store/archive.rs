//! Which tables does a zip hold? Offices publish their voter files zipped, and some zip what they have packed already.
//!
//! Names within an archive are shown and compared, and never are a path: nothing is written under them.

use std::collections::BTreeMap;
use std::io::Cursor;

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::input::{self, Input};
use crate::domain::{Outcome, Problem};

/// More names than this are not looked through.
const FILES_MAX: usize = 10_000;
/// More names than this do not help in an error.
const NAMED_MAX: usize = 8;

const TABLES: [&str; 8] = ["csv", "txt", "tsv", "tab", "psv", "lst", "dat", "asc"];
const PACKED: [&str; 3] = ["zip", "gz", "bz2"];
/// A zip with one of these is a layer, which the step that reads layers unpacks itself.
const LAYERS: [&str; 2] = ["shp", "geojson"];
/// What a spreadsheet, which is a zip as well, has in it.
const DOCUMENTS: [&str; 2] = ["[Content_Types].xml", "content.xml"];
/// Texts that explain a table, and are none.
const EXPLAINING: [&str; 5] = ["readme", "read_me", "license", "licence", "copying"];

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A file within: where it stands in the archive, and its name with all its folders.
type Entry = (usize, String);

/// The tables of an input, in the order of their names: those of a zip and of zips within it, and the input itself where it is none.
///
/// # Errors
/// A zip that cannot be opened, is locked, holds no table, or unpacks to more than it should.
pub(super) fn tables(input: Input) -> Outcome<Vec<Input>> {
    match open(&input)? {
        None => Ok(vec![input]),
        Some((archive, entries)) => {
            // one bound for all that is in it, however deep: files in a zip can share their bytes
            let mut left = input::unpacked_max(input.source().bytes.len());
            let tables = unpack_all(input.name(), archive, &entries, &mut left, true)?;
            if tables.is_empty() { Err(no_table(&input, &entries)) } else { Ok(tables) }
        }
    }
}

/// The one table of an input.
pub(super) fn only_table(input: Input) -> Outcome<Input> {
    let name = input.name().to_owned();
    let mut tables = tables(input)?;
    match tables.pop() {
        Some(only) if tables.is_empty() => Ok(only),
        last => {
            let names = listed(tables.iter().chain(&last).map(Input::name));
            Err(Problem::new(format!("the zip holds several tables: {names}")).file(name).remedy("unpack it and give the one you want"))
        }
    }
}

/// The archive and its files, sorted by name; `None` if it is no zip, or one of a layer.
fn open(input: &Input) -> Outcome<Option<(Archive<'_>, Vec<Entry>)>> {
    let bytes = input.source().bytes;
    if !bytes.starts_with(b"PK\x03\x04") && !bytes.starts_with(b"PK\x05\x06") {
        return Ok(None);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(input.name(), "", &error))?;
    if archive.len() > FILES_MAX {
        let many = Problem::new(format!("the zip holds {} files", archive.len()));
        return Err(many.file(input.name()).remedy("unpack it and give the tables you want"));
    }
    let mut entries = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| damaged(input.name(), "", &error))?;
        let name = entry.name().map_err(|error| damaged(input.name(), "", &error))?.into_owned();
        if entry.is_file() && !name.starts_with("__MACOSX/") && !base(&name).starts_with('.') {
            entries.push((index, name));
        }
    }
    entries.sort_unstable_by(|(_, one), (_, other)| one.cmp(other));
    if entries.iter().any(|(_, name)| DOCUMENTS.contains(&name.as_str())) {
        return Err(Problem::new("is a spreadsheet or another document, not text").file(input.name()).remedy("save the sheet as CSV"));
    }
    let layer = entries.iter().any(|(_, name)| ends_in(name, &LAYERS));
    Ok((!layer).then_some((archive, entries)))
}

/// `left`: bytes that may still be unpacked. Zips within are opened if `deeper`.
fn unpack_all(zip: &str, mut archive: Archive, entries: &[Entry], left: &mut u64, deeper: bool) -> Outcome<Vec<Input>> {
    let mut namesakes = BTreeMap::<&str, u32>::new();
    entries.iter().for_each(|(_, name)| *namesakes.entry(base(name)).or_default() += 1);
    let mut tables = Vec::new();
    for (index, name) in entries.iter().filter(|(_, name)| is_wanted(name)) {
        let entry = archive.by_index(*index).map_err(|error| damaged(zip, name, &error))?;
        let name = shown(if namesakes[base(name)] > 1 { name } else { base(name) });
        let inner = unpack(zip, name, entry, left)?;
        match open(&inner)? {
            Some(_) if !deeper => {
                let nested = Problem::new(format!("{} is a zip in a zip in a zip", inner.name()));
                return Err(nested.file(zip).remedy("unpack it and give the files inside"));
            }
            Some((archive, entries)) => tables.extend(unpack_all(inner.name(), archive, &entries, left, false)?),
            None => tables.push(inner),
        }
    }
    Ok(tables)
}

/// One file of a zip, unpacked once more if it is a `.gz` or `.bz2`.
fn unpack(zip: &str, name: String, entry: ZipFile<Cursor<&[u8]>>, left: &mut u64) -> Outcome<Input> {
    let bytes = input::spill(entry, *left).map_err(|error| input::unpacking(zip, &error))?;
    let once = bytes.len();
    spend(zip, left, once)?;
    let inner = input::unpack(name, bytes, *left)?;
    let twice = inner.source().bytes.len();
    if twice != once {
        spend(zip, left, twice)?;
    }
    Ok(inner)
}

fn spend(zip: &str, left: &mut u64, size: usize) -> Outcome<()> {
    *left = left.checked_sub(size as u64).filter(|left| *left > 0).ok_or_else(|| input::too_large(zip))?;
    Ok(())
}

fn is_wanted(name: &str) -> bool {
    let stem = base(name).to_ascii_lowercase();
    (ends_in(name, &TABLES) || ends_in(name, &PACKED)) && !EXPLAINING.iter().any(|word| stem.starts_with(word))
}

fn ends_in(name: &str, endings: &[&str]) -> bool {
    base(name).rsplit_once('.').is_some_and(|(_, end)| endings.iter().any(|ending| end.eq_ignore_ascii_case(ending)))
}

fn no_table(input: &Input, entries: &[Entry]) -> Problem {
    let names = listed(entries.iter().map(|(_, name)| name.as_str()));
    let what = if names.is_empty() { "the zip is empty".to_owned() } else { format!("the zip holds no table, only {names}") };
    Problem::new(what).file(input.name()).remedy("give the zip of the .csv or .txt")
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(shown).collect();
    let more = names.len().saturating_sub(NAMED_MAX);
    let list = names[..names.len() - more].join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

fn damaged(zip: &str, name: &str, error: &ZipError) -> Problem {
    let what = if name.is_empty() { String::new() } else { format!("{}: ", shown(base(name))) };
    let remedy = match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "unpack it with its password and give the files inside",
        ZipError::UnsupportedArchive(_) => "unpack it and give the files inside",
        _ => "it may be cut short; download it again",
    };
    Problem::new(format!("the zip cannot be read: {what}{error}")).file(zip).remedy(remedy)
}

/// A name as it can be printed: a terminal obeys control letters.
fn shown(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}

fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
