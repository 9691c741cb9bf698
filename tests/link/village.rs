//! Four hundred invented people in households, some registered twice, for a situation to stand out from.

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

/// Rows without a header. Every second person shares door, phone and last name with the one before; every tenth is there twice,
/// half of these after a move. Some fields are empty, as they are everywhere.
pub fn rows() -> String {
    let random = &mut ChaCha8Rng::seed_from_u64(7);
    let mut rows = String::new();
    let mut home = (String::new(), String::new(), String::new());
    for person in 0..400 {
        let woman = person % 2 == 1;
        let given = if woman { &WOMEN } else { &MEN };
        let (first, middle) = (pick(random, given), if random.random_bool(0.8) { pick(random, given) } else { "" });
        let (year, month, day) = (random.random_range(1935..2006), random.random_range(1..=12), random.random_range(2..=28));
        let other = if woman && random.random_bool(0.5) { last_name(random) } else { String::new() };
        let birthplace = TOWNS.choose(random).expect("towns").0;
        if !woman {
            let phone = if random.random_bool(0.6) { random.random_range(5_560_000..5_569_999).to_string() } else { String::new() };
            home = (last_name(random), address(random), phone);
        }
        let sex = if woman { "F" } else { "M" };
        let (last, door, phone) = &home;
        let who = format!("{year}-{month:02}-{day:02},{sex}");
        let _ = writeln!(rows, "v{person}-0,a,{first},{middle},{last},,{who},{door},{phone},,,{other},{birthplace}");
        if person % 10 < 2 {
            let moved = if person % 20 < 10 { address(random) } else { door.clone() };
            let middle = if random.random_bool(0.5) { middle } else { middle.get(..1).unwrap_or_default() };
            let _ = writeln!(rows, "v{person}-1,a,{first},{middle},{last},,{who},{moved},,,,{other},");
        }
    }
    rows
}

/// House number, street, unit, town, state and postcode.
fn address(random: &mut ChaCha8Rng) -> String {
    let (town, postcode) = TOWNS.choose(random).expect("towns");
    format!("{},{},,{town},OH,{postcode}", random.random_range(1..400), pick(random, &STREETS))
}

fn pick<'a>(random: &mut ChaCha8Rng, names: &[&'a str]) -> &'a str {
    // names early in the list are the common ones
    let at = random.random::<f64>().powi(2) * names.len() as f64;
    names[at as usize]
}

fn last_name(random: &mut ChaCha8Rng) -> String {
    format!("{}{}", pick(random, &BEGINNINGS), pick(random, &ENDINGS))
}
