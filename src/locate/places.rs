//! Postcodes and cities: which streets lie in each, and how well one place fits another.

use std::collections::HashMap;

use crate::domain::Country;

use super::fuzzy;
use super::normal;

/// Codes of a postcode and a city; 0 when not given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub postcode: u32,
    pub city: u32,
}

/// How well a stretch fits the place asked for, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Another postcode and another city, but near the place asked for.
    Near,
    /// Another city, and no postcode to compare. City names in files are loose.
    OtherCity,
    /// Nothing to compare.
    Unknown,
    /// The city alone, against the postcode.
    CityOnly,
    City,
    Postcode,
    Both,
}

impl Place {
    /// `None`: elsewhere.
    pub fn agreement(self, asked: Self) -> Option<Agreement> {
        let same = |a: u32, b: u32| (a != 0 && b != 0).then_some(a == b);
        match (same(self.postcode, asked.postcode), same(self.city, asked.city)) {
            (Some(true), Some(true)) => Some(Agreement::Both),
            (Some(true), _) => Some(Agreement::Postcode),
            (None, Some(true)) => Some(Agreement::City),
            (Some(false), Some(true)) => Some(Agreement::CityOnly),
            (None, None) => Some(Agreement::Unknown),
            (None, Some(false)) => Some(Agreement::OtherCity),
            (Some(false), _) => None,
        }
    }
}

#[derive(Debug, Default)]
pub struct Places {
    postcodes: HashMap<u64, u32>,
    cities: HashMap<String, u32>,
    /// Row `code`: mean of the place's addresses.
    postcode_middle: Vec<(f64, f64)>,
    city_middle: Vec<(f64, f64)>,
    postcode_streets: Vec<Vec<u32>>,
    city_streets: Vec<Vec<u32>>,
    /// Streets with an address, or a stretch of the walking graph, that names no place.
    anywhere: Vec<u32>,
    spare: Spare,
}

/// Memory for taking cities apart.
#[derive(Debug, Default)]
pub struct Spare {
    folded: String,
    city: String,
}

/// A code no source has: asked for, but nowhere known.
const STRANGE: u32 = u32::MAX;

impl Places {
    pub fn learn(&mut self, postcode: &str, city: &str, country: Country) -> Place {
        let next = self.postcodes.len() as u32 + 1;
        let postcode = match normal::postcode(postcode) {
            0 => 0,
            key => *self.postcodes.entry(key).or_insert(next),
        };
        Place { postcode, city: self.learn_city(city, country) }
    }

    fn learn_city(&mut self, city: &str, country: Country) -> u32 {
        normal::fold_into(&mut self.spare.folded, city, country);
        normal::city_into(&mut self.spare.city, &self.spare.folded, country);
        let city = self.spare.city.as_str();
        if city.is_empty() {
            return 0;
        }
        if let Some(&code) = self.cities.get(city) {
            return code;
        }
        let code = self.cities.len() as u32 + 1;
        self.cities.insert(city.to_owned(), code);
        code
    }

    /// The codes of a query's place; a postcode or city nobody knows is taken for the only known one that is a typo away.
    pub fn find(&self, postcode: &str, city: &str, country: Country, spare: &mut Spare) -> Place {
        normal::fold_into(&mut spare.folded, city, country);
        normal::city_into(&mut spare.city, &spare.folded, country);
        let city = match spare.city.as_str() {
            "" => 0,
            city => self.cities.get(city).copied().unwrap_or_else(|| self.misspelt_city(city)),
        };
        let postcode = match normal::postcode(postcode) {
            0 => 0,
            key => self.postcodes.get(&key).copied().unwrap_or_else(|| self.misspelt_postcode(key)),
        };
        Place { postcode, city }
    }

    /// The code of a city by its folded words, if it is known.
    pub fn city(&self, folded: &str, country: Country, spare: &mut Spare) -> Option<u32> {
        normal::city_into(&mut spare.city, folded, country);
        self.cities.get(&spare.city).copied()
    }

    fn misspelt_city(&self, city: &str) -> u32 {
        let bound = fuzzy::bound(city.len());
        only(
            self.cities.iter().filter(|(known, _)| fuzzy::edits(known.as_bytes(), city.as_bytes(), bound).is_some()).map(|(_, &code)| code),
        )
    }

    fn misspelt_postcode(&self, key: u64) -> u32 {
        let asked = key.to_be_bytes();
        only(self.postcodes.iter().filter(|(known, _)| fuzzy::edits(&known.to_be_bytes(), &asked, 1).is_some()).map(|(_, &code)| code))
    }

    /// The middle of the postcode, or else of the city.
    pub fn middle(&self, place: Place) -> Option<(f64, f64)> {
        let city = || known(&self.city_middle, place.city).copied();
        self.postcode_middle(place).or_else(city)
    }

    pub fn postcode_middle(&self, place: Place) -> Option<(f64, f64)> {
        known(&self.postcode_middle, place.postcode).copied()
    }

    /// Streets to compare a misspelt name with, the likeliest set first.
    pub fn pools(&self, place: Place) -> [&[u32]; 3] {
        let postcode = known(&self.postcode_streets, place.postcode).map_or(&[][..], Vec::as_slice);
        let city = known(&self.city_streets, place.city).map_or(&[][..], Vec::as_slice);
        [postcode, city, &self.anywhere]
    }

    /// To be called when all is learnt. `stretches` are (name, place), sorted by name; `points` are every address's place and
    /// point; `on_graph` are the names the walking graph has.
    pub fn finish(
        &mut self,
        stretches: impl Iterator<Item = (u32, Place)>,
        points: impl Iterator<Item = (Place, (f64, f64))> + Clone,
        on_graph: impl Iterator<Item = u32>,
    ) {
        self.postcode_middle = middles(points.clone().map(|(place, point)| (place.postcode, point)), self.postcodes.len());
        self.city_middle = middles(points.map(|(place, point)| (place.city, point)), self.cities.len());
        self.postcode_streets = vec![Vec::new(); self.postcodes.len() + 1];
        self.city_streets = vec![Vec::new(); self.cities.len() + 1];
        for (name, place) in stretches {
            push_new(&mut self.postcode_streets[place.postcode as usize], name);
            push_new(&mut self.city_streets[place.city as usize], name);
            if place == Place::default() {
                self.anywhere.push(name);
            }
        }
        self.anywhere.extend(on_graph);
        self.anywhere.sort_unstable();
        self.anywhere.dedup();
    }
}

/// The row of a code that stands for a place.
fn known<T>(rows: &[T], code: u32) -> Option<&T> {
    rows.get(code as usize).filter(|_| code != 0)
}

/// The code if there is just one.
fn only(mut codes: impl Iterator<Item = u32>) -> u32 {
    match (codes.next(), codes.next()) {
        (Some(code), None) => code,
        _ => STRANGE,
    }
}

/// Names come sorted, so the last entry tells whether one is new.
fn push_new(names: &mut Vec<u32>, name: u32) {
    if names.last() != Some(&name) {
        names.push(name);
    }
}

fn middles(points: impl Iterator<Item = (u32, (f64, f64))>, codes: usize) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0, 0.0); codes + 1];
    for (code, (lon, lat)) in points {
        let sum = &mut sums[code as usize];
        *sum = (sum.0 + lon, sum.1 + lat, sum.2 + 1.0);
    }
    sums.into_iter().map(|(lon, lat, n)| (lon / f64::max(n, 1.0), lat / f64::max(n, 1.0))).collect()
}
