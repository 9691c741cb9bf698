//! An invented voter file on Baltimore County's real addresses, with its truth; read just far enough for these tests.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use arpent::domain::{AddressPoint, Addresses, Voters};

use crate::support::real_data;

pub struct Truth {
    pub lon: f64,
    pub lat: f64,
    pub precinct: String,
    pub p_vote: f64,
    pub p_support: f64,
}

/// Runs the generator beside the real data, once; `None` (said loudly) where either is absent.
pub fn make(seed: u32) -> Option<PathBuf> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock();
    let data = real_data("baltimore-county-md")?;
    let generator = real_data("../tools/make_voters.py")?;
    // another generator makes other people: its length tells them apart well enough
    let version = std::fs::metadata(&generator).expect("the generator").len();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("made_voters_{version}_{seed}"));
    if out.exists() {
        return Some(out);
    }
    let unfinished = out.with_extension(std::process::id().to_string());
    let made = Command::new("python3")
        .arg(generator)
        .arg("--addresses")
        .arg(data.join("addresses_from_osm.csv"))
        .arg("--precincts")
        .arg(data.join("precincts/baltimore_county_city_vtd2020_joined.geojson"))
        .arg("--out")
        .arg(&unfinished)
        .args(["--seed", &seed.to_string()])
        .status()
        .expect("python3 runs");
    assert!(made.success(), "make_voters.py failed");
    std::fs::rename(&unfinished, &out).expect("the same folder");
    Some(out)
}

/// Registrations that count (active or inactive), in file order, with the whole address line in `street`.
pub fn voters(folder: &Path) -> Voters {
    let mut voters = Voters::default();
    for row in table(&folder.join("ncvoter.txt"), b'\t') {
        if !matches!(row["status_cd"].as_str(), "A" | "I") {
            continue;
        }
        voters.id.push(&row["ncid"]);
        voters.last_name.push(&row["last_name"]);
        voters.first_name.push(&row["first_name"]);
        voters.middle_name.push(&row["middle_name"]);
        voters.name_suffix.push("");
        voters.number.push("");
        voters.street.push(&row["res_street_address"]);
        voters.unit.push("");
        voters.city.push(&row["res_city_desc"]);
        voters.postcode.push(&row["zip_code"]);
        voters.file_precinct.push(&row["vtd_abbrv"]);
        voters.birth_year.push(row["birth_year"].parse().expect("a year"));
        voters.sex.push(&row["gender_code"]);
        voters.party.push(&row["party_cd"]);
        voters.registered_day.push(day(&row["registr_dt"]));
    }
    voters.fill_unknown();
    voters
}

pub fn truth(folder: &Path) -> HashMap<String, Truth> {
    let number = |text: &str| text.parse::<f64>().expect("a number");
    table(&folder.join("truth.csv"), b',')
        .map(|row| {
            let truth = Truth {
                lon: number(&row["lon"]),
                lat: number(&row["lat"]),
                precinct: row["precinct"].clone(),
                p_vote: number(&row["p_vote"]),
                p_support: number(&row["p_support"]),
            };
            (row["ncid"].clone(), truth)
        })
        .collect()
}

pub fn addresses(path: &Path) -> Addresses {
    let mut addresses = Addresses::default();
    for row in table(path, b',') {
        addresses.push(&AddressPoint {
            lon: row["LON"].parse().expect("a longitude"),
            lat: row["LAT"].parse().expect("a latitude"),
            number: row["NUMBER"].clone(),
            street: row["STREET"].clone(),
            unit: row["UNIT"].clone(),
            city: row["CITY"].clone(),
            postcode: row["POSTCODE"].clone(),
            building: String::new(),
        });
    }
    addresses
}

/// Rows by column name; Latin-1 is read as such, since every byte of it is a character.
pub fn table(path: &Path, delimiter: u8) -> impl Iterator<Item = HashMap<String, String>> + use<> {
    let bytes = std::fs::read(path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    let text = String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect());
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(std::io::Cursor::new(text));
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    rows.into_iter().map(move |row| header.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect())
}

/// Days since 1970 of `MM/DD/YYYY`.
pub fn day(text: &str) -> i32 {
    let date = chrono::NaiveDate::parse_from_str(text, "%m/%d/%Y").expect("a date");
    date.signed_duration_since(chrono::NaiveDate::default()).num_days() as i32
}
