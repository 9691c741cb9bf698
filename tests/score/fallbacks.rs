//! Little or nothing to learn from: the simpler model, and it says so.

use arpent::domain::voters::NO_SCORE;
use arpent::domain::{Dictionary, Voters};
use arpent::score::score;

use super::town::Town;

#[test]
fn without_history_everybody_has_the_turnout_of_the_precinct() {
    let mut town = Town::new(4_000, 1);
    town.hold_election();
    town.voters.voted.fill(0);
    town.voters.eligible.fill(0);
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    assert_eq!((scores.vote.method.as_str(), scores.vote.labels, scores.vote.held_out_auc), ("precinct results", 0, None));
    let expected = f64::from(town.results[3].cast) / f64::from(town.results[3].registered) * 250.0;
    for row in (3..voters.len()).step_by(20) {
        assert_eq!(voters.p_vote[row], expected.round() as u8);
    }
    assert!(scores.vote.remarks.iter().any(|remark| remark.contains("not persons")), "{:?}", scores.vote.remarks);
}

#[test]
fn with_nothing_at_all_nobody_is_scored_but_who_answered() {
    let mut town = Town::new(400, 2);
    town.voters.voted.fill(0);
    town.voters.support[7] = 2;
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    assert_eq!((scores.vote.method.as_str(), scores.support.method.as_str()), ("none", "none"));
    assert!(voters.p_vote.iter().all(|&score| score == NO_SCORE));
    assert_eq!(voters.p_support.iter().filter(|&&score| score != NO_SCORE).count(), 1);
    assert_eq!(voters.p_support[7], 200);
}

#[test]
fn with_few_answers_parties_are_told_apart_by_precinct_totals() {
    let mut town = Town::new(20_000, 3);
    // precincts differ in their parties, or nothing could tell parties apart
    let rows = town.voters.len();
    town.voters.party = Dictionary::new();
    for row in 0..rows {
        let party = if (row / 20) % 20 < row % 20 { "DEM" } else { "REP" };
        town.voters.party.push(party);
        town.p_support[row] = if party == "DEM" { 0.85 } else { 0.15 };
    }
    town.hold_election();
    town.canvass(1000, 4);
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    assert_eq!(scores.support.method, "precinct results and party");
    let mean = |party: &str| {
        let code = voters.party.find(party).expect("a party");
        let rows: Vec<usize> = (0..voters.len()).filter(|&row| voters.party.code(row) == code && voters.support[row] == 0).collect();
        rows.iter().map(|&row| f64::from(voters.p_support[row]) / 250.0).sum::<f64>() / rows.len() as f64
    };
    assert!((mean("DEM") - 0.85).abs() < 0.05 && (mean("REP") - 0.15).abs() < 0.05, "{} {}", mean("DEM"), mean("REP"));
}

#[test]
fn one_class_of_answers_teaches_nothing() {
    let mut town = Town::new(4_000, 4);
    town.voters.support.fill(1);
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    assert_eq!(scores.support.method, "none");
    assert!(scores.support.remarks[0].contains("too few"), "{:?}", scores.support.remarks);
}

#[test]
fn results_that_contradict_themselves_are_left_out_and_named() {
    let mut town = Town::new(2_000, 5);
    town.hold_election();
    town.results[0].cast = town.results[0].registered + 1;
    town.results[1].precinct = "nowhere".into();
    town.results[2].registered = 0;
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    let said = scores.vote.remarks.join("; ");
    assert!(said.contains("turnout: 1 left out that count more votes than voters"), "{said}");
    assert!(said.contains("turnout: 1 left out that name a precinct the layer lacks"), "{said}");
    assert!(said.contains("turnout of 17 precincts"), "{said}");
}

#[test]
fn no_voters_is_a_problem_with_a_remedy() {
    let town = Town::new(20, 6);
    let problem = score(&mut Voters::default(), &town.inputs()).expect_err("nothing to score");
    assert!(problem.remedy.is_some());
}
