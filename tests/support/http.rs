//! A server of the real program on a free loopback port, and an HTTP client small enough to show every header.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

use super::program::command;

/// Stopped when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`
    pub address: String,
}

impl Server {
    pub fn start(campaign: &Path) -> Self {
        Self::start_with(campaign, None)
    }

    pub fn start_with(campaign: &Path, password: Option<&str>) -> Self {
        let mut program = command([
            "-C".as_ref(),
            campaign.as_os_str(),
            "--json".as_ref(),
            "serve".as_ref(),
            "--listen".as_ref(),
            "127.0.0.1:0".as_ref(),
        ]);
        if let Some(password) = password {
            program.env("ARPENT_PASSWORD", password);
        }
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let report: serde_json::Value = serde_json::from_str(&line).expect("one JSON object");
        let url = report["url"].as_str().expect("the address").to_owned();
        let port = url.trim_end_matches('/').rsplit(':').next().expect("a port").to_owned();
        Self { child, address: format!("127.0.0.1:{port}") }
    }

    pub fn get(&self, path: &str) -> Reply {
        get(&self.address, path, &[])
    }

    pub fn json(&self, path: &str) -> serde_json::Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        serde_json::from_slice(&reply.body).expect("JSON")
    }
}

impl Server {
    /// Sends SIGTERM and waits; `None` when the server is still there after half a minute.
    pub fn terminate(mut self) -> Option<std::process::ExitStatus> {
        let told = std::process::Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.is_ok_and(|status| status.success()));
        (0..300).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            self.child.try_wait().expect("our own child")
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// One request, one connection. `headers` replace the default `Host` when they name it.
pub fn get(address: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    send(address, &request("GET", address, path, headers, ""))
}

pub fn post(address: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    send(address, &request("POST", address, path, headers, body))
}

fn request(method: &str, address: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        text += &format!("Host: {address}\r\n");
    }
    headers.iter().for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
    text + "\r\n" + body
}

fn send(address: &str, request: &str) -> Reply {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).expect("a timeout");
    // a server that refuses early may stop reading: what it answered still counts
    let _ = stream.write_all(request.as_bytes());
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).expect("a status");
    let headers: Vec<(String, String)> =
        lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let body = bytes[end + 4..].to_vec();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    Reply { status, headers, body: if chunked { unchunk(&body) } else { body } }
}

fn unchunk(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&body[..end]), 16).expect("a chunk's size");
        if size == 0 {
            break;
        }
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
    whole
}
