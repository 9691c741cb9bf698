//! What do the streets look like, and where may a person walk?
//!
//! Every street of the map is here, motorways too, because a map draws them all; `walkable` tells which ones feet may use.
//! Points are WGS84 degrees (lon, lat), lengths metres on the sphere.

mod class;

pub use class::StreetClass;

/// A person may walk along it.
pub const WALKABLE: u8 = 1;
pub const BRIDGE: u8 = 1 << 1;
pub const TUNNEL: u8 = 1 << 2;
/// Left and right as seen from `from` towards `to`; set too where the sidewalk is mapped as a street of its own.
pub const SIDEWALK_LEFT: u8 = 1 << 3;
pub const SIDEWALK_RIGHT: u8 = 1 << 4;
/// The owner decides who comes in. Walkable where it leads to doors, else not.
pub const PRIVATE: u8 = 1 << 5;
/// A ramp or slip road of its class.
pub const LINK: u8 = 1 << 6;
/// Itself a sidewalk or a crossing beside or over another street: no door faces it.
pub const SIDEWALK: u8 = 1 << 7;

/// The streets as columns: index `e` of each edge column is one stretch between two nodes, where streets meet or end.
#[derive(Debug, Clone, PartialEq)]
pub struct Streets {
    pub node_lon: Vec<f64>,
    pub node_lat: Vec<f64>,

    pub from: Vec<u32>,
    pub to: Vec<u32>,
    /// `StreetClass as u8`.
    pub class: Vec<u8>,
    /// Index into `names`.
    pub name: Vec<u32>,
    /// `names[0]` is empty: a street without a name.
    pub names: Vec<String>,
    pub length_m: Vec<f32>,
    /// `WALKABLE | BRIDGE | …`.
    pub flags: Vec<u8>,
    /// `shape[shape_ends[e - 1]..shape_ends[e]]` is edge `e`, both end points included.
    pub shape_ends: Vec<u32>,
    pub shape: Vec<[f64; 2]>,
}

impl Default for Streets {
    fn default() -> Self {
        Self {
            node_lon: Vec::new(),
            node_lat: Vec::new(),
            from: Vec::new(),
            to: Vec::new(),
            class: Vec::new(),
            name: Vec::new(),
            names: vec![String::new()],
            length_m: Vec::new(),
            flags: Vec::new(),
            shape_ends: Vec::new(),
            shape: Vec::new(),
        }
    }
}

impl Streets {
    /// Adds a node and gives its number.
    pub fn push_node(&mut self, [lon, lat]: [f64; 2]) -> u32 {
        self.node_lon.push(lon);
        self.node_lat.push(lat);
        (self.node_lon.len() - 1) as u32
    }

    /// Adds the stretch `line` between two nodes already there, its ends included; `name` is an index into `names`.
    pub fn push_edge(&mut self, from: u32, to: u32, class: StreetClass, flags: u8, name: u32, line: &[[f64; 2]]) {
        self.from.push(from);
        self.to.push(to);
        self.class.push(class as u8);
        self.flags.push(flags);
        self.name.push(name);
        self.length_m.push(line.windows(2).map(|leg| distance_m(leg[0], leg[1])).sum::<f64>() as f32);
        self.shape.extend_from_slice(line);
        self.shape_ends.push(self.shape.len() as u32);
    }

    /// The number of edges.
    pub fn len(&self) -> usize {
        self.from.len()
    }

    pub fn is_empty(&self) -> bool {
        self.from.is_empty()
    }

    pub fn node_count(&self) -> usize {
        self.node_lon.len()
    }

    pub fn node(&self, node: u32) -> [f64; 2] {
        [self.node_lon[node as usize], self.node_lat[node as usize]]
    }

    /// All points of an edge, both ends included.
    pub fn line(&self, edge: usize) -> &[[f64; 2]] {
        let start = if edge == 0 { 0 } else { self.shape_ends[edge - 1] as usize };
        &self.shape[start..self.shape_ends[edge] as usize]
    }

    pub fn class(&self, edge: usize) -> StreetClass {
        StreetClass::ALL[self.class[edge] as usize]
    }

    /// Empty when the street has no name.
    pub fn name(&self, edge: usize) -> &str {
        &self.names[self.name[edge] as usize]
    }

    pub fn walkable(&self, edge: usize) -> bool {
        self.flags[edge] & WALKABLE != 0
    }
}

/// Great-circle distance by the haversine formula on the sphere of mean Earth radius (6,371,008.8 m, IUGG).
pub fn distance_m(a: [f64; 2], b: [f64; 2]) -> f64 {
    const RADIUS_M: f64 = 6_371_008.8;
    let (lat_a, lat_b) = (a[1].to_radians(), b[1].to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (b[0] - a[0]).to_radians() / 2.0;
    let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    2.0 * RADIUS_M * h.sqrt().min(1.0).asin()
}
