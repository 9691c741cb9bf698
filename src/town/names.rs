//! What is each street called, and from where do its numbers count?

use std::collections::BTreeSet;

use super::chains::Chain;
use super::dice::Dice;
use super::layout::{Layout, Style};
use super::network::{Crossing, NOWHERE, Network, Stretch};
use super::plan::Plan;
use super::point::Point;
use super::sheet::{Ground, Road};
use super::words::{ACCENTED, FIRST_PARTS, LAST_PARTS, MAIN_ROADS, PLAIN};

/// One street, stretch after stretch away from the centre: house numbers rise that way.
#[derive(Debug)]
pub struct Street {
    pub name: String,
    pub stretches: Vec<(u32, bool)>,
    /// The first block's hundred: 12 for the 1200 block.
    pub hundred: u32,
    pub road: Road,
}

pub fn name(layout: &Layout, plan: &Plan, network: &Network, seed: u64) -> Vec<Street> {
    let mut dice = Dice::new(seed, 3);
    let mut names = Names { used: BTreeSet::new(), main: 0 };
    // the longest first: main roads get the names every town has
    let mut order: Vec<(f64, Chain)> = network.chains.iter().map(|chain| (weight(chain, network), chain.clone())).collect();
    order.sort_by(|p, q| q.0.total_cmp(&p.0));
    let mut streets = Vec::new();
    for (_, chain) in order {
        let first = &network.stretches[chain.stretches[0].0 as usize];
        let base = names.take(&chain, first, layout, network, &mut dice);
        for (part, direction) in halves(&chain, network, layout, plan) {
            let name = if direction.is_empty() { base.clone() } else { format!("{direction} {base}") };
            streets.push(outward(part, name, first.road, plan, network));
        }
    }
    streets
}

fn weight(chain: &Chain, network: &Network) -> f64 {
    let road = match network.stretches[chain.stretches[0].0 as usize].road {
        Road::Primary => 3e6,
        Road::Secondary => 2e6,
        Road::Tertiary => 1e6,
        Road::Residential => 0.0,
    };
    let bridge = chain.stretches.iter().any(|&(i, _)| network.stretches[i as usize].crossing == Crossing::River);
    road + f64::from(u8::from(bridge)) * 5e5
        + chain.stretches.iter().map(|&(i, _)| super::point::length(&network.stretches[i as usize].edge.points)).sum::<f64>()
}

/// A main road that crosses the river or passes the courthouse has two directions, each with its own numbers.
fn halves(chain: &Chain, network: &Network, layout: &Layout, plan: &Plan) -> Vec<(Vec<(u32, bool)>, &'static str)> {
    let road = network.stretches[chain.stretches[0].0 as usize].road;
    let middle = |&(i, _): &(u32, bool)| {
        let edge = &network.stretches[i as usize].edge;
        let end = |node: u32| layout.sheet.vertices.get(node as usize).copied();
        let ends: Vec<Point> = [end(edge.from), end(edge.to)].into_iter().flatten().collect();
        ends.iter().fold(Point::default(), |sum, p| sum + *p) * (1.0 / ends.len().max(1) as f64)
    };
    if !matches!(road, Road::Primary | Road::Secondary) {
        return vec![(chain.stretches.clone(), "")];
    }
    let (a, b) = (middle(&chain.stretches[0]), middle(&chain.stretches[chain.stretches.len() - 1]));
    let upright = (a.y - b.y).abs() > (a.x - b.x).abs();
    let ahead = |stretch: &(u32, bool)| if upright { plan.river.side(middle(stretch)) > 0.0 } else { middle(stretch).x > 0.0 };
    let (front, back): (Vec<_>, Vec<_>) = chain.stretches.iter().copied().partition(|stretch| ahead(stretch));
    if front.is_empty() || back.is_empty() {
        return vec![(chain.stretches.clone(), "")];
    }
    let words = if upright { ["North", "South"] } else { ["East", "West"] };
    vec![(front, words[0]), (back, words[1])]
}

fn outward(mut part: Vec<(u32, bool)>, name: String, road: Road, plan: &Plan, network: &Network) -> Street {
    let node = |&(i, forward): &(u32, bool), start: bool| {
        let edge = &network.stretches[i as usize].edge;
        network.nodes[if forward == start { edge.from } else { edge.to } as usize]
    };
    let centre = plan.bend(plan.centre);
    let (start, end) = (node(&part[0], true), node(&part[part.len() - 1], false));
    let inner = network.stretches[part[0].0 as usize].inner;
    let turned = !inner && centre.to(end) < centre.to(start);
    if turned {
        part.reverse();
        part.iter_mut().for_each(|(_, forward)| *forward = !*forward);
    }
    Street { name, stretches: part, hundred: 1 + (centre.to(if turned { end } else { start }) / 190.0) as u32, road }
}

struct Names {
    used: BTreeSet<String>,
    main: usize,
}

impl Names {
    fn take(&mut self, chain: &Chain, first: &Stretch, layout: &Layout, network: &Network, dice: &mut Dice) -> String {
        if first.road != Road::Residential {
            let on_bank = |&(i, _): &(u32, bool)| {
                let edge = &network.stretches[i as usize].edge;
                let ground = |face: u32| layout.sheet.faces.get(face as usize).map(|face| face.ground);
                (ground(edge.left) == Some(Ground::RiverBank)) != (ground(edge.right) == Some(Ground::RiverBank))
            };
            if chain.stretches.iter().any(on_bank) {
                for name in ["Riverside Drive", "River Street", "Water Street", "Ferry Road", "Levee Road", "Towpath Road"] {
                    if self.used.insert(name.to_owned()) {
                        return name.to_owned();
                    }
                }
            }
            while self.main < MAIN_ROADS.len() {
                let base = MAIN_ROADS[self.main];
                self.main += 1;
                let kind = match first.road {
                    Road::Primary => "Street",
                    Road::Secondary => *dice.pick(&["Avenue", "Road", "Street"]),
                    _ => *dice.pick(&["Road", "Avenue", "Boulevard", "Parkway"]),
                };
                if self.used.insert(format!("{base} {kind}")) {
                    return format!("{base} {kind}");
                }
            }
        }
        let kinds = kinds(first, layout);
        let grid = kinds[0] == "Street";
        for attempt in 0.. {
            let base = base_name(grid && attempt < 60, attempt, dice);
            let name = format!("{base} {}", dice.pick(kinds));
            if self.used.insert(name.clone()) {
                return name;
            }
        }
        unreachable!("names with numbers never run out")
    }
}

fn base_name(plain: bool, attempt: u32, dice: &mut Dice) -> String {
    if dice.chance(0.012) {
        return (*dice.pick(&ACCENTED)).to_owned();
    }
    if plain {
        return (*dice.pick(&PLAIN)).to_owned();
    }
    let one = format!("{}{}", dice.pick(&FIRST_PARTS), dice.pick(&LAST_PARTS));
    match attempt {
        0..80 => one,
        80..200 => format!("{} {}", dice.pick(&PLAIN), one),
        _ => format!("{one} {}", dice.whole(2, 9_999)),
    }
}

fn kinds(first: &Stretch, layout: &Layout) -> &'static [&'static str] {
    if first.inner {
        let dead_end = first.edge.to as usize >= layout.sheet.vertices.len();
        return if dead_end { &["Court", "Court", "Place", "Cove"] } else { &["Circle", "Loop", "Crescent", "Way"] };
    }
    let face = [first.edge.left, first.edge.right].into_iter().find(|&face| face != NOWHERE);
    let style = face.map(|face| layout.quarters[layout.sheet.faces[face as usize].quarter as usize].style);
    match style {
        Some(Style::Centre | Style::Terrace | Style::Old) => &["Street", "Street", "Street", "Avenue", "Place"],
        Some(Style::Flats) => &["Avenue", "Street", "Way", "Terrace"],
        _ => &["Drive", "Lane", "Road", "Way", "Trail", "Drive"],
    }
}
