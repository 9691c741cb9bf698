//! The tags worth keeping, packed.

/// Declares the keys once: an enum, and the word OpenStreetMap uses for each.
macro_rules! keys {
    ($($key:ident = $word:literal,)+) => {
        /// A tag's key that some rule of this importer reads; all others are dropped while reading.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Key { $($key,)+ }

        impl Key {
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$key),)+
                    _ => None,
                }
            }
        }
    };
}

keys! {
    Access = "access",
    Amenity = "amenity",
    Bridge = "bridge",
    Building = "building",
    City = "addr:city",
    Flats = "addr:flats",
    Foot = "foot",
    Footway = "footway",
    Highway = "highway",
    HouseNumber = "addr:housenumber",
    Interpolation = "addr:interpolation",
    Landuse = "landuse",
    Leisure = "leisure",
    Motorroad = "motorroad",
    Name = "name",
    Natural = "natural",
    Place = "place",
    PlaceAddress = "addr:place",
    Postcode = "addr:postcode",
    Railway = "railway",
    Ref = "ref",
    Service = "service",
    Shop = "shop",
    Sidewalk = "sidewalk",
    SidewalkBoth = "sidewalk:both",
    SidewalkLeft = "sidewalk:left",
    SidewalkRight = "sidewalk:right",
    Street = "addr:street",
    Tunnel = "tunnel",
    Type = "type",
    Unit = "addr:unit",
    Water = "water",
    Waterway = "waterway",
}

/// No tag's value holds it: XML forbids the character, and `push` drops it.
const END: char = '\0';

/// The tags of one object in one allocation: for each, a character for the key, the value, `END`. A reader fills one and
/// clears it for the next object; a clone is kept of those that somebody wants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags(String);

impl Tags {
    pub fn push(&mut self, key: Key, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.0.push(mark(key));
            self.0.extend(value.chars().filter(|&c| c != END));
            self.0.push(END);
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key, trimmed; empty when the object has no such tag.
    pub fn get(&self, key: Key) -> &str {
        self.0.split_terminator(END).find_map(|tag| tag.strip_prefix(mark(key))).unwrap_or_default()
    }

    pub fn has(&self, key: Key) -> bool {
        !self.get(key).is_empty()
    }
}

fn mark(key: Key) -> char {
    char::from(key as u8 + 1)
}
