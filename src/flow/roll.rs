//! What does a new voter file change in the roll a campaign has?

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::sources;
use crate::domain::merges::METHOD;
use crate::domain::voters::NO_SCORE;
use crate::domain::{Dictionary, Outcome, Reject, RejectReason, Voters};
use crate::import::voters::Imported;
use crate::store::{Folder, Manifest, snapshots};

/// Registrations by what became of them since the last file of the same source.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Changes {
    pub new: u64,
    pub changed: u64,
    pub same: u64,
    pub gone: u64,
    #[serde(skip)]
    pub list: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub id: String,
    /// `new`, `changed` or `gone`.
    pub what: &'static str,
    /// The columns that differ.
    pub fields: Vec<String>,
}

/// All registrations of the campaign: first those of other sources, then those just read.
#[derive(Debug)]
pub struct Roll {
    pub voters: Voters,
    /// How many are of other sources.
    pub others: usize,
    pub changes: Changes,
}

/// Every registration a campaign has, the merged ones too, and which of them stood behind which.
#[derive(Debug)]
pub struct Before {
    pub voters: Voters,
    pub merged: BTreeMap<String, String>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Somebody on the file turns out to be dead: not new, or gone.
    pub fn died(&mut self, id: &str) {
        match self.list.binary_search_by(|change| change.id.as_str().cmp(id)) {
            Ok(at) if self.list[at].what == "new" => {
                self.list.remove(at);
                self.new -= 1;
            }
            Ok(at) => {
                self.changed -= 1;
                self.gone += 1;
                self.list[at] = Change { id: id.to_owned(), what: "gone", fields: Vec::new() };
            }
            Err(_) if self.same == 0 => self.new = self.new.saturating_sub(1),
            Err(at) => {
                self.same -= 1;
                self.gone += 1;
                self.list.insert(at, Change { id: id.to_owned(), what: "gone", fields: Vec::new() });
            }
        }
    }
}

impl Before {
    /// `None` before the first import.
    pub fn load(folder: &Folder, manifest: &Manifest) -> Outcome<Option<Self>> {
        let Some(voters) = snapshots::voters::read_all(folder, manifest)? else { return Ok(None) };
        let merges = snapshots::merges::read_all(folder, manifest)?;
        let merged = merges.by_id();
        Ok(Some(Self { voters: merges.unfold(voters)?, merged }))
    }
}

/// Puts what was read in the place of the older registrations of the same sources. Where the user did not name the source, it
/// is known by the files' names and by what they hold.
pub fn update(read: &mut Imported, before: Option<Voters>, is_named: bool) -> Outcome<Roll> {
    let mut fresh = std::mem::take(&mut read.voters);
    let Some(before) = before else {
        let changes = Changes { new: fresh.len() as u64, ..Changes::default() };
        return Ok(Roll { voters: fresh, others: 0, changes });
    };
    if !is_named {
        sources::known_by_content(&mut fresh, &before, &mut read.report);
    }
    if !read.votes_known {
        carry_votes(&mut fresh, &before);
    }
    // registrations of a campaign older than sources have none, the value every column has: any file takes their place
    let sources: BTreeSet<&str> = fresh.source.values().iter().map(String::as_str).collect();
    let replaced = |row: usize| sources.contains(before.source.get(row));
    let changes = compare(&before, &fresh, &replaced);
    let known = fresh.rows_by_id();
    let (mut others, mut strangers) = (Vec::new(), BTreeSet::new());
    for row in (0..before.len()).filter(|&row| !replaced(row)) {
        match known.get(before.id.get(row)) {
            None => others.push(row as u32),
            // the office gave the registration to another county's file: the newer file knows better
            Some(&new) if sources::same_name(&before, row, &fresh, new as usize) => {}
            Some(&new) => {
                others.push(row as u32);
                strangers.insert(new);
            }
        }
    }
    drop(known);
    refuse(read, &fresh, &strangers);
    let kept: Vec<u32> = (0..fresh.len() as u32).filter(|row| !strangers.contains(row)).collect();
    read.origins = read.origins.take(&kept);
    read.identity = read.identity.take(&kept);
    let mut voters = before.take(&others);
    voters.append(&fresh, &kept)?;
    // scores are made for a roll as a whole
    voters.p_vote.fill(NO_SCORE);
    voters.p_support.fill(NO_SCORE);
    Ok(Roll { voters, others: others.len(), changes })
}

fn refuse(read: &mut Imported, fresh: &Voters, strangers: &BTreeSet<u32>) {
    for &row in strangers {
        let (file, line) = read.origins.of(row);
        let detail = format!("{} is another person's in the campaign; give the files ids that differ", fresh.id.get(row as usize));
        read.rejects.push(Reject { file: file.to_owned(), row: line, reason: RejectReason::RepeatedId, field: "id".to_owned(), detail });
        read.report.reject_kept(RejectReason::RepeatedId);
    }
}

/// A file that tells nothing of votes takes none away.
fn carry_votes(fresh: &mut Voters, before: &Voters) {
    let known = before.rows_by_id();
    for row in 0..fresh.len() {
        if let Some(&older) = known.get(fresh.id.get(row)) {
            fresh.voted[row] = before.voted[older as usize];
            fresh.eligible[row] = before.eligible[older as usize];
        }
    }
    for (name, methods) in before.extra.iter().filter(|(name, _)| name.starts_with(METHOD)) {
        let known = |row: usize| known.get(fresh.id.get(row)).map_or("", |&older| methods.get(older as usize));
        let mut column = Dictionary::new();
        (0..fresh.len()).for_each(|row| column.push(known(row)));
        fresh.extra.insert(name.clone(), column);
    }
}

fn compare(before: &Voters, fresh: &Voters, replaced: &dyn Fn(usize) -> bool) -> Changes {
    let mut changes = Changes::default();
    let older = before.rows_by_id();
    let mut list = Vec::new();
    for row in 0..fresh.len() {
        let fields = match older.get(fresh.id.get(row)) {
            Some(&older) => differences(before, older as usize, fresh, row),
            None => {
                changes.new += 1;
                list.push(Change { id: fresh.id.get(row).to_owned(), what: "new", fields: Vec::new() });
                continue;
            }
        };
        if fields.is_empty() {
            changes.same += 1;
        } else {
            changes.changed += 1;
            list.push(Change { id: fresh.id.get(row).to_owned(), what: "changed", fields });
        }
    }
    let newer = fresh.rows_by_id();
    let gone = (0..before.len()).filter(|&row| replaced(row)).map(|row| before.id.get(row)).filter(|id| !newer.contains_key(id));
    list.extend(gone.map(|id| Change { id: id.to_owned(), what: "gone", fields: Vec::new() }));
    changes.gone = list.iter().filter(|change| change.what == "gone").count() as u64;
    list.sort_by(|one, other| one.id.cmp(&other.id));
    Changes { list, ..changes }
}

fn differences(before: &Voters, older: usize, fresh: &Voters, row: usize) -> Vec<String> {
    let texts = [
        ("last_name", before.last_name.get(older), fresh.last_name.get(row)),
        ("first_name", before.first_name.get(older), fresh.first_name.get(row)),
        ("middle_name", before.middle_name.get(older), fresh.middle_name.get(row)),
        ("name_suffix", before.name_suffix.get(older), fresh.name_suffix.get(row)),
        ("number", before.number.get(older), fresh.number.get(row)),
        ("street", before.street.get(older), fresh.street.get(row)),
        ("unit", before.unit.get(older), fresh.unit.get(row)),
        ("city", before.city.get(older), fresh.city.get(row)),
        ("postcode", before.postcode.get(older), fresh.postcode.get(row)),
        ("file_precinct", before.file_precinct.get(older), fresh.file_precinct.get(row)),
        ("sex", before.sex.get(older), fresh.sex.get(row)),
        ("party", before.party.get(older), fresh.party.get(row)),
    ];
    let numbers = [
        ("birth_year", before.birth_year[older] != fresh.birth_year[row]),
        ("status", before.status[older] != fresh.status[row]),
        ("registered_day", before.registered_day[older] != fresh.registered_day[row]),
        ("voted", before.voted[older] != fresh.voted[row]),
    ];
    let mut fields: Vec<String> = texts.iter().filter(|(_, one, other)| one != other).map(|(name, ..)| (*name).to_owned()).collect();
    fields.extend(numbers.iter().filter(|(_, differs)| *differs).map(|(name, _)| (*name).to_owned()));
    let names = before.extra.keys().chain(fresh.extra.keys().filter(|name| !before.extra.contains_key(*name)));
    fields.extend(names.filter(|name| extra(before, name, older) != extra(fresh, name, row)).cloned());
    fields
}

/// Columns that only one of two files has count as empty in the other.
fn extra<'v>(voters: &'v Voters, name: &str, row: usize) -> &'v str {
    voters.extra.get(name).map_or("", |column| column.get(row))
}
