//! Which stretches are one street?

use super::network::{NOWHERE, Stretch};

/// Stretches that follow each other, each with whether it runs as drawn.
#[derive(Debug, Clone)]
pub struct Chain {
    pub stretches: Vec<(u32, bool)>,
}

/// Joins stretches that lead straight on into each other.
pub fn chain(stretches: &[Stretch], nodes: usize) -> Vec<Chain> {
    let mut ends: Vec<Vec<(u32, bool)>> = vec![Vec::new(); nodes];
    for (i, stretch) in stretches.iter().enumerate().filter(|(_, stretch)| !stretch.inner) {
        ends[stretch.edge.from as usize].push((i as u32, false));
        ends[stretch.edge.to as usize].push((i as u32, true));
    }
    let mut next = vec![[NOWHERE; 2]; stretches.len()];
    for at_node in &ends {
        pair_up(stretches, at_node, &mut next);
    }
    let mut seen = vec![false; stretches.len()];
    let mut chains = Vec::new();
    // open chains from their ends first, then whatever is left is a ring
    for rings in [false, true] {
        for start in 0..stretches.len() {
            let open = next[start].iter().position(|&other| other == NOWHERE);
            if !seen[start] && (rings || open.is_some()) {
                chains.push(walk(start, open.unwrap_or(0) == 1, &next, stretches, &mut seen));
            }
        }
    }
    chains
}

/// Pairs the ends that meet at a node and point straight at each other, the straightest first.
fn pair_up(stretches: &[Stretch], ends: &[(u32, bool)], next: &mut [[u32; 2]]) {
    let leaving = |(i, end): (u32, bool)| {
        let points = &stretches[i as usize].edge.points;
        let n = points.len();
        if end { (points[n - 2] - points[n - 1]).unit() } else { (points[1] - points[0]).unit() }
    };
    let mut pairs = Vec::new();
    for (k, &one) in ends.iter().enumerate() {
        for &two in &ends[k + 1..] {
            let straight = -leaving(one).dot(leaving(two));
            if straight > 0.86 && stretches[one.0 as usize].road == stretches[two.0 as usize].road {
                pairs.push((straight, one, two));
            }
        }
    }
    pairs.sort_by(|p, q| q.0.total_cmp(&p.0));
    for (_, one, two) in pairs {
        let [a, b] = [one, two].map(|(i, end)| (i as usize, usize::from(end)));
        if next[a.0][a.1] == NOWHERE && next[b.0][b.1] == NOWHERE {
            next[a.0][a.1] = two.0;
            next[b.0][b.1] = one.0;
        }
    }
}

/// Follows a chain from `start`; `reversed` when the walk enters it at its far end.
fn walk(start: usize, reversed: bool, next: &[[u32; 2]], stretches: &[Stretch], seen: &mut [bool]) -> Chain {
    let mut chain = Vec::new();
    let (mut here, mut forward) = (start, !reversed);
    loop {
        seen[here] = true;
        chain.push((here as u32, forward));
        let onward = next[here][usize::from(forward)];
        if onward == NOWHERE || seen[onward as usize] {
            return Chain { stretches: chain };
        }
        let edge = &stretches[here].edge;
        let node = if forward { edge.to } else { edge.from };
        here = onward as usize;
        forward = stretches[here].edge.from == node;
    }
}
