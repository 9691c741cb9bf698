//! Doors of one tile: a point an address. Only for those who may see persons.

use super::encode::{LayerWriter, Value, tile as encode};
use super::frame::{Frame, TileId, owns};
use super::layer::layer;
use super::shapes;
use crate::geometry::mercator::project;

/// One address with voters of the universe; several doors where it has units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DoorPoint {
    pub lon: f64,
    pub lat: f64,
    /// `12 Main Street`
    pub address: String,
    pub doors: u32,
    pub voters: u32,
    /// Share of its voters with an answer.
    pub known: f64,
    /// Mean over its voters, where scored.
    pub support: Option<f64>,
    pub abstention: Option<f64>,
    /// Id of the area; empty outside all.
    pub precinct: String,
}

/// MVT bytes: `doors`. Points outside the tile are left out; below the layer's first zoom there are none.
pub fn doors(tile: TileId, points: &[DoorPoint]) -> Vec<u8> {
    let frame = Frame::new(tile);
    let mut writer = LayerWriter::new("doors");
    for point in points.iter().filter(|_| tile.z() >= layer("doors").minzoom) {
        let [x, y] = project(point.lon, point.lat);
        let units = frame.tile_units([x + frame.worlds(x), y]);
        if owns(units) {
            writer.add(None, &shapes::point(units), &fields(point));
        }
    }
    encode([writer])
}

fn fields(point: &DoorPoint) -> Vec<(&str, Value<'_>)> {
    let mut fields = vec![
        ("address", Value::Text(&point.address)),
        ("doors", Value::Count(point.doors)),
        ("voters", Value::Count(point.voters)),
        ("known", Value::Number(point.known)),
    ];
    let scores = [("support", point.support), ("abstention", point.abstention)];
    fields.extend(scores.into_iter().filter_map(|(name, score)| Some((name, Value::Number(score?)))));
    if !point.precinct.is_empty() {
        fields.push(("precinct", Value::Text(&point.precinct)));
    }
    fields
}
