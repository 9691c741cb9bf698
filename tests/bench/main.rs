//! How fast are the paths people wait for, each beside the obvious way of doing the same, in one run? Ratios and medians.
//!
//! `make bench`; `ARPENT_BENCH_VOTERS` sets the size (one million unless told). `ARPENT_BENCH=import` times the import of a
//! statewide file instead. Machines are shared: compare ratios, not runs.

mod state;
mod statewide;

mod link;

mod geocode;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use arpent::domain::heat::Spread;
use arpent::domain::{Cell, Election, ElectionKind, HeatRow, Voters};
use arpent::geometry::Locator;
use arpent::index::{self, Index};
use arpent::tiles::{self, TileId};
use chrono::NaiveDate;
use geo::Contains;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const RUNS: usize = 7;
const FILTER: &str = "party = 'DEM' AND age < 35 AND votes_of_last_4 <= 1";
/// The invented voters live in a square of a degree from here.
const CORNER: (f64, f64) = (-78.0, 36.0);

#[global_allocator]
static ALLOCATOR: geocode::Counting = geocode::Counting;

fn main() {
    if std::env::var("ARPENT_BENCH").is_ok_and(|what| what == "import") {
        return statewide::run();
    }
    geocode::run();
    let count = std::env::var("ARPENT_BENCH_VOTERS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let (voters, elections) = invent(count);
    let today = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
    let started = Instant::now();
    let index = Index::build(&voters, &elections, &[], today);
    println!("{count} voters, index built in {:.2} s; medians of {RUNS} runs", started.elapsed().as_secs_f64());

    compare(
        "a new filter to hexes of resolution 9",
        || fresh(&voters, &elections, today),
        |index| index.universe(FILTER).expect("a filter").hexes(9, None).len(),
        || slow_hexes(&voters),
    );
    let everybody = index.everybody();
    let tile = TileId::new(12, 1166, 1603).expect("a tile over the square");
    let ranges = tiles::hex_ranges(tile, 9);
    report("everybody's hexes in one tile", median(|| everybody.hexes(9, Some(&ranges)).len()));
    let rows: Vec<_> = everybody
        .hexes(9, Some(&ranges))
        .iter()
        .map(|(cell, tally)| (*cell, HeatRow::new(cell.to_string(), tally, &Spread::default())))
        .collect();
    report(&format!("encoding a tile of {} hexes", rows.len()), median(|| tiles::hexes(tile, &rows, &elections).len()));
    precincts(&voters);
    link::one_person_once(count);
}

fn compare<T>(what: &str, mut ready: impl FnMut() -> T, fast: impl Fn(&T) -> usize, slow: impl Fn() -> usize) {
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let input = ready();
        let started = Instant::now();
        let a = black_box(fast(&input));
        times.0.push(started.elapsed());
        let started = Instant::now();
        let b = black_box(slow());
        times.1.push(started.elapsed());
        assert_eq!(a, b, "{what}: the fast way and the obvious one differ");
    }
    times.0.sort();
    times.1.sort();
    let (fast, slow) = (times.0[RUNS / 2], times.1[RUNS / 2]);
    println!("{what:<44} {:>10.3} ms   obvious way {:>10.3} ms   ratio {:.1}", ms(fast), ms(slow), ms(slow) / ms(fast));
}

fn median<T>(work: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            black_box(work());
            started.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn report(what: &str, time: Duration) {
    println!("{what:<44} {:>10.3} ms", ms(time));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// An index that has not seen the filter yet.
fn fresh(voters: &Voters, elections: &[Election], today: NaiveDate) -> Index {
    Index::build(voters, elections, &[], today)
}

/// A loop over the rows and a hash table, as one would write it in ten minutes.
fn slow_hexes(voters: &Voters) -> usize {
    let mut cells: HashMap<Cell, (u32, u64)> = HashMap::new();
    for row in 0..voters.len() {
        let age = 2026 - i32::from(voters.birth_year[row]);
        if voters.party.get(row) == "DEM" && age < 35 && (voters.voted[row] & 15).count_ones() <= 1 {
            let sum = cells.entry(voters.cell[row].parent(9)).or_default();
            sum.0 += 1;
            sum.1 += u64::from(voters.p_support[row]);
        }
    }
    cells.len()
}

fn precincts(voters: &Voters) {
    let shapes: Vec<geo_types::MultiPolygon<f64>> = (0..40 * 40).map(|at| square(at % 40, at / 40)).collect();
    let locator = Locator::new(&shapes);
    let points: Vec<(f64, f64)> = (0..voters.len()).step_by(97).map(|row| (voters.lon[row], voters.lat[row])).collect();
    let found = |find: &dyn Fn(f64, f64) -> Option<u32>| {
        points.iter().filter_map(|&(lon, lat)| find(lon, lat)).map(|row| row as usize + 1).sum::<usize>()
    };
    let plain =
        |lon: f64, lat: f64| (0..).zip(&shapes).find(|(_, shape)| shape.contains(&geo_types::Point::new(lon, lat))).map(|(row, _)| row);
    compare(&format!("precincts of {} points", points.len()), || (), |()| found(&|lon, lat| locator.find(lon, lat)), || found(&plain));
}

/// One of 40 × 40 cells with a wavy border of 100 points a side.
fn square(column: u32, row: u32) -> geo_types::MultiPolygon<f64> {
    let at = |x: f64, y: f64| (CORNER.0 + (x + 0.1 * (y * 9.0).sin()) / 40.0, CORNER.1 + (y + 0.1 * (x * 9.0).sin()) / 40.0);
    let side = |k: u32| f64::from(k) / 100.0;
    let (x, y) = (f64::from(column), f64::from(row));
    let south = (0..100).map(|k| at(x + side(k), y));
    let east = (0..100).map(|k| at(x + 1.0, y + side(k)));
    let north = (0..100).map(|k| at(x + 1.0 - side(k), y + 1.0));
    let west = (0..100).map(|k| at(x, y + 1.0 - side(k)));
    let ring: Vec<(f64, f64)> = south.chain(east).chain(north).chain(west).collect();
    geo_types::MultiPolygon(vec![geo_types::Polygon::new(ring.into(), vec![])])
}

fn invent(count: usize) -> (Voters, Vec<Election>) {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut voters = Voters::default();
    for row in 0..count {
        voters.id.push(&row.to_string());
        for column in [&mut voters.last_name, &mut voters.first_name, &mut voters.middle_name, &mut voters.name_suffix] {
            column.push("");
        }
        for column in [&mut voters.number, &mut voters.street, &mut voters.unit] {
            column.push("");
        }
        for column in [&mut voters.city, &mut voters.postcode, &mut voters.file_precinct] {
            column.push("");
        }
        voters.birth_year.push(random.random_range(1930..2008));
        voters.sex.push(["F", "M"][random.random_range(0..2)]);
        voters.party.push(["DEM", "REP", "UNA"][random.random_range(0..3)]);
        voters.registered_day.push(i32::MIN);
    }
    voters.fill_unknown();
    for row in 0..count {
        (voters.lon[row], voters.lat[row]) = (CORNER.0 + random.random::<f64>(), CORNER.1 + random.random::<f64>());
        voters.cell[row] = Cell::at(voters.lon[row], voters.lat[row]).expect("on the globe");
        voters.located[row] = 4;
        voters.door[row] = (row / 2) as u32;
        voters.household[row] = (row / 2) as u32;
        voters.eligible[row] = 15;
        voters.voted[row] = random.random_range(0..16);
        voters.p_vote[row] = random.random_range(0..=250);
        voters.p_support[row] = random.random_range(0..=250);
    }
    let elections = [2024, 2022, 2020, 2018]
        .map(|year| Election { date: NaiveDate::from_ymd_opt(year, 11, 5).expect("a date"), kind: ElectionKind::General });
    let order = index::order(&voters);
    (voters.take(&order), elections.to_vec())
}
