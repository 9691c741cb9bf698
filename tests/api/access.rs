//! Who gets in, and what every reply carries.

use super::server;
use crate::support::{Server, copy_folder, get, post, town};

#[test]
fn security_headers_are_on_every_reply() {
    for path in ["/", "/api/campaign", "/tiles/hexes.json", "/healthz", "/nothing", "/api/nothing", "/api/count?where=("] {
        let reply = server().get(path);
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[test]
fn a_page_elsewhere_cannot_reach_us_under_another_name() {
    assert_eq!(get(&server().address, "/api/campaign", &[("Host", "evil.example:8080")]).status, 403);
    assert_eq!(get(&server().address, "/api/campaign", &[("Host", "localhost:8080")]).status, 200);
    assert_eq!(get(&server().address, "/api/campaign", &[("Host", "[::1]:8080")]).status, 200);
}

#[test]
fn with_a_password_every_path_asks_for_it() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    copy_folder(town(), dir.path());
    let server = Server::start_with(dir.path(), Some("correct horse"));
    let settings = std::fs::read_to_string(dir.path().join("campaign.toml")).expect("settings");
    assert!(settings.contains("$argon2id$") && !settings.contains("correct horse"));

    for path in ["/", "/api/campaign", "/tiles/hexes/10/0/0.mvt", "/metrics", "/healthz", "/api/events"] {
        let reply = server.get(path);
        assert_eq!(reply.status, 401, "{path}");
        assert!(reply.header("www-authenticate").starts_with("Basic"), "{path}");
    }
    // a name from outside is welcome once there is a password
    let basic = |text: &str| format!("Basic {}", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text));
    let with = |value: &str| get(&server.address, "/api/campaign", &[("Authorization", value), ("Host", "map.example")]);
    assert_eq!(with(&basic("anyone:correct horse")).status, 200);
    assert_eq!(with(&basic("anyone:wrong")).status, 401);

    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    assert_eq!(post(&server.address, "/login", &form, "password=wrong").status, 401);
    let entered = post(&server.address, "/login", &form, "password=correct+horse");
    assert_eq!(entered.status, 303);
    let cookie = entered.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a cookie").to_owned();
    assert_eq!(get(&server.address, "/api/campaign", &[("Cookie", &cookie)]).status, 200);
    assert_eq!(get(&server.address, "/api/campaign", &[("Cookie", "arpent_session=guess")]).status, 401);
    assert_eq!(post(&server.address, "/logout", &[("Cookie", &cookie)], "").status, 303);
    assert_eq!(get(&server.address, "/api/campaign", &[("Cookie", &cookie)]).status, 401);
    drop(server);

    // the password stays the campaign's, on loopback too, and another one does not open it
    let again = Server::start(dir.path());
    assert_eq!(again.get("/api/campaign").status, 401);
    let wrong = crate::support::arpent_env(["-C", &dir.path().display().to_string(), "serve"], &[("ARPENT_PASSWORD", "other")]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains("password_hash"), "{}", wrong.err);
}

#[test]
fn health_and_metrics_answer() {
    assert_eq!(server().get("/healthz").text(), "ok\n");
    let metrics = server().get("/metrics").text();
    assert!(metrics.contains("arpent_requests_total{status=\"2xx\"}"), "{metrics}");
}

#[test]
fn sigterm_stops_the_server_though_a_map_is_listening() {
    use std::io::{Read, Write};
    let server = Server::start(town());
    let mut stream = std::net::TcpStream::connect(&server.address).expect("a connection");
    write!(stream, "GET /api/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).expect("sent");
    let mut first = [0; 200];
    assert!(stream.read(&mut first).expect("an event") > 0);
    assert!(server.terminate().expect("the server ends").success());
}
