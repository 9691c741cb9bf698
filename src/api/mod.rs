//! The map over HTTP: tiles, tables, search, and the app itself.

mod assets;
mod auth;
mod campaign;
mod error;
mod events;
mod headers;
mod heat;
mod listener;
mod metrics;
mod params;
mod places;
mod reply;
mod search;
mod state;
mod tiles;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{Uri, header};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::domain::{Outcome, Problem};
use crate::store::Folder;
use error::Refusal;
pub use state::App;

/// Every road in. The guard stands before all of them, the security headers after.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/api/campaign", get(campaign::campaign))
        .route("/api/columns", get(campaign::columns))
        .route("/api/scores", get(campaign::scores))
        .route("/api/count", get(heat::count))
        .route("/api/heat", get(heat::heat))
        .route("/api/legend", get(heat::legend))
        .route("/api/place/{layer}/{id}", get(places::place))
        .route("/api/search", get(search::search))
        .route("/api/events", get(events::events))
        .route("/api/openapi.json", get(openapi))
        .route("/api/{*rest}", get(nothing_here))
        .route("/tiles/{name}", get(tiles::tilejson))
        .route("/tiles/{layer}/{z}/{x}/{y}", get(tiles::tile))
        .route("/healthz", get(async || "ok\n"))
        .route("/metrics", get(metrics::metrics))
        .route("/login", get(auth::login_page).post(auth::login))
        .route("/login.css", get(assets::login_css))
        .route("/logout", post(auth::logout))
        .fallback(assets::serve)
        .layer(middleware::from_fn_with_state(app.clone(), auth::guard))
        .layer(middleware::from_fn_with_state(app.clone(), metrics::measure))
        .layer(middleware::from_fn(headers::secure))
        .with_state(app)
}

/// Work that computes for longer than a network turn runs beside it, not on it.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Outcome<T> + Send + 'static) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Refusal::internal(&error))?.map_err(Refusal::from)
}

async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json"))
}

async fn nothing_here(uri: Uri) -> Refusal {
    Refusal::not_found(format!("there is nothing at {}", uri.path()))
}

/// Serves a campaign until Ctrl-C or SIGTERM; `ready` is told the map's URL once it can be opened.
///
/// # Errors
/// The address is none, is taken, or can be reached from other machines while the campaign has no password.
pub fn serve_campaign(folder: &Folder, listen: &str, given_password: Option<&str>, ready: &dyn Fn(&str)) -> Outcome<()> {
    let address: SocketAddr = listen.parse().map_err(|_| {
        Problem::new(format!("{listen:?} is not an address")).field("--listen").remedy("give IP:PORT, as in 127.0.0.1:8080")
    })?;
    let password = auth::password(folder, given_password)?;
    if !address.ip().is_loopback() && password.is_none() {
        return Err(Problem::new(format!("{} can be reached from other machines and the campaign has no password", address.ip()))
            .remedy("set ARPENT_PASSWORD, or listen on 127.0.0.1"));
    }
    start_log();
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Problem::new(format!("the server cannot start: {error}")))?;
    runtime.block_on(async {
        let busy = |error| {
            Problem::new(format!("{address} cannot be listened on: {error}"))
                .field("--listen")
                .remedy("choose another port, or 0 for any free one")
        };
        let listener = TcpListener::bind(address).await.map_err(busy)?;
        let address = listener.local_addr().map_err(busy)?;
        let app = App::open(folder.clone(), password)?;
        ready(&format!("http://{address}/"));
        serve(listener, app).await
    })
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,arpent=info".into());
    // a second start in one process keeps the first log
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// After a stop signal requests under way have a moment to finish; event streams, which never do, are cut.
async fn serve(listener: TcpListener, app: App) -> Outcome<()> {
    let watch = tokio::spawn(state::follow(app.clone()));
    let stopping = Arc::new(Notify::new());
    let told = stopping.clone();
    let graceful = axum::serve(listener::Guarded(listener), router(app)).with_graceful_shutdown(async move {
        stopped().await;
        told.notify_one();
    });
    let patience = async {
        stopping.notified().await;
        tokio::time::sleep(Duration::from_secs(2)).await;
    };
    let done = tokio::select! {
        done = graceful.into_future() => done,
        () = patience => Ok(()),
    };
    watch.abort();
    done.map_err(|error| Problem::new(format!("the server failed: {error}")))
}

async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("a process may listen for SIGTERM");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
