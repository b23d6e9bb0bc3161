//! Taking over seats.

use axum::http::StatusCode;
use serde_json::json;

use super::site::Site;

#[tokio::test]
async fn one_person_at_a_time_works_a_seat() {
    let site = Site::open().await;
    let seat = site.seat("li.na", "8001").await;
    site.seat("wang.fang", "8002").await;
    site.person("zhou", "quality_supervisor").await;
    let (admin, zhou) = (site.admin().await, site.visitor("zhou").await);
    let (take_over, release) =
        (format!("/api/v1/agents/{seat}/take-over"), format!("/api/v1/agents/{seat}/release"));
    let free = json!({
        "id": seat, "display_name": "li.na", "role": "agent", "state": "ready",
        "driver": "simulated", "task_id": null, "taken_over_by_me": false,
    });
    let list = admin.ask("GET", "/api/v1/agents", None).await.json();
    assert_eq!(list["agents"].as_array().map(Vec::len), Some(2));
    assert_eq!(list["agents"][0], free);

    let taken = admin.ask("POST", &take_over, None).await.json();
    assert_eq!((&taken["driver"], &taken["taken_over_by_me"]), (&json!("person"), &json!(true)));
    let seen = zhou.ask("GET", "/api/v1/agents", None).await.json();
    assert_eq!(seen["agents"][0]["driver"], "person");
    assert_eq!(seen["agents"][0]["taken_over_by_me"], false);
    for path in [&take_over, &release] {
        let refused = zhou.ask("POST", path, None).await;
        assert_eq!(refused.problem(), (409, "agent.already_taken".into()));
    }
    assert_eq!(admin.ask("POST", &take_over, None).await.status, StatusCode::OK, "again");
    assert_eq!(admin.ask("POST", &release, None).await.json(), free);
    assert_eq!(zhou.ask("POST", &take_over, None).await.status, StatusCode::OK);
    assert_eq!(site.audited("agent_taken_over").await, 2);
    assert_eq!(site.audited("agent_released").await, 1);
}
