//! Connections whose requests stay within reason: a line of more than `LINE_MAX` bytes is answered with 400 and read no further.
//!
//! The HTTP library below us drops such a request with a bare status; a caller who sent a megabyte of filter deserves to hear why.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Longer than any request line or header we understand, shorter than what the HTTP library refuses on its own.
const LINE_MAX: usize = 48 << 10;
/// What is still read, and thrown away, so that the caller gets to our answer before the connection ends.
const DRAIN_MAX: usize = 32 << 20;

const ANSWER: &str = r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request line is longer than 48 kB; shorten the filter","field":"where","remedy":"shorten the filter"}"#;

#[derive(Debug)]
pub struct Guarded(pub TcpListener);

impl Listener for Guarded {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Connection { stream, line: 0, drained: None }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    /// Bytes since the last end of line.
    line: usize,
    /// Once a line was too long: how many bytes were thrown away since.
    drained: Option<usize>,
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            if self.drained == Some(0) {
                // the end of our side tells the caller that the answer is whole
                ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
            }
            let before = buffer.filled().len();
            ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            let read = &buffer.filled()[before..];
            let count = read.len();
            if let Some(drained) = &mut self.drained {
                *drained += count;
                let go_on = count > 0 && *drained < DRAIN_MAX;
                buffer.set_filled(before);
                if go_on {
                    continue;
                }
                return Poll::Ready(Ok(()));
            }
            self.line = read.iter().rposition(|&byte| byte == b'\n').map_or(self.line + count, |end| count - end - 1);
            if self.line <= LINE_MAX {
                return Poll::Ready(Ok(()));
            }
            buffer.set_filled(before);
            self.refuse();
        }
    }
}

impl Connection {
    /// The answer is far smaller than a socket's buffer; if it does not fit, the caller is not reading and loses nothing.
    fn refuse(&mut self) {
        let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\nx-content-type-options: nosniff\r\nconnection: close\r\n";
        let _ = self.stream.try_write(format!("{head}content-length: {}\r\n\r\n{ANSWER}", ANSWER.len()).as_bytes());
        self.drained = Some(0);
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
