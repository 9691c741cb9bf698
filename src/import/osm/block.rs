//! What one block of a PBF file holds of interest.

use osmpbf::{PrimitiveBlock, RelMemberType};

use super::address::Member;
use super::extract::{self, Group, Point, RawWay, Relation};
use super::tags::{Key, Tags};

/// What the first scan finds in one block.
#[derive(Debug, Default)]
pub struct Found {
    pub points: Vec<Point>,
    pub ways: Vec<RawWay>,
    pub relations: Vec<Relation>,
    pub groups: Vec<Group>,
    pub nodes_seen: bool,
    pub ways_seen: bool,
    pub relations_seen: bool,
}

/// The texts of a block, and for each the key it is, if anybody reads that key: looked up once a block, not once a tag.
struct Words<'a> {
    keys: Vec<Option<Key>>,
    texts: &'a [Vec<u8>],
}

impl<'a> Words<'a> {
    fn of(block: &'a PrimitiveBlock) -> Self {
        let texts = block.raw_stringtable();
        let keys = texts.iter().map(|text| std::str::from_utf8(text).ok().and_then(Key::from_word)).collect();
        Self { keys, texts }
    }

    /// Fills `tags`; `None` when a tag points outside the block's texts.
    fn fill(&self, tags: &mut Tags, raw: impl Iterator<Item = (usize, usize)>) -> Option<()> {
        tags.clear();
        for (key, value) in raw {
            let value = self.texts.get(value)?;
            if let Some(key) = *self.keys.get(key)? {
                tags.push(key, &String::from_utf8_lossy(value));
            }
        }
        Some(())
    }
}

/// First scan: what carries wanted tags. `None`, here and below, when the content is damaged.
pub fn find(block: &PrimitiveBlock) -> Option<Found> {
    let words = Words::of(block);
    let mut found = Found::default();
    let mut tags = Tags::default();
    for group in block.groups() {
        for node in group.nodes() {
            found.nodes_seen = true;
            words.fill(&mut tags, node.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_point(&tags) {
                found.points.push(point(node.id(), node.nano_lon(), node.nano_lat(), &tags)?);
            }
        }
        for node in group.dense_nodes() {
            found.nodes_seen = true;
            words.fill(&mut tags, node.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_point(&tags) {
                found.points.push(point(node.id(), node.nano_lon(), node.nano_lat(), &tags)?);
            }
        }
        for way in group.ways() {
            found.ways_seen = true;
            words.fill(&mut tags, way.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_way(&tags) {
                found.ways.push(RawWay { id: way.id(), tags: tags.clone(), nodes: way.refs().collect() });
            }
        }
        for relation in group.relations() {
            found.relations_seen = true;
            words.fill(&mut tags, relation.raw_tags().map(|(k, v)| (k as usize, v as usize)))?;
            if extract::wanted_relation(&tags) {
                found.relations.push(area(&relation, &tags)?);
            } else if extract::wanted_group(&tags) {
                found.groups.push(street_group(&relation, &tags)?);
            }
        }
    }
    Some(found)
}

/// Second scan: the ways among `ids`, whose own tags nobody wanted.
pub fn find_members(block: &PrimitiveBlock, ids: &[i64]) -> Vec<RawWay> {
    let ways = block.groups().flat_map(|group| group.ways());
    let members = ways.filter(|way| ids.binary_search(&way.id()).is_ok());
    members.map(|way| RawWay { id: way.id(), tags: Tags::default(), nodes: way.refs().collect() }).collect()
}

/// Third scan: which of `ids` are here, and where they lie.
pub fn find_points(block: &PrimitiveBlock, ids: &[i64]) -> Option<Vec<(u32, [i32; 2])>> {
    let mut found = Vec::new();
    let mut near = 0;
    let mut look = |id, lon, lat| {
        near = seek(ids, near, id);
        if ids.get(near) == Some(&id) {
            found.push((near as u32, decimicro(lon, lat)?));
        }
        Some(())
    };
    for group in block.groups() {
        for node in group.nodes() {
            look(node.id(), node.nano_lon(), node.nano_lat())?;
        }
        for node in group.dense_nodes() {
            look(node.id(), node.nano_lon(), node.nano_lat())?;
        }
    }
    Some(found)
}

/// The first place in `ids` that is not under `id`. Nodes come ascending, so it is most often right behind the last.
fn seek(ids: &[i64], near: usize, id: i64) -> usize {
    const STEPS: usize = 8;
    let behind = near > 0 && ids[near - 1] >= id;
    let window = &ids[near..ids.len().min(near + STEPS)];
    match window.iter().position(|&known| known >= id) {
        Some(offset) if !behind => near + offset,
        _ => ids.partition_point(|&known| known < id),
    }
}

fn point(id: i64, nano_lon: i64, nano_lat: i64, tags: &Tags) -> Option<Point> {
    let at = extract::degrees(decimicro(nano_lon, nano_lat)?);
    Some(Point { id, at, tags: tags.clone() })
}

fn decimicro(nano_lon: i64, nano_lat: i64) -> Option<[i32; 2]> {
    extract::on_globe(nano_lon / 100, nano_lat / 100)
}

fn area(relation: &osmpbf::Relation, tags: &Tags) -> Option<Relation> {
    let mut members = Vec::new();
    for member in relation.members().filter(|member| member.member_type == RelMemberType::Way) {
        members.extend(extract::role(member.role().ok()?).map(|role| (member.member_id, role)));
    }
    Some(Relation { id: relation.id(), tags: tags.clone(), members })
}

fn street_group(relation: &osmpbf::Relation, tags: &Tags) -> Option<Group> {
    let mut group = Group::new(relation.id(), tags.clone());
    for member in relation.members() {
        let id = member.member_id;
        let object = match member.member_type {
            RelMemberType::Node => Member::Node(id),
            RelMemberType::Way => Member::Way(id),
            RelMemberType::Relation => Member::Relation(id),
        };
        group.push(object, member.role().ok()?);
    }
    Some(group)
}
