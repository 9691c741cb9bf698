//! Which column is the id, which the name? Told by the user, else known from the recipes in `boundaries/`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Feature, Options};
use crate::domain::{Outcome, Problem};

/// What one published layer calls its columns. `boundaries/README.md` tells how to write one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recipe {
    pub title: String,
    pub source: String,
    pub licence: String,
    pub vintage: String,
    pub columns: Columns,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    /// The layer is recognised by these columns, all of them.
    pub seen: Vec<String>,
    /// First come, first taken; `A+B` joins two columns.
    pub id: Vec<String>,
    pub name: Vec<String>,
}

/// Every recipe, in the order they are tried where two know as many columns of a file.
const FILES: [(&str, &str); 8] = [
    ("us-census-vtd.toml", include_str!("../../boundaries/us-census-vtd.toml")),
    ("us-dra-vtd.toml", include_str!("../../boundaries/us-dra-vtd.toml")),
    ("us-oh-franklin.toml", include_str!("../../boundaries/us-oh-franklin.toml")),
    ("fr-reu-contours.toml", include_str!("../../boundaries/fr-reu-contours.toml")),
    ("fr-brest-metropole.toml", include_str!("../../boundaries/fr-brest-metropole.toml")),
    ("fr-communes.toml", include_str!("../../boundaries/fr-communes.toml")),
    ("fr-paris.toml", include_str!("../../boundaries/fr-paris.toml")),
    ("usual-names.toml", include_str!("../../boundaries/usual-names.toml")),
];

static RECIPES: LazyLock<Vec<Recipe>> = LazyLock::new(|| {
    FILES.iter().map(|(file, text)| toml::from_str(text).unwrap_or_else(|error| panic!("boundaries/{file}: {error}"))).collect()
});

/// Columns whose values, joined by `-`, are an area's id or name.
pub(super) type Key = Vec<String>;

#[derive(Debug)]
pub(super) struct Chosen {
    pub id: Key,
    pub name: Option<Key>,
    /// The user named the id: parts that share one are joined without a second look.
    pub told: bool,
    /// What the columns show the layer to be.
    pub recipe: Option<&'static Recipe>,
}

pub(super) fn choose(rows: &[Feature], options: &Options) -> Outcome<Chosen> {
    let known: BTreeSet<&str> = rows.iter().flat_map(|row| row.columns.keys().map(String::as_str)).collect();
    let told = |field: &str, option: &str| find(&known, field).ok_or_else(|| no_such(&known, field, option));
    let recipe = recognise(&known);
    let first =
        |fields: fn(&Columns) -> &[String]| recipe.and_then(|recipe| fields(&recipe.columns).iter().find_map(|field| find(&known, field)));

    let id = match options.id {
        Some(field) => told(field, "--id")?,
        None => first(|columns| &columns.id).ok_or_else(|| no_id(&known))?,
    };
    let name = match options.name {
        Some(field) => Some(told(field, "--name")?),
        None => first(|columns| &columns.name),
    };
    Ok(Chosen { id, name, told: options.id.is_some(), recipe: recipe.filter(|recipe| !recipe.columns.seen.is_empty()) })
}

/// The value of a key in a row: empty when every part is, since half a key still tells areas apart.
pub(super) fn value(columns: &BTreeMap<String, String>, key: &Key) -> String {
    let parts: Vec<&str> = key.iter().map(|column| columns.get(column).map_or("", |text| text.trim())).collect();
    if parts.iter().all(|part| part.is_empty()) { String::new() } else { parts.join("-") }
}

fn recognise(known: &BTreeSet<&str>) -> Option<&'static Recipe> {
    let has_all = |recipe: &&Recipe| recipe.columns.seen.iter().all(|column| find(known, column).is_some());
    let has_id = |recipe: &&Recipe| recipe.columns.id.iter().any(|field| find(known, field).is_some());
    // `max_by_key` gives the last of equals, and the first is wanted
    RECIPES.iter().rev().filter(has_all).filter(has_id).max_by_key(|recipe| recipe.columns.seen.len())
}

/// The file's own spelling of a column, or of the columns that `A+B` joins.
fn find(known: &BTreeSet<&str>, field: &str) -> Option<Key> {
    let one = |field: &str| {
        let alike = || known.iter().find(|column| column.eq_ignore_ascii_case(field));
        known.get(field).or_else(alike).map(|column| (*column).to_owned())
    };
    one(field).map(|column| vec![column]).or_else(|| field.contains('+').then(|| field.split('+').map(one).collect())?)
}

fn no_such(known: &BTreeSet<&str>, field: &str, option: &str) -> Problem {
    Problem::new(format!("no column {field:?}; it has {}", listed(known))).remedy(format!("name one of them with {option}"))
}

fn no_id(known: &BTreeSet<&str>) -> Problem {
    Problem::new(format!("no column looks like an id; it has {}", listed(known)))
        .remedy("say which with --id COLUMN, or --id A+B where two together tell areas apart")
}

pub(super) fn listed(known: &BTreeSet<&str>) -> String {
    if known.is_empty() { "none".to_owned() } else { known.iter().copied().collect::<Vec<_>>().join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_in_the_folder_is_read_and_tells_where_it_comes_from() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("boundaries");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder of recipes")
            .map(|entry| entry.expect("a readable entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".toml"))
            .collect();
        files.sort();
        let mut listed: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
        listed.sort_unstable();
        assert_eq!(files, listed, "boundaries/*.toml and FILES differ");
        for recipe in RECIPES.iter() {
            assert!(!recipe.columns.id.is_empty(), "{} has no id column", recipe.title);
            for text in [&recipe.title, &recipe.source, &recipe.licence, &recipe.vintage] {
                assert!(!text.is_empty(), "{} leaves a field empty", recipe.title);
            }
        }
    }
}
