//! The server as a browser, and as an attacker, meets it.

mod access;
mod tables;
mod tiles;

use std::rc::Rc;

use crate::support::{Server, town};

/// The town's server of this test, stopped with the test's thread: a static one would outlive the program.
fn server() -> Rc<Server> {
    thread_local! {
        static SERVER: Rc<Server> = Rc::new(Server::start(town()));
    }
    SERVER.with(Rc::clone)
}

/// Percent-encodes a filter for a query string.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
