//! Where in a file's rows does each of our fields stand?

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::delimited::{Row, Table, squeezed};
use super::layout::{Chosen, OneOrMore, keys, listed};
use super::names::column_key;
use crate::domain::{Outcome, Problem};

/// A section laid over a file's header.
pub(crate) struct Binding<'s> {
    pub chosen: &'s Chosen,
    pub file: &'s str,
    pub header: &'s [String],
    keys: Vec<String>,
}

impl<'s> Binding<'s> {
    /// `fields` are the names this kind of file may map; a layout that maps another has a typo.
    pub fn new(chosen: &'s Chosen, table: &'s Table, fields: &[&str]) -> Outcome<Self> {
        if let Some(stranger) = chosen.section.columns.keys().find(|name| !fields.contains(&name.as_str())) {
            return Err(Problem::new(format!("layout {} maps {stranger:?}, which is no field", chosen.name))
                .file(table.name)
                .remedy(format!("the fields are {}", fields.join(", "))));
        }
        Ok(Self { chosen, file: table.name, header: &table.header, keys: keys(&table.header) })
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        let key = column_key(name);
        self.keys.iter().position(|known| *known == key)
    }

    /// Where a field is read; reads as empty when the file has no such column.
    pub fn field(&self, name: &str) -> Outcome<Field> {
        let written = self.chosen.section.columns.get(name).map_or(&[][..], OneOrMore::as_slice);
        let mut alternatives = Vec::new();
        for template in written {
            alternatives.extend(self.template(template)?);
        }
        Ok(Field { alternatives })
    }

    /// As `field`, for one without which the file is of no use.
    pub fn required(&self, name: &str) -> Outcome<Field> {
        let field = self.field(name)?;
        if !field.is_empty() {
            return Ok(field);
        }
        let Some(wanted) = self.chosen.section.columns.get(name) else {
            return Err(Problem::new(format!("layout {} does not say which column holds {name}", self.chosen.name)).file(self.file));
        };
        let wanted = wanted.as_slice().join(" or ");
        Err(Problem::new(format!("no column named {wanted} (layout {}); the columns are {}", self.chosen.name, listed(self.header)))
            .file(self.file)
            .remedy("choose another --layout, or describe the columns in --layout FILE.toml"))
    }

    /// The column within whose value codes are unique; reads as empty when they are so everywhere.
    pub fn within(&self) -> Field {
        let column = self.chosen.section.codes_within.as_ref().and_then(|name| self.column(name));
        Field { alternatives: column.map(Template::Column).into_iter().collect() }
    }

    /// Our word for each of theirs; empty when the layout does not translate this field.
    pub fn values(&self, field: &str) -> BTreeMap<String, String> {
        self.chosen.section.values.get(field).cloned().unwrap_or_default()
    }

    /// Columns that go nowhere else, with their keys: neither mapped nor protected nor dropped.
    pub fn leftover(&self) -> Vec<(usize, String)> {
        let section = &self.chosen.section;
        let mapped: BTreeSet<String> =
            section.columns.values().flat_map(|columns| columns.as_slice()).flat_map(|text| names_in(text)).collect();
        let refused = |key: &str| section.protected.iter().chain(&section.dropped).any(|pattern| matches(pattern, key));
        let mut seen = BTreeSet::new();
        let columns = self.keys.iter().enumerate().filter(|(_, key)| !key.is_empty() && !mapped.contains(*key) && !refused(key));
        columns.filter(|(_, key)| seen.insert(*key)).map(|(column, key)| (column, key.clone())).collect()
    }

    fn template(&self, written: &str) -> Outcome<Option<Template>> {
        if !written.contains('{') {
            return Ok(self.column(written).map(Template::Column));
        }
        let wrong = || {
            Problem::new(format!("layout {}: {written:?} is no template", self.chosen.name))
                .remedy("write it as {A}, {A:04}, {A:1..}, {A:..2}, {A:-3} or {A=}")
        };
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}').ok_or_else(wrong)?;
            parts.push(Part::Literal(before.to_owned()));
            let (name, change) = change_in(inside).ok_or_else(wrong)?;
            let Some(column) = self.column(name) else { return Ok(None) };
            let change = if change == Change::Translate { Change::By(self.values(name)) } else { change };
            parts.push(Part::Column(column, change));
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        Ok(Some(Template::Joined(parts)))
    }
}

/// Where a field of ours is read in a row.
#[derive(Debug)]
pub(crate) struct Field {
    alternatives: Vec<Template>,
}

#[derive(Debug)]
enum Template {
    Column(usize),
    Joined(Vec<Part>),
}

#[derive(Debug)]
enum Part {
    Literal(String),
    Column(usize, Change),
}

#[derive(Debug, PartialEq)]
enum Change {
    None,
    Pad(usize),
    Skip(usize),
    First(usize),
    Last(usize),
    Translate,
    By(BTreeMap<String, String>),
}

impl Field {
    /// No column of the file holds this field.
    pub fn is_empty(&self) -> bool {
        self.alternatives.is_empty()
    }

    /// The first filled alternative; empty when none is.
    pub fn read<'r>(&self, row: &Row<'r>) -> Cow<'r, str> {
        let read = |template: &Template| match template {
            Template::Column(column) => row.text(*column),
            Template::Joined(parts) => Cow::Owned(joined(parts, row)),
        };
        self.alternatives.iter().map(read).find(|text| !text.is_empty()).unwrap_or_default()
    }
}

/// Columns joined; nothing at all when every column is empty, however many dashes stand between.
fn joined(parts: &[Part], row: &Row) -> String {
    let mut text = String::new();
    let mut filled = false;
    for part in parts {
        match part {
            Part::Literal(literal) => text.push_str(literal),
            Part::Column(column, change) => {
                let cell = row.text(*column);
                filled |= !cell.is_empty();
                match change {
                    Change::None | Change::Translate => text.push_str(&cell),
                    Change::Pad(width) => text.push_str(&format!("{cell:0>width$}")),
                    Change::Skip(letters) => text.extend(cell.chars().skip(*letters)),
                    Change::First(letters) => text.extend(cell.chars().take(*letters)),
                    Change::Last(letters) => text.extend(cell.chars().skip(cell.chars().count().saturating_sub(*letters))),
                    Change::By(values) => text.push_str(translate(values, &cell).unwrap_or(&cell)),
                }
            }
        }
    }
    if filled { squeezed(&text).into_owned() } else { String::new() }
}

/// Our word for a file's code, whatever its case.
pub(crate) fn translate<'v>(values: &'v BTreeMap<String, String>, code: &str) -> Option<&'v str> {
    values.get(code).or_else(|| values.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, ours)| ours)).map(String::as_str)
}

/// `A`, `A:04`, `A:1..`, `A:..2`, `A:-3`, `A=` as column name and change.
fn change_in(inside: &str) -> Option<(&str, Change)> {
    if let Some(name) = inside.strip_suffix('=') {
        return Some((name, Change::Translate));
    }
    let Some((name, how)) = inside.split_once(':') else { return Some((inside, Change::None)) };
    let change = if let Some(letters) = how.strip_prefix("..") {
        Change::First(letters.parse().ok()?)
    } else if let Some(letters) = how.strip_suffix("..") {
        Change::Skip(letters.parse().ok()?)
    } else if let Some(letters) = how.strip_prefix('-') {
        Change::Last(letters.parse().ok()?)
    } else {
        Change::Pad(how.strip_prefix('0')?.parse().ok()?)
    };
    Some((name, change))
}

/// The keys of all columns a template or a sum mentions.
fn names_in(written: &str) -> Vec<String> {
    if !written.contains('{') {
        return written.split(" + ").map(column_key).collect();
    }
    let inside = written.split('{').skip(1).filter_map(|part| part.split('}').next());
    inside.filter_map(change_in).map(|(name, _)| column_key(name)).collect()
}

fn matches(pattern: &str, key: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            key.strip_prefix(&start.replace(' ', "_").to_lowercase()).is_some_and(|rest| rest.ends_with(&column_key(end)))
        }
        None => column_key(pattern) == key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_pad_skip_and_stay_empty() {
        assert_eq!(change_in("A:04"), Some(("A", Change::Pad(4))));
        assert_eq!(change_in("A:1.."), Some(("A", Change::Skip(1))));
        assert_eq!(change_in("A:..2"), Some(("A", Change::First(2))));
        assert_eq!(change_in("A:-3"), Some(("A", Change::Last(3))));
        assert_eq!(change_in("A="), Some(("A", Change::Translate)));
        assert_eq!(change_in("A:x"), None);
        assert!(matches("Election*Party", "election_12_party") && !matches("Election*Party", "election_12_method"));
        assert!(matches("mail*", "mail_city") && !matches("mailing_*", "mail_city"));
        assert_eq!(names_in("24{LBE=}{Precinct:1..}"), ["lbe", "precinct"]);
    }
}
