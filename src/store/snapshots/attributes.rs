//! What commercial and other files tell of voters: one table a source, a row a voter matched.

use super::{new_table, read};
use crate::domain::{Attributes, Outcome};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;

const PREFIX: &str = "attributes/";
const COLUMN: &str = "column.";

pub fn table(attributes: &Attributes, source: &str) -> Outcome<NewTable> {
    let mut columns =
        vec![("voter_id".to_owned(), Column::Text(&attributes.voter_id)), ("match".to_owned(), Column::F32(&attributes.probability))];
    columns.extend(attributes.columns.iter().map(|(name, column)| (format!("{COLUMN}{name}"), Column::Codes(column))));
    new_table(&format!("{PREFIX}{}", attributes.source), source, attributes.voter_id.len(), &columns)
}

/// In the order of the sources' names.
pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Vec<Attributes>> {
    let mut all = Vec::new();
    for name in manifest.tables.keys().filter(|name| name.starts_with(PREFIX)) {
        let Some(table) = read(folder, manifest, name)? else { continue };
        let mut attributes = Attributes {
            source: name.trim_start_matches(PREFIX).to_owned(),
            voter_id: table.texts("voter_id")?,
            probability: table.f32s("match")?,
            ..Attributes::default()
        };
        for name in table.names() {
            if let Some(own) = name.strip_prefix(COLUMN) {
                attributes.columns.insert(own.to_owned(), table.codes(&name)?);
            }
        }
        all.push(attributes);
    }
    Ok(all)
}
