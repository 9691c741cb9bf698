//! From objects to addresses and places.

use geo::{Centroid as _, Contains as _, InteriorPoint as _};
use geo_types::{Geometry, LineString, MultiPolygon, Point};
use rayon::prelude::*;

use super::address::{self, Groups, Member};
use super::extract::{self, Extract, Relation, Way};
use super::tags::{Key, Tags};
use super::{interpolation, kinds, rings};
use crate::domain::{AddressPoint, AddressRange, AddressRanges, Addresses, Place, PlaceKind, RejectReason, Report};

/// What one object gave.
#[derive(Debug, Default)]
struct Found {
    address: Option<AddressPoint>,
    ranges: Vec<AddressRange>,
    places: Vec<Place>,
    /// Uses that came to nothing: an area that does not close, a house number without a street.
    rejected: Vec<RejectReason>,
    /// A relation of which the file lacks a part.
    incomplete: bool,
}

/// The shapes an object offers; each place takes the one that suits its kind.
struct Shapes {
    area: Option<Geometry<f64>>,
    line: Option<Geometry<f64>>,
    point: Option<[f64; 2]>,
}

#[derive(Debug, Default)]
pub struct Read {
    pub addresses: Addresses,
    pub ranges: AddressRanges,
    pub places: Vec<Place>,
}

/// Addresses and places of all objects: nodes first, then ways, then relations.
pub fn read(extract: &Extract, report: &mut Report) -> Read {
    let groups = Groups::of(extract);
    let mut found: Vec<Found> = extract.points.par_iter().map(|point| of_point(point, &groups)).collect();
    found.par_extend(extract.ways.par_iter().map(|way| of_way(extract, way, &groups)));
    found.par_extend(extract.relations.par_iter().map(|relation| of_relation(extract, relation, &groups)));

    let mut read = Read::default();
    for one in found {
        let kept = u64::from(one.address.is_some()) + (one.places.len() + one.ranges.len()) as u64;
        report.read += kept + one.rejected.len() as u64;
        report.kept += kept;
        for reason in one.rejected {
            report.reject(reason);
        }
        report.notice("relations_incomplete", u64::from(one.incomplete));
        if let Some(address) = one.address {
            read.addresses.push(&address);
        }
        one.ranges.into_iter().for_each(|range| read.ranges.push(range));
        read.places.extend(one.places);
    }
    report.notice("address_ranges", read.ranges.len() as u64);
    read
}

fn of_point(point: &extract::Point, groups: &Groups) -> Found {
    let shape = Geometry::Point(Point::from(point.at));
    uses(&point.tags, groups.get(Member::Node(point.id)), &Shapes { area: Some(shape.clone()), line: None, point: Some(point.at) })
}

fn of_way(extract: &Extract, way: &Way, groups: &Groups) -> Found {
    let mut found = if extract::wanted_point(&way.tags) { of_area(extract, way, groups) } else { Found::default() };
    if way.tags.has(Key::Interpolation) {
        for range in interpolation::ranges(extract, way, groups) {
            range.map_or_else(|reason| found.rejected.push(reason), |range| found.ranges.push(range));
        }
    }
    found
}

fn of_area(extract: &Extract, way: &Way, groups: &Groups) -> Found {
    let points: Vec<[f64; 2]> = way.nodes.iter().filter_map(|&node| extract.nodes.at(node)).collect();
    let polygon = rings::polygon(extract, &way.nodes);
    let point = match &polygon {
        Some(polygon) => representative(&MultiPolygon::from(polygon.clone())),
        None => LineString::from(points.clone()).centroid().map(Into::into),
    };
    let line = (points.len() > 1).then(|| Geometry::LineString(points.into()));
    uses(&way.tags, groups.get(Member::Way(way.id)), &Shapes { area: polygon.map(Geometry::Polygon), line, point })
}

fn of_relation(extract: &Extract, relation: &Relation, groups: &Groups) -> Found {
    let assembly = rings::assemble(extract, relation);
    let point = representative(&assembly.shape);
    let area = (!assembly.shape.0.is_empty()).then_some(Geometry::MultiPolygon(assembly.shape));
    Found {
        incomplete: !assembly.whole,
        ..uses(&relation.tags, groups.get(Member::Relation(relation.id)), &Shapes { area, line: None, point })
    }
}

/// A point surely inside: the centroid if it is, else the middle of a long chord.
fn representative(shape: &MultiPolygon<f64>) -> Option<[f64; 2]> {
    let centroid = shape.centroid().filter(|centroid| shape.contains(centroid));
    centroid.or_else(|| shape.interior_point()).map(Into::into)
}

fn uses(tags: &Tags, group: [&str; 3], shapes: &Shapes) -> Found {
    let mut found = Found::default();
    if address::is_one(tags) {
        match shapes.point.map(|point| address::at(tags, group, point)) {
            None => found.rejected.push(RejectReason::BadRow),
            Some(None) => found.rejected.push(RejectReason::MissingField),
            Some(address) => found.address = address,
        }
    }
    for (kind, detail) in kinds::of(tags) {
        match shape_for(kind, shapes) {
            Some(shape) => found.places.push(Place { kind, name: tags.get(Key::Name).to_owned(), detail: detail.to_owned(), shape }),
            None => found.rejected.push(RejectReason::BadRow),
        }
    }
    found
}

fn shape_for(kind: PlaceKind, shapes: &Shapes) -> Option<Geometry<f64>> {
    if kinds::is_line(kind) {
        shapes.line.clone()
    } else if kinds::is_point(kind) {
        shapes.point.map(|point| Geometry::Point(point.into()))
    } else {
        shapes.area.clone()
    }
}
