//! How does a row of a voter file become a voter?

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::address_line;
use super::ballots::Ballots;
use super::binding::{Binding, Field, translate};
use super::dates::{self, Written, day_number};
use super::delimited::{Meter, Row, Table};
use super::elections::VoteLog;
use super::extra::{Extras, Places};
use super::ids::{IdIndex, hash};
use super::layout::Chosen;
use super::ledger::{Fate, Ledger, Refusal};
use super::side_tables::SideTables;
use crate::domain::{Birth, Country, Outcome, RejectReason, Status, Texts, Voters};

const FIELDS: [&str; 22] = [
    "id",
    "last_name",
    "first_name",
    "middle_name",
    "name_suffix",
    "address",
    "number",
    "street",
    "unit",
    "city",
    "postcode",
    "precinct",
    "birth_year",
    "birth_date",
    "age",
    "phone",
    "email",
    "sex",
    "party",
    "status",
    "registered",
    "history",
];
const TAGS: &str = "tags";
const TAGS_MAX: usize = 32;
/// Birth years outside are slips of the pen or placeholders for "unknown".
const BIRTH_YEARS: std::ops::RangeInclusive<u16> = 1890..=2100;

/// All voters read so far, from any number of files.
pub(crate) struct Roll {
    pub voters: Voters,
    pub votes: VoteLog,
    pub side: SideTables,
    pub ids: IdIndex,
    pub origins: Origins,
    pub identity: Identity,
    hashes: Vec<u64>,
    /// (voter, age) where the file gives no year of birth
    ages: Vec<(u32, u16)>,
    extras: Extras,
}

/// What tells people apart and is not kept: it serves while the files are read and compared, and no longer.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    pub birth: Vec<Birth>,
    pub phone: Texts,
    pub email: Texts,
}

impl Identity {
    fn push(&mut self, birth: Option<Written>, year: u16, phone: &str, email: &str) {
        let whole = birth.filter(|birth| birth.year == year).map(|Written { year, month, day }| Birth { year, month, day });
        self.birth.push(whole.unwrap_or(Birth { year, ..Birth::default() }));
        self.phone.push(phone);
        self.email.push(email);
    }

    #[must_use]
    pub fn take(&self, order: &[u32]) -> Self {
        let birth = order.iter().map(|&row| self.birth[row as usize]).collect();
        Self { birth, phone: self.phone.take(order), email: self.email.take(order) }
    }
}

/// The file and line each voter came from.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    files: Vec<String>,
    places: Vec<(u16, u32)>,
}

impl Origins {
    /// A line as a person counts them in an editor: the header is 1.
    pub fn of(&self, voter: u32) -> (&str, u64) {
        let (file, line) = self.places[voter as usize];
        (&self.files[file as usize], u64::from(line))
    }

    #[must_use]
    pub fn take(&self, order: &[u32]) -> Self {
        Self { files: self.files.clone(), places: order.iter().map(|&row| self.places[row as usize]).collect() }
    }
}

/// Where one file keeps what.
struct Plan {
    id: Field,
    names: [Field; 4],
    address: Field,
    number: Field,
    street: Field,
    unit: Field,
    city: Field,
    postcode: Field,
    precinct: Field,
    birth_year: Field,
    birth_date: Field,
    age: Field,
    phone: Field,
    email: Field,
    sex: Field,
    party: Field,
    status: Field,
    registered: Field,
    tags: Field,
    sexes: BTreeMap<String, String>,
    statuses: BTreeMap<String, String>,
    dates: Vec<String>,
    country: Country,
    ballots: Ballots,
    extras: Places,
}

impl Roll {
    /// `side` tells what codes in the files stand for.
    pub fn new(side: SideTables) -> Self {
        Self {
            voters: Voters::default(),
            votes: VoteLog::default(),
            side,
            ids: IdIndex::new(),
            origins: Origins::default(),
            identity: Identity::default(),
            hashes: Vec::new(),
            ages: Vec::new(),
            extras: Extras::default(),
        }
    }

    /// Adds the voters of one file.
    pub fn read(&mut self, table: &Table, chosen: &Chosen, country: Country, ledger: &mut Ledger, meter: &Meter) -> Outcome<()> {
        let plan = self.plan(table, chosen, country, ledger)?;
        self.origins.files.push(table.name.to_owned());
        table.each(ledger, meter, |row, ledger| self.take(row, &plan, ledger));
        Ok(())
    }

    /// Closes the columns: every voter gets all of them.
    pub fn finish(&mut self, ledger: &mut Ledger) {
        self.date_the_ages(ledger);
        self.voters.extra = std::mem::take(&mut self.extras).finish(self.voters.len(), ledger);
        self.voters.fill_unknown();
    }

    fn plan(&mut self, table: &Table, chosen: &Chosen, country: Country, ledger: &mut Ledger) -> Outcome<Plan> {
        let fields: Vec<&str> = FIELDS.into_iter().chain([TAGS]).collect();
        let binding = Binding::new(chosen, table, &fields)?;
        let country = chosen.country.unwrap_or(country);
        let dates = dates::spelled_out(&chosen.section.dates, country);
        let ballots = Ballots::new(&binding, &dates, &self.side, &mut self.votes, ledger)?;
        let taken = ballots.columns();
        let leftover = binding.leftover().into_iter().filter(|(column, _)| !taken.contains(column)).collect();
        let of = |name: &str| binding.field(name);
        Ok(Plan {
            id: binding.required("id")?,
            names: [binding.required("last_name")?, of("first_name")?, of("middle_name")?, of("name_suffix")?],
            address: of("address")?,
            number: of("number")?,
            street: of("street")?,
            unit: of("unit")?,
            city: of("city")?,
            postcode: of("postcode")?,
            precinct: of("precinct")?,
            birth_year: of("birth_year")?,
            birth_date: of("birth_date")?,
            age: of("age")?,
            phone: of("phone")?,
            email: of("email")?,
            sex: of("sex")?,
            party: of("party")?,
            status: of("status")?,
            registered: of("registered")?,
            tags: of(TAGS)?,
            sexes: binding.values("sex"),
            statuses: binding.values("status"),
            extras: self.extras.places(leftover, &binding, &self.side),
            dates,
            country,
            ballots,
        })
    }

    fn take(&mut self, row: &Row, plan: &Plan, ledger: &mut Ledger) -> Result<Fate, Refusal> {
        let id = plan.id.read(row);
        if id.is_empty() {
            return Err(Refusal::missing("id"));
        }
        let status = status(row, plan)?;
        let content = hash(row.bytes());
        if let Some(first) = self.ids.find(&self.voters.id, &id) {
            return if self.hashes[first as usize] == content { Ok(Fate::Merged) } else { Err(self.repeated(&id, first)) };
        }
        let voter = self.voters.len() as u32;
        self.voters.id.push(&id);
        self.ids.insert(&self.voters.id, voter);
        self.hashes.push(content);
        self.origins.places.push((self.origins.files.len() as u16 - 1, row.line as u32));
        self.voters.status.push(status as u8);
        self.push_name_and_address(row, plan, ledger);
        self.push_profile(voter, row, plan, ledger);
        plan.ballots.push(voter, row, &self.side, &mut self.votes, ledger);
        self.extras.push(voter as usize, row, &plan.extras, &self.side);
        Ok(Fate::Kept)
    }

    fn repeated(&self, id: &str, first: u32) -> Refusal {
        let (file, line) = self.origins.of(first);
        Refusal::new(RejectReason::RepeatedId, "id", format!("{id} already stands in {file}, row {line}, with other content"))
    }

    fn push_name_and_address(&mut self, row: &Row, plan: &Plan, ledger: &mut Ledger) {
        let voters = &mut self.voters;
        let [last, first, middle, suffix] = plan.names.each_ref().map(|field| field.read(row));
        ledger.report.notice("without_name", u64::from(last.is_empty() && first.is_empty()));
        voters.last_name.push(&last);
        voters.first_name.push(&first);
        voters.middle_name.push(&middle);
        voters.name_suffix.push(&suffix);
        let (number, street, unit) = address(row, plan);
        ledger.report.notice("without_address", u64::from(street.is_empty()));
        voters.number.push(&number);
        voters.street.push(&street);
        voters.unit.push(&unit);
        voters.city.push(&shown(&plan.city, row));
        voters.postcode.push(postcode(&shown(&plan.postcode, row), plan.country));
        voters.file_precinct.push(&plan.precinct.read(row));
    }

    fn push_profile(&mut self, voter: u32, row: &Row, plan: &Plan, ledger: &mut Ledger) {
        let birth = dates::parse(&plan.birth_date.read(row), &plan.dates);
        let birth_year = birth_year(row, plan, birth);
        self.identity.push(birth, birth_year, &plan.phone.read(row), &plan.email.read(row));
        if birth_year == 0 {
            match plan.age.read(row).parse() {
                Ok(age) => self.ages.push((voter, age)),
                Err(_) => ledger.report.notice("without_birth_year", 1),
            }
        }
        let voters = &mut self.voters;
        voters.birth_year.push(birth_year);
        voters.sex.push(translate(&plan.sexes, &plan.sex.read(row)).unwrap_or_default());
        voters.party.push(&plan.party.read(row));
        let registered = dates::parse(&plan.registered.read(row), &plan.dates).and_then(Written::date);
        ledger.report.notice("without_registration_day", u64::from(registered.is_none() && !plan.registered.is_empty()));
        voters.registered_day.push(registered.map_or(i32::MIN, day_number));
        let mut tags = 0;
        for tag in plan.tags.read(row).split(';').map(str::trim).filter(|tag| !tag.is_empty()) {
            match tag_bit(&mut voters.tag_names, tag) {
                Some(bit) => tags |= 1 << bit,
                None => ledger.report.notice("tags_past_the_32_kept", 1),
            }
        }
        voters.tags.push(tags);
    }

    /// A file that gives ages gives them for the end of the year it was made in: that of its newest registration or election.
    fn date_the_ages(&mut self, ledger: &mut Ledger) {
        let Some(&(_, _)) = self.ages.first() else { return };
        let newest_day = self.voters.registered_day.iter().copied().max().filter(|&day| day > i32::MIN);
        let newest_registration = newest_day.and_then(NaiveDate::from_epoch_days).map(|date| date.year());
        let Some(made_in) = newest_registration.max(self.votes.newest_year()) else {
            ledger.report.notice("without_birth_year", self.ages.len() as u64);
            ledger
                .report
                .remark("ages are not kept: no registration date or election tells which year they are meant for; give birth years");
            return;
        };
        for &(voter, age) in &self.ages {
            let year = u16::try_from(made_in - i32::from(age)).ok().filter(|year| BIRTH_YEARS.contains(year));
            ledger.report.notice("without_birth_year", u64::from(year.is_none()));
            self.voters.birth_year[voter as usize] = year.unwrap_or(0);
            self.identity.birth[voter as usize].year = year.unwrap_or(0);
        }
        ledger.report.notice("birth_years_from_ages", self.ages.len() as u64);
    }
}

fn status(row: &Row, plan: &Plan) -> Result<Status, Refusal> {
    if plan.status.is_empty() {
        return Ok(Status::Active);
    }
    let written = plan.status.read(row);
    match translate(&plan.statuses, &written) {
        Some("active") => Ok(Status::Active),
        Some("inactive") => Ok(Status::Inactive),
        Some("not_registered") => Err(Refusal::new(RejectReason::NotRegistered, "status", written)),
        _ => {
            let known: Vec<&str> = plan.statuses.keys().map(String::as_str).collect();
            Err(Refusal::bad("status", format!("{written:?} is none of {}", known.join(", "))))
        }
    }
}

/// Number, street and unit: from their own columns, or from the line that holds them all.
fn address(row: &Row, plan: &Plan) -> (String, String, String) {
    let (number, unit) = (shown(&plan.number, row), shown(&plan.unit, row));
    let street = shown(&plan.street, row);
    if !number.is_empty() {
        return (number.into_owned(), street.into_owned(), unit.into_owned());
    }
    let line = shown(&plan.address, row);
    let (number, street, unit_in_line) = address_line::split(if line.is_empty() { &street } else { &line });
    (number, street, if unit.is_empty() { unit_in_line } else { unit.into_owned() })
}

/// An office that hides a person's address writes `*` in its place: that is empty.
fn shown<'r>(field: &Field, row: &Row<'r>) -> Cow<'r, str> {
    Some(field.read(row)).filter(|text| text.contains(char::is_alphanumeric)).unwrap_or_default()
}

/// The five digits of a US ZIP+4; elsewhere what is written.
fn postcode(written: &str, country: Country) -> &str {
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    let plus_four = digits == 9 || (digits == 5 && written[5..].starts_with('-'));
    if country == Country::Us && plus_four { &written[..5] } else { written }
}

/// 0 when neither a year nor a date of birth makes sense.
fn birth_year(row: &Row, plan: &Plan, birth: Option<Written>) -> u16 {
    let year = plan.birth_year.read(row).parse().ok();
    let year = year.or(birth.map(|date| date.year));
    year.filter(|year| BIRTH_YEARS.contains(year)).unwrap_or(0)
}

/// The bit of a tag, taken if it is new; `None` when all 32 are taken.
fn tag_bit(names: &mut Vec<String>, tag: &str) -> Option<usize> {
    if let Some(bit) = names.iter().position(|name| name == tag) {
        return Some(bit);
    }
    (names.len() < TAGS_MAX).then(|| {
        names.push(tag.to_owned());
        names.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_zip_plus_four_only() {
        assert_eq!(postcode("21117-1234", Country::Us), "21117");
        assert_eq!(postcode("211171234", Country::Us), "21117");
        assert_eq!(postcode("21117", Country::Us), "21117");
        assert_eq!(postcode("92330", Country::Fr), "92330");
    }
}
