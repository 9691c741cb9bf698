//! What kind of street is it?

/// OpenStreetMap's main street classes, busiest first; ramps have the class of their street and the flag `LINK`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum StreetClass {
    Motorway,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    /// A lane for buses only.
    Busway,
    Track,
    Pedestrian,
    Footway,
    Path,
    Steps,
    Cycleway,
    Bridleway,
    /// A street whose kind nobody has written down yet.
    Road,
}

impl StreetClass {
    pub const ALL: [Self; 18] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Busway,
        Self::Track,
        Self::Pedestrian,
        Self::Footway,
        Self::Path,
        Self::Steps,
        Self::Cycleway,
        Self::Bridleway,
        Self::Road,
    ];

    /// The word in tiles, filters and reports: OpenStreetMap's own.
    pub fn word(self) -> &'static str {
        [
            "motorway",
            "trunk",
            "primary",
            "secondary",
            "tertiary",
            "unclassified",
            "residential",
            "living_street",
            "service",
            "busway",
            "track",
            "pedestrian",
            "footway",
            "path",
            "steps",
            "cycleway",
            "bridleway",
            "road",
        ][self as usize]
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }
}
