//! Hexes of one tile: whole hexagons, so that a hex looks the same from every tile it touches.

use super::clip;
use super::encode::{LayerWriter, tile as encode};
use super::frame::{Frame, TileId};
use super::heat::HeatFields;
use super::layer::layer;
use super::shapes;
use crate::domain::{Cell, Election, HeatRow};
use crate::geometry::mercator::{LATITUDE_MAX, project};

/// The resolution of hexes at a zoom, as `tiles/layers/hexes.toml` says; past its last zoom, the last one.
pub fn hex_resolution(zoom: u8) -> u8 {
    let ladder = &layer("hexes").resolutions;
    let step = ladder.iter().take_while(|step| step.zoom <= zoom).last().or(ladder.first());
    step.map_or(0, |step| step.resolution)
}

/// MVT bytes of the cells that touch the buffered tile; the others given are left out, none is drawn twice.
/// `rows` are cells of one resolution, as `Universe::hexes` gives them for `hex_ranges`. No bytes when nothing is left.
pub fn hexes(tile: TileId, rows: &[(Cell, HeatRow)], elections: &[Election]) -> Vec<u8> {
    let frame = Frame::new(tile);
    let fields = HeatFields::new(elections);
    let mut layer = LayerWriter::new("hexes");
    for (cell, row) in rows {
        let outline = outline(*cell, &frame);
        if !clip::ring(&outline).is_empty() {
            layer.add(Some(cell.feature_id()), &shapes::whole(&outline), &fields.of(row));
        }
    }
    encode([layer])
}

/// Corners in tile units, in the copy of the world nearest to the tile; empty for cells off the map and for no cells.
fn outline(cell: Cell, frame: &Frame) -> Vec<[f64; 2]> {
    let Some(index) = cell.index() else { return Vec::new() };
    let centre = h3o::LatLng::from(index);
    if centre.lat().abs() > LATITUDE_MAX {
        return Vec::new();
    }
    let middle = project(centre.lng(), centre.lat())[0];
    let worlds = frame.worlds(middle);
    let corner = |corner: &h3o::LatLng| {
        let [x, y] = project(corner.lng(), corner.lat());
        // corners beyond the antimeridian come back to the centre's side
        frame.tile_units([x + (middle - x).round() + worlds, y])
    };
    index.boundary().iter().map(corner).collect()
}
