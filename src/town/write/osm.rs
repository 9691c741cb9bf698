//! `streets.osm`: OpenStreetMap XML with streets, buildings with addresses, greens, water and what else a map shows.

use std::fmt::Write;

use crate::town::houses::{Building, unit_label};
use crate::town::landscape::{Feature, Shape};
use crate::town::motorway::Motorway;
use crate::town::names::Street;
use crate::town::network::{Crossing, Network, Stretch};
use crate::town::plan::{TOWN, lonlat};
use crate::town::point::Point;
use crate::town::sheet::Road;

pub struct Degrees {
    pub lon: f64,
    pub lat: f64,
}

impl Degrees {
    pub fn of(p: Point) -> Self {
        let [lon, lat] = lonlat(p);
        Self { lon, lat }
    }
}

/// What the map needs to know of the town.
pub struct Map<'a> {
    pub network: &'a Network,
    pub streets: &'a [Street],
    pub buildings: &'a [Building],
    pub features: &'a [Feature],
    pub motorway: &'a Motorway,
    /// ZIP code of each building.
    pub postcodes: &'a [&'static str],
    /// Vertices up to here are corners; later nodes are ends of closes or of streets that stop short.
    pub corners: usize,
}

pub fn write(map: &Map) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.street_nodes(map);
    for street in map.streets {
        writer.street(map, street);
    }
    writer.motorway(map);
    for (building, postcode) in map.buildings.iter().zip(map.postcodes) {
        writer.building(building, map.streets, postcode);
    }
    for feature in map.features {
        writer.feature(feature);
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    nodes: String,
    ways: String,
    last_node: u64,
    last_way: u64,
}

impl Writer {
    fn node(&mut self, p: Point, tags: &[(&str, &str)]) -> u64 {
        self.last_node += 1;
        let Degrees { lon, lat } = Degrees::of(p);
        let _ = write!(self.nodes, " <node id=\"{}\" version=\"1\" lat=\"{lat:.7}\" lon=\"{lon:.7}\"", self.last_node);
        self.nodes.push_str(if tags.is_empty() { "/>\n" } else { ">\n" });
        for (key, value) in tags {
            tag(&mut self.nodes, key, value);
        }
        if !tags.is_empty() {
            self.nodes.push_str(" </node>\n");
        }
        self.last_node
    }

    fn way(&mut self, nodes: &[u64], tags: &[(&str, &str)]) {
        self.last_way += 1;
        let _ = writeln!(self.ways, " <way id=\"{}\" version=\"1\">", self.last_way);
        for node in nodes {
            let _ = writeln!(self.ways, "  <nd ref=\"{node}\"/>");
        }
        for (key, value) in tags {
            tag(&mut self.ways, key, value);
        }
        self.ways.push_str(" </way>\n");
    }

    /// Node `i` of the network is OpenStreetMap's node `i + 1`.
    fn street_nodes(&mut self, map: &Map) {
        let mut degree = vec![0u8; map.network.nodes.len()];
        for node in map.network.stretches.iter().flat_map(|stretch| [stretch.edge.from, stretch.edge.to]) {
            degree[node as usize] = degree[node as usize].saturating_add(1);
        }
        for (i, p) in map.network.nodes.iter().enumerate() {
            match degree[i] {
                0 => self.last_node += 1, // no street goes there
                1 if i >= map.corners => {
                    self.node(*p, &[("highway", "turning_circle")]);
                }
                _ => {
                    self.node(*p, &[]);
                }
            }
        }
    }

    /// One way for each run of stretches with the same tags.
    fn street(&mut self, map: &Map, street: &Street) {
        let mut run: Vec<u64> = Vec::new();
        let mut tagged = Crossing::None;
        for &(i, forward) in &street.stretches {
            let stretch = &map.network.stretches[i as usize];
            let (start, end) = if forward { (stretch.edge.from, stretch.edge.to) } else { (stretch.edge.to, stretch.edge.from) };
            let start = u64::from(start) + 1;
            if !run.is_empty() && (run[run.len() - 1] != start || tagged != stretch.crossing) {
                self.street_way(&run, street, tagged);
                run.clear();
            }
            if run.is_empty() {
                run.push(start);
            }
            tagged = stretch.crossing;
            run.extend(self.shape_nodes(stretch, forward));
            run.push(u64::from(end) + 1);
        }
        self.street_way(&run, street, tagged);
    }

    fn shape_nodes(&mut self, stretch: &Stretch, forward: bool) -> Vec<u64> {
        let points = &stretch.edge.points;
        let mut nodes: Vec<u64> = points[1..points.len() - 1].iter().map(|p| self.node(*p, &[])).collect();
        if !forward {
            nodes.reverse();
        }
        nodes
    }

    fn street_way(&mut self, nodes: &[u64], street: &Street, crossing: Crossing) {
        let (class, speed) = match street.road {
            Road::Primary => ("primary", "35 mph"),
            Road::Secondary => ("secondary", "35 mph"),
            Road::Tertiary => ("tertiary", "30 mph"),
            Road::Residential => ("residential", "25 mph"),
        };
        let mut tags = vec![("highway", class), ("name", street.name.as_str()), ("maxspeed", speed)];
        if street.road != Road::Residential {
            tags.push(("sidewalk", "both"));
        }
        if matches!(crossing, Crossing::River | Crossing::Motorway) {
            tags.extend([("bridge", "yes"), ("layer", "1")]);
        }
        self.way(nodes, &tags);
    }

    fn motorway(&mut self, map: &Map) {
        let ids: Vec<Vec<u64>> = map.motorway.carriageways.iter().map(|line| line.iter().map(|p| self.node(*p, &[])).collect()).collect();
        for ids in &ids {
            let tags = [
                ("highway", "motorway"),
                ("ref", "I 285"),
                ("name", "Piedmont Parkway"),
                ("oneway", "yes"),
                ("lanes", "2"),
                ("foot", "no"),
            ];
            self.way(ids, &tags);
        }
        for ramp in &map.motorway.ramps {
            let between = &ramp.points[1..ramp.points.len() - 1];
            let mut nodes = vec![ids[ramp.carriageway][ramp.joins]];
            nodes.extend(between.iter().map(|p| self.node(*p, &[])).collect::<Vec<_>>());
            nodes.push(u64::from(ramp.node) + 1);
            if !ramp.leaves {
                nodes.reverse();
            }
            self.way(&nodes, &[("highway", "motorway_link"), ("oneway", "yes"), ("foot", "no")]);
        }
    }

    fn ring(&mut self, points: &[Point], tags: &[(&str, &str)]) {
        let mut nodes: Vec<u64> = points.iter().map(|p| self.node(*p, &[])).collect();
        nodes.push(nodes[0]);
        self.way(&nodes, tags);
    }

    fn building(&mut self, building: &Building, streets: &[Street], postcode: &str) {
        let number = building.number.to_string();
        let mut tags = vec![("building", building.kind)];
        if building.kind == "church" {
            tags.push(("amenity", "place_of_worship"));
        }
        if !building.name.is_empty() {
            tags.push(("name", building.name));
        }
        tags.extend([
            ("addr:housenumber", number.as_str()),
            ("addr:street", &streets[building.street as usize].name),
            ("addr:city", TOWN),
            ("addr:postcode", postcode),
        ]);
        let flats: Vec<String> =
            if building.units > 1 { (0..building.units).map(|i| unit_label(building.units, i)).collect() } else { Vec::new() };
        let flats = flats.join(";");
        if !flats.is_empty() && flats.len() <= 255 {
            tags.push(("addr:flats", &flats));
        }
        self.ring(&building.outline, &tags);
    }

    fn feature(&mut self, feature: &Feature) {
        let tags: Vec<(&str, &str)> = feature.tags.iter().map(|(key, value)| (*key, value.as_str())).collect();
        match &feature.shape {
            Shape::Point(p) => {
                self.node(*p, &tags);
            }
            Shape::Ring(points) => self.ring(points, &tags),
            Shape::Line(points) => {
                let nodes: Vec<u64> = points.iter().map(|p| self.node(*p, &[])).collect();
                self.way(&nodes, &tags);
            }
            Shape::Joined(from, points, to) => {
                let mut nodes = vec![u64::from(*from) + 1];
                nodes.extend(points[1..points.len() - 1].iter().map(|p| self.node(*p, &[])).collect::<Vec<_>>());
                nodes.push(u64::from(*to) + 1);
                self.way(&nodes, &tags);
            }
        }
    }

    fn finish(self) -> Vec<u8> {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\" generator=\"arpent demo\">\n";
        [head, &self.nodes, &self.ways, "</osm>\n"].concat().into_bytes()
    }
}

fn tag(out: &mut String, key: &str, value: &str) {
    let _ = write!(out, "  <tag k=\"{key}\" v=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out.push_str("\"/>\n");
}
