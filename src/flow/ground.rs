//! What voters stand on: addresses, streets and precincts. When any of it changes, voters are placed anew.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Progress;
use crate::domain::{AddressRanges, Addresses, Campaign, Layer, Located, Outcome, Report, Voters};
use crate::geometry::Locator;
use crate::store::{Folder, Manifest, NewTable, snapshots};
use crate::streets::Streets;
use crate::{index, locate};

/// The boundary layer voters are counted by.
pub const PRECINCTS: &str = "precincts";

#[derive(Debug, Default)]
pub struct Ground {
    /// By origin, as in the manifest: `streets` and one a file.
    pub addresses: Vec<(String, Addresses)>,
    /// Ranges of house numbers, by origin too.
    pub ranges: Vec<(String, AddressRanges)>,
    pub streets: Option<Streets>,
    pub precincts: Option<Layer>,
}

/// How voters were placed, in the words of the command's report.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Placed {
    /// Voters by how their point is known; adds up to all of them.
    pub geocoded: BTreeMap<String, u64>,
    /// Those of them whose address fits several points far apart.
    pub ambiguous: u64,
    pub doors: u64,
    pub households: u64,
    /// What the audit of precincts noticed: outside all, not the one the file names.
    pub precinct: BTreeMap<String, u64>,
    #[serde(skip)]
    pub remarks: Vec<String>,
}

impl Ground {
    pub fn load(folder: &Folder, manifest: &Manifest) -> Outcome<Self> {
        Ok(Self {
            addresses: snapshots::addresses::read_all(folder, manifest)?,
            ranges: snapshots::ranges::read_all(folder, manifest)?,
            streets: snapshots::streets::read_all(folder, manifest)?,
            precincts: snapshots::areas::read_layer(folder, manifest, PRECINCTS)?,
        })
    }

    /// Sets the addresses of one origin, points and ranges, taking the place of those it gave before.
    pub fn set_addresses(&mut self, origin: &str, addresses: Addresses, ranges: AddressRanges) {
        set(&mut self.addresses, origin, addresses);
        set(&mut self.ranges, origin, ranges);
    }

    pub fn gazetteer(&self, campaign: &Campaign) -> locate::Gazetteer {
        let addresses: Vec<&Addresses> = self.addresses.iter().map(|(_, addresses)| addresses).collect();
        let ranges: Vec<&AddressRanges> = self.ranges.iter().map(|(_, ranges)| ranges).collect();
        let sources = locate::Sources { addresses: &addresses, ranges: &ranges, streets: self.streets.as_ref() };
        locate::Gazetteer::new(campaign.country, &sources)
    }

    /// Finds every voter's point, cell, precinct, door and household, and puts the rows in index order.
    pub fn place(&self, campaign: &Campaign, mut voters: Voters, progress: Progress<'_>) -> (Voters, Placed) {
        let located = locate::locate(&mut voters, &self.gazetteer(campaign), progress);
        let areas = self.precincts.as_ref().map_or(&[][..], |layer| &layer.areas);
        let locator = (!areas.is_empty()).then(|| Locator::new(areas.iter().map(|area| &area.shape)));
        let settled = locate::settle(&mut voters, campaign.country, locator.as_ref(), areas);
        let order = index::order(&voters);
        (voters.take(&order), placed(located, settled))
    }

    /// Places the voters already imported, for a change of ground; `None` when there are none yet.
    pub fn place_again(&self, folder: &Folder, manifest: &Manifest, progress: Progress<'_>) -> Outcome<Option<(NewTable, Placed)>> {
        let Some(voters) = snapshots::voters::read_all(folder, manifest)? else { return Ok(None) };
        let source = manifest.tables.get(snapshots::voters::VOTERS).map(|entry| entry.source.clone()).unwrap_or_default();
        let (voters, placed) = self.place(&folder.campaign()?, voters, progress);
        Ok(Some((snapshots::voters::table(&voters, &source)?, placed)))
    }
}

fn set<T>(tables: &mut Vec<(String, T)>, origin: &str, table: T) {
    tables.retain(|(known, _)| known != origin);
    tables.push((origin.to_owned(), table));
    tables.sort_by(|a, b| a.0.cmp(&b.0));
}

fn placed(mut located: Report, mut settled: Report) -> Placed {
    let take = |report: &mut Report, what: &str| report.noticed.remove(what).unwrap_or(0);
    let geocoded = Located::ALL.iter().map(|level| (level.word().to_owned(), take(&mut settled, level.word()))).collect();
    Placed {
        geocoded,
        ambiguous: take(&mut located, "ambiguous"),
        doors: take(&mut settled, "doors"),
        households: take(&mut settled, "households"),
        precinct: settled.noticed,
        remarks: [located.remarks, settled.remarks].concat(),
    }
}
