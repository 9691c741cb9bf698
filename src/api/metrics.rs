//! Counts for Prometheus: how many requests, of which status, how long. Paths are left out: a filter may describe people.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::App;

#[derive(Debug, Default)]
pub struct Metrics {
    /// By status class, 1xx to 5xx.
    requests: [AtomicU64; 5],
    microseconds: AtomicU64,
    pub tiles_made: AtomicU64,
    pub tiles_known: AtomicU64,
}

impl Metrics {
    pub fn bump(counter: &AtomicU64) {
        counter.fetch_add(1, Relaxed);
    }
}

pub async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let reply = next.run(request).await;
    let class = usize::from(reply.status().as_u16() / 100).clamp(1, 5) - 1;
    app.metrics.requests[class].fetch_add(1, Relaxed);
    app.metrics.microseconds.fetch_add(started.elapsed().as_micros() as u64, Relaxed);
    reply
}

pub async fn metrics(State(app): State<App>) -> impl IntoResponse {
    let mut text = String::from("# TYPE arpent_requests_total counter\n");
    for (class, count) in app.metrics.requests.iter().enumerate() {
        text += &format!("arpent_requests_total{{status=\"{}xx\"}} {}\n", class + 1, count.load(Relaxed));
    }
    let seconds = app.metrics.microseconds.load(Relaxed) as f64 / 1e6;
    text += &format!("# TYPE arpent_request_seconds_total counter\narpent_request_seconds_total {seconds}\n");
    for (what, count) in [("made", &app.metrics.tiles_made), ("known", &app.metrics.tiles_known)] {
        text += &format!("# TYPE arpent_tiles_{what}_total counter\narpent_tiles_{what}_total {}\n", count.load(Relaxed));
    }
    let map = app.map();
    text += &format!("# TYPE arpent_generation gauge\narpent_generation {}\n", map.generation);
    text += &format!("# TYPE arpent_voters gauge\narpent_voters {}\n", map.counts.voters);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}
