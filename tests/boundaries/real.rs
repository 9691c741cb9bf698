//! Real layers, held against GDAL's reading of them and against each other.

use arpent::domain::Area;
use arpent::geometry::{Locator, distance_m};
use geo::{BoundingRect, CoordsIter, InteriorPoint, Validation};
use serde_json::Value;

use super::*;
use crate::support::real_data;

#[test]
fn baltimore_is_the_same_from_geojson_and_from_feet() {
    let Some(folder) = real_data("baltimore-county-md/precincts") else { return };
    let degrees = import(&folder.join("baltimore_county_city_vtd2020_joined.geojson"), &Options::default()).expect("the GeoJSON");
    let feet =
        import(&folder.join("shapefile_epsg2248_ftUS/balt_vtd20.shp"), &Options::default()).expect("the shapefile in US survey feet");
    assert_eq!((degrees.areas.len(), feet.areas.len()), (537, 537));
    assert_eq!(degrees.report.noticed.get("repaired"), None);
    let mut farthest_m = 0.0_f64;
    for (a, b) in degrees.areas.iter().zip(&feet.areas) {
        assert_eq!((&a.id, &a.name), (&b.id, &b.name));
        farthest_m = farthest_m.max(farthest_vertex_m(a, b)).max(farthest_vertex_m(b, a));
    }
    println!("farthest vertex {farthest_m} m");
    assert!(farthest_m < 0.1, "{farthest_m} m apart");

    let locator = Locator::new(degrees.areas.iter().map(|area| &area.shape));
    for (row, area) in (0..).zip(&feet.areas) {
        let inside = area.shape.interior_point().expect("an area has an inside");
        assert_eq!(locator.find(inside.x(), inside.y()), Some(row));
    }
}

/// How far the vertex of `a` that is farthest from every vertex of `b` lies from the nearest.
fn farthest_vertex_m(a: &Area, b: &Area) -> f64 {
    let nearest = |x: f64, y: f64| b.shape.coords_iter().map(|other| distance_m((x, y), (other.x, other.y))).fold(f64::INFINITY, f64::min);
    a.shape.coords_iter().map(|vertex| nearest(vertex.x, vertex.y)).fold(0.0, f64::max)
}

#[test]
fn layers_of_two_countries_need_no_option() {
    let layers = [
        ("baltimore-county-md/precincts/statewide/Geojson_MD.v06.zip", 2042, "2400101-000"),
        ("washington-dc/precincts/Voting_Precinct__2012.zip", 143, "Precinct 1"),
        ("washington-dc/precincts/Geojson_DC.v06.zip", 143, "1100102-001"),
        ("columbus-oh/precincts/Franklin_2015pPrecs.shp", 604, "01001A"),
        ("utah-county-ut/utah_county_precincts.min.geojson", 533, "25AF01"),
        ("brest-fr/leg2024/brest_contours.geojson", 122, "29019_0001"),
        ("brest-fr/leg2024/BureauxVoteBrest.geojson", 122, "29019-1"),
        ("brest-fr/leg2024/communes29.geojson", 277, "29001"),
        ("paris-fr/dep04_bureaux_de_vote_reu2022.geojson", 260, "04001_1"),
        ("paris-fr/paris_secteurs_bureaux_de_vote_2017.geojson", 896, "1-1"),
        ("shapefile-zoo/2012__precincts.geojson.gz", 600, "01-01"),
        ("shapefile-zoo/073-whatcom__bellingham-precincts-2017.geojson", 67, "201"),
        ("shapefile-zoo/GIL__GIL.kml", 10, "1-A"),
    ];
    for (file, areas, first) in layers {
        let Some(path) = real_data(file) else { return };
        let read = import(&path, &Options::default()).unwrap_or_else(|problem| panic!("{problem}"));
        println!("{file}: {:?} {}", read.report, read.areas[0].id);
        assert_eq!(read.areas.len(), areas, "{file}");
        assert_eq!(read.areas[0].id, first, "{file}");
        assert!(read.areas.iter().all(|area| area.shape.is_valid()), "{file}");
    }
}

#[test]
fn a_zip_of_tables_holds_no_areas() {
    let Some(path) = real_data("baltimore-county-md/precincts/statewide/Election_Data_MD.v06.zip") else { return };
    let problem = import(&path, &Options::default()).expect_err("a CSV has no shapes");
    assert_eq!(
        problem.to_string(),
        "Election_Data_MD.v06.zip: the zip holds no areas, only LICENSE, README, election_data_MD.v06.csv; give the zip of the .shp or .geojson"
    );
}

/// What each layer of the zoo needs to be told: its id, its CRS. Everything else is GDAL's to say; Oswego, which GDAL takes to
/// Venezuela, is in `crs.rs`.
const ZOO: [(&str, Option<&str>, Option<&str>); 13] = [
    ("39023-clark__ClarkCountyVotingPrecinct", Some("NAME"), None),
    ("39097-madison__Madison_precincts", None, Some("EPSG:3735")),
    ("39091-logan__logan_county_precincts", None, Some("EPSG:3735")),
    ("2012__Election_Districts", None, None),
    ("2014__Cayuga_County_NY_Elect_Dists", None, None),
    ("STJ__election_precinct", None, None),
    ("PIN__PIN20160503PCTSHAPE", None, None),
    ("047-Lake__Lake_Precincts_May_2018", None, None),
    ("013-Cascade__CascadeCntyPrecincts2013", None, None),
    ("39043-erie__Erie_County_Voting_Precincts", None, None),
    // these three hold no areas
    ("39037-darke__Darke_020813BoE", None, None),
    ("2012__2012_EDs-Chemung", Some("LAYER"), None),
    ("047-Lake__Polling_Places", None, None),
];

#[test]
fn the_zoo_is_read_as_gdal_reads_it() {
    let Some(root) = real_data("shapefile-zoo") else { return };
    let truth = std::fs::read(root.join("expected_gdal.json")).expect("GDAL's reading");
    let truth: Value = serde_json::from_slice(&truth).expect("JSON");
    for (folder, id, crs) in ZOO {
        let (_, stem) = folder.split_once("__").expect("place__file");
        let expected = &truth[format!("dev/{folder}")];
        let outcome = import(&root.join(folder).join(format!("{stem}.shp")), &Options { id, crs, name: None });
        match (outcome, expected["geometry_type"].as_str()) {
            (Ok(read), Some("Polygon")) => as_gdal(folder, &read, expected),
            (Err(problem), Some("Point" | "LineString") | None) => println!("{folder}: {problem}"),
            (outcome, kind) => panic!("{folder}: GDAL finds {kind:?}, here {:?}", outcome.map(|read| read.report)),
        }
    }
}

fn as_gdal(folder: &str, read: &Read, expected: &Value) {
    println!("{folder}: {:?}", read.report);
    assert_eq!(Some(read.report.read), expected["features"].as_u64(), "{folder}: features");
    assert_eq!(Some(read.report.rejected), expected["null_geom"].as_u64(), "{folder}: rejects");
    let repaired = read.report.noticed.get("repaired").copied().unwrap_or(0);
    assert_eq!(Some(repaired), expected["invalid"].as_u64(), "{folder}: invalid");
    assert!(read.areas.iter().all(|area| area.shape.is_valid()), "{folder}: valid");
    let Some(bounds) = expected["bounds_wgs84"].as_array() else { return };
    let bounds: Vec<f64> = bounds.iter().map(|degree| degree.as_f64().expect("a number")).collect();
    let mut ours = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for rect in read.areas.iter().map(|area| area.shape.bounding_rect().expect("an area has an extent")) {
        ours = [ours[0].min(rect.min().x), ours[1].min(rect.min().y), ours[2].max(rect.max().x), ours[3].max(rect.max().y)];
    }
    let off = (0..4).map(|side| (ours[side] - bounds[side]).abs()).fold(0.0, f64::max);
    println!("{folder}: {off:.1e} degrees from GDAL's bounds");
    assert!(off < 1e-6, "{folder}: {ours:?}, GDAL {bounds:?}");
}
