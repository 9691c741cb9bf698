//! Which parts of the walkable streets hang together?

use super::Streets;

/// No walkable street touches this node.
const ALONE: u32 = u32::MAX;

/// The connected parts of the walkable streets, the part with the most nodes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    /// The part of each node; `None` where no walkable street touches it.
    part: Vec<u32>,
    /// Nodes of each part, descending.
    sizes: Vec<u32>,
}

impl Components {
    pub(super) fn of(streets: &Streets) -> Self {
        let mut parents: Vec<u32> = vec![ALONE; streets.node_count()];
        for edge in (0..streets.len()).filter(|&edge| streets.walkable(edge)) {
            let (a, b) = (streets.from[edge], streets.to[edge]);
            for node in [a, b] {
                if parents[node as usize] == ALONE {
                    parents[node as usize] = node;
                }
            }
            let (a, b) = (root(&mut parents, a), root(&mut parents, b));
            parents[a.max(b) as usize] = a.min(b);
        }
        Self::numbered(parents)
    }

    /// Numbers the parts by size, ties by their first node.
    fn numbered(mut parents: Vec<u32>) -> Self {
        let mut nodes_of = vec![0u32; parents.len()];
        for node in 0..parents.len() as u32 {
            if parents[node as usize] != ALONE {
                parents[node as usize] = root(&mut parents, node);
                nodes_of[parents[node as usize] as usize] += 1;
            }
        }
        let mut roots: Vec<u32> = (0..parents.len() as u32).filter(|&node| nodes_of[node as usize] > 0).collect();
        roots.sort_by_key(|&root| (std::cmp::Reverse(nodes_of[root as usize]), root));

        let sizes = roots.iter().map(|&root| nodes_of[root as usize]).collect();
        let mut number = nodes_of;
        for (part, &root) in roots.iter().enumerate() {
            number[root as usize] = part as u32;
        }
        let part = parents.iter().map(|&root| if root == ALONE { ALONE } else { number[root as usize] }).collect();
        Self { part, sizes }
    }

    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// Nodes of each part, descending.
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// Part 0 is the largest; `None` where no walkable street touches the node.
    pub fn part(&self, node: u32) -> Option<u32> {
        Some(self.part[node as usize]).filter(|&part| part != ALONE)
    }

    /// Nodes of the largest part over all nodes that walkable streets touch, 0 to 1; 1 when there are none.
    pub fn largest_share(&self) -> f64 {
        let all: u64 = self.sizes.iter().map(|&nodes| u64::from(nodes)).sum();
        self.sizes.first().map_or(1.0, |&largest| f64::from(largest) / all as f64)
    }
}

/// Union-find's root, halving the path on the way.
fn root(parents: &mut [u32], mut node: u32) -> u32 {
    while parents[node as usize] != node {
        parents[node as usize] = parents[parents[node as usize] as usize];
        node = parents[node as usize];
    }
    node
}
