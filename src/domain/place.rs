//! Areas people vote in, and the places a map names.

use std::collections::BTreeMap;

use geo_types::{Geometry, MultiPolygon};
use serde::{Deserialize, Serialize};

/// One precinct (or ward, district, bureau de vote), in WGS84.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The layer's own id: text, leading zeros kept.
    pub id: String,
    pub name: String,
    pub shape: MultiPolygon<f64>,
    /// The source's other columns as text, as they stood.
    pub columns: BTreeMap<String, String>,
}

/// A set of areas, imported together: `precincts`, `wards`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    pub name: String,
    /// Sorted by id; no two share one.
    pub areas: Vec<Area>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    Park,
    Playground,
    Water,
    River,
    Building,
    School,
    Shop,
    Worship,
    BusStop,
    Rail,
    /// A town, suburb or neighbourhood's name.
    Settlement,
}

impl PlaceKind {
    pub const ALL: [Self; 11] = [
        Self::Park,
        Self::Playground,
        Self::Water,
        Self::River,
        Self::Building,
        Self::School,
        Self::Shop,
        Self::Worship,
        Self::BusStop,
        Self::Rail,
        Self::Settlement,
    ];

    pub fn word(self) -> &'static str {
        ["park", "playground", "water", "river", "building", "school", "shop", "worship", "bus_stop", "rail", "settlement"][self as usize]
    }
}

/// Something on the ground worth drawing or standing near; a point, a line or a polygon in WGS84.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub kind: PlaceKind,
    /// Empty when it has none.
    pub name: String,
    /// OpenStreetMap's finer word where it matters (`city`, `suburb`, `apartments`), else empty.
    pub detail: String,
    pub shape: Geometry<f64>,
}
