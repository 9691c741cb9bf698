//! Adding up voters a word of 64 rows at a time.

use super::bits::{firsts, ones};
use super::table::Table;
use crate::domain::Tally;
use crate::domain::heat::PERSUADABLE_STEPS;
use crate::domain::voters::SCORE_STEPS;

/// What a walk through the rows remembers from one word to the next: was the door (household) it stands in counted yet?
#[derive(Debug, Clone, Copy, Default)]
pub struct Open {
    pub door: bool,
    pub household: bool,
}

/// The hits of one word that stand for a new door and a new household.
#[derive(Debug, Clone, Copy)]
pub struct Firsts {
    door: u64,
    household: u64,
}

impl Open {
    /// Walks over word `at`, whose rows `hits` count.
    pub fn walk(&mut self, table: &Table, at: usize, hits: u64) -> Firsts {
        Firsts {
            door: firsts(hits, table.door_starts.0[at], &mut self.door),
            household: firsts(hits, table.household_starts.0[at], &mut self.household),
        }
    }
}

/// Adds the voters `hits` of word `at`.
pub fn add(tally: &mut Tally, table: &Table, at: usize, hits: u64, firsts: Firsts) {
    if hits == 0 {
        return;
    }
    tally.voters += hits.count_ones();
    tally.doors += (firsts.door & hits).count_ones();
    tally.households += (firsts.household & hits).count_ones();
    tally.known += (table.known.0[at] & hits).count_ones();
    for bit in 0..tally.eligible.len() {
        let on_roll = table.eligible[bit].0[at] & hits;
        tally.eligible[bit] += on_roll.count_ones();
        tally.voted[bit] += (table.voted[bit].0[at] & on_roll).count_ones();
    }
    for bit in ones(hits) {
        add_scores(tally, table.p_vote[at * 64 + bit], table.p_support[at * 64 + bit]);
    }
}

/// Codes are steps + 1, and 0 without a score.
fn add_scores(tally: &mut Tally, vote_code: u8, support_code: u8) {
    let (vote, support) = (u64::from(vote_code.saturating_sub(1)), u64::from(support_code.saturating_sub(1)));
    let (votes, supports) = (vote_code != 0, support_code != 0);
    tally.vote_scored += u32::from(votes);
    tally.vote_sum += vote;
    tally.vote_square_sum += vote * vote;
    tally.support_scored += u32::from(supports);
    tally.support_sum += support;
    tally.support_square_sum += support * support;
    tally.persuadable += u32::from(PERSUADABLE_STEPS.contains(&(support as u8)));
    if votes && supports {
        tally.pool_sum += (u64::from(SCORE_STEPS) - vote) * support;
    }
}
