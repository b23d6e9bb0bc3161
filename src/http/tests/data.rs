//! Requests, residents and the do-not-call list as programs and pages ask for them.

use serde_json::{Value, json};

use super::site::Site;
use crate::domain::intake::kind::ImportKind;

const CENTERS: &str = "服务中心编码,服务中心,经理,服务等级\nSC01,麗湖花园服务中心,林晓东,三级\n";

fn request(number: &str) -> Value {
    json!({
        "request_no": number, "center_code": "SC01", "kind": "repair", "severity": "ordinary",
        "channel": "phone", "taken_in_at": "2026-11-19 09:00", "status": "in_progress",
    })
}

async fn with_center() -> Site {
    let site = Site::open().await;
    let now = site.clock.now();
    let import = site.app.import(ImportKind::Centers, "c.csv", CENTERS.as_bytes(), false, "t", now);
    import.await.expect("a file in order");
    site
}

#[tokio::test]
async fn requests_come_one_by_one_as_a_list_or_with_the_day_they_cover() {
    let site = with_center().await;
    let admin = site.admin().await;
    let path = "/api/v1/service-requests";
    let list = json!([request("B"), request("A"), { "kind": 7 }]);
    let batch = json!({ "covers_through": "2026-11-19", "requests": [request("C")] });
    let many: Vec<Value> = (0..1001).map(|number| request(&number.to_string())).collect();
    // body, status, inserted, unchanged, refused
    let cases = [(request("A"), 1, 0, 0), (list, 1, 1, 1), (batch, 1, 0, 0)];
    for (body, inserted, unchanged, refused) in cases {
        let answer = admin.ask("POST", path, Some(body)).await;
        assert_eq!(answer.status, 200);
        let answer = answer.json();
        let counts = (&answer["inserted"], &answer["unchanged"], &answer["refused"]);
        assert_eq!(counts, (&json!(inserted), &json!(unchanged), &json!(refused)), "{answer}");
    }
    for (body, status, code) in [
        (json!(many), 422, "service_request.too_many"),
        (json!("A"), 400, "request.malformed"),
        (json!({ "requests": 3 }), 400, "request.malformed"),
        (
            json!({ "covers_through": "2026-12-01", "requests": [] }),
            422,
            "service_request.covers_future",
        ),
    ] {
        let answer = admin.ask("POST", path, Some(body)).await;
        assert_eq!(answer.problem(), (status, code.to_owned()));
    }
    let page = admin.ask("GET", &format!("{path}?number=a&kind="), None).await.json();
    assert_eq!((&page["total"], &page["requests"][0]["request_no"]), (&json!(1), &json!("A")));
}

#[tokio::test]
async fn each_page_is_for_those_whose_work_it_is() {
    let site = with_center().await;
    site.person("li.na", "agent").await;
    site.person("zhao", "quality_supervisor").await;
    let (agent, supervisor) = (site.visitor("li.na").await, site.visitor("zhao").await);
    // method, path, may an agent, may a supervisor
    for (method, path, of_agent, of_supervisor) in [
        ("GET", "/service-requests", true, true),
        ("POST", "/service-requests", false, true),
        ("GET", "/residents", true, true),
        ("POST", "/residents/x/reveal", false, true),
        ("GET", "/do-not-call", true, true),
        ("POST", "/do-not-call/x/withdraw", true, true),
        ("GET", "/personal-data-requests", false, true),
        ("POST", "/personal-data-requests/x/approve", false, false),
        ("POST", "/residents/x/hold", false, false),
    ] {
        for (who, may) in [(&agent, of_agent), (&supervisor, of_supervisor)] {
            let path = format!("/api/v1{path}");
            let body = (method == "POST").then(|| json!([]));
            let status = who.ask(method, &path, body).await.status;
            assert_eq!(status != 403, may, "{method} {path}: {status}");
        }
    }
}
