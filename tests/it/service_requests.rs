//! Service requests from other programs and from people's hands.

use chrono::NaiveDate;
use huifang::app::{ItemOutcome, ServiceCenter, ServiceRequestItem, TakenIn};
use huifang::domain::timestamp::Timestamp;
use huifang::store;
use huifang::store::service_request_view::RequestFilter;
use serde_json::{Value, json};

use crate::support::both_databases;
use crate::support::data::at;
use crate::workplace::{Workplace, date};

both_databases!(Workplace::on_friday:
    a_request_sent_twice_is_stored_once_and_a_changed_one_updated,
    each_request_is_stored_as_a_whole_or_refused_with_reasons,
    days_are_covered_only_when_the_caller_says_so,
    a_request_entered_by_hand_gets_a_number_and_is_completed_later,
    a_change_somebody_else_overtook_is_refused,
    wordings_fill_the_script_once_cleared,
    repairs_that_staff_reported_are_not_called_back,
    requests_are_found_by_everything_a_page_offers,
    a_centers_number_is_set_and_kept_by_imports,
);

fn item(value: Value) -> ServiceRequestItem {
    serde_json::from_value(value).expect("a request")
}

/// An open repair of SC02.
fn repair(number: &str) -> Value {
    json!({
        "request_no": number, "center_code": "SC02", "kind": "repair", "severity": "一般",
        "paid": false, "room": "B区-2栋-15层-04", "resident_name": "周_敏",
        "phone": "13900007847", "matter": "客厅灯不亮", "channel": "online",
        "taken_in_at": "2026-11-20 08:00", "status": "处理中",
    })
}

fn with(mut value: Value, changes: &Value) -> Value {
    for (name, change) in changes.as_object().expect("an object") {
        value[name] = change.clone();
    }
    value
}

async fn send(place: &Workplace, items: &[Value], covers: Option<NaiveDate>) -> TakenIn {
    let read = |value: &Value| serde_json::from_value(value.clone()).map_err(|e| e.to_string());
    let items = items.iter().map(read).collect();
    let user = place.user("supervisor").await;
    place.app.take_in_requests(items, covers, &user, place.now()).await.expect("an answer")
}

fn outcomes(taken_in: &TakenIn) -> Vec<ItemOutcome> {
    taken_in.items.iter().map(|item| item.outcome).collect()
}

async fn audited(place: &Workplace, action: &str) -> i64 {
    let sql = "select cast(count(*) as bigint) from audit_log where action = $1";
    let (count,): (i64,) = place.database().one(sql, vec![action.into()]).await.expect("a count");
    count
}

async fn a_request_sent_twice_is_stored_once_and_a_changed_one_updated(place: Workplace) {
    use ItemOutcome::{Inserted, Unchanged, Updated};
    let done = json!({ "status": "resolved", "completed_at": "2026-11-20 09:30" });
    assert_eq!(outcomes(&send(&place, &[repair("P1")], None).await), [Inserted]);
    assert_eq!(outcomes(&send(&place, &[repair("P1")], None).await), [Unchanged]);
    assert_eq!(audited(&place, "service_request_changed").await, 0);
    let both = [with(repair("P1"), &done), repair("P2")];
    assert_eq!(outcomes(&send(&place, &both, None).await), [Updated, Inserted]);
    assert_eq!(audited(&place, "service_request_changed").await, 1);
    assert_eq!(audited(&place, "service_request_entered").await, 2);
    let worded = with(repair("P2"), &json!({ "matter_spoken": "客厅的灯不亮" }));
    assert_eq!(outcomes(&send(&place, std::slice::from_ref(&worded), None).await), [Updated]);
    // What a program leaves out stays.
    assert_eq!(outcomes(&send(&place, &[repair("P2")], None).await), [Unchanged]);
    let detail = place.app.service_request("P2", true).await.expect("stored");
    assert_eq!(detail.matter_spoken.reveal(), "客厅的灯不亮");
    assert!(detail.household_id.is_some(), "its room is one of the centers' dwellings");
    assert_eq!((detail.by_hand, detail.phone.is_some()), (false, false), "masked outside forms");
}

async fn each_request_is_stored_as_a_whole_or_refused_with_reasons(place: Workplace) {
    let long = "字".repeat(121);
    // what is wrong, field and code
    let cases = [
        (json!({ "kind": null }), "kind", "cell.required"),
        (json!({ "kind": "plumbing" }), "kind", "cell.not_one_of"),
        (json!({ "center_code": "SC99" }), "center_code", "center.unknown"),
        (json!({ "taken_in_at": "2026-02-30 10:00" }), "taken_in_at", "cell.not_a_time"),
        (json!({ "phone": "no phone" }), "phone", "phone.not_digits"),
        (
            json!({ "status": "resolved", "completed_at": "2026-11-19 09:00" }),
            "completed_at",
            "completion.before_taken_in",
        ),
        (json!({ "report_source": "neighbour" }), "report_source", "cell.not_one_of"),
        (json!({ "matter_spoken": long }), "matter_spoken", "wording.too_long"),
        (json!({ "colour": "red" }), "", "item.malformed"),
        (json!({ "paid": "perhaps" }), "", "item.malformed"),
    ];
    for (wrong, field, code) in cases {
        let taken_in = send(&place, &[with(repair("W1"), &wrong), repair("GOOD")], None).await;
        assert_eq!((taken_in.refused, taken_in.items[1].errors.len()), (1, 0), "{wrong}");
        let error = &taken_in.items[0].errors[0];
        assert_eq!((error.field.as_str(), error.code.as_str()), (field, code), "{wrong}");
        let refusal = place.app.service_request("W1", true).await.expect_err("nothing stored");
        assert_eq!(refusal.code, "service_request.not_found");
    }
    let twice = send(&place, &[repair("T1"), repair("T1")], None).await;
    assert_eq!((twice.inserted, twice.refused), (1, 1));
    assert_eq!(twice.items[1].errors[0].code, "row.duplicate");
    let odd = json!({ "status": "resolved" });
    let found = send(&place, &[with(repair("F1"), &odd)], None).await;
    assert_eq!(found.items[0].findings[0].code, "completion.without_time");
}

async fn days_are_covered_only_when_the_caller_says_so(place: Workplace) {
    let covered = async |place: &Workplace| {
        let mut transaction = place.database().begin().await.expect("a transaction");
        store::batch::covered_through(&mut transaction).await.expect("an answer")
    };
    let before = covered(&place).await;
    let later = json!({ "taken_in_at": "2026-11-20 09:59" });
    send(&place, &[with(repair("C1"), &later)], None).await;
    assert_eq!(covered(&place).await, before);
    let user = place.user("supervisor").await;
    for day in ["2026-11-20", "2026-11-21"] {
        let refusal = place.app.take_in_requests(vec![], Some(date(day)), &user, place.now()).await;
        assert_eq!(refusal.expect_err("not over").code, "service_request.covers_future", "{day}");
        assert_eq!(covered(&place).await, before, "{day}");
    }
    place.clock.jump_to(at("2026-11-21 00:00")).expect("time goes forward");
    send(&place, &[], Some(date("2026-11-20"))).await;
    assert_eq!(covered(&place).await.as_deref(), Some("2026-11-20"));
}

async fn a_request_entered_by_hand_gets_a_number_and_is_completed_later(place: Workplace) {
    let user = place.user("supervisor").await;
    let entry = item(with(repair("ignored"), &json!({ "request_no": null })));
    let app = &place.app;
    let number = app.enter_service_request(entry.clone(), &user, place.now()).await;
    let number = number.expect("stored");
    assert_eq!(number, "SG20261120-001");
    let second = app.enter_service_request(entry.clone(), &user, place.now()).await;
    assert_eq!(second.expect("stored"), "SG20261120-002");
    let detail = app.service_request(&number, true).await.expect("stored");
    assert!(detail.by_hand);
    let name = detail.entered_by.as_ref().map(|name| name.reveal().as_str());
    assert_eq!((name, detail.phone.is_some()), (Some("赵敏"), true));
    let done = json!({ "request_no": null, "status": "resolved",
        "completed_at": "2026-11-20 09:30", "matter_result": "换了灯泡" });
    let done = item(with(repair("ignored"), &done));
    let now = place.now();
    app.change_service_request(&number, done, detail.revision, &user, now).await.expect("done");
    let detail = app.service_request(&number, true).await.expect("stored");
    assert_eq!(detail.completed_at_ms, Some(at("2026-11-20 09:30").0));
    let sql = "select cast(count(*) as bigint) from completion where request_no = $1";
    let row = place.database().one::<(i64,)>(sql, vec![number.as_str().into()]).await;
    assert_eq!(row.expect("a count").0, 1, "the next batch finds it");
    let bad = item(json!({ "center_code": "SC02" }));
    let refusal = app.enter_service_request(bad, &user, now).await.expect_err("fields are missing");
    assert_eq!(refusal.code, "service_request.refused");
    let fields: Vec<&str> = refusal.params["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|error| error["field"].as_str())
        .collect();
    assert_eq!(fields, ["kind", "severity", "channel", "taken_in_at", "status"]);
    let system = app.service_request("BX1", true).await.expect("imported");
    let refusal = app.change_service_request("BX1", entry, system.revision, &user, now).await;
    assert_eq!(refusal.expect_err("not ours").code, "service_request.from_system");
}

async fn a_change_somebody_else_overtook_is_refused(place: Workplace) {
    let (app, user, now) = (&place.app, place.user("supervisor").await, place.now());
    let seen = app.service_request("BX1", false).await.expect("imported").revision;
    let wording = |text: &str| item(json!({ "matter_spoken": text }));
    app.word_service_request("BX1", &wording("a"), seen, &user, now).await.expect("first");
    let second = app.word_service_request("BX1", &wording("b"), seen, &user, now).await;
    assert_eq!(second.expect_err("overtaken").code, "changed_meanwhile");
    let entry = app.enter_service_request(item(repair("x")), &user, now).await.expect("stored");
    let changed = app.change_service_request(&entry, item(repair("x")), 99, &user, now).await;
    assert_eq!(changed.expect_err("overtaken").code, "changed_meanwhile");
}

/// Every sentence of the script as the agent reads it.
async fn script(place: &Workplace, task: &str) -> (String, Vec<String>) {
    let detail = place.detail(task, None).await;
    (serde_json::to_string(&detail.script).expect("JSON"), detail.raw_wording)
}

async fn wordings_fill_the_script_once_cleared(place: Workplace) {
    let (app, user, now) = (&place.app, place.user("supervisor").await, place.now());
    let task = place.task("BX1").await;
    let (words, raw) = script(&place, &task).await;
    assert!(words.contains("厨房水龙头滴水") && raw == ["matter", "result"], "{raw:?}");
    let revision = async || app.service_request("BX1", false).await.expect("stored").revision;
    let nothing = app.clear_wording("BX1", revision().await, &user, now).await;
    assert_eq!(nothing.expect_err("no wording").code, "service_request.no_wording");
    let wording = item(json!({ "matter_spoken": "厨房龙头滴水", "result_spoken": "换了阀芯" }));
    app.word_service_request("BX1", &wording, revision().await, &user, now).await.expect("worded");
    let (words, raw) = script(&place, &task).await;
    assert!(words.contains("厨房龙头滴水") && !words.contains("换了阀芯"));
    assert_eq!(raw, ["result"], "nobody has cleared it yet");
    app.clear_wording("BX1", revision().await, &user, now).await.expect("cleared");
    assert!(script(&place, &task).await.1.is_empty());
    let again = item(json!({ "result_spoken": "换了新阀芯" }));
    app.word_service_request("BX1", &again, revision().await, &user, now).await.expect("worded");
    assert_eq!(script(&place, &task).await.1, ["result"], "what is new has to be cleared anew");
    assert_eq!(audited(&place, "wording_cleared").await, 1);
}

async fn repairs_that_staff_reported_are_not_called_back(place: Workplace) {
    let done = json!({ "room": null, "status": "resolved", "completed_at": "2026-11-20 09:30",
        "report_source": "patrolling_staff" });
    let monday = date("2026-11-23");
    place.clock.jump_to(at("2026-11-23 08:20")).expect("time goes forward");
    let taken_in = send(&place, &[with(repair("S1"), &done)], Some(date("2026-11-22"))).await;
    assert_eq!(taken_in.inserted, 1);
    place.app.run_batch(monday, "tester", place.now()).await.expect("a working day");
    let balance = place.app.batch_balance(monday).await.expect("a batch");
    assert_eq!((balance.completed, balance.excluded["staff_reported"]), (1, 1));
    assert!(balance.balanced);
}

async fn requests_are_found_by_everything_a_page_offers(place: Workplace) {
    let user = place.user("supervisor").await;
    let patrol = item(with(
        repair("x"),
        &json!({ "room": null, "phone": null, "report_source": "patrolling_staff" }),
    ));
    place.app.enter_service_request(patrol, &user, place.now()).await.expect("stored");
    let none = RequestFilter::default;
    let text = |text: &str| Some(text.to_owned());
    let hand = "SG20261120-001";
    let cases = [
        (none(), vec![hand, "BX9", "TS2", "TS1", "BX4", "BX3", "BX2", "BX1"]),
        (RequestFilter { center: text("SC01"), ..none() }, vec!["BX9", "TS2", "TS1", "BX1"]),
        (RequestFilter { kind: text("complaint"), ..none() }, vec!["TS2", "TS1"]),
        (RequestFilter { status: text("closed"), ..none() }, vec!["BX9", "BX4"]),
        (RequestFilter { source: text("patrolling_staff"), ..none() }, vec![hand]),
        (RequestFilter { number: text("bx1"), ..none() }, vec!["BX1"]),
        (RequestFilter { room: Some("7栋".into()), ..none() }, vec!["BX9", "TS2"]),
        (RequestFilter { phone_tail: Some("8763".into()), ..none() }, vec!["TS1", "BX1"]),
        // The household's own number, though another was left.
        (RequestFilter { phone_tail: Some("7740".into()), ..none() }, vec!["TS1", "BX1"]),
        (RequestFilter { phone_tail: Some("%".into()), ..none() }, vec![]),
        (RequestFilter { by_hand: true, ..none() }, vec![hand]),
    ];
    for (filter, expected) in cases {
        let (total, found) = place.app.service_requests(&filter, 0, 50).await.expect("a list");
        let numbers: Vec<&str> = found.iter().map(|entry| entry.request_no.as_str()).collect();
        assert_eq!((total, numbers), (expected.len() as u64, expected), "{filter:?}");
    }
    let (total, page) = place.app.service_requests(&none(), 6, 5).await.expect("a page");
    assert_eq!((total, page.len()), (8, 2));
}

async fn a_centers_number_is_set_and_kept_by_imports(place: Workplace) {
    let (app, user) = (&place.app, place.user("supervisor").await);
    let mut centers = app.service_centers().await.expect("a list");
    let mut center: ServiceCenter = centers.remove(0);
    (center.phone, center.estate_name) = (" 075500000101 ".into(), "麗湖花园".into());
    app.set_service_center(&center, &user, Timestamp(1)).await.expect("set");
    let overtaken = app.set_service_center(&center, &user, Timestamp(1)).await;
    assert_eq!(overtaken.expect_err("an old revision").code, "changed_meanwhile");
    // The sample has no such columns.
    place
        .import(huifang::domain::intake::kind::ImportKind::Centers, crate::support::data::CENTERS)
        .await;
    let kept = app.service_centers().await.expect("a list").remove(0);
    assert_eq!((kept.phone.as_str(), kept.estate_name.as_str()), ("075500000101", "麗湖花园"));
}
