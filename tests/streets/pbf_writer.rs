//! A small map, and how to write it in both formats: enough of `osmformat.proto` to make test files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use prost::Message;

pub type Tags = Vec<(String, String)>;
/// (way, role)
pub type Members = Vec<(i64, String)>;

#[derive(Debug, Clone, Default)]
pub struct Map {
    /// (id, [lon, lat] in 10⁻⁷ degrees, tags)
    pub nodes: Vec<(i64, [i32; 2], Tags)>,
    pub ways: Vec<(i64, Vec<i64>, Tags)>,
    pub relations: Vec<(i64, Members, Tags)>,
}

/// How a PBF file may differ and hold the same.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub dense: bool,
    pub zlib: bool,
    pub per_block: usize,
}

pub fn xml(map: &Map) -> Vec<u8> {
    let mut text = String::from("<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n");
    for (id, [lon, lat], tags) in &map.nodes {
        let (lon, lat) = (f64::from(*lon) / 1e7, f64::from(*lat) / 1e7);
        writeln!(text, "<node id=\"{id}\" lat=\"{lat:.7}\" lon=\"{lon:.7}\">{}</node>", xml_tags(tags)).expect("a String takes all");
    }
    for (id, nodes, tags) in &map.ways {
        let nodes: String = nodes.iter().map(|node| format!("<nd ref=\"{node}\"/>")).collect();
        writeln!(text, "<way id=\"{id}\">{nodes}{}</way>", xml_tags(tags)).expect("a String takes all");
    }
    for (id, members, tags) in &map.relations {
        let member = |(way, role): &(i64, String)| format!("<member type=\"way\" ref=\"{way}\" role=\"{role}\"/>");
        let members: String = members.iter().map(member).collect();
        writeln!(text, "<relation id=\"{id}\">{members}{}</relation>", xml_tags(tags)).expect("a String takes all");
    }
    text.push_str("</osm>\n");
    text.into_bytes()
}

fn xml_tags(tags: &Tags) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    tags.iter().map(|(key, value)| format!("<tag k=\"{}\" v=\"{}\"/>", escape(key), escape(value))).collect()
}

/// The file, and where each of its blobs ends.
pub fn pbf(map: &Map, style: Style) -> (Vec<u8>, Vec<usize>) {
    let required_features = ["OsmSchema-V0.6", "DenseNodes"].map(str::to_owned).to_vec();
    pbf_with_header(map, style, &HeaderBlock { required_features, optional_features: vec![] })
}

pub fn pbf_with_header(map: &Map, style: Style, header: &HeaderBlock) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    let mut add = |kind: &str, content: Vec<u8>| {
        write_blob(&mut bytes, kind, content, style.zlib);
        ends.push(bytes.len());
    };
    add("OSMHeader", header.encode_to_vec());
    for nodes in map.nodes.chunks(style.per_block) {
        add("OSMData", block(|words| nodes_group(nodes, style.dense, words)));
    }
    for ways in map.ways.chunks(style.per_block) {
        add("OSMData", block(|words| ways_group(ways, words)));
    }
    for relations in map.relations.chunks(style.per_block) {
        add("OSMData", block(|words| relations_group(relations, words)));
    }
    (bytes, ends)
}

fn write_blob(bytes: &mut Vec<u8>, kind: &str, content: Vec<u8>, zlib: bool) {
    let blob = if zlib {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&content).expect("a Vec takes all");
        Blob { raw: None, raw_size: Some(content.len() as i32), zlib_data: Some(encoder.finish().expect("a Vec takes all")) }
    } else {
        Blob { raw: Some(content), raw_size: None, zlib_data: None }
    };
    let blob = blob.encode_to_vec();
    let header = BlobHeader { kind: kind.to_owned(), datasize: blob.len() as i32 }.encode_to_vec();
    bytes.extend((header.len() as u32).to_be_bytes());
    bytes.extend(header);
    bytes.extend(blob);
}

/// The texts of a block; number 0 is empty.
#[derive(Default)]
struct Words(BTreeMap<String, u32>);

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        let next = self.0.len() as u32 + 1;
        *self.0.entry(word.to_owned()).or_insert(next)
    }
}

fn block(group: impl FnOnce(&mut Words) -> PrimitiveGroup) -> Vec<u8> {
    let mut words = Words::default();
    let group = group(&mut words);
    let mut s = vec![Vec::new(); words.0.len() + 1];
    for (word, number) in words.0 {
        s[number as usize] = word.into_bytes();
    }
    PrimitiveBlock { stringtable: Some(StringTable { s }), primitivegroup: vec![group] }.encode_to_vec()
}

fn nodes_group(nodes: &[(i64, [i32; 2], Tags)], dense: bool, words: &mut Words) -> PrimitiveGroup {
    let mut group = PrimitiveGroup::default();
    if !dense {
        for (id, [lon, lat], tags) in nodes {
            let (keys, vals) = keys_and_values(tags, words);
            group.nodes.push(Node { id: *id, keys, vals, lat: i64::from(*lat), lon: i64::from(*lon) });
        }
        return group;
    }
    let mut all = DenseNodes {
        id: deltas(nodes.iter().map(|(id, ..)| *id)),
        lon: deltas(nodes.iter().map(|(_, point, _)| i64::from(point[0]))),
        lat: deltas(nodes.iter().map(|(_, point, _)| i64::from(point[1]))),
        keys_vals: vec![],
    };
    for (_, _, tags) in nodes {
        let (keys, vals) = keys_and_values(tags, words);
        all.keys_vals.extend(keys.iter().zip(vals).flat_map(|(&key, value)| [key as i32, value as i32]));
        all.keys_vals.push(0);
    }
    group.dense = Some(all);
    group
}

fn ways_group(ways: &[(i64, Vec<i64>, Tags)], words: &mut Words) -> PrimitiveGroup {
    let way = |(id, nodes, tags): &(i64, Vec<i64>, Tags)| {
        let (keys, vals) = keys_and_values(tags, words);
        Way { id: *id, keys, vals, refs: deltas(nodes.iter().copied()) }
    };
    PrimitiveGroup { ways: ways.iter().map(way).collect(), ..PrimitiveGroup::default() }
}

fn relations_group(relations: &[(i64, Members, Tags)], words: &mut Words) -> PrimitiveGroup {
    const WAY: i32 = 1;
    let relation = |(id, members, tags): &(i64, Members, Tags)| {
        let (keys, vals) = keys_and_values(tags, words);
        let roles_sid = members.iter().map(|(_, role)| words.number(role) as i32).collect();
        let memids = deltas(members.iter().map(|&(way, _)| way));
        Relation { id: *id, keys, vals, roles_sid, memids, types: vec![WAY; members.len()] }
    };
    PrimitiveGroup { relations: relations.iter().map(relation).collect(), ..PrimitiveGroup::default() }
}

fn keys_and_values(tags: &Tags, words: &mut Words) -> (Vec<u32>, Vec<u32>) {
    tags.iter().map(|(key, value)| (words.number(key), words.number(value))).unzip()
}

fn deltas(values: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut last = 0;
    values.map(|value| value - std::mem::replace(&mut last, value)).collect()
}

#[derive(Clone, PartialEq, Message)]
struct BlobHeader {
    #[prost(string, required, tag = "1")]
    kind: String,
    #[prost(int32, required, tag = "3")]
    datasize: i32,
}

#[derive(Clone, PartialEq, Message)]
struct Blob {
    #[prost(bytes = "vec", optional, tag = "1")]
    raw: Option<Vec<u8>>,
    #[prost(int32, optional, tag = "2")]
    raw_size: Option<i32>,
    #[prost(bytes = "vec", optional, tag = "3")]
    zlib_data: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub struct HeaderBlock {
    #[prost(string, repeated, tag = "4")]
    pub required_features: Vec<String>,
    #[prost(string, repeated, tag = "5")]
    pub optional_features: Vec<String>,
}

#[derive(Clone, PartialEq, Message)]
struct PrimitiveBlock {
    #[prost(message, optional, tag = "1")]
    stringtable: Option<StringTable>,
    #[prost(message, repeated, tag = "2")]
    primitivegroup: Vec<PrimitiveGroup>,
}

#[derive(Clone, PartialEq, Message)]
struct StringTable {
    #[prost(bytes = "vec", repeated, tag = "1")]
    s: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
struct PrimitiveGroup {
    #[prost(message, repeated, tag = "1")]
    nodes: Vec<Node>,
    #[prost(message, optional, tag = "2")]
    dense: Option<DenseNodes>,
    #[prost(message, repeated, tag = "3")]
    ways: Vec<Way>,
    #[prost(message, repeated, tag = "4")]
    relations: Vec<Relation>,
}

#[derive(Clone, PartialEq, Message)]
struct Node {
    #[prost(sint64, required, tag = "1")]
    id: i64,
    #[prost(uint32, repeated, tag = "2")]
    keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    vals: Vec<u32>,
    #[prost(sint64, required, tag = "8")]
    lat: i64,
    #[prost(sint64, required, tag = "9")]
    lon: i64,
}

#[derive(Clone, PartialEq, Message)]
struct DenseNodes {
    #[prost(sint64, repeated, tag = "1")]
    id: Vec<i64>,
    #[prost(sint64, repeated, tag = "8")]
    lat: Vec<i64>,
    #[prost(sint64, repeated, tag = "9")]
    lon: Vec<i64>,
    #[prost(int32, repeated, tag = "10")]
    keys_vals: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
struct Way {
    #[prost(int64, required, tag = "1")]
    id: i64,
    #[prost(uint32, repeated, tag = "2")]
    keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    vals: Vec<u32>,
    #[prost(sint64, repeated, tag = "8")]
    refs: Vec<i64>,
}

#[derive(Clone, PartialEq, Message)]
struct Relation {
    #[prost(int64, required, tag = "1")]
    id: i64,
    #[prost(uint32, repeated, tag = "2")]
    keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    vals: Vec<u32>,
    #[prost(int32, repeated, tag = "8")]
    roles_sid: Vec<i32>,
    #[prost(sint64, repeated, tag = "9")]
    memids: Vec<i64>,
    #[prost(int32, repeated, tag = "10")]
    types: Vec<i32>,
}
