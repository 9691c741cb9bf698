//! The Florida bench: real addresses as written, misspelt, withheld from the reference, and invented.

use std::collections::BTreeMap;
use std::time::Instant;

use arpent::domain::{Country, Located};
use arpent::geometry::distance_m;
use arpent::locate::{Found, Gazetteer, Query, Sources};

use super::made_voters::{addresses, table};
use crate::support::real_data;

#[derive(Default)]
struct Counts {
    n: f64,
    point: f64,
    right: f64,
    near: f64,
    wrong: f64,
    matched: f64,
    off_m: Vec<f64>,
}

#[test]
fn misspelt_streets_are_found_and_invented_ones_are_not() {
    let Some(bench) = real_data("../bench/geocode/fl_dev") else { return };
    let reference = addresses(&bench.join("reference.csv"));
    let ids: Vec<String> = table(&bench.join("reference.csv"), b',').map(|row| row["ID"].clone()).collect();
    let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&reference], ..Sources::default() });
    let queries: Vec<_> = table(&bench.join("queries.csv"), b',').map(|row| row["address"].clone()).collect();
    let begun = Instant::now();
    let found: Vec<Found> = queries.iter().map(|line| gazetteer.find(&split(line))).collect();
    let per_second = queries.len() as f64 / begun.elapsed().as_secs_f64();

    let mut by_kind: BTreeMap<String, Counts> = BTreeMap::new();
    for (truth, found) in table(&bench.join("truth.csv"), b',').zip(&found) {
        let counts = by_kind.entry(truth["kind"].clone()).or_default();
        counts.n += 1.0;
        counts.point += f64::from(found.located == Located::Rooftop);
        let right = found.address.is_some_and(|row| ids[row as usize] == truth["ref_id"]);
        counts.right += f64::from(right);
        if found.located >= Located::Street {
            counts.matched += 1.0;
            if let (Ok(lon), Ok(lat)) = (truth["lon"].parse(), truth["lat"].parse()) {
                let off_m = distance_m((found.lon, found.lat), (lon, lat));
                counts.off_m.push(off_m);
                counts.near += f64::from(off_m <= 100.0);
                counts.wrong += f64::from(off_m > 500.0);
            }
        }
    }
    eprintln!("{per_second:.0} addresses a second on one core");
    for (kind, counts) in &mut by_kind {
        counts.off_m.sort_by(f64::total_cmp);
        let p90 = counts.off_m.get(counts.off_m.len() * 9 / 10);
        let [point, right, near, wrong, matched] =
            [counts.point, counts.right, counts.near, counts.wrong, counts.matched].map(|part| part / counts.n);
        eprintln!("{kind}: point {point:.4} right {right:.4} near {near:.4} wrong {wrong:.4} matched {matched:.4} p90 {p90:?} m");
        match kind.as_str() {
            "exact" => assert!(point >= 0.995 && right >= 0.98),
            "noisy" => assert!(right >= 0.95 && wrong <= 0.003),
            "interp" => assert!(near >= 0.75 && p90.is_some_and(|&off_m| off_m <= 300.0)),
            _ => assert!(matched <= 0.001),
        }
    }
}

/// `12 MAIN ST, CITY, FL 33000`.
fn split(line: &str) -> Query<'_> {
    let mut parts = line.rsplitn(3, ", ");
    let state = parts.next().unwrap_or_default();
    let city = parts.next().unwrap_or_default();
    let street = parts.next().unwrap_or_default();
    Query { street, city, postcode: state.get(3..).unwrap_or_default(), ..Query::default() }
}
