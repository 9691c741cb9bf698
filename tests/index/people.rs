//! Invented people for the index's tests.

use arpent::domain::voters::{NO_PRECINCT, NO_SCORE};
use arpent::domain::{Area, Cell, Dictionary, Election, ElectionKind, Located, Voters};
use arpent::index::order;
use chrono::NaiveDate;
use geo_types::MultiPolygon;

#[derive(Debug, Clone)]
pub struct Person {
    pub party: &'static str,
    pub sex: &'static str,
    pub birth_year: u16,
    /// Days since 1970-01-01.
    pub registered: Option<i32>,
    pub voted: u32,
    pub eligible: u32,
    pub support: u8,
    pub p_vote: u8,
    pub p_support: u8,
    pub tags: u32,
    pub inactive: bool,
    pub door: u32,
    pub household: u32,
    pub nowhere: bool,
    pub dogs: &'static str,
}

pub fn person() -> Person {
    Person {
        party: "",
        sex: "",
        birth_year: 1970,
        registered: Some(18_500),
        voted: 0,
        eligible: 0b1111,
        support: 0,
        p_vote: NO_SCORE,
        p_support: NO_SCORE,
        tags: 0,
        inactive: false,
        door: 1,
        household: 1,
        nowhere: false,
        dogs: "",
    }
}

pub fn elections() -> Vec<Election> {
    let on = |year, month, day, kind| Election { date: NaiveDate::from_ymd_opt(year, month, day).unwrap(), kind };
    vec![
        on(2024, 11, 5, ElectionKind::General),
        on(2023, 5, 2, ElectionKind::Municipal),
        on(2023, 5, 2, ElectionKind::Special),
        on(2020, 11, 3, ElectionKind::General),
    ]
}

pub fn areas() -> Vec<Area> {
    let area =
        |id: &str| Area { id: id.to_owned(), name: format!("Ward {id}"), shape: MultiPolygon::new(vec![]), columns: Default::default() };
    vec![area("001"), area("010"), area("1-2")]
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 3).unwrap()
}

/// Where a door stands: clusters a few metres to a few thousand kilometres apart.
pub fn point(door: u32) -> (f64, f64) {
    let (town, house) = (f64::from(door % 7), f64::from(door / 7));
    (-76.8 + town * town * 0.9 + house * 0.000_31, 39.4 - town * 0.3 + (house % 5.0) * 0.000_27)
}

/// Row of the area a door lies in.
fn area_of(door: u32) -> u32 {
    [1, 1, 1, 1, 0, 2, NO_PRECINCT][(door % 7) as usize]
}

/// The voter table in index order.
pub fn voters(people: &[Person]) -> Voters {
    let mut table = Voters { tag_names: vec!["volunteer".into(), "yard sign".into()], ..Voters::default() };
    let mut dogs = Dictionary::new();
    for (number, person) in people.iter().enumerate() {
        table.id.push(&format!("AA{number:05}"));
        for text in [&mut table.last_name, &mut table.first_name, &mut table.middle_name, &mut table.name_suffix] {
            text.push("Doe");
        }
        for text in [&mut table.number, &mut table.street, &mut table.unit] {
            text.push("");
        }
        table.city.push(["TOWSON", "ESSEX"][(person.door % 2) as usize]);
        table.postcode.push("");
        table.file_precinct.push("001");
        table.birth_year.push(person.birth_year);
        table.sex.push(person.sex);
        table.party.push(person.party);
        table.registered_day.push(person.registered.unwrap_or(i32::MIN));
        dogs.push(person.dogs);
    }
    table.extra.insert("Dog Owner".into(), dogs);
    table.fill_unknown();
    for (row, person) in people.iter().enumerate() {
        table.status[row] = u8::from(person.inactive);
        table.voted[row] = person.voted;
        table.eligible[row] = person.eligible;
        table.tags[row] = person.tags;
        table.support[row] = person.support;
        table.p_vote[row] = person.p_vote;
        table.p_support[row] = person.p_support;
        table.door[row] = person.door;
        table.household[row] = person.household;
        if !person.nowhere {
            let (lon, lat) = point(person.door);
            (table.lon[row], table.lat[row]) = (lon, lat);
            table.cell[row] = Cell::at(lon, lat).unwrap();
            table.precinct[row] = area_of(person.door);
            table.located[row] = Located::Rooftop as u8;
        }
    }
    let order = order(&table);
    table.take(&order)
}
