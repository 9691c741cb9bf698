//! A made-up electorate whose coefficients are known, drawn with a fixed seed.

use arpent::domain::{Campaign, Cell, Country, ElectionKind, PrecinctResult, Voters};
use arpent::score::Inputs;
use chrono::NaiveDate;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub struct Town {
    pub campaign: Campaign,
    pub voters: Voters,
    pub precinct_ids: Vec<String>,
    pub results: Vec<PrecinctResult>,
    pub p_vote: Vec<f64>,
    pub p_support: Vec<f64>,
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

impl Town {
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs { campaign: &self.campaign, target: date("2026-11-03"), precinct_ids: &self.precinct_ids, results: &self.results }
    }

    /// `people` in 20 precincts; P(supports) = logistic(1.5·DEM − 1.5·REP + place).
    pub fn new(people: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut campaign = Campaign::new("Test", Country::Us);
        for day in ["2024-11-05", "2022-11-08", "2020-11-03", "2018-11-06"] {
            campaign.election_bit(date(day), ElectionKind::General).expect("room");
        }
        let place: Vec<f64> = (0..20).map(|_| normal(&mut rng) * 0.5).collect();
        let mut town = Self {
            campaign,
            voters: Voters::default(),
            precinct_ids: (0..20).map(|at| format!("P{at}")).collect(),
            results: Vec::new(),
            p_vote: Vec::new(),
            p_support: Vec::new(),
        };
        for row in 0..people {
            let precinct = row % 20;
            town.add(&mut rng, precinct, place[precinct]);
        }
        town.voters.fill_unknown();
        for row in 0..people {
            town.voters.precinct[row] = (row % 20) as u32;
            town.voters.cell[row] = Cell::at(-76.0 + (row % 20) as f64 * 0.02, 39.0).expect("on the globe");
        }
        town
    }

    fn add(&mut self, rng: &mut ChaCha8Rng, precinct: usize, place: f64) {
        let voters = &mut self.voters;
        let age = rng.random_range(18..90u16);
        let party = ["DEM", "REP", "UNA"][rng.random_range(0..3)];
        let z_vote = -0.2 + 0.04 * (f64::from(age) - 50.0) + place + normal(rng);
        let lean = if party == "DEM" {
            1.5
        } else if party == "REP" {
            -1.5
        } else {
            0.0
        };
        voters.id.push(&format!("{precinct}-{}", voters.id.len()));
        voters.birth_year.push(2026 - age);
        voters.party.push(party);
        voters.sex.push("F");
        voters.registered_day.push(i32::MIN);
        voters.eligible.push(0b1111);
        let voted = (0..4).fold(0, |bits, bit| bits | u32::from(rng.random::<f64>() < logistic(z_vote)) << bit);
        voters.voted.push(voted);
        self.p_vote.push(logistic(z_vote));
        self.p_support.push(logistic(lean + 0.8 * place));
    }

    /// Official results as the truth would have given them.
    pub fn hold_election(&mut self) {
        let mut sums = vec![(0.0, 0.0, 0u32); 20];
        for row in 0..self.voters.len() {
            let sum = &mut sums[row % 20];
            *sum = (sum.0 + self.p_vote[row], sum.1 + self.p_support[row], sum.2 + 1);
        }
        self.results = sums
            .into_iter()
            .enumerate()
            .map(|(at, (cast, support, registered))| PrecinctResult {
                precinct: format!("P{at}"),
                date: date("2022-11-08"),
                kind: ElectionKind::General,
                registered,
                cast: cast.round() as u32,
                support: Some((support.round() as u32, registered)),
            })
            .collect();
    }

    /// Every `nth` voter answers, supporters twice as readily as others.
    pub fn canvass(&mut self, nth: usize, seed: u64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        for row in (0..self.voters.len()).step_by(nth) {
            let supports = rng.random::<f64>() < self.p_support[row];
            if supports || rng.random::<bool>() {
                self.voters.support[row] = if supports { 1 } else { 5 };
            }
        }
    }
}

fn normal(rng: &mut impl Rng) -> f64 {
    let (u, v): (f64, f64) = (1.0 - rng.random::<f64>(), rng.random());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// Chance that a row with a `true` scores above one with a `false`, by counting all pairs.
pub fn auc(scores: &[u8], truth: &[bool]) -> f64 {
    let mut counts = [[0u64; 256]; 2];
    scores.iter().zip(truth).for_each(|(&score, &truth)| counts[usize::from(truth)][usize::from(score)] += 1);
    let (mut pairs, mut won, mut below) = (0.0, 0.0, 0.0);
    let [against, for_it] = counts;
    for (&zeros, &ones) in against.iter().zip(&for_it) {
        won += ones as f64 * (below + zeros as f64 / 2.0);
        below += zeros as f64;
        pairs += ones as f64;
    }
    won / (pairs * below)
}

/// Rank correlation of scores with the true probabilities.
pub fn spearman(scores: &[u8], truth: &[f64]) -> f64 {
    let scores: Vec<f64> = scores.iter().map(|&score| f64::from(score)).collect();
    let (a, b) = (ranks(&scores), ranks(truth));
    let mean = (a.len() as f64 - 1.0) / 2.0;
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut seen = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        tied.iter().for_each(|&at| ranks[at] = seen as f64 + (tied.len() as f64 - 1.0) / 2.0);
        seen += tied.len();
    }
    ranks
}
