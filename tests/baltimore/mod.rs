//! The main job on a real place: Baltimore County's streets, addresses and precincts, with an invented voter file whose truth is known.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use arpent::domain::{Located, Voters};
use arpent::geometry::distance_m;
use arpent::store::{Folder, snapshots};

use crate::support::{Server, arpent_ok, real_data};

struct Truth {
    person: String,
    lon: f64,
    lat: f64,
    precinct: String,
    registered: bool,
    dead: bool,
}

/// The inputs and a campaign they were imported into.
struct Place {
    _dir: tempfile::TempDir,
    campaign: PathBuf,
    truth: HashMap<String, Truth>,
    voters_report: serde_json::Value,
}

/// Makes the voter file with the maker that lies beside the data, and runs the commands of the main job.
fn baltimore() -> Option<Place> {
    let data = real_data("baltimore-county-md")?;
    let maker = real_data("../tools/make_voters.py")?;
    let dir = tempfile::tempdir().expect("a temporary folder");
    let addresses = data.join("addresses_from_osm.csv");
    let precincts = data.join("precincts/baltimore_county_city_vtd2020_joined.geojson");
    let made = Command::new("python3")
        .arg(maker)
        .args(["--addresses".as_ref(), addresses.as_os_str(), "--precincts".as_ref(), precincts.as_os_str()])
        .args(["--out".as_ref(), dir.path().as_os_str()])
        .output()
        .expect("python3 runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

    let campaign = dir.path().join("b");
    let text = |path: &Path| path.display().to_string();
    let own = |name: &str| text(&dir.path().join(name));
    let c = text(&campaign);
    arpent_ok(["init", &c, "--country", "us"]);
    let import = |arguments: &[&str]| arpent_ok([&["-C", &c, "--json", "import"], arguments].concat());
    import(&["boundaries", &text(&precincts)]);
    import(&["streets", &text(&data.join("osm/reisterstown.osm.pbf"))]);
    import(&["addresses", &text(&addresses)]);
    let report = import(&["voters", &own("ncvoter.txt"), "--history", &own("ncvhis.txt"), "--deceased", &own("deceased.csv")]);
    import(&["results", &text(&data.join("turnout/md_2014_general_turnout_by_party_by_precinct.csv"))]);
    import(&["answers", &own("ids.csv")]);
    arpent_ok(["-C", &c, "score"]);
    arpent_ok(["-C", &c, "check"]);
    let voters_report = serde_json::from_str(&report).expect("one JSON object");
    Some(Place { truth: read_truth(&dir.path().join("truth.csv")), campaign, _dir: dir, voters_report })
}

fn read_truth(path: &Path) -> HashMap<String, Truth> {
    let mut csv = csv::Reader::from_path(path).expect("truth.csv");
    let row = |row: csv::StringRecord| {
        let number = |column: usize| row[column].parse().expect("a number");
        let truth = Truth {
            person: row[1].to_owned(),
            lon: number(2),
            lat: number(3),
            precinct: row[4].to_owned(),
            registered: matches!(&row[5], "A" | "I"),
            dead: &row[6] == "1",
        };
        (row[0].to_owned(), truth)
    };
    csv.records().map(|record| row(record.expect("a row"))).collect()
}

fn voters(place: &Place) -> (Voters, Vec<String>) {
    let folder = Folder::open(&place.campaign).expect("a campaign");
    let manifest = folder.manifest().expect("a manifest");
    let voters = snapshots::voters::read_all(&folder, &manifest).expect("a snapshot").expect("voters");
    let layer = snapshots::areas::read_layer(&folder, &manifest, "precincts").expect("a snapshot").expect("precincts");
    (voters, layer.areas.into_iter().map(|area| area.id).collect())
}

fn heat(place: &Place, arguments: &[&str]) -> HashMap<String, u32> {
    let campaign = place.campaign.display().to_string();
    let out = arpent_ok([&["-C", &campaign, "heat"], arguments].concat());
    let mut csv = csv::Reader::from_reader(out.as_bytes());
    csv.records().map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[1].parse().expect("a count"))).collect()
}

#[test]
fn voters_find_their_doors_and_precincts() {
    let Some(place) = baltimore() else { return };
    every_row_is_accounted_for(&place);
    the_removed_and_denied_are_left_out(&place);
    doors_and_precincts_are_the_true_ones(&place);
    second_registrations_stand_behind_the_first(&place);
    the_dead_are_left_out_and_nobody_else(&place);
    serving_answers(&place);
}

fn every_row_is_accounted_for(place: &Place) {
    let report = &place.voters_report;
    let count = |name: &str| report[name].as_u64().expect("a count");
    assert_eq!(count("read"), place.truth.len() as u64);
    assert_eq!(count("read"), count("kept") + count("rejected") + count("merged"), "{report}");
    let geocoded: u64 = report["geocoded"].as_object().expect("levels").values().filter_map(serde_json::Value::as_u64).sum();
    assert_eq!(geocoded, count("kept"), "{report}");
    let rejects = report["rejects"].as_str().expect("a rejects file");
    let listed = csv::Reader::from_path(rejects).expect("rejects").records().count() as u64;
    assert_eq!(listed, count("rejected"));
}

fn the_removed_and_denied_are_left_out(place: &Place) {
    let (voters, _) = voters(place);
    for id in voters.id.iter() {
        assert!(place.truth[id].registered, "{id} is removed or denied, and was kept");
    }
}

/// ≥ 98.5 % of those who stay are within 30 m of their door, ≥ 99 % of the located in their precinct, and so are the sums.
fn doors_and_precincts_are_the_true_ones(place: &Place) {
    let (voters, precincts) = voters(place);
    let (mut near, mut located, mut right) = (0, 0, 0);
    let mut wanted: HashMap<&str, u32> = HashMap::new();
    for row in 0..voters.len() {
        let truth = &place.truth[voters.id.get(row)];
        let metres = distance_m((truth.lon, truth.lat), (voters.lon[row], voters.lat[row]));
        near += u32::from(voters.located[row] > 0 && metres <= 30.0);
        // an ambiguous address has its postcode only, and no precinct
        if voters.located[row] >= Located::Street as u8 {
            located += 1;
            let found = precincts.get(voters.precinct[row] as usize);
            right += u32::from(found == Some(&truth.precinct));
            *wanted.entry(&truth.precinct).or_default() += 1;
        }
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
    println!("within 30 m {near}/{}, right precinct {right}/{located}", voters.len());
    assert!(share(near, voters.len() as u32) >= 0.985, "{near} of {}", voters.len());
    assert!(share(right, located) >= 0.99, "{right} of {located}");

    let counted = heat(place, &["--by", "precinct"]);
    assert_eq!(counted.values().sum::<u32>(), right + (located - right));
    let off: u32 =
        precincts.iter().map(|id| counted.get(id).copied().unwrap_or(0).abs_diff(wanted.get(id.as_str()).copied().unwrap_or(0))).sum();
    assert!(off <= 2 * (located - right), "precinct sums are off by {off}, and only {} voters are in another precinct", located - right);
    assert_eq!(heat(place, &["--by", "hex:9"]).values().sum::<u32>(), located);
}

/// Of registrations merged ≥ 98 % are one person, and ≥ 90 % of second registrations are found.
fn second_registrations_stand_behind_the_first(place: &Place) {
    let folder = Folder::open(&place.campaign).expect("a campaign");
    let merges = snapshots::merges::read_all(&folder, &folder.manifest().expect("a manifest")).expect("a snapshot");
    let person = |id: &str| place.truth[id].person.as_str();
    let right = (0..merges.len()).filter(|&row| person(merges.doubles.id.get(row)) == person(merges.kept_id.get(row))).count();
    let mut registrations: HashMap<&str, usize> = HashMap::new();
    for truth in place.truth.values().filter(|truth| truth.registered) {
        *registrations.entry(&truth.person).or_default() += 1;
    }
    let second: usize = registrations.values().map(|count| count - 1).sum();
    println!("{right} of {} merges right, {second} second registrations", merges.len());
    assert!(right * 100 >= merges.len() * 98, "{right} of {} merges are one person", merges.len());
    assert!(right * 100 >= second * 90, "{right} of {second} second registrations were found");
}

/// A death list names people by name, year and ZIP code: a unique match goes, a doubtful one stays and is counted.
fn the_dead_are_left_out_and_nobody_else(place: &Place) {
    let (voters, _) = voters(place);
    let kept: HashSet<&str> = voters.id.iter().collect();
    let kept_persons: HashSet<&str> = kept.iter().map(|id| place.truth[*id].person.as_str()).collect();
    let registered: HashMap<&str, bool> =
        place.truth.values().filter(|truth| truth.registered).map(|truth| (truth.person.as_str(), truth.dead)).collect();
    let of = |dead: bool| registered.iter().filter(move |person| *person.1 == dead);
    let gone = |dead: bool| of(dead).filter(|person| !kept_persons.contains(person.0)).count();
    let (dead, dead_gone, living_gone) = (of(true).count(), gone(true), gone(false));
    println!("{dead_gone} of {dead} dead gone, {living_gone} living gone");
    assert!(dead_gone * 100 >= dead * 95, "{dead_gone} of {dead} dead were found");
    assert!(dead_gone * 100 >= (dead_gone + living_gone) * 98, "{living_gone} living persons were lost with {dead_gone} dead");
}

fn serving_answers(place: &Place) {
    let server = Server::start(&place.campaign);
    let campaign = server.json("/api/campaign");
    assert_eq!(campaign["counts"]["precincts"], 537);
    assert_eq!(server.get("/tiles/hexes/12/1174/1558.mvt").status, 200);
    let found = server.json("/api/search?q=10347+reister");
    assert_eq!(found["results"][0]["kind"], "address", "{found}");
}

#[test]
fn the_shapefile_in_feet_is_the_same_county() {
    let Some(data) = real_data("baltimore-county-md/precincts") else { return };
    let dir = tempfile::tempdir().expect("a temporary folder");
    let shapefile = std::fs::read_dir(data.join("shapefile_epsg2248_ftUS")).expect("a folder").flatten().map(|file| file.path());
    let shapefile = shapefile.into_iter().find(|path| path.extension().is_some_and(|end| end == "shp")).expect("a shapefile");
    let areas = |name: &str, file: &Path| {
        let campaign = dir.path().join(name);
        arpent_ok(["init", &campaign.display().to_string()]);
        arpent_ok(["-C", &campaign.display().to_string(), "import", "boundaries", &file.display().to_string()]);
        let folder = Folder::open(&campaign).expect("a campaign");
        snapshots::areas::read_layer(&folder, &folder.manifest().expect("a manifest"), "precincts")
            .expect("a snapshot")
            .expect("precincts")
            .areas
    };
    use geo::{Area, BoundingRect};
    let degrees = areas("degrees", &data.join("baltimore_county_city_vtd2020_joined.geojson"));
    let feet = areas("feet", &shapefile);
    assert_eq!(degrees.len(), 537);
    assert_eq!(feet.len(), 537);
    for (a, b) in degrees.iter().zip(&feet) {
        assert_eq!(a.id, b.id);
        let (own, other) = (a.shape.bounding_rect().expect("a box"), b.shape.bounding_rect().expect("a box"));
        for (x, y) in [(own.min(), other.min()), (own.max(), other.max())] {
            assert!((x.x - y.x).abs() < 1e-6 && (x.y - y.y).abs() < 1e-6, "{}", a.id);
        }
        assert!((a.shape.unsigned_area() / b.shape.unsigned_area() - 1.0).abs() < 1e-4, "{}", a.id);
    }
}
