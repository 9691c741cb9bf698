//! Writing MVT through the `mvt` crate, so that what it leaves to the caller, or gets wrong in 0.15, is right.
//!
//! It drops the MoveTo of a part that begins where the last one ended (the tile is then invalid), so rings are turned to
//! begin elsewhere and such lines are joined. Winding, closing points and empty rings are settled in `shapes`.

use mvt::{GeomData, GeomEncoder, GeomType, Layer, Tile};

use super::frame::EXTENT;
use super::shapes::{GridPoint, Ring, Shape};

#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Count(u32),
    /// Written with four decimals.
    Number(f64),
    Yes(bool),
}

/// One layer being filled.
pub struct LayerWriter(Layer);

impl LayerWriter {
    pub fn new(name: &str) -> Self {
        Self(Tile::new(EXTENT as u32).create_layer(name))
    }

    /// Adds a feature unless nothing of its shape is left.
    pub fn add(&mut self, id: Option<u64>, shape: &Shape, fields: &[(&str, Value)]) {
        if shape.is_empty() {
            return;
        }
        let mut feature = std::mem::take(&mut self.0).into_feature(geometry(shape));
        if let Some(id) = id {
            feature.set_id(id);
        }
        for (name, value) in fields {
            match value {
                Value::Text(text) => feature.add_tag_string(name, text),
                Value::Count(count) => feature.add_tag_uint(name, u64::from(*count)),
                Value::Number(number) => feature.add_tag_float(name, ((number * 1e4).round() / 1e4) as f32),
                Value::Yes(yes) => feature.add_tag_bool(name, *yes),
            }
        }
        self.0 = feature.into_layer();
    }
}

/// The tile's bytes, not compressed; no bytes at all when no layer has a feature.
pub fn tile(layers: impl IntoIterator<Item = LayerWriter>) -> Vec<u8> {
    let mut tile = Tile::new(EXTENT as u32);
    for LayerWriter(layer) in layers {
        if layer.num_features() > 0 {
            tile.add_layer(layer).expect("layers of one tile have names of their own and its extent");
        }
    }
    tile.to_bytes().expect("a tile in memory can be written to memory")
}

fn geometry(shape: &Shape) -> GeomData {
    let (kind, parts) = match shape {
        Shape::Point(point) => (GeomType::Point, vec![vec![*point]]),
        Shape::Lines(lines) => (GeomType::Linestring, joined(lines)),
        Shape::Rings(rings) => (GeomType::Polygon, turned(rings)),
    };
    let mut encoder = GeomEncoder::<i32>::new(kind);
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            encoder.complete_geom().expect("whole numbers fit the grid");
        }
        for [x, y] in part {
            encoder.add_point(*x, *y).expect("whole numbers fit the grid");
        }
    }
    encoder.encode().expect("whole numbers fit the grid")
}

/// Lines that begin where the one before ended become its continuation.
fn joined(lines: &[Vec<GridPoint>]) -> Vec<Vec<GridPoint>> {
    let mut joined: Vec<Vec<GridPoint>> = Vec::with_capacity(lines.len());
    for line in lines {
        match joined.last_mut() {
            Some(before) if before.last() == line.first() => before.extend_from_slice(&line[1..]),
            _ => joined.push(line.clone()),
        }
    }
    joined
}

/// No ring begins where the one before ended: a ring has no true beginning.
fn turned(rings: &[Ring]) -> Vec<Ring> {
    let mut turned: Vec<Ring> = Vec::with_capacity(rings.len());
    for ring in rings {
        let mut ring = ring.clone();
        if turned.last().and_then(|before| before.last()) == ring.first() {
            ring.rotate_left(1);
        }
        turned.push(ring);
    }
    turned
}
