//! Coordinate systems: the same place as PROJ finds, and a declared one that cannot be right is noticed.

use std::collections::BTreeMap;

use arpent::boundaries::from_features;
use geo::{BoundingRect, CoordsIter, Rect};
use geo_types::{Geometry, coord};

use super::*;
use crate::support::{case, real_data};

/// EPSG code, coordinates, and where PROJ 9.5 finds them without grids.
type Place = (i32, (f64, f64), (f64, f64));

const AS_PROJ: [Place; 24] = [
    // NAD27: each region has its vector
    (4267, (-87.7, 41.8), (-87.70001892, 41.80001473)),
    (4267, (-95.3, 29.7), (-95.30023408, 29.70023145)),
    (4267, (-70.2, 43.7), (-70.19958443, 43.70007998)),
    (4267, (-114.0, 51.0), (-114.00086922, 50.99999624)),
    (4267, (-149.9, 61.2), (-149.90221885, 61.19943605)),
    (4267, (-139.5, 58.0), (-139.50179089, 57.99953421)),
    (4267, (-66.1, 18.4), (-66.09948149, 18.40065841)),
    (32016, (522231.861, 1056629.086), (-76.5, 42.9)),
    (26710, (763514.049, 4209870.695), (-120.0, 38.0)),
    // HARN in Florida is turned, in Puerto Rico it is not
    (2881, (529552.395, 2060147.864), (-81.4, 30.0)),
    (4152, (-66.1, 18.4), (-66.1, 18.4)),
    // NAD83 is WGS84, but for Hawaii, and there only as it first was
    (4759, (-157.9, 21.3), (-157.9, 21.3)),
    (6322, (-157.9, 21.3), (-157.9, 21.3)),
    (4269, (-157.9, 21.3), (-157.90000530, 21.29999586)),
    (4269, (-77.0, 39.0), (-77.0, 39.0)),
    (3465, (127953.117, 222006.431), (-86.6, 32.5)),
    (6487, (434502.865, 181386.051), (-76.6, 39.3)),
    (4617, (-75.7, 45.4), (-75.70000218, 45.40000904)),
    // feet of the survey and of the world
    (2261, (948660.928, 1239234.309), (-76.1, 43.4)),
    (2248, (1425531.482, 595097.401), (-76.6, 39.3)),
    (2256, (1594462.793, 1006132.251), (-111.0, 47.0)),
    (26918, (459245.787, 4760936.073), (-75.5, 43.0)),
    // France
    (2154, (652301.565, 6861302.726), (2.35, 48.85)),
    (27572, (600990.892, 2427961.512), (2.35, 48.85)),
];

#[test]
fn every_system_puts_a_corner_where_proj_does() {
    for (code, (x, y), (lon, lat)) in AS_PROJ {
        let corner = coord! { x: x, y: y };
        let square = Rect::new(corner, coord! { x: x + 1e-4, y: y + 1e-4 }).to_polygon();
        let columns = BTreeMap::from([("id".to_owned(), "1".to_owned())]);
        let read = from_features("probe", vec![(columns, Geometry::Polygon(square), code)], &Options::default());
        let read = read.unwrap_or_else(|problem| panic!("EPSG:{code}: {problem}"));
        let off = |at: geo_types::Coord<f64>| (at.x - lon).abs().max((at.y - lat).abs());
        let nearest = read.areas[0].shape.coords_iter().map(off).fold(f64::INFINITY, f64::min);
        assert!(nearest < 5e-8, "EPSG:{code} at {x}, {y}: {nearest} degrees from PROJ");
    }
}

/// The village, which is in degrees, under other `.prj` texts.
fn village_as(prj: &[u8], crs: Option<&str>) -> Outcome<Read> {
    let part = |name: &str| std::fs::read(case("boundaries/village").join(name)).expect("a case file");
    let (shp, dbf) = (part("latin.shp"), part("latin.dbf"));
    let beside = [Source::new("a.dbf", &dbf), Source::new("a.prj", prj)];
    read(Source::new("a.shp", &shp), &beside, &Options { crs, ..Options::default() })
}

const UTM: &[u8] = br#"PROJCS["NAD_1983_UTM_Zone_18N",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-75.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

#[test]
fn metres_declared_over_degrees_are_noticed() {
    let problem = village_as(UTM, None).expect_err("degrees").to_string();
    let (start, end) = (
        "a.shp: its coordinates (-",
        ") are degrees, not metres or feet of NAD_1983_UTM_Zone_18N; say the right CRS with --crs EPSG:N (EPSG:4326 if it is WGS84)",
    );
    assert!(problem.starts_with(start) && problem.ends_with(end), "{problem}");
    assert!(
        village_as(UTM, Some("EPSG:2248")).expect_err("degrees, whoever says so").to_string().contains("not metres or feet of EPSG:2248")
    );
    village_as(UTM, Some("EPSG:4326")).expect("the remedy helps");
}

#[test]
fn degrees_declared_over_metres_are_noticed() {
    let Some(folder) = real_data("shapefile-zoo/047-Lake__Lake_Precincts_May_2018") else { return };
    let part = |ending: &str| std::fs::read(folder.join("Lake_Precincts_May_2018").with_extension(ending)).expect("a file of the zoo");
    let (shp, dbf) = (part("shp"), part("dbf"));
    let nad83 = br#"GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]]"#;
    let beside = [Source::new("a.dbf", &dbf), Source::new("a.prj", nad83)];
    let problem = read(Source::new("a.shp", &shp), &beside, &Options::default()).expect_err("metres").to_string();
    assert!(problem.contains("is no longitude and latitude in GCS_North_American_1983"), "{problem}");
    assert!(problem.contains("if its coordinates are of another CRS, say which with --crs EPSG:N"), "{problem}");
    let told = Options { crs: Some("EPSG:32100"), ..Options::default() };
    assert_eq!(read(Source::new("a.shp", &shp), &beside, &told).expect("the remedy helps").report.read, 26);
}

#[test]
fn new_york_in_venezuela_is_noticed() {
    let Some(folder) = real_data("shapefile-zoo/2014__OswegoCoEleDist") else { return };
    let import = |crs| import(&folder.join("OswegoCoEleDist.shp"), &Options { crs, ..Options::default() });
    assert_eq!(
        import(None).expect_err("Venezuela").to_string(),
        "OswegoCoEleDist.shp: read as NAD_1983_HARN_UTM_Zone_18N, it lies at -71.23, 11.32, where NAD83(HARN) is not used; its coordinates are of another CRS: say the right one with --crs EPSG:N"
    );
    // New York Central, US survey feet
    let read = import(Some("EPSG:2261")).expect("the remedy helps");
    assert_eq!(read.report.read, 112);
    let (low, high) = ((-76.65, 43.15), (-75.70, 43.75));
    for rect in read.areas.iter().filter_map(|area| area.shape.bounding_rect()) {
        assert!(rect.min().x > low.0 && rect.min().y > low.1 && rect.max().x < high.0 && rect.max().y < high.1, "Oswego County: {rect:?}");
    }
}
