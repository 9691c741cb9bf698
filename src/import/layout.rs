//! Which layout fits a file, and where do its columns go?
//!
//! A layout is one TOML: for each kind of file an office publishes (`[voters]`, `[history]`, …) a section says by which columns
//! it is recognised and what of ours each column holds. `layouts/generic.toml` shows the whole vocabulary.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::delimited::{Row, Table, squeezed};
use super::names::column_key;
use crate::domain::{Country, Outcome, Problem, Source};

const BUILT_IN: [&str; 6] = [
    include_str!("layouts/ban.toml"),
    include_str!("layouts/fr-reu.toml"),
    include_str!("layouts/generic.toml"),
    include_str!("layouts/md-turnout.toml"),
    include_str!("layouts/nc.toml"),
    include_str!("layouts/openaddresses.toml"),
];

/// Which layout the user wants.
#[derive(Debug, Clone, Copy)]
pub enum Choice<'a> {
    /// The one that fits the header best.
    Auto,
    Named(&'a str),
    /// A layout TOML of the campaign's own.
    Custom(Source<'a>),
}

/// What a file holds; a layout has a section for each it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Voters,
    History,
    Deceased,
    Results,
    Addresses,
    Answers,
}

impl What {
    fn word(self) -> &'static str {
        ["voters", "history", "deceased", "results", "addresses", "answers"][self as usize]
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Layout {
    name: String,
    /// Whose file this is, for a person.
    title: String,
    country: Option<Country>,
    voters: Option<Section>,
    history: Option<Section>,
    deceased: Option<Section>,
    results: Option<Section>,
    addresses: Option<Section>,
    answers: Option<Section>,
}

/// One kind of file. Column names are compared by `column_key`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    /// Columns that must be there; `a|b` means either.
    recognise: Vec<String>,
    #[serde(default)]
    pub dates: Vec<String>,
    /// Our field: the column that holds it, or several of which the first filled one counts. `{A}-{B}` joins columns,
    /// `{A:04}` pads with zeros, `{A:1..}` leaves the first letter out, `{A=}` translates by `values.A`.
    pub columns: BTreeMap<String, OneOrMore>,
    /// Translations, by our field or (for `{A=}`) by column.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Columns that are votes: `voted_{date}`, `{kind}-{date}`.
    #[serde(default)]
    pub votes: Vec<String>,
    /// Columns never stored, whatever the user asks: protected by law or decency.
    #[serde(default)]
    protected: Vec<String>,
    /// Columns of no use here; `mail_*` means all that start so.
    #[serde(default)]
    dropped: Vec<String>,
    /// Rows of one precinct are parts of its result and add up.
    #[serde(default)]
    pub rows_add_up: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }
}

/// The layout that is used, and its section for the kind of file at hand.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub name: String,
    title: String,
    pub country: Option<Country>,
    pub section: Section,
}

impl Chosen {
    /// A layout made on the spot from pairs of our field and their column.
    pub fn of_columns(name: &str, columns: BTreeMap<&str, &str>) -> Self {
        let one = |(field, column): (&str, &str)| (field.to_owned(), OneOrMore::One(column.to_owned()));
        let section = Section { columns: columns.into_iter().map(one).collect(), ..Section::default() };
        Self { name: name.to_owned(), title: "columns named by hand".to_owned(), country: None, section }
    }

    /// For the report: nothing is guessed silently.
    pub fn said(&self, file: &str) -> String {
        format!("{file}: read as {} ({})", self.name, self.title)
    }
}

impl Layout {
    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    fn into_section(self, what: What) -> Option<Chosen> {
        let Self { name, title, country, voters, history, deceased, results, addresses, answers } = self;
        let section = match what {
            What::Voters => voters,
            What::History => history,
            What::Deceased => deceased,
            What::Results => results,
            What::Addresses => addresses,
            What::Answers => answers,
        };
        section.map(|section| Chosen { name, title, country, section })
    }
}

impl Section {
    /// How many of its marks the header carries, if it carries all.
    fn fit(&self, keys: &[String]) -> Option<usize> {
        let carried = |mark: &String| mark.split('|').any(|name| keys.contains(&column_key(name)));
        self.recognise.iter().all(carried).then_some(self.recognise.len())
    }
}

/// The layout for a file, by the user's word or by its header.
pub(crate) fn choose(what: What, choice: &Choice, table: &Table) -> Outcome<Chosen> {
    match choice {
        Choice::Named("auto") | Choice::Auto => best_fit(what, table),
        Choice::Named(name) => named(what, name),
        Choice::Custom(source) => custom(what, *source),
    }
}

fn built_in(what: What) -> impl Iterator<Item = Chosen> {
    BUILT_IN.iter().filter_map(move |text| Layout::parse(text).expect("a test reads every built-in layout").into_section(what))
}

fn best_fit(what: What, table: &Table) -> Outcome<Chosen> {
    let keys = keys(&table.header);
    let fitting = built_in(what).filter_map(|chosen| Some((chosen.section.fit(&keys)?, chosen)));
    fitting.max_by_key(|(marks, _)| *marks).map(|(_, chosen)| chosen).ok_or_else(|| {
        let known: Vec<String> = built_in(what).map(|chosen| chosen.name).collect();
        Problem::new(format!("no layout for {} fits its columns ({})", what.word(), listed(&table.header))).file(table.name).remedy(
            format!("name one of {} with --layout, or describe the columns in a TOML file and give --layout FILE.toml", known.join(", ")),
        )
    })
}

fn named(what: What, name: &str) -> Outcome<Chosen> {
    built_in(what).find(|chosen| chosen.name == name).ok_or_else(|| {
        let known: Vec<String> = built_in(what).map(|chosen| chosen.name).collect();
        Problem::new(format!("no layout {name:?} for {}", what.word()))
            .remedy(format!("use auto or one of {}, or give --layout FILE.toml", known.join(", ")))
    })
}

fn custom(what: What, source: Source) -> Outcome<Chosen> {
    let text = std::str::from_utf8(source.bytes).map_err(|_| Problem::new("is not UTF-8 text").file(source.name))?;
    let layout = Layout::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
        Problem::new(error.message()).file(source.name).row(line as u64).remedy("write it like src/import/layouts/generic.toml")
    })?;
    layout
        .into_section(what)
        .ok_or_else(|| Problem::new(format!("has no [{}] section", what.word())).file(source.name).remedy("add one that names the columns"))
}

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
                .remedy("write it as {A} or {A:04} or {A:1..} or {A=}")
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

/// `A`, `A:04`, `A:1..`, `A=` as column name and change.
fn change_in(inside: &str) -> Option<(&str, Change)> {
    if let Some(name) = inside.strip_suffix('=') {
        return Some((name, Change::Translate));
    }
    let Some((name, how)) = inside.split_once(':') else { return Some((inside, Change::None)) };
    let change = match how.strip_suffix("..") {
        Some(letters) => Change::Skip(letters.parse().ok()?),
        None => Change::Pad(how.strip_prefix('0')?.parse().ok()?),
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
    match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => column_key(pattern) == key,
    }
}

fn keys(header: &[String]) -> Vec<String> {
    header.iter().map(|name| column_key(name)).collect()
}

/// The first names of a header, for a person to see what kind of file this is.
pub(crate) fn listed(header: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut names: Vec<&str> = header.iter().take(SHOWN).map(String::as_str).collect();
    let more = format!("and {} more", header.len().saturating_sub(SHOWN));
    if header.len() > SHOWN {
        names.push(&more);
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_layout_reads_and_every_file_is_built_in() {
        let names: Vec<String> = BUILT_IN.iter().map(|text| Layout::parse(text).unwrap().name).collect();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/import/layouts");
        let mut files: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap().replace(".toml", "")).collect();
        files.sort();
        assert_eq!(names, files);
    }

    #[test]
    fn templates_pad_skip_and_stay_empty() {
        assert_eq!(change_in("A:04"), Some(("A", Change::Pad(4))));
        assert_eq!(change_in("A:1.."), Some(("A", Change::Skip(1))));
        assert_eq!(change_in("A="), Some(("A", Change::Translate)));
        assert_eq!(change_in("A:x"), None);
        assert_eq!(names_in("24{LBE=}{Precinct:1..}"), ["lbe", "precinct"]);
    }
}
