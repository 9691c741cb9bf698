//! Which streets are drawn, and which may a person walk?
//!
//! Follows the access tagging that OpenStreetMap's wiki describes ("Key:access", "Key:foot"): what is written for
//! pedestrians goes before what is written for everybody, and that before what the class implies.

use super::tags::{Key, Tags};
use crate::streets::{BRIDGE, LINK, PRIVATE, SIDEWALK, SIDEWALK_LEFT, SIDEWALK_RIGHT, StreetClass, TUNNEL, WALKABLE};

/// Class and flags of a street; `None` when the tags are not those of a street in use.
pub fn street(tags: &Tags) -> Option<(StreetClass, u8)> {
    let (class, link) = class(tags.get(Key::Highway))?;
    let mut flags = sidewalks(tags);
    for (set, flag) in [
        (walkable(class, tags), WALKABLE),
        (present(tags, Key::Bridge), BRIDGE),
        (present(tags, Key::Tunnel), TUNNEL),
        (private(tags), PRIVATE),
        (link, LINK),
        (matches!(tags.get(Key::Footway), "sidewalk" | "crossing" | "traffic_island" | "link"), SIDEWALK),
    ] {
        if set {
            flags |= flag;
        }
    }
    Some((class, flags))
}

/// A street that is planned, being built or given up.
pub fn out_of_use(tags: &Tags) -> bool {
    matches!(tags.get(Key::Highway), "construction" | "proposed" | "planned" | "abandoned" | "disused" | "razed" | "dismantled")
}

fn class(highway: &str) -> Option<(StreetClass, bool)> {
    let (word, link) = match highway.strip_suffix("_link") {
        Some(word) => (word, true),
        None => (highway, false),
    };
    let class = match word {
        "corridor" => StreetClass::Footway,
        "bus_guideway" => StreetClass::Busway,
        _ => StreetClass::from_word(word)?,
    };
    Some((class, link))
}

fn walkable(class: StreetClass, tags: &Tags) -> bool {
    if class == StreetClass::Motorway {
        return false;
    }
    match tags.get(Key::Foot) {
        "yes" | "designated" | "permissive" | "official" | "destination" | "customers" | "permit" => return true,
        "no" | "private" | "use_sidepath" | "discouraged" => return false,
        _ => {}
    }
    match tags.get(Key::Access) {
        "no" | "agricultural" | "forestry" | "delivery" | "military" | "emergency" => return false,
        "private" => return leads_to_doors(class, tags),
        _ => {}
    }
    class != StreetClass::Busway && tags.get(Key::Motorroad) != "yes"
}

/// A private street that people live on, or a driveway, is how one gets to their doors; other private ways are yards.
fn leads_to_doors(class: StreetClass, tags: &Tags) -> bool {
    matches!(class, StreetClass::Residential | StreetClass::LivingStreet) || tags.get(Key::Service) == "driveway"
}

fn private(tags: &Tags) -> bool {
    tags.get(Key::Access) == "private" || tags.get(Key::Foot) == "private"
}

fn present(tags: &Tags, key: Key) -> bool {
    !matches!(tags.get(key), "" | "no")
}

fn sidewalks(tags: &Tags) -> u8 {
    let there = |key| matches!(tags.get(key), "yes" | "separate");
    let (both, left, right) = (there(Key::SidewalkBoth), there(Key::SidewalkLeft), there(Key::SidewalkRight));
    let side = match tags.get(Key::Sidewalk) {
        "both" | "yes" | "separate" => SIDEWALK_LEFT | SIDEWALK_RIGHT,
        "left" => SIDEWALK_LEFT,
        "right" => SIDEWALK_RIGHT,
        _ => 0,
    };
    side | if both || left { SIDEWALK_LEFT } else { 0 } | if both || right { SIDEWALK_RIGHT } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feet_go_where_the_tags_let_them() {
        for (walkable, words) in [
            (true, "highway=residential"),
            (true, "highway=trunk"),
            (true, "highway=cycleway"),
            (true, "highway=steps access=yes"),
            (true, "highway=corridor"),
            (true, "highway=residential access=private"),
            (true, "highway=service service=driveway access=private"),
            (true, "highway=service access=no foot=yes"),
            (true, "highway=busway foot=designated"),
            (true, "highway=footway access=customers"),
            (false, "highway=motorway foot=yes"),
            (false, "highway=motorway_link"),
            (false, "highway=trunk motorroad=yes"),
            (false, "highway=busway"),
            (false, "highway=service access=private"),
            (false, "highway=residential access=private foot=private"),
            (false, "highway=residential access=no"),
            (false, "highway=cycleway foot=no"),
            (false, "highway=track access=forestry"),
        ] {
            let (_, flags) = street(&tags(words)).expect("a street");
            assert_eq!(flags & WALKABLE != 0, walkable, "{words}");
        }
    }

    #[test]
    fn what_is_no_street_is_none() {
        for words in ["highway=construction", "highway=bus_stop", "highway=elevator", "highway=rest_area", "building=yes", "highway=_link"]
        {
            assert_eq!(street(&tags(words)), None, "{words}");
        }
    }

    #[test]
    fn flags_say_what_the_street_is_like() {
        for (flags, words) in [
            (SIDEWALK_LEFT | SIDEWALK_RIGHT, "highway=primary_link sidewalk=both"),
            (SIDEWALK_LEFT, "highway=primary_link sidewalk:left=separate sidewalk:right=no"),
            (BRIDGE, "highway=primary_link bridge=viaduct tunnel=no"),
            (TUNNEL, "highway=primary_link tunnel=building_passage"),
            (0, "highway=primary_link sidewalk=none"),
        ] {
            assert_eq!(street(&tags(words)), Some((StreetClass::Primary, flags | LINK | WALKABLE)), "{words}");
        }
        assert_eq!(street(&tags("highway=footway footway=crossing")), Some((StreetClass::Footway, SIDEWALK | WALKABLE)));
        assert_eq!(street(&tags("highway=service access=private")), Some((StreetClass::Service, PRIVATE)));
    }

    fn tags(words: &str) -> Tags {
        let mut tags = Tags::default();
        for (key, value) in words.split(' ').filter_map(|word| word.split_once('=')) {
            tags.push(Key::from_word(key).expect("a key that is read"), value);
        }
        tags
    }
}
