//! A call ends on the version of the script it began with, and figures do not mix what may not be.

use huifang::app::{AppError, FiguresView, Finish, NewScriptVersion, PreviewInput, SpokenAnswer};
use huifang::domain::callback::disposition::Disposition;
use huifang::domain::pii::Pii;
use huifang::domain::script::{REPAIR_CALLBACK, ScriptLibrary};
use huifang::store;
use huifang::store::script::ComparableRow;
use serde_json::json;

use crate::support::both_databases;
use crate::workplace::Workplace;

both_databases!(Workplace::on_friday:
    a_call_ends_on_the_version_it_began_with,
    what_is_answered_stays_on_its_version,
    a_version_is_published_once,
    a_version_stands_for_itself_until_somebody_decides,
    figures_do_not_mix_versions_unseen,
    versions_are_stored_and_found,
    a_preview_stores_nothing,
);

/// The newest shipped version, and its text as another version.
fn newest() -> u32 {
    ScriptLibrary::shipped().get(REPAIR_CALLBACK).expect("it ships").version
}

fn text(version: u32) -> String {
    let mut files = ScriptLibrary::shipped_files().iter();
    let (_, yaml) = files.find(|(file, _)| *file == "repair-callback.yaml").expect("it ships");
    yaml.replace(&format!("\nversion: {}\n", newest()), &format!("\nversion: {version}\n"))
}

/// The same with other codes in the questions that count.
fn other_codes(version: u32) -> String {
    let lines: Vec<String> = text(version)
        .lines()
        .filter(|line| !line.contains("code: cannot_say,"))
        .map(str::to_owned)
        .collect();
    lines.join("\n")
}

async fn publish(place: &Workplace, yaml: String, comparable: bool) -> Result<u32, AppError> {
    let new = NewScriptVersion { yaml, note: String::new(), comparable };
    let published = place.app.publish_script(&new, "publisher", place.now()).await?;
    Ok(published.version)
}

async fn opened(place: &Workplace) -> String {
    place.app.store_shipped_scripts(place.now()).await.expect("the shipped scripts");
    for seat in ["supervisor", "spare"] {
        place.take_over(seat).await;
    }
    place.take_over("agent").await
}

async fn call(place: &Workplace, user_id: &str, task_id: &str) -> String {
    let call_id = place.app.call_from_seat(user_id, task_id, place.now()).await.expect("a call");
    place
        .run_until(async || {
            let calls = place.detail(task_id, None).await.calls;
            calls.last().is_some_and(|call| call.state == "talking")
        })
        .await;
    call_id.to_string()
}

async fn say(place: &Workplace, user_id: &str, task_id: &str, question: &str, code: &str) {
    let spoken =
        SpokenAnswer { question: question.to_owned(), codes: vec![code.to_owned()], text: None };
    let said = place.app.answer_from_seat(user_id, task_id, spoken, place.now()).await;
    said.expect(question);
}

async fn end(place: &Workplace, user_id: &str, task_id: &str, call_id: &str, as_: Disposition) {
    place.app.hang_up_from_seat(user_id, call_id, place.now()).await.expect("a hang-up");
    place.run_until(async || place.detail(task_id, None).await.state == "wrap_up").await;
    let finish = Finish {
        disposition: as_,
        next_callback_on: None,
        next_callback_time: None,
        department_present: false,
    };
    place.app.finish_from_seat(user_id, task_id, &finish, place.now()).await.expect("an end");
}

/// A whole conversation about a task.
async fn conversation(place: &Workplace, user_id: &str, task_id: &str) {
    let call_id = call(place, user_id, task_id).await;
    say(place, user_id, task_id, "resolved", "yes").await;
    say(place, user_id, task_id, "satisfaction", "satisfied").await;
    end(place, user_id, task_id, &call_id, Disposition::Partial).await;
}

async fn versions_of(place: &Workplace, task_id: &str) -> (u32, Vec<i64>, Option<i64>) {
    let shown = place.detail(task_id, None).await.script.version;
    let answers = store::result::answers(place.database(), task_id).await.expect("answers");
    let result = store::result::by_task(place.database(), task_id).await.expect("an answer");
    let answers = answers.iter().map(|answer| answer.script_version).collect();
    (shown, answers, result.map(|result| result.script_version))
}

async fn a_call_ends_on_the_version_it_began_with(place: Workplace) {
    let user_id = opened(&place).await;
    let (first, second) = (place.task("BX1").await, place.task("BX2").await);
    let (old, new) = (newest(), newest() + 1);
    let call_id = call(&place, &user_id, &first).await;
    say(&place, &user_id, &first, "resolved", "yes").await;

    assert_eq!(publish(&place, text(new), true).await.expect("a version"), new);
    assert_eq!(place.detail(&second, None).await.script.version, new, "what a call would use");
    say(&place, &user_id, &first, "satisfaction", "satisfied").await;
    end(&place, &user_id, &first, &call_id, Disposition::Partial).await;
    let kept = i64::from(old);
    assert_eq!(versions_of(&place, &first).await, (old, vec![kept, kept], Some(kept)));

    conversation(&place, &user_id, &second).await;
    let kept = i64::from(new);
    assert_eq!(versions_of(&place, &second).await, (new, vec![kept, kept], Some(kept)));
}

async fn what_is_answered_stays_on_its_version(place: Workplace) {
    let user_id = opened(&place).await;
    let task_id = place.task("BX1").await;
    let call_id = call(&place, &user_id, &task_id).await;
    say(&place, &user_id, &task_id, "resolved", "yes").await;
    let appointment = Finish {
        disposition: Disposition::Appointment,
        next_callback_on: Some(crate::workplace::date("2026-11-20")),
        next_callback_time: chrono::NaiveTime::from_hms_opt(16, 0, 0),
        department_present: false,
    };
    place.app.hang_up_from_seat(&user_id, &call_id, place.now()).await.expect("a hang-up");
    place.run_until(async || place.detail(&task_id, None).await.state == "wrap_up").await;
    let agreed = place.app.finish_from_seat(&user_id, &task_id, &appointment, place.now()).await;
    agreed.expect("an appointment");
    publish(&place, text(newest() + 1), true).await.expect("a version");
    assert_eq!(place.detail(&task_id, None).await.script.version, newest(), "half answered");
}

async fn a_version_is_published_once(place: Workplace) {
    place.app.store_shipped_scripts(place.now()).await.expect("the shipped scripts");
    place.app.store_shipped_scripts(place.now()).await.expect("the same again");
    let next = newest() + 1;
    let reworded = text(next).replace("现在解决了吗", "解决了没有");
    let renamed = text(next).replace("\nid: repair-callback", "\nid: repair-call");
    let bad = text(next).replace("jump: follow_up", "jump: nowhere");
    let cases = [
        ("a new version", text(next), Ok(next)),
        ("the same again", text(next), Ok(next)),
        ("with another text", reworded, Err("script.version_taken")),
        (
            "an older one",
            text(next).replace(&format!("version: {next}"), "version: 1"),
            Err("script.version_taken"),
        ),
        ("what nothing uses", renamed, Err("script.unknown_script")),
        ("with a mistake", bad, Err("script.mistakes")),
    ];
    for (name, yaml, expected) in cases {
        let found = publish(&place, yaml, false).await.map_err(|error| error.code);
        assert_eq!(found, expected, "{name}");
    }
    publish(&place, text(next + 2), false).await.expect("a number may be left out");
    let late = publish(&place, text(next + 1), false).await.map_err(|error| error.code);
    assert_eq!(late, Err("script.version_not_newest"));

    let bad = text(next + 3).replace("jump: follow_up", "jump: nowhere");
    let refused = publish(&place, bad.clone(), false).await.expect_err("a mistake");
    let line = bad.lines().position(|line| line.contains("nowhere")).expect("the line") + 1;
    let mistake = refused.params_json()["mistakes"][0].clone();
    assert_eq!(mistake["line"], json!(line));
    assert!(mistake["text"].as_str().expect("the line").contains("jump: nowhere"));
    let checked = place.app.check_script(&bad).await.expect("an answer");
    assert_eq!(serde_json::to_value(&checked.mistakes[0]).expect("JSON"), mistake);
}

async fn a_version_stands_for_itself_until_somebody_decides(place: Workplace) {
    place.app.store_shipped_scripts(place.now()).await.expect("the shipped scripts");
    let next = newest() + 1;
    let with = async |version: u32| {
        let scripts = place.app.scripts().await.expect("scripts").scripts;
        let script = scripts.into_iter().find(|script| script.id == REPAIR_CALLBACK);
        let mut versions = script.expect("it is listed").versions.into_iter();
        versions.find(|each| each.version == version).expect("a version").comparable_with
    };
    let first = with(newest()).await;
    publish(&place, text(next), false).await.expect("a version");
    publish(&place, text(next + 1), true).await.expect("a version");
    assert_eq!((with(next).await, with(next + 1).await), (next, next));
    let decide = async |version: u32, comparable: bool| {
        let (id, now) = (REPAIR_CALLBACK, place.now());
        let version = i64::from(version);
        place.app.set_script_comparable(id, version, comparable, "publisher", now).await
    };
    decide(next, true).await.expect("decided");
    assert_eq!((with(next).await, with(next + 1).await), (first, first), "the later one follows");
    decide(next + 1, false).await.expect("decided");
    assert_eq!((with(next).await, with(next + 1).await), (first, next + 1));

    let checked = place.app.check_script(&other_codes(next + 2)).await.expect("an answer");
    assert_eq!(checked.incomparable, ["quality", "satisfaction"]);
    let refused = publish(&place, other_codes(next + 2), true).await.map_err(|error| error.code);
    assert_eq!(refused, Err("script.not_comparable"));
    publish(&place, other_codes(next + 2), false).await.expect("it counts by itself");
    let refused = decide(next + 2, true).await.map_err(|error| error.code);
    assert_eq!(refused, Err("script.not_comparable"));
    assert_eq!(decide(99, true).await.map_err(|error| error.code), Err("script.not_found"));
    assert_eq!(decide(1, true).await.map_err(|error| error.code), Err("script.no_version_before"));
}

async fn figures_do_not_mix_versions_unseen(place: Workplace) {
    let user_id = opened(&place).await;
    conversation(&place, &user_id, &place.task("BX1").await).await;
    let view = async || {
        let figures = place.app.callback_figures("2026-11", place.now()).await.expect("figures");
        serde_json::to_value(FiguresView::from(&figures)).expect("JSON")
    };
    let alone = view().await;
    assert_eq!(
        (&alone["mixed_versions"], &alone["company"]["rate"]),
        (&json!(false), &json!("1/1"))
    );

    publish(&place, other_codes(newest() + 1), false).await.expect("a version");
    conversation(&place, &user_id, &place.task("BX2").await).await;
    let mixed = view().await;
    assert_eq!(mixed["mixed_versions"], json!(true));
    assert_eq!(mixed["company"]["rate"], json!("2/2"), "the total stays what it was");
    let apart: Vec<_> = mixed["scripts"]
        .as_array()
        .expect("scripts")
        .iter()
        .map(|each| {
            (each["versions"].clone(), each["rate"].clone(), each["centers"][0]["code"].clone())
        })
        .collect();
    let expected = [
        (json!([newest()]), json!("1/1"), json!("SC01")),
        (json!([newest() + 1]), json!("1/1"), json!("SC02")),
    ];
    assert_eq!(apart, expected);
}

async fn versions_are_stored_and_found(place: Workplace) {
    let database = place.database();
    place.app.store_shipped_scripts(place.now()).await.expect("the shipped scripts");
    let version = i64::from(newest());
    let row = store::script::find(database, REPAIR_CALLBACK, version).await.expect("an answer");
    let row = row.expect("it is stored");
    assert_eq!(row.yaml, text(newest()));
    let number = store::script::newest_number(database, REPAIR_CALLBACK).await;
    assert_eq!(number.expect("an answer"), Some(version));
    let mut transaction = database.begin().await.expect("a transaction");
    let again = store::script::insert_missing(&mut transaction, &row).await;
    assert!(!again.expect("an answer"), "a version is stored once");
    let newest = store::script::newest(&mut transaction, REPAIR_CALLBACK).await;
    assert_eq!(newest.expect("an answer").as_ref(), Some(&row));
    let within = store::script::find_within(&mut transaction, REPAIR_CALLBACK, version).await;
    assert_eq!(within.expect("an answer"), Some(row));
    let number = store::script::newest_version(&mut transaction, "none").await;
    assert_eq!(number.expect("an answer"), None);
    let before = store::script::before(&mut transaction, REPAIR_CALLBACK, 1).await;
    assert_eq!(before.expect("an answer"), None);
    let of = store::script::comparable_of(&mut transaction, REPAIR_CALLBACK).await;
    let last = of.expect("rows").pop().expect("a row");
    let alone = ComparableRow { comparable_with: version, ..last };
    let set = store::script::set_comparable_with(&mut transaction, &alone).await;
    assert!(set.expect("an answer"));
    transaction.commit().await.expect("a commit");
    let all = store::script::comparable(database).await.expect("rows");
    assert!(all.contains(&alone));
    let waiting = store::script::waiting(database).await.expect("rows");
    let expected = [("complaint-callback".to_owned(), 1), ("repair-callback".to_owned(), 2)];
    assert_eq!(waiting, expected);
    let listed = store::script::list(database).await.expect("rows");
    let line = listed.iter().find(|line| line.version == version).expect("it is listed");
    assert_eq!((line.live_count, line.result_count), (0, 0));
    assert_eq!(line.published_by_name, None, "it came with the program");
}

async fn a_preview_stores_nothing(place: Workplace) {
    place.app.store_shipped_scripts(place.now()).await.expect("the shipped scripts");
    let spoken = |question: &str, code: &str| SpokenAnswer {
        question: question.to_owned(),
        codes: vec![code.to_owned()],
        text: None::<Pii<String>>,
    };
    let preview = async |facts: &[&str], answers: Vec<SpokenAnswer>| {
        let facts = facts.iter().map(|fact| (*fact).to_owned()).collect();
        let input = PreviewInput { facts, answers };
        place.app.preview_as_agent(REPAIR_CALLBACK, newest(), input).await
    };
    let none = preview(&[], vec![]).await.expect("a preview");
    assert!(!none.needs_next_callback && !none.forbidden.is_empty() && !none.facts.is_empty());
    let bad = preview(&["paid"], vec![spoken("resolved", "no")]).await.expect("a preview");
    assert!(bad.needs_next_callback && bad.dropped.is_empty());
    let price = spoken("price_told", "not_told");
    let dropped = preview(&[], vec![price]).await.expect("a preview").dropped;
    assert_eq!(dropped, ["price_told"], "nothing was paid");
    let code = preview(&["rich"], vec![]).await.expect_err("no such fact").code;
    assert_eq!(code, "script.unknown_fact");

    let keys = ["1", "1", "*"].map(str::to_owned);
    let menu = place.app.preview_as_ivr(REPAIR_CALLBACK, newest(), &[], &keys).await;
    let menu = menu.expect("a walk");
    assert_eq!(menu.turns.len(), 4);
    assert_eq!(menu.turns[2].prompts, menu.turns[3].prompts, "* plays it again");
    assert!(menu.turns[2].happened.iter().any(|event| event.kind == "answered"));
    let wrong = ["left".to_owned()];
    let wrong = place.app.preview_as_ivr(REPAIR_CALLBACK, newest(), &[], &wrong).await;
    assert_eq!(wrong.expect_err("no such key").code, "script.unknown_input");

    let sheet = place.app.script_sheet(REPAIR_CALLBACK, newest()).await.expect("a sheet");
    assert!(sheet.sections.iter().any(|section| section.repeats));
    let difference = place.app.script_difference(REPAIR_CALLBACK, 1, newest()).await;
    let difference = difference.expect("a difference");
    assert!(difference.lines.iter().any(|line| line.aspects.contains(&"prompt".to_owned())));
    let mut answers = 0;
    for request in ["BX1", "BX2"] {
        let task_id = place.task(request).await;
        answers += versions_of(&place, &task_id).await.1.len();
    }
    assert_eq!(answers, 0);
}
