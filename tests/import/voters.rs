//! Whole imports of small files, held to what a person checked by hand.

use arpent::domain::{Campaign, Country, ElectionKind, Source};
use arpent::import::voters::{Choice, Files, Imported, read};
use chrono::NaiveDate;

use super::shown;
use crate::support::{case, expect};

/// Imports files of a case folder; an empty name stands for none.
fn import(situation: &str, country: Country, [voters, history]: [&str; 2]) -> (Imported, Campaign) {
    let folder = case("import").join(situation);
    let bytes =
        [voters, history].map(|name| if name.is_empty() { Vec::new() } else { std::fs::read(folder.join(name)).expect("the case has it") });
    let [voters, history] = [(voters, 0), (history, 1)].map(|(name, place)| Source::new(name, &bytes[place]));
    let (roll, votes) = ([voters], [history]);
    let files = Files { voters: &roll, history: if history.name.is_empty() { &[] } else { &votes } };
    let mut campaign = Campaign::new("test", country);
    let imported = read(&files, &Choice::Auto, &mut campaign, &|_, _| ()).expect("a voter file");
    assert!(imported.report.adds_up());
    assert_eq!(imported.report.kept as usize, imported.voters.len());
    (imported, campaign)
}

#[test]
fn north_carolina() {
    let (imported, campaign) = import("nc", Country::Us, ["ncvoter.txt", "ncvhis.txt"]);
    expect(&case("import/nc/expected.txt"), &shown::imported(&imported, &campaign));
    for protected in ["race_code", "ethnic_code", "birth_state", "drivers_lic", "full_phone_number", "mail_addr1"] {
        assert!(!imported.voters.extra.contains_key(protected), "{protected} is stored");
    }
}

#[test]
fn plain_table() {
    let (imported, campaign) = import("generic", Country::Us, ["voters.csv", ""]);
    expect(&case("import/generic/expected.txt"), &shown::imported(&imported, &campaign));
}

#[test]
fn french_roll() {
    let (imported, campaign) = import("fr-reu", Country::Fr, ["liste.csv", ""]);
    let text = shown::imported(&imported, &campaign);
    expect(&case("import/fr-reu/expected.txt"), &text);
    for secret in ["Marseille", "Paris\n", "75056", "Française", "DUPONT"] {
        assert!(!text.contains(secret), "{secret} is stored");
    }
}

#[test]
fn elections_past_thirty_two_lose_the_oldest_and_known_bits_stay() {
    let mut history = String::from("id,election_date,election_type\n");
    for year in 1960..2000 {
        history.push_str(&format!("1,{year}-11-03,general\n"));
    }
    let voters = [Source::new("v.csv", b"id,last_name,first_name,address,birth_year\n1,Long,Ann,1 Elm St,1930\n")];
    let history = [Source::new("h.csv", history.as_bytes())];
    let mut campaign = Campaign::new("test", Country::Us);
    let known = NaiveDate::from_ymd_opt(1950, 11, 7).unwrap();
    campaign.election_bit(known, ElectionKind::General).unwrap();
    let files = Files { voters: &voters, history: &history };
    let imported = read(&files, &Choice::Auto, &mut campaign, &|_, _| ()).unwrap();
    assert_eq!(campaign.elections.len(), 32);
    assert_eq!(campaign.elections[0].date, known);
    assert_eq!(campaign.elections[1].key(), "1969_11_03");
    assert_eq!(imported.voters.voted, [u32::MAX - 1]);
    assert_eq!(imported.voters.eligible, [u32::MAX - 1], "of the known election this file tells nothing");
    assert_eq!(imported.report.noticed["votes_in_elections_left_out"], 9);
    assert!(imported.report.remarks.iter().any(|remark| remark.contains("left out the 9 older")));
}
