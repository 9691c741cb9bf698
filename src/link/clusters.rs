//! Who is one person in the end? Pairs joined from the surest on, unless what is joined would contradict itself.

use super::compare::Evidence;
use super::fields::{BIRTH, FIRST, SEX, SUFFIX, birth, first, sex, suffix};

/// Joins `pairs` (surest first) of `records`; `contradicts` looks at two records of two groups about to be one.
/// Returns each record's group, named by its first record.
pub(super) fn join(records: usize, pairs: &[(u32, u32)], mut contradicts: impl FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut group: Vec<u32> = (0..records as u32).collect();
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); records];
    let of = |members: &[Vec<u32>], name: u32| {
        if members[name as usize].is_empty() { vec![name] } else { members[name as usize].clone() }
    };
    for &(left, right) in pairs {
        let (one, other) = (group[left as usize].min(group[right as usize]), group[left as usize].max(group[right as usize]));
        if one == other {
            continue;
        }
        let (mut ours, theirs) = (of(&members, one), of(&members, other));
        let against = ours.iter().flat_map(|&a| theirs.iter().map(move |&b| (a, b))).filter(|&(a, b)| contradicts(a, b)).count();
        if against as f64 > TOLERATED * (ours.len() * theirs.len()) as f64 {
            continue;
        }
        theirs.iter().for_each(|&record| group[record as usize] = one);
        ours.extend(theirs);
        members[one as usize] = ours;
        members[other as usize] = Vec::new();
    }
    group
}

/// Which part of the pairs between two groups may contradict each other: large groups hold a badly typed record now and then.
const TOLERATED: f64 = 0.2;

/// Two records nobody would take for one person, whatever a third says.
pub(super) fn contradicts(evidence: &Evidence) -> bool {
    let first_differs = matches!(evidence.levels[FIRST], first::DIFFERENT | first::SIMILAR);
    let birth_differs = matches!(evidence.levels[BIRTH], birth::DIFFERENT | birth::GENERATION | birth::NEAR);
    let born_apart = evidence.levels[BIRTH] == birth::GENERATION;
    let sexes_differ = evidence.levels[SEX] == sex::DIFFERENT + sex::OTHER_FIRST;
    evidence.levels[SUFFIX] == suffix::DIFFERENT && birth_differs
        || first_differs && birth_differs
        || first_differs && sexes_differ
        || born_apart && evidence.levels[SUFFIX] == suffix::ONE
}
