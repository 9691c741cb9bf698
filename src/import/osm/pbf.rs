//! The protocol-buffer format, `.osm.pbf`: a row of compressed blobs that can be read in any order, on all cores.
//!
//! Three scans, so that memory follows what is wanted and not what the file holds: first whatever carries wanted tags,
//! then the untagged ways that relations are made of, then the points of all nodes those ways need.

use std::io::Cursor;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use osmpbf::{BlobDecode, BlobReader, BlobType, HeaderBlock, PrimitiveBlock, RelMemberType};
use rayon::prelude::*;

use super::extract::{self, ABSENT, Extract, Point, RawWay, Relation};
use super::tags::{Key, Tags};
use crate::domain::{Outcome, Problem, Source};

/// The file's first blob calls itself this.
const HEADER: &[u8] = b"OSMHeader";
const SCANS: u64 = 3;
const AGAIN: &str = "download it again";

/// One blob with its length and header: where it lies, and what it turned out to hold.
#[derive(Debug, Clone)]
struct Blob {
    bytes: Range<usize>,
    nodes: bool,
    ways: bool,
}

/// What the first scan finds in one blob.
#[derive(Debug, Default)]
struct Found {
    points: Vec<Point>,
    ways: Vec<RawWay>,
    relations: Vec<Relation>,
    nodes_seen: bool,
    ways_seen: bool,
}

struct File<'a> {
    source: Source<'a>,
    progress: &'a (dyn Fn(u64, u64) + Sync),
    /// Bytes of all scans so far.
    done: AtomicU64,
}

pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.iter().take(64).copied().collect::<Vec<u8>>().windows(HEADER.len()).any(|window| window == HEADER)
}

pub fn read(source: Source, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Extract> {
    let file = File { source, progress, done: AtomicU64::new(0) };
    let mut blobs = file.blobs()?;

    let found = file.scan(&blobs, |block, _| find(block))?;
    let (mut points, mut ways, mut relations) = (Vec::new(), Vec::new(), Vec::new());
    for (blob, found) in blobs.iter_mut().zip(found) {
        (blob.nodes, blob.ways) = (found.nodes_seen, found.ways_seen);
        points.extend(found.points);
        ways.extend(found.ways);
        relations.extend(found.relations);
    }

    ways.sort_by_key(|way: &RawWay| way.id);
    let mut missing = extract::member_ways(&relations);
    missing.retain(|&id| ways.binary_search_by_key(&id, |way| way.id).is_err());
    let with_ways = blobs.iter().filter(|blob| blob.ways && !missing.is_empty()).cloned().collect::<Vec<_>>();
    for found in file.scan(&with_ways, |block, _| Some(find_members(block, &missing)))? {
        ways.extend(found);
    }
    file.finish_scan(2);

    let with_nodes = blobs.into_iter().filter(|blob| blob.nodes).collect::<Vec<_>>();
    let extract = Extract::build(points, ways, relations, |ids| file.locate(&with_nodes, ids));
    file.finish_scan(SCANS);
    extract
}

impl File<'_> {
    /// Finds the data blobs, each one whole, and checks that the header asks for nothing unknown.
    fn blobs(&self) -> Outcome<Vec<Blob>> {
        let len = self.source.bytes.len();
        let mut reader = BlobReader::new_seekable(Cursor::new(self.source.bytes)).map_err(|_| self.damaged(0))?;
        let mut blobs = Vec::new();
        let mut start = 0;
        while start < len {
            // 1 to 3 bytes of a length count as a clean end in osmpbf
            let Some(Ok((header, _))) = reader.next_header_skip_blob() else { return Err(self.cut_short(start)) };
            let size = usize::try_from(header.get_blob_size()).map_err(|_| self.damaged(start))?;
            let header_size = u32::from_be_bytes(self.source.bytes[start..start + 4].try_into().map_err(|_| self.cut_short(start))?);
            let end = start + 4 + header_size as usize + size;
            if end > len {
                return Err(self.cut_short(start));
            }
            match header.blob_type() {
                BlobType::OsmHeader => self.check_header(start..end)?,
                BlobType::OsmData => blobs.push(Blob { bytes: start..end, nodes: false, ways: false }),
                BlobType::Unknown(_) => {}
            }
            start = end;
        }
        Ok(blobs)
    }

    fn check_header(&self, bytes: Range<usize>) -> Outcome<()> {
        let start = bytes.start;
        let decoded = self.blob(bytes)?.to_headerblock().map_err(|_| self.damaged(start))?;
        match unreadable_feature(&decoded) {
            Some(feature) => Err(Problem::new(format!("it needs the feature {feature}, which is not read here"))
                .file(self.source.name)
                .remedy("get a plain extract of the present day, without history and without node locations on ways")),
            None => Ok(()),
        }
    }

    /// Reads blobs on all cores; the results are in the order of the blobs. `look` gives `None` for damaged content.
    fn scan<T: Send>(&self, blobs: &[Blob], look: impl Fn(&PrimitiveBlock, &Blob) -> Option<T> + Sync) -> Outcome<Vec<T>> {
        let one = |blob: &Blob| {
            let result = self.block(blob.bytes.clone())?;
            // osmpbf panics on some content that no writer makes: numbers that overflow, unknown kinds of members
            let looked = catch_unwind(AssertUnwindSafe(|| look(&result, blob)));
            let done = self.done.fetch_add(blob.bytes.len() as u64, Ordering::Relaxed) + blob.bytes.len() as u64;
            (self.progress)(done, SCANS * self.source.bytes.len() as u64);
            looked.ok().flatten().ok_or_else(|| self.damaged(blob.bytes.start))
        };
        // the first problem in file order, so that the same file always gives the same line
        let results: Vec<Outcome<T>> = blobs.par_iter().map(one).collect();
        results.into_iter().collect()
    }

    /// The points of the nodes `ids` (ascending); `ABSENT` for those the file does not hold.
    fn locate(&self, blobs: &[Blob], ids: &[i64]) -> Outcome<Vec<[i32; 2]>> {
        let mut points = vec![ABSENT; ids.len()];
        for found in self.scan(blobs, |block, _| find_points(block, ids))? {
            for (index, point) in found {
                points[index as usize] = point;
            }
        }
        Ok(points)
    }

    fn block(&self, bytes: Range<usize>) -> Outcome<PrimitiveBlock> {
        let start = bytes.start;
        match self.blob(bytes)?.decode() {
            Ok(BlobDecode::OsmData(block)) => Ok(block),
            _ => Err(self.damaged(start)),
        }
    }

    fn blob(&self, bytes: Range<usize>) -> Outcome<osmpbf::Blob> {
        let start = bytes.start;
        let mut reader = BlobReader::new(&self.source.bytes[bytes]);
        reader.next().and_then(Result::ok).ok_or_else(|| self.damaged(start))
    }

    /// Blobs that a scan had no need of count as read.
    fn finish_scan(&self, scan: u64) {
        let done = scan * self.source.bytes.len() as u64;
        self.done.store(done, Ordering::Relaxed);
        (self.progress)(done, SCANS * self.source.bytes.len() as u64);
    }

    fn cut_short(&self, at: usize) -> Problem {
        let whole = self.source.bytes.len();
        Problem::new(format!("ends in the middle: the part that starts at byte {at} of {whole} is not complete"))
            .file(self.source.name)
            .remedy(AGAIN)
    }

    fn damaged(&self, at: usize) -> Problem {
        Problem::new(format!("is damaged: the part that starts at byte {at} cannot be read")).file(self.source.name).remedy(AGAIN)
    }
}

/// A feature without which the file would be misread. Node locations on ways are said to be optional, but a file that has
/// them leaves out the nodes themselves.
fn unreadable_feature(header: &HeaderBlock) -> Option<&String> {
    let required = header.required_features().iter().find(|feature| !matches!(feature.as_str(), "OsmSchema-V0.6" | "DenseNodes"));
    required.or_else(|| header.optional_features().iter().find(|feature| *feature == "LocationsOnWays"))
}

/// The texts of a block, and for each the key it is, if anybody reads that key: looked up once a block, not once a tag.
struct Words<'a> {
    keys: Vec<Option<Key>>,
    texts: &'a [Vec<u8>],
}

impl<'a> Words<'a> {
    fn of(block: &'a PrimitiveBlock) -> Self {
        let texts = block.raw_stringtable();
        let keys = texts.iter().map(|text| std::str::from_utf8(text).ok().and_then(Key::from_word)).collect();
        Self { keys, texts }
    }

    /// Fills `tags`; `None` when a tag points outside the block's texts.
    fn fill(&self, tags: &mut Tags, raw: impl Iterator<Item = (usize, usize)>) -> Option<()> {
        tags.clear();
        for (key, value) in raw {
            let value = self.texts.get(value)?;
            if let Some(key) = *self.keys.get(key)? {
                tags.push(key, &String::from_utf8_lossy(value));
            }
        }
        Some(())
    }
}

/// First scan: what carries wanted tags.
fn find(block: &PrimitiveBlock) -> Option<Found> {
    let words = Words::of(block);
    let mut found = Found::default();
    let mut tags = Tags::default();
    for group in block.groups() {
        for node in group.nodes() {
            found.nodes_seen = true;
            words.fill(&mut tags, node.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_point(&tags) {
                found.points.push(point(node.id(), node.nano_lon(), node.nano_lat(), &tags)?);
            }
        }
        for node in group.dense_nodes() {
            found.nodes_seen = true;
            words.fill(&mut tags, node.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_point(&tags) {
                found.points.push(point(node.id(), node.nano_lon(), node.nano_lat(), &tags)?);
            }
        }
        for way in group.ways() {
            found.ways_seen = true;
            words.fill(&mut tags, way.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_way(&tags) {
                found.ways.push(RawWay { id: way.id(), tags: tags.clone(), nodes: way.refs().collect() });
            }
        }
        for relation in group.relations() {
            words.fill(&mut tags, relation.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_relation(&tags) {
                found.relations.push(area(&relation, &tags)?);
            }
        }
    }
    Some(found)
}

/// Second scan: the ways among `ids`, whose own tags nobody wanted.
fn find_members(block: &PrimitiveBlock, ids: &[i64]) -> Vec<RawWay> {
    let ways = block.groups().flat_map(|group| group.ways());
    let members = ways.filter(|way| ids.binary_search(&way.id()).is_ok());
    members.map(|way| RawWay { id: way.id(), tags: Tags::default(), nodes: way.refs().collect() }).collect()
}

/// Third scan: which of `ids` are here, and where they lie.
fn find_points(block: &PrimitiveBlock, ids: &[i64]) -> Option<Vec<(u32, [i32; 2])>> {
    let mut found = Vec::new();
    let mut near = 0;
    let mut look = |id, lon, lat| {
        near = seek(ids, near, id);
        if ids.get(near) == Some(&id) {
            found.push((near as u32, decimicro(lon, lat)?));
        }
        Some(())
    };
    for group in block.groups() {
        for node in group.nodes() {
            look(node.id(), node.nano_lon(), node.nano_lat())?;
        }
        for node in group.dense_nodes() {
            look(node.id(), node.nano_lon(), node.nano_lat())?;
        }
    }
    Some(found)
}

/// The first place in `ids` that is not under `id`. Nodes come ascending, so it is most often right behind the last.
fn seek(ids: &[i64], near: usize, id: i64) -> usize {
    const STEPS: usize = 8;
    let behind = near > 0 && ids[near - 1] >= id;
    let window = &ids[near..ids.len().min(near + STEPS)];
    match window.iter().position(|&known| known >= id) {
        Some(offset) if !behind => near + offset,
        _ => ids.partition_point(|&known| known < id),
    }
}

fn point(id: i64, nano_lon: i64, nano_lat: i64, tags: &Tags) -> Option<Point> {
    let at = extract::degrees(decimicro(nano_lon, nano_lat)?);
    Some(Point { id, at, tags: tags.clone() })
}

fn decimicro(nano_lon: i64, nano_lat: i64) -> Option<[i32; 2]> {
    extract::on_globe(nano_lon / 100, nano_lat / 100)
}

fn area(relation: &osmpbf::Relation, tags: &Tags) -> Option<Relation> {
    let mut members = Vec::new();
    for member in relation.members().filter(|member| member.member_type == RelMemberType::Way) {
        members.extend(extract::role(member.role().ok()?).map(|role| (member.member_id, role)));
    }
    Some(Relation { id: relation.id(), tags: tags.clone(), members })
}
