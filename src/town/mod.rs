//! What does a made-up town look like, street by street and voter by voter?
//!
//! A flat sheet is divided with a ruler (`sheet`, `layout`, `pods`), bent into land (`plan`), and joined into streets
//! (`network`, `names`). Houses line the streets (`houses`), precincts are whole blocks (`precincts`), and everybody
//! behind the doors is invented (`people`).

mod dice;
mod houses;
mod landscape;
mod layout;
mod names;
mod network;
mod plan;
mod pods;
mod point;
mod precincts;
mod sheet;
mod site;
mod words;
mod write;

/// A made-up town, as the files a campaign would be given.
#[derive(Debug)]
pub struct Town {
    /// Name and bytes of each file.
    pub files: Vec<(&'static str, Vec<u8>)>,
    pub name: String,
}

/// Builds the town: the same bytes for the same `voters` and `seed`.
pub fn build(voters: u32, seed: u64) -> Town {
    let plan = plan::Plan::new(voters, seed);
    let layout = layout::draw(&plan, seed);
    let network = network::join(&layout, &plan);
    let streets = names::name(&layout, &plan, &network, seed);
    let buildings = houses::build(&layout, &network, &streets, voters, seed);
    let precincts = precincts::divide(&layout, &plan, &network, &buildings, seed);
    let features = landscape::draw(&layout, &plan, &network, &streets, &buildings, seed);
    let motorway = landscape::motorway(&layout, &plan, &network);
    let postcodes = vec!["27991"; buildings.len()];
    let map = write::osm::Map {
        network: &network,
        streets: &streets,
        buildings: &buildings,
        features: &features,
        motorway: &motorway,
        postcodes: &postcodes,
        corners: layout.sheet.vertices.len(),
    };
    let files = vec![("streets.osm", write::osm::write(&map)), ("precincts.geojson", write::precincts::write(&precincts.precincts))];
    Town { files, name: plan::TOWN.to_owned() }
}
