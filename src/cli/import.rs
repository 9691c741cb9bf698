//! `arpent import …`

use std::path::Path;

use super::args::What;
use super::progress::Bar;
use super::report::Printer;
use crate::boundaries::Options;
use crate::domain::Outcome;
use crate::flow::{import_addresses, import_answers, import_attributes, import_boundaries, import_results, import_streets, import_voters};
use crate::import::results;
use crate::store::Folder;

pub fn run(folder: &Folder, what: What, out: &Printer) -> Outcome<()> {
    let (reading, locating) = (Bar::new("reading"), Bar::new("locating voters"));
    match what {
        What::Boundaries { file, layer, id, name, crs } => {
            let options = Options { id: id.as_deref(), name: name.as_deref(), crs: crs.as_deref() };
            let wanted = import_boundaries::Wanted { file: &file, layer: &layer, options };
            let (report, placed) = import_boundaries::import_boundaries(folder, &wanted, &locating.callback())?;
            out.import(&report, placed.as_ref());
        }
        What::Streets { file } => {
            let (report, placed) = import_streets::import_streets(folder, &file, &reading.callback(), &locating.callback())?;
            out.import(&report, placed.as_ref());
        }
        What::Addresses { file, layout } => {
            let (report, placed) = import_addresses::import_addresses(folder, &file, &layout, &locating.callback())?;
            out.import(&report, placed.as_ref());
        }
        What::Voters { files, layout, history, deceased, source } => {
            let comparing = Bar::new("comparing people");
            let (reading, comparing, locating) = (reading.callback(), comparing.callback(), locating.callback());
            let watch = import_voters::Watch { reading: &reading, comparing: &comparing, locating: &locating };
            let wanted = import_voters::Wanted {
                voters: files.iter().map(AsRef::<Path>::as_ref).collect(),
                history: history.iter().map(AsRef::<Path>::as_ref).collect(),
                deceased: deceased.as_deref(),
                layout: &layout,
                source: source.as_deref(),
            };
            out.voters(&import_voters::import_voters(folder, &wanted, watch)?);
        }
        What::Attributes { file, layout, source } => {
            let comparing = Bar::new("comparing people");
            let wanted = import_attributes::Wanted { file: &file, layout: &layout, source: source.as_deref() };
            out.matched(&import_attributes::import_attributes(folder, &wanted, &reading.callback(), &comparing.callback())?);
        }
        What::Results { file, layout, election, kind, support } => {
            let election = election.map(|date| (date, kind.into()));
            let wanted = results::Wanted { election, support: &support, ..results::Wanted::default() };
            out.import(&import_results::import_results(folder, &file, &layout, &wanted)?, None);
        }
        What::Answers { file } => out.import(&import_answers::import_answers(folder, &file)?, None),
    }
    Ok(())
}
