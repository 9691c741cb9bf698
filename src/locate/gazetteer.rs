//! Every known address and street, arranged so that one look-up touches few bytes.
//!
//! A *stretch* is what one street name has at one place (postcode and city); its houses are sorted by number.

use std::collections::HashMap;
use std::ops::Range;

use crate::domain::{Addresses, Country};
use crate::streets::Streets;

use super::normal::{self, HouseNumber, StreetName};

/// One index in memory over every known address and street.
#[derive(Debug)]
pub struct Gazetteer {
    pub(super) country: Country,
    pub(super) names: Vec<StreetName>,
    /// As the first source to know it wrote it.
    pub(super) labels: Vec<String>,
    /// Labels as folded: what somebody who is still typing spells.
    pub(super) folded: Vec<String>,
    by_text: HashMap<String, u32>,
    /// `stretches[stretch_ends[name - 1]..stretch_ends[name]]` are a name's stretches.
    stretch_ends: Vec<u32>,
    stretches: Vec<Stretch>,
    houses: Vec<House>,
    pub(super) places: Places,
    /// Middle points of the walking graph's edges, by name.
    bend_ends: Vec<u32>,
    bends: Vec<(f64, f64)>,
}

#[derive(Debug)]
pub struct Stretch {
    pub place: Place,
    houses: Range<u32>,
}

#[derive(Debug, Clone, Copy)]
pub struct House {
    pub number: HouseNumber,
    pub unit: u64,
    /// Of its street, see [`normal::spelling`].
    pub spelling: u64,
    pub lon: f64,
    pub lat: f64,
    /// Its row, counted over all address tables in the order given.
    pub address: u32,
}

/// Codes of a postcode and a city; 0 when not given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub postcode: u32,
    pub city: u32,
}

/// How well a stretch fits the place asked for, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
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

/// Postcodes and cities, and which streets lie in each.
#[derive(Debug, Default)]
pub struct Places {
    postcodes: HashMap<String, u32>,
    cities: HashMap<String, u32>,
    /// Row `code`: mean of the place's addresses.
    pub postcode_middle: Vec<(f64, f64)>,
    pub city_middle: Vec<(f64, f64)>,
    pub postcode_streets: Vec<Vec<u32>>,
    pub city_streets: Vec<Vec<u32>>,
    /// Streets with an address, or a stretch of the walking graph, that names no place.
    pub anywhere: Vec<u32>,
}

/// A code no source has: asked for, but nowhere known.
const STRANGE: u32 = u32::MAX;

impl Gazetteer {
    pub fn new(country: Country, addresses: &[&Addresses], streets: Option<&Streets>) -> Self {
        let mut names = Names::new(country);
        let mut places = Places::default();
        let mut rows = rows(country, addresses, &mut names, &mut places);
        rows.sort_unstable_by_key(|row| (row.name, row.place, row.house.number.value, row.house.address));
        let bends = bends(streets, &mut names);
        let mut gazetteer = Self {
            country,
            names: names.names,
            labels: names.labels,
            folded: names.folded,
            by_text: names.by_text,
            stretch_ends: Vec::new(),
            stretches: Vec::new(),
            houses: rows.iter().map(|row| row.house).collect(),
            places,
            bend_ends: Vec::new(),
            bends: Vec::new(),
        };
        gazetteer.lay_out(&rows);
        gazetteer.lay_out_bends(bends);
        gazetteer.places.fill(&rows, &gazetteer.names, &gazetteer.bend_ends);
        gazetteer
    }

    pub fn name(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    pub fn stretches(&self, name: u32) -> &[Stretch] {
        &self.stretches[range(&self.stretch_ends, name)]
    }

    pub fn houses(&self, stretch: &Stretch) -> &[House] {
        &self.houses[stretch.houses.start as usize..stretch.houses.end as usize]
    }

    pub fn bends(&self, name: u32) -> &[(f64, f64)] {
        &self.bends[range(&self.bend_ends, name)]
    }

    fn lay_out(&mut self, rows: &[Row]) {
        self.stretch_ends.reserve(self.names.len());
        let mut start = 0;
        for group in rows.chunk_by(|a, b| (a.name, a.place) == (b.name, b.place)) {
            self.stretch_ends.resize(group[0].name as usize, self.stretches.len() as u32);
            let end = start + group.len() as u32;
            self.stretches.push(Stretch { place: group[0].place, houses: start..end });
            start = end;
        }
        self.stretch_ends.resize(self.names.len(), self.stretches.len() as u32);
    }

    fn lay_out_bends(&mut self, mut bends: Vec<(u32, (f64, f64))>) {
        bends.sort_by_key(|&(name, _)| name);
        for name in 0..self.names.len() as u32 {
            self.bend_ends.push(bends.partition_point(|&(other, _)| other <= name) as u32);
        }
        self.bends = bends.into_iter().map(|(_, point)| point).collect();
    }
}

fn range(ends: &[u32], name: u32) -> Range<usize> {
    let start = if name == 0 { 0 } else { ends[name as usize - 1] };
    start as usize..ends[name as usize] as usize
}

/// One address on its way into the arrangement.
struct Row {
    name: u32,
    place: Place,
    house: House,
}

fn rows(country: Country, tables: &[&Addresses], names: &mut Names, places: &mut Places) -> Vec<Row> {
    let mut rows = Vec::with_capacity(tables.iter().map(|table| table.len()).sum());
    let mut first = 0;
    for table in tables {
        for at in 0..table.len() {
            let Some(number) = HouseNumber::parse(table.number.get(at)) else { continue };
            let Some((name, spelling)) = names.code(table.street.get(at)) else { continue };
            let place = places.learn(table.postcode.get(at), table.city.get(at), country);
            let unit = normal::unit_key(table.unit.get(at), country);
            let house = House { number, unit, spelling, lon: table.lon[at], lat: table.lat[at], address: first + at as u32 };
            rows.push(Row { name, place, house });
        }
        first += table.len() as u32;
    }
    rows
}

fn bends(streets: Option<&Streets>, names: &mut Names) -> Vec<(u32, (f64, f64))> {
    let Some(streets) = streets else { return Vec::new() };
    let codes: Vec<Option<u32>> = streets.names.iter().map(|name| Some(names.code(name)?.0)).collect();
    let middle = |edge: usize| streets.line(edge).get(streets.line(edge).len() / 2).map(|&[lon, lat]| (lon, lat));
    let bend = |edge: usize| Some((codes.get(*streets.name.get(edge)? as usize).copied().flatten()?, middle(edge)?));
    (0..streets.len()).filter_map(bend).collect()
}

/// Street names, interned; a spelling already seen is not taken apart again.
struct Names {
    country: Country,
    names: Vec<StreetName>,
    labels: Vec<String>,
    folded: Vec<String>,
    by_text: HashMap<String, u32>,
    by_label: HashMap<String, (u32, u64)>,
}

impl Names {
    fn new(country: Country) -> Self {
        Self { country, names: Vec::new(), labels: Vec::new(), folded: Vec::new(), by_text: HashMap::new(), by_label: HashMap::new() }
    }

    /// The name's code, and its spelling.
    fn code(&mut self, label: &str) -> Option<(u32, u64)> {
        if let Some(&known) = self.by_label.get(label) {
            return Some(known);
        }
        let folded = normal::fold(label, self.country);
        let written = folded.split(' ').filter(|word| !word.is_empty());
        let name = StreetName::new(written.clone(), self.country);
        if name.text.is_empty() {
            return None;
        }
        let code = *self.by_text.entry(name.text.clone()).or_insert(self.names.len() as u32);
        let known = (code, normal::spelling(written));
        if code as usize == self.names.len() {
            self.names.push(name);
            self.labels.push(label.trim().to_owned());
            self.folded.push(folded);
        }
        self.by_label.insert(label.to_owned(), known);
        Some(known)
    }
}

impl Places {
    fn learn(&mut self, postcode: &str, city: &str, country: Country) -> Place {
        let code = |known: &mut HashMap<String, u32>, text: String| {
            let next = known.len() as u32 + 1;
            if text.is_empty() { 0 } else { *known.entry(text).or_insert(next) }
        };
        Place { postcode: code(&mut self.postcodes, normal::postcode(postcode)), city: code(&mut self.cities, normal::city(city, country)) }
    }

    /// The codes of a query's place.
    pub fn find(&self, postcode: &str, city: &str, country: Country) -> Place {
        let code = |known: &HashMap<String, u32>, text: String| {
            if text.is_empty() { 0 } else { known.get(&text).copied().unwrap_or(STRANGE) }
        };
        Place { postcode: code(&self.postcodes, normal::postcode(postcode)), city: code(&self.cities, normal::city(city, country)) }
    }

    /// The middle of the postcode, or else of the city.
    pub fn middle(&self, place: Place) -> Option<(f64, f64)> {
        let middle = |middles: &[(f64, f64)], code: u32| middles.get(code as usize).filter(|_| code != 0).copied();
        middle(&self.postcode_middle, place.postcode).or_else(|| middle(&self.city_middle, place.city))
    }

    /// Streets to compare a misspelt name with, the likeliest set first.
    pub fn pools(&self, place: Place) -> [&[u32]; 3] {
        fn pool(streets: &[Vec<u32>], code: u32) -> &[u32] {
            streets.get(code as usize).filter(|_| code != 0).map_or(&[], Vec::as_slice)
        }
        [pool(&self.postcode_streets, place.postcode), pool(&self.city_streets, place.city), &self.anywhere]
    }

    fn fill(&mut self, rows: &[Row], names: &[StreetName], bend_ends: &[u32]) {
        let points = |code: fn(&Place) -> u32| rows.iter().map(move |row| (code(&row.place), (row.house.lon, row.house.lat)));
        self.postcode_middle = middles(points(|place| place.postcode), self.postcodes.len());
        self.city_middle = middles(points(|place| place.city), self.cities.len());
        self.postcode_streets = vec![Vec::new(); self.postcodes.len() + 1];
        self.city_streets = vec![Vec::new(); self.cities.len() + 1];
        for row in rows {
            push_new(&mut self.postcode_streets[row.place.postcode as usize], row.name);
            push_new(&mut self.city_streets[row.place.city as usize], row.name);
            if row.place == Place::default() {
                push_new(&mut self.anywhere, row.name);
            }
        }
        let on_graph = (0..names.len() as u32).filter(|&name| !range(bend_ends, name).is_empty());
        self.anywhere.extend(on_graph);
        self.anywhere.sort_unstable();
        self.anywhere.dedup();
    }
}

/// Rows come sorted by name, so the last entry tells whether a name is new.
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
