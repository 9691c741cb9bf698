//! Where does this voter live, and how well do we know it?

use crate::domain::{Addresses, Area, Country, Located, Report, Voters};
use crate::geometry::Locator;
use crate::streets::Streets;

#[derive(Debug)]
pub struct Gazetteer;

#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    pub number: &'a str,
    pub street: &'a str,
    pub unit: &'a str,
    pub city: &'a str,
    pub postcode: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub lon: f64,
    pub lat: f64,
    pub located: Located,
    pub confidence: u8,
    pub ambiguous: bool,
    pub address: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub label: String,
    pub lon: f64,
    pub lat: f64,
}

impl Gazetteer {
    pub fn new(_country: Country, _addresses: &[&Addresses], _streets: Option<&Streets>) -> Self {
        unimplemented!()
    }

    pub fn find(&self, _query: &Query<'_>) -> Found {
        unimplemented!()
    }

    pub fn search(&self, _text: &str, _limit: usize) -> Vec<Suggestion> {
        unimplemented!()
    }
}

pub fn locate(_voters: &mut Voters, _gazetteer: &Gazetteer, _progress: &(dyn Fn(u64, u64) + Sync)) -> Report {
    unimplemented!()
}

pub fn settle(_voters: &mut Voters, _precincts: Option<&Locator>, _areas: &[Area]) -> Report {
    unimplemented!()
}
