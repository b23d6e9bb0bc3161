//! What browsers are told about every answer.

use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::Response;

/// Everything from here and nothing from anywhere else. Ant Design writes its styles into the
/// page; the player plays audio it has fetched.
const CONTENT_SECURITY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    media-src 'self' blob:; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const SECURITY: [(HeaderName, &str); 3] = [
    (CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
];

/// Adds the security headers.
pub async fn secure(mut response: Response) -> Response {
    for (name, value) in SECURITY {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Keeps what the API answers, which is personal data mostly, out of every cache.
pub async fn never_stored(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
