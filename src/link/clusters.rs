//! Who is one person in the end? Pairs are joined from the surest on, unless what is joined would contradict itself.

use super::Pair;
use super::compare::{Comparer, Evidence};
use super::fields::{BIRTH, FIRST, SEX, SUFFIX, birth, first, sex, suffix};
use super::people::People;

/// Which part of the pairs between two groups may contradict each other: large groups hold a badly typed record now and then.
const TOLERATED: f64 = 0.2;

/// By record, a record of its person.
pub(super) fn of(people: &People, pairs: &[Pair], sure: f32) -> Vec<u32> {
    let mut pairs: Vec<&Pair> = pairs.iter().filter(|pair| pair.probability >= sure).collect();
    pairs.sort_by(|one, other| other.probability.total_cmp(&one.probability).then((one.left, one.right).cmp(&(other.left, other.right))));
    let mut comparer = Comparer::new(people);
    let mut groups = Groups::singles(people.all.len());
    for pair in pairs {
        groups.join(pair.left, pair.right, |a, b| contradict(&comparer.compare(a as usize, b as usize)));
    }
    groups.of
}

/// The same, for records where the file has them: each group is named by its first record.
pub(super) fn in_file_order(order: &[u32], clusters: &[u32]) -> Vec<u32> {
    let mut first = vec![u32::MAX; clusters.len()];
    clusters.iter().zip(order).for_each(|(&group, &row)| first[group as usize] = first[group as usize].min(row));
    let mut named = vec![0; clusters.len()];
    clusters.iter().zip(order).for_each(|(&group, &row)| named[row as usize] = first[group as usize]);
    named
}

/// Records with the group each is in, and the members of groups of several.
struct Groups {
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    fn singles(records: usize) -> Self {
        Self { of: (0..records as u32).collect(), members: vec![Vec::new(); records] }
    }

    fn join(&mut self, left: u32, right: u32, mut contradict: impl FnMut(u32, u32) -> bool) {
        let (one, other) = (self.of[left as usize].min(self.of[right as usize]), self.of[left as usize].max(self.of[right as usize]));
        if one == other {
            return;
        }
        let (mut ours, theirs) = (self.members(one), self.members(other));
        let against = ours.iter().flat_map(|&a| theirs.iter().map(move |&b| (a, b))).filter(|&(a, b)| contradict(a, b)).count();
        if against as f64 <= TOLERATED * (ours.len() * theirs.len()) as f64 {
            theirs.iter().for_each(|&record| self.of[record as usize] = one);
            ours.extend(theirs);
            self.members[one as usize] = ours;
            self.members[other as usize] = Vec::new();
        }
    }

    fn members(&self, group: u32) -> Vec<u32> {
        let members = &self.members[group as usize];
        if members.is_empty() { vec![group] } else { members.clone() }
    }
}

/// Two records nobody would take for one person, whatever a third says.
fn contradict(evidence: &Evidence) -> bool {
    let first_differs = matches!(evidence.levels[FIRST], first::DIFFERENT | first::SIMILAR);
    let birth_differs = matches!(evidence.levels[BIRTH], birth::DIFFERENT | birth::GENERATION | birth::NEAR);
    let born_apart = evidence.levels[BIRTH] == birth::GENERATION;
    let sexes_differ = evidence.levels[SEX] == sex::DIFFERENT + sex::OTHER_FIRST;
    let suffixes = evidence.levels[SUFFIX];
    (first_differs && (birth_differs || sexes_differ))
        || (birth_differs && suffixes == suffix::DIFFERENT)
        || (born_apart && suffixes == suffix::ONE)
}
