//! Who is at the other end of a request, and whether by HTTPS: as the connection says, or as a
//! proxy says that the configuration trusts. What anybody else claims in a header is ignored.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::HttpState;
use crate::config::TrustedProxies;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Headers by which a proxy says that it is one.
const OF_PROXIES: [HeaderName; 4] = [
    FORWARDED_FOR,
    FORWARDED_PROTO,
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("forwarded"),
];

/// A year: browsers that came by HTTPS once come back by nothing else.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// How this process itself is spoken to, for every request of a server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Transport {
    /// Whether this process ends the encryption.
    pub is_encrypted: bool,
}

/// How a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The visitor, as far as anybody to be believed says.
    pub visitor: Option<IpAddr>,
    /// Whether the visitor's own connection is encrypted.
    pub is_https: bool,
    /// Whether it came straight from the visitor, through no proxy at all.
    pub is_direct: bool,
}

impl Connection {
    fn of(
        peer: Option<IpAddr>,
        transport: Transport,
        headers: &HeaderMap,
        trusted: &TrustedProxies,
    ) -> Self {
        let is_direct = !OF_PROXIES.iter().any(|name| headers.contains_key(name));
        if !peer.is_some_and(|peer| trusted.contains(peer)) {
            return Self { visitor: peer, is_https: transport.is_encrypted, is_direct };
        }
        // The proxy nearest to us wrote the last word of each; what stands before it, the visitor
        // may have invented.
        let visitor = words(headers, &FORWARDED_FOR)
            .rev()
            .map_while(|word| address(&word))
            .find(|address| !trusted.contains(*address));
        let protocol = words(headers, &FORWARDED_PROTO).next_back();
        let is_https = match protocol {
            Some(protocol) => protocol.eq_ignore_ascii_case("https"),
            None => transport.is_encrypted,
        };
        Self { visitor: visitor.or(peer), is_https, is_direct }
    }
}

/// The comma-separated words of a header that may be repeated, in order.
fn words(headers: &HeaderMap, name: &HeaderName) -> std::vec::IntoIter<String> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let words: Vec<String> =
        values.flat_map(|text| text.split(',')).map(|word| word.trim().to_owned()).collect();
    words.into_iter()
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`.
fn address(word: &str) -> Option<IpAddr> {
    word.parse().ok().or_else(|| word.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

/// Tells everything further in how the request came, and whatever left by HTTPS to stay there:
/// cookies become `Secure`, the browser is told never to come by HTTP again.
pub async fn recognise(
    State(state): State<HttpState>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let transport = request.extensions().get::<Transport>().copied().unwrap_or_default();
    let connection = Connection::of(peer, transport, request.headers(), &state.trust.proxies);
    request.extensions_mut().insert(connection);
    let mut response = next.run(request).await;
    if connection.is_https {
        keep_encrypted(response.headers_mut());
    }
    response
}

fn keep_encrypted(headers: &mut HeaderMap) {
    headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let secure = [cookie.as_bytes(), b"; Secure"].concat();
        headers.append(header::SET_COOKIE, HeaderValue::from_bytes(&secure).unwrap_or(cookie));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        // Peer, encrypted to us, X-Forwarded-For, X-Forwarded-Proto; visitor, HTTPS.
        // 10.1.0.0/16 is trusted.
        let cases = [
            ("192.0.2.7", false, None, None, "192.0.2.7", false),
            ("192.0.2.7", true, None, None, "192.0.2.7", true),
            // A visitor who claims to be somebody else.
            ("192.0.2.7", false, Some("127.0.0.1"), Some("https"), "192.0.2.7", false),
            ("192.0.2.7", true, Some("127.0.0.1"), Some("http"), "192.0.2.7", true),
            // Behind the proxy.
            ("10.1.0.1", false, Some("192.0.2.7"), Some("https"), "192.0.2.7", true),
            ("10.1.0.1", false, Some("192.0.2.7"), Some("http"), "192.0.2.7", false),
            ("10.1.0.1", true, Some("192.0.2.7"), Some("http"), "192.0.2.7", false),
            ("10.1.0.1", false, None, Some("HTTPS"), "10.1.0.1", true),
            ("10.1.0.1", true, None, None, "10.1.0.1", true),
            // Two proxies of ours; what the visitor wrote before them does not count.
            ("10.1.0.1", false, Some("127.0.0.1, 192.0.2.7, 10.1.0.2"), None, "192.0.2.7", false),
            ("10.1.0.1", false, Some("192.0.2.7"), Some("https, http"), "192.0.2.7", false),
            // What cannot be read is nobody; nothing beyond it is believed.
            ("10.1.0.1", false, Some("192.0.2.7, unknown"), None, "10.1.0.1", false),
            ("10.1.0.1", false, Some("192.0.2.7:4711"), None, "192.0.2.7", false),
            ("10.1.0.1", false, Some("[2001:db8::1]:80"), None, "2001:db8::1", false),
        ];
        let trusted = TrustedProxies::parse("10.1.0.0/16").expect("a network");
        for (peer, is_encrypted, forwarded_for, protocol, visitor, is_https) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in [(FORWARDED_FOR, forwarded_for), (FORWARDED_PROTO, protocol)] {
                if let Some(value) = value {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
            let peer = peer.parse().ok();
            let transport = Transport { is_encrypted };
            let connection = Connection::of(peer, transport, &headers, &trusted);
            let is_direct = forwarded_for.is_none() && protocol.is_none();
            let visitor = visitor.parse().ok();
            assert_eq!(connection, Connection { visitor, is_https, is_direct }, "{headers:?}");
        }
    }
}
