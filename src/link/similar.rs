//! How alike are two words?

/// Longest text compared letter by letter; beyond it only equality counts.
const LONGEST: usize = 64;

/// Letters inserted, left out, changed or swapped with their neighbour (optimal string alignment), if at most `bound`.
pub(super) fn edits(a: &[u8], b: &[u8], bound: u32) -> Option<u32> {
    if a == b {
        return Some(0);
    }
    if a.len().abs_diff(b.len()) > bound as usize || a.len().max(b.len()) > LONGEST {
        return None;
    }
    let mut rows = [[0u8; LONGEST + 1]; 3]; // two rows above, one above, this
    for (column, cell) in rows[1].iter_mut().enumerate().take(b.len() + 1) {
        *cell = column as u8;
    }
    for i in 1..=a.len() {
        let [before, above, this] = &mut rows;
        this[0] = i as u8;
        let mut least = this[0];
        for j in 1..=b.len() {
            let change = above[j - 1] + u8::from(a[i - 1] != b[j - 1]);
            let mut cell = change.min(above[j] + 1).min(this[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(before[j - 2] + 1);
            }
            this[j] = cell;
            least = least.min(cell);
        }
        if u32::from(least) > bound {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(u32::from(rows[1][b.len()])).filter(|&edits| edits <= bound)
}

/// Jaro's similarity with Winkler's bonus for a common beginning (Winkler 1990), 0 to 1.
pub(super) fn jaro_winkler(a: &[u8], b: &[u8]) -> f32 {
    if a.is_empty() || b.is_empty() || a.len().max(b.len()) > LONGEST {
        return f32::from(u8::from(a == b));
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut of_a, mut of_b) = (0u64, 0u64);
    for (i, letter) in a.iter().enumerate() {
        let found = (i.saturating_sub(window)..b.len().min(i + window + 1)).find(|&j| of_b >> j & 1 == 0 && b[j] == *letter);
        if let Some(j) = found {
            of_a |= 1 << i;
            of_b |= 1 << j;
        }
    }
    let common = of_a.count_ones() as f32;
    if common == 0.0 {
        return 0.0;
    }
    let matched = |text: &[u8], set: u64| (0..text.len()).filter(|i| set >> i & 1 == 1).map(|i| text[i]).collect::<Matched>();
    let moved = matched(a, of_a).differences(&matched(b, of_b)) as f32 / 2.0;
    let jaro = (common / a.len() as f32 + common / b.len() as f32 + (common - moved) / common) / 3.0;
    let start = a.iter().zip(b).take(4).take_while(|(a, b)| a == b).count() as f32;
    jaro + start * 0.1 * (1.0 - jaro)
}

/// Letters in order, without an allocation.
struct Matched([u8; LONGEST], usize);

impl FromIterator<u8> for Matched {
    fn from_iter<I: IntoIterator<Item = u8>>(letters: I) -> Self {
        let mut all = Self([0; LONGEST], 0);
        for letter in letters {
            all.0[all.1] = letter;
            all.1 += 1;
        }
        all
    }
}

impl Matched {
    fn differences(&self, other: &Self) -> usize {
        self.0[..self.1].iter().zip(&other.0[..other.1]).filter(|(a, b)| a != b).count()
    }
}

/// One is short for the other, as offices shorten words: the same first letter, the others in order (`Blvd`, `R`, `NW`).
pub(super) fn abbreviates(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    short.first() == long.first() && short.iter().all(|letter| rest.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits_up_to_a_bound() {
        assert_eq!(edits(b"MARTHA", b"MARHTA", 1), Some(1));
        assert_eq!(edits(b"SMITH", b"SMYTHE", 2), Some(2));
        assert_eq!(edits(b"SMITH", b"SMYTHE", 1), None);
    }

    #[test]
    fn jaro_winkler_gives_the_published_values() {
        let close = |a: &str, b: &str, wanted: f32| assert!((jaro_winkler(a.as_bytes(), b.as_bytes()) - wanted).abs() < 0.001, "{a} {b}");
        close("MARTHA", "MARHTA", 0.961);
        close("DWAYNE", "DUANE", 0.840);
        close("DIXON", "DICKSONX", 0.813);
        close("ABC", "XYZ", 0.0);
    }

    #[test]
    fn abbreviations_keep_the_order_of_letters() {
        for (short, long) in [("BLVD", "BOULEVARD"), ("R", "RUE"), ("NW", "NORTHWEST"), ("PKWY", "PARKWAY")] {
            assert!(abbreviates(short.as_bytes(), long.as_bytes()), "{short}");
        }
        assert!(!abbreviates(b"OAK", b"ELM") && !abbreviates(b"LAKE", b"LANE"));
    }
}
