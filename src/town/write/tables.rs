//! The plain tables: `addresses.csv`, `deceased.csv`, `results.csv` and `answers.csv`.

use std::fmt::Write;

use crate::town::dice::Dice;
use crate::town::elections::{Count, ELECTIONS, p_support};
use crate::town::houses::{Building, unit_label};
use crate::town::names::Street;
use crate::town::people::{Date, Person, Standing, YEAR};
use crate::town::plan::{COUNTY, TOWN, lonlat};
use crate::town::precincts::{PRECINCTS, Precinct};
use crate::town::roll::Registration;

fn day((year, month, day): Date) -> String {
    format!("{year}-{month:02}-{day:02}")
}

/// In the columns of OpenAddresses, a row a dwelling.
pub fn addresses(buildings: &[Building], streets: &[Street], postcodes: &[&str]) -> Vec<u8> {
    let mut out = String::from("LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID\n");
    let mut id = 0;
    for (building, postcode) in buildings.iter().zip(postcodes) {
        let [lon, lat] = lonlat(building.centre);
        let street = &streets[building.street as usize].name;
        for i in 0..building.units.max(1) {
            id += 1;
            let unit = if building.units > 1 { unit_label(building.units, i) } else { String::new() };
            let _ = writeln!(out, "{lon:.7},{lat:.7},{},{street},{unit},{TOWN},{COUNTY},NC,{postcode},ab-{id:07}", building.number);
        }
    }
    out.into_bytes()
}

pub fn deceased(people: &[Person], postcodes: &[&str]) -> Vec<u8> {
    let mut out = String::from("first_name,last_name,birth_year,zip_code,date_of_death\n");
    for person in people {
        if let Some(died) = person.died {
            let _ = writeln!(
                out,
                "{},{},{},{},{}",
                person.first,
                person.last,
                person.birth_year,
                postcodes[person.building as usize],
                day(died)
            );
        }
    }
    out.into_bytes()
}

pub fn results(counts: &[(usize, [Count; PRECINCTS])], precincts: &[Precinct]) -> Vec<u8> {
    let mut out = String::from("precinct,election,kind,registered,cast,dem,rep,other\n");
    for (bit, counts) in counts {
        let election = &ELECTIONS[*bit];
        for (precinct, count) in precincts.iter().zip(counts) {
            let Count { registered, cast, dem, rep, other } = count;
            let _ = writeln!(out, "{},{},{},{registered},{cast},{dem},{rep},{other}", precinct.id, day(election.date), election.kind);
        }
    }
    out.into_bytes()
}

/// What about 8 % of those on the roll told a canvasser: 1 strong support to 5 strong against.
pub fn answers(roll: &[Registration], people: &[Person], seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed, 10);
    let mut out = String::from("ncid,date,support,tags\n");
    for registration in roll.iter().filter(|registration| !registration.second) {
        let person = &people[registration.person as usize];
        if person.died.is_some() || person.standing != Standing::Active || !dice.chance(0.086) {
            continue;
        }
        let felt = p_support(person) + dice.bell(0.0, 0.11);
        let support = 1 + [0.82, 0.6, 0.4, 0.18].iter().filter(|&&least| felt < least).count();
        let tags = match support {
            1 => *dice.pick(&["", "", "", "", "yard sign", "volunteer", "yard sign;volunteer", "needs a ride"]),
            2 => *dice.pick(&["", "", "", "", "", "yard sign", "call back"]),
            3 => *dice.pick(&["", "", "", "schools", "housing", "call back"]),
            _ => "",
        };
        let _ = writeln!(out, "{},{YEAR}-{:02}-{:02},{support},{tags}", registration.ncid, dice.whole(5, 9), dice.whole(1, 28));
    }
    out.into_bytes()
}
