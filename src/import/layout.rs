//! Which layout fits a file, and where do its columns go?
//!
//! A layout is one TOML: for each kind of file an office publishes (`[voters]`, `[history]`, …) a section says by which columns
//! it is recognised and what of ours each column holds. `layouts/generic.toml` shows the whole vocabulary.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::dates::spelled_out;
use super::delimited::Table;
use super::headerless::Headerless;
use super::names::column_key;
use crate::domain::{Country, Outcome, Problem, Source};

const BUILT_IN: &[&str] = &[
    include_str!("layouts/ban.toml"),
    include_str!("layouts/ca.toml"),
    include_str!("layouts/co.toml"),
    include_str!("layouts/fl.toml"),
    include_str!("layouts/fr-brest.toml"),
    include_str!("layouts/fr-bureaux.toml"),
    include_str!("layouts/fr-bureaux-2017.toml"),
    include_str!("layouts/fr-legale.toml"),
    include_str!("layouts/fr-reu.toml"),
    include_str!("layouts/generic.toml"),
    include_str!("layouts/l2.toml"),
    include_str!("layouts/md-turnout.toml"),
    include_str!("layouts/mi.toml"),
    include_str!("layouts/mi-qvf.toml"),
    include_str!("layouts/nc.toml"),
    include_str!("layouts/nj.toml"),
    include_str!("layouts/nv.toml"),
    include_str!("layouts/ny.toml"),
    include_str!("layouts/oh.toml"),
    include_str!("layouts/openaddresses.toml"),
    include_str!("layouts/openelections.toml"),
    include_str!("layouts/pa.toml"),
    include_str!("layouts/tx.toml"),
    include_str!("layouts/utah-county.toml"),
    include_str!("layouts/wa.toml"),
    include_str!("layouts/wi.toml"),
];

/// Which layout the user wants.
#[derive(Debug, Clone, Copy, Default)]
pub enum Choice<'a> {
    /// The one that fits the header best.
    #[default]
    Auto,
    Named(&'a str),
    /// A layout TOML of the campaign's own.
    Custom(Source<'a>),
}

/// What a file holds; a layout has a section for each it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Voters,
    History,
    /// What the codes of elections in votes stand for.
    Elections,
    /// What the columns of districts in a voter file are about.
    ZoneTypes,
    /// What the codes in those columns stand for.
    Zones,
    Deceased,
    Results,
    Addresses,
    Answers,
}

impl What {
    fn word(self) -> &'static str {
        ["voters", "history", "elections", "zone_types", "zones", "deceased", "results", "addresses", "answers"][self as usize]
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
    elections: Option<Section>,
    zone_types: Option<Section>,
    zones: Option<Section>,
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
    /// For files that come without a header.
    headerless: Option<Headerless>,
    #[serde(default)]
    pub dates: Vec<String>,
    /// Our field: the column that holds it, or several of which the first filled one counts. `{A}-{B}` joins columns,
    /// `{A:04}` pads with zeros, `{A:1..}` leaves the first letter out, `{A:..2}` takes the first two, `{A:-3}` the last three,
    /// `{A=}` translates by `values.A`.
    pub columns: BTreeMap<String, OneOrMore>,
    /// Translations, by our field or (for `{A=}`) by column.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Columns that are votes: `voted_{date}`, `{kind}-{date}`, `{kind}_{year}`, `{month}{year}` with the day of
    /// `values.month`, or `Election {code} Method` with the day of the elections' table.
    #[serde(default)]
    pub votes: Vec<String>,
    /// Columns of districts of which the tables of zones tell the meaning: `District {code}`.
    pub districts: Option<String>,
    /// The column within whose value codes of elections and zones are unique, such as the county.
    pub codes_within: Option<String>,
    /// Columns never stored, whatever the user asks: protected by law or decency.
    #[serde(default)]
    pub protected: Vec<String>,
    /// Columns of no use here; `mail_*` means all that start so, `Election*Party` all that end so too.
    #[serde(default)]
    pub dropped: Vec<String>,
    /// Words in front of every value of a column that only repeat its name.
    #[serde(default)]
    pub leading_words: BTreeMap<String, String>,
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
    pub what: What,
    pub name: String,
    title: String,
    pub country: Option<Country>,
    pub section: Section,
    /// The file has no header, its columns are named by the layout.
    is_headerless: bool,
}

impl Chosen {
    /// A layout made on the spot from pairs of our field and their column.
    pub fn of_columns(name: &str, columns: BTreeMap<&str, &str>) -> Self {
        let one = |(field, column): (&str, &str)| (field.to_owned(), OneOrMore::One(column.to_owned()));
        let section = Section { columns: columns.into_iter().map(one).collect(), ..Section::default() };
        Self {
            what: What::Addresses,
            name: name.to_owned(),
            title: "columns named by hand".to_owned(),
            country: None,
            section,
            is_headerless: false,
        }
    }

    /// For the report: nothing is guessed silently.
    pub fn said(&self, file: &str) -> String {
        let header = if self.is_headerless { "; it has no header, so columns go by their order" } else { "" };
        format!("{file}: read as {} ({}){header}", self.name, self.title)
    }

    /// The table under the names of this layout, where it has none of its own.
    pub fn name_columns<'a>(&self, table: Table<'a>) -> Table<'a> {
        match &self.section.headerless {
            Some(headerless) if self.is_headerless => table.without_header(&headerless.names, &headerless.widths),
            _ => table,
        }
    }

    /// How well it fits a file, if it does: by its header, or without one by its first rows.
    fn fit(mut self, keys: &[String], table: &Table) -> Option<(usize, Self)> {
        if let Some(marks) = self.section.fit(keys) {
            return Some((marks, self));
        }
        let dates = spelled_out(&self.section.dates, self.country.unwrap_or(Country::Us));
        let looks = self.section.headerless.as_ref()?.fit(table, &dates)?;
        self.is_headerless = true;
        Some((looks, self))
    }

    /// The user named it: a file as wide as the layout says, under other names than the layout's, has no header.
    fn at_users_word(mut self, table: &Table) -> Outcome<Self> {
        let keys = keys(&table.header);
        let Some(headerless) = &self.section.headerless else { return Ok(self) };
        if self.section.fit(&keys).is_some() || headerless.names.iter().any(|name| keys.contains(&column_key(name))) {
            return Ok(self);
        }
        if !headerless.is_as_wide(table) {
            let (name, columns) = (&self.name, headerless.names.len());
            return Err(Problem::new(format!("has neither the header nor the {columns} columns of layout {name}"))
                .file(table.name)
                .remedy("choose another --layout, or describe the columns in --layout FILE.toml"));
        }
        self.is_headerless = true;
        Ok(self)
    }
}

impl Layout {
    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    fn into_section(self, what: What) -> Option<Chosen> {
        let Self { name, title, country, voters, history, elections, zone_types, zones, deceased, results, addresses, answers } = self;
        let section = match what {
            What::Voters => voters,
            What::History => history,
            What::Elections => elections,
            What::ZoneTypes => zone_types,
            What::Zones => zones,
            What::Deceased => deceased,
            What::Results => results,
            What::Addresses => addresses,
            What::Answers => answers,
        };
        section.map(|section| Chosen { what, name, title, country, section, is_headerless: false })
    }
}

impl Section {
    /// How many of its marks the header carries, if it carries all.
    fn fit(&self, keys: &[String]) -> Option<usize> {
        let carried = |mark: &String| mark.split('|').any(|name| keys.contains(&column_key(name)));
        self.recognise.iter().all(carried).then_some(self.recognise.len())
    }
}

/// The layout for a file, by the user's word, its header, or its first rows.
pub(crate) fn choose(what: What, choice: &Choice, table: &Table) -> Outcome<Chosen> {
    match choice {
        Choice::Named("auto") | Choice::Auto => best_fit(&[what], table),
        Choice::Named(name) => named(what, name)?.at_users_word(table),
        Choice::Custom(source) => custom(what, *source)?.ok_or_else(|| no_section(what, source))?.at_users_word(table),
    }
}

fn built_in(what: What) -> impl Iterator<Item = Chosen> {
    BUILT_IN.iter().filter_map(move |text| Layout::parse(text).expect("a test reads every built-in layout").into_section(what))
}

/// As `choose` for a file that may hold one thing or another, of which the first is the likeliest.
pub(crate) fn choose_among(whats: &[What], choice: &Choice, table: &Table) -> Outcome<Chosen> {
    let sections: Vec<Chosen> = match choice {
        Choice::Named("auto") | Choice::Auto => return best_fit(whats, table),
        Choice::Named(name) => whats.iter().filter_map(|what| named(*what, name).ok()).collect(),
        Choice::Custom(source) => whats.iter().filter_map(|what| custom(*what, *source).transpose()).collect::<Outcome<_>>()?,
    };
    best_of(sections, table).map_or_else(|| choose(whats[0], choice, table), Ok)
}

fn best_fit(whats: &[What], table: &Table) -> Outcome<Chosen> {
    best_of(whats.iter().flat_map(|what| built_in(*what)).collect(), table).ok_or_else(|| {
        let known: Vec<String> = built_in(whats[0]).map(|chosen| chosen.name).collect();
        Problem::new(format!("no layout for {} fits its columns ({})", whats[0].word(), listed(&table.header))).file(table.name).remedy(
            format!("name one of {} with --layout, or describe the columns in a TOML file and give --layout FILE.toml", known.join(", ")),
        )
    })
}

/// The section that fits by the most marks; of equals the one for what the file likeliest holds, then the last.
fn best_of(sections: Vec<Chosen>, table: &Table) -> Option<Chosen> {
    let keys = keys(&table.header);
    let fitting = sections.into_iter().filter_map(|chosen| chosen.fit(&keys, table));
    fitting.max_by_key(|(marks, chosen)| (*marks, std::cmp::Reverse(chosen.what))).map(|(_, chosen)| chosen)
}

fn named(what: What, name: &str) -> Outcome<Chosen> {
    built_in(what).find(|chosen| chosen.name == name).ok_or_else(|| {
        let known: Vec<String> = built_in(what).map(|chosen| chosen.name).collect();
        Problem::new(format!("no layout {name:?} for {}", what.word()))
            .remedy(format!("use auto or one of {}, or give --layout FILE.toml", known.join(", ")))
    })
}

/// `None` when the layout has no section for that.
fn custom(what: What, source: Source) -> Outcome<Option<Chosen>> {
    let text = std::str::from_utf8(source.bytes).map_err(|_| Problem::new("is not UTF-8 text").file(source.name))?;
    let layout = Layout::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
        Problem::new(error.message()).file(source.name).row(line as u64).remedy("write it like src/import/layouts/generic.toml")
    })?;
    Ok(layout.into_section(what))
}

fn no_section(what: What, source: &Source) -> Problem {
    Problem::new(format!("has no [{}] section", what.word())).file(source.name).remedy("add one that names the columns")
}

pub(crate) fn keys(header: &[String]) -> Vec<String> {
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
}
