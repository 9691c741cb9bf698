//! Mends a shape: closed rings, no spikes, no crossings, outer rings counter-clockwise.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::orient::{Direction, Orient};
use geo::{BooleanOps, Intersects, Line, Validation, unary_union};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// The same area as a valid shape (OGC simple features), outer rings counter-clockwise, and whether anything had to be mended.
///
/// Inside is what an odd number of a polygon's rings surround; polygons of one shape that overlap are joined.
/// Closing a ring, dropping a repeated vertex and turning a ring round are not counted as mending. A shape without area comes back empty.
pub fn repair(shape: &MultiPolygon<f64>) -> (MultiPolygon<f64>, bool) {
    let (tidied, dropped) = tidy(shape);
    let oriented = tidied.orient(Direction::Default);
    if is_simple(&oriented) || (!has_spike(&oriented) && oriented.is_valid()) {
        return (oriented, dropped);
    }
    (untangle(&oriented).orient(Direction::Default), true)
}

/// Without vertices that are no numbers or repeat the one before, and without rings of fewer than three corners.
fn tidy(shape: &MultiPolygon<f64>) -> (MultiPolygon<f64>, bool) {
    let mut dropped = false;
    let mut ring = |ring: &LineString<f64>| {
        let mut corners: Vec<Coord<f64>> = ring.0.iter().copied().filter(|c| c.x.is_finite() && c.y.is_finite()).collect();
        dropped |= corners.len() < ring.0.len();
        corners.dedup();
        if corners.first() != corners.last() {
            corners.push(corners[0]);
        }
        let kept = (corners.len() >= 4).then(|| LineString::new(corners));
        dropped |= kept.is_none();
        kept
    };
    let polygons = shape.iter().filter_map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let mut kept = rings.filter_map(&mut ring);
        let exterior = kept.next()?;
        Some(Polygon::new(exterior, kept.collect()))
    });
    let tidied = MultiPolygon::new(polygons.collect());
    (tidied, dropped)
}

/// A shape of one ring whose edges meet only at its corners: valid without asking further. True for most precincts, and found
/// in a sweep along x, where the full check compares every two edges of a ring.
fn is_simple(shape: &MultiPolygon<f64>) -> bool {
    let [polygon] = shape.0.as_slice() else { return false };
    if !polygon.interiors().is_empty() || has_spike(shape) {
        return false;
    }
    let ring: Vec<Line<f64>> = polygon.exterior().lines().collect();
    let mut by_west: Vec<usize> = (0..ring.len()).collect();
    let west = |edge: usize| ring[edge].start.x.min(ring[edge].end.x);
    let east = |edge: usize| ring[edge].start.x.max(ring[edge].end.x);
    by_west.sort_by(|&a, &b| west(a).total_cmp(&west(b)));
    by_west.iter().enumerate().all(|(place, &edge)| {
        let later = by_west[place + 1..].iter().take_while(|&&other| west(other) <= east(edge));
        later.copied().all(|other| neighbours(edge, other, ring.len()) || !ring[edge].intersects(&ring[other]))
    })
}

fn neighbours(a: usize, b: usize, count: usize) -> bool {
    a.abs_diff(b) == 1 || a.abs_diff(b) == count - 1
}

/// Whether a ring somewhere turns back on itself: the check of validity lets that pass.
fn has_spike(shape: &MultiPolygon<f64>) -> bool {
    let rings = shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings.into_iter().any(|ring| {
        let corners = &ring.0[1..];
        (0..corners.len()).any(|at| {
            let (before, here, after) = (corners[at], corners[(at + 1) % corners.len()], corners[(at + 2) % corners.len()]);
            let (back, on) = (before - here, after - here);
            back.x * on.x + back.y * on.y > 0.0 && RobustKernel::orient2d(before, here, after) == Orientation::Collinear
        })
    })
}

/// Each polygon by the even-odd rule; parts that overlap are joined.
fn untangle(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let nothing = MultiPolygon::new(Vec::new());
    let parts = shape.iter().flat_map(|polygon| polygon.union(&nothing).0);
    let joined = MultiPolygon::new(parts.collect()).orient(Direction::Default);
    if joined.is_valid() { joined } else { unary_union(joined.iter()) }
}
