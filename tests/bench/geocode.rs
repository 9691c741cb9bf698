//! Addresses looked up a second on one core, beside a table of whole address texts, and what a look-up allocates.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use arpent::domain::{AddressPoint, Addresses, Country, Located};
use arpent::locate::{Gazetteer, Query, Sources};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Counts what is asked of the system's allocator.
pub struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(pointer, layout) }
    }
}

const STREETS: usize = 4_000;
const HOUSES: usize = 50;
const QUERIES: usize = 100_000;
const KINDS: [(&str, &str); 4] = [("Street", "ST"), ("Avenue", "AVE"), ("Road", "RD"), ("Lane", "LN")];

pub fn run() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let streets: Vec<(String, usize)> = (0..STREETS).map(|_| (name(&mut random), random.random_range(0..KINDS.len()))).collect();
    let addresses = town(&streets);
    let lines: Vec<(String, String)> = (0..QUERIES).map(|_| asked(&streets, &mut random)).collect();

    let started = Instant::now();
    let gazetteer = Gazetteer::new(Country::Us, &Sources { addresses: &[&addresses], ..Sources::default() });
    println!("{} addresses, gazetteer built in {:.2} s", addresses.len(), started.elapsed().as_secs_f64());

    let mut finder = gazetteer.finder();
    let mut find_all = || {
        let doors = lines.iter().filter(|(street, postcode)| {
            let found = finder.find(&Query { street, postcode, ..Query::default() });
            found.located == Located::Rooftop
        });
        doors.count()
    };
    let doors = find_all();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let started = Instant::now();
    assert_eq!(find_all(), doors);
    let seconds = started.elapsed().as_secs_f64();
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;

    let table: HashMap<String, usize> = (0..addresses.len()).map(|row| (text(&addresses.get(row)), row)).collect();
    let started = Instant::now();
    let plain = lines.iter().filter(|(street, postcode)| table.contains_key(&format!("{} {postcode}", street.to_uppercase()))).count();
    let plain_seconds = started.elapsed().as_secs_f64();
    let a_second = QUERIES as f64 / seconds;
    println!(
        "addresses a second on one core {a_second:>24.0}      {doors} of {QUERIES} doors; a table of whole texts {:.0}, {plain} doors",
        QUERIES as f64 / plain_seconds
    );
    println!("allocations a look-up {:>33.3}", allocations as f64 / QUERIES as f64);
    assert_eq!(allocations, 0, "a look-up allocates");
    assert!(a_second >= 50_000.0, "{a_second:.0} addresses a second");
}

fn name(random: &mut ChaCha8Rng) -> String {
    let syllable =
        |random: &mut ChaCha8Rng| ["ba", "ler", "mon", "tri", "sel", "wick", "dor", "han", "vey", "ost"][random.random_range(0..10)];
    (0..4).map(|_| syllable(random)).collect()
}

fn town(streets: &[(String, usize)]) -> Addresses {
    let mut addresses = Addresses::default();
    for (at, (name, kind)) in streets.iter().enumerate() {
        for house in 0..HOUSES {
            addresses.push(&AddressPoint {
                lon: -80.0 + at as f64 / 1e4,
                lat: 27.0 + house as f64 / 1e4,
                number: (house * 2 + 1).to_string(),
                street: format!("{name} {}", KINDS[*kind].0),
                postcode: postcode(at),
                ..AddressPoint::default()
            });
        }
    }
    addresses
}

fn postcode(street: usize) -> String {
    format!("{:05}", 33_000 + street / 100)
}

/// A tenth misspelt, a tenth a number nobody has, a tenth a street nobody has, the others as offices write them.
fn asked(streets: &[(String, usize)], random: &mut ChaCha8Rng) -> (String, String) {
    let at = random.random_range(0..streets.len());
    let (street, kind) = &streets[at];
    let number = random.random_range(0..HOUSES) * 2 + 1;
    let kind = KINDS[*kind].1;
    let line = match random.random_range(0..10) {
        0 => format!("{number} {}{} {kind}", &street[..3], &street[4..]),
        1 => format!("{} {street} {kind}", number + 1),
        2 => format!("{number} {} {kind}", name(random)),
        _ => format!("{number} {street} {kind}"),
    };
    (line.to_uppercase(), postcode(at))
}

fn text(address: &AddressPoint) -> String {
    format!("{} {} {}", address.number, address.street, address.postcode).to_uppercase()
}
