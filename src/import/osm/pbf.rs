//! The protocol-buffer format, `.osm.pbf`: a row of compressed blobs that can be read in any order, on all cores.
//!
//! Three scans, so that memory follows what is wanted and not what the file holds: first whatever carries wanted tags,
//! then the untagged ways that relations are made of, then the points of all nodes those ways need.

use std::io::Cursor;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use osmpbf::{BlobDecode, BlobReader, BlobType, HeaderBlock, PrimitiveBlock};
use rayon::prelude::*;

use super::block;
use super::extract::{self, ABSENT, Extract, RawWay};
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

struct File<'a> {
    source: Source<'a>,
    progress: &'a (dyn Fn(u64, u64) + Sync),
    /// Bytes of all scans so far.
    done: AtomicU64,
}

pub fn looks_like(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(64)].windows(HEADER.len()).any(|window| window == HEADER)
}

pub fn read(source: Source, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Extract> {
    let file = File { source, progress, done: AtomicU64::new(0) };
    let mut blobs = file.blobs()?;

    let found = file.scan(&blobs, block::find)?;
    let (mut points, mut ways, mut relations, mut groups) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut may_be_cut = true;
    for (blob, found) in blobs.iter_mut().zip(found) {
        (blob.nodes, blob.ways) = (found.nodes_seen, found.ways_seen);
        may_be_cut &= !found.relations_seen;
        points.extend(found.points);
        ways.extend(found.ways);
        relations.extend(found.relations);
        groups.extend(found.groups);
    }

    ways.sort_by_key(|way: &RawWay| way.id);
    let mut missing = extract::member_ways(&relations);
    missing.retain(|&id| ways.binary_search_by_key(&id, |way| way.id).is_err());
    let with_ways = blobs.iter().filter(|blob| blob.ways && !missing.is_empty()).cloned().collect::<Vec<_>>();
    for found in file.scan(&with_ways, |content| Some(block::find_members(content, &missing)))? {
        ways.extend(found);
    }
    file.finish_scan(2);

    let with_nodes = blobs.into_iter().filter(|blob| blob.nodes).collect::<Vec<_>>();
    let extract = Extract::build(points, ways, relations, groups, |ids| file.locate(&with_nodes, ids));
    file.finish_scan(SCANS);
    extract.map(|extract| Extract { may_be_cut, ..extract })
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
                // the format allows other kinds, nobody writes them: more likely a letter of the name is damaged
                BlobType::Unknown(_) => return Err(self.damaged(start)),
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
    fn scan<T: Send>(&self, blobs: &[Blob], look: impl Fn(&PrimitiveBlock) -> Option<T> + Sync) -> Outcome<Vec<T>> {
        let one = |blob: &Blob| {
            let content = self.content(blob.bytes.clone())?;
            // osmpbf panics on some content that no writer makes: numbers that overflow, unknown kinds of members
            let looked = catch_unwind(AssertUnwindSafe(|| look(&content)));
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
        for found in self.scan(blobs, |content| block::find_points(content, ids))? {
            for (index, point) in found {
                points[index as usize] = point;
            }
        }
        Ok(points)
    }

    fn content(&self, bytes: Range<usize>) -> Outcome<PrimitiveBlock> {
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
