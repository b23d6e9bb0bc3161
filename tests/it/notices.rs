//! Notices: who is told of what, once; sent at their hours, again when it failed, and never twice
//! under two names.

use huifang::app::{NoticeDesk, NoticeFilter, Notices};
use huifang::config::{
    MailConfig, MailSecurity, NoticesConfig, Secret, WebhookConfig, WebhookFormat,
};
use huifang::delivery::Outlets;
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::notice::{Channel, Language, QuietHours};
use huifang::jobs::make_daily_batches;
use huifang::store::{self, Event};
use serde_json::{Value, json};

use crate::support::both_databases;
use crate::support::data::{REQUEST_HEADER, at, csv};
use crate::support::receivers::{Received, mail_server, webhook};
use crate::support::rows;
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    a_batch_that_waits_is_told_of_and_settled_when_the_data_come,
    a_severe_complaint_is_told_to_the_manager_and_its_center,
    matters_are_gathered_until_the_next_digest,
    marks_and_alarms_are_told_of_once,
    quiet_hours_hold_back_all_but_what_is_urgent,
    a_failed_delivery_is_tried_again_and_given_up_in_sight,
    a_crash_after_sending_repeats_under_the_same_id,
    tasks_at_risk_and_overdue_are_told_of,
);

/// A desk whose robot is at `url`, with mail to a server on `port` when there is one.
fn desk(url: &str, port: Option<u16>, format: WebhookFormat) -> NoticeDesk {
    let quiet = QuietHours::parse("21:00-08:00");
    let address = |role: &str| (role.to_owned(), vec![format!("{role}@example.com")]);
    let mail = port.map(|port| MailConfig {
        server: "127.0.0.1".into(),
        port,
        security: MailSecurity::None,
        sign_in: None,
        from: "huifang@example.com".into(),
        to: [address("quality_manager"), address("administrator")].into(),
        quiet,
    });
    NoticeDesk::open(&NoticesConfig {
        language: Language::Chinese,
        link_base: "https://huifang.example.com".into(),
        mail,
        webhook: Some(WebhookConfig { url: Secret::new(url), format, quiet }),
    })
    .expect("a desk")
}

async fn person(test: &TestApp, role: &'static str) -> String {
    let made = test.app.seat_agent(role, &"陈婷".into(), role, role, test.now()).await;
    made.expect("an account")
}

async fn told(test: &TestApp, user_id: &str) -> Notices {
    let today = test.app.zone.date(test.now());
    let filter = NoticeFilter { limit: 50, ..NoticeFilter::default() };
    test.app.notices(user_id, today, filter).await.expect("notices")
}

async fn kinds(test: &TestApp, user_id: &str) -> Vec<String> {
    told(test, user_id).await.notices.into_iter().map(|notice| notice.kind).collect()
}

async fn round(test: &TestApp, desk: &NoticeDesk) {
    test.app.derive_notices(desk, test.now()).await.expect("derived");
    test.app.send_notices(desk, test.now()).await.expect("sent");
}

async fn go_to(test: &TestApp, time: &str) {
    let later = at(time).ms_since(test.now());
    test.clock.advance_ms(later).expect("a later time");
}

fn document(received: &Received, index: usize) -> Value {
    let text = received.all().remove(index);
    let (_, body) = text.split_once("\n\n").expect("a body");
    serde_json::from_str(body).expect("JSON")
}

/// A finished repair, which lets its day count as covered.
fn repair(number: &str, completed: &str) -> String {
    format!(
        "{number},SC01,报修,一般,否,A区-1栋-1层-01,李涛,13900008763,厨房水龙头滴水,来电,\
         2026-11-01 09:00:00,2026-11-01 09:30:00,{completed},工程部,吴军,已换,已完成,否,,否,"
    )
}

async fn import(test: &TestApp, rows: &[String]) {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await;
}

async fn note(test: &TestApp, kind: &'static str, subject_id: &str) {
    let mut transaction = test.database().begin().await.expect("a transaction");
    let (at, subject_id) = (test.now(), subject_id.to_owned());
    transaction.note(Event { at, kind, subject_kind: "task", subject_id, body: json!({}) });
    transaction.commit().await.expect("kept");
}

async fn a_batch_that_waits_is_told_of_and_settled_when_the_data_come(test: TestApp) {
    let (url, posted) = webhook().await;
    let (port, letters) = mail_server().await;
    let desk = desk(&url, Some(port), WebhookFormat::Plain);
    let manager = person(&test, "quality_manager").await;
    let general = person(&test, "general_manager").await;
    import(&test, &[repair("BX1", "2026-11-18 10:00:00")]).await;
    go_to(&test, "2026-11-20 08:20").await;
    assert_eq!(make_daily_batches(&test.app, test.now()).await.expect("the job"), 0);
    round(&test, &desk).await;
    round(&test, &desk).await;
    let notice = told(&test, &manager).await.notices.remove(0);
    let seen = (notice.kind.as_str(), notice.link.as_str(), notice.settled_at_ms);
    assert_eq!(seen, ("waiting_for_data", "/batches/2026-11-20", None));
    assert_eq!(notice.due_at_ms, Some(at("2026-11-20 17:30").0));
    assert!(kinds(&test, &general).await.is_empty(), "the general manager is told at noon");
    assert_eq!((posted.count(), letters.count()), (1, 1), "once by each channel");
    let letter = letters.all().remove(0);
    assert!(letter.contains("quality_manager@") && letter.contains("administrator@"), "{letter}");
    assert_eq!(document(&posted, 0)["link"], "https://huifang.example.com/batches/2026-11-20");
    let summary = test.app.batch_summary(at_date("2026-11-20"), test.now()).await.expect("a page");
    let waiting = summary.waiting.expect("it waits");
    let days = (waiting.missing_from.to_string(), waiting.missing_to.to_string());
    assert_eq!(days, ("2026-11-19".into(), "2026-11-19".into()));
    assert_eq!(waiting.since_ms, at("2026-11-20 08:20").0);
    go_to(&test, "2026-11-20 12:00").await;
    round(&test, &desk).await;
    assert_eq!(kinds(&test, &general).await, ["still_waiting"]);
    import(&test, &[repair("BX2", "2026-11-19 10:00:00")]).await;
    assert_eq!(make_daily_batches(&test.app, test.now()).await.expect("the next tick"), 1);
    round(&test, &desk).await;
    let settled = told(&test, &general).await.notices.remove(0);
    assert_eq!(settled.settled_at_ms, Some(test.now().0));
    assert!(told(&test, &manager).await.notices[0].settled_at_ms.is_some());
}

fn at_date(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}

async fn a_severe_complaint_is_told_to_the_manager_and_its_center(test: TestApp) {
    let (url, posted) = webhook().await;
    let desk = desk(&url, None, WebhookFormat::Wecom);
    let manager = person(&test, "quality_manager").await;
    let center = person(&test, "center_manager").await;
    let elsewhere = "update user_role set center_code = 'SC02' where role = 'center_manager'";
    let mut transaction = test.database().begin().await.expect("a transaction");
    transaction.execute(elsewhere, vec![]).await.expect("moved");
    transaction.commit().await.expect("kept");
    let complaint = |number: &str, day: &str, severity: &str| {
        format!(
            "{number},SC01,投诉,{severity},否,A区-1栋-1层-01,李涛,13900008763,楼上漏水,来电,\
             {day} 07:00:00,,,客服部,吴军,,处理中,否,是,否,"
        )
    };
    import(
        &test,
        &[
            complaint("TS1", "2026-11-20", "重大"),
            complaint("TS2", "2026-11-20", "重要"),
            complaint("TS3", "2026-11-01", "重大"),
        ],
    )
    .await;
    round(&test, &desk).await;
    assert_eq!(kinds(&test, &manager).await, ["severe_complaint"], "not the old, not the lesser");
    assert!(kinds(&test, &center).await.is_empty(), "it is another center's");
    let robot = document(&posted, 0);
    assert_eq!(robot["msgtype"], "text");
    let content = robot["text"]["content"].as_str().expect("a text");
    for personal in ["李涛", "13900008763", "漏水", "TS1"] {
        assert!(!content.contains(personal), "{content}");
    }
    let id = told(&test, &manager).await.notices.remove(0).id;
    let today = test.app.zone.date(test.now());
    let cases = test.app.notice_cases(&id, &manager, today).await.expect("its matters");
    assert_eq!(cases[0].request_no.as_deref(), Some("TS1"));
    let refused = test.app.notice_cases(&id, &center, today).await.expect_err("not theirs");
    assert_eq!(refused.code, "notice.not_found");
}

async fn matters_are_gathered_until_the_next_digest(test: TestApp) {
    let (url, posted) = webhook().await;
    let desk = desk(&url, None, WebhookFormat::Plain);
    let supervisor = person(&test, "quality_supervisor").await;
    raise_alarm(&test, "recording_missing", "call 1").await;
    round(&test, &desk).await;
    raise_alarm(&test, "recording_faulty", "call 2").await;
    round(&test, &desk).await;
    let notices = told(&test, &supervisor).await;
    assert_eq!((notices.total, notices.unread, notices.notices[0].count), (1, 1, 2));
    assert_eq!(posted.count(), 0, "the digest is at noon");
    go_to(&test, "2026-11-20 12:00").await;
    round(&test, &desk).await;
    assert_eq!(document(&posted, 0)["count"], 2);
    raise_alarm(&test, "recording_missing", "call 3").await;
    round(&test, &desk).await;
    assert_eq!(told(&test, &supervisor).await.total, 2, "later ones go into the next");
    let read = test.app.read_notices(None, &supervisor, test.now()).await.expect("read");
    assert_eq!((read, told(&test, &supervisor).await.unread), (2, 0));
    let again = test.app.read_notices(None, &supervisor, test.now()).await.expect("read");
    assert_eq!(again, 0);
}

async fn raise_alarm(test: &TestApp, kind: &str, subject_id: &str) {
    let alarm = store::alarm::NewAlarm {
        id: test.app.new_id(test.now()),
        kind,
        subject_kind: "call",
        subject_id,
        batch_date: None,
        detail: "",
    };
    let mut transaction = test.database().begin().await.expect("a transaction");
    store::alarm::raise(&mut transaction, &alarm, test.now()).await.expect("raised");
    transaction.commit().await.expect("kept");
}

async fn marks_and_alarms_are_told_of_once(test: TestApp) {
    let (url, _) = webhook().await;
    let desk = desk(&url, None, WebhookFormat::Plain);
    let manager = person(&test, "quality_manager").await;
    import(&test, &[repair("BX1", "2026-11-19 10:00:00")]).await;
    let today = test.app.zone.date(test.now());
    test.app.run_batch(today, "tester", test.now()).await.expect("a batch");
    let row = rows::texts(test.database(), "select id || ',' || completion_id from callback_task");
    let row = row.await.remove(0);
    let (task, completion) = row.split_once(',').expect("two");
    let result = store::result::ResultRow {
        script_version: 1,
        task_id: task.into(),
        completion_id: completion.into(),
        ordinal: 1,
        disposition: "completed".into(),
        satisfaction: None,
        resolved: None,
        quality: None,
        answered_at: None,
        next_callback_on: None,
        department_present: false,
        flags: "price_dispute,feedback_untrue".into(),
    };
    let mut transaction = test.database().begin().await.expect("a transaction");
    store::result::insert(&mut transaction, &result, test.now()).await.expect("stored");
    transaction.commit().await.expect("kept");
    for _ in 0..2 {
        note(&test, "task_changed", task).await;
        round(&test, &desk).await;
    }
    assert_eq!(kinds(&test, &manager).await, ["feedback_untrue"]);
    let notice = told(&test, &manager).await.notices.remove(0);
    assert_eq!((notice.link, notice.count), (format!("/callbacks/{task}"), 1));
}

async fn quiet_hours_hold_back_all_but_what_is_urgent(test: TestApp) {
    let (url, posted) = webhook().await;
    let desk = desk(&url, None, WebhookFormat::Plain);
    go_to(&test, "2026-11-20 22:00").await;
    raise_alarm(&test, "command_given_up", "call 1").await;
    note(&test, "safety_marked", "task 1").await;
    round(&test, &desk).await;
    assert_eq!(posted.count(), 1);
    assert_eq!(document(&posted, 0)["kind"], "safety");
    go_to(&test, "2026-11-21 07:59").await;
    round(&test, &desk).await;
    assert_eq!(posted.count(), 1);
    go_to(&test, "2026-11-21 08:00").await;
    round(&test, &desk).await;
    assert_eq!(document(&posted, 1)["kind"], "command_given_up");
}

async fn a_failed_delivery_is_tried_again_and_given_up_in_sight(test: TestApp) {
    let (url, posted) = webhook().await;
    let desk = desk(&url, None, WebhookFormat::Plain);
    let administrator = person(&test, "administrator").await;
    posted.answer("503 Busy\n");
    raise_alarm(&test, "command_given_up", "call 1").await;
    round(&test, &desk).await;
    let mut pauses = vec![];
    while let Some(due) = pending(&test).await {
        pauses.push((due - test.now().0) / 60_000);
        test.clock.advance_ms(due - test.now().0).expect("later");
        round(&test, &desk).await;
    }
    assert_eq!(pauses, [1, 5, 15, 60, 240]);
    let ids: Vec<Value> = (0..6).map(|index| document(&posted, index)["id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "one delivery, one identifier: {ids:?}");
    let page = test.app.deliveries(Some("given_up"), 10, 0).await.expect("a page");
    let given_up = &page.deliveries[0];
    let seen = (given_up.attempt_count, given_up.last_error.as_deref());
    assert_eq!(seen, (6, Some("the receiver answered 503")));
    assert_eq!(page.states.len(), 1);
    round(&test, &desk).await;
    assert!(kinds(&test, &administrator).await.contains(&"delivery_given_up".to_owned()));
    posted.answer("200 OK\n{\"errcode\":0}");
    let id = given_up.id.clone();
    test.app.retry_delivery(&id, &administrator, test.now()).await.expect("again");
    round(&test, &desk).await;
    assert_eq!(test.app.deliveries(Some("sent"), 10, 0).await.expect("sent").deliveries.len(), 1);
    let refused = test.app.retry_delivery(&id, &administrator, test.now()).await;
    assert_eq!(refused.expect_err("it was sent").code, "notice.delivery_not_given_up");
}

async fn pending(test: &TestApp) -> Option<i64> {
    let sql = "select due_at from notice_delivery where state = 'pending'";
    let row: Option<(i64,)> = test.database().optional(sql, vec![]).await.expect("a query");
    row.map(|(due,)| due)
}

async fn a_crash_after_sending_repeats_under_the_same_id(test: TestApp) {
    let (url, posted) = webhook().await;
    let (port, letters) = mail_server().await;
    let desk = desk(&url, Some(port), WebhookFormat::Plain);
    raise_alarm(&test, "command_given_up", "call 1").await;
    test.app.derive_notices(&desk, test.now()).await.expect("derived");
    let claimed = test.app.claim_deliveries(test.now()).await.expect("claimed");
    assert_eq!(claimed.len(), 2);
    // It is sent, and the process ends before that is recorded.
    for delivery in &claimed {
        let channel = if delivery.channel == "mail" { Channel::Mail } else { Channel::Webhook };
        let roles = vec!["administrator".to_owned()];
        let message = desk.message(delivery, roles).expect("words");
        desk.outlets.send(channel, &message).await.expect("sent");
    }
    test.app.send_notices(&desk, test.now()).await.expect("nothing to do");
    assert_eq!((posted.count(), letters.count()), (1, 1), "nobody else takes it meanwhile");
    test.next_hour();
    test.app.send_notices(&desk, test.now()).await.expect("again");
    assert_eq!((posted.count(), letters.count()), (2, 2));
    assert_eq!(document(&posted, 0)["id"], document(&posted, 1)["id"]);
    for text in posted.all() {
        let id = document(&posted, 0)["id"].as_str().map(str::to_owned).expect("an id");
        assert!(text.contains(&format!("webhook-id: {id}")), "{text}");
    }
    let message_id = |letter: &String| {
        let line = letter.lines().find(|line| line.starts_with("Message-ID:"));
        line.expect("an identifier").to_owned()
    };
    let ids: Vec<String> = letters.all().iter().map(message_id).collect();
    assert_eq!(ids[0], ids[1]);
    test.next_hour();
    assert_eq!(test.app.send_notices(&desk, test.now()).await.expect("done"), 0);
    let off = Outlets::default();
    assert!(!off.reaches(Channel::Mail, &["administrator"]));
}

async fn tasks_at_risk_and_overdue_are_told_of(test: TestApp) {
    let (url, _) = webhook().await;
    let desk = desk(&url, None, WebhookFormat::Plain);
    let supervisor = person(&test, "quality_supervisor").await;
    import(&test, &[repair("BX1", "2026-11-19 10:00:00")]).await;
    let today = test.app.zone.date(test.now());
    test.app.run_batch(today, "tester", test.now()).await.expect("a batch");
    round(&test, &desk).await;
    assert!(kinds(&test, &supervisor).await.is_empty(), "there is time");
    let due: (i64,) =
        test.database().one("select due_at from callback_task", vec![]).await.expect("a task");
    test.clock.advance_ms(due.0 - test.now().0 - 30 * 60_000).expect("half an hour before");
    round(&test, &desk).await;
    assert_eq!(kinds(&test, &supervisor).await, ["task_at_risk"]);
    test.clock.advance_ms(31 * 60_000).expect("a minute after");
    round(&test, &desk).await;
    assert_eq!(kinds(&test, &supervisor).await, ["task_overdue", "task_at_risk"]);
}
