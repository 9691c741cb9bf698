//! `streets.osm`: well-formed, connected, and everything a map of a town shows.

use std::collections::{BTreeSet, HashMap};

use arpent::town::Town;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{TOWN, text};

type Tags = HashMap<String, String>;

pub struct Way {
    pub nodes: Vec<u64>,
    pub tags: Tags,
}

pub struct Osm {
    pub nodes: HashMap<u64, [f64; 2]>,
    pub node_tags: Vec<Tags>,
    pub ways: Vec<Way>,
}

fn attributes(element: &BytesStart) -> Tags {
    let pair = |attribute: quick_xml::events::attributes::Attribute| {
        (
            attribute.key.as_ref().to_owned(),
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("known entities").into_owned(),
        )
    };
    element.attributes().map(|attribute| pair(attribute.expect("a well-formed attribute"))).collect()
}

impl Osm {
    /// Panics unless the file is well-formed, ids are unique and every reference resolves.
    pub fn read(town: &Town) -> Self {
        let xml = text(town, "streets.osm");
        let mut reader = Reader::from_str(&xml);
        let mut osm = Self { nodes: HashMap::new(), node_tags: Vec::new(), ways: Vec::new() };
        let mut way_ids = BTreeSet::new();
        loop {
            let event = reader.read_event().expect("well-formed XML");
            let (Event::Start(element) | Event::Empty(element)) = &event else {
                match event {
                    Event::Eof => break,
                    _ => continue,
                }
            };
            let got = attributes(element);
            match element.name().as_ref() {
                "node" => {
                    let id = got["id"].parse().expect("a number");
                    let at = [got["lon"].parse().expect("degrees"), got["lat"].parse().expect("degrees")];
                    assert!(osm.nodes.insert(id, at).is_none(), "node {id} twice");
                    osm.node_tags.push(Tags::new());
                }
                "way" => {
                    assert!(way_ids.insert(got["id"].clone()), "way {} twice", got["id"]);
                    osm.ways.push(Way { nodes: Vec::new(), tags: Tags::new() });
                }
                "nd" => osm.ways.last_mut().expect("inside a way").nodes.push(got["ref"].parse().expect("a number")),
                "tag" => {
                    let tags = osm.ways.last_mut().map_or_else(|| osm.node_tags.last_mut(), |way| Some(&mut way.tags));
                    tags.expect("inside something").insert(got["k"].clone(), got["v"].clone());
                }
                _ => {}
            }
        }
        for node in osm.ways.iter().flat_map(|way| &way.nodes) {
            assert!(osm.nodes.contains_key(node), "node {node} is missing");
        }
        osm
    }

    pub fn line(&self, way: &Way) -> Vec<[f64; 2]> {
        way.nodes.iter().map(|node| metres(self.nodes[node])).collect()
    }

    pub fn with<'a>(&'a self, key: &'a str, value: &'a str) -> impl Iterator<Item = &'a Way> {
        self.ways.iter().filter(move |way| way.tags.get(key).is_some_and(|own| value.is_empty() || own == value))
    }

    pub fn bridges_over_the_river(&self) -> usize {
        let river: Vec<Vec<[f64; 2]>> = self.with("waterway", "river").map(|way| self.line(way)).collect();
        let crosses = |line: &[[f64; 2]]| {
            line.windows(2).any(|s| river.iter().flat_map(|river| river.windows(2)).any(|r| segments_cross(s[0], s[1], r[0], r[1])))
        };
        let crossing: Vec<&Way> = self.with("highway", "").filter(|way| crosses(&self.line(way))).collect();
        for way in &crossing {
            assert!(way.tags.contains_key("bridge"), "a street runs through the river: {:?} at {:?}", way.tags, self.line(way)[0]);
        }
        crossing.len()
    }

    /// Share of the nodes of walkable ways that lie in the largest connected part.
    pub fn largest_walk_share(&self) -> f64 {
        let mut parent: HashMap<u64, u64> = HashMap::new();
        fn root(parent: &mut HashMap<u64, u64>, node: u64) -> u64 {
            let mut node = node;
            loop {
                let up = *parent.entry(node).or_insert(node);
                if up == node {
                    return node;
                }
                let above = parent[&up];
                parent.insert(node, above);
                node = above;
            }
        }
        for way in self.with("highway", "").filter(|way| !way.tags["highway"].starts_with("motorway")) {
            for pair in way.nodes.windows(2) {
                let (a, b) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
                parent.insert(a.max(b), a.min(b));
            }
        }
        let mut sizes: HashMap<u64, usize> = HashMap::new();
        let nodes: Vec<u64> = parent.keys().copied().collect();
        for node in &nodes {
            *sizes.entry(root(&mut parent, *node)).or_default() += 1;
        }
        *sizes.values().max().expect("streets") as f64 / nodes.len() as f64
    }
}

/// Local metres; good to a per mille within a town.
pub fn metres([lon, lat]: [f64; 2]) -> [f64; 2] {
    [(lon + 77.9) * 111_320.0 * 36.2f64.to_radians().cos(), (lat - 36.2) * 111_320.0]
}

fn segments_cross(a: [f64; 2], b: [f64; 2], c: [f64; 2], d: [f64; 2]) -> bool {
    let side = |p: [f64; 2], q: [f64; 2], r: [f64; 2]| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    // half-open, so that a line through a corner crosses once
    (side(a, b, c) > 0.0) != (side(a, b, d) > 0.0) && (side(c, d, a) > 0.0) != (side(c, d, b) > 0.0)
}

#[test]
fn the_map_shows_a_whole_town() {
    let osm = Osm::read(&TOWN);
    assert_eq!(osm.bridges_over_the_river(), 2);
    assert!(osm.largest_walk_share() >= 0.98, "{}", osm.largest_walk_share());
    assert_eq!(osm.with("highway", "motorway").count(), 2, "two carriageways");
    assert_eq!(osm.with("highway", "motorway_link").count(), 4);
    assert!(osm.with("highway", "motorway").all(|way| way.tags["foot"] == "no"));
    for (key, value, least) in [
        ("building", "apartments", 100),
        ("building", "house", 4_000),
        ("building", "retail", 40),
        ("amenity", "school", 3),
        ("amenity", "place_of_worship", 5),
        ("leisure", "park", 15),
        ("leisure", "playground", 3),
        ("natural", "water", 4),
        ("railway", "rail", 1),
        ("highway", "primary", 3),
        ("highway", "footway", 10),
        ("addr:flats", "", 100),
    ] {
        assert!(osm.with(key, value).count() >= least, "{key}={value}: {}", osm.with(key, value).count());
    }
    let nodes = |key: &str, value: &str| {
        osm.node_tags.iter().filter(|tags| tags.get(key).is_some_and(|own| value.is_empty() || own == value)).count()
    };
    assert!(nodes("highway", "turning_circle") >= 60, "closes");
    assert!(nodes("shop", "") >= 20 && nodes("highway", "bus_stop") >= 20);
    assert_eq!((nodes("railway", "station"), nodes("place", "city")), (1, 1));
    assert!(nodes("place", "neighbourhood") + nodes("place", "suburb") >= 15);
}

#[test]
fn closed_things_are_closed() {
    let osm = Osm::read(&TOWN);
    for way in osm.ways.iter().filter(|way| ["building", "leisure", "natural", "amenity"].iter().any(|key| way.tags.contains_key(*key))) {
        assert!(way.nodes.len() >= 4 && way.nodes.first() == way.nodes.last(), "{:?}", way.tags);
    }
}

#[test]
fn motorway_traffic_meets_streets_only_on_ramps() {
    let osm = Osm::read(&TOWN);
    let motorway: BTreeSet<u64> = osm.with("highway", "motorway").flat_map(|way| way.nodes.iter().copied()).collect();
    let streets: BTreeSet<u64> = osm
        .with("highway", "")
        .filter(|way| !way.tags["highway"].starts_with("motorway"))
        .flat_map(|way| way.nodes.iter().copied())
        .collect();
    assert_eq!(motorway.intersection(&streets).count(), 0);
    for ramp in osm.with("highway", "motorway_link") {
        let ends = [ramp.nodes[0], ramp.nodes[ramp.nodes.len() - 1]];
        assert!(ends.iter().any(|end| motorway.contains(end)) && ends.iter().any(|end| streets.contains(end)));
    }
}
