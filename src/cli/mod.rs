//! The command line: what the user typed becomes one journey and one printed report.

mod args;
mod import;
mod link;
mod merges;
mod progress;
mod report;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::domain::Outcome;
use crate::flow::{audit_precincts, check_campaign, geocode, heat_table, init_campaign, score_campaign};
use crate::store::Folder;
use args::{Arguments, AuditOf, Command};

/// What serves a campaign: folder, address, the environment's password, and whom to tell the map's URL once it listens.
/// The program hands it in, so that the command line does not know the server.
pub type Server = fn(&Folder, &str, Option<&str>, &dyn Fn(&str)) -> Outcome<()>;

/// Runs the command of this process. Exit 0 done, 1 failed with one line on standard error, 2 wrong usage (clap's).
pub fn run(server: Server) -> ExitCode {
    match dispatch(Arguments::parse(), server) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("arpent: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: Arguments, server: Server) -> Outcome<ExitCode> {
    let path = arguments.campaign.unwrap_or_else(|| PathBuf::from("."));
    let out = report::Printer { json: arguments.json };
    match arguments.command {
        Command::Demo(demo) => serve::demo(&demo, server, &out)?,
        Command::Init(init) => {
            let folder = init_campaign::init_campaign(&init.dir, init.country.into(), init.name.as_deref())?;
            out.done(&format!("new campaign in {}", folder.path.display()), &serde_json::json!({ "campaign": folder.path }));
        }
        Command::Import(import) => import::run(&Folder::open(&path)?, import.what, &out)?,
        Command::Merges(merges) => merges::run(&Folder::open(&path)?, merges.what, &out)?,
        Command::Score(score) => out.scores(&score_campaign::score_campaign(&Folder::open(&path)?, score.target)?),
        Command::Heat(heat) => {
            let wanted = heat_table::Wanted { by: &heat.by, expr: &heat.expr, format: heat.format.into(), output: heat.output.as_deref() };
            heat_table::heat_table(&Folder::open(&path)?, &wanted)?;
        }
        Command::Geocode(asked) => {
            let finding = progress::Bar::new("finding addresses");
            let wanted = geocode::Wanted {
                queries: &asked.queries,
                addresses: asked.addresses.iter().map(PathBuf::as_path).collect(),
                layout: &asked.layout,
                country: asked.country.map(Into::into),
                output: &asked.output,
            };
            out.geocoded(&geocode::geocode(&wanted, &finding.callback())?);
        }
        Command::Audit(audit) => {
            let AuditOf::Precincts { output, border } = audit.what;
            let wanted = audit_precincts::Wanted { output: output.as_deref(), border_m: border };
            out.audited(&audit_precincts::audit_precincts(&Folder::open(&path)?, &wanted)?);
        }
        Command::Link(link) => link::run(&link, &out)?,
        Command::Serve(serve) => serve::serve(&Folder::open(&path)?, &serve.listen, server, &out)?,
        Command::Check => {
            let faults = check_campaign::check_campaign(&Folder::open(&path)?)?;
            out.check(&faults);
            return Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}
