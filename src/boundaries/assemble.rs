//! Features into areas: WGS84, mended, one area an id, every feature accounted for.

use std::collections::BTreeMap;

use geo::{BoundingRect, CoordsIter, unary_union};
use geo_types::{Geometry, MultiPolygon};

use super::columns::{Chosen, Key, Recipe, choose, value};
use super::crs::ToWgs84;
use super::datums::Box4;
use super::{Declared, Feature, Features, Options, Read, seams};
use crate::domain::{Area, Outcome, Problem, Reject, RejectReason, Report};
use crate::geometry::repair;

/// An id that Arpent chose itself and that more than one feature in five shares with another is taken for a wrong choice.
const SHARED_MAX: f64 = 0.2;

pub(super) fn assemble(file: &str, features: Features, options: &Options) -> Outcome<Read> {
    let Features { crs, rows } = features;
    some_areas(&rows)?;
    let chosen = choose(&rows, options)?;
    let to_wgs84 = ToWgs84::new(&crs, options.crs).map_err(|problem| with_guess(problem, &crs, options, &rows))?;
    if let Some(extent) = extent(rows.iter().filter_map(|row| row.shape.as_ref().ok())) {
        to_wgs84.fits(&extent)?;
    }

    let mut gathered = Gathered { file, report: Report::new("boundaries"), rejects: Vec::new(), parts: BTreeMap::new() };
    for (row, feature) in (2..).zip(rows) {
        gathered.add(row, feature, &chosen, &to_wgs84);
    }
    gathered.someone_kept()?;
    let extent = extent(gathered.parts.values().flatten().map(|part| &part.shape)).expect("someone is kept, and all kept hold an area");
    to_wgs84.at_home(&extent)?;
    gathered.ids_tell_apart(&chosen)?;
    if let Some(Recipe { title, source, licence, vintage, .. }) = chosen.recipe {
        gathered.report.remark(format!("recognised as {title} ({vintage}); {licence}; from {source}"));
    }
    gathered.report.remarks.extend(to_wgs84.caution.clone());
    gathered.report.remarks.extend(to_wgs84.off_zone(&extent));
    Ok(gathered.into_read(&chosen))
}

/// The box around all shapes; `None` if none has a point.
fn extent<'a, S: BoundingRect<f64> + 'a>(shapes: impl Iterator<Item = &'a S>) -> Option<Box4> {
    let boxes = shapes.filter_map(|shape| shape.bounding_rect().into()).map(|rect| (rect.min(), rect.max()));
    boxes
        .map(|(low, high)| [low.x, low.y, high.x, high.y])
        .reduce(|one, other| [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])])
}

pub(super) fn has_points(shape: &Geometry<f64>) -> bool {
    shape.coords_iter().next().is_some()
}

/// Features on their way: parts by id, and the account of all seen.
struct Gathered<'a> {
    file: &'a str,
    report: Report,
    rejects: Vec<Reject>,
    parts: BTreeMap<String, Vec<Part>>,
}

struct Part {
    shape: MultiPolygon<f64>,
    columns: BTreeMap<String, String>,
}

impl Gathered<'_> {
    fn add(&mut self, row: u64, feature: Feature, chosen: &Chosen, to_wgs84: &ToWgs84) {
        self.report.read += 1;
        let id = value(&feature.columns, &chosen.id);
        match usable_shape(&feature.shape, to_wgs84) {
            Err((reason, sentence)) => {
                let detail = if id.is_empty() { sentence } else { format!("{id}: {sentence}") };
                self.reject(row, reason, "geometry", detail);
            }
            Ok(_) if id.is_empty() => self.reject(row, RejectReason::MissingField, &chosen.id.join("+"), String::new()),
            Ok((shape, mended)) => {
                self.report.notice("repaired", u64::from(mended));
                self.parts.entry(id).or_default().push(Part { shape, columns: feature.columns });
            }
        }
    }

    fn reject(&mut self, row: u64, reason: RejectReason, field: &str, detail: String) {
        self.report.reject(reason);
        self.rejects.push(Reject { file: self.file.to_owned(), row, reason, field: field.to_owned(), detail });
    }

    /// A file of which nothing is left is a wrong file or a wrong CRS: the first reject says which.
    fn someone_kept(&self) -> Outcome<()> {
        match self.rejects.first() {
            Some(reject) if self.parts.is_empty() => {
                let why = if reject.detail.is_empty() { "empty" } else { &reject.detail };
                Err(Problem::new(format!("none of its {} features can be used; the first: {why}", self.report.read))
                    .row(reject.row)
                    .field(&reject.field)
                    .remedy("if its coordinates are of another CRS, say which with --crs EPSG:N; if another column is the id, with --id"))
            }
            _ => Ok(()),
        }
    }

    fn ids_tell_apart(&mut self, chosen: &Chosen) -> Outcome<()> {
        let features: usize = self.parts.values().map(Vec::len).sum();
        let joined = features - self.parts.len();
        if joined == 0 {
            return Ok(());
        }
        let column = chosen.id.join("+");
        let (id, most) =
            self.parts.iter().max_by_key(|(_, parts)| parts.len()).map(|(id, parts)| (id.as_str(), parts.len())).unwrap_or_default();
        if !chosen.told && joined as f64 > SHARED_MAX * features as f64 {
            let columns: Vec<&str> =
                self.parts.values().next().into_iter().flat_map(|parts| parts[0].columns.keys().map(String::as_str)).collect();
            return Err(Problem::new(format!("{column} does not tell areas apart: {most} features have {id:?}"))
                .remedy(format!("say what does with --id COLUMN or --id A+B, of {}", columns.join(", "))));
        }
        self.report.remark(format!(
            "joined to another feature of the same {column}: {joined} ({id:?} has {most}); if these are different areas, tell them apart with --id A+B"
        ));
        Ok(())
    }

    fn into_read(mut self, chosen: &Chosen) -> Read {
        whole_numbers(&mut self.parts);
        let mut areas = Vec::with_capacity(self.parts.len());
        for (id, parts) in self.parts {
            self.report.kept += 1;
            self.report.merged += parts.len() as u64 - 1;
            areas.push(area(id, parts, chosen.name.as_ref()));
        }
        seams::report(&areas, &mut self.report);
        Read { areas, rejects: self.rejects, report: self.report }
    }
}

/// The feature's polygons in WGS84, valid, and whether they had to be mended; or why they are of no use.
fn usable_shape(shape: &Result<Geometry<f64>, String>, to_wgs84: &ToWgs84) -> Result<(MultiPolygon<f64>, bool), (RejectReason, String)> {
    let shape = shape.as_ref().map(areas_of).map_err(|sentence| (RejectReason::MissingField, sentence.clone()))?;
    let bad = |sentence: String| (RejectReason::BadField, sentence);
    if shape.0.is_empty() {
        return Err(bad("no polygon".to_owned()));
    }
    let (shape, mended) = repair(&to_wgs84.shape(&shape).map_err(bad)?);
    if shape.0.is_empty() { Err(bad("its rings hold no area".to_owned())) } else { Ok((shape, mended)) }
}

/// One area of all the parts that share an id; columns on which they disagree are left out, because none of the values is the area's.
fn area(id: String, parts: Vec<Part>, name: Option<&Key>) -> Area {
    let mut parts = parts.into_iter();
    let Some(Part { mut shape, mut columns }) = parts.next() else { unreachable!("an id is known by its first part") };
    let rest: Vec<Part> = parts.collect();
    if !rest.is_empty() {
        shape = repair(&unary_union(std::iter::once(&shape).chain(rest.iter().map(|part| &part.shape)))).0;
        columns.retain(|column, text| rest.iter().all(|part| part.columns.get(column) == Some(text)));
    }
    let name = name.map(|name| value(&columns, name)).filter(|name| !name.is_empty());
    Area { name: name.unwrap_or_else(|| id.clone()), id, shape, columns }
}

/// A database or a spreadsheet writes the ids 1, 2, 3 as 1.0, 2.0, 3.0: where all are whole numbers, the fraction goes.
fn whole_numbers(parts: &mut BTreeMap<String, Vec<Part>>) {
    let whole = |id: &str| {
        id.split_once('.').is_some_and(|(whole, fraction)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits(whole) && digits(fraction) && fraction.bytes().all(|byte| byte == b'0')
        })
    };
    if parts.keys().all(|id| whole(id)) {
        let renamed = std::mem::take(parts).into_iter().map(|(id, part)| (id.split('.').next().unwrap_or_default().to_owned(), part));
        *parts = renamed.collect();
    }
}

fn areas_of(shape: &Geometry<f64>) -> MultiPolygon<f64> {
    match shape {
        Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        Geometry::GeometryCollection(members) => MultiPolygon::new(members.iter().flat_map(|member| areas_of(member).0).collect()),
        _ => MultiPolygon::new(Vec::new()),
    }
}

fn some_areas(rows: &[Feature]) -> Outcome<()> {
    if rows.is_empty() {
        return Err(Problem::new("it holds no features").remedy("export the layer again, with its features"));
    }
    let shapes = || rows.iter().filter_map(|row| row.shape.as_ref().ok()).filter(|shape| has_points(shape));
    if shapes().any(|shape| !areas_of(shape).0.is_empty()) {
        return Ok(());
    }
    let what = match shapes().next() {
        Some(Geometry::Point(_) | Geometry::MultiPoint(_)) => "points",
        Some(Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_)) => "lines",
        _ => "features without shapes",
    };
    Err(Problem::new(format!("it holds {what}, not areas")).remedy("give the layer of polygons"))
}

/// Where the CRS is not told, says what the coordinates look like; deciding is the user's.
fn with_guess(problem: Problem, crs: &Declared, options: &Options, rows: &[Feature]) -> Problem {
    if !matches!(crs, Declared::Nothing(_)) || options.crs.is_some() {
        return problem;
    }
    let mut shapes = rows.iter().filter_map(|row| row.shape.as_ref().ok());
    let Some(rect) = shapes.find_map(|shape| shape.bounding_rect()) else { return problem };
    let (low, high) = (rect.min(), rect.max());
    let degrees = low.x >= -180.0 && high.x <= 180.0 && low.y >= -90.0 && high.y <= 90.0;
    let look =
        if degrees { "degrees: EPSG:4326?".to_owned() } else { format!("feet or metres of a projection, near ({}, {})", low.x, low.y) };
    problem.remedy(format!("say it with --crs EPSG:N (they look like {look})"))
}
