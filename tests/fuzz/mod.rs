//! No bytes, however wrong, make a parser panic: they are read, or refused with a problem. `make fuzz` tries many more.

use arpent::boundaries;
use arpent::domain::{Campaign, Country, Source, Texts};
use arpent::import::results::Choice;
use arpent::import::{addresses, answers, osm, queries, records, results, voters};
use arpent::link;
use proptest::prelude::*;

/// Bytes that begin like something known, so that the fault is met deep inside.
fn spoiled(seeds: &'static [&'static [u8]]) -> impl Strategy<Value = Vec<u8>> {
    // letters that mean something to a reader get farther than any byte
    let byte = prop_oneof![3 => prop::sample::select(&b"0123456789-.eE,;|\t\n \"[]{}<>/=&"[..]), 1 => any::<u8>()];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), byte), 0..6);
    // most keep their end: what a reader refuses at its first glance is no test of the rest
    let cut = prop::option::weighted(0.25, any::<prop::sample::Index>());
    let tail = prop::option::weighted(0.25, prop::collection::vec(any::<u8>(), 0..40));
    (prop::sample::select(seeds), changes, tail, cut).prop_map(|(seed, changes, tail, cut)| {
        let mut bytes = seed.to_vec();
        if !bytes.is_empty() {
            changes.iter().for_each(|(at, byte)| bytes[at.index(seed.len())] = *byte);
            bytes.truncate(cut.map_or(seed.len(), |cut| cut.index(seed.len())));
        }
        bytes.extend(tail.unwrap_or_default());
        bytes
    })
}

const AREAS: &[&[u8]] = &[
    b"",
    br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#,
    br#"{"type":"Topology","arcs":[[[0,0],[1,0],[0,1]]],"objects":{"a":{"type":"Polygon","arcs":[[0]],"properties":{"id":1}}},"transform":{"scale":[1,1],"translate":[0,0]}}"#,
    b"<kml><Document><Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>",
    b"\x00\x00\x27\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x32\xe8\x03\x00\x00\x05\x00\x00\x00",
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
];
const MAPS: &[&[u8]] = &[
    b"",
    b"<osm><node id='1' lat='1' lon='1'/><node id='2' lat='1' lon='2'/><way id='3'><nd ref='1'/><nd ref='2'/><tag k='highway' v='residential'/></way></osm>",
    b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c\x10\x71\x1a\x72\x78\x9c",
];
const TABLES: &[&[u8]] = &[
    b"",
    b"ncid\tlast_name\tfirst_name\tstatus_cd\tres_street_address\tzip_code\tvoter_reg_num\tregistr_dt\n\"Z1\"\t\"A\"\t\"B\"\t\"A\"\t\"1  ELM ST\"\t\"1\"\t\"2\"\t\"01/01/2001\"\n",
    b"id,last_name,first_name,number,street,city,postcode,birth_year\n1,A,B,1,Elm,C,2,1980\n",
    b"LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID\n1,2,3,Elm,,C,,,9,\n",
    b"precinct,election,registered,cast\nP1,2022-11-08,10,5\n",
    b"id,date,support\n1,2024-01-01,1\n",
    b"\xef\xbb\xbfid;nom\n\xe9;\xff\xfe\n",
];

const GEOJSON: &[&[u8]] = &[include_bytes!("../cases/boundaries/village/village.geojson")];
const KML: &[&[u8]] = &[include_bytes!("../cases/boundaries/village/village.kml")];
const TOPOJSON: &[&[u8]] = &[include_bytes!("../cases/boundaries/village/village.topojson")];
const SHP: &[&[u8]] = &[include_bytes!("../cases/boundaries/village/latin.shp")];
const SHX: &[&[u8]] = &[include_bytes!("../cases/boundaries/village/latin.shx")];
const DBF: &[&[u8]] = &[include_bytes!("../cases/boundaries/village/latin.dbf")];
const PRJ: &[&[u8]] = &[include_bytes!("../cases/boundaries/village/latin.prj")];
const LAYOUTS: &[&[u8]] = &[
    include_bytes!("../../src/import/layouts/generic.toml"),
    include_bytes!("../../src/import/layouts/pa.toml"),
    include_bytes!("../../src/import/layouts/wi.toml"),
];
const VOTERS: &[&[u8]] = &[
    include_bytes!("../cases/import/wi/voters_2022.csv"),
    include_bytes!("../cases/import/ny/AllNYSVoters.txt"),
    include_bytes!("../cases/import/mi-qvf/entire_state_v.lst"),
    include_bytes!("../cases/import/pa/OAK_FVE_20241125.txt"),
];
const BESIDE: &[&[u8]] = &[
    include_bytes!("../cases/import/mi-qvf/entire_state_h.lst"),
    include_bytes!("../cases/import/mi-qvf/electionscd.lst"),
    include_bytes!("../cases/import/pa/OAK Election Map 20241125.txt"),
    include_bytes!("../cases/import/pa/ELM Zone Codes 20241125.txt"),
];

fn areas_of(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    match boundaries::read(Source::new(name, bytes), &[], &boundaries::Options::default()) {
        Ok(read) => prop_assert!(read.report.adds_up()),
        Err(problem) => prop_assert_eq!(problem.to_string().lines().count(), 1),
    }
    Ok(())
}

proptest! {
    #[test]
    fn geojson_survives(bytes in spoiled(GEOJSON)) {
        areas_of("a.geojson", &bytes)?;
    }

    #[test]
    fn kml_survives(bytes in spoiled(KML)) {
        areas_of("a.kml", &bytes)?;
    }

    #[test]
    fn topojson_survives(bytes in spoiled(TOPOJSON)) {
        areas_of("a.topojson", &bytes)?;
    }

    #[test]
    fn shapefiles_survive(shp in spoiled(SHP), shx in spoiled(SHX), dbf in spoiled(DBF), prj in spoiled(PRJ), sound in 0..4) {
        let parts = [(&shp, SHP), (&shx, SHX), (&dbf, DBF), (&prj, PRJ)];
        // only one part is spoiled at a time, or all: else the first alone would ever be met
        let part = |at: usize| if sound == 0 || sound as usize == at { parts[at].0.as_slice() } else { parts[at].1[0] };
        let beside = [Source::new("a.shx", part(1)), Source::new("a.dbf", part(2)), Source::new("a.prj", part(3))];
        if let Ok(read) = boundaries::read(Source::new("a.shp", part(0)), &beside, &boundaries::Options::default()) {
            prop_assert!(read.report.adds_up());
        }
    }

    #[test]
    fn layouts_survive(layout in spoiled(LAYOUTS), voters in prop::sample::select(VOTERS)) {
        let (voters, layout) = ([Source::new("v.txt", voters)], Source::new("l.toml", &layout));
        let files = voters::Files { voters: &voters, history: &[] };
        let _ = voters::read(&files, &voters::Choice::Custom(layout), &mut Campaign::new("c", Country::Us), &|_, _| {});
    }

    #[test]
    fn voters_and_tables_beside_them_survive(rows in spoiled(VOTERS), beside in spoiled(BESIDE), sound in prop::sample::select(BESIDE)) {
        let rows = [Source::new("v.txt", &rows)];
        let beside = [Source::new("Zone Codes.txt", &beside), Source::new("b.txt", sound)];
        let files = voters::Files { voters: &rows, history: &beside };
        if let Ok(read) = voters::read(&files, &voters::Choice::Auto, &mut Campaign::new("c", Country::Us), &|_, _| {}) {
            prop_assert!(read.report.adds_up());
        }
    }

    #[test]
    fn boundaries_survive(bytes in spoiled(AREAS), name in prop::sample::select(&["a.shp", "a.zip", "a.geojson", "a.kml", "a.topojson", "a"][..])) {
        let _ = boundaries::read(Source::new(name, &bytes), &[Source::new("a.prj", &bytes), Source::new("a.dbf", &bytes)], &boundaries::Options::default());
        let _ = addresses::read(Source::new(name, &bytes), &[Source::new("a.dbf", &bytes)], "tiger-addrfeat");
    }

    #[test]
    fn maps_survive(bytes in spoiled(MAPS)) {
        let _ = osm::read(Source::new("a.osm.pbf", &bytes), &|_, _| {});
    }

    #[test]
    fn tables_survive(bytes in spoiled(TABLES)) {
        let source = Source::new("a.csv", &bytes);
        let files = voters::Files { voters: &[source], history: &[source] };
        if let Ok(read) = voters::read(&files, &voters::Choice::Auto, &mut Campaign::new("c", Country::Us), &|_, _| {}) {
            prop_assert!(read.report.adds_up());
        }
        let _ = addresses::read(source, &[], "auto");
        if let Ok(people) = records::read(source, false, &|_, _| {}) {
            let _ = link::link(&people, &link::Options::default(), &|_, _| {});
        }
        let _ = queries::read(source);
        let _ = results::read(source, &results::Wanted { layout: Choice::Auto, election: None, support: &[] }, &["P1"]);
        let _ = answers::read(source, &["1"].into_iter().collect::<Texts>());
    }
}
