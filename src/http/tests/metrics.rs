//! What a monitor reads, and who may read it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};

use super::site::Site;
use crate::config::{MetricsAccess, TrustedProxies};
use crate::http::Trust;
use crate::telemetry::{METRICS, MetricKind};

const TOKEN: &str = "a-token-nobody-guesses";

fn scrape(peer: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let peer: SocketAddr = peer.parse().expect("an address");
    let mut request = Request::get("/metrics").extension(ConnectInfo(peer));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

fn trust(metrics: MetricsAccess, proxies: &str) -> Trust {
    Trust { metrics, proxies: TrustedProxies::parse(proxies).expect("addresses") }
}

#[tokio::test]
async fn only_who_may_reads_the_measurements() {
    use MetricsAccess::{Loopback, Off};
    let token = || MetricsAccess::Token(TOKEN.into());
    let right = "Bearer a-token-nobody-guesses";
    let forwarded = ("x-forwarded-for", "192.0.2.7");
    let pretended = ("x-forwarded-for", "127.0.0.1");
    let cases = [
        (Off, "", "127.0.0.1:9", vec![], 404),
        (Loopback, "", "127.0.0.1:9", vec![], 200),
        (Loopback, "", "[::1]:9", vec![], 200),
        (Loopback, "", "[::ffff:127.0.0.1]:9", vec![], 200),
        (Loopback, "", "192.0.2.7:9", vec![], 403),
        (Loopback, "", "192.0.2.7:9", vec![pretended], 403),
        // Through a proxy on this machine, known to us or not.
        (Loopback, "", "127.0.0.1:9", vec![forwarded], 403),
        (Loopback, "127.0.0.1", "127.0.0.1:9", vec![forwarded], 403),
        (token(), "", "192.0.2.7:9", vec![("authorization", right)], 200),
        (token(), "", "127.0.0.1:9", vec![], 401),
        (token(), "", "127.0.0.1:9", vec![("authorization", "Bearer a-token")], 401),
        (token(), "", "127.0.0.1:9", vec![("authorization", TOKEN)], 401),
    ];
    let mut site = Site::open().await;
    for (access, proxies, peer, headers, status) in cases {
        let what = format!("{access:?} {proxies} {peer} {headers:?}");
        site = site.trusting(trust(access, proxies));
        let answer = site.send(scrape(peer, &headers)).await;
        assert_eq!(answer.status.as_u16(), status, "{what}");
    }
    let nobody = site.trusting(trust(Loopback, "")).get("/metrics").await;
    assert_eq!(nobody.problem(), (403, "metrics.not_from_here".into()), "an unknown peer");
}

/// Every sample of the text format: name with labels → value, and the type of each family.
fn parse(text: &str) -> (BTreeMap<&str, f64>, BTreeMap<&str, &str>) {
    let (mut samples, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').expect("a name and a type");
            kinds.insert(name, kind);
        } else if !line.starts_with("# HELP ") {
            let (sample, value) = line.rsplit_once(' ').expect("a sample and a value");
            samples.insert(sample, value.parse().expect("a number"));
        }
    }
    (samples, kinds)
}

#[tokio::test]
async fn a_scrape_has_everything_that_is_documented_and_nothing_else() {
    let site = Site::open().await.trusting(trust(MetricsAccess::Loopback, ""));
    let admin = site.admin().await;
    let none = "/api/v1/callbacks/01900000-0000-7000-8000-000000000001";
    assert_eq!(admin.ask("GET", none, None).await.status, StatusCode::NOT_FOUND);
    admin.ask("GET", "/somebody's-name", None).await;
    crate::telemetry::step_taken(3);
    crate::telemetry::round_failed();
    crate::telemetry::job_failed();
    let answer = site.send(scrape("127.0.0.1:9", &[])).await;
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let text = String::from_utf8(answer.body.to_vec()).expect("UTF-8");
    let (samples, kinds) = parse(&text);

    let route = "route=\"/api/v1/callbacks/{task_id}\"";
    let asked = samples.iter().filter(|(name, _)| name.contains(route));
    let asked: Vec<_> = asked.map(|(name, _)| *name).collect();
    assert!(asked.iter().any(|name| name.contains("status=\"404\"")), "{asked:?}");
    assert!(asked.iter().any(|name| name.contains("le=\"0.005\"")), "{asked:?}");
    assert!(!text.contains("somebody"), "no address as typed");
    assert_eq!(samples["huifang_database_up"], 1.0);
    assert_eq!(samples["huifang_pbx_up"], 1.0);
    assert_eq!(samples["huifang_batch_today{state=\"none\"}"], 1.0);
    assert_eq!(samples["huifang_recordings{state=\"awaited\"}"], 0.0);
    assert!(samples["huifang_engine_work_total"] >= 3.0);

    let word = |kind| match kind {
        MetricKind::Counter => "counter",
        MetricKind::Gauge => "gauge",
        MetricKind::Histogram => "histogram",
    };
    for (name, kind) in &kinds {
        let known = METRICS.iter().find(|(known, ..)| known == name).expect(name);
        assert_eq!(*kind, word(known.1), "{name}");
    }
    // Jobs have occurrences only once they ran.
    let shown: BTreeSet<&str> = kinds.into_keys().chain(["huifang_job_occurrences"]).collect();
    assert_eq!(shown, METRICS.iter().map(|(name, ..)| *name).collect());
}

#[tokio::test]
async fn without_its_database_the_rest_is_measured() {
    let site = Site::open().await.trusting(trust(MetricsAccess::Loopback, ""));
    site.app.database.close().await;
    let answer = site.send(scrape("127.0.0.1:9", &[])).await;
    let text = String::from_utf8(answer.body.to_vec()).expect("UTF-8");
    let (samples, _) = parse(&text);
    assert_eq!(samples["huifang_database_up"], 0.0);
    assert!(
        samples.contains_key(concat!(
            "huifang_build_info{version=\"",
            env!("CARGO_PKG_VERSION"),
            "\"}"
        )),
        "{text}"
    );
    assert!(!text.contains("huifang_tasks"), "nothing is guessed");
}

#[test]
fn the_documents_name_what_there_is() {
    let list = include_str!("../../../docs/operations.md");
    let dashboard = include_str!("../../../docs/grafana-dashboard.json");
    for (name, ..) in METRICS {
        assert!(list.contains(&format!("`{name}`")), "{name} is not in docs/operations.md");
    }
    let dashboard: serde_json::Value = serde_json::from_str(dashboard).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let queries = panels.iter().flat_map(|panel| panel["targets"].as_array().expect("targets"));
    let mut count = 0;
    for query in queries {
        let text = query["expr"].as_str().expect("a query");
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        for word in words.filter(|word| word.starts_with("huifang_")) {
            let family = word.trim_end_matches("_bucket");
            assert!(METRICS.iter().any(|(name, ..)| *name == family), "{word} of the dashboard");
            count += 1;
        }
    }
    assert!(count >= 15, "the dashboard shows {count} things");
}
