//! Which registrations are one person, and which of them stands for the person? What somebody decided always holds.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Progress;
use crate::domain::merges::Double;
use crate::domain::{Birth, Dictionary, Records, Texts, Voters};
use crate::import::voters::Identity;
use crate::link::{self, Links, Options};
use crate::store::database::Verdict;

/// Two rows that look like one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub one: u32,
    pub other: u32,
    pub probability: f32,
    pub evidence: String,
}

/// Pairs sure enough to be joined, and pairs for a person to look at, the likeliest first.
#[derive(Debug)]
pub struct Found {
    pub sure: Vec<Pair>,
    /// Pairs with something that speaks against them: nobody joins these but a person.
    pub apart: Vec<(u32, u32)>,
    pub open: Vec<Open>,
}

/// A pair nobody has decided.
#[derive(Debug)]
pub struct Open {
    pub pair: Pair,
    /// That the two are of one household.
    pub household: f32,
    /// How many others would bear this name and birth date by chance.
    pub expected_strangers: f32,
}

/// From here on a pair that was not joined is worth a look.
const WORTH_A_LOOK: f32 = 0.5;
/// Namesakes of one birth year at two doors are worth it only where chance would hardly bring forth one.
const STRANGERS_MAX: f32 = 0.02;
/// More registrations than this are looked at only where they share more than a name.
const MANY: usize = 500_000;

/// Compares all registrations with one another. `identity` tells of the last ones what a campaign does not keep.
pub fn find(voters: &mut Voters, identity: Identity, comparing: Progress<'_>) -> Found {
    let mut records = lend(voters, identity);
    let close = voters.len() > MANY;
    let links = link::link(&records, &Options { close, ..Options::default() }, comparing);
    swap(voters, &mut records);
    // a voter taken off the roll by mistake weighs more than one left on it twice; who could not be told apart at the door is one
    let is_one = |pair: &link::Pair| {
        let joined = links.clusters[pair.left as usize] == links.clusters[pair.right as usize];
        (joined && pair.is_tied() && !pair.speaks_against()) || (pair.is_identical() && pair.probability >= WORTH_A_LOOK)
    };
    let as_pair = |pair: &link::Pair| Pair { one: pair.left, other: pair.right, probability: pair.probability, evidence: in_words(pair) };
    let rare = |pair: &link::Pair| pair.is_namesake() && pair.expected_strangers < STRANGERS_MAX;
    let like_one = |pair: &link::Pair| !pair.has_other_first_name() && (pair.is_tied() || rare(pair));
    let open = |pair: &&link::Pair| !is_one(pair) && pair.probability >= WORTH_A_LOOK && like_one(pair);
    let Links { pairs, .. } = &links;
    let mut open: Vec<Open> = pairs
        .iter()
        .filter(open)
        .map(|pair| Open { pair: as_pair(pair), household: pair.household, expected_strangers: pair.expected_strangers })
        .collect();
    open.sort_by(|one, other| other.pair.probability.total_cmp(&one.pair.probability));
    let apart = pairs.iter().filter(|pair| pair.speaks_against()).map(|pair| (pair.left, pair.right)).collect();
    Found { sure: pairs.iter().filter(|pair| is_one(pair)).map(as_pair).collect(), apart, open }
}

/// Pairs of one row before `first_row` and one from there on, where each side has a person once if it looks so. `identity` is the latter's.
pub fn between(all: &mut Voters, first_row: usize, identity: Identity, comparing: Progress<'_>) -> Vec<link::Pair> {
    let mut records = lend(all, identity);
    let mut sides = Dictionary::new();
    (0..all.len()).for_each(|row| sides.push(if row < first_row { "campaign" } else { "file" }));
    records.source = sides;
    let links = link::link(&records, &Options { across: true, ..Options::default() }, comparing);
    swap(all, &mut records);
    links.pairs
}

/// What the two share and where they differ, field by field.
fn in_words(pair: &link::Pair) -> String {
    let levels = link::field_names().into_iter().zip(pair.evidence).enumerate();
    let words = levels
        .map(|(field, (name, level))| (name, link::level_name(field, level)))
        .filter(|(_, level)| !level.is_empty() && !level.starts_with("neither"));
    words.map(|(name, level)| format!("{name} {level}")).collect::<Vec<_>>().join("; ")
}

/// The voters as records, their names and addresses lent, not copied: there may be millions.
fn lend(voters: &mut Voters, identity: Identity) -> Records {
    let all = voters.len();
    let others = all - identity.birth.len();
    let before = voters.birth_year[..others].iter().map(|&year| Birth { year, ..Birth::default() });
    let unknown = || (0..all).map(|_| "").collect::<Texts>();
    let after = |texts: &Texts| (0..others).map(|_| "").chain(texts.iter()).collect::<Texts>();
    let values = |column: &Dictionary| (0..all).map(|row| column.get(row)).collect::<Texts>();
    let mut records = Records {
        id: unknown(),
        source: voters.source.clone(),
        birth: before.chain(identity.birth).collect(),
        sex: voters.sex.clone(),
        city: values(&voters.city),
        postcode: values(&voters.postcode),
        phone: after(&identity.phone),
        email: after(&identity.email),
        gov_id: unknown(),
        extra: [unknown(), unknown()],
        ..Records::default()
    };
    swap(voters, &mut records);
    records
}

/// Lent columns change hands; done twice, all is as it was.
fn swap(voters: &mut Voters, records: &mut Records) {
    for (ours, theirs) in [
        (&mut voters.first_name, &mut records.first_name),
        (&mut voters.middle_name, &mut records.middle_name),
        (&mut voters.last_name, &mut records.last_name),
        (&mut voters.name_suffix, &mut records.suffix),
        (&mut voters.number, &mut records.number),
        (&mut voters.street, &mut records.street),
        (&mut voters.unit, &mut records.unit),
    ] {
        std::mem::swap(ours, theirs);
    }
}

/// Joins pairs to persons, the surest first, and never two that somebody said are apart. The newest registration stands for
/// the person; of two of one day the smaller id, whatever their order in the files.
pub fn persons(voters: &Voters, mut pairs: Vec<Pair>, apart: Vec<(u32, u32)>, verdicts: &[Verdict]) -> Vec<Double> {
    let (decided, parted) = decided(voters, verdicts);
    let is_decided = |&(one, other): &(u32, u32)| decided.iter().any(|pair| (pair.one, pair.other) == (one, other));
    let apart = apart.into_iter().filter(|pair| !is_decided(pair)).chain(parted).collect();
    pairs.sort_by(|one, other| other.probability.total_cmp(&one.probability).then((one.one, one.other).cmp(&(other.one, other.other))));
    let mut groups = Groups { of: BTreeMap::new(), members: BTreeMap::new(), apart };
    let mut why: BTreeMap<u32, (f32, String)> = BTreeMap::new();
    for pair in decided.into_iter().chain(pairs) {
        if groups.join(pair.one, pair.other) {
            for row in [pair.one, pair.other] {
                why.entry(row).or_insert_with(|| (pair.probability, pair.evidence.clone()));
            }
        }
    }
    let rank = |row: u32| (Reverse(voters.registered_day[row as usize]), voters.id.get(row as usize));
    let mut doubles = Vec::new();
    for members in groups.members.into_values() {
        let Some(&kept) = members.iter().min_by(|one, other| rank(**one).cmp(&rank(**other))) else { continue };
        for double in members.into_iter().filter(|&row| row != kept) {
            let (probability, evidence) = why[&double].clone();
            doubles.push(Double { double, kept, probability, evidence });
        }
    }
    let id = |pair: &Double| voters.id.get(pair.double as usize);
    doubles.sort_by(|one, other| id(one).cmp(id(other)));
    doubles
}

/// Rows said to be one person, as pairs, and rows said to be two.
fn decided(voters: &Voters, verdicts: &[Verdict]) -> (Vec<Pair>, BTreeSet<(u32, u32)>) {
    let (mut same, mut apart) = (Vec::new(), BTreeSet::new());
    if verdicts.is_empty() {
        return (same, apart);
    }
    let rows = voters.rows_by_id();
    for verdict in verdicts {
        let (Some(&one), Some(&other)) = (rows.get(verdict.one.as_str()), rows.get(verdict.other.as_str())) else { continue };
        if verdict.same {
            same.push(Pair { one: one.min(other), other: one.max(other), probability: 1.0, evidence: "decided by hand".to_owned() });
        } else {
            apart.insert((one.min(other), one.max(other)));
        }
    }
    (same, apart)
}

/// Rows that are one person so far; rows alone are in no group.
struct Groups {
    of: BTreeMap<u32, u32>,
    members: BTreeMap<u32, Vec<u32>>,
    apart: BTreeSet<(u32, u32)>,
}

impl Groups {
    /// Whether the two are one person now.
    fn join(&mut self, one: u32, other: u32) -> bool {
        let (into, from) = (self.group(one), self.group(other));
        if into == from {
            return true;
        }
        let members = |group: u32| self.members.get(&group).cloned().unwrap_or_else(|| vec![group]);
        let (mut ours, theirs) = (members(into), members(from));
        let is_apart = |&a: &u32| theirs.iter().any(|&b| self.apart.contains(&(a.min(b), a.max(b))));
        if !self.apart.is_empty() && ours.iter().any(is_apart) {
            return false;
        }
        self.members.remove(&from);
        for &row in theirs.iter().chain(&ours) {
            self.of.insert(row, into);
        }
        ours.extend(theirs);
        self.members.insert(into, ours);
        true
    }

    fn group(&self, row: u32) -> u32 {
        self.of.get(&row).copied().unwrap_or(row)
    }
}
