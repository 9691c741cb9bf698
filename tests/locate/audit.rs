//! Doors that lie in another precinct than the file says.

use arpent::domain::{Country, Located};
use arpent::geometry::Locator;
use arpent::locate::{audit, settle};

use super::doors::{Person, square, voters};

fn at(lon: f64, file_precinct: &'static str, located: Located) -> Person {
    Person { line: "1 A ST", surname: "X", point: (lon, 39.5), located, file_precinct }
}

#[test]
fn only_doors_that_are_known_well_are_compared() {
    let areas = [square("1", -77.0), square("2", -76.0)];
    let locator = Locator::new(areas.iter().map(|area| &area.shape));
    let mut people = vec![
        at(-76.5, "1", Located::Rooftop),
        at(-75.999, "1", Located::Interpolated),
        at(-75.5, "1", Located::Street),
        at(-75.5, "1", Located::Postcode),
        at(-75.5, "", Located::Rooftop),
        at(10.0, "2", Located::Rooftop),
        at(-75.5, "NOWHERE", Located::Rooftop),
    ];
    // a name that is no area's is learnt only when most of its voters are in one area and most there have that name
    people.extend((0..20).map(|_| at(-75.5, "EAST", Located::Rooftop)));
    people.push(at(-76.5, "EAST", Located::Rooftop));
    let mut voters = voters(&people);
    let settled = settle(&mut voters, Country::Us, Some(&locator), &areas);
    let audit = audit(&voters, &areas, &locator);
    let found: Vec<_> = audit.misplaced.iter().map(|one| (one.row, one.file_precinct, one.door_precinct)).collect();
    assert_eq!(found, [(1, 0, Some(1)), (5, 1, None), (27, 1, Some(0))]);
    assert_eq!((audit.compared, audit.coarse), (24, 2));
    assert_eq!(audit.unmapped.into_iter().collect::<Vec<_>>(), [("NOWHERE".to_owned(), 1)]);
    assert_eq!(settled.noticed["file_precinct_differs"], 2);
    // a thousandth of a degree of longitude at 39.5 degrees
    assert!((audit.misplaced[0].border_m - 85.8).abs() < 0.5, "{}", audit.misplaced[0].border_m);
}

#[test]
fn a_name_shared_by_two_areas_is_not_learnt() {
    let areas = [square("1", -77.0), square("2", -76.0)];
    let locator = Locator::new(areas.iter().map(|area| &area.shape));
    let mut people: Vec<Person> = (0..20).map(|_| at(-75.5, "A", Located::Rooftop)).collect();
    people.extend((0..20).map(|_| at(-75.5, "B", Located::Rooftop)));
    let mut voters = voters(&people);
    settle(&mut voters, Country::Us, Some(&locator), &areas);
    let audit = audit(&voters, &areas, &locator);
    assert_eq!((audit.compared, audit.unmapped["A"], audit.unmapped["B"]), (0, 20, 20));
}
