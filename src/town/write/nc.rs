//! `ncvoter.txt` and `ncvhis.txt`: North Carolina's public files, 71 and 15 columns, tab-separated, quoted, Latin-1.

use crate::town::dice::Dice;
use crate::town::elections::ELECTIONS;
use crate::town::houses::{Building, unit_label};
use crate::town::names::Street;
use crate::town::people::{Date, Person, Standing, YEAR};
use crate::town::plan::TOWN;
use crate::town::precincts::Precinct;
use crate::town::roll::{Registration, slip};

const VOTER: &str = "county_id county_desc voter_reg_num status_cd voter_status_desc reason_cd voter_status_reason_desc absent_ind \
    name_prefx_cd last_name first_name middle_name name_suffix_lbl res_street_address res_city_desc state_cd zip_code mail_addr1 mail_addr2 \
    mail_addr3 mail_addr4 mail_city mail_state mail_zipcode full_phone_number race_code ethnic_code party_cd gender_code birth_age birth_state \
    drivers_lic registr_dt precinct_abbrv precinct_desc municipality_abbrv municipality_desc ward_abbrv ward_desc cong_dist_abbrv \
    super_court_abbrv judic_dist_abbrv nc_senate_abbrv nc_house_abbrv county_commiss_abbrv county_commiss_desc township_abbrv township_desc \
    school_dist_abbrv school_dist_desc fire_dist_abbrv fire_dist_desc water_dist_abbrv water_dist_desc sewer_dist_abbrv sewer_dist_desc \
    sanit_dist_abbrv sanit_dist_desc rescue_dist_abbrv rescue_dist_desc munic_dist_abbrv munic_dist_desc dist_1_abbrv dist_1_desc \
    dist_2_abbrv dist_2_desc confidential_ind birth_year ncid vtd_abbrv vtd_desc";
const HISTORY: &str = "county_id county_desc voter_reg_num election_lbl election_desc voting_method voted_party_cd voted_party_desc \
    pct_label pct_description ncid voted_county_id voted_county_desc vtd_label vtd_description";

/// The town as the two files see it.
pub struct Office<'a> {
    pub roll: &'a [Registration],
    pub people: &'a [Person],
    pub buildings: &'a [Building],
    pub streets: &'a [Street],
    pub precincts: &'a [Precinct],
    pub postcodes: &'a [&'static str],
}

pub fn voters(office: &Office, seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed, 11);
    let mut out = Rows::new(VOTER, office.roll.len() * 520);
    for registration in office.roll {
        voter(&mut out, office, registration, &mut dice);
    }
    out.bytes
}

fn voter(out: &mut Rows, office: &Office, registration: &Registration, dice: &mut Dice) {
    let person = &office.people[registration.person as usize];
    let precinct = &office.precincts[person.precinct];
    let (county, postcode) = (county(registration), office.postcodes[person.building as usize]);
    let (standing, reason) = match person.standing {
        Standing::Active => (["A", "ACTIVE"], ["AV", "VERIFIED"]),
        Standing::Inactive => (["I", "INACTIVE"], ["IN", "CONFIRMATION NOT RETURNED"]),
        Standing::Removed => (["R", "REMOVED"], ["RL", "MOVED FROM COUNTY"]),
        Standing::Denied => (["D", "DENIED"], ["DU", "VERIFICATION RETURNED UNDELIVERABLE"]),
    };
    let address = address(office, person, dice);
    let post_box = dice.chance(0.03).then(|| format!("PO BOX {}", dice.whole(11, 2_980)));
    let mail = post_box.unwrap_or_else(|| address.split_whitespace().collect::<Vec<_>>().join(" "));
    let ward = format!("{}", person.precinct / 4 + 1);
    let senate = if person.precinct < 12 { "04" } else { "11" };
    out.texts(&county);
    out.texts(&[&number(registration), standing[0], standing[1], reason[0], reason[1], "", ""]);
    out.texts(&[&registration.last, &registration.first, &registration.middle, "", &address, TOWN, "NC", postcode]);
    out.texts(&[&mail, "", "", "", TOWN, "NC", postcode, "", "U", "UN", person.party, if person.woman { "F" } else { "M" }]);
    out.texts(&[&(YEAR - person.birth_year).to_string(), "", if dice.chance(0.9) { "Y" } else { "N" }, &slashed(registration.registered)]);
    out.texts(&[
        &precinct.id,
        &precinct.name,
        "AB",
        TOWN,
        &ward,
        &format!("WARD {ward}"),
        "01",
        "07B",
        "07",
        senate,
        "027",
        "",
        "",
        "",
        "",
    ]);
    out.blank(18);
    out.texts(&["N", &person.birth_year.to_string(), &registration.ncid, &precinct.id, &precinct.name]);
    out.end();
}

pub fn history(office: &Office, seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed, 12);
    let mut out = Rows::new(HISTORY, office.roll.len() * 700);
    for registration in office.roll {
        let person = &office.people[registration.person as usize];
        let precinct = &office.precincts[person.precinct];
        for election in ELECTIONS.iter().enumerate().filter(|(bit, _)| registration.voted & (1 << bit) != 0).map(|(_, election)| election) {
            let method = ["ABSENTEE ONESTOP", "IN-PERSON", "ABSENTEE BY MAIL"][dice.weighted(&[0.55, 0.35, 0.1])];
            let party = if person.party == "UNA" && election.kind == "primary" { *dice.pick(&["DEM", "REP"]) } else { person.party };
            let day = slashed(election.date);
            let [county_id, county_desc] = county(registration);
            out.texts(&[
                county_id,
                county_desc,
                &number(registration),
                &day,
                &format!("{day} {}", election.kind),
                method,
                party,
                party_name(party),
            ]);
            out.texts(&[&precinct.id, &precinct.name, &registration.ncid, county_id, county_desc, &precinct.id, &precinct.name]);
            out.end();
        }
    }
    out.bytes
}

fn county(registration: &Registration) -> [&'static str; 2] {
    if registration.other_county { ["102", "TANNER"] } else { ["101", "ALDER"] }
}

fn number(registration: &Registration) -> String {
    format!("{:0>12}", &registration.ncid[2..])
}

fn slashed((year, month, day): Date) -> String {
    format!("{month:02}/{day:02}/{year}")
}

fn party_name(code: &str) -> &'static str {
    match code {
        "DEM" => "DEMOCRATIC",
        "REP" => "REPUBLICAN",
        "LIB" => "LIBERTARIAN",
        "GRE" => "GREEN",
        _ => "UNAFFILIATED",
    }
}

/// The street line as the office types it: postal abbreviations mostly, runs of spaces, now and then a slip.
fn address(office: &Office, person: &Person, dice: &mut Dice) -> String {
    let building = &office.buildings[person.building as usize];
    let words: Vec<&str> = office.streets[building.street as usize].name.split(' ').collect();
    let mut typed: Vec<String> = Vec::with_capacity(words.len());
    for (i, word) in words.iter().enumerate() {
        let short = match (i, abbreviation(word)) {
            (0, Some(short)) if words.len() > 2 && short.len() == 1 => short,
            (i, Some(short)) if i + 1 == words.len() && dice.chance(0.93) => short,
            _ => word,
        };
        typed.push(if i + 1 < words.len() && dice.chance(0.008) { slip(short, dice) } else { short.to_owned() });
    }
    let line = format!("{}  {}", building.number, typed.join(" "));
    if building.units > 1 {
        let sign = ["APT ", "# ", "UNIT "][dice.weighted(&[0.82, 0.1, 0.08])];
        return format!("{line}   {sign}{}   ", unit_label(building.units, person.unit));
    }
    line + "   "
}

fn abbreviation(word: &str) -> Option<&'static str> {
    Some(match word {
        "North" => "N",
        "South" => "S",
        "East" => "E",
        "West" => "W",
        "Street" => "ST",
        "Avenue" => "AVE",
        "Road" => "RD",
        "Drive" => "DR",
        "Lane" => "LN",
        "Court" => "CT",
        "Place" => "PL",
        "Cove" => "CV",
        "Circle" => "CIR",
        "Crescent" => "CRES",
        "Boulevard" => "BLVD",
        "Parkway" => "PKWY",
        "Terrace" => "TER",
        "Trail" => "TRL",
        _ => return None,
    })
}

struct Rows {
    bytes: Vec<u8>,
    first: bool,
}

impl Rows {
    fn new(header: &str, capacity: usize) -> Self {
        let mut rows = Self { bytes: Vec::with_capacity(capacity), first: true };
        header.split_whitespace().for_each(|name| rows.quoted(name.bytes()));
        rows.end();
        rows
    }

    fn quoted(&mut self, text: impl Iterator<Item = u8>) {
        if !std::mem::replace(&mut self.first, false) {
            self.bytes.push(b'\t');
        }
        self.bytes.push(b'"');
        self.bytes.extend(text);
        self.bytes.push(b'"');
    }

    /// Upper case and Latin-1: every name of the town fits.
    fn texts(&mut self, texts: &[&str]) {
        for text in texts {
            if text.is_ascii() {
                self.quoted(text.bytes().map(|byte| byte.to_ascii_uppercase()));
                continue;
            }
            self.quoted(text.chars().flat_map(char::to_uppercase).map(|c| u8::try_from(c).unwrap_or(b'?')));
        }
    }

    fn blank(&mut self, count: usize) {
        (0..count).for_each(|_| self.quoted(std::iter::empty()));
    }

    fn end(&mut self) {
        self.bytes.extend(b"\r\n");
        self.first = true;
    }
}
