//! What holds for any records.

use arpent::domain::{Birth, Records};
use arpent::link::{Links, Options, link};
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;

use super::{linked, records, village};

/// One record: places in short lists, so that records agree by chance in all the ways they can.
type Row = ([usize; 4], [u16; 3], [usize; 5]);

const NAMES: [&str; 9] = ["", "Ann", "Anne", "ANN MARIE", "Bob", "Robert", "Dale", "Dale-Ness", "É"];
const STREETS: [&str; 4] = ["", "Oak Street", "oak st", "N Mill Rd"];
const CODES: [&str; 4] = ["", "43001", "43010", "5551234"];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = ([0..9usize, 0..9, 0..9, 0..3], [1899..1903u16, 0..13, 0..32], [0..4usize, 0..4, 0..4, 0..4, 0..4]);
    prop::collection::vec(row, 0..30)
}

fn made(rows: &[Row]) -> Records {
    let mut records = Records::default();
    for (at, (names, birth, codes)) in rows.iter().enumerate() {
        records.id.push(&at.to_string());
        records.source.push(["a", "b"][at % 2]);
        records.first_name.push(NAMES[names[0]]);
        records.middle_name.push(NAMES[names[1]]);
        records.last_name.push(NAMES[names[2]]);
        records.suffix.push(["", "Jr", "Sr"][names[3]]);
        records.birth.push(Birth { year: birth[0], month: birth[1] as u8, day: birth[2] as u8 });
        records.sex.push(["", "F", "M", "?"][codes[4]]);
        records.street.push(STREETS[codes[0]]);
        [&mut records.number, &mut records.unit, &mut records.postcode].into_iter().for_each(|column| column.push(CODES[codes[1]]));
        records.city.push(NAMES[codes[2] + 4]);
        records.phone.push(CODES[codes[3]]);
        records.email.push(NAMES[codes[3]]);
        [&mut records.gov_id].into_iter().chain(&mut records.extra).for_each(|column| column.push(CODES[codes[2]]));
    }
    records
}

fn sound(links: &Links, count: usize, options: &Options) {
    assert_eq!(links.clusters.len(), count);
    let mut before = None;
    for pair in &links.pairs {
        assert!(pair.left < pair.right && (pair.right as usize) < count, "{pair:?}");
        assert!(before < Some((pair.left, pair.right)), "pairs come in order, and once");
        before = Some((pair.left, pair.right));
        assert!((0.01..=1.0).contains(&pair.probability) && (0.0..=1.0).contains(&pair.household), "{pair:?}");
        assert!(pair.expected_strangers >= 0.0, "{pair:?}");
    }
    for (row, &cluster) in links.clusters.iter().enumerate() {
        assert!(cluster as usize <= row && links.clusters[cluster as usize] == cluster, "a cluster is named by its first record");
    }
    // joined by sure pairs and nothing else
    let mut reached: Vec<u32> = (0..count as u32).collect();
    let sure = || links.pairs.iter().filter(|pair| pair.probability >= options.sure);
    let of_one = |pair: &&arpent::link::Pair| links.clusters[pair.left as usize] == links.clusters[pair.right as usize];
    for _ in 0..count {
        for pair in sure().filter(of_one) {
            let least = reached[pair.left as usize].min(reached[pair.right as usize]);
            (reached[pair.left as usize], reached[pair.right as usize]) = (least, least);
        }
    }
    assert_eq!(reached, links.clusters);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn links_are_sound(rows in rows(), across in any::<bool>()) {
        let options = Options { across, ..Options::default() };
        sound(&link(&made(&rows), &options, &|_, _| ()), rows.len(), &options);
    }
}

#[test]
fn neither_order_nor_threads_change_a_figure() {
    let village = village::rows();
    let forth: Vec<&str> = village.lines().collect();
    let back: Vec<&str> = forth.iter().rev().copied().collect();
    let listed = |rows: &[&str], threads: usize| {
        let records = records(&format!("{}{}\n", village::HEADER, rows.join("\n")));
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let links = pool.install(|| linked(&records));
        let id = |row: u32| records.id.get(row as usize).to_owned();
        let mut pairs: Vec<(String, String, u32)> = links
            .pairs
            .iter()
            .map(|pair| (id(pair.left).min(id(pair.right)), id(pair.left).max(id(pair.right)), pair.probability.to_bits()))
            .collect();
        pairs.sort();
        let mut together: Vec<(String, bool)> =
            pairs.iter().zip(&links.pairs).map(|(pair, _)| (format!("{} {}", pair.0, pair.1), true)).collect();
        let row = |id: &str| records.id.iter().position(|other| other == id).expect("an id");
        for ((left, right, _), (_, joined)) in pairs.iter().zip(&mut together) {
            *joined = links.clusters[row(left)] == links.clusters[row(right)];
        }
        (pairs, together)
    };
    let once = listed(&forth, 1);
    assert!(once.0.len() > 30);
    assert_eq!(once, listed(&back, 1), "the order of rows matters");
    assert_eq!(once, listed(&forth, 4), "the number of threads matters");
}
