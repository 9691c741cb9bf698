//! The objects of an extract that somebody wants, whichever format they came in.

use rayon::prelude::*;

use super::address::{self, Member};
use super::kinds;
use super::tags::{Key, Tags};
use crate::domain::{Outcome, Problem};

/// A node that stands for something itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub id: i64,
    pub at: [f64; 2],
    pub tags: Tags,
}

/// A way as read; `nodes` are OpenStreetMap's ids.
#[derive(Debug, Clone, PartialEq)]
pub struct RawWay {
    pub id: i64,
    pub tags: Tags,
    pub nodes: Vec<i64>,
}

/// A way whose nodes are looked up: indexes into `Nodes`.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    pub id: i64,
    pub tags: Tags,
    pub nodes: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Outer,
    Inner,
}

/// An area made of ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    pub id: i64,
    pub tags: Tags,
    pub members: Vec<(i64, Role)>,
}

/// A street with its houses: relation `associatedStreet`.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub id: i64,
    pub tags: Tags,
    pub houses: Vec<Member>,
    /// Ways.
    pub streets: Vec<i64>,
}

impl Group {
    pub fn new(id: i64, tags: Tags) -> Self {
        Self { id, tags, houses: Vec::new(), streets: Vec::new() }
    }

    /// Takes a member by its role; others than houses and streets tell nothing here.
    pub fn push(&mut self, member: Member, role: &str) {
        match (role, member) {
            ("house" | "address" | "addr:houselink", _) => self.houses.push(member),
            ("street", Member::Way(way)) => self.streets.push(way),
            _ => {}
        }
    }
}

/// The nodes that ways need, by id; those the file lacks have no point.
#[derive(Debug, Clone, Default)]
pub struct Nodes {
    ids: Vec<i64>,
    decimicro: Vec<[i32; 2]>,
}

/// What a node that is not in the file has for a point.
pub const ABSENT: [i32; 2] = [i32::MAX; 2];

impl Nodes {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Degrees (lon, lat); `None` when the file does not hold the node.
    pub fn at(&self, node: u32) -> Option<[f64; 2]> {
        Some(self.decimicro[node as usize]).filter(|&point| point != ABSENT).map(degrees)
    }

    pub fn absent(&self) -> u64 {
        self.decimicro.iter().filter(|&&point| point == ABSENT).count() as u64
    }

    fn index_of(&self, id: i64) -> u32 {
        self.ids.binary_search(&id).expect("every way's nodes were asked for") as u32
    }
}

/// Everything wanted, each kind sorted by id and without repeats.
#[derive(Debug, Clone, Default)]
pub struct Extract {
    pub nodes: Nodes,
    pub points: Vec<Point>,
    pub ways: Vec<Way>,
    pub relations: Vec<Relation>,
    pub groups: Vec<Group>,
    /// The file holds nodes and ways and then ends, and its format has no mark for the end.
    pub may_be_cut: bool,
}

/// Whether any rule has a use for a node with these tags.
pub fn wanted_point(tags: &Tags) -> bool {
    !tags.is_empty() && (address::is_one(tags) || kinds::of(tags).next().is_some())
}

pub fn wanted_way(tags: &Tags) -> bool {
    !tags.is_empty() && (tags.has(Key::Highway) || tags.has(Key::Interpolation) || wanted_point(tags))
}

/// An area relation with these tags is wanted; routes and turn restrictions are not.
pub fn wanted_relation(tags: &Tags) -> bool {
    matches!(tags.get(Key::Type), "multipolygon" | "boundary") && wanted_point(tags)
}

pub fn wanted_group(tags: &Tags) -> bool {
    tags.get(Key::Type) == "associatedStreet"
}

/// `outer` or nothing is outer; a member with another role is no part of the area's edge.
pub fn role(word: &str) -> Option<Role> {
    match word {
        "" | "outer" => Some(Role::Outer),
        "inner" => Some(Role::Inner),
        _ => None,
    }
}

/// Ids of the ways that relations are made of, ascending.
pub fn member_ways(relations: &[Relation]) -> Vec<i64> {
    let mut ids: Vec<i64> = relations.iter().flat_map(|relation| relation.members.iter().map(|&(way, _)| way)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Extract {
    /// Puts the objects in order and asks `locate` for the nodes of the ways: ids ascending in, one point each out.
    pub fn build(
        mut points: Vec<Point>,
        mut ways: Vec<RawWay>,
        mut relations: Vec<Relation>,
        mut groups: Vec<Group>,
        locate: impl FnOnce(&[i64]) -> Outcome<Vec<[i32; 2]>>,
    ) -> Outcome<Self> {
        by_id(&mut points, |point| point.id);
        by_id(&mut ways, |way| way.id);
        by_id(&mut relations, |relation| relation.id);
        by_id(&mut groups, |group| group.id);

        let mut ids: Vec<i64> = ways.iter().flat_map(|way| way.nodes.iter().copied()).collect();
        ids.par_sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        if u32::try_from(ids.len()).is_err() {
            return Err(Problem::new("its streets and buildings have more than four billion points").remedy("import a smaller extract"));
        }
        let decimicro = locate(&ids)?;
        let nodes = Nodes { ids, decimicro };
        let ways = ways.into_par_iter().map(|way| resolve(way, &nodes)).collect();
        Ok(Self { nodes, points, ways, relations, groups, may_be_cut: false })
    }

    /// What a way's node stands for itself.
    pub fn point(&self, node: u32) -> Option<&Point> {
        let id = self.nodes.ids[node as usize];
        self.points.binary_search_by_key(&id, |point| point.id).ok().map(|index| &self.points[index])
    }

    pub fn way(&self, id: i64) -> Option<&Way> {
        self.ways.binary_search_by_key(&id, |way| way.id).ok().map(|index| &self.ways[index])
    }
}

fn resolve(way: RawWay, nodes: &Nodes) -> Way {
    Way { id: way.id, tags: way.tags, nodes: way.nodes.iter().map(|&id| nodes.index_of(id)).collect() }
}

fn by_id<T: Send>(objects: &mut Vec<T>, id: impl Fn(&T) -> i64 + Sync) {
    objects.par_sort_by_key(&id);
    objects.dedup_by_key(|object| id(object));
}

/// OpenStreetMap's own unit is 10⁻⁷ degree; dividing gives the double nearest to the decimal.
pub fn degrees(decimicro: [i32; 2]) -> [f64; 2] {
    decimicro.map(|value| f64::from(value) / 1e7)
}

/// A point in 10⁻⁷ degrees when it lies on the globe.
pub fn on_globe(lon: i64, lat: i64) -> Option<[i32; 2]> {
    let inside = lon.abs() <= 1_800_000_000 && lat.abs() <= 900_000_000;
    inside.then_some([lon as i32, lat as i32])
}
