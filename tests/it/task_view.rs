//! One callback task as its page shows it, and as a person at a seat works it.

use chrono::{NaiveDate, NaiveTime};
use huifang::app::{
    AppError, CallbackDetail, FiguresView, Finish, GivenAnswer, ScriptItem, SpokenAnswer,
};
use huifang::domain::callback::disposition::Disposition;
use huifang::domain::pii::Pii;
use serde_json::json;

use crate::support::both_databases;
use crate::support::data::at;
use crate::workplace::{Workplace, date};

both_databases!(Workplace::on_friday:
    a_task_before_its_call,
    a_call_as_simulated_staff_makes_it,
    a_dissatisfied_conversation_at_a_seat,
    what_does_not_end_a_conversation,
    an_appointment_today_at_a_time,
    the_department_s_presence_leaves_the_rate_alone,
    a_person_works_own_seats_only,
    a_call_is_refused_with_its_reason,
    the_figures_of_a_month_are_sent_as_counted,
);

async fn a_task_before_its_call(place: Workplace) {
    let task_id = place.task("BX1").await;
    let beside = place.task("TS1").await;
    let detail = place.detail(&task_id, None).await;
    let page = serde_json::to_value(&detail).expect("JSON");
    let expected = json!({
        "request_no": "BX1", "kind": "repair", "severity": "ordinary", "paid": true,
        "center": {"code": "SC01", "name": "麗湖花园服务中心"}, "batch_date": "2026-11-20",
        "late": false, "role": "agent", "state": "waiting", "matter": "厨房水龙头滴水",
        "matter_result": "已更换阀芯", "channel": "phone", "room": "A区-6栋-8层-01",
        "resident_name": "李太太", "phone_masked": "139****8763",
        "taken_in_at_ms": at("2026-11-18 09:00").0, "completed_at_ms": at("2026-11-19 10:00").0,
        "attempt_count": 0, "provisional": false, "agent": null, "may_work": false,
        "household_tasks": [{"id": beside, "request_no": "TS1", "kind": "complaint",
                             "matter": "师傅迟到两次", "state": "waiting"}],
        "calls": [], "result": null
    });
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&page[name], value, "{name}");
    }
    assert_eq!((detail.script.id.as_str(), detail.script.version), ("repair-callback", 2));
    let purpose = said(&detail, "B3").expect("the purpose of the call");
    assert_eq!(
        purpose,
        (
            "打扰您一两分钟。11月19日我们给您家处理了厨房水龙头滴水，想听听您的评价。".to_owned(),
            false
        )
    );
    assert_eq!(current(&detail), None, "nobody is being asked");
    assert_eq!(applying(&detail).len(), 6, "with the price, since it was paid");
    assert!(!format!("{detail:?}").contains("李太太"), "a log shows nobody");
    let user_id = place.take_over("spare").await;
    assert!(place.detail(&task_id, Some(&user_id)).await.may_work);
    assert!(!place.detail(&beside, Some(&user_id)).await.may_work, "a supervisor's task");
    let introduction = said(&place.detail(&task_id, Some(&user_id)).await, "B1");
    let words = "您好，我是测试物业品质部回访员，工号8003。".to_owned();
    assert_eq!(introduction, Some((words, false)), "the reader's own number");
    let unknown = place.app.callback_detail("no-such-task", None).await;
    assert_eq!(unknown.expect_err("no task").code, "callback.not_found");
}

/// The line that is this must-say phrase and whether it was said, if it applies.
fn said(detail: &CallbackDetail, wanted: &str) -> Option<(String, bool)> {
    items(detail).find_map(|item| match item {
        ScriptItem::Say { text, phrase, said } if phrase.as_deref() == Some(wanted) => {
            Some((text.reveal().clone(), *said))
        }
        _ => None,
    })
}

fn items(detail: &CallbackDetail) -> impl Iterator<Item = &ScriptItem> {
    detail.script.sections.iter().flat_map(|section| &section.items)
}

fn current(detail: &CallbackDetail) -> Option<&str> {
    items(detail).find_map(|item| match item {
        ScriptItem::Question { id, current: true, .. } => Some(id.as_str()),
        _ => None,
    })
}

fn applying(detail: &CallbackDetail) -> Vec<&str> {
    let asked = |item| match item {
        &ScriptItem::Question { ref id, applies: true, .. } => Some(id.as_str()),
        _ => None,
    };
    items(detail).filter_map(asked).collect()
}

/// The question of that name: whether it is required, and its answer.
fn answer<'a>(detail: &'a CallbackDetail, question: &str) -> Option<&'a GivenAnswer> {
    items(detail).find_map(|item| match item {
        ScriptItem::Question { id, answer, .. } if id == question => answer.as_ref(),
        _ => None,
    })
}

fn timeline(detail: &CallbackDetail) -> Vec<&str> {
    let call = detail.calls.last().expect("a call");
    call.timeline.iter().map(|entry| entry.kind.as_str()).collect()
}

async fn a_call_as_simulated_staff_makes_it(place: Workplace) {
    let task_id = place.task("BX2").await;
    let answered = async || answer(&place.detail(&task_id, None).await, "resolved").is_some();
    place.run_until(answered).await;
    let detail = place.detail(&task_id, None).await;
    assert_eq!((detail.state.as_str(), detail.attempt_count), ("in_call", 1));
    let agent = detail.agent.as_ref().expect("somebody calls");
    let call = &detail.calls[0];
    assert_eq!((call.number, call.state.as_str(), call.outcome.as_deref()), (1, "talking", None));
    assert_eq!(call.agent_name, agent.display_name);
    let started = ["call_ordered", "agent_ringing", "agent_answered", "resident_ringing"];
    let kinds = timeline(&detail);
    assert_eq!(kinds[..4], started);
    assert_eq!(kinds.last(), Some(&"answer_given"));
    assert_eq!(call.timeline.last().map(|e| e.params["question"].clone()), Some("resolved".into()));
    assert_eq!(said(&detail, "B5").map(|(_, said)| said), Some(true));
    assert_eq!(said(&detail, "B9").map(|(_, said)| said), Some(false));
    assert_eq!(current(&detail), Some("quality"));

    let stored = async || {
        let detail = place.detail(&task_id, None).await;
        detail.calls[0].recording.as_ref().is_some_and(|recording| recording.state == "stored")
            && detail.state != "wrap_up"
    };
    place.run_until(stored).await;
    let detail = place.detail(&task_id, None).await;
    assert_eq!((detail.state.as_str(), current(&detail)), ("finished", None));
    let (call, kinds) = (&detail.calls[0], timeline(&detail));
    assert_eq!((call.state.as_str(), call.outcome.as_deref()), ("ended", Some("answered")));
    for kind in ["resident_answered", "bridged", "call_ended", "recording_stored", "task_finished"]
    {
        assert_eq!(kinds.iter().filter(|other| **other == kind).count(), 1, "{kind} in {kinds:?}");
    }
    assert!(call.timeline.is_sorted_by_key(|entry| entry.at_ms));
    let recording = call.recording.as_ref().expect("a recording");
    assert_eq!(recording.duration_ms, Some(recording.expected_ms));
    assert_eq!(recording.sha256.as_ref().map(String::len), Some(64));
    assert_eq!(said(&detail, "B9").map(|(_, said)| said), Some(true), "the conversation is over");
    let result = detail.result.expect("a result");
    assert_eq!(result.disposition, "completed");
    assert!(result.satisfaction.is_some());
}

fn spoken(question: &str, codes: &[&str], text: Option<&str>) -> SpokenAnswer {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    SpokenAnswer { question: question.to_owned(), codes, text: text.map(Pii::from) }
}

fn finish(disposition: Disposition, next_callback_on: Option<NaiveDate>) -> Finish {
    Finish { disposition, next_callback_on, next_callback_time: None, department_present: false }
}

fn appointment(day: &str, time: Option<&str>) -> Finish {
    let time = time.map(|time| NaiveTime::parse_from_str(time, "%H:%M").expect("a time"));
    let dated = finish(Disposition::Appointment, Some(date(day)));
    Finish { next_callback_time: time, ..dated }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> &'static str {
    outcome.expect_err("a refusal").code
}

async fn call_state(place: &Workplace, task_id: &str) -> String {
    let detail = place.detail(task_id, None).await;
    detail.calls.last().map(|call| call.state.clone()).unwrap_or_default()
}

/// Gives every seat its person, so that the simulation calls nobody; the one at `spare`.
async fn every_seat(place: &Workplace) -> String {
    for login_name in ["agent", "supervisor"] {
        place.take_over(login_name).await;
    }
    place.take_over("spare").await
}

/// Calls the resident of a task, who gives these answers, and hangs up.
async fn conversation(place: &Workplace, user_id: &str, task_id: &str, answers: &[(&str, &str)]) {
    let call_id = place.app.call_from_seat(user_id, task_id, place.now()).await.expect("a call");
    let call_id = call_id.to_string();
    place.run_until(async || call_state(place, task_id).await == "talking").await;
    for (question, code) in answers {
        let answer = spoken(question, &[code], None);
        let given = place.app.answer_from_seat(user_id, task_id, answer, place.now()).await;
        given.expect(question);
    }
    place.app.hang_up_from_seat(user_id, &call_id, place.now()).await.expect("a hang-up");
    place.run_until(async || call_state(place, task_id).await == "ended").await;
}

async fn what_does_not_end_a_conversation(place: Workplace) {
    use Disposition as Is;
    let user_id = every_seat(&place).await;
    let task_id = place.task("BX1").await;
    conversation(&place, &user_id, &task_id, &[("resolved", "no")]).await;
    let hours = json!({"from": "08:30", "until": "21:00"});
    let today = json!({"date": "2026-11-20"});
    let unfit = |disposition: Disposition| {
        let params = json!({ "disposition": disposition });
        (finish(disposition, None), "callback.disposition_not_fitting", params)
    };
    let outside = |time| {
        let finish = appointment("2026-11-23", Some(time));
        (finish, "callback.appointment_outside_hours", hours.clone())
    };
    let past = |time| (appointment("2026-11-20", time), "callback.next_callback_past", &today);
    let past = [Some("09:00"), Some("10:00"), None].map(past).map(|(f, c, p)| (f, c, p.clone()));
    let cases = [Is::NoAnswer, Is::Busy, Is::SwitchedOff, Is::Suspended, Is::Unallocated]
        .into_iter()
        .chain([Is::Declined, Is::LineFault, Is::Interrupted])
        .map(unfit)
        .chain(["08:29", "21:00", "23:30"].map(outside))
        .chain(past);
    for (finish, code, params) in cases {
        let refused = place.app.finish_from_seat(&user_id, &task_id, &finish, place.now()).await;
        let refused = refused.expect_err(code);
        let params_given = serde_json::to_value(refused.params_json()).expect("JSON");
        assert_eq!((refused.code, params_given), (code, params), "{finish:?}");
    }
    for (length, expected) in [(2_001, Some("callback.answer_too_long")), (2_000, None)] {
        let words = spoken("suggestion", &["given"], Some(&"好".repeat(length)));
        let given = place.app.answer_from_seat(&user_id, &task_id, words, place.now()).await;
        assert_eq!(given.err().map(|error| error.code), expected, "{length} characters");
    }
    let state = place.detail(&task_id, None).await.state;
    assert_eq!(state, "wrap_up", "nothing of it ended the task");
    // The line was lost in the middle: the call may be left as it broke off.
    let mut transaction = place.database().begin().await.expect("a transaction");
    let lost = transaction.execute("update call set outcome = 'interrupted'", vec![]).await;
    assert_eq!(lost.expect("an answer"), 1);
    transaction.commit().await.expect("a commit");
    let broken = finish(Is::Interrupted, None);
    place.app.finish_from_seat(&user_id, &task_id, &broken, place.now()).await.expect("an end");
}

async fn an_appointment_today_at_a_time(place: Workplace) {
    let user_id = every_seat(&place).await;
    let task_id = place.task("BX1").await;
    for (appointment, expected) in [
        (appointment("2026-11-20", Some("18:30")), "2026-11-20 18:30"),
        (appointment("2026-11-23", None), "2026-11-23 10:00"),
    ] {
        conversation(&place, &user_id, &task_id, &[]).await;
        let ended = place.app.finish_from_seat(&user_id, &task_id, &appointment, place.now()).await;
        ended.expect("an appointment");
        let detail = place.detail(&task_id, None).await;
        assert_eq!((detail.state.as_str(), detail.result), ("scheduled", None));
        assert_eq!(detail.next_attempt_at_ms, Some(at(expected).0), "{expected}");
        place.clock.jump_to(at(expected)).expect("time goes forward");
    }
}

async fn the_department_s_presence_leaves_the_rate_alone(place: Workplace) {
    let user_id = every_seat(&place).await;
    for (request_no, department_present) in [("BX1", true), ("BX2", false)] {
        let task_id = place.task(request_no).await;
        conversation(&place, &user_id, &task_id, &[("satisfaction", "satisfied")]).await;
        let end = Finish { department_present, ..finish(Disposition::Partial, None) };
        place.app.finish_from_seat(&user_id, &task_id, &end, place.now()).await.expect("an end");
    }
    let figures = place.app.callback_figures("2026-11", place.now()).await.expect("figures");
    let view = serde_json::to_value(FiguresView::from(&figures)).expect("JSON");
    for (index, code, counted) in [(0, "SC01", 0), (1, "SC02", 1)] {
        let center = &view["centers"][index];
        assert_eq!((&center["code"], &center["reached"]), (&json!(code), &json!(1)));
        let counts = (&center["answered"], &center["satisfied"]);
        assert_eq!(counts, (&json!(counted), &json!(counted)), "{code}");
    }
}

async fn a_dissatisfied_conversation_at_a_seat(place: Workplace) {
    let user_id = every_seat(&place).await;
    let task_id = place.task("BX1").await;
    let call_id = place.app.call_from_seat(&user_id, &task_id, place.now()).await;
    let call_id = call_id.expect("a call").to_string();
    let early = spoken("resolved", &["yes"], None);
    let early = place.app.answer_from_seat(&user_id, &task_id, early, place.now()).await;
    assert_eq!(code(early), "callback.not_in_conversation", "nobody has answered yet");
    place.run_until(async || call_state(&place, &task_id).await == "talking").await;
    for (question, codes, text) in [
        ("resolved", &["no"][..], None),
        ("quality", &["dissatisfied"], None),
        ("shortcomings", &["late", "other"], Some("没有换新件")),
        ("price_told", &["told_as_charged"], None),
        ("satisfaction", &["satisfied"], None),
        ("reason", &[], Some("还在滴水")),
    ] {
        let spoken = spoken(question, codes, text);
        place.app.answer_from_seat(&user_id, &task_id, spoken, place.now()).await.expect(question);
    }
    let detail = place.detail(&task_id, Some(&user_id)).await;
    assert!(detail.may_work);
    assert_eq!(current(&detail), Some("suggestion"));
    assert_eq!(said(&detail, "B6"), Some(("实在对不起，给您添麻烦了。".to_owned(), false)));
    let next = said(&detail, "B8").expect("what happens next").0;
    assert!(next.starts_with("我现在就退回麗湖花园服务中心重新处理"), "{next}");
    assert!(next.contains("〔下次时间〕"), "no date is agreed yet: {next}");
    let words = answer(&detail, "shortcomings").and_then(|given| given.text.as_ref());
    assert_eq!(words.map(|words| words.reveal().as_str()), Some("没有换新件"));

    let wrong_date = spoken("next_callback_on", &[], Some("下周一"));
    let refused = place.app.answer_from_seat(&user_id, &task_id, wrong_date, place.now()).await;
    assert_eq!(code(refused), "script.wrong_shape");
    let now = place.now();
    place.app.hang_up_from_seat(&user_id, &call_id, now).await.expect("a hang-up");
    place.run_until(async || call_state(&place, &task_id).await == "ended").await;
    let again = place.app.hang_up_from_seat(&user_id, &call_id, place.now()).await;
    assert_eq!(code(again), "call.ended");

    let completed = finish(Disposition::Completed, None);
    let missing = place.app.finish_from_seat(&user_id, &task_id, &completed, place.now()).await;
    let missing = missing.expect_err("the suggestion was not asked for");
    assert_eq!(
        (missing.code, missing.params_json()["questions"].clone()),
        ("callback.answers_missing", json!(["suggestion"]))
    );
    let none = spoken("suggestion", &["none"], None);
    place.app.answer_from_seat(&user_id, &task_id, none, place.now()).await.expect("an answer");
    let undated = place.app.finish_from_seat(&user_id, &task_id, &completed, place.now()).await;
    assert_eq!(code(undated), "callback.next_callback_required");
    let gone = finish(Disposition::Completed, Some(date("2026-11-19")));
    let gone = place.app.finish_from_seat(&user_id, &task_id, &gone, place.now()).await;
    assert_eq!(code(gone), "callback.next_callback_past");
    let monday = spoken("next_callback_on", &[], Some("2026-11-23"));
    place.app.answer_from_seat(&user_id, &task_id, monday, place.now()).await.expect("a date");
    let detail = place.detail(&task_id, Some(&user_id)).await;
    assert!(said(&detail, "B8").expect("what happens next").0.contains("我11月23日再给您回访"));
    let agreed = answer(&detail, "next_callback_on").and_then(|given| given.text.as_ref());
    assert_eq!(agreed.map(|date| date.reveal().as_str()), Some("2026-11-23"));

    place.app.finish_from_seat(&user_id, &task_id, &completed, place.now()).await.expect("an end");
    let detail = place.detail(&task_id, Some(&user_id)).await;
    assert_eq!((detail.state.as_str(), detail.may_work), ("finished", false));
    assert_eq!(detail.phone_masked, "139****8763", "the number that was dialled");
    let result = serde_json::to_value(detail.result).expect("JSON");
    let expected = json!({
        "disposition": "completed", "satisfaction": "satisfied", "resolved": "no",
        "quality": "dissatisfied", "reason": "还在滴水", "suggestion": null,
        "next_callback_on": "2026-11-23", "flags": ["unsolved_but_satisfied"]
    });
    assert_eq!(result, expected);
    let second = detail.household_tasks.iter().find(|task| task.request_no == "BX1");
    assert_eq!(second.map(|task| task.state.as_str()), Some("scheduled"), "the promised callback");
}

async fn a_person_works_own_seats_only(place: Workplace) {
    let user_id = place.take_over("spare").await;
    let task_id = place.task("BX2").await;
    place.run_until(async || call_state(&place, &task_id).await == "talking").await;
    let (app, now) = (&place.app, place.now());
    let detail = place.detail(&task_id, Some(&user_id)).await;
    assert!(!detail.may_work, "a simulated agent holds it");
    let call_id = &detail.calls[0].id;
    let yes = spoken("resolved", &["yes"], None);
    assert_eq!(code(app.answer_from_seat(&user_id, &task_id, yes, now).await), "agent.not_yours");
    assert_eq!(code(app.hang_up_from_seat(&user_id, call_id, now).await), "agent.not_yours");
    let end = finish(Disposition::BrokenOff, None);
    assert_eq!(code(app.finish_from_seat(&user_id, &task_id, &end, now).await), "agent.not_yours");
    assert_eq!(code(app.call_from_seat(&user_id, &task_id, now).await), "call.already_live");
    let gone = app.hang_up_from_seat(&user_id, "no-such-call", now).await;
    assert_eq!(code(gone), "call.not_found");
}

async fn a_call_is_refused_with_its_reason(place: Workplace) {
    let (task_id, now) = (place.task("BX1").await, place.now());
    let nobody = place.user("supervisor").await;
    let (app, beside) = (&place.app, place.task("TS1").await);
    assert_eq!(code(app.call_from_seat(&nobody, &task_id, now).await), "agent.none_taken_over");
    assert_eq!(code(app.call_from_seat(&nobody, "no-task", now).await), "callback.not_found");
    let user_id = place.take_over("spare").await;
    let wrong = app.call_from_seat(&user_id, &beside, now).await.expect_err("a supervisor's task");
    assert_eq!(
        (wrong.code, wrong.params_json()["role"].clone()),
        ("agent.wrong_role", json!("quality_supervisor"))
    );
    let night = at("2026-11-20 22:30");
    let early = app.call_from_seat(&user_id, &task_id, night).await.expect_err("at night");
    assert_eq!(early.code, "callback.outside_calling_window");
    let next_at = early.params_json()["next_at_ms"].as_i64().expect("an instant");
    assert_eq!(app.zone.date(huifang::domain::timestamp::Timestamp(next_at)), date("2026-11-23"));
    let early = spoken("resolved", &["yes"], None);
    let early = app.answer_from_seat(&user_id, &task_id, early, now).await;
    assert_eq!(code(early), "callback.not_in_conversation");
    let end = finish(Disposition::Completed, None);
    let unspoken = app.finish_from_seat(&user_id, &task_id, &end, now).await;
    assert_eq!(code(unspoken), "callback.not_in_wrap_up");
}

async fn the_figures_of_a_month_are_sent_as_counted(place: Workplace) {
    let task_id = place.task("BX2").await;
    place.run_until(async || place.detail(&task_id, None).await.result.is_some()).await;
    let figures = place.app.callback_figures("2026-11", place.now()).await.expect("figures");
    let view = serde_json::to_value(FiguresView::from(&figures)).expect("JSON");
    assert_eq!(view["month"], "2026-11");
    assert_eq!(view["cut_off_at_ms"], at("2026-12-03 18:00").0);
    assert_eq!((&view["closed"], &view["provisional"]), (&json!(false), &json!(false)));
    let centers = view["centers"].as_array().expect("centers");
    let center = |code: &str| centers.iter().find(|center| center["code"] == code).expect(code);
    assert_eq!(center("SC02")["completed"], 1);
    assert_eq!(center("SC02")["name"], "桃园里服务中心");
    let empty = json!({
        "code": "SC03", "name": "滨江国际服务中心", "attempted": 0, "reached": 0, "completed": 0,
        "satisfied": 0, "answered": 0, "rate": null, "later_additions": 0
    });
    assert_eq!(center("SC03"), &empty);
    assert_eq!(view["company"]["rate"].as_str().map(|rate| rate.contains('/')), Some(true));
    let bad = place.app.callback_figures("November", place.now()).await;
    assert_eq!(code(bad), "figures.bad_month");
}
