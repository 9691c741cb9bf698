//! From points to cells, precincts, doors and households.

use arpent::domain::voters::NO_PRECINCT;
use arpent::domain::{Area, Cell, Country, Located, Voters};
use arpent::geometry::Locator;
use arpent::locate::settle;
use geo_types::{MultiPolygon, polygon};

pub struct Person {
    pub line: &'static str,
    pub surname: &'static str,
    pub point: (f64, f64),
    pub located: Located,
    pub file_precinct: &'static str,
}

pub fn voters(people: &[Person]) -> Voters {
    let mut voters = Voters::default();
    for person in people {
        voters.id.push("");
        voters.number.push("");
        voters.unit.push("");
        voters.street.push(person.line);
        voters.last_name.push(person.surname);
        voters.city.push("MILLBROOK");
        voters.postcode.push("21100");
        voters.file_precinct.push(person.file_precinct);
    }
    voters.fill_unknown();
    for (row, person) in people.iter().enumerate() {
        (voters.lon[row], voters.lat[row]) = person.point;
        voters.located[row] = person.located as u8;
    }
    voters
}

pub fn square(id: &str, west: f64) -> Area {
    let east = west + 1.0;
    let ring = polygon![(x: west, y: 39.0), (x: east, y: 39.0), (x: east, y: 40.0), (x: west, y: 40.0)];
    Area { id: id.into(), name: format!("Precinct {id}"), shape: MultiPolygon(vec![ring]), columns: Default::default() }
}

const HOME: (f64, f64) = (-76.5, 39.5);

fn at_home(line: &'static str, surname: &'static str) -> Person {
    Person { line, surname, point: HOME, located: Located::Rooftop, file_precinct: "" }
}

#[test]
fn a_door_is_a_point_and_a_unit_however_it_is_spelt() {
    let mut voters = voters(&[
        at_home("12  OAK RD   APT 2D  ", "GARCÍA"),
        at_home("12 OAK ROAD # 2D", "Garcia"),
        at_home("12 OAK RD APT 2E", "GARCIA"),
        at_home("12 OAK RD APT 2D", "LEE"),
        Person { line: "5 ELM STREET", surname: "LEE", point: (0.0, 0.0), located: Located::None, file_precinct: "" },
        Person { line: "5 ELM ST", surname: "LEE", point: (0.0, 0.0), located: Located::None, file_precinct: "" },
    ]);
    let report = settle(&mut voters, Country::Us, None, &[]);
    assert_eq!(voters.door, [0, 0, 1, 0, 2, 2]);
    assert_eq!(voters.household, [0, 0, 1, 2, 3, 3]);
    assert_eq!((report.noticed["doors"], report.noticed["households"], report.noticed["none"]), (3, 4, 2));
    assert!(report.adds_up());
}

#[test]
fn a_middle_of_a_postcode_gives_neither_cell_nor_precinct() {
    let areas = [square("1", -77.0)];
    let locator = Locator::new(areas.iter().map(|area| &area.shape));
    let mut voters = voters(&[
        at_home("1 A ST", "X"),
        Person { line: "2 A ST", surname: "X", point: HOME, located: Located::Postcode, file_precinct: "" },
    ]);
    settle(&mut voters, Country::Us, Some(&locator), &areas);
    assert_eq!(voters.precinct, [0, NO_PRECINCT]);
    assert_eq!(voters.cell, [Cell::at(HOME.0, HOME.1).expect("on the globe"), Cell::NONE]);
}

#[test]
fn voters_whose_file_names_another_precinct_are_counted() {
    let areas = [square("1", -77.0), square("2", -76.0)];
    let locator = Locator::new(areas.iter().map(|area| &area.shape));
    let person =
        |lon: f64, file_precinct| Person { line: "1 A ST", surname: "X", point: (lon, 39.5), located: Located::Rooftop, file_precinct };
    // by id, by name; "EAST" is no area's name, and most of its voters are in 2
    let mut people =
        vec![person(-76.5, "1"), person(-76.5, "2"), person(-75.5, "Precinct 2"), person(-75.5, "Precinct 1"), person(10.0, "1")];
    people.extend((0..10).map(|_| person(-75.5, "EAST")));
    people.push(person(-76.5, "EAST"));
    let mut voters = voters(&people);
    let report = settle(&mut voters, Country::Us, Some(&locator), &areas);
    assert_eq!(report.noticed["file_precinct_differs"], 3);
    assert_eq!(report.noticed["outside_all_precincts"], 1);
    assert_eq!(report.remarks.len(), 2);
}
