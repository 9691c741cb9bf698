//! Do areas that should tile the ground overlap, or leave holes between them?
//!
//! A voter in an overlap is counted in the first of its areas, one in a hole in none: who draws the map should know. Where two
//! surveys of one border differ by less than a metre, nobody lives in between: such slivers are summed apart.

use geo::{Area as _, BooleanOps, BoundingRect, Centroid, Euclidean, Length, MapCoords, unary_union};
use geo_types::{Coord, Point, Polygon};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

use crate::domain::{Area, Report};

/// An overlap or a hole of less mean width is a sliver.
const SLIVER_WIDTH_M: f64 = 1.0;
/// The worst ones are named.
const NAMED_MAX: usize = 3;
/// A degree of a meridian, on the sphere.
const DEGREE_M: f64 = 111_195.08;

/// Enters overlaps and holes in the report: counts, square metres, and the worst by name.
pub(super) fn report(areas: &[Area], report: &mut Report) {
    let (mut overlaps, mut slivers) = overlaps(areas);
    let (mut gaps, gap_slivers) = gaps(areas);
    slivers.extend(gap_slivers);
    tell("overlaps", &mut overlaps, report);
    tell("gaps", &mut gaps, report);
    let sliver_m2: f64 = slivers.iter().sum();
    report.notice("slivers", slivers.len() as u64);
    report.notice("slivers_m2", sliver_m2.round() as u64);
    if !overlaps.is_empty() || !gaps.is_empty() {
        report.remark(format!(
            "a voter where areas overlap is counted in the first of them, one in a gap in none; strips of less than {SLIVER_WIDTH_M} m mean width are counted as slivers"
        ));
    }
}

/// What is wrong somewhere, and how much of it.
struct Fault {
    place: String,
    area_m2: f64,
}

fn tell(what: &str, faults: &mut [Fault], report: &mut Report) {
    if faults.is_empty() {
        return;
    }
    faults.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2).then_with(|| a.place.cmp(&b.place)));
    let total_m2: f64 = faults.iter().map(|fault| fault.area_m2).sum();
    report.notice(what, faults.len() as u64);
    report.notice(&format!("{what}_m2"), total_m2.round() as u64);
    let named: Vec<String> = faults.iter().take(NAMED_MAX).map(|fault| format!("{} ({:.0} m²)", fault.place, fault.area_m2)).collect();
    let more = if faults.len() > NAMED_MAX { ", …" } else { "" };
    report.remark(format!("{what} between areas: {}, {total_m2:.0} m² in all; the largest: {}{more}", faults.len(), named.join(", ")));
}

/// Pairs of areas that share ground, and the areas (m²) of slivers.
fn overlaps(areas: &[Area]) -> (Vec<Fault>, Vec<f64>) {
    let found: Vec<(Option<Fault>, Vec<f64>)> = neighbours(areas).into_par_iter().map(|(a, b)| overlap(&areas[a], &areas[b])).collect();
    let (faults, slivers): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    (faults.into_iter().flatten().collect(), slivers.concat())
}

fn overlap(a: &Area, b: &Area) -> (Option<Fault>, Vec<f64>) {
    let (broad, slivers) = sorted_out(a.shape.intersection(&b.shape).iter());
    let area_m2 = broad.iter().map(|(area_m2, _)| area_m2).sum();
    // a school may name several areas
    let (one, other) = if a.name == b.name { (&a.id, &b.id) } else { (&a.name, &b.name) };
    let fault = (!broad.is_empty()).then(|| Fault { place: format!("{one} and {other}"), area_m2 });
    (fault, slivers)
}

/// Holes of all areas together, and the areas (m²) of slivers. What lies outside is no hole.
fn gaps(areas: &[Area]) -> (Vec<Fault>, Vec<f64>) {
    let together = unary_union(areas.iter().map(|area| &area.shape));
    let holes: Vec<Polygon> =
        together.iter().flat_map(|polygon| polygon.interiors()).map(|ring| Polygon::new(ring.clone(), Vec::new())).collect();
    let (broad, slivers) = sorted_out(holes.iter());
    let place = |at: Point| format!("at {:.5}, {:.5}", at.x(), at.y());
    (broad.into_iter().map(|(area_m2, at)| Fault { place: place(at), area_m2 }).collect(), slivers)
}

/// Pairs of rows whose boxes meet.
fn neighbours(areas: &[Area]) -> Vec<(usize, usize)> {
    let boxed = |(row, area): (usize, &Area)| {
        let rect = area.shape.bounding_rect()?;
        Some(GeomWithData::new(Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]), row))
    };
    let boxes = RTree::bulk_load(areas.iter().enumerate().filter_map(boxed).collect());
    let mut pairs: Vec<(usize, usize)> = boxes
        .intersection_candidates_with_other_tree(&boxes)
        .map(|(one, other)| (one.data, other.data))
        .filter(|(one, other)| one < other)
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Area (m²) and middle of the broad pieces, and the areas of slivers.
fn sorted_out<'p>(pieces: impl Iterator<Item = &'p Polygon>) -> (Vec<(f64, Point)>, Vec<f64>) {
    let (mut broad, mut slivers) = (Vec::new(), Vec::new());
    for piece in pieces {
        let Some(middle) = piece.centroid() else { continue };
        let east_m = DEGREE_M * middle.y().to_radians().cos();
        let flat = piece.map_coords(|at| Coord { x: (at.x - middle.x()) * east_m, y: (at.y - middle.y()) * DEGREE_M });
        let area_m2 = flat.unsigned_area();
        // a long strip is half as long as its border
        let width_m = 2.0 * area_m2 / Euclidean.length(flat.exterior());
        if width_m < SLIVER_WIDTH_M { slivers.push(area_m2) } else { broad.push((area_m2, middle)) }
    }
    (broad, slivers)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use geo_types::{MultiPolygon, Rect};

    use super::*;

    /// Metres from a point on the equator.
    fn area(name: &str, west: f64, south: f64, east: f64, north: f64) -> Area {
        let degrees = |x: f64, y: f64| Coord { x: x / DEGREE_M, y: y / DEGREE_M };
        let shape = MultiPolygon::new(vec![Rect::new(degrees(west, south), degrees(east, north)).to_polygon()]);
        Area { id: name.to_owned(), name: name.to_owned(), shape, columns: BTreeMap::new() }
    }

    fn told(areas: &[Area]) -> Report {
        let mut told = Report::new("boundaries");
        report(areas, &mut told);
        told
    }

    #[test]
    fn areas_that_tile_are_nothing_to_tell() {
        let tiling = [area("A", 0.0, 0.0, 100.0, 100.0), area("B", 100.0, 0.0, 200.0, 100.0), area("C", 0.0, 100.0, 200.0, 200.0)];
        assert_eq!(told(&tiling), Report::new("boundaries"));
        assert_eq!(told(&[]), Report::new("boundaries"));
    }

    #[test]
    fn overlaps_are_told_by_pair_and_slivers_apart() {
        let areas = [area("A", 0.0, 0.0, 100.0, 100.0), area("B", 90.0, 0.0, 200.0, 100.0), area("C", 0.0, 99.5, 200.0, 200.0)];
        let report = told(&areas);
        assert_eq!((report.noticed["overlaps"], report.noticed["overlaps_m2"]), (1, 1000));
        assert_eq!((report.noticed["slivers"], report.noticed["slivers_m2"]), (2, 105), "half a metre along A and along B");
        assert_eq!(report.remarks[0], "overlaps between areas: 1, 1000 m² in all; the largest: A and B (1000 m²)");
    }

    #[test]
    fn a_hole_is_a_gap_and_the_outside_is_none() {
        let ring = [
            area("S", 0.0, 0.0, 300.0, 100.0),
            area("N", 0.0, 200.0, 300.0, 300.0),
            area("W", 0.0, 100.0, 100.0, 200.0),
            area("E", 200.0, 100.0, 300.0, 200.0),
        ];
        let report = told(&ring);
        assert_eq!((report.noticed.get("overlaps"), report.noticed["gaps"], report.noticed["gaps_m2"]), (None, 1, 10_000));
        assert_eq!(report.remarks[0], "gaps between areas: 1, 10000 m² in all; the largest: at 0.00135, 0.00135 (10000 m²)");
        assert_eq!(told(&ring[..3]).noticed.get("gaps"), None);
    }
}
