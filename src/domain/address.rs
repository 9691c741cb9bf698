//! Address points, and how well an address was found.

use serde::{Deserialize, Serialize};

use super::Texts;

/// How a voter's point is known, best first. The same words in reports, filters and tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Located {
    None = 0,
    Postcode = 1,
    Street = 2,
    Interpolated = 3,
    Rooftop = 4,
}

impl Located {
    pub const ALL: [Self; 5] = [Self::None, Self::Postcode, Self::Street, Self::Interpolated, Self::Rooftop];

    pub fn word(self) -> &'static str {
        ["none", "postcode", "street", "interpolated", "rooftop"][self as usize]
    }
}

/// One known address, as its source wrote it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddressPoint {
    pub lon: f64,
    pub lat: f64,
    pub number: String,
    pub street: String,
    pub unit: String,
    pub city: String,
    pub postcode: String,
    /// The building's use where the source tells (`apartments`, `house`, `yes`), else empty.
    pub building: String,
}

/// Many address points as columns; row `i` of each column is one address.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Addresses {
    pub lon: Vec<f64>,
    pub lat: Vec<f64>,
    pub number: Texts,
    pub street: Texts,
    pub unit: Texts,
    pub city: Texts,
    pub postcode: Texts,
    pub building: Texts,
}

impl Addresses {
    pub fn push(&mut self, point: &AddressPoint) {
        self.lon.push(point.lon);
        self.lat.push(point.lat);
        self.number.push(&point.number);
        self.street.push(&point.street);
        self.unit.push(&point.unit);
        self.city.push(&point.city);
        self.postcode.push(&point.postcode);
        self.building.push(&point.building);
    }

    pub fn get(&self, row: usize) -> AddressPoint {
        AddressPoint {
            lon: self.lon[row],
            lat: self.lat[row],
            number: self.number.get(row).to_owned(),
            street: self.street.get(row).to_owned(),
            unit: self.unit.get(row).to_owned(),
            city: self.city.get(row).to_owned(),
            postcode: self.postcode.get(row).to_owned(),
            building: self.building.get(row).to_owned(),
        }
    }

    pub fn len(&self) -> usize {
        self.lon.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lon.is_empty()
    }
}
