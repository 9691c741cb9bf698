//! Who got how many votes, in files that name it: one choice a row, or one block of columns after the other?

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::binding::{Binding, translate};
use super::delimited::{Meter, Row, Table};
use super::layout::{OneOrMore, Section, listed};
use super::ledger::{Fate, Ledger, Refusal};
use super::names::column_key;
use super::votes::{Counts, count, of_all_columns};
use crate::domain::{Outcome, Problem, Report};

/// What a layout translates a contest to when its rows are no votes but tell these of the precinct.
const REGISTERED: &str = "registered";
const CAST: &str = "cast";
/// What a layout translates a choice to when it is nobody: over and under votes.
const NOBODY: &str = "nobody";

/// Where choices stand, and which are ours.
pub(crate) struct Choices {
    places: Places,
    contest_codes: BTreeMap<String, String>,
    choice_codes: BTreeMap<String, String>,
    ours: Option<Ours>,
    tells_cast: bool,
}

/// Columns of the first (or only) choice of a row.
struct Places {
    contest: Option<usize>,
    choice: Vec<usize>,
    party: Option<usize>,
    votes: usize,
    /// Columns from one choice of a row to the next.
    repeat: Option<usize>,
}

/// Our choices, in one contest. All are keys.
struct Ours {
    contest: String,
    names: BTreeSet<String>,
}

/// One choice as a row names it.
struct Named<'r> {
    contest: Cow<'r, str>,
    choice: String,
    party: Cow<'r, str>,
    votes: Cow<'r, str>,
}

struct Share {
    ours: bool,
    votes: u32,
}

/// How many columns one block of a choice has, for layouts whose rows are such blocks to the end: from its first column to the
/// like-named one of the next, or to the end of a header that names only the first block.
pub(crate) fn block_width(section: &Section, header: &[String]) -> Option<usize> {
    let stem = |name: &str| column_key(name).trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '_').to_owned();
    let firsts = section.columns.get("block").map_or(&[][..], OneOrMore::as_slice);
    let begins = |first: &String| header.iter().position(|name| column_key(name) == column_key(first));
    let start = firsts.iter().find_map(begins)?;
    let block = &header[start..];
    let next = block.iter().skip(1).position(|name| stem(name) == stem(&block[0]));
    Some(next.map_or(block.len(), |between| between + 1))
}

impl Choices {
    /// `None` when the layout names no column of votes. `names` are choices or parties that are ours, each with its contest
    /// before it where it stands in several: the file is read once to find them.
    pub fn new(binding: &Binding, table: &Table, names: &[String], report: &mut Report) -> Outcome<Option<Self>> {
        let one = |field: &str| of_all_columns(binding, field).first().copied();
        let Some(votes) = one("votes") else { return Ok(None) };
        let repeat = block_width(&binding.chosen.section, binding.header);
        let places = Places { contest: one("contest"), choice: of_all_columns(binding, "choice"), party: one("party"), votes, repeat };
        let codes = |field: &str| binding.values(field);
        let mut choices = Self { places, contest_codes: codes("contest"), choice_codes: codes("choice"), ours: None, tells_cast: false };
        let survey = choices.survey(table, names);
        choices.tells_cast = survey.tells_cast;
        choices.ours = survey.ours(table.name, names, report)?;
        Ok(Some(choices))
    }

    /// Some rows tell the ballots cast in their precinct.
    pub fn tells_cast(&self) -> bool {
        self.tells_cast
    }

    pub fn one_a_row(&self) -> bool {
        self.places.repeat.is_none()
    }

    pub fn finds_ours(&self) -> bool {
        self.ours.is_some()
    }

    /// What a row tells of its precinct, and the key of its choice if it is of our contest and the only one of the row.
    pub fn read(&self, row: &Row) -> Result<(Counts, Option<String>), Refusal> {
        let mut counts = Counts::default();
        let mut key = None;
        for named in self.places.read(row) {
            match self.told(&named.contest) {
                Some(REGISTERED) => counts.registered = count(REGISTERED, &named.votes)?,
                Some(CAST) => counts.cast = count(CAST, &named.votes)?,
                _ => {
                    let Some(Share { ours, votes }) = self.share(&named)? else { continue };
                    let (known_ours, known_votes) = counts.support.unwrap_or_default();
                    let new_ours = if ours { votes } else { 0 };
                    counts.support = Some((known_ours.saturating_add(new_ours), known_votes.saturating_add(votes)));
                    counts.ours_stand |= ours;
                    key = self.one_a_row().then(|| format!("{}\t{}", column_key(&named.choice), column_key(&named.party)));
                }
            }
        }
        Ok((counts, key))
    }

    /// What a contest's name stands for, where it is no contest.
    fn told(&self, contest: &str) -> Option<&str> {
        translate(&self.contest_codes, contest)
    }

    /// Votes of one choice in our contest; nothing for nobody.
    fn share(&self, named: &Named) -> Result<Option<Share>, Refusal> {
        let Some(ours) = self.ours.as_ref().filter(|ours| ours.contest == column_key(&named.contest)) else { return Ok(None) };
        if translate(&self.choice_codes, &named.choice) == Some(NOBODY) {
            return Ok(None);
        }
        let Some(votes) = count("votes", &named.votes)? else { return Ok(None) };
        Ok(Some(Share { ours: named.keys().iter().any(|key| ours.names.contains(key)), votes }))
    }

    fn survey(&self, table: &Table, names: &[String]) -> Survey {
        if names.is_empty() && self.contest_codes.is_empty() {
            return Survey::default();
        }
        let mut survey = Survey { found: vec![BTreeMap::new(); names.len()], ..Survey::default() };
        let names: Vec<String> = names.iter().map(|name| column_key(name)).collect();
        table.each(&mut Ledger::new("survey"), &Meter::silent(), |row, _| {
            for named in self.places.read(row) {
                match self.told(&named.contest) {
                    Some(REGISTERED) => (),
                    Some(CAST) => survey.tells_cast = true,
                    _ if names.is_empty() => (),
                    _ => survey.enter(&named, &names),
                }
            }
            Ok(Fate::Kept)
        });
        survey
    }
}

impl Places {
    fn read<'r>(&self, row: &Row<'r>) -> impl Iterator<Item = Named<'r>> {
        let blocks = self.repeat.map_or(1, |repeat| row.width().saturating_sub(self.votes).div_ceil(repeat));
        let at = move |block: usize, column: usize| row.text(column + block * self.repeat.unwrap_or(0));
        let read = move |block: usize| Named {
            contest: self.contest.map(|column| row.text(column)).unwrap_or_default(),
            choice: self.choice.iter().map(|&column| at(block, column)).collect::<Vec<_>>().join(" ").trim().to_owned(),
            party: self.party.map(|column| at(block, column)).unwrap_or_default(),
            votes: at(block, self.votes),
        };
        (0..blocks).map(read)
    }
}

impl Named<'_> {
    /// What this choice may be called: itself or its party, alone or after the contest.
    fn keys(&self) -> Vec<String> {
        let contest = column_key(&self.contest);
        let names = [column_key(&self.choice), column_key(&self.party)].into_iter().filter(|name| !name.is_empty());
        names.flat_map(|name| [format!("{contest}_{name}"), name]).collect()
    }
}

/// What one reading of the whole file found.
#[derive(Default)]
struct Survey {
    tells_cast: bool,
    /// For each name that is ours, the contests it stands in: key, and as written.
    found: Vec<BTreeMap<String, String>>,
    parties: BTreeSet<String>,
    /// A few choices, for a person who misspelt one.
    choices: BTreeSet<String>,
}

impl Survey {
    fn enter(&mut self, named: &Named, names: &[String]) {
        const SHOWN: usize = 8;
        let keys = named.keys();
        for (name, contests) in names.iter().zip(&mut self.found) {
            if keys.contains(name) {
                contests.entry(column_key(&named.contest)).or_insert_with(|| named.contest.to_string());
            }
        }
        if !named.party.is_empty() {
            self.parties.insert(named.party.to_string());
        }
        if self.choices.len() < SHOWN && !named.choice.is_empty() {
            self.choices.insert(named.choice.clone());
        }
    }

    fn ours(&self, file: &str, names: &[String], report: &mut Report) -> Outcome<Option<Ours>> {
        let problem = |what: String| Problem::new(what).file(file).field("support");
        if let Some((name, _)) = names.iter().zip(&self.found).find(|(_, contests)| contests.is_empty()) {
            let known: Vec<String> = self.parties.iter().chain(&self.choices).cloned().collect();
            return Err(problem(format!("nobody is called {name}"))
                .remedy(format!("write a candidate or a party as the file does, such as {}", listed(&known))));
        }
        let contests: BTreeMap<&String, &String> = self.found.iter().flatten().collect();
        let Some((&contest, &written)) = contests.first_key_value() else { return Ok(None) };
        if contests.len() > 1 {
            let known: Vec<String> = contests.values().map(|&written| written.clone()).collect();
            return Err(problem(format!("{} stands in {} contests ({})", names.join(" + "), known.len(), listed(&known)))
                .remedy(format!("put the contest first, as in --support \"{written}: {}\"", names[0])));
        }
        let of = if written.is_empty() { "all votes for anybody".to_owned() } else { format!("the votes for anybody as {written}") };
        report.remark(format!("support is {} of {of}", names.join(" + ")));
        Ok(Some(Ours { contest: contest.clone(), names: names.iter().map(|name| column_key(name)).collect() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::layout::Chosen;

    #[test]
    fn a_block_ends_where_the_next_begins_or_with_the_header() {
        let width = |block: &str, header: &str| {
            let layout = Chosen::of_columns("test", BTreeMap::from([("block", block)]));
            let header: Vec<String> = header.split(';').map(str::to_owned).collect();
            block_width(&layout.section, &header)
        };
        assert_eq!(width("Pan 1", "Code;Pan 1;Nom 1;Voix 1;Pan 2;Nom 2;Voix 2;Pan 3"), Some(3));
        assert_eq!(width("Pan 1", "Code;Pan 1;Voix 1"), Some(2), "one candidate");
        assert_eq!(width("N°Panneau", "Code;N°Panneau;Nom;Voix;% Voix"), Some(4));
        assert_eq!(width("N°Panneau", "Code;Nom;Voix"), None);
    }
}
