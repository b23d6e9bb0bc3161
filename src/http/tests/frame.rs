//! What every answer has in common, and the small routes.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use super::site::{Site, request};
use crate::clock::Clock;
use crate::domain::timestamp::Timestamp;

#[tokio::test]
async fn refusals_are_problem_documents() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let cookie = admin.cookie.as_str();
    let body = |text: &str| Some(json!({ "speed": text }));
    let cases = [
        (request("GET", "/api/v1/agents", "", None), 401, "session.required"),
        (request("GET", "/api/v1/nothing", cookie, None), 404, "request.no_such_route"),
        (request("GET", "/api", cookie, None), 404, "request.no_such_route"),
        (request("PATCH", "/api/v1/agents", cookie, None), 405, "request.method_not_allowed"),
        (request("POST", "/batches", cookie, None), 405, "request.method_not_allowed"),
        (request("PUT", "/api/v1/clock", cookie, body("fast")), 400, "request.malformed"),
        (request("PUT", "/api/v1/clock", cookie, None), 400, "request.malformed"),
        (request("GET", "/api/v1/events?after=x", cookie, None), 400, "request.malformed"),
        (request("POST", "/api/v1/agents/x/take-over", cookie, None), 404, "agent.not_found"),
        (request("GET", "/api/v1/recordings/x/audio", cookie, None), 404, "recording.not_found"),
    ];
    for (request, status, code) in cases {
        let what = format!("{} {}", request.method(), request.uri());
        assert_eq!(site.send(request).await.problem(), (status, code.to_owned()), "{what}");
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let change = json!({ "speed": 1, "filler": "x".repeat(2 * 1024 * 1024) });
    let answer = admin.ask("PUT", "/api/v1/clock", Some(change)).await;
    assert_eq!(answer.problem(), (413, "request.too_large".into()));
}

#[tokio::test]
async fn failures_inside_stay_inside() {
    let site = Site::open().await;
    let admin = site.admin().await;
    site.app.database.close().await;
    let answer = admin.ask("GET", "/api/v1/agents", None).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let text = String::from_utf8_lossy(&answer.body).to_lowercase();
    for word in ["select", "pool", "closed", "sqlite", "agent"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    assert_eq!(answer.problem(), (500, "internal".into()));
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
    let ready = site.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.json(), json!({ "database": "down", "pbx": "up" }));
}

#[tokio::test]
async fn other_sites_change_nothing() {
    let site = Site::open().await;
    let from = |site: &str, method: &str| {
        let request = Request::builder().method(method).uri("/api/v1/session");
        request.header("sec-fetch-site", site).body(Body::empty()).expect("a request")
    };
    let refused = site.send(from("cross-site", "DELETE")).await;
    assert_eq!(refused.problem(), (403, "request.cross_site".into()));
    let own = site.send(from("same-origin", "DELETE")).await;
    assert_eq!(own.status, StatusCode::NO_CONTENT);
    // A link to a page from elsewhere is fine; without a session it shows nothing.
    let reading = site.send(from("cross-site", "GET")).await;
    assert_eq!(reading.problem(), (401, "session.required".into()));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = Site::open().await;
    for path in ["/", "/api/v1/status", "/api/v1/agents", "/healthz", "/assets/none.js"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self'; "), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
    }
    assert_eq!(site.get("/api/v1/status").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn addresses_of_pages_are_answered_with_a_page() {
    let site = Site::open().await;
    for path in ["/", "/batches/2026-11-20", "/figures?month=2026-11"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
    }
    assert_eq!(site.get("/assets/none.js").await.problem().0, 404);
}

#[tokio::test]
async fn the_status_needs_no_session() {
    let site = Site::open().await;
    let status = site.get("/api/v1/status").await;
    assert_eq!(
        status.json(),
        json!({
            "now_ms": site.clock.now().0,
            "zone": "Asia/Shanghai",
            "today": "2026-11-20",
            "today_is_workday": true,
            "version": env!("CARGO_PKG_VERSION"),
            "clock": { "kind": "demo", "speed": 1, "paused": false, "held_by_call": false },
            "pbx": { "driver": "simulator", "state": "up" },
        })
    );
    assert_eq!(site.get("/readyz").await.json(), json!({ "database": "up", "pbx": "up" }));
}

#[tokio::test]
async fn the_demonstration_clock_is_set_and_that_is_recorded() {
    let start = Timestamp(1_795_133_700_000);
    let site = Site::open_on(Clock::demo(start, 1).expect("a speed")).await;
    let admin = site.admin().await;
    let put = |change| admin.ask("PUT", "/api/v1/clock", Some(change));
    let paused = put(json!({ "paused": true, "speed": 120 })).await.json();
    assert_eq!(paused["clock"]["paused"], true);
    assert_eq!(paused["clock"]["speed"], 120);
    let now = paused["now_ms"].as_i64().expect("a number");
    let jumped = put(json!({ "jump_to_ms": now + 3_600_000 })).await.json();
    assert_eq!(jumped["now_ms"], now + 3_600_000);
    assert_eq!(site.audited("clock_adjusted").await, 2);
    let refusals = [
        (json!({ "jump_to_ms": now, "speed": 2 }), "clock.backwards"),
        (json!({ "jump_to_ms": i64::MAX }), "clock.too_far"),
        (json!({ "speed": 0, "paused": false }), "clock.speed_out_of_range"),
        (json!({ "speed": 3601 }), "clock.speed_out_of_range"),
    ];
    for (change, code) in refusals {
        assert_eq!(put(change).await.problem(), (422, code.to_owned()));
    }
    let after = site.get("/api/v1/status").await.json();
    assert_eq!(after["clock"], paused["clock"], "what was refused changed nothing");
}

#[tokio::test]
async fn the_real_clock_is_nobodys_to_set() {
    let site = Site::open_on(Clock::system()).await;
    let admin = site.admin().await;
    for change in [json!({ "speed": 2 }), json!({ "paused": true }), json!({ "jump_to_ms": 1 })] {
        let answer = admin.ask("PUT", "/api/v1/clock", Some(change)).await;
        assert_eq!(answer.problem(), (409, "clock.not_adjustable".into()));
    }
    assert_eq!(site.audited("clock_adjusted").await, 0);
}
