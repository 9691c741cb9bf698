//! Registrations that stand behind another of the same person: a voters table with a few columns more.

use super::{new_table, read, voters};
use crate::domain::{Merges, Outcome};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;

pub const MERGES: &str = "merges";

pub fn table(merges: &Merges, source: &str) -> Outcome<NewTable> {
    let made = voters::Made::of(&merges.doubles);
    let mut columns = voters::columns(&merges.doubles, &made);
    let more = [
        ("kept_id", Column::Text(&merges.kept_id)),
        ("probability", Column::F32(&merges.probability)),
        ("evidence", Column::Codes(&merges.evidence)),
        ("kept_voted", Column::U32(&merges.kept_voted)),
        ("kept_eligible", Column::U32(&merges.kept_eligible)),
        ("kept_tags", Column::Codes(&merges.kept_tags)),
        ("given", Column::Codes(&merges.given)),
    ];
    columns.extend(more.map(|(name, column)| (name.to_owned(), column)));
    new_table(MERGES, source, merges.len(), &columns)
}

/// Empty when nothing was ever merged.
pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Merges> {
    let Some(table) = read(folder, manifest, MERGES)? else { return Ok(Merges::default()) };
    Ok(Merges {
        doubles: voters::from_table(&table)?,
        kept_id: table.texts("kept_id")?,
        probability: table.f32s("probability")?,
        evidence: table.codes("evidence")?,
        kept_voted: table.u32s("kept_voted")?,
        kept_eligible: table.u32s("kept_eligible")?,
        kept_tags: table.codes("kept_tags")?,
        given: table.codes("given")?,
    })
}
