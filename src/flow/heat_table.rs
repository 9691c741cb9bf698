//! The heat table: every place with its numbers, as CSV, GeoJSON or Parquet.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::cells;
use super::ground::PRECINCTS;
use super::{clock, score_campaign};
use crate::domain::{Campaign, Cell, Election, HeatRow, Layer, Outcome, Problem, Texts, Voters};
use crate::geometry::Locator;
use crate::index::Index;
use crate::store::table::{self, Column};
use crate::store::{Folder, atomic, snapshots};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Geojson,
    Parquet,
}

#[derive(Debug)]
pub struct Wanted<'a> {
    /// `hex:RES`, `precinct` or a layer's name.
    pub by: &'a str,
    pub expr: &'a str,
    pub format: Format,
    /// Standard output when `None`.
    pub output: Option<&'a Path>,
}

/// What places a heat table lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    Hex(u8),
    Layer(String),
}

/// Rows of places that hold at least one voter of the universe.
#[derive(Debug)]
pub struct HeatTable {
    pub rows: Vec<HeatRow>,
    /// Names of the `abstention_<election>` columns.
    pub elections: Vec<String>,
    shapes: Shapes,
}

#[derive(Debug)]
enum Shapes {
    Hexes,
    Areas(Layer),
}

impl std::str::FromStr for By {
    type Err = Problem;

    fn from_str(text: &str) -> Outcome<Self> {
        let Some(resolution) = text.strip_prefix("hex:") else {
            return Ok(Self::Layer(if text == "precinct" { PRECINCTS.to_owned() } else { text.to_owned() }));
        };
        let wrong = || Problem::new(format!("{text:?} is no hex resolution")).field("by").remedy("give hex:0 to hex:12, as in hex:9");
        resolution.parse().ok().filter(|resolution| *resolution <= crate::domain::cell::FINEST).map(Self::Hex).ok_or_else(wrong)
    }
}

pub fn heat_table(folder: &Folder, wanted: &Wanted<'_>) -> Outcome<()> {
    let by: By = wanted.by.parse()?;
    let table = compute(folder, &by, wanted.expr)?;
    let bytes = match wanted.format {
        Format::Csv => csv_bytes(&table),
        Format::Geojson => geojson_bytes(&table)?,
        Format::Parquet => parquet_bytes(&table)?,
    };
    match wanted.output {
        Some(path) => atomic::write_bytes(path, &bytes),
        None => print(&bytes),
    }
}

pub fn compute(folder: &Folder, by: &By, expr: &str) -> Outcome<HeatTable> {
    let manifest = folder.manifest()?;
    let campaign = folder.campaign()?;
    let mut voters = score_campaign::voters_now(folder, &manifest)?
        .ok_or_else(|| Problem::new("there are no voters to count").remedy("first: arpent import voters FILE"))?;
    let spread = score_campaign::scores_of(&manifest)?.map(|scores| scores.spread).unwrap_or_default();
    let name = if let By::Layer(name) = by { name } else { PRECINCTS };
    let layer = snapshots::areas::read_layer(folder, &manifest, name)?;
    if let (By::Layer(name), None) = (by, &layer) {
        return Err(Problem::new(format!("there is no layer {name:?}"))
            .field("by")
            .remedy("import it: arpent import boundaries FILE --layer NAME"));
    }
    let layer = layer.unwrap_or_default();
    if name != PRECINCTS {
        count_by(&layer, &mut voters);
    }
    let index = build_index(&voters, &campaign, &layer);
    let universe = index.universe(expr)?;
    let elections = Election::keys(&campaign.elections).iter().map(|key| format!("abstention_{key}")).collect();
    let (rows, shapes) = match by {
        By::Hex(resolution) => {
            let cells = universe.hexes(*resolution, None);
            (cells.iter().map(|(cell, tally)| HeatRow::new(cell.to_string(), tally, &spread)).collect(), Shapes::Hexes)
        }
        By::Layer(_) => {
            let tallies = layer.areas.iter().zip(universe.precincts()).filter(|(_, tally)| tally.voters > 0);
            (tallies.map(|(area, tally)| HeatRow::new(area.id.clone(), tally, &spread)).collect(), Shapes::Areas(layer))
        }
    };
    Ok(HeatTable { rows, elections, shapes })
}

/// The index of these voters as they stand; ages are those of the target election's year.
pub fn build_index(voters: &Voters, campaign: &Campaign, layer: &Layer) -> Index {
    let on = campaign.target.unwrap_or_else(clock::today);
    Index::build(voters, &campaign.elections, &layer.areas, on)
}

/// Counts voters by another layer than the precincts they were settled in.
fn count_by(layer: &Layer, voters: &mut Voters) {
    let locator = Locator::new(layer.areas.iter().map(|area| &area.shape));
    for row in 0..voters.len() {
        let found = (voters.cell[row] != Cell::NONE).then(|| locator.find(voters.lon[row], voters.lat[row])).flatten();
        voters.precinct[row] = found.unwrap_or(crate::domain::voters::NO_PRECINCT);
    }
}

fn csv_bytes(table: &HeatTable) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let header =
        ["id", "voters", "doors", "households"].into_iter().chain(HeatRow::SHARES).chain(table.elections.iter().map(String::as_str));
    csv.write_record(header).expect("writing to memory cannot fail");
    for row in &table.rows {
        let counts = [cells::plain(&row.id).into_owned(), row.voters.to_string(), row.doors.to_string(), row.households.to_string()];
        let shares = row.shares().map(|share| share.map(|share| format!("{share:.6}")).unwrap_or_default());
        csv.write_record(counts.into_iter().chain(shares)).expect("writing to memory cannot fail");
    }
    csv.into_inner().expect("writing to memory cannot fail")
}

fn geojson_bytes(table: &HeatTable) -> Outcome<Vec<u8>> {
    let features: Vec<_> = table.rows.iter().map(|row| feature(table, row)).collect::<Outcome<_>>()?;
    Ok(geojson::FeatureCollection::new(features).to_string().into_bytes())
}

fn feature(table: &HeatTable, row: &HeatRow) -> Outcome<geojson::Feature> {
    let shape = match &table.shapes {
        Shapes::Hexes => hexagon(row.id.parse()?),
        Shapes::Areas(layer) => {
            let at = layer.areas.binary_search_by(|area| area.id.as_str().cmp(&row.id)).expect("rows come from this layer");
            layer.areas[at].shape.clone()
        }
    };
    let mut properties = geojson::JsonObject::new();
    properties.insert("id".into(), row.id.clone().into());
    for (name, count) in [("voters", row.voters), ("doors", row.doors), ("households", row.households)] {
        properties.insert(name.into(), count.into());
    }
    for (name, share) in HeatRow::SHARES.into_iter().chain(table.elections.iter().map(String::as_str)).zip(row.shares()) {
        properties.insert(name.to_owned(), share.map_or(serde_json::Value::Null, Into::into));
    }
    Ok(geojson::Feature {
        geometry: Some(geojson::Geometry::new((&shape).into())),
        properties: Some(properties),
        id: Some(geojson::feature::Id::String(row.id.clone())),
        ..Default::default()
    })
}

fn hexagon(cell: Cell) -> geo_types::MultiPolygon<f64> {
    let boundary = cell.index().expect("a parsed cell is valid").boundary();
    let ring: Vec<(f64, f64)> = boundary.iter().map(|corner| (corner.lng(), corner.lat())).collect();
    geo_types::MultiPolygon(vec![geo_types::Polygon::new(ring.into(), vec![])])
}

fn parquet_bytes(table: &HeatTable) -> Outcome<Vec<u8>> {
    let rows = &table.rows;
    let id: Texts = rows.iter().map(|row| row.id.as_str()).collect();
    let count = |pick: fn(&HeatRow) -> u32| rows.iter().map(pick).collect::<Vec<u32>>();
    let (voters, doors, households) = (count(|row| row.voters), count(|row| row.doors), count(|row| row.households));
    let names: Vec<&str> = HeatRow::SHARES.into_iter().chain(table.elections.iter().map(String::as_str)).collect();
    let mut columns_of_shares = vec![Vec::with_capacity(rows.len()); names.len()];
    for row in rows {
        columns_of_shares.iter_mut().zip(row.shares()).for_each(|(column, share)| column.push(share));
    }
    let mut columns = vec![
        ("id".to_owned(), Column::Text(&id)),
        ("voters".to_owned(), Column::U32(&voters)),
        ("doors".to_owned(), Column::U32(&doors)),
        ("households".to_owned(), Column::U32(&households)),
    ];
    columns.extend(names.iter().zip(&columns_of_shares).map(|(name, column)| ((*name).to_owned(), Column::MaybeF64(column))));
    table::write(rows.len(), &columns)
}

/// A reader that has seen enough (`| head`) closes the pipe: that is no failure.
fn print(bytes: &[u8]) -> Outcome<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Problem::new(format!("standard output refused: {error}"))),
        _ => Ok(()),
    }
}
