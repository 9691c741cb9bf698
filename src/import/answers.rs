//! What did voters say, and to whom does each answer belong?

use super::binding::{Binding, Field};
use super::dates::{self, Written, day_number};
use super::delimited::{Meter, Row, Table};
use super::ids::IdIndex;
use super::layout::{self, Choice, What};
use super::ledger::{Fate, Ledger, Refusal};
use crate::domain::{Answer, Outcome, Reject, RejectReason, Report, Source, Texts};

const FIELDS: [&str; 4] = ["id", "date", "support", "tags"];
const NONE: u32 = u32::MAX;

/// Canvass answers by voter row.
#[derive(Debug)]
pub struct Answers {
    /// The newest of each voter, in the file's order.
    pub answers: Vec<Answer>,
    /// (row of `Voters`, tag), as written, each pair once.
    pub tags: Vec<(u32, String)>,
    pub rejects: Vec<Reject>,
    pub report: Report,
}

struct Plan {
    id: Field,
    date: Field,
    support: Field,
    tags: Field,
    dates: Vec<String>,
}

/// Reads `<voter id>,date,support[,tags]`: dates as `2026-06-17`, support 1 (strong support) to 5 (strong against), tags with `;`
/// between. A row may carry tags alone. Of several answers of one voter the newest counts, of one day the later in the file.
pub fn read(source: Source, ids: &Texts) -> Outcome<Answers> {
    let table = Table::open(source)?;
    let plan = plan(&table)?;
    let index = IdIndex::of(ids);
    let mut ledger = Ledger::new("answers");
    let mut answers: Vec<Answer> = Vec::new();
    let mut tags = Vec::new();
    let mut answer_of = vec![NONE; ids.len()];
    table.each(&mut ledger, &Meter::silent(), |row, _| {
        let (voter, answer) = answer(row, &plan, ids, &index)?;
        let said = plan.tags.read(row);
        tags.extend(said.split(';').map(str::trim).filter(|tag| !tag.is_empty()).map(|tag| (voter, tag.to_owned())));
        let Some(answer) = answer else { return Ok(Fate::Kept) };
        let place = &mut answer_of[voter as usize];
        if *place == NONE {
            *place = answers.len() as u32;
            answers.push(answer);
            return Ok(Fate::Kept);
        }
        let known = &mut answers[*place as usize];
        if answer.day >= known.day {
            *known = answer;
        }
        Ok(Fate::Merged)
    });
    tags.sort();
    tags.dedup();
    Ok(Answers { answers, tags, rejects: ledger.rejects, report: ledger.report })
}

fn plan(table: &Table) -> Outcome<Plan> {
    let chosen = layout::choose(What::Answers, &Choice::Auto, table)?;
    let binding = Binding::new(&chosen, table, &FIELDS)?;
    let tags = binding.field("tags")?;
    let of = |name: &str| if tags.is_empty() { binding.required(name) } else { binding.field(name) };
    Ok(Plan {
        id: binding.required("id")?,
        date: of("date")?,
        support: of("support")?,
        dates: dates::spelled_out(&chosen.section.dates, crate::domain::Country::Us),
        tags,
    })
}

/// The voter, and the answer unless the row holds only tags.
fn answer(row: &Row, plan: &Plan, ids: &Texts, index: &IdIndex) -> Result<(u32, Option<Answer>), Refusal> {
    let id = plan.id.read(row);
    if id.is_empty() {
        return Err(Refusal::missing("id"));
    }
    let voter = index.find(ids, &id).ok_or_else(|| Refusal::new(RejectReason::Unknown, "id", id.clone()))?;
    let (support, date) = (plan.support.read(row), plan.date.read(row));
    if support.is_empty() && !plan.tags.read(row).is_empty() {
        return Ok((voter, None));
    }
    let level = support.parse().ok().filter(|level| (1..=5).contains(level));
    let support = level.ok_or_else(|| Refusal::bad("support", format!("{support:?} is not 1 (strong support) to 5 (strong against)")))?;
    let written = dates::parse(&date, &plan.dates).and_then(Written::date);
    let date = written.ok_or_else(|| Refusal::bad("date", format!("{date:?} is not a date like 2026-06-17")))?;
    Ok((voter, Some(Answer { voter, day: day_number(date), support })))
}
