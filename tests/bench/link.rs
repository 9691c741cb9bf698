//! How long does it take to find who is in a file twice, and how many more are found than by equal names and birth dates?

use std::collections::HashMap;
use std::time::Instant;

use arpent::domain::{Birth, Records};
use arpent::link::{Options, Pair, link};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SYLLABLES: [&str; 24] = [
    "an", "bel", "cor", "dan", "el", "fer", "gal", "hon", "is", "jor", "kam", "lin", "mar", "nor", "ol", "per", "quin", "ros", "sal",
    "tor", "ul", "ver", "wes", "yan",
];

pub fn one_person_once(people: usize) {
    let (records, persons) = invent(people);
    let started = Instant::now();
    let links = link(&records, &Options::default(), &|_, _| ());
    let seconds = started.elapsed().as_secs_f64();
    let likely = links.pairs.iter().filter(|pair| pair.probability >= 0.5);
    let (right, wrong): (Vec<&Pair>, Vec<&Pair>) = likely.partition(|pair| persons[pair.left as usize] == persons[pair.right as usize]);
    let started = Instant::now();
    let obvious = same_name_and_birth(&records, &persons);
    println!(
        "linking {} records: {seconds:.1} s, {} pairs compared, {} of {} doubles found, {} wrong   obvious way {:.1} s, {obvious} found",
        records.len(),
        links.compared,
        right.len(),
        records.len() - people,
        wrong.len(),
        started.elapsed().as_secs_f64(),
    );
}

fn same_name_and_birth(records: &Records, persons: &[usize]) -> usize {
    let mut seen: HashMap<(&str, &str, Birth), Vec<usize>> = HashMap::new();
    for row in 0..records.len() {
        seen.entry((records.first_name.get(row), records.last_name.get(row), records.birth[row])).or_default().push(row);
    }
    let doubles = |rows: &Vec<usize>| rows.windows(2).filter(|pair| persons[pair[0]] == persons[pair[1]]).count();
    seen.values().map(doubles).sum()
}

/// Households of two; every twelfth person is there twice, half of these after a move and one in five with another name.
fn invent(people: usize) -> (Records, Vec<usize>) {
    let random = &mut ChaCha8Rng::seed_from_u64(11);
    let (mut records, mut persons) = (Records::default(), Vec::new());
    let mut home = (String::new(), 0, String::new());
    for person in 0..people {
        if person % 2 == 0 {
            home = (name(random, 3), random.random_range(1..4000), name(random, 2));
        }
        let (mut last, mut number, street) = home.clone();
        let (mut first, middle) = (name(random, 2), name(random, 2));
        let birth = Birth { year: random.random_range(1930..2008), month: random.random_range(1..=12), day: random.random_range(2..=28) };
        for registration in 0..if person % 12 == 0 { 2 } else { 1 } {
            if registration == 1 {
                number += random.random_range(0..2) * 17;
                match random.random_range(0..10) {
                    0 => last = name(random, 3),
                    1 => first.push('e'),
                    _ => {}
                }
            }
            persons.push(person);
            records.birth.push(birth);
            records.source.push("a");
            records.sex.push(["F", "M"][person % 2]);
            let texts = [(&mut records.first_name, &first), (&mut records.middle_name, &middle), (&mut records.last_name, &last)];
            texts.into_iter().for_each(|(column, text)| column.push(text));
            records.number.push(&number.to_string());
            records.street.push(&format!("{street} Street"));
            records.postcode.push(&format!("43{:03}", number % 600));
            records.city.push(SYLLABLES[number % SYLLABLES.len()]);
            records.id.push(&persons.len().to_string());
        }
    }
    records.fill_unknown();
    (records, persons)
}

/// Syllables early in the list are the common ones.
fn name(random: &mut ChaCha8Rng, syllables: usize) -> String {
    (0..syllables).map(|_| SYLLABLES[(random.random::<f64>().powi(2) * SYLLABLES.len() as f64) as usize]).collect()
}
