//! Real streets with every fifth house withheld: how far off is the place between its neighbours?

use arpent::domain::{Addresses, Country, Located};
use arpent::geometry::distance_m;
use arpent::locate::{Gazetteer, Query, Sources};

use super::made_voters::addresses;
use crate::support::real_data;

/// Metres off, ascending, of the withheld houses that were given a point, and how many were withheld.
fn withheld(file: &str) -> Option<(Vec<f64>, usize)> {
    let all = addresses(&real_data(&format!("geocoding/pelias_interpolation/{file}_oa.csv"))?);
    let is_withheld = |row: usize| row % 5 == 2 && !all.number.get(row).is_empty();
    let mut known = Addresses::default();
    (0..all.len()).filter(|&row| !is_withheld(row)).for_each(|row| known.push(&all.get(row)));
    let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&known], ..Sources::default() });
    let mut off_m = Vec::new();
    let rows: Vec<usize> = (0..all.len()).filter(|&row| is_withheld(row)).collect();
    for &row in &rows {
        let house = all.get(row);
        let query =
            Query { number: &house.number, street: &house.street, city: &house.city, postcode: &house.postcode, ..Query::default() };
        let found = gazetteer.find(&query);
        if found.located >= Located::Street {
            off_m.push(distance_m((found.lon, found.lat), (house.lon, house.lat)));
        }
    }
    off_m.sort_by(f64::total_cmp);
    Some((off_m, rows.len()))
}

#[test]
fn houses_withheld_lie_between_their_neighbours() {
    // a block of Manhattan; two streets of Berlin: the numbers of one run up one side and down the other, those of the other
    // start anew in each of five districts, so that some withheld ones are in the next district too
    for (file, found_share, p50_m, p90_m) in
        [("west26th", 0.9, 20.0, 100.0), ("updown", 0.9, 30.0, 100.0), ("potsdamerplatz", 0.8, 40.0, 3100.0)]
    {
        let Some((off_m, asked)) = withheld(file) else { return };
        let at = |share: f64| off_m[(share * (off_m.len() - 1) as f64) as usize];
        eprintln!("{file}: {} of {asked} found, p50 {:.1} m, p90 {:.1} m, worst {:.1} m", off_m.len(), at(0.5), at(0.9), at(1.0));
        assert!(off_m.len() as f64 >= found_share * asked as f64 && at(0.5) <= p50_m && at(0.9) <= p90_m, "{file}");
    }
}
