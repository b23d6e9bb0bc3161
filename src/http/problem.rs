//! Problem documents (RFC 9457): what a client reads of a failure is a stable code and its
//! parameters. The sentence of an internal error goes to the log and nowhere else.

use std::any::Any;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::app::{AppError, Refusal};
use crate::recording::VaultError;
use crate::store::StoreError;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was not granted.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    params: Map<String, Value>,
}

/// A problem document.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Always `about:blank`: `code` says which problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The phrase of the status.
    title: &'static str,
    status: u16,
    /// Stable, such as `batch.not_a_workday`; the pages translate it.
    code: &'static str,
    /// What the translated sentence needs.
    #[schema(value_type = Object)]
    params: Map<String, Value>,
}

impl Problem {
    /// A problem of this status and code.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, params: Map::new() }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Something failed that is not the client's doing; the reason is for the log.
    pub fn internal(reason: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %reason, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    /// Nothing is at this address.
    pub fn no_such_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "request.no_such_route")
    }

    fn malformed(status: StatusCode) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(status, "request.too_large"),
            _ => Self::new(StatusCode::BAD_REQUEST, "request.malformed"),
        }
    }
}

/// What a handler that panicked answers. The panic itself is on standard error.
pub fn of_panic(_: Box<dyn Any + Send>) -> Response {
    Problem::internal(&"a handler panicked").into_response()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = ProblemDocument {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default(),
            status: self.status.as_u16(),
            code: self.code,
            params: self.params,
        };
        let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))];
        (self.status, media_type, Json(document)).into_response()
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let status = match error.refusal {
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Conflict => StatusCode::CONFLICT,
            Refusal::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::Forbidden => StatusCode::FORBIDDEN,
            Refusal::Internal => return Self::internal(&error),
        };
        Self { status, code: error.code, params: error.params }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        Self::internal(&error)
    }
}

impl From<tower_sessions::session::Error> for Problem {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::malformed(rejection.status())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::malformed(rejection.status())
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::malformed(rejection.status())
    }
}
