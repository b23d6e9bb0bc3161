//! The batch as pages and commands show it.

use huifang::app::{BatchState, PlaceFilter};
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::pii::Pii;
use huifang::domain::timestamp::Timestamp;
use huifang::store::alarm::NewAlarm;
use huifang::store::{self, Database};
use serde_json::json;

use crate::support::both_databases;
use crate::support::data::{REQUEST_HEADER, at, csv};
use crate::workplace::{Workplace, date, friday};

both_databases!(Workplace::on_friday:
    the_balance_has_every_role_and_reason,
    the_balance_is_counted_from_what_is_stored,
    a_day_without_a_batch_says_why,
    places_are_filtered_by_everything_a_page_offers,
    places_come_in_pages_of_one_order,
    late_and_merged_completions_say_so,
    a_filter_with_an_unknown_code_is_refused,
    progress_and_answers_are_counted,
    an_alarm_leads_to_its_call_and_task,
);

async fn the_balance_has_every_role_and_reason(place: Workplace) {
    let summary = place.app.batch_summary(friday(), place.now()).await.expect("a batch");
    let balance = serde_json::to_value(&summary.balance).expect("JSON");
    let expected = json!({
        "date": "2026-11-20", "from": "2026-11-19", "to": "2026-11-19", "completed": 6,
        "tasks": {"agent": 2, "quality_supervisor": 1, "quality_manager": 0},
        "excluded": {
            "reply_only": 1, "anonymous": 1, "staff_reported": 0,
            "merged": 0, "do_not_call": 0, "no_phone": 1,
            "not_selected": 0
        },
        "late": 0, "home_visits": 1, "balanced": true, "state": "ready", "provisional": false
    });
    assert_eq!(balance, expected);
    let page = serde_json::to_value(&summary).expect("JSON");
    assert_eq!(page["completed"], 6, "the page holds the balance itself");
    assert_eq!(page["planned_at_ms"], at("2026-11-20 08:20").0);
    assert_eq!(page["made_at_ms"], at("2026-11-20 10:00").0);
    assert_eq!(page["without_completion_time"], 1);
    assert_eq!(page["states"]["waiting"], 3);
    assert_eq!(page["states"].as_object().map(serde_json::Map::len), Some(8));
    assert_eq!((page["overdue"].clone(), summary.finished_by_hour.len()), (json!(0), 0));
}

async fn the_balance_is_counted_from_what_is_stored(place: Workplace) {
    let mut transaction = place.database().begin().await.expect("a transaction");
    let lost = "delete from batch_place where request_no = 'TS2'";
    transaction.execute(lost, vec![]).await.expect("a deletion");
    transaction.commit().await.expect("a commit");
    let balance = place.app.batch_balance(friday()).await.expect("a batch");
    assert_eq!((balance.completed, balance.excluded["reply_only"]), (6, 0));
    assert!(!balance.balanced);
}

async fn a_day_without_a_batch_says_why(place: Workplace) {
    let refusal = place.app.batch_summary(date("2026-11-21"), place.now()).await;
    let refusal = refusal.expect_err("a Saturday");
    assert_eq!(refusal.code, "batch.not_a_workday");
    assert_eq!(refusal.params_json(), json!({"date": "2026-11-21", "next": "2026-11-23"}));
    let monday = date("2026-11-23");
    let planned = place.app.batch_summary(monday, place.now()).await.expect("a working day");
    assert_eq!(planned.balance.state, BatchState::Planned);
    assert_eq!((planned.planned_at_ms, planned.made_at_ms), (at("2026-11-23 08:20").0, None));
    place.app.run_batch(monday, "tester", at("2026-11-23 08:20")).await.expect("a working day");
    let waiting = place.app.batch_summary(monday, place.now()).await.expect("a working day");
    assert_eq!(waiting.balance.state, BatchState::WaitingForData);
    assert!(!waiting.balance.balanced, "nothing was made, so nothing is balanced");
    let list = place.app.batches(60).await.expect("a list");
    let listed: Vec<_> = list
        .iter()
        .map(|entry| (entry.date, entry.from, entry.state, entry.completed, entry.tasks_total))
        .collect();
    let expected = [
        (monday, friday(), BatchState::WaitingForData, 0, 0),
        (friday(), date("2026-11-19"), BatchState::Ready, 6, 3),
    ];
    assert_eq!(listed, expected);
    assert_eq!(place.app.batches(1).await.expect("a list").len(), 1);
}

/// The request numbers of the places that fit.
async fn numbers(place: &Workplace, filter: &PlaceFilter) -> (u64, Vec<String>) {
    let (total, rows) = place.app.batch_places(friday(), filter).await.expect("places");
    (total, rows.into_iter().map(|row| row.request_no).collect())
}

async fn places_are_filtered_by_everything_a_page_offers(place: Workplace) {
    let cases: [(&str, &str, &[&str]); 17] = [
        ("place", "", &["BX2", "BX1", "TS1", "BX3", "BX4", "TS2"]),
        ("place", "task", &["BX2", "BX1", "TS1"]),
        ("place", "excluded", &["BX3", "BX4", "TS2"]),
        ("reason", "no_phone", &["BX3"]),
        ("reason", "merged", &[]),
        ("role", "quality_supervisor", &["TS1"]),
        ("state", "waiting", &["BX2", "BX1", "TS1"]),
        ("state", "finished", &[]),
        ("center", "SC02", &["BX2", "BX3", "BX4"]),
        ("text", "bx1", &["BX1"]),
        ("text", " 6栋-8层 ", &["BX1", "TS1"]),
        ("text", "李太太", &["BX1", "TS1"]),
        // Nobody reported BX2, so the household's name stands for the resident's.
        ("text", "周_敏", &["BX2"]),
        // A wildcard is a character like any other.
        ("text", "%", &[]),
        ("text", "太_", &[]),
        ("text", "水龙头", &[]),
        ("text", "  ", &["BX2", "BX1", "TS1", "BX3", "BX4", "TS2"]),
    ];
    for (name, value, expected) in cases {
        let given = |wanted| (name == wanted).then(|| value.to_owned());
        let filter = PlaceFilter {
            place: given("place"),
            reason: given("reason"),
            role: given("role"),
            state: given("state"),
            center: given("center"),
            text: given("text").map(Pii::new),
            ..PlaceFilter::everything()
        };
        let (total, found) = numbers(&place, &filter).await;
        assert_eq!((total, found), (expected.len() as u64, strings(expected)), "{name}={value}");
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

async fn places_come_in_pages_of_one_order(place: Workplace) {
    for (offset, limit, expected) in [
        (0, Some(4), &["BX2", "BX1", "TS1", "BX3"][..]),
        (4, Some(4), &["BX4", "TS2"]),
        (6, Some(4), &[]),
        (5, None, &["TS2"]),
    ] {
        let filter = PlaceFilter { offset, limit, ..PlaceFilter::everything() };
        assert_eq!(numbers(&place, &filter).await, (6, strings(expected)), "from {offset}");
    }
    let (_, rows) = place
        .app
        .batch_places(friday(), &PlaceFilter { limit: Some(2), ..PlaceFilter::everything() })
        .await
        .expect("places");
    let task_id = place.task("BX1").await;
    let expected = json!({
        "request_no": "BX1", "center_code": "SC01", "center_name": "麗湖花园服务中心",
        "kind": "repair", "severity": "ordinary", "room": "A区-6栋-8层-01",
        "resident_name": "李太太", "matter": "厨房水龙头滴水",
        "completed_at_ms": at("2026-11-19 10:00").0, "place": "task", "role": "agent",
        "reason": null, "late": false, "merged_into": null, "task_id": task_id,
        "task_state": "waiting", "attempt_count": 0, "satisfaction": null, "resolved": null,
        "disposition": null
    });
    let row = serde_json::to_value(&rows[1]).expect("JSON");
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&row[name], value, "{name}");
    }
    assert!(!format!("{rows:?}").contains("李太太"), "a log shows nobody");
    assert_eq!(rows[1].line(), "BX1  SC01  repair  task for agent, waiting");
}

async fn late_and_merged_completions_say_so(place: Workplace) {
    let late = "BX5,SC01,报修,一般,否,A区-7栋-6层-02,林敏,13900007848,门锁,来电,\
                2026-11-18 16:00:00,,2026-11-19 18:00:00,工程部,吴军,已换锁,已完成,否,,否,";
    let merged = "TS3,SC01,投诉,一般,否,A区-6栋-8层-01,李太太,13900008763,师傅迟到,来电,\
                  2026-11-19 09:00:00,,2026-11-20 09:00:00,工程部,吴军,已致歉,已完成,否,是,否,TS1";
    place.import(ImportKind::Requests, &csv(REQUEST_HEADER, &[late, merged])).await;
    let monday = date("2026-11-23");
    place.app.run_batch(monday, "tester", at("2026-11-23 08:20")).await.expect("a working day");
    let balance = place.app.batch_balance(monday).await.expect("a batch");
    assert_eq!((balance.completed, balance.late, balance.balanced), (2, 1, true));
    assert_eq!((balance.tasks["agent"], balance.excluded["merged"]), (1, 1));
    let rows = place.app.batch_places(monday, &PlaceFilter::everything()).await.expect("places").1;
    let shown: Vec<_> =
        rows.iter().map(|row| (row.late, row.merged_into.as_deref(), row.line())).collect();
    let expected = [
        (true, None, "BX5  SC01  repair  task for agent, waiting (late)".to_owned()),
        (false, Some("TS1"), "TS3  SC01  complaint  excluded: merged into TS1".to_owned()),
    ];
    assert_eq!(shown, expected);
}

async fn a_filter_with_an_unknown_code_is_refused(place: Workplace) {
    let filter = PlaceFilter { reason: Some("bored".into()), ..PlaceFilter::everything() };
    let refusal = place.app.batch_places(friday(), &filter).await.expect_err("an unknown reason");
    assert_eq!(refusal.code, "batch.bad_filter");
    let params = refusal.params_json();
    assert_eq!((&params["name"], &params["value"]), (&json!("reason"), &json!("bored")));
    assert_eq!(params["allowed"][0], "reply_only");
    let saturday = place.app.batch_places(date("2026-11-21"), &PlaceFilter::everything()).await;
    assert_eq!(saturday.expect_err("a Saturday").code, "batch.not_a_workday");
}

async fn progress_and_answers_are_counted(place: Workplace) {
    let closed = async || {
        let summary = place.app.batch_summary(friday(), place.now()).await.expect("a batch");
        ["waiting", "scheduled", "in_call", "wrap_up"].iter().all(|s| summary.states[s] == 0)
    };
    place.run_until(closed).await;
    let summary = place.app.batch_summary(friday(), place.now()).await.expect("a batch");
    assert_eq!(summary.states.values().sum::<u64>(), 3);
    let day = friday().to_string();
    let times = store::task::finished_times(place.database(), &day).await.expect("times");
    let on_the_day = times.iter().filter(|at| **at < midnight().0).count() as u64;
    let by_hour: u64 = summary.finished_by_hour.iter().map(|hour| hour.finished).sum();
    assert_eq!((times.len(), by_hour), (3, on_the_day));
    assert!(summary.finished_by_hour.iter().all(|hour| (10..21).contains(&hour.hour)));
    let mut counted = 0;
    for (code, count) in answers(place.database()).await {
        let satisfied = ["very_satisfied", "satisfied"].contains(&code.as_str());
        counted += if satisfied { count } else { 0 };
    }
    assert_eq!(summary.satisfied, counted.unsigned_abs());
    assert!(summary.satisfied > 0, "the seed's residents are not all unhappy");
    let entry = place.app.batches(1).await.expect("a list").remove(0);
    assert_eq!((entry.tasks_total, entry.excluded_total, entry.finished_total), (3, 3, 3));
}

fn midnight() -> Timestamp {
    at("2026-11-21 00:00")
}

async fn answers(database: &Database) -> Vec<(String, i64)> {
    store::batch_view::satisfaction_counts(database, "2026-11-20").await.expect("counts")
}

async fn an_alarm_leads_to_its_call_and_task(place: Workplace) {
    let task_id = place.task("BX2").await;
    place.run_until(async || place.detail(&task_id, None).await.state == "in_call").await;
    let call_id = place.detail(&task_id, None).await.calls[0].id.clone();
    let day = friday().to_string();
    let mut transaction = place.database().begin().await.expect("a transaction");
    for (kind, subject_kind, subject_id, detail) in [
        ("recording_missing", "call", &call_id, "never_arrived"),
        ("something_else", "task", &task_id, ""),
    ] {
        let id = place.app.new_id(place.now());
        let batch_date = Some(day.as_str());
        let alarm = NewAlarm { id, kind, subject_kind, subject_id, batch_date, detail };
        store::alarm::raise(&mut transaction, &alarm, place.now()).await.expect("an alarm");
    }
    transaction.commit().await.expect("a commit");
    let summary = place.app.batch_summary(friday(), place.now()).await.expect("a batch");
    let mut alarms: Vec<_> = summary
        .alarms
        .iter()
        .map(|alarm| (alarm.kind.as_str(), alarm.call_id.clone(), alarm.task_id.clone()))
        .collect();
    alarms.sort();
    let expected = [
        ("recording_missing", Some(call_id), Some(task_id.clone())),
        ("something_else", None, Some(task_id)),
    ];
    assert_eq!(alarms, expected);
}
