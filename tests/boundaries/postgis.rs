//! A table of a real PostGIS, started for the test in a folder of its own, and PROJ's own answer for every CRS we claim to know.

use std::path::{Path, PathBuf};
use std::process::Command;

use arpent::boundaries::from_features;
use arpent::geometry::distance_m;
use arpent::store::postgis::read_table;
use geo::Centroid;

use super::*;
use crate::support::case;

/// A private server on a Unix socket, with no network port; stopped and deleted when dropped.
struct Server {
    programs: PathBuf,
    folder: tempfile::TempDir,
}

impl Server {
    /// `None`, said loudly, where PostgreSQL or PostGIS is not installed.
    fn start() -> Option<Self> {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().filter_map(Result::ok);
        let has_postgis = |version: &str| Path::new(&format!("/usr/share/postgresql/{version}/extension/postgis.control")).exists();
        let version = versions.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|version| has_postgis(version)).max();
        let Some(version) = version else {
            eprintln!("SKIPPED: no PostGIS under /usr/lib/postgresql; `make setup` installs it");
            return None;
        };
        let server = Self { programs: format!("/usr/lib/postgresql/{version}/bin").into(), folder: tempfile::tempdir().expect("a folder") };
        let folder = server.folder.path().display().to_string();
        if is_root() {
            run(Command::new("chown").args(["postgres", &folder]));
        }
        server.run("initdb", &["-D", &format!("{folder}/data"), "-U", "tester", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]);
        let options = format!("-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off");
        server.run("pg_ctl", &["-D", &format!("{folder}/data"), "-w", "-l", &format!("{folder}/log"), "-o", &options, "start"]);
        Some(server)
    }

    /// PostgreSQL refuses to run as root, so its programs run as `postgres` there.
    fn run(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        if is_root() {
            run(Command::new("setpriv").args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program).args(arguments));
        } else {
            run(Command::new(program).args(arguments));
        }
    }

    fn url(&self, table: &str) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://tester@{socket}/postgres?connect_timeout=10&table={table}")
    }

    fn psql(&self, sql: &str) -> String {
        let socket = self.folder.path().display().to_string();
        let mut command = Command::new(self.programs.join("psql"));
        run(command.args(["-h", &socket, "-U", "tester", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-XqAt", "-c", sql]))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.path().join("data").display().to_string();
        self.run("pg_ctl", &["-D", &data, "-w", "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    run(Command::new("id").arg("-u")).trim() == "0"
}

fn run(command: &mut Command) -> String {
    // its own folder may be closed to `postgres`, and the server must not keep our pipes open
    let log = tempfile::NamedTempFile::new().expect("a file for what it says");
    let written = || log.reopen().expect("the file just made");
    let status = command.current_dir("/").stdin(std::process::Stdio::null()).stdout(written()).stderr(written()).status();
    let said = std::fs::read_to_string(log.path()).expect("text");
    assert!(status.expect("an installed program").success(), "{command:?}: {said}");
    said
}

#[test]
fn a_table_gives_the_areas_its_file_gave() {
    let Some(server) = Server::start() else { return };
    server.psql("create extension postgis");
    let geojson = std::fs::read_to_string(case("boundaries/village/village.geojson")).expect("the village");
    let literal = geojson.replace('\'', "''");
    server.psql(&format!(
        r#"create schema "North County";
           create table "North County"."The ""Wards""" as
             select f->'properties'->>'PRECINCT' as precinct, f->'properties'->>'NAME' as "NAME", (f->'properties'->>'voters')::int as voters,
                    ST_Transform(ST_Force3D(ST_SetSRID(ST_GeomFromGeoJSON(f->>'geometry'), 4326)), 2248) as shape
             from json_array_elements('{literal}'::json->'features') f;
           create table on_globe as select precinct, "NAME", voters, ST_Transform(shape, 4326)::geography as shape from "North County"."The ""Wards""";
           create table untold as select precinct, ST_SetSRID(shape, 0) as shape from "North County"."The ""Wards""";
           create table mixed as select precinct, shape from "North County"."The ""Wards""" union all select precinct, ST_Transform(shape, 4326) from "North County"."The ""Wards""";
           create table with_gap as select precinct, shape from "North County"."The ""Wards""" union all select '099', null;
           create table no_shape as select 1 as precinct"#
    ));
    let file = import(&case("boundaries/village/village.geojson"), &Options::default()).expect("the village");

    for table in ["%22North County%22.%22The \"Wards\"%22", "on_globe"] {
        let table = table.replace("\"Wards\"", "%22%22Wards%22%22");
        let rows = read_table(&server.url(&table)).unwrap_or_else(|problem| panic!("{problem}"));
        let read = from_features(&table, rows, &Options::default()).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(read.areas.len(), 3);
        for (ours, theirs) in read.areas.iter().zip(&file.areas) {
            assert_eq!((&ours.id, &ours.name), (&theirs.id, &theirs.name));
            assert_eq!(ours.columns.get("voters"), theirs.columns.get("voters"));
            let (a, b) = (ours.shape.centroid().expect("an area"), theirs.shape.centroid().expect("an area"));
            assert!(distance_m((a.x(), a.y()), (b.x(), b.y())) < 0.01);
        }
    }
    let read = from_features("with_gap", read_table(&server.url("with_gap")).expect("rows"), &Options::default()).expect("three areas");
    assert_eq!((read.report.read, read.report.kept, read.report.rejected), (4, 3, 1));

    let refused = |table: &str| {
        let outcome = read_table(&server.url(table)).and_then(|rows| from_features(table, rows, &Options::default()));
        outcome.expect_err(table).to_string()
    };
    assert_eq!(
        refused("nowhere"),
        "nowhere: no such table that this user may see; name it as schema.table, in the database's own spelling"
    );
    assert!(refused("public.x%22; drop table on_globe; --").contains("no such table"));
    assert!(refused("no_shape").contains("the table has no geometry column"));
    assert!(refused("mixed").contains("mixes SRIDs [2248, 4326]"), "{}", refused("mixed"));
    assert!(refused("untold").contains("no SRID in the table"), "{}", refused("untold"));
    assert_eq!(read_table(&server.url("on_globe")).expect("still there").len(), 3);
    crs_as_proj(&server);
}

/// Codes of every kind a precinct layer comes in, with a point inside their area, and how far (metres) we may be from PROJ.
const SYSTEMS: [(i32, f64, f64, f64); 16] = [
    (4326, -76.6, 39.3, 1e-6),
    (4269, -76.6, 39.3, 0.01),  // NAD83
    (2248, -76.6, 39.3, 0.01),  // Maryland, US survey feet, Lambert
    (3735, -82.9, 40.0, 0.01),  // Ohio South, US survey feet
    (2256, -112.0, 46.9, 0.01), // Montana, international feet
    (2223, -111.9, 33.4, 0.01), // Arizona Central, international feet, transverse Mercator
    (2881, -80.2, 26.0, 0.01),  // Florida East HARN, US survey feet
    (26918, -76.5, 42.1, 0.01), // UTM 18N
    (32100, -114.0, 47.5, 0.01),
    (3857, -76.6, 39.3, 0.01),  // the web's sphere
    (5070, -96.0, 38.0, 0.01),  // Albers, contiguous states
    (2154, 2.35, 48.85, 0.01),  // Lambert-93
    (3948, -4.5, 48.4, 0.01),   // RGF93 CC48
    (27572, 2.35, 48.85, 0.01), // Lambert II étendu (NTF, Paris meridian)
    (32016, -76.5, 42.9, 0.01), // NAD27 New York Central
    (4267, -98.0, 39.0, 0.01),  // NAD27 degrees
];

fn crs_as_proj(server: &Server) {
    for (code, lon, lat, allowed_m) in SYSTEMS {
        server.psql("drop table if exists probe");
        server.psql(&format!(
            "create table probe as select 1 as id, ST_Transform(ST_SetSRID(ST_MakeEnvelope({lon}, {lat}, {lon} + 0.001, {lat} + 0.001), 4326), {code}) as shape"
        ));
        let read = from_features("probe", read_table(&server.url("probe")).expect("a row"), &Options::default());
        let area = &read.unwrap_or_else(|problem| panic!("EPSG:{code}: {problem}")).areas[0];
        let corner = area.shape.0[0].exterior().0.iter().map(|c| distance_m((c.x, c.y), (lon, lat))).fold(f64::INFINITY, f64::min);
        println!("EPSG:{code}: {corner:.4} m from PROJ");
        assert!(corner < allowed_m, "EPSG:{code}: {corner} m from PROJ");
    }
}
