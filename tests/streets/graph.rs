//! Distances on foot, against a slow and obvious reference.

use arpent::streets::{Graph, Search, StreetClass, Streets, WALKABLE, distance_m};
use proptest::prelude::*;

/// Streets between nodes on a small patch of ground; some may not be walked, some run both ways between the same nodes, some
/// end where they begin.
fn streets() -> impl Strategy<Value = Streets> {
    let nodes = prop::collection::vec((0..200i32, 0..200i32), 1..24);
    nodes.prop_flat_map(|nodes| {
        let last = nodes.len() as u32;
        let edges = prop::collection::vec((0..last, 0..last, any::<bool>()), 0..60);
        (Just(nodes), edges).prop_map(|(nodes, edges)| {
            let mut streets = Streets::default();
            for (x, y) in nodes {
                streets.push_node([f64::from(x) * 1e-4, 45.0 + f64::from(y) * 1e-4]);
            }
            for (from, to, walkable) in edges {
                let line = [streets.node(from), streets.node(to)];
                streets.push_edge(from, to, StreetClass::Residential, if walkable { WALKABLE } else { 0 }, 0, &line);
            }
            streets
        })
    })
}

/// Bellman and Ford: relax every street until nothing changes.
fn all_distances_m(streets: &Streets, starts: &[(u32, f32)]) -> Vec<f64> {
    let mut metres = vec![f64::INFINITY; streets.node_count()];
    for &(node, m) in starts {
        metres[node as usize] = metres[node as usize].min(f64::from(m));
    }
    loop {
        let before = metres.clone();
        for edge in (0..streets.len()).filter(|&edge| streets.walkable(edge)) {
            let (a, b, m) = (streets.from[edge] as usize, streets.to[edge] as usize, f64::from(streets.length_m[edge]));
            metres[b] = metres[b].min(metres[a] + m);
            metres[a] = metres[a].min(metres[b] + m);
        }
        if metres == before {
            return metres;
        }
    }
}

/// Room for the rounding of sums in single precision over some kilometres.
const EXACT_M: f64 = 0.01;

fn check(found: &[(u32, f32)], wanted_m: &[f64], limit_m: f32) -> Result<(), TestCaseError> {
    prop_assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].1), "nearest first");
    let mut seen = vec![false; wanted_m.len()];
    for &(node, m) in found {
        prop_assert!(!std::mem::replace(&mut seen[node as usize], true), "once each");
        prop_assert!((f64::from(m) - wanted_m[node as usize]).abs() < EXACT_M);
        prop_assert!(m <= limit_m);
    }
    for (node, &m) in wanted_m.iter().enumerate() {
        prop_assert!(seen[node] || m > f64::from(limit_m) - EXACT_M, "node {node} at {m} m is missing");
    }
    Ok(())
}

proptest! {
    #[test]
    fn distances_are_those_of_bellman_and_ford(
        streets in streets(),
        searches in prop::collection::vec((prop::collection::vec((any::<prop::sample::Index>(), 0f32..300.0), 1..3), 0f32..3000.0), 1..4),
    ) {
        let graph = Graph::walkable(&streets);
        let mut search = Search::new(&graph);
        for (starts, limit_m) in searches {
            let starts: Vec<_> = starts.iter().map(|(node, m)| (node.index(streets.node_count()) as u32, *m)).collect();
            let wanted_m = all_distances_m(&streets, &starts);
            let found = search.within(&starts, limit_m).to_vec();
            check(&found, &wanted_m, limit_m)?;
            for &(node, m) in &found {
                prop_assert_eq!(search.metres_to(node), Some(m));
            }
            prop_assert_eq!((0..streets.node_count() as u32).filter(|&node| search.metres_to(node).is_some()).count(), found.len());
        }
    }

    #[test]
    fn components_are_what_one_can_reach(streets in streets()) {
        let components = streets.components();
        let graph = Graph::walkable(&streets);
        for node in 0..streets.node_count() as u32 {
            let reached: Vec<u32> = graph.within(node, f32::MAX).iter().map(|&(node, _)| node).collect();
            match components.part(node) {
                None => prop_assert_eq!(reached, vec![node]),
                Some(part) => {
                    prop_assert_eq!(reached.len(), components.sizes()[part as usize] as usize);
                    prop_assert!(reached.iter().all(|&other| components.part(other) == Some(part)));
                }
            }
        }
        prop_assert!(components.sizes().is_sorted_by(|a, b| a >= b));
        prop_assert_eq!(components.count(), components.sizes().len());
    }

    #[test]
    fn neighbours_are_the_walkable_streets_at_a_node(streets in streets()) {
        let graph = Graph::walkable(&streets);
        for node in 0..streets.node_count() as u32 {
            let found: Vec<_> = graph.neighbours(node).collect();
            let mut wanted = Vec::new();
            for edge in (0..streets.len()).filter(|&edge| streets.walkable(edge) && streets.from[edge] != streets.to[edge]) {
                let (from, to) = (streets.from[edge], streets.to[edge]);
                if from == node || to == node {
                    wanted.push((from + to - node, edge as u32, streets.length_m[edge]));
                }
            }
            prop_assert_eq!(found, wanted);
        }
    }
}

/// One degree of latitude on a sphere of 6,371,008.8 m is π/180 of its radius; at 60° a degree of longitude is half that.
#[test]
fn lengths_are_great_circles() {
    let degree_m = 6_371_008.8 * std::f64::consts::PI / 180.0;
    assert!((distance_m([2.0, 48.0], [2.0, 49.0]) - degree_m).abs() < 1e-6);
    assert!((distance_m([10.0, 0.0], [11.0, 0.0]) - degree_m).abs() < 1e-6);
    assert!((distance_m([10.0, 60.0], [10.001, 60.0]) - degree_m / 2000.0).abs() < 1e-4);
    assert_eq!(distance_m([179.9999, 0.0], [179.9999, 0.0]), 0.0);
    assert!((distance_m([179.9995, 0.0], [-179.9995, 0.0]) - degree_m / 1000.0).abs() < 1e-4);
}
