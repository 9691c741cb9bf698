//! How is the town divided into precincts? Whole blocks, split again and again into parts of like population.

use std::collections::{BTreeMap, BTreeSet};

use super::dice::Dice;
use super::houses::Building;
use super::landscape::named_quarters;
use super::layout::Layout;
use super::network::{NOWHERE, Network};
use super::plan::Plan;
use super::point::{Point, area};

pub const PRECINCTS: usize = 24;

#[derive(Debug)]
pub struct Precinct {
    pub id: String,
    pub name: String,
    /// Closed by repeating no point; outer rings counter-clockwise, holes clockwise.
    pub rings: Vec<Vec<Point>>,
}

#[derive(Debug)]
pub struct Precincts {
    pub precincts: Vec<Precinct>,
    /// Of each face.
    pub of_face: Vec<usize>,
}

pub fn divide(layout: &Layout, plan: &Plan, network: &Network, buildings: &[Building], seed: u64) -> Precincts {
    let mut doors = vec![0.0; layout.sheet.faces.len()];
    for building in buildings {
        doors[building.face as usize] += f64::from(building.units);
    }
    let mut of_face = assign(layout, plan, &doors, &mut Dice::new(seed, 6));
    let borders = borders(network, layout.sheet.faces.len());
    mend(&mut of_face, &borders, &doors);
    let names = names(layout, plan, &of_face, &doors);
    let precincts = names
        .into_iter()
        .enumerate()
        .map(|(i, name)| Precinct { id: format!("{:02}", i + 1), name, rings: outline(network, &of_face, i) })
        .collect();
    Precincts { precincts, of_face }
}

/// River and motorway first: no precinct lies on both sides of either.
fn assign(layout: &Layout, plan: &Plan, doors: &[f64], dice: &mut Dice) -> Vec<usize> {
    let sheet = &layout.sheet;
    let weight = |faces: &[usize]| faces.iter().map(|&face| doors[face]).sum::<f64>();
    let (mut north, mut south, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
    for face in 0..doors.len() {
        let centre = sheet.centre(face);
        match (plan.beyond_motorway(centre), plan.river.side(centre) < 0.0) {
            (true, _) => beyond.push(face),
            (_, true) => south.push(face),
            _ => north.push(face),
        }
    }
    let whole = doors.iter().sum::<f64>() / PRECINCTS as f64;
    let share = |faces: &[usize]| (weight(faces) / whole).round() as usize;
    if share(&beyond) == 0 {
        south.append(&mut beyond); // too few for a precinct of their own
    }
    let counts = [PRECINCTS - share(&south) - share(&beyond), share(&south), share(&beyond)];
    let mut of_face = vec![0; doors.len()];
    let mut next = 0;
    for (faces, count) in [north, south, beyond].into_iter().zip(counts).filter(|(_, count)| *count > 0) {
        // blocks of one quarter keep together as far as the balance allows
        let spots = |face: usize| sheet.centre(face) * 0.45 + layout.quarters[sheet.faces[face].quarter as usize].centre * 0.55;
        split(faces, count, doors, &spots, dice, &mut next, &mut of_face);
    }
    of_face
}

fn split(
    mut faces: Vec<usize>,
    count: usize,
    doors: &[f64],
    spot: &impl Fn(usize) -> Point,
    dice: &mut Dice,
    next: &mut usize,
    of_face: &mut [usize],
) {
    if count == 1 {
        faces.iter().for_each(|&face| of_face[face] = *next);
        *next += 1;
        return;
    }
    let extent = |axis: fn(Point) -> f64| {
        let values = faces.iter().filter(|&&face| doors[face] > 0.0).map(|&face| axis(spot(face)));
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        high - low
    };
    let wide = extent(|p| p.x) > extent(|p| p.y);
    let key = |face: usize| if wide { spot(face).x } else { spot(face).y };
    faces.sort_by(|&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
    let first = count / 2;
    let total: f64 = faces.iter().map(|&face| doors[face]).sum();
    let mut wanted = total * first as f64 / count as f64 * dice.between(0.9, 1.1);
    let place = faces.iter().position(|&face| {
        wanted -= doors[face];
        wanted <= 0.0
    });
    let place = (place.unwrap_or(0) + 1).clamp(first, faces.len() - (count - first));
    let rest = faces.split_off(place);
    split(faces, first, doors, spot, dice, next, of_face);
    split(rest, count - first, doors, spot, dice, next, of_face);
}

/// The faces beside each face, with the length of the border they share.
fn borders(network: &Network, faces: usize) -> Vec<BTreeMap<u32, f64>> {
    let mut borders = vec![BTreeMap::new(); faces];
    for edge in network.edges.iter().filter(|edge| edge.left != NOWHERE && edge.right != NOWHERE) {
        let length = super::point::length(&edge.points);
        for (one, two) in [(edge.left, edge.right), (edge.right, edge.left)] {
            *borders[one as usize].entry(two).or_insert(0.0) += length;
        }
    }
    borders
}

/// A part cut off from the rest of its precinct goes to the neighbour it has most border with.
fn mend(of_face: &mut [usize], borders: &[BTreeMap<u32, f64>], doors: &[f64]) {
    for _ in 0..20 {
        let parts = parts(of_face, borders);
        let mut main: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
        for (i, part) in parts.iter().enumerate() {
            let weight = part.iter().map(|&face| doors[face] + 0.001).sum::<f64>();
            let best = main.entry(of_face[part[0]]).or_insert((weight, i));
            if weight > best.0 {
                *best = (weight, i);
            }
        }
        let mains: BTreeSet<usize> = main.values().map(|&(_, i)| i).collect();
        let strays: Vec<&Vec<usize>> = parts.iter().enumerate().filter(|(i, _)| !mains.contains(i)).map(|(_, part)| part).collect();
        if strays.is_empty() {
            return;
        }
        for part in strays {
            let own = of_face[part[0]];
            let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
            for (other, length) in part.iter().flat_map(|&face| &borders[face]) {
                if of_face[*other as usize] != own {
                    *shared.entry(of_face[*other as usize]).or_default() += length;
                }
            }
            if let Some((&to, _)) = shared.iter().max_by(|p, q| p.1.total_cmp(q.1)) {
                part.iter().for_each(|&face| of_face[face] = to);
            }
        }
    }
}

fn parts(of_face: &[usize], borders: &[BTreeMap<u32, f64>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; of_face.len()];
    let mut parts = Vec::new();
    for start in 0..of_face.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let (mut part, mut open) = (Vec::new(), vec![start]);
        while let Some(face) = open.pop() {
            part.push(face);
            for &other in borders[face].keys() {
                if of_face[other as usize] == of_face[start] && !std::mem::replace(&mut seen[other as usize], true) {
                    open.push(other as usize);
                }
            }
        }
        parts.push(part);
    }
    parts
}

/// Every precinct is called after the named quarter that most of its doors are near.
fn names(layout: &Layout, plan: &Plan, of_face: &[usize], doors: &[f64]) -> Vec<String> {
    let quarters: BTreeMap<usize, String> = named_quarters(layout, plan).into_iter().collect();
    let centre = |quarter: usize| layout.quarters[quarter].centre;
    let nearest: Vec<Option<usize>> = (0..layout.quarters.len())
        .map(|own| quarters.keys().copied().min_by(|&a, &b| centre(a).to(centre(own)).total_cmp(&centre(b).to(centre(own)))))
        .collect();
    let mut weights = vec![BTreeMap::<usize, f64>::new(); PRECINCTS];
    for (face, &precinct) in of_face.iter().enumerate() {
        if let Some(quarter) = nearest[layout.sheet.faces[face].quarter as usize] {
            *weights[precinct].entry(quarter).or_default() += doors[face];
        }
    }
    let mut used: BTreeMap<&str, u32> = BTreeMap::new();
    let mut names = Vec::new();
    for weights in &weights {
        let mut ranked: Vec<(&usize, &f64)> = weights.iter().collect();
        ranked.sort_by(|p, q| q.1.total_cmp(p.1));
        let free = ranked.iter().find(|(quarter, _)| !used.contains_key(quarters[quarter].as_str())).or(ranked.first());
        let base = free.map_or("Countryside", |(quarter, _)| quarters[quarter].as_str());
        let times = used.entry(base).or_default();
        *times += 1;
        names.push(if *times == 1 { base.to_owned() } else { format!("{base} {times}") });
    }
    names
}

/// The rings around a precinct: the edges with it on exactly one side, followed so that it stays on the left.
fn outline(network: &Network, of_face: &[usize], precinct: usize) -> Vec<Vec<Point>> {
    let within = |face: u32| face != NOWHERE && of_face[face as usize] == precinct;
    let mut leaving: BTreeMap<u32, Vec<(u32, bool)>> = BTreeMap::new();
    for (i, edge) in network.edges.iter().enumerate() {
        match (within(edge.left), within(edge.right)) {
            (true, false) => leaving.entry(edge.from).or_default().push((i as u32, true)),
            (false, true) => leaving.entry(edge.to).or_default().push((i as u32, false)),
            _ => {}
        }
    }
    let mut rings = Vec::new();
    while let Some((&start, _)) = leaving.iter().find(|(_, edges)| !edges.is_empty()) {
        let mut ring: Vec<Point> = Vec::new();
        let mut node = start;
        while let Some(choices) = leaving.get_mut(&node).filter(|choices| !choices.is_empty()) {
            let arrived = (ring.len() > 1).then(|| network.nodes[node as usize] - ring[ring.len() - 1]);
            let (edge, forward) = choices.remove(sharpest_left(network, choices, arrived));
            let edge = &network.edges[edge as usize];
            let n = edge.points.len() - 1;
            ring.extend((0..n).map(|i| if forward { edge.points[i] } else { edge.points[n - i] }));
            node = if forward { edge.to } else { edge.from };
            if node == start {
                break;
            }
        }
        rings.push(ring);
    }
    rings.sort_by(|p, q| area(q).total_cmp(&area(p)));
    rings
}

/// Where a precinct touches itself in a point, turning left keeps its rings simple.
fn sharpest_left(network: &Network, choices: &[(u32, bool)], arrived: Option<Point>) -> usize {
    let Some(arrived) = arrived else { return 0 };
    let turn = |&(edge, forward): &(u32, bool)| {
        let points = &network.edges[edge as usize].points;
        let n = points.len();
        let leaves = if forward { points[1] - points[0] } else { points[n - 2] - points[n - 1] };
        arrived.cross(leaves).atan2(arrived.dot(leaves))
    };
    (0..choices.len()).max_by(|&i, &j| turn(&choices[i]).total_cmp(&turn(&choices[j]))).unwrap_or(0)
}
