//! Precincts without gap or overlap, houses that stand where houses can stand, numbers that make sense.

use std::collections::{BTreeMap, HashMap, HashSet};

use arpent::town::Town;
use geo::{Area, Contains, MultiPolygon};

use super::map::{Osm, metres};
use super::{TOWN, rows, text};

fn precincts(town: &Town) -> Vec<(String, MultiPolygon<f64>)> {
    let collection: geojson::FeatureCollection = text(town, "precincts.geojson").parse().expect("GeoJSON");
    let shape = |feature: geojson::Feature| {
        let id = feature.property("id").and_then(|id| id.as_str()).expect("an id").to_owned();
        (id, MultiPolygon::try_from(feature.geometry.expect("a shape")).expect("a multipolygon"))
    };
    collection.features.into_iter().map(shape).collect()
}

/// 24 precincts whose borders match edge by edge: what has no twin is the town's limit, one ring around their sum.
pub fn check_precincts(town: &Town) {
    let precincts = precincts(town);
    assert_eq!(precincts.len(), 24);
    assert_eq!(precincts.iter().map(|(id, _)| id).collect::<HashSet<_>>().len(), 24);
    let key = |c: &geo::Coord<f64>| ((c.x * 1e7).round() as i64, (c.y * 1e7).round() as i64);
    let mut edges = HashSet::new();
    for (id, shape) in &precincts {
        for ring in shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors())) {
            for line in ring.lines() {
                assert!(edges.insert((key(&line.start), key(&line.end))), "{id} overlaps along an edge");
            }
        }
    }
    let limit: BTreeMap<_, _> = edges.iter().filter(|(a, b)| !edges.contains(&(*b, *a))).copied().collect();
    assert_eq!(limit.len(), edges.iter().filter(|(a, b)| !edges.contains(&(*b, *a))).count(), "the limit touches itself");
    let (&start, _) = limit.iter().next().expect("a limit");
    let mut ring = vec![start];
    let mut here = limit[&start];
    while here != start {
        ring.push(here);
        here = limit[&here];
    }
    assert_eq!(ring.len(), limit.len(), "a gap inside the town");
    let twice: i128 = (0..ring.len())
        .map(|i| (ring[i], ring[(i + 1) % ring.len()]))
        .map(|((ax, ay), (bx, by))| i128::from(ax) * i128::from(by) - i128::from(bx) * i128::from(ay))
        .sum();
    let whole: f64 = precincts.iter().map(|(_, shape)| shape.signed_area()).sum();
    assert!((whole / (twice as f64 / 2e14) - 1.0).abs() < 1e-6);
}

#[test]
fn precincts_tessellate() {
    check_precincts(&TOWN);
}

#[test]
fn every_voter_lives_in_exactly_the_precinct_the_file_names() {
    let precincts = precincts(&TOWN);
    for truth in TOWN.truth.iter().step_by(7) {
        let point = geo::Point::new(truth.lon, truth.lat);
        let holding: Vec<&str> = precincts.iter().filter(|(_, shape)| shape.contains(&point)).map(|(id, _)| id.as_str()).collect();
        assert_eq!(holding, [truth.precinct.as_str()]);
    }
}

#[test]
fn precincts_are_of_like_but_not_equal_size() {
    let mut voters: HashMap<&str, usize> = HashMap::new();
    TOWN.truth.iter().for_each(|truth| *voters.entry(&truth.precinct).or_default() += 1);
    let (least, most) = (voters.values().min().expect("some"), voters.values().max().expect("some"));
    assert_eq!(voters.len(), 24);
    assert!(*most < 4 * least && most != least, "{least} to {most}");
}

#[test]
fn houses_stand_clear_of_streets_water_and_each_other() {
    let osm = Osm::read(&TOWN);
    let cell = |p: [f64; 2]| ((p[0] / 60.0).floor() as i64, (p[1] / 60.0).floor() as i64);
    let near = |p: [f64; 2]| {
        let (x, y) = cell(p);
        (-1..=1).flat_map(move |dx| (-1..=1).map(move |dy| (x + dx, y + dy)))
    };
    let mut streets: HashMap<(i64, i64), Vec<[f64; 2]>> = HashMap::new();
    for way in osm.with("highway", "").filter(|way| way.tags["highway"] != "footway") {
        for pair in osm.line(way).windows(2) {
            let steps = ((pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]) / 2.0).ceil().max(1.0);
            for i in 0..=steps as usize {
                let share = i as f64 / steps;
                let p = [pair[0][0] + (pair[1][0] - pair[0][0]) * share, pair[0][1] + (pair[1][1] - pair[0][1]) * share];
                streets.entry(cell(p)).or_default().push(p);
            }
        }
    }
    let ring = |line: &[[f64; 2]]| geo::Polygon::new(line.iter().map(|p| geo::Coord { x: p[0], y: p[1] }).collect(), vec![]);
    let waters: Vec<geo::Polygon<f64>> = osm.with("natural", "water").map(|way| ring(&osm.line(way))).collect();
    let buildings: Vec<Vec<[f64; 2]>> = osm.with("addr:housenumber", "").map(|way| osm.line(way)).collect();
    let mut middles: HashMap<(i64, i64), Vec<_>> = HashMap::new();
    for (i, line) in buildings.iter().enumerate() {
        let corners = (line.len() - 1) as f64;
        let sum = line[1..].iter().fold([0.0, 0.0], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
        let middle = [sum[0] / corners, sum[1] / corners];
        middles.entry(cell(middle)).or_default().push((i, geo::Point::new(middle[0], middle[1])));
    }
    for (i, line) in buildings.iter().enumerate().step_by(5) {
        for corner in line {
            let closest = near(*corner).filter_map(|cell| streets.get(&cell)).flatten();
            let closest = closest.map(|p| (p[0] - corner[0]).hypot(p[1] - corner[1])).fold(f64::MAX, f64::min);
            assert!(closest > 4.5, "a house {closest:.1} m from the middle of a street");
            let wet = waters.iter().any(|water| water.contains(&geo::Point::new(corner[0], corner[1])));
            assert!(!wet, "a house in the water");
        }
        let own = ring(line);
        let inside =
            near(line[0]).filter_map(|cell| middles.get(&cell)).flatten().filter(|(other, p)| *other != i && own.contains(p)).count();
        assert_eq!(inside, 0, "two houses in one place");
    }
}

#[test]
fn numbers_are_odd_on_one_side_even_on_the_other_and_unique() {
    let addresses = rows(TOWN.file("addresses.csv").expect("written"), b',');
    let mut seen = HashSet::new();
    let mut streets: BTreeMap<&str, Vec<(u32, [f64; 2])>> = BTreeMap::new();
    for row in &addresses {
        assert!(seen.insert((&row["NUMBER"], &row["STREET"], &row["UNIT"])), "{row:?} twice");
        let at = metres([row["LON"].parse().expect("degrees"), row["LAT"].parse().expect("degrees")]);
        streets.entry(&row["STREET"]).or_default().push((row["NUMBER"].parse().expect("a number"), at));
    }
    let both = streets.values().filter(|houses| houses.iter().any(|(n, _)| n % 2 == 0) && houses.iter().any(|(n, _)| n % 2 == 1)).count();
    assert!(both * 10 > streets.len() * 8, "{both} of {} streets have both sides", streets.len());
    // neighbours by number are neighbours on the ground
    let mut apart: Vec<f64> = Vec::new();
    for houses in streets.values_mut() {
        houses.sort_by_key(|&(number, _)| (number % 2, number));
        apart.extend(
            houses.windows(2).filter(|pair| pair[0].0 % 2 == pair[1].0 % 2).map(|p| (p[0].1[0] - p[1].1[0]).hypot(p[0].1[1] - p[1].1[1])),
        );
    }
    apart.sort_by(f64::total_cmp);
    assert!(apart[apart.len() / 2] < 40.0 && apart[apart.len() * 95 / 100] < 160.0, "median {}", apart[apart.len() / 2]);
}
