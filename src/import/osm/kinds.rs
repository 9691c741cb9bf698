//! Which places are in an object's tags?

use super::tags::{Key, Tags};
use crate::domain::PlaceKind;

/// The kinds of place an object is, each with OpenStreetMap's finer word: a school may be a building too.
pub fn of(tags: &Tags) -> impl Iterator<Item = (PlaceKind, &str)> {
    [
        park(tags),
        exactly(PlaceKind::Playground, tags, Key::Leisure, &["playground"]),
        water(tags),
        exactly(PlaceKind::River, tags, Key::Waterway, &["river", "stream", "canal", "brook"]),
        any(PlaceKind::Building, tags, Key::Building),
        exactly(PlaceKind::School, tags, Key::Amenity, &["school", "kindergarten", "college", "university"]),
        any(PlaceKind::Shop, tags, Key::Shop).or_else(|| exactly(PlaceKind::Shop, tags, Key::Amenity, &["marketplace"])),
        exactly(PlaceKind::Worship, tags, Key::Amenity, &["place_of_worship"]),
        exactly(PlaceKind::BusStop, tags, Key::Highway, &["bus_stop"]),
        exactly(PlaceKind::Rail, tags, Key::Railway, &["rail", "light_rail", "subway", "tram", "narrow_gauge", "monorail"]),
        settlement(tags),
    ]
    .into_iter()
    .flatten()
}

/// Drawn as lines, even where they close a circle.
pub fn is_line(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::River | PlaceKind::Rail)
}

/// Only its point matters, whatever its outline.
pub fn is_point(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::BusStop | PlaceKind::Settlement)
}

fn park(tags: &Tags) -> Option<(PlaceKind, &str)> {
    exactly(PlaceKind::Park, tags, Key::Leisure, &["park", "common", "dog_park", "nature_reserve", "recreation_ground"])
        .or_else(|| exactly(PlaceKind::Park, tags, Key::Landuse, &["recreation_ground", "village_green"]))
}

fn water(tags: &Tags) -> Option<(PlaceKind, &str)> {
    if tags.get(Key::Natural) == "water" {
        let detail = if tags.has(Key::Water) { tags.get(Key::Water) } else { "water" };
        return Some((PlaceKind::Water, detail));
    }
    exactly(PlaceKind::Water, tags, Key::Waterway, &["riverbank", "dock"])
        .or_else(|| exactly(PlaceKind::Water, tags, Key::Landuse, &["reservoir"]))
}

/// A town's border carries its word again; the name is at the town's own node.
fn settlement(tags: &Tags) -> Option<(PlaceKind, &str)> {
    const WORDS: [&str; 8] = ["city", "town", "village", "hamlet", "borough", "suburb", "quarter", "neighbourhood"];
    exactly(PlaceKind::Settlement, tags, Key::Place, &WORDS).filter(|_| tags.has(Key::Name) && tags.get(Key::Type) != "boundary")
}

fn exactly<'a>(kind: PlaceKind, tags: &'a Tags, key: Key, words: &[&str]) -> Option<(PlaceKind, &'a str)> {
    let word = tags.get(key);
    words.contains(&word).then_some((kind, word))
}

/// Any value but those that say it is not there.
fn any(kind: PlaceKind, tags: &Tags, key: Key) -> Option<(PlaceKind, &str)> {
    let word = tags.get(key);
    (!matches!(word, "" | "no" | "vacant")).then_some((kind, word))
}
