//! `arpent.db`: what people do and say, one SQLite file, every write durable when it is acknowledged.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rusqlite::{Connection, params};

use super::folder::Folder;
use crate::domain::{Answer, Outcome, Problem, Report, Voters};

#[derive(Debug)]
pub struct Database {
    connection: Connection,
    path: String,
}

/// Each entry moves the schema one version up; never edit one that has shipped.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE answers (voter_id TEXT PRIMARY KEY, day INTEGER NOT NULL, support INTEGER NOT NULL CHECK (support BETWEEN 1 AND 5)) WITHOUT ROWID;
    CREATE TABLE tags (voter_id TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (voter_id, tag)) WITHOUT ROWID;
    CREATE TABLE imports (id INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, source TEXT NOT NULL, report TEXT NOT NULL);
    CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
", "
    CREATE TABLE verdicts (one TEXT NOT NULL, other TEXT NOT NULL, same INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (one, other), CHECK (one < other)) WITHOUT ROWID;
"];

/// What somebody decided of two registrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub one: String,
    pub other: String,
    /// One person, or two.
    pub same: bool,
}

impl Verdict {
    pub fn is_about(&self, one: &str, other: &str) -> bool {
        (self.one == one && self.other == other) || (self.one == other && self.other == one)
    }
}

impl Database {
    pub fn open(folder: &Folder) -> Outcome<Self> {
        let path = folder.path.join("arpent.db");
        let shown = path.display().to_string();
        let connection = connect(&path).map_err(|error| failed(&shown, &error))?;
        Ok(Self { connection, path: shown })
    }

    fn failed(&self, error: &rusqlite::Error) -> Problem {
        failed(&self.path, error)
    }

    /// Keeps each voter's newest answer, and adds tags; all of them or none.
    pub fn save_answers(&mut self, voters: &Voters, answers: &[Answer], tags: &[(u32, String)]) -> Outcome<()> {
        let path = self.path.clone();
        let mut save = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            {
                let mut insert = transaction.prepare(
                    "INSERT INTO answers VALUES (?1, ?2, ?3) ON CONFLICT (voter_id) DO UPDATE SET day = excluded.day, support = excluded.support
                     WHERE excluded.day >= day",
                )?;
                for answer in answers {
                    insert.execute(params![voters.id.get(answer.voter as usize), answer.day, answer.support])?;
                }
                let mut mark = transaction.prepare("INSERT OR IGNORE INTO tags VALUES (?1, ?2)")?;
                for (voter, tag) in tags {
                    mark.execute(params![voters.id.get(*voter as usize), tag])?;
                }
            }
            transaction.commit()
        };
        save().map_err(|error| failed(&path, &error))
    }

    /// Lays answers and tags over voters read from a snapshot. What is known of a merged registration is known of the one that
    /// stands for it: `merged` tells which. Those of voters no longer on the roll stay in the database.
    pub fn lay_over(&self, voters: &mut Voters, merged: &BTreeMap<String, String>) -> Outcome<()> {
        let mut rows: HashMap<String, u32> = voters.id.iter().zip(0..).map(|(id, row)| (id.to_owned(), row)).collect();
        for (id, kept) in merged {
            if let Some(&row) = rows.get(kept) {
                rows.insert(id.clone(), row);
            }
        }
        let error = |error| self.failed(&error);
        let mut answers = self.connection.prepare("SELECT voter_id, day, support FROM answers ORDER BY voter_id").map_err(error)?;
        let mut found = answers.query([]).map_err(error)?;
        while let Some(answer) = found.next().map_err(error)? {
            let id: String = answer.get(0).map_err(error)?;
            if let Some(&row) = rows.get(&id) {
                let (row, day): (usize, i32) = (row as usize, answer.get(1).map_err(error)?);
                if day >= voters.support_day[row] {
                    voters.support_day[row] = day;
                    voters.support[row] = answer.get(2).map_err(error)?;
                }
            }
        }
        let mut tags = self.connection.prepare("SELECT voter_id, tag FROM tags ORDER BY voter_id, tag").map_err(error)?;
        let mut found = tags.query([]).map_err(error)?;
        while let Some(tag) = found.next().map_err(error)? {
            let (id, name): (String, String) = (tag.get(0).map_err(error)?, tag.get(1).map_err(error)?);
            if let Some(&row) = rows.get(&id) {
                voters.add_tag(row as usize, &name)?;
            }
        }
        Ok(())
    }

    /// The last word on each pair counts.
    pub fn save_verdicts(&mut self, verdicts: &[Verdict], at: &str) -> Outcome<()> {
        let path = self.path.clone();
        let mut save = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            for Verdict { one, other, same } in verdicts {
                let (one, other) = (one.min(other), one.max(other));
                transaction.execute("INSERT OR REPLACE INTO verdicts VALUES (?1, ?2, ?3, ?4)", params![one, other, same, at])?;
            }
            transaction.commit()
        };
        save().map_err(|error| failed(&path, &error))
    }

    pub fn verdicts(&self) -> Outcome<Vec<Verdict>> {
        let read = || {
            let mut all = self.connection.prepare("SELECT one, other, same FROM verdicts ORDER BY one, other")?;
            let rows = all.query_map([], |row| Ok(Verdict { one: row.get(0)?, other: row.get(1)?, same: row.get(2)? }))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Answers on file, whether or not their voters are still on the roll.
    pub fn answer_count(&self) -> Outcome<u64> {
        self.connection
            .query_row("SELECT count(*) FROM answers", [], |row| row.get::<_, i64>(0))
            .map(|count| count as u64)
            .map_err(|error| self.failed(&error))
    }

    /// The audit of what came in: numbers and file names, never a person.
    pub fn log_import(&self, at: &str, source: &str, report: &Report) -> Outcome<()> {
        let json = serde_json::to_string(report).expect("a report is counts and sentences");
        self.connection
            .execute("INSERT INTO imports (at, what, source, report) VALUES (?1, ?2, ?3, ?4)", params![at, report.what, source, json])
            .map(drop)
            .map_err(|error| self.failed(&error))
    }

    /// Newest first: when, what, source, report as JSON.
    pub fn imports(&self) -> Outcome<Vec<(String, String, String, String)>> {
        let read = || {
            let mut all = self.connection.prepare("SELECT at, what, source, report FROM imports ORDER BY id DESC")?;
            let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Keeps only the token's hash: who reads the file cannot log in with it. Times are Unix seconds.
    pub fn save_session(&self, token_hash: &str, now: i64, expires: i64) -> Outcome<()> {
        self.connection
            .execute("DELETE FROM sessions WHERE expires <= ?1", [now])
            .and_then(|_| self.connection.execute("INSERT INTO sessions VALUES (?1, ?2)", params![token_hash, expires]))
            .map(drop)
            .map_err(|error| self.failed(&error))
    }

    pub fn has_session(&self, token_hash: &str, now: i64) -> Outcome<bool> {
        self.connection
            .query_row("SELECT count(*) FROM sessions WHERE token_hash = ?1 AND expires > ?2", params![token_hash, now], |row| {
                row.get::<_, i64>(0)
            })
            .map(|count| count > 0)
            .map_err(|error| self.failed(&error))
    }

    pub fn end_session(&self, token_hash: &str) -> Outcome<()> {
        self.connection.execute("DELETE FROM sessions WHERE token_hash = ?1", [token_hash]).map(drop).map_err(|error| self.failed(&error))
    }

    /// SQLite's own full check; empty when all is well.
    pub fn faults(&self) -> Outcome<Vec<String>> {
        let read = || {
            let mut check = self.connection.prepare("PRAGMA integrity_check")?;
            let rows = check.query_map([], |row| row.get::<_, String>(0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        Ok(read().map_err(|error| self.failed(&error))?.into_iter().filter(|line| line != "ok").collect())
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (next, migration) in (1i64..).zip(MIGRATIONS).filter(|(next, _)| *next > version) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", next)?;
        transaction.commit()?;
    }
    Ok(connection)
}

fn failed(path: &str, error: &rusqlite::Error) -> Problem {
    Problem::new(format!("the database refused: {error}")).file(path).remedy("check the disk; `arpent check` tells what is damaged")
}
