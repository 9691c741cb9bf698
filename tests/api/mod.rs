//! The server as a browser, and as an attacker, meets it.

mod access;
mod tables;
mod tiles;

use std::sync::LazyLock;

use crate::support::{Server, town};

/// One server of the town for every test that only reads.
fn server() -> &'static Server {
    static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start(town()));
    &SERVER
}

/// Percent-encodes a filter for a query string.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
