//! Who may come in: on loopback everybody who asks for it by its own name, elsewhere whoever knows the password.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine;
use serde::Deserialize;

use super::App;
use super::error::Refusal;
use crate::domain::{Outcome, Problem};
use crate::flow::clock;
use crate::store::folder::sha256;
use crate::store::{Database, Folder};

/// The campaign's password, when it has one.
#[derive(Debug)]
pub struct Password {
    hash: String,
    /// SHA-256 of the last password that was right, so that HTTP basic does not cost an argon2 run a tile.
    right: Mutex<Option<String>>,
}

const COOKIE: &str = "arpent_session";
const SESSION_SECONDS: i64 = 12 * 3600;
const PASSWORD_MAX: usize = 1024;

/// The password for this campaign: the environment's (hashed into the campaign on first use) or the one it already has.
pub fn password(folder: &Folder, given: Option<&str>) -> Outcome<Option<Password>> {
    let mut campaign = folder.campaign()?;
    match (given.filter(|given| !given.is_empty()), campaign.password_hash.clone()) {
        (None, None) => Ok(None),
        (None, Some(hash)) => Ok(Some(Password { hash, right: Mutex::new(None) })),
        (Some(given), Some(hash)) => {
            let password = Password { hash, right: Mutex::new(None) };
            password.is_right(given).then_some(password).map(Some).ok_or_else(|| {
                Problem::new("ARPENT_PASSWORD is not this campaign's password")
                    .remedy("to set a new one, take password_hash out of campaign.toml first")
            })
        }
        (Some(given), None) => {
            let lock = folder.lock()?;
            let hash = Argon2::default()
                .hash_password(given.as_bytes())
                .map_err(|error| Problem::new(format!("the password cannot be hashed: {error}")))?;
            campaign.password_hash = Some(hash.to_string());
            folder.save_campaign(&campaign)?;
            drop(lock);
            Ok(Some(Password { hash: hash.to_string(), right: Mutex::new(None) }))
        }
    }
}

impl Password {
    fn is_right(&self, given: &str) -> bool {
        if given.len() > PASSWORD_MAX {
            return false;
        }
        let digest = sha256(given.as_bytes());
        // held through the argon2 run: guesses come one at a time
        let mut right = self.right.lock().expect("no holder panics");
        if right.as_deref() == Some(&digest) {
            return true;
        }
        let known = PasswordHash::new(&self.hash).is_ok_and(|hash| Argon2::default().verify_password(given.as_bytes(), &hash).is_ok());
        if known {
            *right = Some(digest);
        }
        known
    }
}

/// Lets in: with a password, its session cookie or HTTP basic; without one, requests that name this machine's loopback,
/// so that no page elsewhere can read the map through a name it pointed at 127.0.0.1.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.password.is_none() {
        return match is_loopback_name(request.headers()) {
            true => next.run(request).await,
            false => Refusal::forbidden("this server answers to localhost only").into_response(),
        };
    }
    if matches!(request.uri().path(), "/login" | "/login.css") || has_session(&app, request.headers()) {
        return next.run(request).await;
    }
    let basic = basic_password(request.headers());
    let checked = app.clone();
    let right = match basic {
        Some(given) => {
            tokio::task::spawn_blocking(move || checked.password.as_ref().is_some_and(|password| password.is_right(&given))).await
        }
        None => Ok(false),
    };
    if right.unwrap_or(false) { next.run(request).await } else { ask(request.headers()) }
}

/// A person gets the form; a program is told which scheme to use.
fn ask(headers: &HeaderMap) -> Response {
    if accepts_html(headers) {
        return (StatusCode::UNAUTHORIZED, Html(LOGIN_PAGE)).into_response();
    }
    let problem = Problem::new("this campaign needs its password").remedy("log in at /login, or send HTTP basic authentication");
    let mut reply = Refusal { status: StatusCode::UNAUTHORIZED, problem }.into_response();
    reply.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"arpent\", charset=\"UTF-8\""));
    reply
}

const LOGIN_PAGE: &str = r#"<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Arpent</title>
<link rel="stylesheet" href="/login.css">
<main><h1>Arpent</h1><form method="post" action="/login">
<label for="password">Password / Mot de passe</label><input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button>Log in / Entrer</button></form></main></html>
"#;

pub async fn login_page() -> Html<&'static str> {
    Html(LOGIN_PAGE)
}

#[derive(Debug, Deserialize)]
pub struct Login {
    password: String,
}

pub async fn login(State(app): State<App>, Form(login): Form<Login>) -> Response {
    let checked = app.clone();
    let right =
        tokio::task::spawn_blocking(move || checked.password.as_ref().is_some_and(|password| password.is_right(&login.password))).await;
    if !right.unwrap_or(false) {
        return (StatusCode::UNAUTHORIZED, Html(LOGIN_PAGE)).into_response();
    }
    match start_session(&app) {
        Ok(token) => {
            let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={SESSION_SECONDS}");
            ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
        }
        Err(problem) => Refusal::internal(&problem).into_response(),
    }
}

pub async fn logout(State(app): State<App>, headers: HeaderMap) -> Response {
    let ended = session_token(&headers).map(|token| database(&app).end_session(&sha256(token.as_bytes())));
    if let Some(Err(problem)) = ended {
        return Refusal::internal(&problem).into_response();
    }
    ([(header::SET_COOKIE, format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"))], Redirect::to("/login")).into_response()
}

fn start_session(app: &App) -> Outcome<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Problem::new(format!("the system gives no randomness: {error}")))?;
    let token = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    let now = clock::unix_seconds();
    database(app).save_session(&sha256(token.as_bytes()), now, now + SESSION_SECONDS)?;
    Ok(token)
}

fn database(app: &App) -> MutexGuard<'_, Database> {
    app.database.lock().expect("no holder panics")
}

fn has_session(app: &App, headers: &HeaderMap) -> bool {
    let Some(token) = session_token(headers) else { return false };
    let known = database(app).has_session(&sha256(token.as_bytes()), clock::unix_seconds());
    known.unwrap_or_else(|problem| {
        tracing::error!("{problem}");
        false
    })
}

fn session_token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

fn basic_password(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(value).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':').map(|(_, password)| password.to_owned())
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

fn is_loopback_name(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
