//! The calendar: seeded, changed with a preview, imported whole or not at all; quiet days of
//! centers. What a change does to open tasks commits with it.

use huifang::app::{BatchRun, CalendarEdit, DayEdit, NewQuietDay};
use huifang::domain::calendar::{CalendarDayKind, DayChange, QuietPeriod, QuietReason, QuietScope};
use huifang::store;
use serde_json::json;

use crate::support::both_databases;
use crate::support::data::at;
use crate::support::rows::{count, texts};
use crate::workplace::{Workplace, date, friday};

const CSV_2027: &[u8] = include_bytes!("../data/calendars/holidays_2027.csv");
const ICS_2027: &[u8] = include_bytes!("../data/calendars/holidays_2027.ics");

both_databases!(Workplace::on_friday:
    the_shipped_days_are_stored_once,
    a_change_says_what_it_does_and_moves_open_tasks,
    what_batches_were_made_by_stays,
    a_year_is_imported_whole_or_not_at_all,
    another_node_reads_the_change,
    a_quiet_day_moves_the_calls_of_its_center_and_back,
    a_quiet_day_that_cannot_be_is_refused,
);

fn edit(day: &str, kind: Option<CalendarDayKind>) -> CalendarEdit {
    let change = DayChange { date: date(day), kind };
    CalendarEdit {
        days: vec![DayEdit { change, name: "厂休".to_owned() }],
        known_years: vec![],
        source: "edit",
        reason: Some("公司决定".to_owned().into()),
    }
}

async fn dates(place: &Workplace, request_no: &str) -> (i64, i64, Option<i64>) {
    let id = place.task(request_no).await;
    let task = store::task::by_id(place.database(), &id).await.expect("an answer");
    let task = task.expect("a task");
    (task.due_at, task.closes_at, task.next_attempt_at)
}

async fn the_shipped_days_are_stored_once(place: Workplace) {
    let now = place.now();
    assert!(place.app.refresh_calendar(now).await.expect("a calendar"));
    assert!(!place.app.refresh_calendar(now).await.expect("a calendar"), "read once");
    let view = place.app.calendar_view(2026, now).await.expect("a year");
    assert_eq!((view.known, view.unknown_ahead), (true, 19), "19 days of January 2027");
    assert_eq!(view.made_through, Some(friday()));
    assert_eq!(view.workdays, 248);
    assert!(view.enclosed.contains(&date("2026-10-03")), "a weekend inside the holiday");
    let first = view.days.first().map(|day| (day.date, day.kind.as_str()));
    assert_eq!(first, Some((date("2026-01-01"), "holiday")));
    let next = place.app.calendar_view(2027, now).await.expect("a year");
    assert_eq!((next.known, next.days.len()), (false, 0));
    let refusal = place.app.calendar_view(1899, now).await.expect_err("no such year");
    assert_eq!(refusal.code, "calendar.bad_year");
}

async fn a_change_says_what_it_does_and_moves_open_tasks(place: Workplace) {
    let (app, now) = (&place.app, place.now());
    let before = dates(&place, "BX1").await;
    let monday = edit("2026-11-23", Some(CalendarDayKind::Holiday));
    let preview = app.change_calendar(&monday, true, "tester", now).await.expect("a preview");
    assert_eq!(dates(&place, "BX1").await, before, "a preview changes nothing");
    assert_eq!(count(place.database(), "calendar_change").await, 0);
    let batches: Vec<_> = preview
        .batches
        .iter()
        .map(|batch| (batch.date, batch.before_from, batch.after_from))
        .collect();
    let (mon, tue) = (date("2026-11-23"), date("2026-11-24"));
    assert_eq!(batches, [(mon, Some(friday()), None), (tue, Some(mon), Some(friday()))]);
    assert_eq!(preview.tasks_total, 3, "every open task closes a day later");
    let effect = app.change_calendar(&monday, false, "tester", now).await.expect("a change");
    assert_eq!(effect, preview, "what was announced is what happens");
    let (due, closes, next) = dates(&place, "BX1").await;
    assert_eq!((due, next), (before.0, before.2), "today's call is today's call");
    assert_eq!(before.1, at("2026-11-24 20:00").0);
    assert_eq!(closes, at("2026-11-25 20:00").0);
    let events = "select kind from event_log where kind = 'task_rescheduled'";
    assert_eq!(texts(place.database(), events).await.len(), 3);
    let audits = "select body from audit_log where action = 'calendar_changed'";
    let audited = texts(place.database(), audits).await;
    let body: serde_json::Value = serde_json::from_str(&audited[0]).expect("JSON");
    let day = json!([{ "day": "2026-11-23", "before": null, "after": "holiday" }]);
    assert_eq!((audited.len(), &body["days"], &body["tasks"]), (1, &day, &json!(3)));
    let view = app.calendar_view(2026, now).await.expect("a year");
    let change = &view.changes[0];
    assert_eq!((change.date, change.after.as_deref()), (mon, Some("holiday")));
    let reason = change.reason.as_ref().map(|reason| reason.reveal().as_str());
    assert_eq!(reason, Some("公司决定"));
    let refusal = app.batch_range(mon).expect_err("a holiday now");
    assert_eq!(refusal.params_json()["next"], "2026-11-24");
    // Back again: the tasks close when they would have.
    let back = app.change_calendar(&edit("2026-11-23", None), false, "tester", now).await;
    assert_eq!(back.expect("a change").tasks_total, 3);
    assert_eq!(dates(&place, "BX1").await, before);
}

async fn what_batches_were_made_by_stays(place: Workplace) {
    let (app, now) = (&place.app, place.now());
    let today = edit("2026-11-20", Some(CalendarDayKind::Holiday));
    let refusal = app.change_calendar(&today, false, "tester", now).await.expect_err("made");
    let expected = json!({ "date": "2026-11-20", "made_through": "2026-11-20" });
    assert_eq!((refusal.code, refusal.params_json()), ("calendar.batch_made", expected));
    let mut nameless = edit("2026-11-23", Some(CalendarDayKind::Holiday));
    nameless.reason = Some(" ".to_owned().into());
    let cases = [
        (edit("2026-11-24", Some(CalendarDayKind::MakeUpWorkday)), "calendar.make_up_on_weekday"),
        (edit("2026-11-24", None), "calendar.no_change"),
        (nameless, "calendar.reason_required"),
    ];
    for (edit, code) in cases {
        let refusal = app.change_calendar(&edit, false, "tester", now).await.expect_err(code);
        assert_eq!(refusal.code, code);
    }
    assert_eq!(count(place.database(), "calendar_change").await, 0);
}

async fn a_year_is_imported_whole_or_not_at_all(place: Workplace) {
    let (app, now) = (&place.app, place.now());
    let wrong = b"date,kind\n2026-11-19,holiday\n2027-01-01,holiday\n";
    let refusal = app.import_calendar("wrong.csv", wrong, false, "tester", now).await;
    let refusal = refusal.expect_err("a batch was made by the 19th");
    let error = &refusal.params_json()["errors"][0];
    assert_eq!((&error["line"], &error["code"]), (&json!(2), &json!("calendar.batch_made")));
    assert_eq!(count(place.database(), "calendar_change").await, 0);
    let preview = app.import_calendar("2027.ics", ICS_2027, true, "tester", now).await;
    let preview = preview.expect("a file in order");
    assert_eq!((preview.days, preview.unchanged, preview.passed_over.len()), (13, 0, 1));
    assert_eq!(count(place.database(), "calendar_change").await, 0, "a dry run stores nothing");
    let report = app.import_calendar("2027.csv", CSV_2027, false, "tester", now).await;
    let report = report.expect("a file in order");
    assert_eq!((report.days, report.effect.days.len()), (9, 9));
    assert_eq!(report.effect.years, [2027], "nine days make the year known");
    let view = app.calendar_view(2027, now).await.expect("a year");
    assert_eq!((view.known, view.unknown_ahead, view.days.len()), (true, 0, 9));
    let again = app.import_calendar("2027.csv", CSV_2027, false, "tester", now).await;
    let again = again.expect("a file in order");
    assert_eq!((again.unchanged, again.effect.days.len()), (9, 0), "twice is once");
    assert_eq!(count(place.database(), "calendar_change").await, 9);
    let binary = app.import_calendar("x.csv", b"\0\xff", false, "tester", now).await;
    assert_eq!(binary.expect_err("no text").code, "calendar.file");
}

async fn another_node_reads_the_change(place: Workplace) {
    let (app, now) = (&place.app, place.now());
    app.refresh_calendar(now).await.expect("a calendar");
    let monday = edit("2026-11-23", Some(CalendarDayKind::Holiday));
    app.change_calendar(&monday, false, "tester", now).await.expect("a change");
    let version = store::calendar::version(place.database()).await.expect("a version");
    assert_eq!(app.calendar.version(), version);
    // As if the change had been made elsewhere.
    app.calendar.replace(version - 1, huifang::domain::calendar::Calendar::built_in());
    assert!(app.calendar().is_workday(date("2026-11-23")).value);
    assert!(app.refresh_calendar(now).await.expect("a calendar"));
    assert!(!app.calendar().is_workday(date("2026-11-23")).value);
    assert!(app.calendar().is_provisional(date("2027-01-04")));
    let run = app
        .run_batch(date("2026-11-24"), "tester", at("2026-11-24 08:20"))
        .await
        .expect("a working day");
    assert_eq!(run, BatchRun::WaitingForData);
}

fn quiet(center: &str, from: &str, to: &str) -> NewQuietDay {
    NewQuietDay {
        center_codes: vec![center.to_owned()],
        period: QuietPeriod {
            from: date(from),
            to: date(to),
            scope: QuietScope::All,
            reason: QuietReason::Exam,
            spares_safety: true,
            spares_appointments: true,
        },
        note: Some("高考".to_owned().into()),
    }
}

async fn a_quiet_day_moves_the_calls_of_its_center_and_back(place: Workplace) {
    let (app, now) = (&place.app, place.now());
    let (own, other) = (dates(&place, "BX1").await, dates(&place, "BX2").await);
    let today = quiet("SC01", "2026-11-20", "2026-11-20");
    let preview = app.add_quiet_days(&today, true, "tester", now).await.expect("a preview");
    assert_eq!(preview.tasks_total, 2, "BX1 and TS1 are of SC01");
    assert_eq!(dates(&place, "BX1").await, own);
    let effect = app.add_quiet_days(&today, false, "tester", now).await.expect("quiet");
    assert_eq!(effect, preview);
    let (due, _, next) = dates(&place, "BX1").await;
    assert_eq!(due, at("2026-11-23 18:00").0);
    assert_eq!(next, Some(at("2026-11-23 09:00").0));
    assert_eq!(dates(&place, "BX2").await, other, "another center is called as before");
    let agent = place.take_over("agent").await;
    let task = place.task("BX1").await;
    let refusal = app.place_call(&agent, &task, "tester", now).await.expect_err("quiet");
    assert_eq!(refusal.code, "callback.quiet_day");
    assert_eq!(refusal.params_json()["until"], "2026-11-20");
    let detail = place.detail(&task, None).await;
    let shown = detail.quiet.expect("why nobody calls today");
    assert_eq!((shown.until, shown.reason.as_str()), (friday(), "exam"));
    let view = app.calendar_view(2026, now).await.expect("a year");
    let row = &view.quiet_days[0];
    let note = row.note.as_ref().map(|note| note.reveal().as_str());
    assert_eq!((row.center_code.as_str(), note), ("SC01", Some("高考")));
    let id = row.id.parse().expect("an identifier");
    let back = app.withdraw_quiet_day(id, true, "tester", now).await.expect("a preview");
    assert_eq!(back.tasks_total, 2);
    app.withdraw_quiet_day(id, false, "tester", now).await.expect("withdrawn");
    let (due, closes, next) = dates(&place, "BX1").await;
    assert_eq!((due, closes), (own.0, own.1));
    assert_eq!(next, Some(now.0), "it may be called at once again");
    let gone = app.withdraw_quiet_day(id, false, "tester", now).await.expect_err("withdrawn");
    assert_eq!(gone.code, "quiet_day.not_found");
    let actions = "select action from audit_log where subject_kind = 'calendar' order by sequence";
    let expected = ["quiet_day_added", "quiet_day_withdrawn"];
    assert_eq!(texts(place.database(), actions).await, expected);
}

async fn a_quiet_day_that_cannot_be_is_refused(place: Workplace) {
    let cases = [
        (quiet("SC01", "2026-11-24", "2026-11-23"), "quiet_day.backwards"),
        (quiet("SC01", "2026-11-19", "2026-11-20"), "quiet_day.past"),
        (quiet("SC01", "2026-11-20", "2026-12-21"), "quiet_day.too_long"),
        (quiet("SC99", "2026-11-20", "2026-11-20"), "quiet_day.unknown_center"),
        (
            NewQuietDay { center_codes: vec![], ..quiet("SC01", "2026-11-20", "2026-11-20") },
            "quiet_day.no_center",
        ),
    ];
    for (new, code) in cases {
        let refusal = place.app.add_quiet_days(&new, false, "tester", place.now()).await;
        assert_eq!(refusal.expect_err(code).code, code);
    }
    assert_eq!(count(place.database(), "quiet_day").await, 0);
}
