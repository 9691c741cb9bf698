//! KML: one feature a Placemark. Longitude and latitude by its own rule; columns are `name` and what ExtendedData holds.

use std::collections::BTreeMap;

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Declared, Feature, Features};
use crate::domain::{Outcome, Problem};

/// KML needs some ten; a file that goes deeper is made to be slow.
const DEPTH_MAX: usize = 100;

pub(super) fn decode(text: &[u8]) -> Outcome<Features> {
    let text = std::str::from_utf8(text)
        .map_err(|error| Problem::new(format!("XML that is not UTF-8: {error}")).remedy("save it as UTF-8, or export it as GeoJSON"))?;
    let mut reader = Reader::from_str(text);
    let mut walk = Walk::default();
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| {
            Problem::new(format!("not KML as it should be, at byte {at}: {error}")).remedy("it may be cut short; export it again")
        })?;
        match event {
            Event::Start(tag) => walk.open(&tag),
            Event::End(tag) => walk.close(tag.local_name().as_ref()),
            Event::Text(piece) => walk.text.push_str(&piece),
            Event::CData(piece) => walk.text.push_str(&piece),
            Event::GeneralRef(entity) => walk.text.push_str(&resolved(&entity)),
            Event::Eof => break,
            _ => {}
        }
        if walk.path.len() > DEPTH_MAX {
            return Err(Problem::new(format!("elements within elements, more than {DEPTH_MAX} deep")).remedy("export it again"));
        }
        if walk.root.as_deref().is_some_and(|root| root != "kml") {
            let root = walk.root.unwrap_or_default();
            return Err(Problem::new(format!("an XML file of {root:?}, not of areas"))
                .remedy("give a .shp, .geojson, .topojson, .kml or a .zip of one of them"));
        }
    }
    if !walk.path.is_empty() {
        return Err(Problem::new(format!("the KML ends inside <{}>", walk.path.join("><"))).remedy("it is cut short; export it again"));
    }
    Ok(Features { crs: Declared::Wgs84, rows: walk.rows })
}

/// Where the reader stands in the file, and what it has gathered since the Placemark began.
#[derive(Default)]
struct Walk {
    root: Option<String>,
    path: Vec<String>,
    text: String,
    rows: Vec<Feature>,
    columns: BTreeMap<String, String>,
    /// The column that an open Data or SimpleData element names.
    column: Option<String>,
    polygons: Vec<Polygon<f64>>,
    exterior: Option<LineString<f64>>,
    holes: Vec<LineString<f64>>,
    wrong: Option<String>,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart) {
        let name = tag.local_name().as_ref().to_owned();
        match name.as_str() {
            "Placemark" => {
                self.columns.clear();
                self.polygons.clear();
                self.wrong = None;
            }
            "Data" | "SimpleData" => {
                let name = tag.try_get_attribute("name").ok().flatten();
                self.column = name.map(|name| name.value.into_owned());
            }
            "Polygon" => {
                self.exterior = None;
                self.holes.clear();
            }
            _ => {}
        }
        self.root.get_or_insert_with(|| name.clone());
        self.path.push(name);
        self.text.clear();
    }

    fn close(&mut self, tag: &str) {
        self.path.pop();
        let parent = self.path.last().map(String::as_str).unwrap_or_default();
        let text = self.text.trim();
        match (tag, parent) {
            ("name", "Placemark") => drop(self.columns.insert("name".to_owned(), text.to_owned())),
            ("value", "Data") | ("SimpleData", _) => {
                if let Some(column) = self.column.take() {
                    self.columns.insert(column, text.to_owned());
                }
            }
            ("coordinates", "LinearRing") => match ring(text) {
                Ok(ring) if self.path.iter().any(|tag| tag == "innerBoundaryIs") => self.holes.push(ring),
                Ok(ring) => self.exterior = Some(ring),
                Err(sentence) => self.wrong = Some(sentence),
            },
            ("Polygon", _) => {
                let holes = std::mem::take(&mut self.holes);
                self.polygons.extend(self.exterior.take().map(|exterior| Polygon::new(exterior, holes)));
            }
            ("Placemark", _) => self.finish(),
            _ => {}
        }
        self.text.clear();
    }

    fn finish(&mut self) {
        let polygons = std::mem::take(&mut self.polygons);
        let shape = match self.wrong.take() {
            Some(sentence) => Err(sentence),
            None if polygons.is_empty() => Err("no polygon".to_owned()),
            None => Ok(Geometry::MultiPolygon(MultiPolygon::new(polygons))),
        };
        self.rows.push(Feature { columns: std::mem::take(&mut self.columns), shape });
    }
}

/// `lon,lat[,height]` triples between blanks.
fn ring(text: &str) -> Result<LineString<f64>, String> {
    let position = |triple: &str| {
        let mut numbers = triple.split(',').map(|number| number.trim().parse::<f64>().ok());
        let (x, y) = (numbers.next().flatten(), numbers.next().flatten());
        x.zip(y).map(|(x, y)| Coord { x, y }).ok_or_else(|| format!("{triple:?} is not lon,lat"))
    };
    text.split_whitespace().map(position).collect()
}

fn resolved(entity: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = entity;
    quick_xml::escape::resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}
