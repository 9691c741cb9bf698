//! What does a made-up town look like, street by street and voter by voter?
//!
//! A flat sheet is divided with a ruler (`sheet`, `layout`, `pods`), bent into land (`plan`), and joined into streets
//! (`network`, `chains`, `names`). Houses line the streets (`houses`), precincts are whole blocks (`precincts`), and everybody
//! behind the doors is invented (`people`).

mod chains;
mod dice;
mod elections;
mod houses;
mod landscape;
mod layout;
mod motorway;
mod names;
mod network;
mod people;
mod plan;
mod pods;
mod point;
mod precincts;
mod roll;
mod sheet;
mod site;
#[rustfmt::skip] // lists of names: as many on a line as fit
mod words;
mod write;

use plan::lonlat;

/// A made-up town, as the files a campaign would be given.
#[derive(Debug)]
pub struct Town {
    /// Name and bytes of each file.
    pub files: Vec<(&'static str, Vec<u8>)>,
    pub name: String,
    /// What is so, row by row of `ncvoter.txt`; never an input.
    pub truth: Vec<Truth>,
}

/// The truth about one registration.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    pub ncid: String,
    /// The same number for two registrations of one person.
    pub person: u32,
    /// Their building, WGS84.
    pub lon: f64,
    pub lat: f64,
    pub precinct: String,
    /// Neither removed nor denied.
    pub registered: bool,
    pub dead: bool,
    /// A second registration of somebody already there.
    pub second: bool,
    pub p_vote: f64,
    pub p_support: f64,
}

impl Town {
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(own, _)| *own == name).map(|(_, bytes)| bytes.as_slice())
    }
}

/// Builds a town with exactly `voters` living people on the roll (1,000 to 2,000,000); the same bytes for the same
/// `voters` and `seed`.
pub fn build(voters: u32, seed: u64) -> Town {
    let plan = plan::Plan::new(voters, seed);
    let layout = layout::draw(&plan, seed);
    let network = network::join(&layout, &plan);
    let streets = names::name(&layout, &plan, &network, seed);
    let buildings = houses::build(&layout, &network, &streets, voters, seed);
    let precincts = precincts::divide(&layout, &plan, &network, &buildings, seed);
    let features = landscape::draw(&layout, &plan, &network, &streets, &buildings, seed);
    let motorway = motorway::draw(&layout, &plan, &network);
    let quarter = |building: &houses::Building| &layout.quarters[layout.sheet.faces[building.face as usize].quarter as usize];
    let postcodes: Vec<&str> = buildings.iter().map(|building| plan.postcode(quarter(building).centre)).collect();
    let people = people::settle(&layout, &plan, &buildings, &precincts, voters, seed);
    let roll = roll::enrol(&people, seed);

    let map = write::osm::Map {
        network: &network,
        streets: &streets,
        buildings: &buildings,
        features: &features,
        motorway: &motorway,
        postcodes: &postcodes,
        corners: layout.sheet.vertices.len(),
    };
    let precincts = &precincts.precincts;
    let office =
        write::nc::Office { roll: &roll, people: &people, buildings: &buildings, streets: &streets, precincts, postcodes: &postcodes };
    let files = vec![
        ("precincts.geojson", write::precincts::write(precincts)),
        ("streets.osm", write::osm::write(&map)),
        ("addresses.csv", write::tables::addresses(&buildings, &streets, &postcodes)),
        ("ncvoter.txt", write::nc::voters(&office, seed)),
        ("ncvhis.txt", write::nc::history(&office, seed)),
        ("deceased.csv", write::tables::deceased(&people, &postcodes)),
        ("results.csv", write::tables::results(&elections::count(&people, seed), precincts)),
        ("answers.csv", write::tables::answers(&roll, &people, seed)),
    ];
    let truth = roll.iter().map(|registration| truth(registration, &people, &buildings, precincts)).collect();
    Town { files, name: plan::TOWN.to_owned(), truth }
}

fn truth(
    registration: &roll::Registration,
    people: &[people::Person],
    buildings: &[houses::Building],
    precincts: &[precincts::Precinct],
) -> Truth {
    let person = &people[registration.person as usize];
    let [lon, lat] = lonlat(buildings[person.building as usize].centre);
    Truth {
        ncid: registration.ncid.clone(),
        person: registration.person,
        lon,
        lat,
        precinct: precincts[person.precinct].id.clone(),
        registered: !matches!(person.standing, people::Standing::Removed | people::Standing::Denied),
        dead: person.died.is_some(),
        second: registration.second,
        p_vote: elections::p_vote(person),
        p_support: elections::p_support(person),
    }
}
