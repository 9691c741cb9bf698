//! Which addresses does somebody want to find? A table of their own, with the address in one column or in several.

use super::delimited::{Meter, Row, Table};
use super::layout::listed;
use super::ledger::{Fate, Ledger};
use super::names::column_key;
use crate::domain::{Outcome, Problem, Reject, Report, Source, Texts};

/// Names a column may have, the likeliest first; compared as layouts do.
const ID: &[&str] = &["id", "voter_id", "query_id", "identifiant"];
const LINE: &[&str] = &["address", "full_address", "address_line", "adresse", "query", "q"];
const NUMBER: &[&str] = &["number", "house_number", "housenumber", "numero"];
const STREET: &[&str] = &["street", "street_name", "street_address", "nom_voie", "voie", "rue"];
const UNIT: &[&str] = &["unit", "apartment", "apt"];
const CITY: &[&str] = &["city", "town", "nom_commune", "commune", "ville"];
const POSTCODE: &[&str] = &["postcode", "zip", "zip_code", "postal_code", "code_postal"];

/// Row `i` of each column is one address; `line` is empty where it came in parts, and the parts are where it came as a line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Queries {
    pub id: Texts,
    pub line: Texts,
    pub number: Texts,
    pub street: Texts,
    pub unit: Texts,
    pub city: Texts,
    pub postcode: Texts,
}

impl Queries {
    pub fn len(&self) -> usize {
        self.id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }
}

/// A row without an address is kept: it is found nowhere.
pub fn read(source: Source) -> Outcome<(Queries, Vec<Reject>, Report)> {
    let table = Table::open(source)?;
    let keys: Vec<String> = table.header.iter().map(|name| column_key(name)).collect();
    let column = |names: &[&str]| names.iter().find_map(|name| keys.iter().position(|key| *key == column_key(name)));
    let missing = |what: &str, names: &[&str]| {
        Problem::new(format!("no column for {what}; the columns are {}", listed(&table.header)))
            .file(table.name)
            .remedy(format!("name one of them {}", names.join(" or ")))
    };
    let id = column(ID).ok_or_else(|| missing("the id", &ID[..1]))?;
    let (line, street) = (column(LINE), column(STREET));
    if line.is_none() && street.is_none() {
        return Err(missing("the address", &[LINE[0], STREET[0]]));
    }
    // with both, the parts tell more than the line
    let line = line.filter(|_| street.is_none());
    let [number, unit, city, postcode] = [NUMBER, UNIT, CITY, POSTCODE].map(column);

    let mut queries = Queries::default();
    let mut ledger = Ledger::new("queries");
    table.each(&mut ledger, &Meter::silent(), |row, _| {
        let push = |texts: &mut Texts, column: Option<usize>| texts.push(&text(row, column));
        push(&mut queries.id, Some(id));
        push(&mut queries.line, line);
        push(&mut queries.number, number);
        push(&mut queries.street, street);
        push(&mut queries.unit, unit);
        push(&mut queries.city, city);
        push(&mut queries.postcode, postcode);
        Ok(Fate::Kept)
    });
    Ok((queries, ledger.rejects, ledger.report))
}

fn text<'r>(row: &Row<'r>, column: Option<usize>) -> std::borrow::Cow<'r, str> {
    column.map(|column| row.text(column)).unwrap_or_default()
}
