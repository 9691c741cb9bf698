//! What a command prints at its end: for a person, or as one JSON object.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::domain::{Problem, Report};
use crate::flow::audit_precincts::Audited;
use crate::flow::cells;
use crate::flow::geocode::Geocoded;
use crate::flow::ground::Placed;
use crate::flow::import_attributes::Matched;
use crate::flow::import_voters::Imported;
use crate::flow::link_records::Linked;
use crate::flow::roll;
use crate::score::{Model, Scores};

#[derive(Debug, Clone, Copy)]
pub struct Printer {
    pub json: bool,
}

impl Printer {
    /// One sentence, or the object.
    pub fn done(&self, sentence: &str, object: &impl Serialize) {
        if self.json { self.object(object) } else { println!("{sentence}") }
    }

    /// Rows as CSV, or as one array of objects.
    pub fn table<const N: usize>(&self, header: [&str; N], rows: impl Iterator<Item = [String; N]>) {
        if self.json {
            let object = |row: [String; N]| header.iter().map(|name| (*name).to_owned()).zip(row.map(Value::from)).collect::<Map<_, _>>();
            return self.object(&rows.map(object).collect::<Vec<_>>());
        }
        let mut csv = csv::Writer::from_writer(std::io::stdout().lock());
        // who closes the pipe has seen enough
        let _ = csv.write_record(header).is_ok()
            && rows.map(|row| csv.write_record(row.map(|cell| cells::plain(&cell).into_owned()))).all(|written| written.is_ok());
    }

    fn object(&self, object: &impl Serialize) {
        println!("{}", serde_json::to_string(object).expect("reports are numbers and text"));
    }

    pub fn import(&self, report: &Report, placed: Option<&Placed>) {
        if self.json {
            let mut object = serde_json::to_value(report).expect("a report is numbers and text");
            if let Some(placed) = placed {
                object["voters"] = serde_json::to_value(placed).expect("counts");
            }
            return self.object(&object);
        }
        print_report(report);
        if let Some(placed) = placed {
            println!("  voters placed anew");
            print_placed(placed);
        }
    }

    pub fn voters(&self, imported: &Imported) {
        if self.json {
            return self.object(imported);
        }
        print_report(&imported.report);
        print_placed(&imported.placed);
        if let Some(path) = &imported.rejects {
            println!("  rows left out are in {}", path.display());
        }
        if let Some(path) = &imported.merged_into {
            println!("  merged registrations are in {}", path.display());
        }
        if let Some(path) = &imported.review {
            println!(
                "  {} pairs may be one person each; look at them in {}, and join them with `arpent merges join`",
                imported.to_review,
                path.display()
            );
        }
        if let Some(path) = &imported.changed {
            let roll::Changes { new, changed, same, gone, .. } = &imported.changes;
            println!("  since the last file: {new} new, {changed} changed, {gone} gone, {same} as before; listed in {}", path.display());
        }
        println!("  {:.1} s", imported.seconds);
    }

    pub fn geocoded(&self, geocoded: &Geocoded) {
        if self.json {
            return self.object(geocoded);
        }
        print_report(&geocoded.report);
        let levels: Vec<String> = geocoded.levels.iter().map(|(level, count)| format!("{level} {count}")).collect();
        println!("  found: {}; {} ambiguous", levels.join(", "), geocoded.ambiguous);
        println!("  in {} known addresses and ranges; {} rows of them left out", geocoded.references, geocoded.references_rejected);
        if let Some(path) = &geocoded.rejects {
            println!("  rows left out are in {}", path.display());
        }
        println!("  {:.1} s; {:.0} addresses a second", geocoded.seconds, geocoded.addresses_a_second);
    }

    pub fn audited(&self, audited: &Audited) {
        const SHOWN: usize = 20;
        if self.json {
            return self.object(audited);
        }
        let Audited { voters, compared, agree, differ, coarse, .. } = audited;
        println!(
            "{voters} voters: {compared} compared = {agree} in their file's precinct + {differ} elsewhere; {coarse} known too coarsely"
        );
        let kinds: Vec<String> = audited.kinds.iter().map(|(kind, count)| format!("{} {count}", kind.replace('_', " "))).collect();
        if !kinds.is_empty() {
            println!("  {}", kinds.join(", "));
        }
        for pair in audited.pairs.iter().take(SHOWN) {
            let door = if pair.door_precinct.is_empty() { "outside all" } else { &pair.door_precinct };
            println!("  {:>7} in {door}, their file says {} ({} near its border)", pair.voters, pair.file_precinct, pair.near_border);
        }
        if audited.pairs.len() > SHOWN {
            println!("  and {} other pairs", audited.pairs.len() - SHOWN);
        }
        if !audited.unmapped.is_empty() {
            print_counts("precincts of the file that are not in the layer", &audited.unmapped);
        }
    }

    pub fn matched(&self, matched: &Matched) {
        if self.json {
            return self.object(matched);
        }
        print_report(&matched.report);
        println!(
            "  {} rows are a voter's, about {:.0} of them wrongly; {} are nobody's",
            matched.matched, matched.expected_wrong, matched.unmatched
        );
        println!("  columns to filter by: {}", matched.columns.join(", "));
        if let Some(path) = &matched.unmatched_file {
            println!("  rows that are nobody's are in {}", path.display());
        }
    }

    pub fn scores(&self, scores: &Scores) {
        if self.json {
            return self.object(scores);
        }
        println!("scores {} for the election of {}", scores.version, scores.target);
        print_model("votes", &scores.vote);
        print_model("supports us", &scores.support);
    }

    pub fn links(&self, linked: &Linked) {
        if self.json {
            return self.object(linked);
        }
        println!("{} records read = {} persons + {} merged", linked.read, linked.clusters, linked.merged);
        println!("  {} pairs compared, {} listed, {} of them to review", linked.compared, linked.pairs, linked.to_review);
        for cut in &linked.blocks_cut {
            println!("  too many records share {}: {} groups of up to {} were left to the other keys", cut.key, cut.blocks, cut.largest);
        }
        println!("  {:.1} s", linked.seconds);
    }

    pub fn check(&self, faults: &[Problem]) {
        if self.json {
            let lines: Vec<String> = faults.iter().map(Problem::to_string).collect();
            return self.object(&json!({ "faults": lines }));
        }
        match faults {
            [] => println!("the campaign is sound"),
            _ => faults.iter().for_each(|fault| println!("{fault}")),
        }
    }
}

fn print_report(report: &Report) {
    println!("{}: {} read = {} kept + {} rejected + {} merged", report.what, report.read, report.kept, report.rejected, report.merged);
    print_counts("left out", &report.rejected_by);
    print_counts("noticed", &report.noticed);
    report.remarks.iter().for_each(|remark| println!("  {remark}"));
}

fn print_placed(placed: &Placed) {
    print_counts("located", &placed.geocoded);
    println!("  {} doors, {} households; {} addresses are ambiguous", placed.doors, placed.households, placed.ambiguous);
    print_counts("precinct", &placed.precinct);
    placed.remarks.iter().for_each(|remark| println!("  {remark}"));
}

fn print_counts(what: &str, counts: &BTreeMap<String, u64>) {
    if !counts.is_empty() {
        let all: Vec<String> = counts.iter().map(|(name, count)| format!("{} {count}", name.replace('_', " "))).collect();
        println!("  {what}: {}", all.join(", "));
    }
}

fn print_model(what: &str, model: &Model) {
    println!("{what}: {}, {} labels", model.method, model.labels);
    if let (Some(auc), Some(brier)) = (model.held_out_auc, model.held_out_brier) {
        println!("  held out: AUC {auc:.3}, Brier {brier:.4}");
    }
    if !model.calibration.is_empty() {
        println!("  predicted  observed       n");
        model.calibration.iter().for_each(|bin| println!("  {:>9.3} {:>9.3} {:>7}", bin.predicted, bin.observed, bin.n));
    }
    if !model.influences.is_empty() {
        println!("  influence (log-odds)");
        model.influences.iter().for_each(|influence| println!("  {:<32} {:>+7.3}", influence.variable, influence.effect));
    }
    model.remarks.iter().for_each(|remark| println!("  {remark}"));
}
