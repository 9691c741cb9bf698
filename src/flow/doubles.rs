//! Which registrations are one person, and which of them stands for the person? What somebody decided always holds.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Voters;
use crate::domain::merges::Double;
use crate::store::database::Verdict;

/// Two rows that look like one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub one: u32,
    pub other: u32,
    pub probability: f32,
    pub evidence: String,
}

/// Joins pairs to persons, the surest first, and never two that somebody said are apart. The newest registration stands for
/// the person; of two of one day the smaller id, whatever their order in the files.
pub fn persons(voters: &Voters, mut pairs: Vec<Pair>, verdicts: &[Verdict]) -> Vec<Double> {
    let (decided, apart) = decided(voters, verdicts);
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
            same.push(Pair { one, other, probability: 1.0, evidence: "decided by hand".to_owned() });
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
