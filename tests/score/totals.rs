//! What is learnt, and that precincts add up to their official results.

use arpent::score::score;

use super::town::{Town, auc, spearman};

fn sum(column: &[u8], precinct: usize) -> f64 {
    column.iter().skip(precinct).step_by(20).map(|&step| f64::from(step) / 250.0).sum()
}

#[test]
fn turnout_is_learnt_and_every_precinct_meets_its_result() {
    let mut town = Town::new(20_000, 1);
    town.hold_election();
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    assert_eq!(scores.vote.method, "logistic");
    assert!(scores.vote.held_out_auc.expect("held out") > 0.70, "{:?}", scores.vote);
    assert!(spearman(&voters.p_vote, &town.p_vote) > 0.80, "{}", spearman(&voters.p_vote, &town.p_vote));
    for (at, result) in town.results.iter().enumerate() {
        let scored = sum(&voters.p_vote, at);
        assert!((scored - f64::from(result.cast)).abs() < 0.5, "{}: {scored} of {}", result.precinct, result.cast);
    }
    for bin in &scores.vote.calibration {
        assert!((bin.predicted - bin.observed).abs() < 0.07, "{bin:?}");
    }
    let share: Vec<&str> = scores.vote.influences.iter().take(6).map(|influence| influence.variable.as_str()).collect();
    assert!(share.contains(&"age"), "{share:?}");
}

#[test]
fn without_results_the_total_stays_at_the_election_learnt_from() {
    let town = Town::new(20_000, 2);
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    let voted = town.voters.voted.iter().filter(|&&bits| bits >> 1 & 1 == 1).count() as f64;
    let total: f64 = (0..20).map(|at| sum(&voters.p_vote, at)).sum();
    assert!((total - voted).abs() < 20.0, "{total} against {voted}");
    assert!(scores.spread.vote > 0.1 && scores.spread.vote < 1.0, "{:?}", scores.spread);
    assert!(
        scores.vote.remarks.iter().any(|remark| remark.contains("2022-11-08")),
        "the midterm teaches a midterm: {:?}",
        scores.vote.remarks
    );
}

#[test]
fn biased_answers_are_moved_to_the_official_share_and_a_said_answer_wins() {
    let mut town = Town::new(20_000, 3);
    town.hold_election();
    town.canvass(8, 4);
    let mut voters = town.voters.clone();
    let scores = score(&mut voters, &town.inputs()).expect("scores");
    assert_eq!(scores.support.method, "logistic");
    assert!(scores.support.labels > 1000);
    assert!(scores.support.held_out_auc.expect("held out") > 0.75, "{:?}", scores.support.held_out_auc);
    for (at, result) in town.results.iter().enumerate() {
        let official = f64::from(result.support.expect("told").0);
        assert!((sum(&voters.p_support, at) - official).abs() < 1.0, "{}: {} of {official}", result.precinct, sum(&voters.p_support, at));
    }
    for row in 0..voters.len() {
        match voters.support[row] {
            1 => assert!((237..=238).contains(&voters.p_support[row])),
            5 => assert!((12..=13).contains(&voters.p_support[row])),
            _ => {}
        }
    }
    let unasked: Vec<usize> = (0..voters.len()).filter(|&row| voters.support[row] == 0).collect();
    let scored: Vec<u8> = unasked.iter().map(|&row| voters.p_support[row]).collect();
    let likely: Vec<bool> = unasked.iter().map(|&row| town.p_support[row] > 0.5).collect();
    assert!(auc(&scored, &likely) > 0.95, "{}", auc(&scored, &likely));
}

#[test]
fn the_same_input_gives_the_same_scores() {
    let mut town = Town::new(5_000, 5);
    town.hold_election();
    town.canvass(8, 6);
    let (mut first, mut second) = (town.voters.clone(), town.voters.clone());
    let scores = [score(&mut first, &town.inputs()).expect("scores"), score(&mut second, &town.inputs()).expect("scores")];
    assert_eq!(first, second);
    assert_eq!(scores[0], scores[1]);
}
