//! Batches, callbacks and figures as a page asks for them.

use serde_json::json;

use super::site::Site;
use crate::domain::intake::kind::ImportKind;
use crate::domain::timestamp::Timestamp;

const CENTERS: &str = "服务中心编码,服务中心,经理,服务等级\nSC01,麗湖花园服务中心,林晓东,三级\n";

/// A repair by telephone, and one nobody can be called about.
const REQUESTS: &str = "报事编号,服务中心编码,类型,级别,是否有偿,房号,报事人,联系电话,内容,受理方式,\
    受理时间,派单时间,完成时间,处理部门,处理人,处理结果,状态,涉及负责人,有效投诉,仅需复函,关联编号\n\
    BX1,SC01,报修,一般,否,A区-6栋-8层-01,李涛,13900008763,水龙头滴水,来电,2026-11-18 09:00:00,,\
    2026-11-19 10:00:00,工程部,吴军,已更换阀芯,已完成,否,,否,\n\
    BX2,SC01,报修,一般,否,A区-6栋-8层-02,,,路灯不亮,线上,2026-11-18 09:00:00,,\
    2026-11-19 11:00:00,工程部,吴军,已处理,已完成,否,,否,\n";

/// Friday 2026-11-20 10:00 in Shanghai.
const TEN: Timestamp = Timestamp(1_795_140_000_000);

/// A service with the batch of that Friday and one seat; the seat and the task about BX1.
async fn with_batch() -> (Site, String, String) {
    let site = Site::open().await;
    site.clock.jump_to(TEN).expect("a manual clock goes forward");
    for (kind, text) in [(ImportKind::Centers, CENTERS), (ImportKind::Requests, REQUESTS)] {
        let report = site.app.import(kind, "test.csv", text.as_bytes(), false, "tester", TEN);
        report.await.expect("a file in order");
    }
    let friday = site.app.zone.date(TEN);
    site.app.run_batch(friday, "tester", TEN).await.expect("a working day");
    let seat = site.seat("li.na", "8001").await;
    let list = site.app.batch_places(friday, &crate::app::PlaceFilter::everything()).await;
    let task = list.expect("places").1.into_iter().find_map(|place| place.task_id);
    (site, seat, task.expect("a task"))
}

#[tokio::test]
async fn a_batch_and_its_places_are_shown() {
    let (site, _, task) = with_batch().await;
    let admin = site.admin().await;
    let ask = async |path: &str| admin.ask("GET", &format!("/api/v1{path}"), None).await;
    let list = ask("/batches?limit=5").await.json();
    assert_eq!(list["batches"][0]["date"], "2026-11-20");
    assert_eq!(list["batches"][0]["tasks_total"], 1);
    let batch = ask("/batches/2026-11-20").await.json();
    assert_eq!((&batch["completed"], &batch["balanced"]), (&json!(2), &json!(true)));
    assert_eq!((&batch["tasks"]["agent"], &batch["state"]), (&json!(1), &json!("ready")));
    let page = ask("/batches/2026-11-20/places?offset=1&limit=1").await.json();
    assert_eq!((&page["total"], &page["places"][0]["request_no"]), (&json!(2), &json!("BX2")));
    // 李, and a filter that is left blank
    let found = ask("/batches/2026-11-20/places?text=%E6%9D%8E&role=").await.json();
    assert_eq!((&found["total"], &found["places"][0]["task_id"]), (&json!(1), &json!(task)));
    for (path, status, code) in [
        ("/batches/2026-11-21", 422, "batch.not_a_workday"),
        ("/batches/2026-11-21/places", 422, "batch.not_a_workday"),
        ("/batches/yesterday", 400, "request.malformed"),
        ("/batches/2026-11-20/places?reason=bored", 422, "batch.bad_filter"),
        ("/batches/2026-11-20/places?limit=-1", 400, "request.malformed"),
    ] {
        assert_eq!(ask(path).await.problem(), (status, code.to_owned()), "{path}");
    }
    let saturday = ask("/batches/2026-11-21").await.json();
    assert_eq!(saturday["params"], json!({"date": "2026-11-21", "next": "2026-11-23"}));
}

#[tokio::test]
async fn a_task_is_called_and_neither_answered_nor_finished_before_its_time() {
    let (site, seat, task) = with_batch().await;
    let admin = site.admin().await;
    let path = |rest: &str| format!("/api/v1/callbacks/{task}{rest}");
    let unknown = admin.ask("GET", "/api/v1/callbacks/no-such-task", None).await;
    assert_eq!(unknown.problem(), (404, "callback.not_found".to_owned()));
    let shown = admin.ask("GET", &path(""), None).await.json();
    assert_eq!(
        (&shown["phone_masked"], &shown["may_work"]),
        (&json!("139****8763"), &json!(false))
    );
    let refused = admin.ask("POST", &path("/call"), None).await;
    assert_eq!(refused.problem(), (409, "agent.none_taken_over".to_owned()));
    admin.ask("POST", &format!("/api/v1/agents/{seat}/take-over"), None).await;
    assert_eq!(admin.ask("GET", &path(""), None).await.json()["may_work"], true);
    let called = admin.ask("POST", &path("/call"), None).await;
    assert_eq!(called.status, 202);
    let call_id = called.json()["call_id"].as_str().expect("an id").to_owned();
    let shown = admin.ask("GET", &path(""), None).await.json();
    assert_eq!((&shown["calls"][0]["id"], &shown["state"]), (&json!(call_id), &json!("in_call")));
    assert_eq!(shown["calls"][0]["timeline"][0]["kind"], "call_ordered");
    let answer = |question: &str, code: &str| Some(json!({"question": question, "codes": [code]}));
    let hang_up = format!("/api/v1/calls/{call_id}/hang-up");
    for (method, path, body, status, code) in [
        ("POST", path("/call"), None, 409, "call.already_live"),
        // The agent's telephone rings; there is nobody yet who could have said anything.
        ("PUT", path("/answers"), answer("resolved", "yes"), 409, "callback.not_in_conversation"),
        (
            "POST",
            path("/finish"),
            Some(json!({"disposition": "completed"})),
            409,
            "callback.not_in_wrap_up",
        ),
        ("POST", path("/finish"), Some(json!({"disposition": "bored"})), 400, "request.malformed"),
        ("POST", "/api/v1/calls/no-such-call/hang-up".to_owned(), None, 404, "call.not_found"),
    ] {
        let refused = admin.ask(method, &path, body).await;
        assert_eq!(refused.problem(), (status, code.to_owned()), "{method} {path}");
    }
    assert_eq!(admin.ask("POST", &hang_up, None).await.status, 202);
    site.person("zhou", "agent").await;
    let stranger = site.visitor("zhou").await.ask("POST", &hang_up, None).await;
    assert_eq!(stranger.problem(), (403, "agent.not_yours".to_owned()));
}

#[tokio::test]
async fn the_figures_of_a_month_are_shown() {
    let (site, _, _) = with_batch().await;
    let admin = site.admin().await;
    let figures = admin.ask("GET", "/api/v1/figures/callback?month=2026-11", None).await.json();
    assert_eq!((&figures["month"], &figures["closed"]), (&json!("2026-11"), &json!(false)));
    assert_eq!(figures["centers"][0]["name"], "麗湖花园服务中心");
    assert_eq!(
        (&figures["company"]["attempted"], &figures["company"]["rate"]),
        (&json!(0), &json!(null))
    );
    let bad = admin.ask("GET", "/api/v1/figures/callback?month=November", None).await;
    assert_eq!(bad.problem(), (422, "figures.bad_month".to_owned()));
    let signed_out = site.get("/api/v1/figures/callback?month=2026-11").await;
    assert_eq!(signed_out.problem(), (401, "session.required".to_owned()));
}
