//! Parks, water, buildings and names of one tile.

use geo::InteriorPoint;
use geo_types::{Geometry, LineString};
use rstar::RTree;

use super::encode::{LayerWriter, Value, tile as encode};
use super::frame::{Frame, TileId, owns};
use super::layer::layer;
use super::shapes::{self, Shape};
use super::simplify;
use super::world::{Boxed, Polygon, boxed, near, to_tile, world_polygon};
use crate::domain::{Place, PlaceKind};
use crate::geometry::mercator::project;

/// How far a simplified outline may stray, in tile units.
const STRAY: f64 = 2.0;

#[derive(Debug)]
struct Drawn {
    kind: PlaceKind,
    name: String,
    detail: String,
    polygons: Vec<Polygon>,
    lines: Vec<Vec<[f64; 2]>>,
    /// Where the name stands, if it has one.
    label: Option<[f64; 2]>,
    /// First zooms of its shape and of its name.
    from: u8,
    label_from: u8,
}

/// The places of a campaign, made ready for any number of tiles.
#[derive(Debug)]
pub struct PlaceTiles {
    places: Vec<Drawn>,
    boxes: RTree<Boxed>,
}

impl PlaceTiles {
    pub fn new(places: &[Place]) -> Self {
        let places: Vec<Drawn> = places.iter().map(drawn).collect();
        let boxes = places.iter().enumerate().filter_map(|(at, place)| {
            let outlines = place.polygons.iter().flatten().chain(&place.lines).flatten();
            boxed(at, outlines.chain(&place.label))
        });
        Self { boxes: RTree::bulk_load(boxes.collect()), places }
    }

    /// MVT bytes: `places` and `place_labels`.
    pub fn tile(&self, tile: TileId) -> Vec<u8> {
        let frame = Frame::new(tile);
        let (mut shapes, mut labels) = (LayerWriter::new("places"), LayerWriter::new("place_labels"));
        for place in near(&self.boxes, &frame).into_iter().map(|at| &self.places[at as usize]) {
            let mut fields = vec![("kind", Value::Text(place.kind.word()))];
            for (name, text) in [("detail", &place.detail), ("name", &place.name)] {
                if !text.is_empty() {
                    fields.push((name, Value::Text(text)));
                }
            }
            if tile.z() >= place.from {
                for shape in place.shapes(&frame) {
                    shapes.add(None, &shape, &fields);
                }
            }
            if let Some([x, y]) = place.label.filter(|_| tile.z() >= place.label_from) {
                let units = frame.tile_units([x + frame.worlds(x), y]);
                if owns(units) {
                    labels.add(None, &shapes::point(units), &fields);
                }
            }
        }
        encode([shapes, labels])
    }
}

impl Drawn {
    fn shapes(&self, frame: &Frame) -> [Shape; 2] {
        let simpler = |line: &Vec<[f64; 2]>| simplify::line(line, STRAY);
        let polygons: Vec<Polygon> = self.polygons.iter().map(|polygon| to_tile(polygon, frame).iter().map(simpler).collect()).collect();
        let line = |line: &Vec<[f64; 2]>| to_tile(&vec![line.clone()], frame).iter().map(simpler).collect::<Vec<_>>();
        let lines: Vec<Vec<[f64; 2]>> = self.lines.iter().flat_map(line).collect();
        [shapes::polygons(polygons.iter()), shapes::lines(lines.iter())]
    }
}

fn drawn(place: &Place) -> Drawn {
    let spec = layer("places");
    let mut drawn = Drawn {
        kind: place.kind,
        name: place.name.clone(),
        detail: place.detail.clone(),
        polygons: Vec::new(),
        lines: Vec::new(),
        label: None,
        from: spec.first_zoom("places", place.kind.word()),
        label_from: spec.first_zoom("place_labels", place.kind.word()),
    };
    add_shape(&mut drawn, &place.shape);
    // a river's name along its line is the map's work, not a point's
    if !place.name.is_empty() && drawn.lines.is_empty() {
        drawn.label = place.shape.interior_point().map(|point| project(point.x(), point.y()));
    }
    drawn
}

fn add_shape(drawn: &mut Drawn, shape: &Geometry<f64>) {
    let world = |line: &LineString<f64>| line.coords().map(|point| project(point.x, point.y)).collect();
    match shape {
        Geometry::Polygon(polygon) => drawn.polygons.push(world_polygon(polygon)),
        Geometry::MultiPolygon(polygons) => drawn.polygons.extend(polygons.iter().map(world_polygon)),
        Geometry::LineString(line) => drawn.lines.push(world(line)),
        Geometry::MultiLineString(lines) => drawn.lines.extend(lines.iter().map(world)),
        Geometry::Line(line) => drawn.lines.push(world(&LineString::from(line))),
        Geometry::Rect(rect) => drawn.polygons.push(world_polygon(&rect.to_polygon())),
        Geometry::Triangle(triangle) => drawn.polygons.push(world_polygon(&triangle.to_polygon())),
        Geometry::GeometryCollection(all) => all.iter().for_each(|shape| add_shape(drawn, shape)),
        // points have a label or nothing
        Geometry::Point(_) | Geometry::MultiPoint(_) => {}
    }
}
