//! One line a request in the log: method, route pattern, status, time. No query string and no
//! address as typed, because both can hold what somebody searched for.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing::field::Empty;

use crate::clock::{Clock, Stopwatch};
use crate::domain::chance;
use crate::entropy::SystemChance;
use crate::telemetry;

/// Tells the client under which identifier its request stands in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an identifier, which every line logged on the way carries, and logs its end.
pub async fn observe(request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let request_id = chance::new_id(Clock::system().now(), &mut SystemChance).to_string();
    let method = request.method().clone();
    let route = route_of(&request);
    let span = tracing::info_span!(
        "request", request_id, %method, route, user_id = Empty
    );
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| log(&method, &response, &watch));
    telemetry::answered(method.as_str(), &route, response.status().as_u16(), watch.elapsed());
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The pattern of the route; pages and files have none.
fn route_of(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>();
    matched.map_or("page", MatchedPath::as_str).to_owned()
}

/// Pages look often: only what changed something is news.
fn log(method: &Method, response: &Response, watch: &Stopwatch) {
    let status = response.status().as_u16();
    let elapsed_ms = u64::try_from(watch.elapsed().as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::error!(status, elapsed_ms, "answered");
    } else if method.is_safe() {
        tracing::debug!(status, elapsed_ms, "answered");
    } else {
        tracing::info!(status, elapsed_ms, "answered");
    }
}
