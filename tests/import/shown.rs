//! What an import gave, as text a person can read in a diff.

use std::fmt::Write;

use arpent::domain::{Campaign, Reject, Voters};
use arpent::import::voters::Imported;

pub fn imported(imported: &Imported, campaign: &Campaign) -> String {
    let mut text = voters(&imported.voters, campaign);
    text.push_str("\nrejects\n");
    text.push_str(&rejects(&imported.rejects));
    writeln!(text, "\nreport\n{}", serde_json::to_string_pretty(&imported.report).expect("a report is plain data"))
        .expect("a String takes all");
    text
}

pub fn rejects(rejects: &[Reject]) -> String {
    let line = |reject: &Reject| {
        let Reject { file, row, reason, field, detail } = reject;
        format!("{file} row {row}: {} {field}: {detail}\n", reason.word())
    };
    rejects.iter().map(line).collect()
}

fn voters(voters: &Voters, campaign: &Campaign) -> String {
    let elections = |bits: u32| {
        let seen = campaign.elections.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
        seen.map(|(_, election)| format!("{}-{:?}", election.key(), election.kind)).collect::<Vec<_>>().join(" ")
    };
    let mut text = String::new();
    for row in 0..voters.len() {
        let names =
            [&voters.last_name, &voters.first_name, &voters.middle_name, &voters.name_suffix].map(|column| column.get(row)).join("/");
        let home = [&voters.number, &voters.street, &voters.unit].map(|column| column.get(row)).join("/");
        let place = [&voters.city, &voters.postcode, &voters.file_precinct].map(|column| column.get(row)).join("/");
        let profile = [&voters.sex, &voters.party].map(|column| column.get(row)).join("/");
        let extra: Vec<String> = voters.extra.iter().map(|(name, column)| format!("{name}={}", column.get(row))).collect();
        let (born, registered, status) = (voters.birth_year[row], voters.registered_day[row], voters.status[row]);
        writeln!(text, "{}: {names} at {home}, {place}", voters.id.get(row)).expect("a String takes all");
        writeln!(text, "   born {born}, {profile}, status {status}, registered day {registered}, tags {:b}", voters.tags[row])
            .expect("a String takes all");
        writeln!(text, "   voted [{}] of [{}]", elections(voters.voted[row]), elections(voters.eligible[row])).expect("a String takes all");
        writeln!(text, "   {}", extra.join(", ")).expect("a String takes all");
    }
    text
}
