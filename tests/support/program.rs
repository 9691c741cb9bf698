//! Runs the built program as a user does.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn command(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arpent"));
    command.args(arguments).env_remove("ARPENT_CAMPAIGN").env_remove("ARPENT_PASSWORD").stdin(Stdio::null());
    command
}

pub fn arpent(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
    arpent_env(arguments, &[])
}

pub fn arpent_env(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>, variables: &[(&str, &str)]) -> Ran {
    let done = command(arguments).envs(variables.iter().copied()).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { code: done.status.code().unwrap_or(-1), out: text(&done.stdout), err: text(&done.stderr) }
}

/// Runs what must succeed and gives what it printed.
pub fn arpent_ok(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> String {
    let ran = arpent(arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}
