//! What a score may look at: history, age, party, sex, tenure, the precinct's past support.
//!
//! Race, ethnicity, religion, names and birthplace are never among them; [`Variable`] is the whole list.

use chrono::{Datelike, NaiveDate};

use crate::domain::{Campaign, Dictionary, Voters};

use super::logistic::Matrix;

/// At most this many levels of a column get a variable of their own.
const LEVELS_MAX: usize = 8;
/// Elections further back than this many of the kind say little more.
pub const LAGS_MAX: usize = 4;

#[derive(Debug, Clone, PartialEq)]
pub enum Variable {
    /// Voted in the election `ago` elections of the kind before; `bit` is its place in the history.
    Voted {
        ago: usize,
        bit: usize,
    },
    /// Was on the roll then.
    OnRoll {
        ago: usize,
        bit: usize,
    },
    /// Share voted of these elections, among those on the roll for; a half when on the roll for none.
    ShareOfKind(u32),
    ShareOfOthers(u32),
    Age,
    AgeSquared,
    AgeKnown,
    /// Logarithm of the years since registration.
    Tenure,
    /// A code of the party column, compared with the largest party.
    Party {
        code: u32,
        than: u32,
    },
    /// A code of the sex column, compared with the commonest.
    Sex {
        code: u32,
        than: u32,
    },
    /// The precinct's past support, as log-odds by row of the precinct layer.
    PrecinctSupport,
}

/// Variables as they stood just before a day.
#[derive(Debug)]
pub struct Features<'a> {
    voters: &'a Voters,
    day: NaiveDate,
    variables: Vec<Variable>,
    precinct_support: Vec<f64>,
}

impl<'a> Features<'a> {
    /// For P(votes) at an election on `day`: `kind_bits` are the past elections of its kind, newest first, cut to as many
    /// lags as every day compared has.
    pub fn of_turnout(voters: &'a Voters, campaign: &Campaign, day: NaiveDate, kind_bits: &[usize], lags: usize) -> Self {
        let mut variables = Vec::new();
        for (at, &bit) in kind_bits.iter().take(lags).enumerate() {
            variables.push(Variable::Voted { ago: at + 1, bit });
            variables.push(Variable::OnRoll { ago: at + 1, bit });
        }
        let mask = |bits: &mut dyn Iterator<Item = usize>| bits.fold(0u32, |mask, bit| mask | 1 << bit);
        let of_kind = mask(&mut kind_bits.iter().copied());
        let before = |bit: &usize| campaign.elections[*bit].date < day;
        let others = mask(&mut (0..campaign.elections.len()).filter(before)) & !of_kind;
        variables.push(Variable::ShareOfKind(of_kind));
        variables.push(Variable::ShareOfOthers(others));
        variables.push(Variable::Tenure);
        variables.extend(persons(voters));
        Self { voters, day, variables, precinct_support: Vec::new() }
    }

    /// For P(supports): who people are, and how their precinct voted (log-odds; empty when no result tells).
    pub fn of_support(voters: &'a Voters, day: NaiveDate, precinct_support: Vec<f64>) -> Self {
        let mut variables: Vec<Variable> = persons(voters).collect();
        variables.extend(against_first(largest(&voters.sex)).map(|(code, than)| Variable::Sex { code, than }));
        if !precinct_support.is_empty() {
            variables.push(Variable::PrecinctSupport);
        }
        Self { voters, day, variables, precinct_support }
    }

    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    pub fn fill(&self, row: usize, out: &mut [f64]) {
        for (value, variable) in out.iter_mut().zip(&self.variables) {
            *value = self.value(variable, row);
        }
    }

    pub fn matrix(&self, rows: &[u32]) -> Matrix {
        let columns = self.variables.len();
        let mut values = vec![0.0; rows.len() * columns];
        for (&row, out) in rows.iter().zip(values.chunks_exact_mut(columns.max(1))) {
            self.fill(row as usize, out);
        }
        Matrix { columns, values }
    }

    fn value(&self, variable: &Variable, row: usize) -> f64 {
        let voters = self.voters;
        let (voted, on_roll) = (voters.voted[row], voters.eligible[row] | voters.voted[row]);
        let bit_of = |mask: u32, bit: usize| f64::from(mask >> bit & 1);
        match *variable {
            Variable::Voted { bit, .. } => bit_of(voted, bit),
            Variable::OnRoll { bit, .. } => bit_of(on_roll, bit),
            Variable::ShareOfKind(mask) | Variable::ShareOfOthers(mask) => match (on_roll & mask).count_ones() {
                0 => 0.5,
                chances => f64::from((voted & mask).count_ones()) / f64::from(chances),
            },
            Variable::Age => self.age(row),
            Variable::AgeSquared => ((self.age(row) - 50.0) / 10.0).powi(2),
            Variable::AgeKnown => f64::from(voters.birth_year[row] != 0),
            Variable::Tenure => self.tenure(row),
            Variable::Party { code, .. } => f64::from(voters.party.code(row) == code),
            Variable::Sex { code, .. } => f64::from(voters.sex.code(row) == code),
            Variable::PrecinctSupport => self.precinct_support.get(voters.precinct[row] as usize).copied().unwrap_or(0.0),
        }
    }

    /// Years; 50 when unknown, beside `AgeKnown`.
    fn age(&self, row: usize) -> f64 {
        match self.voters.birth_year[row] {
            0 => 50.0,
            year => f64::from(self.day.year() - i32::from(year)).clamp(17.0, 100.0),
        }
    }

    fn tenure(&self, row: usize) -> f64 {
        let since = self.voters.registered_day[row];
        let today = self.day.signed_duration_since(NaiveDate::default()).num_days();
        let years = if since == i32::MIN { 5.0 } else { (today - i64::from(since)) as f64 / 365.25 };
        years.clamp(0.0, 80.0).ln_1p()
    }
}

fn persons(voters: &Voters) -> impl Iterator<Item = Variable> + use<> {
    let parties = against_first(largest(&voters.party)).map(|(code, than)| Variable::Party { code, than });
    [Variable::Age, Variable::AgeSquared, Variable::AgeKnown].into_iter().chain(parties)
}

/// Codes of a column's commonest values, the commonest first; none where all share one.
pub fn largest(column: &Dictionary) -> Vec<u32> {
    let mut sizes = vec![0u32; column.values().len()];
    for code in column.codes() {
        sizes[code as usize] += 1;
    }
    let mut codes: Vec<u32> = (0..sizes.len() as u32).filter(|&code| sizes[code as usize] > 0).collect();
    codes.sort_by_key(|&code| (std::cmp::Reverse(sizes[code as usize]), column.value(code)));
    codes.truncate(LEVELS_MAX);
    if codes.len() < 2 { Vec::new() } else { codes }
}

/// Every level but the first, each with the first: one level must be what the others are compared with.
fn against_first(codes: Vec<u32>) -> impl Iterator<Item = (u32, u32)> {
    let than = codes.first().copied().unwrap_or_default();
    codes.into_iter().skip(1).map(move |code| (code, than))
}

impl Variable {
    /// Whether one is in it or not, rather than how much.
    pub fn is_level(&self) -> bool {
        matches!(self, Self::Voted { .. } | Self::OnRoll { .. } | Self::AgeKnown | Self::Party { .. } | Self::Sex { .. })
    }

    pub fn label(&self, features: &Features<'_>) -> String {
        let named = |what: &str, column: &Dictionary, code: u32, than: u32| {
            let value = |code| if column.value(code).is_empty() { "not given" } else { column.value(code) };
            format!("{what} {} rather than {}", value(code), value(than))
        };
        let voters = features.voters;
        match self {
            Self::Voted { ago, .. } => format!("voted {ago} before"),
            Self::OnRoll { ago, .. } => format!("on the roll {ago} before"),
            Self::ShareOfKind(_) => "share voted of this kind".to_owned(),
            Self::ShareOfOthers(_) => "share voted of other kinds".to_owned(),
            Self::Age => "age".to_owned(),
            Self::AgeSquared => "age, distance from 50 squared".to_owned(),
            Self::AgeKnown => "age known".to_owned(),
            Self::Tenure => "years registered (log)".to_owned(),
            Self::Party { code, than } => named("party", &voters.party, *code, *than),
            Self::Sex { code, than } => named("sex", &voters.sex, *code, *than),
            Self::PrecinctSupport => "precinct's past support".to_owned(),
        }
    }
}
