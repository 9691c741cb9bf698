//! Who is one person in the end? Pairs are joined from the surest on, unless what is joined would contradict itself.

use std::collections::HashMap;

use super::Pair;
use super::compare::{Comparer, Evidence};
use super::fields::{BIRTH, CONTACT, EMAIL, FIRST, GOV_ID, MIDDLE, SEX, SUFFIX};
use super::fields::{birth, door, first, middle, phone, sex, sides, suffix, text};
use super::people::People;

/// Which part of the pairs between two groups may contradict each other: large groups hold a badly typed record now and then.
const TOLERATED: f64 = 0.2;

/// By record, a record of its person. In a file with `households` a shared door joins nobody of another first name.
pub(super) fn of(people: &People, pairs: &[Pair], sure: f32, households: bool) -> Vec<u32> {
    let mut pairs: Vec<&Pair> = pairs.iter().filter(|pair| pair.probability >= sure).collect();
    pairs.sort_by(|one, other| other.probability.total_cmp(&one.probability).then((one.left, one.right).cmp(&(other.left, other.right))));
    let mut comparer = Comparer::new(people);
    let mut groups = Groups::singles(people.all.len());
    for pair in pairs {
        groups.join(pair.left, pair.right, |a, b| contradict(&comparer.compare(a as usize, b as usize), households));
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
    members: HashMap<u32, Vec<u32>>,
}

impl Groups {
    fn singles(records: usize) -> Self {
        Self { of: (0..records as u32).collect(), members: HashMap::new() }
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
            self.members.insert(one, ours);
            self.members.remove(&other);
        }
    }

    fn members(&self, group: u32) -> Vec<u32> {
        self.members.get(&group).cloned().unwrap_or_else(|| vec![group])
    }
}

/// Two records nobody would take for one person, whatever a third says; twins among them. One official number settles it.
fn contradict(evidence: &Evidence, households: bool) -> bool {
    let level = |field: usize| evidence.levels[field];
    let first_differs = matches!(level(FIRST), first::DIFFERENT | first::SIMILAR);
    let birth_differs = matches!(level(BIRTH), birth::DIFFERENT | birth::GENERATION | birth::NEAR);
    let sexes_differ = level(SEX) == sex::DIFFERENT + sex::OTHER_FIRST;
    let (door, _, phone) = sides(level(CONTACT));
    let at_home = matches!(door, door::SAME | door::OTHER_UNIT | door::NEAR) || phone == phone::SAME;
    let one_email = matches!(level(EMAIL), text::SAME | text::NEAR);
    let like_twins = (households && level(FIRST) == first::DIFFERENT)
        || (matches!(level(FIRST), first::TYPO | first::SIMILAR) && level(MIDDLE) == middle::DIFFERENT);
    let against = (first_differs && (birth_differs || sexes_differ))
        || (birth_differs && level(SUFFIX) == suffix::DIFFERENT)
        || (level(BIRTH) == birth::GENERATION && level(SUFFIX) == suffix::ONE)
        || (at_home && like_twins && !one_email);
    against && level(GOV_ID) != text::SAME
}
