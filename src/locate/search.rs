//! Type-ahead for the map's search box: what may `10347 reister` become?

use super::gazetteer::Gazetteer;
use super::name::NameReader;
use super::normal::{self, HouseNumber};

/// A line to offer, and where choosing it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub label: String,
    pub lon: f64,
    pub lat: f64,
}

impl Gazetteer {
    /// Up to `limit` addresses and streets whose name, or a later word of it, starts with what was typed; names that start with it first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, typed) = match text.split_once(' ') {
            Some((head, rest)) if digits > 0 && !rest.trim().is_empty() => (HouseNumber::parse(head), rest),
            _ => (None, text),
        };
        let typed = Typed::new(typed, self);
        let mut names: Vec<(u8, u32)> = (0u32..)
            .zip(&self.names.names)
            .filter_map(|(code, name)| Some((typed.rank(&name.text, &self.names.folded[code as usize])?, code)))
            .collect();
        names.sort_by_key(|&(rank, code)| (rank, &self.names.names[code as usize].text));
        let mut found = Vec::new();
        for (_, name) in names {
            if found.len() >= limit {
                break;
            }
            match number {
                Some(number) => self.suggest_doors(name, number, limit - found.len(), &mut found),
                None => found.extend(self.suggest_street(name)),
            }
        }
        found.truncate(limit);
        found
    }

    fn suggest_doors(&self, name: u32, number: HouseNumber, limit: usize, found: &mut Vec<Suggestion>) {
        let label = &self.names.labels[name as usize];
        let houses = self.stretches(name).iter().flat_map(|stretch| self.houses(stretch));
        for house in houses.filter(|house| house.number.value == number.value).take(limit) {
            let mark = house.number.mark_text();
            found.push(Suggestion { label: format!("{}{mark} {label}", number.value), lon: house.lon, lat: house.lat });
        }
        found.dedup_by(|a, b| a.label == b.label);
    }

    fn suggest_street(&self, name: u32) -> Option<Suggestion> {
        let longest = self.stretches(name).iter().map(|stretch| self.houses(stretch)).max_by_key(|houses| houses.len());
        let house = longest.and_then(|houses| houses.get(houses.len() / 2)).map(|house| (house.lon, house.lat));
        let bends = self.bends(name);
        let (lon, lat) = house.or_else(|| bends.get(bends.len() / 2).copied())?;
        Some(Suggestion { label: self.names.labels[name as usize].clone(), lon, lat })
    }
}

/// What was typed, once as it stands (its last word may be unfinished) and once in standard words.
struct Typed {
    folded: String,
    standard: String,
}

impl Typed {
    fn new(text: &str, gazetteer: &Gazetteer) -> Self {
        let standard = NameReader::default().parse(text, gazetteer.country).text.clone();
        Self { folded: normal::fold(text, gazetteer.country), standard }
    }

    /// 0: the name starts with it; 1: a later word does.
    fn rank(&self, standard: &str, folded: &str) -> Option<u8> {
        let starts = |name: &str, typed: &str| !typed.is_empty() && name.starts_with(typed);
        let later = |name: &str, typed: &str| name.match_indices(' ').any(|(at, _)| starts(&name[at + 1..], typed));
        if starts(standard, &self.standard) || starts(folded, &self.folded) {
            return Some(0);
        }
        (later(standard, &self.standard) || later(folded, &self.folded)).then_some(1)
    }
}
