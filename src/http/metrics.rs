//! `/metrics`, for Prometheus: what the process counted as it went, and what the database holds
//! now.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use sha2::{Digest, Sha256};

use super::HttpState;
use super::problem::Problem;
use super::proxy::Connection;
use crate::config::MetricsAccess;
use crate::telemetry::{self, Measurement};

/// The text format's media type.
const MEDIA_TYPE: HeaderValue =
    HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// A database that takes longer is as good as none; the rest is shown all the same.
const DATABASE_ANSWERS: Duration = Duration::from_secs(5);

/// The route of this file; it is no part of the API's description.
pub fn router() -> Router<HttpState> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(
    State(state): State<HttpState>,
    Extension(connection): Extension<Connection>,
    request: Request,
) -> Response {
    if let Err(problem) = admit(&state.trust.metrics, connection, request.headers()) {
        return problem.into_response();
    }
    let measured = tokio::time::timeout(DATABASE_ANSWERS, state.app.measure(state.now())).await;
    let (mut measured, up) = match measured {
        Ok(Ok(measured)) => (measured, 1.0),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database cannot be measured");
            (Vec::new(), 0.0)
        }
        Err(_) => (Vec::new(), 0.0),
    };
    measured.push(Measurement { name: "huifang_database_up", labels: Vec::new(), value: up });
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, telemetry::measurements().text(measured)).into_response()
}

fn admit(
    access: &MetricsAccess,
    connection: Connection,
    headers: &HeaderMap,
) -> Result<(), Problem> {
    let allowed = match access {
        MetricsAccess::Off => return Err(Problem::no_such_route()),
        // A proxy on this machine that nobody told us about must not let the world in.
        MetricsAccess::Loopback => {
            connection.is_direct
                && connection.visitor.is_some_and(|v| v.to_canonical().is_loopback())
        }
        MetricsAccess::Token(token) => carries(headers, token.reveal()),
    };
    match (allowed, access) {
        (true, _) => Ok(()),
        (false, MetricsAccess::Token(_)) => {
            Err(Problem::new(StatusCode::UNAUTHORIZED, "metrics.token_required"))
        }
        (false, _) => Err(Problem::new(StatusCode::FORBIDDEN, "metrics.not_from_here")),
    }
}

/// Compared by their digests, so that the time it takes says nothing about the token.
fn carries(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
    given
        .strip_prefix(b"Bearer ")
        .is_some_and(|given| Sha256::digest(given) == Sha256::digest(token.as_bytes()))
}
