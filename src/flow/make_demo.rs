//! A made-up town, brought in through the same imports a campaign uses.

use std::path::{Path, PathBuf};

use super::{
    import_addresses, import_answers, import_boundaries, import_results, import_streets, import_voters, init_campaign, score_campaign,
};
use crate::boundaries::Options;
use crate::domain::{Country, Outcome, Problem};
use crate::import::results;
use crate::store::{Folder, atomic};
use crate::town;

#[derive(Debug)]
pub struct Wanted<'a> {
    pub dir: &'a Path,
    pub voters: u32,
    pub seed: u64,
}

/// Written last: a town is whole once it is there, and of the version of arpent that made it.
const READY: &str = "ready";

/// Makes the town, or opens it when the same one is already there.
pub fn make_demo(wanted: &Wanted<'_>, say: &dyn Fn(&str)) -> Outcome<Folder> {
    let campaign = wanted.dir.join(format!("town-{}-{}", wanted.voters, wanted.seed));
    let ready = campaign.join(READY);
    if std::fs::read_to_string(&ready).is_ok_and(|version| version == env!("CARGO_PKG_VERSION")) {
        say(&format!("the town of {} voters is already in {}", wanted.voters, campaign.display()));
        return Folder::open(&campaign);
    }
    let files = write_town(wanted, &campaign, say)?;
    let folder = init_campaign::init_campaign(&campaign, Country::Us, Some(&files.name))?;
    bring_in(&folder, &files.dir, say)?;
    atomic::write_bytes(&ready, env!("CARGO_PKG_VERSION").as_bytes())?;
    Ok(folder)
}

struct TownFiles {
    dir: PathBuf,
    name: String,
}

fn write_town(wanted: &Wanted<'_>, campaign: &Path, say: &dyn Fn(&str)) -> Outcome<TownFiles> {
    if campaign.exists() {
        // left by a run that was stopped half way, or by another version: ours alone, made of nothing but the seed
        std::fs::remove_dir_all(campaign).map_err(|error| atomic::unwritable(campaign, &error))?;
    }
    let dir = wanted.dir.join(format!("town-{}-{}-files", wanted.voters, wanted.seed));
    std::fs::create_dir_all(&dir).map_err(|error| atomic::unwritable(&dir, &error))?;
    let town = town::build(wanted.voters, wanted.seed);
    for (name, bytes) in &town.files {
        atomic::write_bytes(&dir.join(name), bytes)?;
    }
    say(&format!("made up {}: {} voters, {} files in {}", town.name, wanted.voters, town.files.len(), dir.display()));
    Ok(TownFiles { dir, name: town.name })
}

fn bring_in(folder: &Folder, dir: &Path, say: &dyn Fn(&str)) -> Outcome<()> {
    let silent = |_: u64, _: u64| {};
    let file = |name: &str| dir.join(name);

    let precincts = file("precincts.geojson").display().to_string();
    let wanted = import_boundaries::Wanted {
        file: &precincts,
        layer: super::ground::PRECINCTS,
        options: Options { id: None, name: None, crs: None },
    };
    let (boundaries, _) = import_boundaries::import_boundaries(folder, &wanted, &silent)?;
    say(&format!("{} precincts", boundaries.kept));
    let (streets, _) = import_streets::import_streets(folder, &file("streets.osm"), &silent, &silent)?;
    say(&format!("{} streets, addresses and places", streets.kept));
    let (addresses, _) = import_addresses::import_addresses(folder, &file("addresses.csv"), "auto", &silent)?;
    say(&format!("{} addresses", addresses.kept));

    let (voters, history, deceased) = (file("ncvoter.txt"), file("ncvhis.txt"), file("deceased.csv"));
    let wanted =
        import_voters::Wanted { voters: vec![&voters], history: vec![&history], deceased: Some(&deceased), layout: "auto", source: None };
    let imported =
        import_voters::import_voters(folder, &wanted, import_voters::Watch { reading: &silent, comparing: &silent, locating: &silent })?;
    let report = &imported.report;
    say(&format!("voters: {} read = {} kept + {} rejected + {} merged", report.read, report.kept, report.rejected, report.merged));

    let support = vec!["dem".to_owned()];
    let wanted = results::Wanted { support: &support, ..results::Wanted::default() };
    let results = import_results::import_results(folder, &file("results.csv"), "auto", &wanted)?;
    say(&format!("{} precinct results", results.kept));
    let answers = import_answers::import_answers(folder, &file("answers.csv"))?;
    say(&format!("{} canvass answers", answers.kept));
    let scores = score_campaign::score_campaign(folder, None)?;
    match scores.vote.held_out_auc {
        Some(auc) => say(&format!("scored for {}: P(votes) has a held-out AUC of {auc:.3}", scores.target)),
        None => say(&format!("scored for {}: {}", scores.target, scores.vote.method)),
    }
    if !report.adds_up() {
        return Err(Problem::new("the import's rows do not add up").remedy("this is a fault of arpent: please report it"));
    }
    Ok(())
}
