//! The people: one row each, in index order.

use super::{named, new_table, read};
use crate::domain::{Cell, Dictionary, Outcome, Voters};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::{Column, Table};

pub const VOTERS: &str = "voters";
/// Columns kept from the voter file without being known carry this prefix, so that none can shadow ours.
const EXTRA: &str = "extra.";

pub fn table(voters: &Voters, source: &str) -> Outcome<NewTable> {
    let made = Made::of(voters);
    new_table(VOTERS, source, voters.len(), &columns(voters, &made))
}

/// Columns that are kept in another form than in memory.
pub(super) struct Made {
    cells: Vec<i64>,
    tags: Dictionary,
}

impl Made {
    pub fn of(voters: &Voters) -> Self {
        Self { cells: voters.cell.iter().map(|cell| cell.0 as i64).collect(), tags: tags_column(voters) }
    }
}

pub(super) fn columns<'a>(voters: &'a Voters, made: &'a Made) -> Vec<(String, Column<'a>)> {
    let mut columns = named([
        ("id", Column::Text(&voters.id)),
        ("last_name", Column::Text(&voters.last_name)),
        ("first_name", Column::Text(&voters.first_name)),
        ("middle_name", Column::Text(&voters.middle_name)),
        ("name_suffix", Column::Text(&voters.name_suffix)),
        ("number", Column::Text(&voters.number)),
        ("street", Column::Text(&voters.street)),
        ("unit", Column::Text(&voters.unit)),
        ("city", Column::Codes(&voters.city)),
        ("postcode", Column::Codes(&voters.postcode)),
        ("file_precinct", Column::Codes(&voters.file_precinct)),
        ("source", Column::Codes(&voters.source)),
        ("birth_year", Column::U16(&voters.birth_year)),
        ("sex", Column::Codes(&voters.sex)),
        ("party", Column::Codes(&voters.party)),
        ("status", Column::U8(&voters.status)),
        ("registered_day", Column::I32(&voters.registered_day)),
        ("voted", Column::U32(&voters.voted)),
        ("eligible", Column::U32(&voters.eligible)),
        ("lon", Column::F64(&voters.lon)),
        ("lat", Column::F64(&voters.lat)),
        ("located", Column::U8(&voters.located)),
        ("confidence", Column::U8(&voters.confidence)),
        ("cell", Column::I64(&made.cells)),
        ("precinct", Column::U32(&voters.precinct)),
        ("door", Column::U32(&voters.door)),
        ("household", Column::U32(&voters.household)),
        ("p_vote", Column::U8(&voters.p_vote)),
        ("p_support", Column::U8(&voters.p_support)),
        ("tags", Column::Codes(&made.tags)),
    ]);
    columns.extend(voters.extra.iter().map(|(name, column)| (format!("{EXTRA}{name}"), Column::Codes(column))));
    columns
}

/// Voters as imported, located and scored; answers and tags come from the database and are laid over them.
pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Option<Voters>> {
    read(folder, manifest, VOTERS)?.map(|table| from_table(&table)).transpose()
}

pub(super) fn from_table(table: &Table) -> Outcome<Voters> {
    let names = table.names();
    // campaigns of before several sources could be kept have none
    let source = if names.iter().any(|name| name == "source") { table.codes("source")? } else { Dictionary::new() };
    let mut voters = Voters {
        id: table.texts("id")?,
        last_name: table.texts("last_name")?,
        first_name: table.texts("first_name")?,
        middle_name: table.texts("middle_name")?,
        name_suffix: table.texts("name_suffix")?,
        number: table.texts("number")?,
        street: table.texts("street")?,
        unit: table.texts("unit")?,
        city: table.codes("city")?,
        postcode: table.codes("postcode")?,
        file_precinct: table.codes("file_precinct")?,
        source,
        birth_year: table.u16s("birth_year")?,
        sex: table.codes("sex")?,
        party: table.codes("party")?,
        status: table.u8s("status")?,
        registered_day: table.i32s("registered_day")?,
        voted: table.u32s("voted")?,
        eligible: table.u32s("eligible")?,
        lon: table.f64s("lon")?,
        lat: table.f64s("lat")?,
        located: table.u8s("located")?,
        confidence: table.u8s("confidence")?,
        cell: table.i64s("cell")?.into_iter().map(|cell| Cell(cell as u64)).collect(),
        precinct: table.u32s("precinct")?,
        door: table.u32s("door")?,
        household: table.u32s("household")?,
        p_vote: table.u8s("p_vote")?,
        p_support: table.u8s("p_support")?,
        ..Voters::default()
    };
    for name in names {
        if let Some(extra) = name.strip_prefix(EXTRA) {
            voters.extra.insert(extra.to_owned(), table.codes(&name)?);
        }
    }
    voters.fill_unknown();
    let tags = table.codes("tags")?;
    for row in 0..voters.len() {
        for tag in tags.get(row).split(';').filter(|tag| !tag.is_empty()) {
            voters.add_tag(row, tag)?;
        }
    }
    Ok(voters)
}

/// Tags as one text a row, `a;b`, so that the snapshot explains itself.
fn tags_column(voters: &Voters) -> Dictionary {
    let mut column = Dictionary::new();
    for row in 0..voters.len() {
        match voters.tags[row] {
            0 => column.push_code(0),
            _ => column.push(&voters.tags_text(row)),
        }
    }
    column
}
