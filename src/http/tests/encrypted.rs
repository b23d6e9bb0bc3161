//! HTTPS, by the service itself and by a proxy before it.

use std::net::SocketAddr;
use std::path::Path;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use tokio::net::TcpListener;

use super::site::Site;
use crate::config::{CertificateFiles, MetricsAccess, TrustedProxies};
use crate::http::{Certificate, Trust, serve};

/// Writes a self-signed certificate for localhost and its key; the certificate's text.
fn write_certificate(folder: &Path) -> (CertificateFiles, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let files =
        CertificateFiles { certificate: folder.join("tls.pem"), key: folder.join("tls.key") };
    std::fs::write(&files.certificate, made.cert.pem()).expect("written");
    std::fs::write(&files.key, made.signing_key.serialize_pem()).expect("written");
    (files, made.cert.pem())
}

fn client(trusted: &str) -> reqwest::Client {
    crate::tls::provide_cryptography();
    let certificate = reqwest::Certificate::from_pem(trusted.as_bytes()).expect("a certificate");
    let client = reqwest::Client::builder().tls_certs_only([certificate]).cookie_store(true);
    // No connection is kept, so that each request sees the certificate of its time.
    client.pool_max_idle_per_host(0).build().expect("a client")
}

#[tokio::test]
async fn the_service_speaks_https_and_takes_up_renewed_certificates() {
    let site = Site::open().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (files, first) = write_certificate(folder.path());
    let certificate = Certificate::read(files).await.expect("usable");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let served = tokio::spawn(serve(listener, site.state.clone(), Some(certificate.clone())));
    let session = format!("https://localhost:{port}/api/v1/session");

    let browser = client(&first);
    let credentials = json!({ "login_name": "admin", "password": site.password });
    let signed_in = browser.post(&session).json(&credentials).send().await.expect("answered");
    assert_eq!(signed_in.status(), StatusCode::OK);
    let cookie = signed_in.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
    assert!(cookie.ends_with("; Secure"), "{cookie}");
    let transport = &signed_in.headers()[header::STRICT_TRANSPORT_SECURITY];
    assert_eq!(transport, "max-age=31536000");
    let known = browser.get(&session).send().await.expect("answered");
    assert_eq!(known.status(), StatusCode::OK, "the cookie came back");
    let plain = reqwest::get(format!("http://localhost:{port}/healthz")).await;
    assert!(plain.is_err(), "it speaks nothing else");

    let (_, second) = write_certificate(folder.path());
    certificate.renew().await.expect("usable");
    assert!(client(&first).get(&session).send().await.is_err(), "the old one is gone");
    client(&second).get(&session).send().await.expect("the new one is shown");

    std::fs::write(folder.path().join("tls.key"), "no key").expect("written");
    let refused = certificate.renew().await.expect_err("no key");
    assert!(refused.to_string().contains("tls.key"), "{refused}");
    client(&second).get(&session).send().await.expect("the one in use stays");
    site.shutdown.cancel();
    served.await.expect("no panic").expect("stopped in order");
}

#[tokio::test]
async fn https_ends_at_a_trusted_proxy_only() {
    let proxies = TrustedProxies::parse("127.0.0.1").expect("an address");
    let site = Site::open().await.trusting(Trust { proxies, metrics: MetricsAccess::Off });
    // Who forwards, what it says of the protocol, whether it is HTTPS.
    let cases = [
        ("127.0.0.1:9", Some("https"), true),
        ("127.0.0.1:9", Some("http"), false),
        ("127.0.0.1:9", None, false),
        ("192.0.2.7:9", Some("https"), false),
    ];
    for (peer, protocol, is_https) in cases {
        let peer: SocketAddr = peer.parse().expect("an address");
        let body = json!({ "login_name": "admin", "password": site.password }).to_string();
        let mut request = Request::post("/api/v1/session")
            .extension(ConnectInfo(peer))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(protocol) = protocol {
            request = request.header("x-forwarded-proto", protocol);
        }
        let answer = site.send(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::OK);
        let what = format!("{peer} {protocol:?}");
        assert_eq!(answer.header("set-cookie").contains("; Secure"), is_https, "{what}");
        let says_so = answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY);
        assert_eq!(says_so, is_https, "{what}");
    }
}
