//! From ways to streets: cut where they meet.

use std::collections::HashMap;

use super::extract::{Extract, Way};
use super::rules;
use super::tags::{Key, Tags};
use crate::domain::{RejectReason, Report};
use crate::streets::Streets;

/// A street needs both its ends.
const ENDS: u8 = 2;

/// All streets of an extract, by the ids of their ways. Nodes are where two streets share a point (a bridge shares none
/// with what it crosses) or where one ends; they are numbered by OpenStreetMap's ids.
pub fn streets(extract: &Extract, report: &mut Report) -> Streets {
    let ways: Vec<&Way> = extract.ways.iter().filter(|way| rules::street(&way.tags).is_some()).collect();
    let lines: Vec<Vec<Vec<u32>>> = ways.iter().map(|way| unbroken(extract, &way.nodes)).collect();
    let mut streets = Streets::default();
    let node_of = number_nodes(extract, &lines, &mut streets);
    let mut names = Names::default();
    for (way, lines) in ways.iter().zip(&lines) {
        report.read += 1;
        if lines.is_empty() {
            report.reject(RejectReason::BadRow);
            continue;
        }
        report.kept += 1;
        for line in lines {
            add_edges(extract, &mut streets, &mut names, &node_of, way, line);
        }
    }
    streets.names = names.list;
    report.notice("streets_out_of_use", extract.ways.iter().filter(|way| rules::out_of_use(&way.tags)).count() as u64);
    streets
}

/// The stretches of a way of which the file holds every node; repeats of a node in a row are one.
fn unbroken(extract: &Extract, nodes: &[u32]) -> Vec<Vec<u32>> {
    let there = |stretch: &&[u32]| !stretch.is_empty();
    let stretches = nodes.split(|&node| extract.nodes.at(node).is_none()).filter(there);
    let without_repeats = stretches.map(|stretch| {
        let mut stretch = stretch.to_vec();
        stretch.dedup();
        stretch
    });
    without_repeats.filter(|stretch| stretch.len() >= usize::from(ENDS)).collect()
}

/// Makes a street node of each point that is an end or is passed twice; `u32::MAX` for all others.
fn number_nodes(extract: &Extract, lines: &[Vec<Vec<u32>>], streets: &mut Streets) -> Vec<u32> {
    let mut passes = vec![0u8; extract.nodes.len()];
    for line in lines.iter().flatten() {
        for &node in line {
            passes[node as usize] = passes[node as usize].saturating_add(1);
        }
        for end in [line[0], line[line.len() - 1]] {
            passes[end as usize] = ENDS;
        }
    }
    let number = |(node, &passes): (usize, &u8)| match extract.nodes.at(node as u32) {
        Some(point) if passes >= ENDS => streets.push_node(point),
        _ => u32::MAX,
    };
    passes.iter().enumerate().map(number).collect()
}

fn add_edges(extract: &Extract, streets: &mut Streets, names: &mut Names, node_of: &[u32], way: &Way, line: &[u32]) {
    let Some((class, flags)) = rules::street(&way.tags) else { return };
    let name = names.number(street_name(&way.tags));
    let mut from = node_of[line[0] as usize];
    let mut shape: Vec<[f64; 2]> = Vec::new();
    for (index, &node) in line.iter().enumerate() {
        shape.extend(extract.nodes.at(node));
        let to = node_of[node as usize];
        if index > 0 && to != u32::MAX {
            streets.push_edge(from, to, class, flags, name, &shape);
            shape.drain(..shape.len() - 1);
            from = to;
        }
    }
}

/// What the sign says; a road without a name goes by its number.
fn street_name(tags: &Tags) -> &str {
    if tags.has(Key::Name) { tags.get(Key::Name) } else { tags.get(Key::Ref) }
}

/// The names in order of first use; 0 is the empty one.
struct Names {
    list: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Default for Names {
    fn default() -> Self {
        Self { list: vec![String::new()], numbers: HashMap::from([(String::new(), 0)]) }
    }
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.list.len() as u32;
        self.list.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}
