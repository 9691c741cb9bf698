//! The invented electorate of Baltimore County, whose true probabilities are known.

use std::collections::HashMap;
use std::time::Instant;

use arpent::domain::{Campaign, Cell, Country, ElectionKind, PrecinctResult, Voters};
use arpent::score::{Inputs, score};

use super::town::{auc, date, spearman};
use crate::locate::made_voters::{self, Truth, table};
use crate::support::real_data;

#[test]
fn scores_rank_people_as_the_truth_does() {
    let Some(folder) = made_voters::make(1) else { return };
    let Some(data) = real_data("baltimore-county-md") else { return };
    let mut voters = made_voters::voters(&folder);
    let truth = made_voters::truth(&folder);
    let mut campaign = Campaign::new("Baltimore", Country::Us);
    read_history(&mut voters, &mut campaign, &folder);
    read_answers(&mut voters, &folder);
    let (precinct_ids, results) = results(&data);
    place(&mut voters, &truth, &precinct_ids);

    let begun = Instant::now();
    let inputs = Inputs { campaign: &campaign, target: date("2026-11-03"), precinct_ids: &precinct_ids, results: &results };
    let scores = score(&mut voters, &inputs).expect("scores");
    let seconds = begun.elapsed().as_secs_f64();

    let of = |value: fn(&Truth) -> f64| -> Vec<f64> { voters.id.iter().map(|id| value(&truth[id])).collect() };
    let (p_vote, p_support) = (of(|truth| truth.p_vote), of(|truth| truth.p_support));
    let above_half = |p: &[f64]| p.iter().map(|p| *p > 0.5).collect::<Vec<_>>();
    let vote = (spearman(&voters.p_vote, &p_vote), auc(&voters.p_vote, &above_half(&p_vote)));
    let support = (spearman(&voters.p_support, &p_support), auc(&voters.p_support, &above_half(&p_support)));
    eprintln!("{} voters in {seconds:.2} s; vote {vote:?}, support {support:?}; {scores:#?}", voters.len());
    assert_eq!((scores.vote.method.as_str(), scores.support.method.as_str()), ("logistic", "logistic"));
    assert!(vote.0 > 0.70, "rank correlation of P(votes) with the truth: {}", vote.0);
    assert!(support.0 > 0.85, "rank correlation of P(supports) with the truth: {}", support.0);
}

fn read_history(voters: &mut Voters, campaign: &mut Campaign, folder: &std::path::Path) {
    let row_of: HashMap<String, usize> = voters.id.iter().map(str::to_owned).zip(0..).collect();
    for row in table(&folder.join("ncvhis.txt"), b'\t') {
        let kind = if row["election_desc"].ends_with("PRIMARY") { ElectionKind::Primary } else { ElectionKind::General };
        let day = chrono::NaiveDate::parse_from_str(&row["election_lbl"], "%m/%d/%Y").expect("a date");
        let bit = campaign.election_bit(day, kind).expect("room");
        if let Some(&voter) = row_of.get(&row["ncid"]) {
            voters.voted[voter] |= 1 << bit;
        }
    }
    for (bit, election) in campaign.elections.iter().enumerate() {
        let day = election.date.signed_duration_since(chrono::NaiveDate::default()).num_days();
        for voter in 0..voters.len() {
            voters.eligible[voter] |= u32::from(i64::from(voters.registered_day[voter]) <= day) << bit;
        }
    }
}

fn read_answers(voters: &mut Voters, folder: &std::path::Path) {
    let answers: HashMap<String, u8> =
        table(&folder.join("ids.csv"), b',').map(|row| (row["ncid"].clone(), row["support"].parse().expect("1 to 5"))).collect();
    for voter in 0..voters.len() {
        voters.support[voter] = answers.get(voters.id.get(voter)).copied().unwrap_or(0);
    }
}

/// Turnout of 2014 and the presidential vote of 2020, as the precinct file has them.
fn results(data: &std::path::Path) -> (Vec<String>, Vec<PrecinctResult>) {
    let text = std::fs::read_to_string(data.join("precincts/baltimore_county_city_vtd2020_joined.geojson")).expect("the precinct file");
    let collection: geojson::FeatureCollection = text.parse().expect("GeoJSON");
    let mut ids = Vec::new();
    let mut results = Vec::new();
    for feature in &collection.features {
        let count = |name: &str| feature.property(name).and_then(|value| value.as_f64()).unwrap_or(0.0) as u32;
        let id = feature.property("GEOID20").and_then(|value| value.as_str()).expect("an id").to_owned();
        let result = |day: &str, registered, cast, support| PrecinctResult {
            precinct: id.clone(),
            date: date(day),
            kind: ElectionKind::General,
            registered,
            cast,
            support,
        };
        results.push(result("2014-11-04", count("registered_2014"), count("voted_2014"), None));
        let (ours, theirs) = (count("E_20_PRES_Dem"), count("E_20_PRES_Rep"));
        results.push(result("2020-11-03", 0, count("E_20_PRES_Total"), Some((ours, ours + theirs))));
        ids.push(id);
    }
    (ids, results)
}

fn place(voters: &mut Voters, truth: &HashMap<String, Truth>, precinct_ids: &[String]) {
    let row_of: HashMap<&str, u32> = precinct_ids.iter().map(String::as_str).zip(0..).collect();
    for voter in 0..voters.len() {
        let truth = &truth[voters.id.get(voter)];
        voters.precinct[voter] = row_of[truth.precinct.as_str()];
        voters.cell[voter] = Cell::at(truth.lon, truth.lat).expect("on the globe");
    }
}
