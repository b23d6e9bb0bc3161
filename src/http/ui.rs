//! The pages, which `make ui` builds and the program embeds.

use std::borrow::Cow;

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::RustEmbed;

use super::problem::Problem;

/// What a build of `web/` leaves.
#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// Shown when the program was built without the pages.
const NOT_BUILT: &str = include_str!("ui_not_built.html");

const INDEX: &str = "index.html";

/// Whether this program was built with its pages.
pub fn has_pages() -> bool {
    Built::get(INDEX).is_some()
}

/// Answers whatever no route answers: files of the pages, and the start page for every address
/// that the pages route themselves.
pub async fn page(method: Method, uri: Uri) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return Problem::no_such_route().into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        return Problem::new(status, "request.method_not_allowed").into_response();
    }
    answer(path, |name| Built::get(name).map(|file| file.data))
}

fn answer(path: &str, file: impl Fn(&str) -> Option<Cow<'static, [u8]>>) -> Response {
    let name = path.trim_start_matches('/');
    if let Some(bytes) = file(name).filter(|_| name != INDEX) {
        return found(name, bytes);
    }
    if is_file(name) {
        return Problem::no_such_route().into_response();
    }
    match file(INDEX) {
        Some(bytes) => found(INDEX, bytes),
        None => ([(header::CACHE_CONTROL, "no-store")], Html(NOT_BUILT)).into_response(),
    }
}

/// Whether the address means a file and not a page: a missing script must not be answered with a
/// page.
fn is_file(name: &str) -> bool {
    name.starts_with("assets/") || (name != INDEX && name.contains('.'))
}

fn found(name: &str, bytes: Cow<'static, [u8]>) -> Response {
    // Names in assets/ contain the hash of the content, so they never mean something else later.
    let cache = match name.starts_with("assets/") {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let media_type = mime_guess::from_path(name).first_or_octet_stream();
    let mut response = bytes.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(media_type) = HeaderValue::from_str(&with_charset(media_type.as_ref())) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    response
}

fn with_charset(media_type: &str) -> String {
    match media_type.starts_with("text/") {
        true => format!("{media_type}; charset=utf-8"),
        false => media_type.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    fn built(name: &str) -> Option<Cow<'static, [u8]>> {
        let files: [(&str, &[u8]); 3] = [
            ("index.html", b"<start page>"),
            ("assets/index-1a2b.js", b"script"),
            ("favicon.svg", b"<svg/>"),
        ];
        files.iter().find(|(file, _)| *file == name).map(|(_, bytes)| Cow::Borrowed(*bytes))
    }

    #[tokio::test]
    async fn addresses_of_pages_get_the_start_page_and_files_are_files() {
        let page = ("text/html; charset=utf-8", "no-cache", "<start page>");
        let script =
            ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "script");
        let cases = [
            ("/", Some(page)),
            ("/index.html", Some(page)),
            ("/batches/2026-11-20", Some(page)),
            ("/callbacks/01900000-0000-7000-8000-000000000001", Some(page)),
            ("/assets/index-1a2b.js", Some(script)),
            ("/favicon.svg", Some(("image/svg+xml", "no-cache", "<svg/>"))),
            ("/assets/index-old.js", None),
            ("/assets/x", None),
            ("/robots.txt", None),
            ("/../Cargo.toml", None),
        ];
        for (path, expected) in cases {
            let response = answer(path, built);
            let Some((media_type, cache, body)) = expected else {
                assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
                continue;
            };
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(response.headers()[header::CONTENT_TYPE], media_type, "{path}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], cache, "{path}");
            let bytes = to_bytes(response.into_body(), 100).await.expect("readable");
            assert_eq!(bytes, body, "{path}");
        }
    }

    #[tokio::test]
    async fn without_pages_there_is_a_word_about_how_to_build_them() {
        let response = answer("/batches", |_| None);
        assert_eq!(response.status(), StatusCode::OK);
        let bytes = to_bytes(response.into_body(), 10_000).await.expect("readable");
        assert!(String::from_utf8_lossy(&bytes).contains("make ui"));
    }
}
