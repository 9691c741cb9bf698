//! Doors as the map draws them: one point for all who share a number and street, whatever their unit.

use std::collections::{BTreeMap, HashMap};

use crate::domain::voters::NO_PRECINCT;
use crate::domain::{Area, Cell, HeatRow, Tally, Voters, heat::Spread};
use crate::index::Universe;
use crate::tiles::{self, DoorPoint, TileId};

/// Rows are those of the index.
#[derive(Debug, Default)]
pub struct Doors {
    point: Vec<u32>,
    door: Vec<u32>,
    p_vote: Vec<u8>,
    p_support: Vec<u8>,
    support: Vec<u8>,
    points: Vec<Point>,
}

#[derive(Debug)]
struct Point {
    lon: f64,
    lat: f64,
    address: String,
    precinct: u32,
}

/// Below it the layer is empty, and rows need not be looked at.
const ZOOM_MIN: u8 = 16;
/// Cells about as large as a tile of the first zoom doors are drawn at.
const RESOLUTION: u8 = 10;

impl Doors {
    pub fn new(voters: &Voters) -> Self {
        let mut doors = Self {
            door: voters.door.clone(),
            p_vote: voters.p_vote.clone(),
            p_support: voters.p_support.clone(),
            support: voters.support.clone(),
            ..Self::default()
        };
        let mut known: HashMap<(Cell, String), u32> = HashMap::new();
        for row in 0..voters.len() {
            let address = format!("{} {}", voters.number.get(row), voters.street.get(row)).trim().to_owned();
            let point = *known.entry((voters.cell[row], address)).or_insert_with_key(|(_, address)| {
                doors.points.push(Point {
                    lon: voters.lon[row],
                    lat: voters.lat[row],
                    address: address.clone(),
                    precinct: voters.precinct[row],
                });
                doors.points.len() as u32 - 1
            });
            doors.point.push(point);
        }
        doors
    }

    /// MVT bytes of the doors in a tile where voters of the universe live.
    pub fn tile(&self, tile: TileId, universe: &Universe, areas: &[Area]) -> Vec<u8> {
        if tile.z() < ZOOM_MIN {
            return Vec::new();
        }
        let mut tallies: BTreeMap<u32, (Tally, Option<u32>)> = BTreeMap::new();
        for row in universe.rows_within(&tiles::hex_ranges(tile, RESOLUTION)) {
            let (tally, last) = tallies.entry(self.point[row]).or_default();
            tally.add(self.p_vote[row], self.p_support[row], self.support[row], 0, 0);
            // rows of one door stand together
            if last.replace(self.door[row]) != Some(self.door[row]) {
                tally.doors += 1;
            }
        }
        let points: Vec<DoorPoint> = tallies.iter().map(|(&point, (tally, _))| self.door_point(point, tally, areas)).collect();
        tiles::doors(tile, &points)
    }

    fn door_point(&self, point: u32, tally: &Tally, areas: &[Area]) -> DoorPoint {
        let row = HeatRow::new(String::new(), tally, &Spread::default());
        let point = &self.points[point as usize];
        let precinct = if point.precinct == NO_PRECINCT { "" } else { areas[point.precinct as usize].id.as_str() };
        DoorPoint {
            lon: point.lon,
            lat: point.lat,
            address: point.address.clone(),
            doors: row.doors,
            voters: row.voters,
            known: row.known,
            support: row.support,
            abstention: row.abstention,
            precinct: precinct.to_owned(),
        }
    }
}
