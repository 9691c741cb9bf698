//! The Florida bench: real addresses as written, misspelt, withheld from the reference, and invented.

use std::collections::BTreeMap;
use std::time::Instant;

use arpent::domain::{Country, Located};
use arpent::geometry::distance_m;
use arpent::locate::{Found, Gazetteer, Query};

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
}

#[test]
fn misspelt_streets_are_found_and_invented_ones_are_not() {
    let Some(bench) = real_data("../bench/geocode/fl_dev") else { return };
    let reference = addresses(&bench.join("reference.csv"));
    let ids: Vec<String> = table(&bench.join("reference.csv"), b',').map(|row| row["ID"].clone()).collect();
    let gazetteer = Gazetteer::new(Country::Us, &[&reference], None);
    let queries: Vec<_> = table(&bench.join("queries.csv"), b',').map(|row| row["address"].clone()).collect();
    let begun = Instant::now();
    let found: Vec<Found> = queries.iter().map(|line| gazetteer.find(&split(line))).collect();
    let per_second = queries.len() as f64 / begun.elapsed().as_secs_f64();

    let mut by_kind: BTreeMap<String, Counts> = BTreeMap::new();
    for ((truth, found), query) in table(&bench.join("truth.csv"), b',').zip(&found).zip(&queries) {
        let counts = by_kind.entry(truth["kind"].clone()).or_default();
        counts.n += 1.0;
        counts.point += f64::from(found.located == Located::Rooftop);
        let right = found.address.is_some_and(|row| ids[row as usize] == truth["ref_id"]);
        counts.right += f64::from(right);
        if found.located >= Located::Street {
            counts.matched += 1.0;
            if let (Ok(lon), Ok(lat)) = (truth["lon"].parse(), truth["lat"].parse()) {
                let off_m = distance_m((found.lon, found.lat), (lon, lat));
                counts.near += f64::from(off_m <= 100.0);
                counts.wrong += f64::from(off_m > 500.0);
                if std::env::var_os("ARPENT_SHOW_MISSES").is_some() && (off_m > 100.0) {
                    eprintln!("FAR {} {off_m:.0} m: {query} -> {found:?}", truth["kind"]);
                }
            }
        }
        if std::env::var_os("ARPENT_SHOW_MISSES").is_some() && !right && ["noisy", "exact"].contains(&truth["kind"].as_str()) {
            let taken = found.address.map(|row| (reference.get(row as usize), ids[row as usize].clone()));
            eprintln!("MISS {} want {}: {query} -> {:?} {taken:?}", truth["kind"], truth["ref_id"], found.located);
        }
    }
    eprintln!("{per_second:.0} addresses a second on one core");
    for (kind, counts) in &by_kind {
        let share = |part: f64| part / counts.n;
        eprintln!(
            "{kind}: n {} point {:.4} right {:.4} within 100 m {:.4} over 500 m {:.4} matched {:.4}",
            counts.n,
            share(counts.point),
            share(counts.right),
            share(counts.near),
            share(counts.wrong),
            share(counts.matched)
        );
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
