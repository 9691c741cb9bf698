//! Every known address and street, arranged so that one look-up touches few bytes.
//!
//! A *stretch* is what one street name has at one place (postcode and city): its houses, sorted by number, and its ranges.

use std::ops::Range;

use crate::domain::{AddressRanges, Addresses, Country};
use crate::geometry::distance_m;
use crate::streets::Streets;

use super::along::{Span, Spans};
use super::names::Names;
use super::normal::{self, HouseNumber};
use super::places::{Place, Places};

/// What is known of where addresses are. Origins count in the order given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sources<'a> {
    pub addresses: &'a [&'a Addresses],
    pub ranges: &'a [&'a AddressRanges],
    pub streets: Option<&'a Streets>,
}

/// One index in memory over every known address and street.
#[derive(Debug)]
pub struct Gazetteer {
    pub(super) country: Country,
    pub(super) names: Names,
    pub(super) places: Places,
    /// `stretches[stretch_ends[name - 1]..stretch_ends[name]]` are a name's stretches.
    stretch_ends: Vec<u32>,
    stretches: Vec<Stretch>,
    houses: Vec<House>,
    pub(super) spans: Spans,
    /// Middle points of the walking graph's edges, by name.
    bend_ends: Vec<u32>,
    bends: Vec<(f64, f64)>,
}

#[derive(Debug)]
pub struct Stretch {
    pub place: Place,
    houses: Range<u32>,
    spans: Range<u32>,
    /// It names no place, and its houses are too far apart to be of one town.
    pub is_scattered: bool,
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

/// Something on its way into the arrangement.
struct Row<T> {
    name: u32,
    place: Place,
    what: T,
}

impl<T> Row<T> {
    fn stretch(&self) -> (u32, Place) {
        (self.name, self.place)
    }
}

impl Gazetteer {
    pub fn new(country: Country, sources: &Sources<'_>) -> Self {
        let mut names = Names::new(country);
        let mut places = Places::default();
        let mut houses = houses(sources.addresses, country, &mut names, &mut places);
        houses.sort_unstable_by_key(|row| (row.stretch(), row.what.number.value, row.what.address));
        let mut lines = Spans::default();
        let mut spans = spans(sources.ranges, country, &mut names, &mut places, &mut lines);
        spans.sort_by_key(|row| (row.stretch(), row.what.low));
        let mut bends = bends(sources.streets, &mut names);
        bends.sort_by_key(|&(name, _)| name);
        names.finish();

        let points = houses.iter().map(|row| (row.place, (row.what.lon, row.what.lat)));
        let points = points.chain(spans.iter().map(|row| (row.place, lines.middle(&row.what))));
        let mut known: Vec<(u32, Place)> = houses.iter().map(Row::stretch).chain(spans.iter().map(Row::stretch)).collect();
        known.sort_unstable();
        known.dedup();
        places.finish(known.iter().copied(), points, bends.iter().map(|&(name, _)| name));

        let (stretch_ends, stretches) = lay_out(&known, names.len(), &houses, &spans);
        let bend_ends = (0..names.len() as u32).map(|name| bends.partition_point(|&(other, _)| other <= name) as u32).collect();
        lines.spans = spans.into_iter().map(|row| row.what).collect();
        Self {
            country,
            names,
            places,
            stretch_ends,
            stretches,
            houses: houses.into_iter().map(|row| row.what).collect(),
            spans: lines,
            bend_ends,
            bends: bends.into_iter().map(|(_, point)| point).collect(),
        }
    }

    pub fn stretches(&self, name: u32) -> &[Stretch] {
        &self.stretches[range(&self.stretch_ends, name)]
    }

    pub fn houses(&self, stretch: &Stretch) -> &[House] {
        &self.houses[stretch.houses.start as usize..stretch.houses.end as usize]
    }

    pub fn spans(&self, stretch: &Stretch) -> &[Span] {
        &self.spans.spans[stretch.spans.start as usize..stretch.spans.end as usize]
    }

    pub fn bends(&self, name: u32) -> &[(f64, f64)] {
        &self.bends[range(&self.bend_ends, name)]
    }
}

fn range(ends: &[u32], name: u32) -> Range<usize> {
    let start = if name == 0 { 0 } else { ends[name as usize - 1] };
    start as usize..ends[name as usize] as usize
}

fn lay_out(known: &[(u32, Place)], names: usize, all_houses: &[Row<House>], all_spans: &[Row<Span>]) -> (Vec<u32>, Vec<Stretch>) {
    let mut stretch_ends = Vec::with_capacity(names);
    let mut stretches: Vec<Stretch> = Vec::with_capacity(known.len());
    let (mut house, mut span) = (0, 0);
    for &(name, place) in known {
        stretch_ends.resize(name as usize, stretches.len() as u32);
        let houses = take_while(all_houses, &mut house, (name, place));
        let spans = take_while(all_spans, &mut span, (name, place));
        let is_scattered = place == Place::default() && are_scattered(&all_houses[houses.start as usize..houses.end as usize]);
        stretches.push(Stretch { place, houses, spans, is_scattered });
    }
    stretch_ends.resize(names, stretches.len() as u32);
    (stretch_ends, stretches)
}

fn are_scattered(rows: &[Row<House>]) -> bool {
    const TOWN_M: f64 = 16_000.0;
    let ends = |value: fn(&House) -> f64| {
        rows.iter()
            .map(|row| value(&row.what))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((west, east), (south, north)) = (ends(|house| house.lon), ends(|house| house.lat));
    rows.len() > 1 && distance_m((west, south), (east, north)) > TOWN_M
}

/// The rows of one stretch, which start at `at`.
fn take_while<T>(rows: &[Row<T>], at: &mut usize, stretch: (u32, Place)) -> Range<u32> {
    let start = *at;
    *at += rows[start..].iter().take_while(|row| row.stretch() == stretch).count();
    start as u32..*at as u32
}

fn houses(tables: &[&Addresses], country: Country, names: &mut Names, places: &mut Places) -> Vec<Row<House>> {
    let mut rows = Vec::with_capacity(tables.iter().map(|table| table.len()).sum());
    let mut first = 0;
    for table in tables {
        for at in 0..table.len() {
            let number = match table.number.get(at).trim() {
                "" => HouseNumber::NONE,
                text => match HouseNumber::parse(text) {
                    Some(number) => number,
                    None => continue,
                },
            };
            let Some((name, spelling)) = names.learn(table.street.get(at)) else { continue };
            let place = places.learn(table.postcode.get(at), table.city.get(at), country);
            let unit = match table.unit.get(at) {
                "" => 0,
                unit => normal::unit_key(&normal::fold(unit, country), country),
            };
            let what = House { number, unit, spelling, lon: table.lon[at], lat: table.lat[at], address: first + at as u32 };
            rows.push(Row { name, place, what });
        }
        first += table.len() as u32;
    }
    rows
}

fn spans(tables: &[&AddressRanges], country: Country, names: &mut Names, places: &mut Places, lines: &mut Spans) -> Vec<Row<Span>> {
    let mut rows = Vec::with_capacity(tables.iter().map(|table| table.len()).sum());
    for table in tables {
        for at in 0..table.len() {
            let Some((name, _)) = names.learn(table.street.get(at)) else { continue };
            let place = places.learn(table.postcode.get(at), table.city.get(at), country);
            rows.push(Row { name, place, what: lines.span(table, at) });
        }
    }
    rows
}

fn bends(streets: Option<&Streets>, names: &mut Names) -> Vec<(u32, (f64, f64))> {
    let Some(streets) = streets else { return Vec::new() };
    let codes: Vec<Option<u32>> = streets.names.iter().map(|name| Some(names.learn(name)?.0)).collect();
    let middle = |edge: usize| streets.line(edge).get(streets.line(edge).len() / 2).map(|&[lon, lat]| (lon, lat));
    let bend = |edge: usize| Some((codes.get(*streets.name.get(edge)? as usize).copied().flatten()?, middle(edge)?));
    (0..streets.len()).filter_map(bend).collect()
}
