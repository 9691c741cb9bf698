//! What a place adds up to, and the row of numbers shown for it.

use serde::Serialize;

use super::voters::{NO_SCORE, SCORE_STEPS};

/// Sums over the voters of one place, all filters applied. Integers, so that any two ways of adding agree to the bit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    pub voters: u32,
    pub doors: u32,
    pub households: u32,
    /// Voters with both scores count in the pool; a voter without a score counts in none of the sums below.
    pub vote_scored: u32,
    pub vote_sum: u64,
    pub vote_square_sum: u64,
    pub support_scored: u32,
    pub support_sum: u64,
    pub support_square_sum: u64,
    /// Σ (250 − p_vote) · p_support over voters with both scores, in steps squared.
    pub pool_sum: u64,
    /// Voters with 0.35 ≤ p_support ≤ 0.65.
    pub persuadable: u32,
    /// Voters with an answer given at the door or on the phone.
    pub known: u32,
    /// By election bit: how many were eligible, and how many of them voted.
    pub eligible: Vec<u32>,
    pub voted: Vec<u32>,
}

/// Scores count as persuadable in this closed range of steps (0.35 and 0.65 of 250, rounded inwards).
pub const PERSUADABLE_STEPS: std::ops::RangeInclusive<u8> = 88..=162;

impl Tally {
    pub fn new(elections: usize) -> Self {
        Self { eligible: vec![0; elections], voted: vec![0; elections], ..Self::default() }
    }

    /// Adds the person-level part of one voter; doors and households are counted by whoever sees the order of rows.
    pub fn add(&mut self, p_vote: u8, p_support: u8, support: u8, eligible: u32, voted: u32) {
        self.voters += 1;
        self.known += u32::from(support != 0);
        if p_vote != NO_SCORE {
            self.vote_scored += 1;
            self.vote_sum += u64::from(p_vote);
            self.vote_square_sum += u64::from(p_vote).pow(2);
        }
        if p_support != NO_SCORE {
            self.support_scored += 1;
            self.support_sum += u64::from(p_support);
            self.support_square_sum += u64::from(p_support).pow(2);
            self.persuadable += u32::from(PERSUADABLE_STEPS.contains(&p_support));
        }
        if p_vote != NO_SCORE && p_support != NO_SCORE {
            self.pool_sum += u64::from(SCORE_STEPS - p_vote) * u64::from(p_support);
        }
        for (bit, (sum_eligible, sum_voted)) in self.eligible.iter_mut().zip(&mut self.voted).enumerate() {
            let on_roll = eligible >> bit & 1;
            *sum_eligible += on_roll;
            *sum_voted += on_roll & (voted >> bit);
        }
    }
}

impl std::ops::AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.combine(other, u32::wrapping_add, u64::wrapping_add);
    }
}

/// Takes away a part that was added before.
impl std::ops::SubAssign<&Self> for Tally {
    fn sub_assign(&mut self, part: &Self) {
        self.combine(part, u32::wrapping_sub, u64::wrapping_sub);
    }
}

impl Tally {
    fn combine(&mut self, other: &Self, narrow: fn(u32, u32) -> u32, wide: fn(u64, u64) -> u64) {
        let counts = [
            (&mut self.voters, other.voters),
            (&mut self.doors, other.doors),
            (&mut self.households, other.households),
            (&mut self.vote_scored, other.vote_scored),
            (&mut self.support_scored, other.support_scored),
            (&mut self.persuadable, other.persuadable),
            (&mut self.known, other.known),
        ];
        let by_election = self.eligible.iter_mut().zip(other.eligible.iter().copied());
        let by_election = by_election.chain(self.voted.iter_mut().zip(other.voted.iter().copied()));
        for (mine, theirs) in counts.into_iter().chain(by_election) {
            *mine = narrow(*mine, theirs);
        }
        let sums = [
            (&mut self.vote_sum, other.vote_sum),
            (&mut self.vote_square_sum, other.vote_square_sum),
            (&mut self.support_sum, other.support_sum),
            (&mut self.support_square_sum, other.support_square_sum),
            (&mut self.pool_sum, other.pool_sum),
        ];
        for (mine, theirs) in sums {
            *mine = wide(*mine, theirs);
        }
    }
}

/// How far the rates of places differ beyond what their people explain: standard deviations on the logit scale.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, serde::Deserialize)]
pub struct Spread {
    pub vote: f64,
    pub support: f64,
}

/// One row of the heat table. Fields and order are the command line's contract; `None` means nobody to tell from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatRow {
    pub id: String,
    pub voters: u32,
    pub doors: u32,
    pub households: u32,
    pub abstention: Option<f64>,
    pub abstention_low: Option<f64>,
    pub abstention_high: Option<f64>,
    pub support: Option<f64>,
    pub support_low: Option<f64>,
    pub support_high: Option<f64>,
    pub pool: Option<f64>,
    pub persuadable: Option<f64>,
    pub known: f64,
    /// One share per election, in the order of `Campaign::elections`.
    #[serde(skip)]
    pub abstention_at: Vec<Option<f64>>,
}

impl HeatRow {
    /// Names of the first of `shares`; one `abstention_<election>` an election follows.
    pub const SHARES: [&'static str; 9] =
        ["abstention", "abstention_low", "abstention_high", "support", "support_low", "support_high", "pool", "persuadable", "known"];

    /// The row's numbers besides counts, in the order of tables and tiles: `SHARES`, then the elections.
    pub fn shares(&self) -> impl Iterator<Item = Option<f64>> {
        let own = [
            self.abstention,
            self.abstention_low,
            self.abstention_high,
            self.support,
            self.support_low,
            self.support_high,
            self.pool,
            self.persuadable,
            Some(self.known),
        ];
        own.into_iter().chain(self.abstention_at.iter().copied())
    }

    pub fn new(id: String, tally: &Tally, spread: &Spread) -> Self {
        let turnout = Rate::new(tally.vote_scored, tally.vote_sum, tally.vote_square_sum, spread.vote);
        let support = Rate::new(tally.support_scored, tally.support_sum, tally.support_square_sum, spread.support);
        let share = |part: u32, whole: u32| (whole > 0).then(|| f64::from(part) / f64::from(whole));
        let both = tally.vote_scored > 0 && tally.support_scored > 0;
        Self {
            id,
            voters: tally.voters,
            doors: tally.doors,
            households: tally.households,
            abstention: turnout.map(|rate| 1.0 - rate.mean),
            abstention_low: turnout.map(|rate| 1.0 - rate.high),
            abstention_high: turnout.map(|rate| 1.0 - rate.low),
            support: support.map(|rate| rate.mean),
            support_low: support.map(|rate| rate.low),
            support_high: support.map(|rate| rate.high),
            pool: both.then(|| tally.pool_sum as f64 / f64::from(SCORE_STEPS).powi(2)),
            persuadable: share(tally.persuadable, tally.support_scored),
            known: share(tally.known, tally.voters).unwrap_or(0.0),
            abstention_at: tally.eligible.iter().zip(&tally.voted).map(|(&eligible, &voted)| share(eligible - voted, eligible)).collect(),
        }
    }
}

/// A mean probability and the 90 % interval of the share it predicts.
#[derive(Debug, Clone, Copy)]
struct Rate {
    mean: f64,
    low: f64,
    high: f64,
}

impl Rate {
    /// The share's variance is that of `n` independent draws, Σp(1−p)/n², plus that of the place's own effect,
    /// whose posterior shrinks as the place grows: τ² / (1 + n·τ²·m(1−m)), taken from the logit to the share by (m(1−m))².
    fn new(n: u32, sum: u64, square_sum: u64, spread: f64) -> Option<Self> {
        if n == 0 {
            return None;
        }
        let (n, steps) = (f64::from(n), f64::from(SCORE_STEPS));
        let mean = sum as f64 / steps / n;
        let draws = (sum as f64 / steps - square_sum as f64 / (steps * steps)).max(0.0) / (n * n);
        let slope = mean * (1.0 - mean);
        let place = spread * spread / (1.0 + n * spread * spread * slope) * slope * slope;
        let half = 1.645 * (draws + place).sqrt();
        Some(Self { mean, low: (mean - half).max(0.0), high: (mean + half).min(1.0) })
    }
}
