//! How far is it on foot from here to everywhere near?
//!
//! Walkable edges as compressed rows (CSR), both directions, and Dijkstra that stops at a limit. Contraction is not worth
//! its price here: everything within 2 km is some hundred nodes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Streets;

#[derive(Debug, Clone, Copy)]
struct Arc {
    to: u32,
    edge: u32,
    length_m: f32,
}

/// The walkable streets, ready to be walked. Nodes and edges have the numbers they have in `Streets`.
#[derive(Debug, Clone)]
pub struct Graph {
    /// `arcs[starts[n]..starts[n + 1]]` leave node `n`.
    starts: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Graph {
    /// Takes the walkable edges, in both directions; edges that end where they begin lead nowhere and are left out.
    pub fn walkable(streets: &Streets) -> Self {
        let used = || (0..streets.len()).filter(|&edge| streets.walkable(edge) && streets.from[edge] != streets.to[edge]);
        let mut starts = vec![0u32; streets.node_count() + 1];
        for edge in used() {
            starts[streets.from[edge] as usize + 1] += 1;
            starts[streets.to[edge] as usize + 1] += 1;
        }
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }

        let mut next = starts.clone();
        let mut arcs = vec![Arc { to: 0, edge: 0, length_m: 0.0 }; starts[streets.node_count()] as usize];
        for edge in used() {
            let (from, to, length_m) = (streets.from[edge], streets.to[edge], streets.length_m[edge]);
            for (here, there) in [(from, to), (to, from)] {
                let slot = &mut next[here as usize];
                arcs[*slot as usize] = Arc { to: there, edge: edge as u32, length_m };
                *slot += 1;
            }
        }
        Self { starts, arcs }
    }

    pub fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Where one can walk from `node`: (next node, edge, metres), edges ascending.
    pub fn neighbours(&self, node: u32) -> impl Iterator<Item = (u32, u32, f32)> {
        self.arcs_of(node).iter().map(|arc| (arc.to, arc.edge, arc.length_m))
    }

    /// All nodes at most `limit_m` from `node`, nearest first, `node` itself included.
    pub fn within(&self, node: u32, limit_m: f32) -> Vec<(u32, f32)> {
        Search::new(self).within(&[(node, 0.0)], limit_m).to_vec()
    }

    fn arcs_of(&self, node: u32) -> &[Arc] {
        &self.arcs[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }
}

/// Room for many searches on one graph, so that a search costs only what it touches.
#[derive(Debug)]
pub struct Search<'g> {
    graph: &'g Graph,
    /// Infinite for every node the current search has not seen.
    reached_m: Vec<f32>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<u64>>,
    settled: Vec<(u32, f32)>,
}

impl<'g> Search<'g> {
    pub fn new(graph: &'g Graph) -> Self {
        let reached_m = vec![f32::INFINITY; graph.node_count()];
        Self { graph, reached_m, touched: Vec::new(), queue: BinaryHeap::new(), settled: Vec::new() }
    }

    /// All nodes at most `limit_m` from the nearest start, nearest first (ties by node), with their metres.
    /// A start is a node and the metres already walked to reach it: a door in mid-street has two.
    pub fn within(&mut self, starts: &[(u32, f32)], limit_m: f32) -> &[(u32, f32)] {
        for node in self.touched.drain(..) {
            self.reached_m[node as usize] = f32::INFINITY;
        }
        self.settled.clear();
        for &(node, m) in starts {
            self.reach(node, m, limit_m);
        }
        while let Some(Reverse(entry)) = self.queue.pop() {
            let (node, m) = unpack(entry);
            if m > self.reached_m[node as usize] {
                continue;
            }
            self.settled.push((node, m));
            let graph = self.graph;
            for arc in graph.arcs_of(node) {
                self.reach(arc.to, m + arc.length_m, limit_m);
            }
        }
        &self.settled
    }

    /// Metres to a node in the last search; `None` when it lies beyond the limit.
    pub fn metres_to(&self, node: u32) -> Option<f32> {
        Some(self.reached_m[node as usize]).filter(|m| m.is_finite())
    }

    fn reach(&mut self, node: u32, m: f32, limit_m: f32) {
        let known_m = self.reached_m[node as usize];
        if m <= limit_m && m < known_m {
            if known_m.is_infinite() {
                self.touched.push(node);
            }
            self.reached_m[node as usize] = m;
            self.queue.push(Reverse(pack(node, m)));
        }
    }
}

/// Distances are never negative, so their bits sort as they do: one integer compares distance, then node.
fn pack(node: u32, m: f32) -> u64 {
    u64::from(m.to_bits()) << 32 | u64::from(node)
}

fn unpack(entry: u64) -> (u32, f32) {
    (entry as u32, f32::from_bits((entry >> 32) as u32))
}
