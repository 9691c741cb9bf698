//! A made-up state: towns side by side, each a county, as statewide files in North Carolina's layout.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use arpent::town;
use serde_json::Value;

/// Registrations and address points a county has, roughly: a town of 50,000 voters with the removed and the doubles.
pub const COUNTY_ROWS: usize = 53_206;
const COUNTY_VOTERS: u32 = 50_000;
/// Counties in a row of the map, and the degrees from one to the next.
const COLUMNS: usize = 14;
const STEP: (f64, f64) = (0.3, 0.25);
const SYLLABLES: [&str; 30] = [
    "AB", "BAR", "CAL", "DEN", "EL", "FAR", "GAR", "HAL", "IS", "JAR", "KEL", "LAN", "MAR", "NOR", "OS", "PEL", "QUIN", "RAN", "SAL",
    "TOR", "UL", "VAN", "WIL", "YOR", "ZEL", "BRI", "CRO", "DRE", "FLO", "GRI",
];

/// Writes `ncvoter.txt`, `ncvhis.txt`, `addresses.csv` and `precincts.geojson` of so many counties.
pub fn make(dir: &Path, counties: usize) {
    std::fs::create_dir_all(dir).expect("a folder");
    let open = |name: &str| BufWriter::with_capacity(1 << 20, File::create(dir.join(name)).expect("a file"));
    let (mut voters, mut history, mut addresses) = (open("ncvoter.txt"), open("ncvhis.txt"), open("addresses.csv"));
    let mut precincts = Vec::new();
    for county in 0..counties {
        let town = town::build(COUNTY_VOTERS, county as u64);
        let file = |name: &str| town.file(name).expect("the town has it");
        rewrite(file("ncvoter.txt"), b'\t', county == 0, &mut voters, |cells| voter(cells, county));
        rewrite(file("ncvhis.txt"), b'\t', county == 0, &mut history, |cells| vote(cells, county));
        rewrite(file("addresses.csv"), b',', county == 0, &mut addresses, |cells| address(cells, county));
        precincts.extend(areas(file("precincts.geojson"), county));
        eprint!("\rmade {} of {counties} counties", county + 1);
    }
    eprintln!();
    let collection = serde_json::json!({ "type": "FeatureCollection", "features": precincts });
    std::fs::write(dir.join("precincts.geojson"), collection.to_string()).expect("a written file");
    [voters, history, addresses].iter_mut().for_each(|out| out.flush().expect("a written file"));
}

/// Line by line; our own files hold neither a delimiter nor a line end inside a cell.
fn rewrite(bytes: &[u8], delimiter: u8, with_header: bool, out: &mut impl Write, change: impl Fn(&mut Vec<Vec<u8>>)) {
    for (row, line) in bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).enumerate() {
        if row == 0 && !with_header {
            continue;
        }
        let mut cells: Vec<Vec<u8>> =
            line.strip_suffix(b"\r").unwrap_or(line).split(|&byte| byte == delimiter).map(<[u8]>::to_vec).collect();
        if row > 0 {
            change(&mut cells);
        }
        out.write_all(&cells.join(&delimiter)).and_then(|()| out.write_all(b"\r\n")).expect("a written row");
    }
}

fn quoted(text: &str) -> Vec<u8> {
    format!("\"{text}\"").into_bytes()
}

fn name(county: usize) -> String {
    format!("{}{}", SYLLABLES[county % 30], SYLLABLES[(county / 30 + 7) % 30])
}

fn ncid(cell: &[u8], county: usize) -> Vec<u8> {
    let letter = |at: usize| char::from(b'A' + (at % 26) as u8);
    quoted(&format!("{}{}{}", letter(county / 26), letter(county), String::from_utf8_lossy(&cell[3..cell.len() - 1])))
}

fn postcode(cell: &[u8], county: usize) -> String {
    let last = cell.iter().rfind(|byte| byte.is_ascii_digit()).map_or(0, |digit| digit - b'0');
    format!("{}", 27_000 + county * 10 + usize::from(last % 10))
}

fn voter(cells: &mut [Vec<u8>], county: usize) {
    // a state has more surnames than a town: doors give theirs a beginning, alike for all who share them
    let surname = cells[9][1..].to_vec();
    let door = cells[13]
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .fold(county, |all, &byte| all.wrapping_mul(31).wrapping_add(usize::from(byte)));
    cells[0] = quoted(&county.to_string());
    cells[1] = quoted(&name(county));
    if door % 8 < 5 {
        cells[9] = [b"\"", SYLLABLES[door / 8 % 30].as_bytes(), SYLLABLES[door / 240 % 30].as_bytes(), &surname].concat();
    }
    cells[14] = quoted(&name(county));
    cells[16] = quoted(&postcode(&cells[16], county));
    cells[68] = ncid(&cells[68], county);
    let precinct = |cell: &[u8]| [format!("\"{county}-").as_bytes(), &cell[1..]].concat();
    cells[33] = precinct(&cells[33]);
    cells[69] = precinct(&cells[69]);
    for (column, what) in [(44, "COMMISSIONER"), (46, "TOWNSHIP"), (48, "SCHOOL"), (50, "FIRE DISTRICT"), (52, "WATER")] {
        cells[column] = quoted(&format!("{:02}", county % 40));
        cells[column + 1] = quoted(&format!("{what} {}", name(county)));
    }
}

fn vote(cells: &mut [Vec<u8>], county: usize) {
    cells[0] = quoted(&county.to_string());
    cells[10] = ncid(&cells[10], county);
}

fn shifted(lon: f64, lat: f64, county: usize) -> (f64, f64) {
    (lon - (county % COLUMNS) as f64 * STEP.0, lat - (county / COLUMNS) as f64 * STEP.1)
}

fn address(cells: &mut [Vec<u8>], county: usize) {
    let number = |cell: &[u8]| std::str::from_utf8(cell).expect("ASCII").parse::<f64>().expect("a number");
    let (lon, lat) = shifted(number(&cells[0]), number(&cells[1]), county);
    cells[0] = format!("{lon:.7}").into_bytes();
    cells[1] = format!("{lat:.7}").into_bytes();
    cells[5] = name(county).into_bytes();
    cells[8] = postcode(&cells[8], county).into_bytes();
}

fn areas(bytes: &[u8], county: usize) -> Vec<Value> {
    let mut collection: Value = serde_json::from_slice(bytes).expect("GeoJSON");
    let mut features = collection["features"].take().as_array().expect("features").clone();
    for feature in &mut features {
        let id = format!("{county}-{}", feature["properties"]["id"].as_str().expect("an id"));
        feature["properties"]["id"] = id.into();
        shift(&mut feature["geometry"]["coordinates"], county);
    }
    features
}

fn shift(coordinates: &mut Value, county: usize) {
    let Some(parts) = coordinates.as_array_mut() else { return };
    if let [Value::Number(lon), Value::Number(lat)] = parts.as_slice() {
        let (lon, lat) = shifted(lon.as_f64().expect("a number"), lat.as_f64().expect("a number"), county);
        *coordinates = serde_json::json!([lon, lat]);
    } else {
        parts.iter_mut().for_each(|part| shift(part, county));
    }
}
