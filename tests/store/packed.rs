//! Files packed as offices publish them, and packed to do harm.

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use arpent::store::Input;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{arpent, arpent_ok};

const ANN: &str = "id,last_name,first_name,address,city,postcode,birth_year\n1,Long,Ann,1 Elm St,Milltown,27001,1980\n";
const BEN: &str = "id,last_name,first_name,address,city,postcode,birth_year\n2,Short,Ben,2 Elm St,Milltown,27001,1970\n";

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new file");
        writer.write_all(bytes).expect("room in memory");
    }
    writer.finish().expect("a whole zip").into_inner()
}

fn gzipped(bytes: impl Read) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    std::io::copy(&mut { bytes }, &mut packer).expect("room in memory");
    packer.finish().expect("a whole gzip")
}

fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    (dir, path)
}

/// Name and text of each table.
fn tables(name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let (_dir, path) = file(name, bytes);
    let read = Input::tables(&path).unwrap_or_else(|problem| panic!("{problem}"));
    let text = |input: &Input| String::from_utf8(input.source().bytes.to_vec()).expect("UTF-8");
    read.iter().map(|input| (input.name().to_owned(), text(input))).collect()
}

/// One line, soon.
fn refused(name: &str, bytes: &[u8]) -> String {
    let (_dir, path) = file(name, bytes);
    let started = Instant::now();
    let problem = Input::tables(&path).expect_err(name).to_string();
    assert!(started.elapsed() < Duration::from_secs(30), "{name}: {:?}", started.elapsed());
    assert_eq!(problem.lines().count(), 1, "{problem}");
    assert!(!problem.contains(|letter: char| letter.is_control()), "{problem:?}");
    problem
}

fn pair(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

#[test]
fn a_zip_of_tables_is_its_tables() {
    let (ann, ben) = (ANN.as_bytes(), BEN.as_bytes());
    assert_eq!(tables("v.csv", ann), [pair("v.csv", ANN)], "a plain file is itself");
    let around = [("readme.txt", &b"read me"[..]), ("layout.pdf", b"%PDF"), ("__MACOSX/b.csv", b"x"), ("d/.b.csv", b"x")];
    let zip = zipped(&[&around[..], &[("d/b.TXT", ben), ("a.csv", ann)]].concat());
    assert_eq!(tables("v.zip", &zip), [pair("a.csv", ANN), pair("b.TXT", BEN)]);
    assert_eq!(tables("v.dat", &zip).len(), 2, "content decides, not the name");
    let alike = zipped(&[("north/v.csv", ann), ("south/v.csv", ben)]);
    assert_eq!(tables("v.zip", &alike), [pair("north/v.csv", ANN), pair("south/v.csv", BEN)], "told apart by their folders");
}

#[test]
fn what_is_packed_in_a_zip_is_unpacked_once_more() {
    let (ann, ben) = (ANN.as_bytes(), BEN.as_bytes());
    let inner = zipped(&[("b.csv", ben), ("c.csv.gz", &gzipped(ann))]);
    let outer = zipped(&[("part1.txt.gz", &gzipped(ann)), ("part2.zip", &inner)]);
    assert_eq!(tables("co.zip", &outer), [pair("part1.txt", ANN), pair("b.csv", BEN), pair("c.csv", ANN)]);
    assert_eq!(tables("co.zip.gz", &gzipped(outer.as_slice())).len(), 3);
    let deep = zipped(&[("c.zip", &zipped(&[("b.zip", &zipped(&[("a.csv", ann)]))]))]);
    assert_eq!(refused("d.zip", &deep), "c.zip: b.zip is a zip in a zip in a zip; unpack it and give the files inside");
}

#[test]
fn a_zip_without_tables_is_refused() {
    assert_eq!(refused("e.zip", &zipped(&[])), "e.zip: the zip is empty; give the zip of the .csv or .txt");
    let documents = zipped(&[("layout.pdf", b"%PDF"), ("LICENSE.txt", b"free")]);
    assert_eq!(
        refused("d.zip", &documents),
        "d.zip: the zip holds no table, only LICENSE.txt, layout.pdf; give the zip of the .csv or .txt"
    );
    let sheet = zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    assert_eq!(refused("s.xlsx", &sheet), "s.xlsx: is a spreadsheet or another document, not text; save the sheet as CSV");
    let shouting = zipped(&[("\u{1b}[31mred\n.pdf", b"x")]);
    assert!(refused("r.zip", &shouting).contains("only ?[31mred?.pdf"));
    let layer = zipped(&[("a.shp", b"x"), ("a.dbf", b"x"), ("a.txt", b"x")]);
    assert_eq!(tables("layer.zip", b"PK").len(), 1);
    let (_dir, path) = file("layer.zip", &layer);
    assert_eq!(Input::table(&path).expect("left to the step that reads layers").source().bytes, layer);
}

#[test]
fn where_one_table_is_wanted_several_are_named() {
    let names: Vec<String> = (10..20).map(|number| format!("{number}.csv")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), ANN.as_bytes())).collect();
    let (_dir, path) = file("v.zip", &zipped(&files));
    assert_eq!(
        Input::table(&path).expect_err("ten").to_string(),
        "v.zip: the zip holds several tables: 10.csv, 11.csv, 12.csv, 13.csv, 14.csv, 15.csv, 16.csv, 17.csv and 2 more; unpack it and give the one you want"
    );
    let (_dir, path) = file("v.zip", &zipped(&files[..1]));
    assert_eq!(Input::table(&path).expect("one").name(), "10.csv");
}

#[test]
fn damaged_and_locked_zips_are_refused() {
    let zip = zipped(&[("v.csv", ANN.as_bytes())]);
    assert!(refused("half.zip", &zip[..zip.len() / 2]).starts_with("half.zip: the zip cannot be read: "));
    let central = zip.windows(4).position(|four| four == b"PK\x01\x02").expect("a central directory");
    let mut locked = zip.clone();
    (locked[6], locked[central + 8]) = (locked[6] | 1, locked[central + 8] | 1);
    let line = refused("locked.zip", &locked);
    assert!(
        line.starts_with("locked.zip: the zip cannot be read: v.csv: ")
            && line.ends_with("; unpack it with its password and give the files inside"),
        "{line}"
    );
    let mut spoiled = zip.clone();
    let data = 30 + "v.csv".len();
    spoiled[data..data + 20].fill(0xff);
    assert!(refused("spoiled.zip", &spoiled).starts_with("spoiled.zip: is damaged: "));
}

#[test]
fn names_that_climb_out_write_nothing() {
    let zip = zipped(&[
        ("../../../../tmp/arpent-was-here.csv", ANN.as_bytes()),
        ("/tmp/arpent-was-here-too.csv", BEN.as_bytes()),
        ("..\\..\\x.csv", BEN.as_bytes()),
    ]);
    let names: Vec<String> = tables("v.zip", &zip).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["arpent-was-here.csv", "x.csv", "arpent-was-here-too.csv"]);
    assert!(!PathBuf::from("/tmp/arpent-was-here.csv").exists() && !PathBuf::from("/tmp/arpent-was-here-too.csv").exists());
}

proptest! {
    /// Damage of any kind gives tables or one line, never a panic.
    #[test]
    fn damaged_zips_do_not_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in prop::option::of(any::<prop::sample::Index>())) {
        let inner = zipped(&[("b.csv", BEN.as_bytes()), ("c.csv.gz", &gzipped(ANN.as_bytes()))]);
        let mut zip = zipped(&[("a.csv", ANN.as_bytes()), ("b.zip", &inner)]);
        changes.iter().for_each(|(at, byte)| { let at = at.index(zip.len()); zip[at] = *byte; });
        zip.truncate(cut.map_or(zip.len(), |cut| 4 + cut.index(zip.len() - 4)));
        let (_dir, path) = file("v.zip", &zip);
        if let Err(problem) = Input::tables(&path) {
            prop_assert_eq!(problem.to_string().lines().count(), 1);
        }
    }
}

const TOO_LARGE: &str =
    "unpacks to more than 200 times its size, or to more than 16 GiB; if you trust it, unpack it and give the file inside";

/// Bytes that do not shrink: the high ones of Knuth's congruential generator.
fn noise(bytes: usize) -> Vec<u8> {
    let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    std::iter::successors(Some(1), next).take(bytes).map(|state| (state >> 56) as u8).collect()
}

fn zeros(bytes: u64) -> impl Read {
    std::io::repeat(0).take(bytes)
}

#[test]
fn bombs_of_gzip_and_bzip2_are_refused_and_what_is_merely_dense_is_not() {
    assert_eq!(refused("small.gz", &gzipped(zeros(80 << 20))), format!("small.gz: {TOO_LARGE}"), "the floor of 64 MiB");
    // noise that does not shrink makes the packed file large enough for the ratio to decide
    let noise = noise(500_000);
    let packed = gzipped(noise.as_slice().chain(zeros(300 << 20)));
    let ratio = (noise.len() as u64 + (300 << 20)) / packed.len() as u64;
    assert!(packed.len() > 350_000 && ratio > 200, "{} bytes, {ratio} to 1", packed.len());
    assert_eq!(refused("large.gz", &packed), format!("large.gz: {TOO_LARGE}"));

    let dense = gzipped(noise.as_slice().chain(zeros(70 << 20)));
    let (_dir, path) = file("dense.csv.gz", &dense);
    let read = Input::open(&path).expect("less than 200 to 1");
    assert_eq!((read.name(), read.source().bytes.len()), ("dense.csv", noise.len() + (70 << 20)));
    assert_eq!(&read.source().bytes[..noise.len()], noise, "what went to a file comes back");

    assert_eq!(refused("bomb.bz2", BZIP2_OF_70_MIB_OF_ZEROS), format!("bomb.bz2: {TOO_LARGE}"));
}

#[test]
fn a_zip_bomb_is_refused_however_it_is_cut() {
    let blank = vec![b' '; 40 << 20];
    assert_eq!(tables("v.zip", &zipped(&[("a.csv", &blank)])).len(), 1, "harmless");
    let two = zipped(&[("a.csv", &blank), ("b.csv", &blank)]);
    assert_eq!(refused("two.zip", &two), format!("two.zip: {TOO_LARGE}"), "one bound for all files together");
    let inner = zipped(&[("a.csv", &blank)]);
    let nested = zipped(&[("a.zip", &inner), ("b.zip", &inner)]);
    assert_eq!(refused("nested.zip", &nested), format!("b.zip: {TOO_LARGE}"), "and for all zips within");
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(refused("many.zip", &zipped(&many)).starts_with("many.zip: the zip holds 10001 files; "));
}

#[test]
fn a_state_is_imported_from_its_zip_as_from_its_files() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| dir.path().join(name).display().to_string();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).expect("written");
    let history = "id,election_date,voting_method\n1,2024-11-05,mail\n2,2024-11-05,early\n";
    for (name, text) in [("north.csv", ANN), ("south.csv", BEN), ("history.csv", history)] {
        write(name, text.as_bytes());
    }
    write("statewide.zip", &zipped(&[("north.csv", ANN.as_bytes()), ("south.zip", &zipped(&[("south.csv", BEN.as_bytes())]))]));
    write("history.zip", &zipped(&[("history.csv", history.as_bytes())]));
    let import = |campaign: &str, voters: &[&str], history: &str| {
        let campaign = path(campaign);
        arpent_ok(["init", &campaign]);
        let voters: Vec<String> = voters.iter().map(|name| path(name)).collect();
        let voters = voters.iter().map(String::as_str);
        let tail = ["--history", history];
        let report = arpent_ok(["-C", &campaign, "--json", "import", "voters"].into_iter().chain(voters).chain(tail));
        arpent_ok(["-C", &campaign, "check"]);
        let report: serde_json::Value = serde_json::from_str(&report).expect("one JSON object");
        ["read", "kept", "rejected", "merged", "noticed"].map(|name| report[name].clone())
    };
    let plain = import("a", &["north.csv", "south.csv"], &path("history.csv"));
    assert_eq!(plain[..2], [2, 2]);
    assert_eq!(import("b", &["statewide.zip"], &path("history.zip")), plain);

    let both = zipped(&[("north.csv", ANN.as_bytes()), ("south.csv", BEN.as_bytes())]);
    write("both.zip", &both);
    let ran = arpent(["-C", &path("a"), "import", "attributes", &path("both.zip")]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.trim().ends_with("both.zip: the zip holds several tables: north.csv, south.csv; unpack it and give the one you want"),
        "{}",
        ran.err
    );
}

const BZIP2_OF_70_MIB_OF_ZEROS: &[u8] = &[
    0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0x0e, 0x09, 0xe2, 0xdf, 0x01, 0x5f, 0x8e, 0x40, 0x00, 0xc0, 0x00, 0x00,
    0x08, 0x20, 0x00, 0x30, 0x80, 0x4d, 0x46, 0x42, 0xa0, 0x25, 0xa9, 0x0a, 0x80, 0x97, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0x33, 0xf2,
    0xaf, 0xee, 0x00, 0xd2, 0xa3, 0xc1, 0x00, 0xc0, 0x00, 0x40, 0x00, 0x00, 0x08, 0x20, 0x00, 0x30, 0xcc, 0x05, 0x29, 0xa6, 0xa8, 0x49,
    0x12, 0xd8, 0x11, 0x24, 0x4b, 0xc5, 0xdc, 0x91, 0x4e, 0x14, 0x24, 0x0b, 0xf8, 0x5a, 0x94, 0x00,
];

/// As Windows packs what is large: `id,last_name` and forty rows `1,Long`.
const DEFLATE64: &[u8] = &[
    0x50, 0x4b, 0x03, 0x04, 0x15, 0x00, 0x00, 0x00, 0x09, 0x00, 0x00, 0x00, 0x21, 0x00, 0x5a, 0x00, 0xdc, 0x9e, 0x8c, 0x00, 0x00, 0x00,
    0x25, 0x01, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x61, 0x2e, 0x63, 0x73, 0x76, 0x05, 0xc1, 0xc1, 0x09, 0xc3, 0x00, 0x00, 0x02, 0xc0,
    0xbf, 0xb3, 0xf8, 0x71, 0x0f, 0x77, 0x28, 0x81, 0x04, 0x09, 0xb4, 0xfa, 0x48, 0xf7, 0x27, 0x77, 0xf7, 0xc9, 0xef, 0xf1, 0xfc, 0x3f,
    0x3d, 0x7e, 0x17, 0x44, 0xaf, 0x81, 0xe8, 0x35, 0x10, 0xbd, 0x06, 0xa2, 0xd7, 0x40, 0xf4, 0x1a, 0x88, 0x5e, 0x03, 0xd1, 0x6b, 0x20,
    0x7a, 0x0d, 0x44, 0xaf, 0x81, 0xe8, 0x35, 0x10, 0xbd, 0x06, 0xa2, 0xd7, 0x40, 0xf4, 0x1a, 0x88, 0x5e, 0x03, 0xd1, 0x6b, 0x20, 0x7a,
    0x0d, 0x44, 0xaf, 0x81, 0xe8, 0x35, 0x10, 0xbd, 0x06, 0xa2, 0xd7, 0x40, 0xf4, 0x1a, 0x88, 0x5e, 0x03, 0xd1, 0x6b, 0x20, 0x7a, 0x0d,
    0x44, 0xaf, 0x81, 0xe8, 0x35, 0x10, 0xbd, 0x06, 0xa2, 0xd7, 0x40, 0xf4, 0x1a, 0x88, 0x5e, 0x03, 0xd1, 0x6b, 0x20, 0x7a, 0x0d, 0x44,
    0xaf, 0x81, 0xe8, 0x35, 0x10, 0xbd, 0x06, 0xa2, 0xd7, 0x40, 0xf4, 0x1a, 0x88, 0x5e, 0x03, 0xd1, 0x6b, 0x20, 0x7a, 0x0d, 0x5e, 0x50,
    0x4b, 0x01, 0x02, 0x15, 0x00, 0x15, 0x00, 0x00, 0x00, 0x09, 0x00, 0x00, 0x00, 0x21, 0x00, 0x5a, 0x00, 0xdc, 0x9e, 0x8c, 0x00, 0x00,
    0x00, 0x25, 0x01, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x61, 0x2e, 0x63, 0x73, 0x76, 0x50, 0x4b, 0x05, 0x06, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x33, 0x00, 0x00, 0x00,
    0xaf, 0x00, 0x00, 0x00, 0x00, 0x00,
];

#[test]
fn what_windows_packs_is_read() {
    assert_eq!(tables("v.zip", DEFLATE64), [pair("a.csv", &format!("id,last_name\n{}", "1,Long\n".repeat(40)))]);
}
