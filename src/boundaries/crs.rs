//! From the source's coordinates to WGS84 longitude and latitude.

use geo::{BoundingRect, MapCoords};
use geo_types::{Coord, MultiPolygon, Rect};
use proj4rs::Proj;
use proj4rs::transform::transform;

use super::Declared;
use crate::domain::{Outcome, Problem};

const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// Datums that neither a `.prj` nor the list of codes ties to WGS84: one mean vector each, so metres off, which the report says.
/// Vectors (metres): EPSG transformations 1173 (NAD27, contiguous states) and 1193 (NTF).
const DATUMS: [(&[&str], &str, &str); 2] = [
    (&["north_american_1927", "north_american_datum_1927", "+datum=nad27"], "+ellps=clrk66 +towgs84=-8,160,176", "NAD27"),
    (&["d_ntf", "nouvelle_triangulation_francaise"], "+a=6378249.2 +b=6356515 +towgs84=-168,-60,320", "NTF"),
];

/// Degrees from the middle of a transverse Mercator zone beyond which its coordinates are doubtful.
const ZONE_HALF_WIDTH_MAX: f64 = 4.0;

/// Turns shapes of one CRS into WGS84.
pub(super) struct ToWgs84 {
    /// `None` where the shapes are in WGS84 already, and stay as they are to the last bit.
    projections: Option<(Proj, Proj)>,
    name: String,
    /// A sentence for the report where the result is not exact.
    pub caution: Option<String>,
}

impl ToWgs84 {
    /// `told` is the user's `--crs`, which wins over what the source declares.
    pub fn new(declared: &Declared, told: Option<&str>) -> Outcome<Self> {
        match (told, declared) {
            (Some(code), _) => Self::from_code(code),
            (None, Declared::Code(code)) => Self::from_code(code),
            (None, Declared::Wgs84) => Ok(Self::identity()),
            (None, Declared::Wkt(wkt)) => Self::from_wkt(wkt),
            (None, Declared::Nothing(place)) => {
                Err(Problem::new(format!("no {place}, which tells what its coordinates mean")).remedy("say it with --crs EPSG:N"))
            }
        }
    }

    /// The shape in WGS84, or the first point that has no place on the globe.
    pub fn shape(&self, shape: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, String> {
        shape.try_map_coords(|point| self.point(point).ok_or_else(|| self.misplaced(point)))
    }

    /// A sentence where shapes, now in WGS84, lie far outside the zone their CRS is made for.
    pub fn off_zone<'a>(&self, shapes: impl Iterator<Item = &'a MultiPolygon<f64>>) -> Option<String> {
        let (from, _) = self.projections.as_ref().filter(|(from, _)| matches!(from.projname(), "tmerc" | "utm" | "etmerc"))?;
        let middle = from.longitude_of_origin().to_degrees();
        let off = |rect: Rect<f64>| (rect.min().x - middle).abs().max((rect.max().x - middle).abs());
        let degrees = shapes.filter_map(|shape| shape.bounding_rect().map(off)).fold(0.0, f64::max);
        (degrees > ZONE_HALF_WIDTH_MAX).then(|| {
            let name = &self.name;
            format!(
                "shapes lie {degrees:.1}° from the middle of the zone of {name}, which may be the wrong CRS; if the map shows them in the wrong place, say the right one with --crs EPSG:N"
            )
        })
    }

    fn identity() -> Self {
        Self { projections: None, name: "WGS84".to_owned(), caution: None }
    }

    fn from_code(text: &str) -> Outcome<Self> {
        let unknown = || Problem::new(format!("unknown CRS {text:?}")).remedy("name it by its EPSG code, as in --crs EPSG:2248");
        if text.ends_with("CRS84") {
            return Ok(Self::identity());
        }
        let (authority, digits) = text.rsplit_once([':', '/']).unwrap_or(("EPSG", text));
        let code = digits.trim().parse::<u16>().ok().filter(|_| authority.to_ascii_uppercase().contains("EPSG")).ok_or_else(unknown)?;
        if code == 4326 {
            return Ok(Self::identity());
        }
        let definition = crs_definitions::from_code(code).ok_or_else(unknown)?;
        Self::from_definition(definition.proj4, definition.proj4, &format!("EPSG:{code}"))
    }

    fn from_wkt(wkt: &str) -> Outcome<Self> {
        let name = wkt.split('"').nth(1).unwrap_or("in the .prj").to_owned();
        let definition = proj4wkt::wkt_to_projstring(horizontal(wkt)).map_err(|error| unusable(&name, &error.to_string()))?;
        Self::from_definition(&definition, wkt, &name)
    }

    /// `definition` as PROJ writes it; `hint` is where the datum's name may stand.
    fn from_definition(definition: &str, hint: &str, name: &str) -> Outcome<Self> {
        let (definition, caution) = tie_to_wgs84(definition, hint, name)?;
        let proj = |text: &str| Proj::from_proj_string(text).map_err(|error| unusable(name, &error.to_string()));
        let projections = Some((proj(&definition)?, proj(WGS84)?));
        Ok(Self { projections, name: name.to_owned(), caution })
    }

    fn point(&self, point: Coord<f64>) -> Option<Coord<f64>> {
        let mut at = (point.x, point.y, 0.0);
        if let Some((from, wgs84)) = &self.projections {
            if from.is_latlong() {
                at = (at.0.to_radians(), at.1.to_radians(), 0.0);
            }
            transform(from, wgs84, &mut at).ok()?;
            at = (at.0.to_degrees(), at.1.to_degrees(), 0.0);
        }
        let on_globe = (-180.0..=180.0).contains(&at.0) && (-90.0..=90.0).contains(&at.1);
        on_globe.then_some(Coord { x: at.0, y: at.1 })
    }

    fn misplaced(&self, point: Coord<f64>) -> String {
        let what = match &self.projections {
            Some((from, _)) if !from.is_latlong() => "no place on the globe",
            _ => "no longitude and latitude",
        };
        format!("({}, {}) is {what} in {}", point.x, point.y, self.name)
    }
}

/// Sees to it that the definition says how its datum lies to WGS84: without that, PROJ takes the two for equal in silence.
fn tie_to_wgs84(definition: &str, hint: &str, name: &str) -> Outcome<(String, Option<String>)> {
    let hint = hint.to_ascii_lowercase();
    let tied = ["+towgs84=", "+nadgrids=@null", "+datum=", "+ellps=GRS80", "+ellps=WGS84"].iter().any(|word| definition.contains(word));
    let known = DATUMS.iter().find(|(names, ..)| names.iter().any(|datum| hint.contains(datum)));
    match known.filter(|_| !definition.contains("+towgs84=")) {
        Some((_, datum, datum_name)) => {
            let own = |word: &&str| ["+datum=", "+ellps=", "+a=", "+b=", "+rf="].iter().any(|key| word.starts_with(key));
            let kept: Vec<&str> = definition.split_whitespace().filter(|word| !own(word)).collect();
            let caution = format!("{datum_name} is shifted to WGS84 by one mean vector: points may be up to 15 m off");
            Ok((format!("{} {datum}", kept.join(" ")), Some(caution)))
        }
        None if tied => Ok((definition.to_owned(), None)),
        None => Err(Problem::new(format!("how the datum of {name} lies to WGS84 is not known here"))
            .remedy("export the layer in WGS84 (EPSG:4326), or say an equal CRS with --crs EPSG:N")),
    }
}

/// The first of the systems in a `.prj`: ESRI writes the one for heights behind it, after a comma.
fn horizontal(wkt: &str) -> &str {
    let mut depth = 0;
    let mut quoted = false;
    for (at, character) in wkt.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '[' | '(' if !quoted => depth += 1,
            ']' | ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return &wkt[..=at];
                }
            }
            _ => {}
        }
    }
    wkt
}

fn unusable(name: &str, why: &str) -> Problem {
    Problem::new(format!("the CRS {name} cannot be used: {why}"))
        .remedy("export the layer in WGS84 (EPSG:4326), or say its code with --crs EPSG:N")
}
