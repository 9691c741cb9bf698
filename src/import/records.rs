//! What records of people does a table hold, whoever they are?
//!
//! The columns are named as in `COLUMNS`; only `id` must be there. A row that cannot be used stops the reading: who is whose double
//! cannot be told of a part of the file.

use std::collections::HashSet;

use super::delimited::{Meter, Row, Table};
use super::ids::hash;
use super::ledger::{Fate, Ledger, Refusal};
use super::names::column_key;
use crate::domain::{Birth, Outcome, Problem, Records, RejectReason, Source};

const COLUMNS: [&str; 18] = [
    "id",
    "source",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "dob",
    "sex",
    "street_number",
    "street",
    "unit",
    "city",
    "postcode",
    "phone",
    "email",
    "gov_id",
    "extra1",
    "extra2",
];

/// `progress` is told in bytes. With `sources`, records must say where they come from.
pub fn read(source: Source, sources: bool, progress: &(dyn Fn(u64, u64) + Sync)) -> Outcome<Records> {
    let table = Table::open(source)?;
    let columns = COLUMNS.map(|name| table.header.iter().position(|column| column_key(column) == name));
    for (name, needed) in [("id", true), ("source", sources)] {
        let at = COLUMNS.iter().position(|column| *column == name).expect("a name of the list");
        if needed && columns[at].is_none() {
            let remedy = format!("name its columns {}", COLUMNS.join(", "));
            return Err(Problem::new(format!("there is no column {name:?}")).file(source.name).row(1).remedy(remedy));
        }
    }
    let mut records = Records::default();
    let mut ids = HashSet::new();
    let mut ledger = Ledger::new("records");
    table.each(&mut ledger, &Meter::new(progress, source.bytes.len() as u64), |row, _| {
        let id = columns[0].map(|at| row.text(at)).unwrap_or_default();
        if id.is_empty() {
            return Err(Refusal::missing("id"));
        }
        if !ids.insert(hash(id.as_bytes())) {
            return Err(Refusal::new(RejectReason::RepeatedId, "id", format!("{id} stands twice in the file")));
        }
        push(&mut records, row, &columns);
        Ok(Fate::Kept)
    });
    match ledger.rejects.first() {
        None => Ok(records),
        Some(first) => {
            let what = if first.detail.is_empty() { "is empty" } else { &first.detail };
            let count = ledger.rejects.len();
            let problem = Problem::new(what).file(source.name).row(first.row);
            let problem = if first.field.is_empty() { problem } else { problem.field(first.field.as_str()) };
            Err(problem.remedy(format!("mend the file; rows to mend: {count}")))
        }
    }
}

fn push(records: &mut Records, row: &Row, columns: &[Option<usize>; COLUMNS.len()]) {
    let text = |column: usize| columns[column].map(|at| row.text(at)).unwrap_or_default();
    records.birth.push(Birth::parse(&text(6)));
    records.source.push(&text(1));
    records.sex.push(&text(7));
    let [extra1, extra2] = &mut records.extra;
    let texts = [
        (0, &mut records.id),
        (2, &mut records.first_name),
        (3, &mut records.middle_name),
        (4, &mut records.last_name),
        (5, &mut records.suffix),
        (8, &mut records.number),
        (9, &mut records.street),
        (10, &mut records.unit),
        (11, &mut records.city),
        (12, &mut records.postcode),
        (13, &mut records.phone),
        (14, &mut records.email),
        (15, &mut records.gov_id),
        (16, extra1),
        (17, extra2),
    ];
    texts.into_iter().for_each(|(column, texts)| texts.push(&text(column)));
}
