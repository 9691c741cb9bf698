//! Bodies on the wire: negotiated compression, ETag and 304.

use std::io::Write;

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};

/// Content codings we speak. Gzip first for what is made on demand: on a tie it costs a third of brotli's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    Identity,
    Gzip,
    Brotli,
}

impl Coding {
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// The caller's best by quality value; `preferred` wins ties.
    pub fn negotiate(headers: &HeaderMap, preferred: Self) -> Self {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let quality = |coding: Self| quality(accepted, coding.word());
        let other = if preferred == Self::Gzip { Self::Brotli } else { Self::Gzip };
        let best = if quality(other) > quality(preferred) { other } else { preferred };
        if quality(best) > 0.0 { best } else { Self::Identity }
    }

    pub fn encode(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Identity => bytes,
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 2), flate2::Compression::new(5));
                encoder.write_all(&bytes).and_then(|()| encoder.finish()).expect("writing to memory cannot fail")
            }
            Self::Brotli => {
                let mut out = Vec::with_capacity(bytes.len() / 2);
                let settings = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
                brotli::BrotliCompress(&mut &bytes[..], &mut out, &settings).expect("writing to memory cannot fail");
                out
            }
        }
    }
}

/// The q-value an Accept-Encoding header gives a coding; 0 when it does not name it.
fn quality(accepted: &str, coding: &str) -> f32 {
    let parse = |entry: &str| -> Option<(String, f32)> {
        let (name, parameter) = entry.split_once(';').unwrap_or((entry, "q=1"));
        let value = parameter.trim().strip_prefix("q=").and_then(|value| value.parse().ok()).unwrap_or(1.0);
        Some((name.trim().to_ascii_lowercase(), value))
    };
    let entries: Vec<(String, f32)> = accepted.split(',').filter_map(parse).collect();
    let named = |wanted: &str| entries.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    named(coding).or_else(|| named("*")).unwrap_or(0.0)
}

/// What identifies one body: the data it is made from, the request, the coding.
pub fn etag(stamp: &str, request: &str, coding: Coding) -> String {
    let hash = crate::store::folder::sha256(request.as_bytes());
    format!("\"{stamp}-{}-{}\"", &hash[..16], coding.word())
}

/// Whether the caller already has this body.
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag || one.trim() == "*")
}

/// Personal data may rest in the browser's own cache only, and is asked about each time (a 304 costs microseconds).
const REVALIDATE: &str = "private, no-cache";

pub fn not_modified(etag: &str) -> Response<Body> {
    let reply = Response::builder().status(StatusCode::NOT_MODIFIED).header(header::ETAG, etag).header(header::VARY, "Accept-Encoding");
    reply.header(header::CACHE_CONTROL, REVALIDATE).body(Body::empty()).expect("the headers are ours and valid")
}

/// An encoded body; an empty one is 204.
pub fn body(content_type: &str, coding: Coding, etag: &str, encoded: bytes::Bytes) -> Response<Body> {
    let status = if encoded.is_empty() { StatusCode::NO_CONTENT } else { StatusCode::OK };
    let mut reply = Response::builder().status(status).header(header::ETAG, etag).header(header::VARY, "Accept-Encoding");
    reply = reply.header(header::CACHE_CONTROL, REVALIDATE);
    if status == StatusCode::OK {
        reply = reply.header(header::CONTENT_TYPE, content_type);
        if coding != Coding::Identity {
            reply = reply.header(header::CONTENT_ENCODING, coding.word());
        }
    }
    reply.body(Body::from(encoded)).expect("the headers are ours and valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiated(accept: &str) -> Coding {
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept.parse().expect("a header value"))]);
        Coding::negotiate(&headers, Coding::Gzip)
    }

    #[test]
    fn the_callers_wish_decides_the_coding() {
        assert_eq!(negotiated("gzip, deflate, br"), Coding::Gzip);
        assert_eq!(negotiated("br"), Coding::Brotli);
        assert_eq!(negotiated("gzip;q=0.5, br;q=0.9"), Coding::Brotli);
        assert_eq!(negotiated("gzip;q=0, identity"), Coding::Identity);
        assert_eq!(negotiated("*"), Coding::Gzip);
        assert_eq!(negotiated(""), Coding::Identity);
    }

    #[test]
    fn every_coding_comes_back_whole() {
        use std::io::Read;
        let text = b"stays home, stays home, stays home".repeat(50);
        let mut gzip = Vec::new();
        flate2::read::GzDecoder::new(&Coding::Gzip.encode(text.clone())[..]).read_to_end(&mut gzip).expect("gzip");
        let mut brotli = Vec::new();
        brotli::BrotliDecompress(&mut &Coding::Brotli.encode(text.clone())[..], &mut brotli).expect("brotli");
        assert_eq!((gzip, brotli), (text.clone(), text));
    }
}
