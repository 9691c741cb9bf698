//! Which records are of one person?
//!
//! Pairs that share a key (`blocks`) are compared field by field (`compare`). What agreement is worth is learned from the file
//! itself (`learn`), and gives every pair the probability that it is one person, one household or strangers. Sure pairs are
//! joined (`clusters`), less sure ones are for a person to look at. Nothing here says that a record is wrong: a pair is a
//! candidate, and the evidence for it stands beside it.

mod blocks;
mod candidates;
mod clusters;
mod compare;
mod fields;
mod learn;
mod model;
mod names;
mod people;
mod profile;
mod scores;
mod similar;
mod tables;

pub use blocks::Cut;
pub use fields::FIELDS;
pub use model::{LevelShare, Model, field_names, level_name};

use blocks::Blocks;
use compare::Evidence;
use fields::{
    BIRTH, CONTACT, EMAIL, FIRST, GOV_ID, LAST, MIDDLE, SEX, SUFFIX, birth, door, first, last, middle, phone, sex, sides, suffix, text,
};
use profile::Profile;
use tables::{Shape, Tables};

use crate::domain::Records;

/// How to link.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Only pairs of different sources.
    pub across: bool,
    /// Look only where two records share more than a name, such as a door or a birth year: a third of the time and memory, for
    /// millions of records.
    pub close: bool,
    /// From this probability on, a pair is joined.
    pub sure: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { across: false, close: false, sure: 0.97 }
    }
}

/// Blocks compared so far, and all.
type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Who may be one person, and who surely is.
#[derive(Debug)]
pub struct Links {
    /// Pairs of probability 0.01 or more, by left row, then right.
    pub pairs: Vec<Pair>,
    /// By record, the first record of its person.
    pub clusters: Vec<u32>,
    pub model: Model,
    /// Pairs compared field by field.
    pub compared: u64,
    /// Keys whose largest blocks were left out.
    pub cut: Vec<Cut>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The smaller row.
    pub left: u32,
    pub right: u32,
    /// That both are one person, 0 to 1.
    pub probability: f32,
    /// That they are two of one household, 0 to 1.
    pub household: f32,
    /// How many others of the file would bear this name and birth date by chance.
    pub expected_strangers: f32,
    /// Level of agreement by field; `level_name` says it in words.
    pub evidence: [u8; FIELDS],
}

impl Pair {
    /// More than a name and a year ties the two: a whole birth date, a door, a telephone, an e-mail address, an official number.
    /// A name and a year of birth alone are shared by strangers in every large roll.
    pub fn is_tied(&self) -> bool {
        let level = |field: usize| self.evidence[field];
        let (door, _, phone) = sides(level(CONTACT));
        matches!(level(BIRTH), birth::SAME | birth::TURNED | birth::DIGIT)
            || matches!(door, door::SAME | door::OTHER_UNIT | door::NEAR)
            || phone == phone::SAME
            || matches!(level(EMAIL), text::SAME | text::NEAR)
            || level(GOV_ID) == text::SAME
    }

    /// Names, door, and year or date of birth are the same, and nothing tells the two apart.
    pub fn is_identical(&self) -> bool {
        let level = |field: usize| self.evidence[field];
        let (door, ..) = sides(level(CONTACT));
        level(FIRST) == first::SAME
            && level(LAST) == last::SAME
            && matches!(level(BIRTH), birth::SAME | birth::YEAR)
            && door == door::SAME
            && level(SEX) != sex::DIFFERENT
            && !self.speaks_against()
    }

    /// Senior and junior, or two middle names.
    pub fn speaks_against(&self) -> bool {
        self.evidence[SUFFIX] == suffix::DIFFERENT || self.evidence[MIDDLE] == middle::DIFFERENT
    }

    /// The first names have nothing in common: of one household, more likely than one person.
    pub fn has_other_first_name(&self) -> bool {
        self.evidence[FIRST] == first::DIFFERENT
    }

    /// Both names and the year of birth agree.
    pub fn is_namesake(&self) -> bool {
        self.evidence[FIRST] == first::SAME && self.evidence[LAST] == last::SAME && self.evidence[BIRTH] == birth::YEAR
    }
}

/// Links records of one file, or with `across` those of several sources. The same records give the same links, whatever their order.
pub fn link(records: &Records, options: &Options, progress: Progress) -> Links {
    let order = people::order(records);
    let people = people::read(records, &order, &Profile::of(records, &order));
    let blocks = Blocks::of(&people, options.close);
    let all_pairs = candidates::count_pairs(&people, options.across);
    let drawn = candidates::draw(&people, options.across);
    let shape = Shape::of(&drawn);
    let believed = Tables::believed(records.len(), all_pairs, &shape);
    let (candidates, compared) = candidates::plausible(&people, &blocks, &believed, options.across, progress);
    let evidence: Vec<Evidence> = candidates.iter().map(|candidate| candidate.evidence).collect();
    let tables = learn::learn(records.len(), all_pairs, &evidence, &drawn, shape);
    drop((evidence, drawn));
    let mut pairs = scores::score(&people, &candidates, &tables);
    drop(candidates);
    if options.across {
        scores::exclude(records.len(), &mut pairs);
    }
    let clusters = clusters::of(&people, &pairs, options.sure, tables.has_households(records.len(), all_pairs));
    in_file_order(&order, &mut pairs);
    let clusters = clusters::in_file_order(&order, &clusters);
    Links { pairs, clusters, model: Model::of(&tables), compared, cut: blocks.cut }
}

fn in_file_order(order: &[u32], pairs: &mut [Pair]) {
    for pair in pairs.iter_mut() {
        let (left, right) = (order[pair.left as usize], order[pair.right as usize]);
        (pair.left, pair.right) = (left.min(right), left.max(right));
    }
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
}
