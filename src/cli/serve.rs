//! `arpent serve` and `arpent demo`

use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::args::Demo;
use super::report::Printer;
use crate::api;
use crate::domain::{Outcome, Problem};
use crate::flow::make_demo::{self, Wanted};
use crate::store::Folder;

pub fn serve(folder: &Folder, listen: &str, out: &Printer) -> Outcome<()> {
    let address: SocketAddr = listen.parse().map_err(|_| {
        Problem::new(format!("{listen:?} is not an address")).field("--listen").remedy("give IP:PORT, as in 127.0.0.1:8080")
    })?;
    let password = api::auth::password(folder, std::env::var("ARPENT_PASSWORD").ok().as_deref())?;
    if !address.ip().is_loopback() && password.is_none() {
        return Err(Problem::new(format!("{} can be reached from other machines and the campaign has no password", address.ip()))
            .remedy("set ARPENT_PASSWORD, or listen on 127.0.0.1"));
    }
    start_log();
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Problem::new(format!("the server cannot start: {error}")))?;
    runtime.block_on(listen_until_stopped(folder, address, password, out))
}

async fn listen_until_stopped(folder: &Folder, address: SocketAddr, password: Option<api::auth::Password>, out: &Printer) -> Outcome<()> {
    let busy = |error| {
        Problem::new(format!("{address} cannot be listened on: {error}")).field("--listen").remedy("choose another port, or 0 for any free one")
    };
    let listener = TcpListener::bind(address).await.map_err(busy)?;
    let address = listener.local_addr().map_err(busy)?;
    let app = api::App::open(folder.clone(), password)?;
    let url = format!("http://{address}/");
    out.done(&format!("map at {url}  (Ctrl-C stops it)"), &serde_json::json!({ "url": url }));
    api::serve(listener, app).await
}

pub fn demo(demo: &Demo, out: &Printer) -> Outcome<()> {
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
    serve(&folder, &demo.listen, out)
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,arpent=info".into());
    // a second start in one process (tests) keeps the first log
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
