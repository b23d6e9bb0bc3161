//! The service on a port of its own.

use axum::http::StatusCode;
use tokio::net::TcpListener;

use super::site::Site;
use crate::http::serve;

#[tokio::test]
async fn it_stops_although_somebody_follows_events() {
    let site = Site::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let served = tokio::spawn(serve(listener, site.state.clone(), None));
    crate::tls::provide_cryptography();
    let client = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let credentials = serde_json::json!({ "login_name": "admin", "password": site.password });
    let session = format!("{address}/api/v1/session");
    let signed_in = client.post(session).json(&credentials).send().await.expect("answered");
    assert_eq!(signed_in.status(), StatusCode::OK);
    let events = format!("{address}/api/v1/events");
    let mut following = client.get(events).send().await.expect("answered");
    assert_eq!(following.status(), StatusCode::OK);
    site.shutdown.cancel();
    assert_eq!(following.chunk().await.expect("ended in order"), None);
    served.await.expect("no panic").expect("stopped in order");
}
