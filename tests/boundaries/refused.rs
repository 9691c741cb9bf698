//! Inputs that must be refused: one line, naming the file and the remedy. The lines stand in `tests/cases/boundaries/refused.txt`.

use super::*;
use crate::support::{case, expect};

/// File name, content, files beside it, what the user tells.
type Situation<'a> = (&'a str, Vec<u8>, Vec<(String, Vec<u8>)>, Options<'a>);

#[test]
fn each_is_refused_in_one_line_with_its_remedy() {
    let village = |file: &str| std::fs::read(case("boundaries/village").join(file)).expect("a case file");
    let (shp, shx, dbf, prj, geojson) =
        (village("latin.shp"), village("latin.shx"), village("latin.dbf"), village("latin.prj"), village("village.geojson"));
    let text = String::from_utf8(geojson.clone()).expect("UTF-8");
    let with = |from: &str, to: &str| text.replace(from, to).into_bytes();
    let beside = |parts: &[(&str, &[u8])]| parts.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect::<Vec<_>>();
    let default = Options::default();
    let id = |id| Options { id: Some(id), ..Options::default() };
    let crs = |crs| Options { crs: Some(crs), ..Options::default() };
    let mercator = b"PROJCS[\"Odd\",GEOGCS[\"Odd\",DATUM[\"D_Tokyo\",SPHEROID[\"Bessel_1841\",6377397.155,299.1528128]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],UNIT[\"Meter\",1.0]]";

    let situations: Vec<Situation> = vec![
        ("empty.shp", vec![], vec![], default),
        ("metadata.shp", b"<?xml version=\"1.0\"?>\n<metadata xml:lang=\"en\"><Esri/></metadata>".to_vec(), vec![], default),
        ("words.shp", b"these are not shapes".to_vec(), vec![], default),
        ("words.txt", b"id,name\n1,Mill Lane\n".to_vec(), vec![], default),
        ("half.shp", shp[..300].to_vec(), beside(&[("half.dbf", &dbf), ("half.prj", &prj)]), default),
        ("alone.shp", shp.clone(), vec![], default),
        ("alone.shx", shx, vec![], default),
        ("alone.dbf", dbf.clone(), vec![], default),
        ("cut.shp", shp.clone(), beside(&[("cut.dbf", &dbf[..100]), ("cut.prj", &prj)]), default),
        ("other.shp", shp.clone(), beside(&[("other.dbf", &village("gaps.dbf")), ("other.prj", &prj)]), default),
        ("unplaced.shp", shp.clone(), beside(&[("unplaced.dbf", &dbf)]), default),
        ("tokyo.shp", shp.clone(), beside(&[("tokyo.dbf", &dbf), ("tokyo.prj", mercator)]), default),
        ("oddprj.shp", shp.clone(), beside(&[("oddprj.dbf", &dbf), ("oddprj.prj", b"no such thing")]), default),
        ("half.geojson", geojson[..500].to_vec(), vec![], default),
        ("list.json", b"{\"nodes\":[]}".to_vec(), vec![], default),
        ("bare.geojson", b"{\"type\":\"Polygon\",\"coordinates\":[]}".to_vec(), vec![], default),
        ("none.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[]}".to_vec(), vec![], default),
        ("points.geojson", br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":1},"geometry":{"type":"Point","coordinates":[0,0]}}]}"#.to_vec(), vec![], default),
        ("village.geojson", geojson.clone(), vec![], id("precno")),
        ("village.geojson", geojson.clone(), vec![], Options { name: Some("label"), ..Options::default() }),
        ("noid.geojson", with("PRECINCT", "colour").replace_all("NAME", "height"), vec![], default),
        ("same.geojson", with("\"002\"", "\"001\""), vec![], default),
        ("village.geojson", geojson.clone(), vec![], crs("EPSG:1")),
        ("village.geojson", geojson.clone(), vec![], crs("Maryland")),
        ("feet.geojson", with("-76.", "-7612345."), vec![], default),
        ("oldcrs.geojson", with("\"features\"", "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::99999\"}},\"features\""), vec![], default),
        ("half.kml", b"<kml><Document><Placemark><name>A</name>".to_vec(), vec![], default),
        ("latin.kml", b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><kml><name>\xC9glise</name></kml>".to_vec(), vec![], default),
        ("half.topojson", b"{\"type\":\"Topology\",\"arcs\":[".to_vec(), vec![], default),
        ("lines.topojson", br#"{"type":"Topology","arcs":[],"objects":{"roads":{"type":"LineString","arcs":[]}}}"#.to_vec(), vec![], default),
        ("two.topojson", br#"{"type":"Topology","arcs":[],"objects":{"a":{"type":"Polygon","arcs":[]},"b":{"type":"Polygon","arcs":[]}}}"#.to_vec(), vec![], default),
        ("lost-arc.topojson", br#"{"type":"Topology","arcs":[[[0,0],[1,0],[1,1],[0,0]]],"objects":{"a":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0]],"id":"x"},{"type":"Polygon","arcs":[[7]],"id":"y"}]}}}"#.to_vec(), vec![], id("none")),
        ("half.zip", b"PK\x03\x04 and no more".to_vec(), vec![], default),
    ];
    let mut lines = String::new();
    for (name, bytes, beside, options) in &situations {
        let siblings: Vec<Source> = beside.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
        let problem = read(Source::new(name, bytes), &siblings, options).expect_err(name);
        assert_eq!(problem.file.as_deref().map(|file| file.split('.').next()), Some(name.split('.').next()), "{problem}");
        assert!(problem.remedy.is_some(), "no remedy: {problem}");
        lines.push_str(&format!("{problem}\n"));
    }
    assert_eq!(lines.lines().count(), situations.len(), "one line each");
    expect(&case("boundaries/refused.txt"), &lines);
}

proptest::proptest! {
    /// Damage of any kind gives a problem or areas, never a panic.
    #[test]
    fn damaged_files_do_not_panic(file in 0usize..7, at in proptest::prelude::any::<proptest::sample::Index>(), byte: u8, cut: bool) {
        let names = ["village.geojson", "village.kml", "village.topojson", "latin.shp", "latin.dbf", "latin.shx", "latin.prj"];
        let mut files: Vec<(&str, Vec<u8>)> =
            names.iter().map(|name| (*name, std::fs::read(case("boundaries/village").join(name)).expect("a case file"))).collect();
        let bytes = &mut files[file].1;
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let sources: Vec<Source> = files.iter().map(|(name, bytes)| Source::new(name, bytes)).collect();
        let (main, siblings) = if file < 3 { (sources[file], &[][..]) } else { (sources[3], &sources[4..]) };
        match read(main, siblings, &Options::default()) {
            Ok(read) => proptest::prop_assert!(read.report.adds_up()),
            Err(problem) => proptest::prop_assert_eq!(problem.to_string().lines().count(), 1),
        }
    }
}

trait ReplaceAll {
    fn replace_all(self, from: &str, to: &str) -> Vec<u8>;
}

impl ReplaceAll for Vec<u8> {
    fn replace_all(self, from: &str, to: &str) -> Vec<u8> {
        String::from_utf8(self).expect("UTF-8").replace(from, to).into_bytes()
    }
}
