//! The map's search box.

use arpent::domain::{AddressPoint, Addresses, Country};
use arpent::locate::{Gazetteer, Sources};

fn labels(typed: &str) -> Vec<String> {
    let mut addresses = Addresses::default();
    for (number, street) in
        [("10347", "Reisterstown Road"), ("10347B", "Reisterstown Road"), ("10", "Reister Court"), ("10347", "East Pleasant Hill Road")]
    {
        addresses.push(&AddressPoint { lon: -76.7, lat: 39.4, number: number.into(), street: street.into(), ..Default::default() });
    }
    Gazetteer::new(Country::Us, &Sources { addresses: &[&addresses], ..Sources::default() })
        .search(typed, 5)
        .into_iter()
        .map(|suggestion| suggestion.label)
        .collect()
}

#[test]
fn a_number_and_the_start_of_a_street_give_its_doors() {
    assert_eq!(labels("10347 Reister"), ["10347 Reisterstown Road", "10347B Reisterstown Road"]);
    assert_eq!(labels("10347 east pleasant hi"), ["10347 East Pleasant Hill Road"]);
}

#[test]
fn streets_come_without_a_number_and_by_a_later_word() {
    assert_eq!(labels("reister"), ["Reister Court", "Reisterstown Road"]);
    assert_eq!(labels("pleasant hill"), ["East Pleasant Hill Road"]);
}

#[test]
fn nothing_typed_or_nothing_like_it_gives_nothing() {
    assert!(labels("").is_empty());
    assert!(labels("zorblax").is_empty());
    assert!(labels("99999 reister").is_empty());
}
