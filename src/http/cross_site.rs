//! Other sites may not change anything with a visitor's session (CSRF). The cookie is
//! `SameSite=Strict` already; this is the second lock.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use super::problem::Problem;

/// Refuses requests that change something and come from another site. Programs that are no
/// browsers send neither header.
pub async fn refuse(request: Request, next: Next) -> Result<Response, Problem> {
    if !request.method().is_safe() && !is_own_site(request.headers(), request.uri()) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "request.cross_site"));
    }
    Ok(next.run(request).await)
}

fn is_own_site(headers: &HeaderMap, uri: &Uri) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    // HTTP/2 has no such header: the address itself names the host.
    let host = headers.get(header::HOST).map(|host| host.as_bytes());
    let host = host.or_else(|| uri.authority().map(|authority| authority.as_str().as_bytes()));
    let origin = origin.as_bytes();
    let origin = origin.strip_prefix(b"http://").or_else(|| origin.strip_prefix(b"https://"));
    origin.is_some() && origin == host
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_the_own_pages_and_programs_may_change_anything() {
        // Sec-Fetch-Site, Origin, whether it may; Host is always `huifang:8080`.
        let cases = [
            (None, None, true),
            (Some("same-origin"), Some("http://huifang:8080"), true),
            (Some("none"), None, true),
            (Some("same-site"), None, false),
            (Some("cross-site"), None, false),
            (Some("cross-site"), Some("http://huifang:8080"), false),
            (None, Some("http://huifang:8080"), true),
            (None, Some("https://huifang:8080"), true),
            (None, Some("http://huifang:8081"), false),
            (None, Some("http://evil.example"), false),
            (None, Some("huifang:8080"), false),
            (None, Some("null"), false),
        ];
        for (site, origin, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("huifang:8080"));
            if let Some(site) = site {
                let name = HeaderName::from_static("sec-fetch-site");
                headers.insert(name, HeaderValue::from_static(site));
            }
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            let path = Uri::from_static("/api/v1/session");
            assert_eq!(is_own_site(&headers, &path), expected, "{site:?} {origin:?}");
            headers.remove(header::HOST);
            let whole = Uri::from_static("https://huifang:8080/api/v1/session");
            assert_eq!(is_own_site(&headers, &whole), expected, "HTTP/2: {site:?} {origin:?}");
        }
    }
}
