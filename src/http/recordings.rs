//! Playing a recording. Opening one is recorded before its first byte leaves.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::HttpState;
use super::auth::SignedIn;
use super::extract::PathParams;
use super::problem::{Problem, ProblemDocument};
use super::range::{self, Asked};

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(audio))
}

/// The bytes of a recording as received, whole or in part.
#[utoipa::path(
    get, path = "/recordings/{id}/audio", operation_id = "recording_audio", tag = "recordings",
    params(
        ("id" = String, Path),
        ("Range" = Option<String>, Header, description = "One range of bytes."),
    ),
    responses(
        (status = OK, description = "The whole file.", body = String, content_type = "audio/wav"),
        (status = PARTIAL_CONTENT, description = "The range asked for.", body = String,
            content_type = "audio/wav"),
        (status = RANGE_NOT_SATISFIABLE, description = "request.range_not_satisfiable",
            body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
async fn audio(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (recording, key) = state.app.stored_recording(&id).await?;
    let size = state.app.vault.size(&key).await?;
    let wanted = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let (status, part) = match range::read(wanted, size) {
        Asked::Whole => (StatusCode::OK, 0..size),
        Asked::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Asked::Unsatisfiable => return Ok(unsatisfiable(size)),
    };
    let mut answer = HeaderMap::new();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static("audio/wav"));
    answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(part.end - part.start));
    if status == StatusCode::PARTIAL_CONTENT {
        let last = part.end - 1;
        answer.insert(header::CONTENT_RANGE, text(&format!("bytes {}-{last}/{size}", part.start)));
    }
    if method == Method::HEAD {
        return Ok((status, answer).into_response());
    }
    // Every part is recorded: who asks for all but the first byte has heard it too.
    state.app.record_listening(&recording, &part, &signed_in.user_id, state.now()).await?;
    let body = match size {
        0 => Body::empty(),
        _ => Body::from_stream(state.app.vault.stream(&key, Some(part)).await?),
    };
    Ok((status, answer, body).into_response())
}

fn unsatisfiable(size: u64) -> Response {
    let status = StatusCode::RANGE_NOT_SATISFIABLE;
    let range = [(header::CONTENT_RANGE, text(&format!("bytes */{size}")))];
    (range, Problem::new(status, "request.range_not_satisfiable")).into_response()
}

fn text(ascii: &str) -> HeaderValue {
    HeaderValue::from_str(ascii).expect("invariant: digits and punctuation make a header value")
}
