//! How far apart are two street names, and when is that too far?

use super::name::StreetName;

/// What separates a name from another, in hundredths of a letter. `None`: they are not the same street.
///
/// Digits must be equal, directions and kinds may be missing on one side but not contradict each other, and the core may
/// differ by one letter from five letters on and by two from nine (of the longer).
pub fn cost(asked: &StreetName, known: &StreetName) -> Option<u32> {
    const KIND_MISSING: u32 = 40;
    const DIRECTION_MISSING: u32 = 50;
    if asked.digits != known.digits {
        return None;
    }
    let kinds = match (asked.kind, known.kind) {
        (a, b) if a == b => 0,
        ("", _) | (_, "") => KIND_MISSING,
        _ => return None,
    };
    let directions = match (asked.directions, known.directions) {
        (a, b) if a == b => 0,
        (0, _) | (_, 0) => DIRECTION_MISSING,
        _ => return None,
    };
    let (a, b) = (asked.core().as_bytes(), known.core().as_bytes());
    let bound = bound(a.len().max(b.len()));
    // each edit changes at most two bits of the letter sets
    if (asked.letters ^ known.letters).count_ones() > 2 * bound {
        return None;
    }
    Some(edits(a, b, bound)? * 100 + kinds + directions)
}

/// How many letters two words may differ by when the longer has `len`.
pub fn bound(len: usize) -> u32 {
    match len {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// Letters inserted, left out, changed or swapped with their neighbour (optimal string alignment), if at most `bound`.
pub fn edits(a: &[u8], b: &[u8], bound: u32) -> Option<u32> {
    const LONGEST: usize = 63;
    if a == b {
        return Some(0);
    }
    if bound == 0 || a.len().abs_diff(b.len()) > bound as usize || a.len().max(b.len()) > LONGEST {
        return None;
    }
    let mut rows = [[0u32; LONGEST + 1]; 3]; // two rows above, one above, this
    for (column, cell) in rows[1].iter_mut().enumerate() {
        *cell = column as u32;
    }
    for i in 1..=a.len() {
        let [before, above, this] = &mut rows;
        this[0] = i as u32;
        let mut least = this[0];
        for j in 1..=b.len() {
            let change = above[j - 1] + u32::from(a[i - 1] != b[j - 1]);
            let mut cell = change.min(above[j] + 1).min(this[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(before[j - 2] + 1);
            }
            this[j] = cell;
            least = least.min(cell);
        }
        if least > bound {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][b.len()]).filter(|&edits| edits <= bound)
}
