//! Streets of one tile: from afar the big ones, close up all of them.

use std::collections::BTreeMap;

use rstar::RTree;

use super::encode::{LayerWriter, Value, tile as encode};
use super::frame::{Frame, TileId};
use super::layer::layer;
use super::shapes;
use super::simplify;
use super::world::{Boxed, Point, boxed, near};
use crate::geometry::mercator::project;
use crate::streets::{BRIDGE, StreetClass, Streets, TUNNEL, WALKABLE};

/// How far a simplified line may stray, in tile units.
const STRAY: f64 = 2.0;
/// What of a street's flags a map shows.
const SHOWN: u8 = WALKABLE | BRIDGE | TUNNEL;

type Line = Vec<Point>;
/// Class, name and shown flags.
type Look<'a> = (u8, &'a str, u8);

#[derive(Debug)]
struct Stretch {
    class: StreetClass,
    /// Into `names`.
    name: u32,
    flags: u8,
    from_zoom: u8,
    /// World coordinates.
    line: Line,
}

/// The streets of a campaign, made ready for any number of tiles.
#[derive(Debug)]
pub struct StreetTiles {
    stretches: Vec<Stretch>,
    names: Vec<String>,
    boxes: RTree<Boxed>,
}

impl StreetTiles {
    pub fn new(streets: &Streets) -> Self {
        let spec = layer("streets");
        let stretch = |edge: usize| Stretch {
            class: streets.class(edge),
            name: streets.name[edge],
            flags: streets.flags[edge] & SHOWN,
            from_zoom: spec.first_zoom("streets", streets.class(edge).word()),
            line: streets.line(edge).iter().map(|&[lon, lat]| project(lon, lat)).collect(),
        };
        let stretches: Vec<Stretch> = (0..streets.len()).map(stretch).collect();
        let boxes = stretches.iter().enumerate().filter_map(|(at, stretch)| boxed(at, stretch.line.iter()));
        Self { boxes: RTree::bulk_load(boxes.collect()), stretches, names: streets.names.clone() }
    }

    /// MVT bytes: `streets`. Stretches that look alike are one feature.
    pub fn tile(&self, tile: TileId) -> Vec<u8> {
        let frame = Frame::new(tile);
        let mut alike: BTreeMap<Look, Vec<Line>> = BTreeMap::new();
        for stretch in near(&self.boxes, &frame).into_iter().map(|at| &self.stretches[at as usize]) {
            let Some(&[x, _]) = stretch.line.first().filter(|_| tile.z() >= stretch.from_zoom) else { continue };
            let worlds = frame.worlds(x);
            let units: Line = stretch.line.iter().map(|&[x, y]| frame.tile_units([x + worlds, y])).collect();
            let key = (stretch.class as u8, self.names[stretch.name as usize].as_str(), stretch.flags);
            alike.entry(key).or_default().push(simplify::line(&units, STRAY));
        }
        let mut layer = LayerWriter::new("streets");
        for ((class, name, flags), lines) in &alike {
            let mut fields = vec![
                ("class", Value::Text(StreetClass::ALL[usize::from(*class)].word())),
                ("walkable", Value::Yes(flags & WALKABLE != 0)),
                ("bridge", Value::Yes(flags & BRIDGE != 0)),
                ("tunnel", Value::Yes(flags & TUNNEL != 0)),
            ];
            if !name.is_empty() {
                fields.push(("name", Value::Text(name)));
            }
            layer.add(None, &shapes::lines(lines.iter()), &fields);
        }
        encode([layer])
    }
}
