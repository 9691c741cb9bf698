//! What is compared, and how well two records may agree on it.

/// How many things are compared.
pub const FIELDS: usize = 11;

pub(super) const FIRST: usize = 0;
pub(super) const LAST: usize = 1;
pub(super) const MIDDLE: usize = 2;
pub(super) const SUFFIX: usize = 3;
pub(super) const BIRTH: usize = 4;
pub(super) const SEX: usize = 5;
pub(super) const CONTACT: usize = 6;
pub(super) const EMAIL: usize = 7;
pub(super) const GOV_ID: usize = 8;
pub(super) const EXTRA: [usize; 2] = [9, 10];

/// A field's levels; level 0 is always "cannot be compared", and tells nothing.
pub(super) struct Field {
    pub name: &'static str,
    pub levels: &'static [Level],
}

/// A level, and what is believed of it before the data speak.
pub(super) struct Level {
    pub name: &'static str,
    /// How often pairs that can be compared show it: one person, one household, relatives of one name, strangers.
    pub shares: [f64; 4],
    /// How much a rare value lessens the odds that strangers, or people of one household, agree by chance (0 to 1).
    pub rare: (f32, f32),
    /// A side or both have nothing to compare. How often that is, files differ in: it is believed to tell nothing until it does.
    pub gap: bool,
}

/// Minus the logarithm of the chance for strangers that `first::SWAPPED` stands for: too rare to be counted, so it is computed from
/// the two names, and this is the middle of the scale.
pub(super) const SWAPPED_SURPRISE: f32 = 14.0;

const fn level(name: &'static str, shares: [f64; 4]) -> Level {
    Level { name, shares, rare: (0.0, 0.0), gap: false }
}

const fn rare(name: &'static str, shares: [f64; 4], rare: (f32, f32)) -> Level {
    Level { name, shares, rare, gap: false }
}

const fn gap(name: &'static str) -> Level {
    Level { name, shares: [0.0; 4], rare: (0.0, 0.0), gap: true }
}

const MISSING: Level = level("not given", [1.0; 4]);

pub(super) mod first {
    pub const SAME: u8 = 1;
    pub const NICKNAME: u8 = 2;
    pub const TYPO: u8 = 3;
    pub const INITIAL: u8 = 4;
    pub const MIDDLE_USED: u8 = 5;
    pub const SWAPPED: u8 = 6;
    pub const SIMILAR: u8 = 7;
    pub const DIFFERENT: u8 = 8;
}

pub(super) mod last {
    pub const SAME: u8 = 1;
    pub const OTHER_NAME: u8 = 2;
    pub const PART: u8 = 3;
    pub const TYPO: u8 = 4;
    pub const SIMILAR: u8 = 5;
    pub const TWO_WOMEN: u8 = 6;
    pub const DIFFERENT: u8 = 7;
}

pub(super) mod middle {
    pub const SAME: u8 = 1;
    pub const INITIAL: u8 = 2;
    pub const PART: u8 = 3;
    pub const TYPO: u8 = 4;
    pub const DIFFERENT: u8 = 5;
    pub const ONE: u8 = 6;
    pub const NEITHER: u8 = 7;
}

pub(super) mod suffix {
    pub const SAME: u8 = 1;
    pub const ONE: u8 = 2;
    pub const DIFFERENT: u8 = 3;
}

pub(super) mod birth {
    pub const SAME: u8 = 1;
    pub const YEAR: u8 = 2;
    pub const TURNED: u8 = 3;
    pub const DIGIT: u8 = 4;
    pub const TWO_PARTS: u8 = 5;
    pub const NEAR: u8 = 6;
    pub const DIFFERENT: u8 = 7;
    pub const GENERATION: u8 = 8;
}

pub(super) mod sex {
    pub const SAME: u8 = 1;
    pub const DIFFERENT: u8 = 2;
    /// Added when the first names differ: between equal first names an equal sex is no news.
    pub const OTHER_FIRST: u8 = 2;
}

/// Beside those of `text`.
pub(super) mod email {
    pub const ONE: u8 = 4;
    pub const NEITHER: u8 = 5;
}

pub(super) mod text {
    pub const SAME: u8 = 1;
    pub const NEAR: u8 = 2;
    pub const DIFFERENT: u8 = 3;
}

pub(super) const NAMED: [Field; FIELDS] = [
    Field {
        name: "first name",
        levels: &[
            MISSING,
            rare("same", [0.75, 0.01, 0.96, 0.01], (1.0, 1.0)),
            rare("short form", [0.07, 0.005, 0.01, 0.005], (1.0, 1.0)),
            rare("a typing error", [0.06, 0.005, 0.01, 0.003], (0.5, 0.5)),
            level("initial", [0.03, 0.02, 0.005, 0.02]),
            rare("goes by the middle name", [0.03, 0.01, 0.002, 0.005], (1.0, 1.0)),
            rare("first and last swapped", [0.01, 0.00001, 0.0001, 0.0000008], (1.0, 1.0)),
            level("similar", [0.03, 0.05, 0.001, 0.05]),
            level("different", [0.02, 0.90, 0.001, 0.90]),
        ],
    },
    Field {
        name: "last name",
        levels: &[
            MISSING,
            rare("same", [0.80, 0.75, 0.75, 0.002], (1.0, 0.0)),
            rare("same as the other's second name", [0.05, 0.05, 0.05, 0.002], (1.0, 0.0)),
            rare("part of a double name", [0.02, 0.01, 0.01, 0.0005], (1.0, 0.0)),
            rare("a typing error", [0.06, 0.01, 0.01, 0.001], (0.5, 0.0)),
            level("similar", [0.02, 0.01, 0.01, 0.02]),
            level("different, two women", [0.04, 0.04, 0.04, 0.24]),
            level("different", [0.01, 0.14, 0.14, 0.73]),
        ],
    },
    Field {
        name: "middle name",
        levels: &[
            MISSING,
            rare("same", [0.30, 0.02, 0.3, 0.01], (1.0, 1.0)),
            level("initial", [0.30, 0.06, 0.15, 0.06]),
            rare("some of them", [0.05, 0.01, 0.02, 0.005], (0.5, 0.5)),
            rare("a typing error", [0.02, 0.005, 0.02, 0.003], (0.5, 0.5)),
            level("different", [0.02, 0.58, 0.16, 0.59]),
            gap("only one has any"),
            gap("neither has any"),
        ],
    },
    Field {
        name: "suffix",
        levels: &[
            MISSING,
            level("same", [0.35, 0.01, 0.01, 0.01]),
            level("only one has it", [0.64, 0.94, 0.59, 0.98]),
            level("different", [0.01, 0.05, 0.4, 0.01]),
        ],
    },
    Field {
        name: "birth date",
        levels: &[
            MISSING,
            rare("same", [0.86, 0.01, 0.0005, 0.00005], (1.0, 0.0)),
            rare("same year, day unknown", [0.04, 0.02, 0.0005, 0.016], (1.0, 0.5)),
            level("day and month swapped", [0.01, 0.0005, 0.0005, 0.0002]),
            level("one digit", [0.04, 0.003, 0.0005, 0.001]),
            level("two of three parts", [0.01, 0.01, 0.003, 0.005]),
            level("within a year", [0.02, 0.06, 0.005, 0.03]),
            level("different", [0.005, 0.45, 0.09, 0.50]),
            level("a generation apart", [0.001, 0.45, 0.9, 0.45]),
        ],
    },
    Field {
        name: "sex",
        levels: &[
            MISSING,
            level("same", [0.99, 0.95, 0.99, 0.97]),
            level("different", [0.01, 0.05, 0.01, 0.03]),
            level("same, other first name", [0.95, 0.40, 0.99, 0.50]),
            level("different, other first name", [0.05, 0.60, 0.01, 0.50]),
        ],
    },
    // levels are the products of DOORS, PLACES and PHONES
    Field { name: "contact", levels: &[MISSING] },
    Field {
        name: "email",
        levels: &[
            MISSING,
            level("same", [0.35, 0.01, 0.01, 0.000001]),
            level("a typing error", [0.03, 0.005, 0.005, 0.00005]),
            level("different", [0.02, 0.20, 0.20, 0.25]),
            gap("only one has any"),
            gap("neither has any"),
        ],
    },
    Field {
        name: "official number",
        levels: &[
            MISSING,
            level("same", [0.90, 0.001, 0.001, 0.000001]),
            level("a typing error", [0.08, 0.001, 0.001, 0.0001]),
            level("different", [0.02, 0.998, 0.998, 0.9999]),
        ],
    },
    Field { name: "extra 1", levels: &ATTRIBUTE },
    Field { name: "extra 2", levels: &ATTRIBUTE },
];

const ATTRIBUTE: [Level; 4] = [
    MISSING,
    rare("same", [0.80, 0.20, 0.20, 0.02], (1.0, 0.0)),
    level("near", [0.05, 0.02, 0.02, 0.005]),
    level("different", [0.15, 0.78, 0.78, 0.97]),
];

// One contact, three sides: people of one household share all three together, so they are one comparison.

pub(super) mod door {
    pub const SAME: u8 = 1;
    pub const OTHER_UNIT: u8 = 2;
    pub const NEAR: u8 = 3;
    pub const STREET: u8 = 4;
    pub const DIFFERENT: u8 = 5;
}

pub(super) mod place {
    pub const SAME: u8 = 1;
    pub const NEAR: u8 = 2;
    pub const DIFFERENT: u8 = 3;
}

pub(super) mod phone {
    pub const NEITHER: u8 = 0;
    pub const SAME: u8 = 1;
    pub const DIFFERENT: u8 = 2;
    pub const ONE: u8 = 3;
}

pub(super) const DOORS: [Level; 6] = [
    MISSING,
    rare("same door", [0.45, 0.96, 0.96, 0.00001], (1.0, 0.0)),
    rare("another unit", [0.02, 0.01, 0.01, 0.00002], (1.0, 0.0)),
    rare("a door like it", [0.04, 0.01, 0.01, 0.00005], (1.0, 0.0)),
    rare("same street", [0.01, 0.01, 0.01, 0.002], (1.0, 0.0)),
    level("another door", [0.48, 0.01, 0.01, 0.998]),
];
pub(super) const PLACES: [Level; 4] = [
    MISSING,
    rare("same postcode", [0.65, 0.97, 0.97, 0.01], (1.0, 0.0)),
    rare("same town", [0.15, 0.02, 0.02, 0.05], (1.0, 0.0)),
    level("another town", [0.20, 0.01, 0.01, 0.94]),
];
pub(super) const PHONES: [Level; 4] =
    [gap("no phone"), level("same phone", [0.3, 0.3, 0.3, 0.000005]), level("another phone", [0.2, 0.25, 0.25, 0.4]), gap("one phone")];

pub(super) const fn contact(door: u8, place: u8, phone: u8) -> u8 {
    (door * PLACES.len() as u8 + place) * PHONES.len() as u8 + phone
}

/// Door, place and phone of a contact level.
pub(super) const fn sides(contact: u8) -> (u8, u8, u8) {
    let phones = PHONES.len() as u8;
    let places = PLACES.len() as u8;
    (contact / phones / places, contact / phones % places, contact % phones)
}

pub(super) const CONTACTS: usize = DOORS.len() * PLACES.len() * PHONES.len();
