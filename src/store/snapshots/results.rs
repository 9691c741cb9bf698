//! Official results, one row a precinct and election.

use super::damaged;
use super::{named, new_table, read};
use crate::domain::{Outcome, PrecinctResult};
use crate::store::folder::{Folder, NewTable};
use crate::store::manifest::Manifest;
use crate::store::table::Column;

const RESULTS: &str = "results";

pub fn table(results: &[PrecinctResult], source: &str) -> Outcome<NewTable> {
    let precinct = results.iter().map(|result| result.precinct.as_str()).collect();
    let election: Vec<String> =
        results.iter().map(|result| serde_json::to_string(&(result.date, result.kind)).expect("a date and a word are JSON")).collect();
    let election = election.iter().map(String::as_str).collect();
    let registered: Vec<u32> = results.iter().map(|result| result.registered).collect();
    let cast: Vec<u32> = results.iter().map(|result| result.cast).collect();
    // no support column named: -1, which no count can be
    let votes =
        |pick: fn((u32, u32)) -> u32| results.iter().map(|result| result.support.map_or(-1, |votes| i64::from(pick(votes)))).collect();
    let (ours, all): (Vec<i64>, Vec<i64>) = (votes(|votes| votes.0), votes(|votes| votes.1));
    let columns = named([
        ("precinct", Column::Text(&precinct)),
        ("election", Column::Text(&election)),
        ("registered", Column::U32(&registered)),
        ("cast", Column::U32(&cast)),
        ("support_votes", Column::I64(&ours)),
        ("all_votes", Column::I64(&all)),
    ]);
    new_table(RESULTS, source, results.len(), &columns)
}

pub fn read_all(folder: &Folder, manifest: &Manifest) -> Outcome<Vec<PrecinctResult>> {
    let Some(table) = read(folder, manifest, RESULTS)? else { return Ok(Vec::new()) };
    let (precinct, election) = (table.texts("precinct")?, table.texts("election")?);
    let (registered, cast) = (table.u32s("registered")?, table.u32s("cast")?);
    let (ours, all) = (table.i64s("support_votes")?, table.i64s("all_votes")?);
    let result = |row: usize| {
        let (date, kind) = serde_json::from_str(election.get(row)).map_err(|error| damaged("election", &error))?;
        let support = (ours[row] >= 0).then(|| (ours[row] as u32, all[row] as u32));
        Ok(PrecinctResult { precinct: precinct.get(row).to_owned(), date, kind, registered: registered[row], cast: cast[row], support })
    };
    (0..table.rows()).map(result).collect()
}
