//! `arpent serve` and `arpent demo`

use super::Server;
use super::args::Demo;
use super::report::Printer;
use crate::domain::Outcome;
use crate::flow::make_demo::{self, Wanted};
use crate::store::Folder;

pub fn serve(folder: &Folder, listen: &str, server: Server, out: &Printer) -> Outcome<()> {
    let password = std::env::var("ARPENT_PASSWORD").ok();
    server(folder, listen, password.as_deref(), &|url| {
        out.done(&format!("map at {url}  (Ctrl-C stops it)"), &serde_json::json!({ "url": url }));
    })
}

pub fn demo(demo: &Demo, server: Server, out: &Printer) -> Outcome<()> {
    let dir = demo.dir.clone().unwrap_or_else(|| std::env::temp_dir().join("arpent-demo"));
    let folder = make_demo::make_demo(&Wanted { dir: &dir, voters: demo.voters, seed: demo.seed }, &|line| {
        if !out.json {
            println!("{line}");
        }
    })?;
    if demo.no_serve {
        out.done(&format!("the campaign is in {}", folder.path.display()), &serde_json::json!({ "campaign": folder.path }));
        return Ok(());
    }
    serve(&folder, &demo.listen, server, out)
}
