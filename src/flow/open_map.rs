//! Everything the map asks for, read once and made ready: the index, what is drawn, what is searched.

use chrono::NaiveDate;

use super::doors::Doors;
use super::ground::{Ground, PRECINCTS};
use super::{heat_table, score_campaign};
use crate::domain::heat::Spread;
use crate::domain::{Campaign, Election, HeatRow, Layer, Outcome, Place, PlaceKind, Voters};
use crate::index::{Index, Universe};
use crate::locate::Gazetteer;
use crate::store::folder::sha256;
use crate::store::{Database, Folder, Manifest, snapshots};
use crate::tiles::{AreaTiles, PlaceTiles, StreetTiles};

#[derive(Debug)]
pub struct OpenMap {
    pub campaign: Campaign,
    pub generation: u64,
    /// Tells this state of this campaign from any other, also of another campaign at the same generation: the generation, and
    /// a hash of the manifest and of the program's version.
    pub stamp: String,
    /// Names of the elections in columns, in the order of their bits.
    pub election_keys: Vec<String>,
    pub index: Index,
    pub precincts: Layer,
    /// How the scores were made, with their date; `None` when voters are not scored.
    pub score_report: Option<serde_json::Value>,
    pub target: Option<NaiveDate>,
    pub spread: Spread,
    pub gazetteer: Gazetteer,
    pub settlements: Vec<Place>,
    pub areas: AreaTiles,
    pub streets: StreetTiles,
    pub places: PlaceTiles,
    pub doors: Doors,
    pub counts: Counts,
    /// West, south, east, north of what there is to see.
    pub bounds: Option<[f64; 4]>,
}

#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub struct Counts {
    pub voters: u64,
    pub located: u64,
    pub doors: u64,
    pub precincts: u64,
    pub streets: u64,
    pub addresses: u64,
    pub answers: u64,
}

impl OpenMap {
    pub fn open(folder: &Folder) -> Outcome<Self> {
        let manifest = folder.manifest()?;
        let campaign = folder.campaign()?;
        let ground = Ground::load(folder, &manifest)?;
        let voters = score_campaign::voters_now(folder, &manifest)?.unwrap_or_default();
        let places = snapshots::places::read_all(folder, &manifest)?;
        let scores = score_campaign::scores_of(&manifest)?;
        let counts = count(&ground, &voters, Database::open(folder)?.answer_count()?);
        let gazetteer = ground.gazetteer(&campaign);
        let precincts = ground.precincts.unwrap_or_else(|| Layer { name: PRECINCTS.to_owned(), areas: Vec::new() });
        let index = heat_table::build_index(&voters, &campaign, &precincts);
        Ok(Self {
            generation: manifest.generation,
            stamp: stamp(&manifest),
            election_keys: Election::keys(&campaign.elections),
            bounds: bounds(&voters, &precincts),
            areas: AreaTiles::new(&precincts.areas),
            streets: StreetTiles::new(&ground.streets.unwrap_or_default()),
            places: PlaceTiles::new(&places),
            doors: Doors::new(&voters),
            settlements: places.into_iter().filter(|place| place.kind == PlaceKind::Settlement).collect(),
            spread: scores.as_ref().map(|scores| scores.spread).unwrap_or_default(),
            target: scores.map(|scores| scores.target).or(campaign.target),
            score_report: manifest.scores,
            campaign,
            index,
            precincts,
            gazetteer,
            counts,
        })
    }

    /// One row per precinct, in the layer's order; precincts without a voter of the universe too.
    pub fn precinct_rows(&self, universe: &Universe) -> Vec<HeatRow> {
        let tallies = self.precincts.areas.iter().zip(universe.precincts());
        tallies.map(|(area, tally)| HeatRow::new(area.id.clone(), tally, &self.spread)).collect()
    }
}

fn stamp(manifest: &Manifest) -> String {
    let state = serde_json::to_string(manifest).expect("a manifest has only text and numbers");
    let hash = sha256(format!("{} {state}", env!("CARGO_PKG_VERSION")).as_bytes());
    format!("{}-{}", manifest.generation, &hash[..12])
}

fn count(ground: &Ground, voters: &Voters, answers: u64) -> Counts {
    let located = voters.located.iter().filter(|&&located| located > 0).count();
    let mut doors: Vec<u32> = voters.door.clone();
    doors.sort_unstable();
    doors.dedup();
    Counts {
        voters: voters.len() as u64,
        located: located as u64,
        doors: doors.len() as u64,
        precincts: ground.precincts.as_ref().map_or(0, |layer| layer.areas.len() as u64),
        streets: ground.streets.as_ref().map_or(0, |streets| streets.len() as u64),
        addresses: ground.addresses.iter().map(|(_, addresses)| addresses.len() as u64).sum(),
        answers,
    }
}

/// The located voters' extent without its outermost 1 %, so that one door in another county does not shrink the town
/// to a dot; the precincts' extent where there are no voters.
fn bounds(voters: &Voters, precincts: &Layer) -> Option<[f64; 4]> {
    let rows: Vec<usize> = (0..voters.len()).filter(|&row| voters.located[row] > 0).collect();
    let middle = |column: &[f64]| {
        let mut values: Vec<f64> = rows.iter().map(|&row| column[row]).collect();
        values.sort_unstable_by(f64::total_cmp);
        let cut = values.len() / 200;
        Some((*values.get(cut)?, *values.get(values.len() - 1 - cut)?))
    };
    if let (Some((west, east)), Some((south, north))) = (middle(&voters.lon), middle(&voters.lat)) {
        return Some([west, south, east, north]);
    }
    use geo::BoundingRect;
    let boxes = precincts.areas.iter().filter_map(|area| area.shape.bounding_rect());
    boxes
        .map(|area| [area.min().x, area.min().y, area.max().x, area.max().y])
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}
