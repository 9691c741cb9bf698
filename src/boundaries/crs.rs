//! From the source's coordinates to WGS84 longitude and latitude.

use geo::MapCoords;
use geo_types::{Coord, MultiPolygon};
use proj4rs::Proj;
use proj4rs::transform::transform;

use super::Declared;
use super::datums::{self, Box4, Datum};
use crate::domain::{Outcome, Problem};

const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// Degrees from the middle of a transverse Mercator zone beyond which its coordinates are doubtful.
const ZONE_HALF_WIDTH_MAX: f64 = 4.0;

/// Turns shapes of one CRS into WGS84.
pub(super) struct ToWgs84 {
    /// `None` where the shapes are in WGS84 already, and stay as they are to the last bit.
    way: Option<Way>,
    name: String,
    /// A sentence for the report where the result is not exact.
    pub caution: Option<String>,
}

struct Way {
    from: Proj,
    wgs84: Proj,
    /// Its datum, and longitude and latitude in it for each of its shifts.
    datum: Option<(&'static Datum, Vec<Proj>)>,
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

    /// Refuses degrees that are declared as metres or feet: all would lie within a stone's throw of the projection's origin.
    /// `extent` is that of the coordinates as the source has them.
    pub fn fits(&self, extent: &Box4) -> Outcome<()> {
        let projected = self.way.as_ref().is_some_and(|way| !way.from.is_latlong());
        let degrees = extent.iter().zip([180.0, 90.0, 180.0, 90.0]).all(|(value, most)| value.abs() <= most);
        if !(projected && degrees) {
            return Ok(());
        }
        let [west, south, east, north] = extent;
        Err(Problem::new(format!("its coordinates ({west}, {south} to {east}, {north}) are degrees, not metres or feet of {}", self.name))
            .remedy("say the right CRS with --crs EPSG:N (EPSG:4326 if it is WGS84)"))
    }

    /// Refuses a layer that lies where its datum is not used, as New York in Venezuela. `extent` is in WGS84.
    pub fn at_home(&self, extent: &Box4) -> Outcome<()> {
        match self.way.as_ref().and_then(|way| way.datum.as_ref()) {
            Some((datum, _)) if !datum.used_in.iter().any(|area| datums::meets(area, extent)) => {
                let (lon, lat) = ((extent[0] + extent[2]) / 2.0, (extent[1] + extent[3]) / 2.0);
                Err(Problem::new(format!("read as {}, it lies at {lon:.2}, {lat:.2}, where {} is not used", self.name, datum.name))
                    .remedy("its coordinates are of another CRS: say the right one with --crs EPSG:N"))
            }
            _ => Ok(()),
        }
    }

    /// A sentence where a layer, now in WGS84, reaches far outside the zone its CRS is made for.
    pub fn off_zone(&self, extent: &Box4) -> Option<String> {
        let way = self.way.as_ref().filter(|way| matches!(way.from.projname(), "tmerc" | "utm" | "etmerc"))?;
        let middle = way.from.longitude_of_origin().to_degrees();
        let degrees = (extent[0] - middle).abs().max((extent[2] - middle).abs());
        (degrees > ZONE_HALF_WIDTH_MAX).then(|| {
            let name = &self.name;
            format!(
                "shapes lie {degrees:.1}° from the middle of the zone of {name}, which may be the wrong CRS; if the map shows them in the wrong place, say the right one with --crs EPSG:N"
            )
        })
    }

    fn identity() -> Self {
        Self { way: None, name: "WGS84".to_owned(), caution: None }
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
        Self::from_definition(definition.proj4, datums::of_wkt(definition.wkt), &format!("EPSG:{code}"))
    }

    fn from_wkt(wkt: &str) -> Outcome<Self> {
        let name = wkt.split('"').nth(1).unwrap_or("in the .prj").to_owned();
        let definition = proj4wkt::wkt_to_projstring(horizontal(wkt)).map_err(|error| unusable(&name, &error.to_string()))?;
        // a shift that the file brings along is the one it was made with
        let datum = datums::of_wkt(wkt).filter(|_| !wkt.to_ascii_uppercase().contains("TOWGS84["));
        Self::from_definition(&definition, datum, &name)
    }

    /// `definition` as PROJ writes it; what it says of a known datum is left aside.
    fn from_definition(definition: &str, datum: Option<&'static Datum>, name: &str) -> Outcome<Self> {
        let proj = |text: &str| Proj::from_proj_string(text).map_err(|error| unusable(name, &error.to_string()));
        let (from, shifted) = match datum {
            Some(datum) => {
                let in_datum = |shift: &datums::Shift| proj(&format!("+proj=longlat {} +towgs84={}", datum.ellipsoid, shift.towgs84));
                let shifted = datum.shifts.iter().map(in_datum).collect::<Outcome<_>>()?;
                (proj(&format!("{} {}", without_datum(definition), datum.ellipsoid))?, Some((datum, shifted)))
            }
            None if is_tied(definition) => (proj(definition)?, None),
            None => {
                return Err(Problem::new(format!("how the datum of {name} lies to WGS84 is not known here"))
                    .remedy("export the layer in WGS84 (EPSG:4326), or say an equal CRS with --crs EPSG:N"));
            }
        };
        let caution = datum.and_then(|datum| Some((datum.name, datum.off_m?))).map(|(datum, off_m)| {
            format!("{datum} is shifted to WGS84 by a mean vector of the region, without a grid: points may be up to {off_m} m off")
        });
        Ok(Self { way: Some(Way { from, wgs84: proj(WGS84)?, datum: shifted }), name: name.to_owned(), caution })
    }

    fn point(&self, point: Coord<f64>) -> Option<Coord<f64>> {
        let at = match &self.way {
            Some(way) => way.to_wgs84(point)?,
            None => point,
        };
        let on_globe = (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y);
        on_globe.then_some(at)
    }

    fn misplaced(&self, point: Coord<f64>) -> String {
        let what = match &self.way {
            Some(way) if !way.from.is_latlong() => "no place on the globe",
            _ => "no longitude and latitude",
        };
        format!("({}, {}) is {what} in {}", point.x, point.y, self.name)
    }
}

impl Way {
    fn to_wgs84(&self, point: Coord<f64>) -> Option<Coord<f64>> {
        let mut at = (point.x, point.y, 0.0);
        if self.from.is_latlong() {
            at = (at.0.to_radians(), at.1.to_radians(), 0.0);
        }
        transform(&self.from, &self.wgs84, &mut at).ok()?;
        if let Some(shifted) = self.shifted(at.0.to_degrees(), at.1.to_degrees()) {
            at.2 = 0.0;
            transform(shifted, &self.wgs84, &mut at).ok()?;
        }
        Some(Coord { x: at.0.to_degrees(), y: at.1.to_degrees() })
    }

    fn shifted(&self, lon: f64, lat: f64) -> Option<&Proj> {
        let (datum, shifted) = self.datum.as_ref()?;
        let row = datum.shifts.iter().position(|shift| datums::holds(&shift.within, lon, lat))?;
        shifted.get(row)
    }
}

/// Whether the definition says how its datum lies to WGS84: where it does not, PROJ takes the two for equal in silence.
fn is_tied(definition: &str) -> bool {
    ["+towgs84=", "+nadgrids=@null", "+datum=", "+ellps=GRS80", "+ellps=WGS84"].iter().any(|word| definition.contains(word))
}

fn without_datum(definition: &str) -> String {
    let of_datum =
        |word: &&str| ["+datum=", "+ellps=", "+a=", "+b=", "+rf=", "+towgs84=", "+nadgrids="].iter().any(|key| word.starts_with(key));
    definition.split_whitespace().filter(|word| !of_datum(word)).collect::<Vec<_>>().join(" ")
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
