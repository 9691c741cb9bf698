//! The map app, embedded in the program.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse};
use rust_embed::RustEmbed;

use super::error::Refusal;
use super::reply::{self, Coding};

#[derive(RustEmbed)]
#[folder = "web/dist/"]
#[allow_missing = true]
struct Assets;

/// Assets never change while the program runs: each is compressed once.
static ENCODED: LazyLock<Mutex<HashMap<(String, Coding), bytes::Bytes>>> = LazyLock::new(Mutex::default);

pub async fn serve(uri: Uri, headers: HeaderMap) -> Response<Body> {
    let path = uri.path().trim_start_matches('/');
    let name = if path.is_empty() { "index.html" } else { path };
    let Some(file) = Assets::get(name) else {
        return if name == "index.html" { not_built() } else { Refusal::not_found(format!("there is nothing at /{path}")).into_response() };
    };
    let coding = if is_text(name) { Coding::negotiate(&headers, Coding::Brotli) } else { Coding::Identity };
    let hash: String = file.metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{hash}-{}\"", coding.word());
    if reply::is_known(&headers, &etag) {
        return reply::not_modified(&etag);
    }
    let key = (format!("{name}-{hash}"), coding);
    let known = ENCODED.lock().expect("no holder panics").get(&key).cloned();
    let encoded = known.unwrap_or_else(|| {
        let encoded = bytes::Bytes::from(coding.encode(file.data.into_owned()));
        ENCODED.lock().expect("no holder panics").insert(key, encoded.clone());
        encoded
    });
    let mut answer = reply::body(file.metadata.mimetype(), coding, &etag, encoded);
    if name.starts_with("assets/") {
        // Vite puts a hash of the content into these names
        answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=31536000, immutable"));
    }
    answer
}

pub async fn login_css() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css")], include_str!("login.css"))
}

fn is_text(name: &str) -> bool {
    [".html", ".js", ".mjs", ".css", ".json", ".svg", ".webmanifest", ".txt"].iter().any(|end| name.ends_with(end))
}

fn not_built() -> Response<Body> {
    let page = Html("<!doctype html><title>Arpent</title><p>The map app is not built into this program. Run <code>make build</code>.</p>");
    (StatusCode::SERVICE_UNAVAILABLE, page).into_response()
}
