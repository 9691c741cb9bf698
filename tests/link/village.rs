//! Four hundred invented people, some of them registered twice, for a situation to stand out from.

use std::fmt::Write;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub const HEADER: &str = "id,source,first_name,middle_name,last_name,suffix,dob,sex,street_number,street,unit,city,state,postcode,phone,email,gov_id,extra1,extra2\n";

const WOMEN: [&str; 16] = [
    "Mary", "Linda", "Susan", "Karen", "Nancy", "Betty", "Helen", "Ruth", "Carol", "Alice", "Denise", "Irene", "Judy", "Paula", "Wanda",
    "Yvonne",
];
const MEN: [&str; 16] = [
    "James", "Robert", "John", "Michael", "David", "Mark", "Paul", "Steven", "Kevin", "Brian", "Ralph", "Victor", "Alan", "Walter",
    "Oscar", "Hugo",
];
const BEGINNINGS: [&str; 20] = [
    "Ab", "Bar", "Cal", "Dor", "Eld", "Fan", "Gor", "Hal", "Is", "Jen", "Kil", "Lor", "Mab", "Nor", "Ost", "Pel", "Quin", "Ros", "Sel",
    "Tor",
];
const ENDINGS: [&str; 12] = ["beck", "croft", "dale", "field", "gate", "ham", "ley", "mond", "ness", "ridge", "stone", "wick"];
const STREETS: [&str; 10] = [
    "Oak Street",
    "Mill Road",
    "Church Lane",
    "North Park Avenue",
    "River Drive",
    "Hill Court",
    "Station Road",
    "Elm Street",
    "Lake Avenue",
    "Quarry Lane",
];
const TOWNS: [(&str, &str); 4] = [("Ashford", "43001"), ("Brookville", "43017"), ("Carden", "43105"), ("Dunmore", "43230")];

/// Rows without a header; every tenth person has moved and is there twice.
pub fn rows() -> String {
    let random = &mut ChaCha8Rng::seed_from_u64(7);
    let mut rows = String::new();
    for person in 0..400 {
        let woman = random.random_bool(0.5);
        let first = pick(random, if woman { &WOMEN } else { &MEN });
        let middle = pick(random, if woman { &WOMEN } else { &MEN });
        let last = last_name(random);
        let (year, month, day) = (random.random_range(1935..2006), random.random_range(1..=12), random.random_range(2..=28));
        let other = if woman && random.random_bool(0.5) { last_name(random) } else { String::new() };
        let phone = random.random_range(5_550_000..5_559_999);
        let birthplace = TOWNS.choose(random).expect("towns").0;
        for registration in 0..if person % 10 == 0 { 2 } else { 1 } {
            let (town, postcode) = TOWNS.choose(random).expect("towns");
            let (number, street) = (random.random_range(1..400), pick(random, &STREETS));
            let middle = if registration == 0 { middle } else { &middle[..1] };
            let sex = if woman { "F" } else { "M" };
            let _ = writeln!(
                rows,
                "v{person}-{registration},a,{first},{middle},{last},,{year}-{month:02}-{day:02},{sex},{number},{street},,{town},OH,{postcode},\
                 {phone},,,{other},{birthplace}"
            );
        }
    }
    rows
}

fn pick<'a>(random: &mut ChaCha8Rng, names: &[&'a str]) -> &'a str {
    // names early in the list are the common ones
    let at = random.random::<f64>().powi(2) * names.len() as f64;
    names[at as usize]
}

fn last_name(random: &mut ChaCha8Rng) -> String {
    format!("{}{}", pick(random, &BEGINNINGS), pick(random, &ENDINGS))
}
