//! The whole HTTP error policy: RFC 9457 problem+json, one place.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::domain::Problem;

/// A refusal: a status and what to tell the caller.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub problem: Problem,
}

impl Refusal {
    pub fn not_found(what: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, problem: Problem::new(what) }
    }

    pub fn forbidden(what: impl Into<String>) -> Self {
        Self { status: StatusCode::FORBIDDEN, problem: Problem::new(what) }
    }

    /// A fault of ours: logged whole, told without detail.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!("{error}");
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, problem: Problem::new("the server failed; its log says why").remedy("try again") }
    }
}

/// What a step says of a request's words (a filter, a field, a cell) is the caller's to mend.
impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { status: StatusCode::BAD_REQUEST, problem }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.problem.to_string(),
            "field": self.problem.field,
            "remedy": self.problem.remedy,
        });
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
    }
}
