//! What does an OpenStreetMap extract tell: streets, addresses, places?

use crate::domain::{Addresses, Outcome, Place, Report, Source};
use crate::streets::Streets;

/// All that a campaign keeps of an extract, in the order of OpenStreetMap's ids: nodes, then ways, then relations.
#[derive(Debug, Clone, PartialEq)]
pub struct Osm {
    pub streets: Streets,
    pub addresses: Addresses,
    pub places: Vec<Place>,
    pub report: Report,
}

/// Reads `.osm.pbf` or OSM XML; the content decides, not the name. `progress` hears (done, of all).
///
/// # Errors
/// The bytes are not OpenStreetMap data, end in the middle, are damaged, or hold no street.
pub fn read(source: Source, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Osm> {
    let _ = (source, progress);
    unimplemented!()
}
