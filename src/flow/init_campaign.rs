//! A new, empty campaign folder.

use std::path::Path;

use crate::domain::{Campaign, Country, Outcome};
use crate::store::Folder;

/// `name` defaults to the folder's own.
pub fn init_campaign(path: &Path, country: Country, name: Option<&str>) -> Outcome<Folder> {
    let own = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.map(str::to_owned).or(own).unwrap_or_else(|| "campaign".to_owned());
    Folder::create(path, &Campaign::new(name, country))
}
