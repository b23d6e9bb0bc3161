//! What an import means for completions, before and after a batch took them.

use chrono::NaiveDate;
use huifang::app::BatchRun;
use huifang::domain::intake::kind::ImportKind;
use huifang::store::event_log;

use crate::support::both_databases;
use crate::support::data::{REQUEST_HEADER, csv};
use crate::support::rows::texts;
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    before_the_batch_a_time_is_corrected_and_withdrawn,
    before_the_batch_a_completion_says_what_its_request_says,
    after_the_batch_another_time_is_another_completion,
    a_request_opened_again_cancels_its_task,
    a_request_completed_as_before_gets_its_task_back,
    a_task_that_is_done_stays_done,
    a_task_in_a_call_is_left_to_the_call,
    a_task_with_an_appointment_keeps_it,
    a_file_covers_through_its_latest_date,
);

const YESTERDAY: &str = "2026-11-19 15:00:00";
const LATER: &str = "2026-11-19 16:00:00";

/// Takes in one grave complaint, which is called back by all means.
async fn import(test: &TestApp, status: &str, completed_at: &str) -> (usize, usize, usize) {
    test.next_hour();
    let row = format!(
        "BS1,SC01,投诉,重要,否,,周敏,13900008763,噪音,来电,2026-11-18 09:00:00,,{completed_at},\
         安防部,吴军,已处理,{status},否,是,否,"
    );
    let report = test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &[&row])).await;
    (report.inserted, report.updated, report.unchanged)
}

async fn batch(test: &TestApp) {
    let date = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
    let run = test.app.run_batch(date, "tester", test.now()).await.expect("a batch");
    assert_eq!(run, BatchRun::Made);
}

/// The completions, first made first: local time, status, whether reopened, whether it follows one.
async fn completions(test: &TestApp) -> Vec<String> {
    let sql = "select completed_on || ' ' || cast((completed_at / 3600000 + 8) % 24 as text) \
               || ' ' || status || case when reopened_at is null then '' else ' reopened' end \
               || case when follows_id is null then '' else ' again' end \
               from completion order by recorded_at, completed_at";
    texts(test.database(), sql).await
}

async fn tasks(test: &TestApp) -> Vec<String> {
    let sql = "select t.state || case when t.finished_at is null then '' else ' at' end \
               from callback_task t join completion c on c.id = t.completion_id \
               order by c.recorded_at, t.ordinal";
    texts(test.database(), sql).await
}

async fn before_the_batch_a_time_is_corrected_and_withdrawn(test: TestApp) {
    assert_eq!(import(&test, "处理中", "").await, (1, 0, 0));
    assert_eq!(completions(&test).await, [""; 0]);
    let steps: [(&str, &str, &[&str]); 6] = [
        ("已完成", YESTERDAY, &["2026-11-19 15 resolved"]),
        ("已完成", LATER, &["2026-11-19 16 resolved"]),
        ("处理中", "", &[]),
        ("处理中", YESTERDAY, &[]),
        ("已完成", "2026-11-20 00:00:01", &["2026-11-20 0 resolved"]),
        ("已完成", "", &[]),
    ];
    for (status, completed_at, expected) in steps {
        assert_eq!(import(&test, status, completed_at).await, (0, 1, 0), "{status} {completed_at}");
        assert_eq!(completions(&test).await, expected, "{status} {completed_at}");
        assert_eq!(import(&test, status, completed_at).await, (0, 0, 1), "twice");
        assert_eq!(completions(&test).await, expected, "{status} {completed_at}, twice");
    }
}

async fn before_the_batch_a_completion_says_what_its_request_says(test: TestApp) {
    import(&test, "已完成", YESTERDAY).await;
    import(&test, "无法处理", YESTERDAY).await;
    assert_eq!(completions(&test).await, ["2026-11-19 15 cannot_be_resolved"]);
    batch(&test).await;
    // What the batch judged by stays as it was then.
    import(&test, "已关闭", YESTERDAY).await;
    assert_eq!(completions(&test).await, ["2026-11-19 15 cannot_be_resolved"]);
}

async fn after_the_batch_another_time_is_another_completion(test: TestApp) {
    import(&test, "已完成", YESTERDAY).await;
    batch(&test).await;
    import(&test, "已完成", LATER).await;
    let both = ["2026-11-19 15 resolved", "2026-11-19 16 resolved again"];
    assert_eq!(completions(&test).await, both);
    // No batch has the second yet: it is corrected. An older export brings back nothing.
    import(&test, "已完成", "2026-11-19 17:00:00").await;
    let corrected = ["2026-11-19 15 resolved", "2026-11-19 17 resolved again"];
    assert_eq!(completions(&test).await, corrected);
    import(&test, "已完成", YESTERDAY).await;
    assert_eq!(completions(&test).await, ["2026-11-19 15 resolved"]);
    assert_eq!(tasks(&test).await, ["waiting"]);
}

async fn a_request_opened_again_cancels_its_task(test: TestApp) {
    import(&test, "已完成", YESTERDAY).await;
    batch(&test).await;
    assert_eq!(tasks(&test).await, ["waiting"]);
    let before = event_log::newest(test.database()).await.expect("a position");
    import(&test, "处理中", "").await;
    assert_eq!(tasks(&test).await, ["reopened at"]);
    assert_eq!(completions(&test).await, ["2026-11-19 15 resolved reopened"]);
    let events = event_log::after(test.database(), before, 10).await.expect("the events");
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["task_changed", "imported"]);
    assert!(events[0].body.contains("\"state\":\"reopened\""), "{}", events[0].body);
    // Still open changes nothing; completed again is another completion.
    assert_eq!(import(&test, "处理中", "").await, (0, 0, 1));
    import(&test, "已完成", LATER).await;
    let both = ["2026-11-19 15 resolved reopened", "2026-11-19 16 resolved again"];
    assert_eq!(completions(&test).await, both);
    assert_eq!(tasks(&test).await, ["reopened at"]);
}

async fn a_request_completed_as_before_gets_its_task_back(test: TestApp) {
    import(&test, "已完成", YESTERDAY).await;
    batch(&test).await;
    import(&test, "处理中", "").await;
    import(&test, "已完成", YESTERDAY).await;
    assert_eq!(completions(&test).await, ["2026-11-19 15 resolved"]);
    assert_eq!(tasks(&test).await, ["waiting"]);
}

async fn a_task_that_is_done_stays_done(test: TestApp) {
    import(&test, "已完成", YESTERDAY).await;
    batch(&test).await;
    put_task(&test, "state = 'finished', finished_at = 5").await;
    import(&test, "处理中", "").await;
    assert_eq!(completions(&test).await, ["2026-11-19 15 resolved reopened"]);
    import(&test, "已完成", YESTERDAY).await;
    assert_eq!(completions(&test).await, ["2026-11-19 15 resolved"]);
    assert_eq!(tasks(&test).await, ["finished at"]);
}

/// Puts the only task into a state, as a call or an agent would.
async fn put_task(test: &TestApp, values: &'static str) {
    let mut transaction = test.database().begin().await.expect("a transaction");
    let sql = format!("update callback_task set {values}");
    transaction.execute(sql, vec![]).await.expect("the task");
    transaction.commit().await.expect("kept");
}

async fn a_task_in_a_call_is_left_to_the_call(test: TestApp) {
    for state in ["state = 'in_call'", "state = 'wrap_up'"] {
        import(&test, "已完成", YESTERDAY).await;
        if tasks(&test).await.is_empty() {
            batch(&test).await;
        }
        put_task(&test, state).await;
        import(&test, "处理中", "").await;
        assert_eq!(completions(&test).await, ["2026-11-19 15 resolved reopened"]);
        assert!(state.contains(&tasks(&test).await[0]), "{state}");
    }
}

async fn a_task_with_an_appointment_keeps_it(test: TestApp) {
    import(&test, "已完成", YESTERDAY).await;
    batch(&test).await;
    let appointment = "state = 'scheduled', attempt_count = 1, appointment_at = 5, \
                       next_attempt_at = 5";
    put_task(&test, appointment).await;
    import(&test, "处理中", "").await;
    assert_eq!(tasks(&test).await, ["reopened at"]);
    import(&test, "已完成", YESTERDAY).await;
    assert_eq!(tasks(&test).await, ["scheduled"]);
    let kept = "select cast(appointment_at + next_attempt_at as text) from callback_task";
    assert_eq!(texts(test.database(), kept).await, ["10"]);
}

async fn a_file_covers_through_its_latest_date(test: TestApp) {
    let through = |status: &str, completed_at: &str| {
        let row = format!(
            "BS1,SC01,报修,一般,否,,,,漏水,来电,2026-11-18 23:59:59,,{completed_at},,,,{status},,,,"
        );
        csv(REQUEST_HEADER, &[&row])
    };
    for (status, completed_at, expected) in [
        ("处理中", "", "2026-11-18"),
        ("已完成", "2026-11-19 00:00:00", "2026-11-19"),
        ("已完成", "2026-11-19 23:59:59", "2026-11-19"),
    ] {
        let report = test.import(ImportKind::Requests, &through(status, completed_at)).await;
        let date = report.covers_through.map(|date| date.to_string());
        assert_eq!(date.as_deref(), Some(expected));
    }
    let sql = "select coalesce(covers_through, 'nothing') as day from import_run order by day";
    let days = texts(test.database(), sql).await;
    assert_eq!(days, ["2026-11-18", "2026-11-19", "2026-11-19", "nothing"]);
}
