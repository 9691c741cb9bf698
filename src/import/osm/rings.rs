//! From the ways of a relation to polygons with holes.

use std::collections::BTreeMap;

use geo::orient::Direction;
use geo::{Area as _, BoundingRect as _, Contains as _, InteriorPoint as _, Intersects as _, Orient as _};
use geo_types::{LineString, MultiPolygon, Point, Polygon};

use super::extract::{Extract, Relation, Role};

/// What the file's ways make of a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Assembly {
    /// May be empty. Outer rings run counter-clockwise, holes clockwise.
    pub shape: MultiPolygon<f64>,
    /// Every member was in the file, every ring closed, every hole lay in a ring.
    pub whole: bool,
}

/// Joins the members into rings and puts each hole into the smallest ring around it.
pub fn assemble(extract: &Extract, relation: &Relation) -> Assembly {
    let (outers, outers_whole) = rings(extract, relation, Role::Outer);
    let (inners, inners_whole) = rings(extract, relation, Role::Inner);
    let mut polygons: Vec<Polygon<f64>> = outers.into_iter().map(|ring| Polygon::new(ring, vec![])).collect();
    let mut whole = outers_whole && inners_whole;
    let mut holes: Vec<(usize, LineString<f64>)> = Vec::new();
    for inner in inners {
        match around(&polygons, &inner) {
            Some(outer) => holes.push((outer, inner)),
            None => whole = false,
        }
    }
    for (outer, hole) in holes {
        polygons[outer].interiors_push(hole);
    }
    let shape = MultiPolygon::new(polygons.iter().map(|polygon| polygon.orient(Direction::Default)).collect());
    Assembly { shape, whole }
}

/// A closed way's polygon; `None` when the way is open, too short, or misses a node.
pub fn polygon(extract: &Extract, nodes: &[u32]) -> Option<Polygon<f64>> {
    Some(Polygon::new(ring(extract, nodes)?, vec![]).orient(Direction::Default))
}

/// A closed ring of at least three corners, all of them in the file.
fn ring(extract: &Extract, nodes: &[u32]) -> Option<LineString<f64>> {
    if nodes.len() < 4 || nodes.first() != nodes.last() {
        return None;
    }
    nodes.iter().map(|&node| extract.nodes.at(node)).collect()
}

/// The closed rings of one role, and whether all of that role's members went into one.
fn rings(extract: &Extract, relation: &Relation, role: Role) -> (Vec<LineString<f64>>, bool) {
    let members: Vec<i64> = relation.members.iter().filter(|(_, r)| *r == role).map(|&(way, _)| way).collect();
    let lines: Vec<&[u32]> =
        members.iter().filter_map(|&id| extract.way(id)).map(|way| &way.nodes[..]).filter(|nodes| nodes.len() > 1).collect();
    let chains = join(&lines);
    let rings: Vec<_> = chains.iter().filter_map(|chain| ring(extract, chain)).collect();
    let whole = lines.len() == members.len() && rings.len() == chains.len();
    (rings, whole)
}

/// Joins lines end to end, each used once, until a chain closes or finds no next line.
fn join(lines: &[&[u32]]) -> Vec<Vec<u32>> {
    let mut by_end: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate().rev() {
        by_end.entry(line[0]).or_default().push(index);
        by_end.entry(line[line.len() - 1]).or_default().push(index);
    }
    let mut used = vec![false; lines.len()];
    let mut chains = Vec::new();
    for start in 0..lines.len() {
        if used[start] {
            continue;
        }
        used[start] = true;
        let mut chain = lines[start].to_vec();
        while let Some(next) = next_line(&mut by_end, &used, &chain) {
            used[next] = true;
            let line = lines[next];
            if line[0] == chain[chain.len() - 1] {
                chain.extend_from_slice(&line[1..]);
            } else {
                chain.extend(line.iter().rev().skip(1));
            }
        }
        chains.push(chain);
    }
    chains
}

/// The first unused line at the chain's end; `None` when the chain is closed or leads nowhere.
fn next_line(by_end: &mut BTreeMap<u32, Vec<usize>>, used: &[bool], chain: &[u32]) -> Option<usize> {
    let end = chain[chain.len() - 1];
    if end == chain[0] {
        return None;
    }
    let here = by_end.get_mut(&end)?;
    while let Some(next) = here.pop() {
        if !used[next] {
            return Some(next);
        }
    }
    None
}

/// The smallest polygon around a hole. A pond on the island may hold the hole's inner point, but is smaller than the hole.
fn around(polygons: &[Polygon<f64>], hole: &LineString<f64>) -> Option<usize> {
    let bounds = hole.bounding_rect()?;
    let hole = Polygon::new(hole.clone(), vec![]);
    let inside: Point<f64> = hole.interior_point()?;
    let holds = |polygon: &Polygon<f64>| {
        let near = polygon.exterior().bounding_rect().is_some_and(|outer| outer.intersects(&bounds));
        near && polygon.unsigned_area() > hole.unsigned_area() && polygon.contains(&inside)
    };
    let candidates = (0..polygons.len()).filter(|&index| holds(&polygons[index]));
    candidates.min_by(|&a, &b| polygons[a].unsigned_area().total_cmp(&polygons[b].unsigned_area()))
}
