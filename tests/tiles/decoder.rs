//! A decoder of MVT 2.1 that shares nothing with the encoder and holds every "MUST" of the specification.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message;

#[derive(Clone, PartialEq, Message)]
struct RawTile {
    #[prost(message, repeated, tag = "3")]
    layers: Vec<RawLayer>,
}

#[derive(Clone, PartialEq, Message)]
struct RawLayer {
    #[prost(uint32, required, tag = "15")]
    version: u32,
    #[prost(string, required, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    features: Vec<RawFeature>,
    #[prost(string, repeated, tag = "3")]
    keys: Vec<String>,
    #[prost(message, repeated, tag = "4")]
    values: Vec<RawValue>,
    #[prost(uint32, optional, tag = "5")]
    extent: Option<u32>,
}

#[derive(Clone, PartialEq, Message)]
struct RawFeature {
    #[prost(uint64, optional, tag = "1")]
    id: Option<u64>,
    #[prost(uint32, repeated, tag = "2")]
    tags: Vec<u32>,
    #[prost(uint32, optional, tag = "3")]
    kind: Option<u32>,
    #[prost(uint32, repeated, tag = "4")]
    geometry: Vec<u32>,
}

#[derive(Clone, PartialEq, Message)]
struct RawValue {
    #[prost(string, optional, tag = "1")]
    text: Option<String>,
    #[prost(float, optional, tag = "2")]
    float: Option<f32>,
    #[prost(double, optional, tag = "3")]
    double: Option<f64>,
    #[prost(int64, optional, tag = "4")]
    int: Option<i64>,
    #[prost(uint64, optional, tag = "5")]
    uint: Option<u64>,
    #[prost(sint64, optional, tag = "6")]
    sint: Option<i64>,
    #[prost(bool, optional, tag = "7")]
    boolean: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Count(u64),
    Number(f32),
    Boolean(bool),
}

pub type Point = [i64; 2];

#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    Points(Vec<Point>),
    Lines(Vec<Vec<Point>>),
    /// Polygons, each an outer ring and its holes.
    Polygons(Vec<Vec<Vec<Point>>>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    pub id: Option<u64>,
    pub fields: BTreeMap<String, Value>,
    pub geometry: Geometry,
}

/// Layers by name.
pub fn decode(bytes: &[u8]) -> BTreeMap<String, Vec<Feature>> {
    let tile = RawTile::decode(bytes).expect("protobuf");
    let mut layers = BTreeMap::new();
    for layer in tile.layers {
        assert_eq!((layer.version, layer.extent), (2, Some(4096)));
        assert_eq!(layer.keys.iter().collect::<BTreeSet<_>>().len(), layer.keys.len(), "keys are unique");
        assert!(!layer.features.is_empty(), "a layer has features");
        let features = layer.features.iter().map(|feature| decode_feature(feature, &layer)).collect();
        assert!(layers.insert(layer.name, features).is_none(), "layer names are unique");
    }
    layers
}

fn decode_feature(feature: &RawFeature, layer: &RawLayer) -> Feature {
    assert_eq!(feature.tags.len() % 2, 0);
    let mut fields = BTreeMap::new();
    for pair in feature.tags.chunks(2) {
        let old = fields.insert(layer.keys[pair[0] as usize].clone(), decode_value(&layer.values[pair[1] as usize]));
        assert!(old.is_none(), "a feature has a key once");
    }
    let parts = decode_parts(&feature.geometry);
    let geometry = match feature.kind {
        Some(1) => Geometry::Points(points(parts)),
        Some(2) => Geometry::Lines(lines(parts)),
        Some(3) => Geometry::Polygons(polygons(parts)),
        kind => panic!("unknown geometry type {kind:?}"),
    };
    Feature { id: feature.id, fields, geometry }
}

fn decode_value(value: &RawValue) -> Value {
    match value {
        RawValue { text: Some(text), float: None, double: None, int: None, uint: None, sint: None, boolean: None } => {
            Value::Text(text.clone())
        }
        RawValue { text: None, float: Some(float), double: None, int: None, uint: None, sint: None, boolean: None } => {
            Value::Number(*float)
        }
        RawValue { text: None, float: None, double: None, int: None, uint: Some(uint), sint: None, boolean: None } => Value::Count(*uint),
        RawValue { text: None, float: None, double: None, int: None, uint: None, sint: None, boolean: Some(yes) } => Value::Boolean(*yes),
        other => panic!("exactly one of the types we use: {other:?}"),
    }
}

/// MoveTo points, LineTo points, closed?
type Part = (Vec<Point>, Vec<Point>, bool);

fn decode_parts(commands: &[u32]) -> Vec<Part> {
    let (mut parts, mut at, mut cursor): (Vec<Part>, usize, Point) = (Vec::new(), 0, [0, 0]);
    while at < commands.len() {
        let (command, count) = (commands[at] & 7, (commands[at] >> 3) as usize);
        assert!(count > 0, "no empty command");
        at += 1;
        let points = if command == 7 { 0 } else { count };
        let mut moved = Vec::new();
        for _ in 0..points {
            for axis in &mut cursor {
                let parameter = commands[at];
                *axis += i64::from((parameter >> 1) as i32 ^ -((parameter & 1) as i32));
                at += 1;
            }
            moved.push(cursor);
        }
        match command {
            1 => parts.push((moved, Vec::new(), false)),
            2 => {
                let part = parts.last_mut().expect("LineTo after MoveTo");
                assert!(part.1.is_empty() && !part.2, "one LineTo follows a MoveTo");
                part.1 = moved;
            }
            7 => {
                assert_eq!(count, 1);
                let part = parts.last_mut().expect("ClosePath after LineTo");
                assert!(!part.1.is_empty() && !part.2);
                part.2 = true;
            }
            other => panic!("unknown command {other}"),
        }
    }
    parts
}

fn points(parts: Vec<Part>) -> Vec<Point> {
    assert_eq!(parts.len(), 1, "points are one MoveTo");
    assert!(parts[0].1.is_empty() && !parts[0].2);
    parts.into_iter().next().unwrap().0
}

fn lines(parts: Vec<Part>) -> Vec<Vec<Point>> {
    assert!(!parts.is_empty());
    let line = |(start, rest, closed): Part| {
        assert!(start.len() == 1 && !rest.is_empty() && !closed, "a line is MoveTo(1), LineTo(n)");
        let line: Vec<Point> = start.into_iter().chain(rest).collect();
        assert!(line.windows(2).all(|leg| leg[0] != leg[1]), "no leg without length");
        line
    };
    parts.into_iter().map(line).collect()
}

fn polygons(parts: Vec<Part>) -> Vec<Vec<Vec<Point>>> {
    let mut polygons: Vec<Vec<Vec<Point>>> = Vec::new();
    for (start, rest, closed) in parts {
        assert!(start.len() == 1 && rest.len() >= 2 && closed, "a ring is MoveTo(1), LineTo(2 or more), ClosePath");
        let ring: Vec<Point> = start.into_iter().chain(rest).collect();
        assert!((0..ring.len()).all(|at| ring[at] != ring[(at + 1) % ring.len()]), "no repeated points, not even closing");
        match area(&ring) {
            0 => panic!("a ring without area"),
            outer if outer > 0 => polygons.push(vec![ring]),
            _ => polygons.last_mut().expect("a hole follows its outer ring").push(ring),
        }
    }
    assert!(!polygons.is_empty());
    polygons
}

/// Twice the signed area, y downwards.
pub fn area(ring: &[Point]) -> i64 {
    (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()])).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}
