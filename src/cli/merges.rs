//! `arpent merges …`

use super::args::MergesWhat;
use super::progress::Bar;
use super::report::Printer;
use crate::domain::Outcome;
use crate::flow::decide_merges::{self, Decided};
use crate::store::{Folder, snapshots};

pub fn run(folder: &Folder, what: MergesWhat, out: &Printer) -> Outcome<()> {
    let locating = Bar::new("locating voters");
    match what {
        MergesWhat::List => {
            let merges = snapshots::merges::read_all(folder, &folder.manifest()?)?;
            let rows = (0..merges.len()).map(|row| {
                let probability = format!("{:.4}", merges.probability[row]);
                [merges.doubles.id.get(row), merges.kept_id.get(row), &probability, merges.evidence.get(row)].map(str::to_owned)
            });
            out.table(["id", "kept_id", "probability", "evidence"], rows);
        }
        MergesWhat::Undo { ids } => said(&decide_merges::undo_merges(folder, &ids, &locating.callback())?, out),
        MergesWhat::Join { one, other } => said(&decide_merges::join(folder, &one, &other, &locating.callback())?, out),
    }
    Ok(())
}

fn said(decided: &Decided, out: &Printer) {
    let sentence =
        format!("{} voters, {} registrations merged into theirs; score again with `arpent score`", decided.voters, decided.merged);
    out.done(&sentence, decided);
}
