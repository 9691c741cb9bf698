//! What a command prints at its end: for a person, or as one JSON object.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use crate::domain::{Problem, Report};
use crate::flow::ground::Placed;
use crate::flow::import_voters::Imported;
use crate::flow::link_records::Linked;
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
        println!("  {:.1} s", imported.seconds);
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
