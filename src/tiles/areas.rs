//! Precincts of one tile: polygons that carry the heat, and one label each.

use std::sync::OnceLock;

use geo::InteriorPoint;
use rstar::RTree;

use super::arcs::Arcs;
use super::encode::{LayerWriter, Value, tile as encode};
use super::frame::{Frame, TileId, owns};
use super::heat::HeatFields;
use super::layer::layer;
use super::shapes;
use super::world::{Boxed, Polygon, boxed, near, to_tile, world_polygon};
use crate::domain::{Area, Election, HeatRow};
use crate::geometry::mercator::project;

/// How far a simplified border may stray, in tile units (8 to a screen's point): unseen, and finer at the last zoom,
/// which closer views stretch.
const STRAY: f64 = 4.0;
const STRAY_LAST: f64 = 0.5;

/// A layer of areas, made ready for any number of tiles. Areas keep their row in the layer.
#[derive(Debug)]
pub struct AreaTiles {
    ids: Vec<String>,
    names: Vec<String>,
    labels: Vec<Option<[f64; 2]>>,
    arcs: Arcs,
    boxes: RTree<Boxed>,
    /// By zoom, made when first asked for.
    simplified: Vec<OnceLock<Vec<Vec<Polygon>>>>,
}

impl AreaTiles {
    pub fn new(areas: &[Area]) -> Self {
        let shapes: Vec<Vec<Polygon>> = areas.iter().map(|area| area.shape.iter().map(world_polygon).collect()).collect();
        let boxes = shapes.iter().enumerate().filter_map(|(row, shape)| boxed(row, shape.iter().flatten().flatten())).collect();
        let label = |area: &Area| area.shape.interior_point().map(|point| project(point.x(), point.y()));
        Self {
            ids: areas.iter().map(|area| area.id.clone()).collect(),
            names: areas.iter().map(|area| area.name.clone()).collect(),
            labels: areas.iter().map(label).collect(),
            arcs: Arcs::new(shapes),
            boxes: RTree::bulk_load(boxes),
            simplified: (0..=layer("precincts").maxzoom).map(|_| OnceLock::new()).collect(),
        }
    }

    /// MVT bytes: `precincts` and `precinct_labels`. `row` gives the numbers of the area in a row of the layer; it is
    /// asked for areas in the tile only.
    pub fn tile(&self, tile: TileId, elections: &[Election], row: impl Fn(u32) -> HeatRow) -> Vec<u8> {
        let frame = Frame::new(tile);
        let fields = HeatFields::new(elections);
        let (mut areas, mut labels) = (LayerWriter::new("precincts"), LayerWriter::new("precinct_labels"));
        for number in near(&self.boxes, &frame) {
            let at = number as usize;
            let name = ("name", Value::Text(&self.names[at]));
            let polygons = self.polygons(at, tile, &frame);
            let shape = shapes::polygons(polygons.iter());
            if !shape.is_empty() {
                let row = HeatRow { id: self.ids[at].clone(), ..row(number) };
                let mut values = fields.of(&row);
                values.push(name.clone());
                areas.add(Some(u64::from(number)), &shape, &values);
            }
            if let Some(units) = self.labels[at].map(|[x, y]| frame.tile_units([x + frame.worlds(x), y])).filter(|&units| owns(units)) {
                labels.add(Some(u64::from(number)), &shapes::point(units), &[("id", Value::Text(&self.ids[at])), name]);
            }
        }
        encode([areas, labels])
    }

    /// In tile units, with the detail of the tile's zoom.
    fn polygons(&self, at: usize, tile: TileId, frame: &Frame) -> Vec<Polygon> {
        let last = self.simplified.len() - 1;
        let zoom = usize::from(tile.z()).min(last);
        let unit = 1.0 / f64::from(1u32 << zoom) / f64::from(super::frame::EXTENT);
        let stray = if zoom == last { STRAY_LAST } else { STRAY };
        let areas = self.simplified[zoom].get_or_init(|| self.arcs.simplified(stray * unit));
        areas[at].iter().map(|polygon| to_tile(polygon, frame)).collect()
    }
}
