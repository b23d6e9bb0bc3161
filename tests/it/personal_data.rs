//! Seeing and erasing what is held about the people of a household.

use std::io::{Cursor, Read};

use huifang::app::{DataWish, DoNotCallWish, FiguresView};
use huifang::config::DatabaseLocation;
use huifang::domain::audit::{AuditRecord, GENESIS_HASH, seal};
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::timestamp::Timestamp;
use huifang::store;
use huifang::store::do_not_call_list::ListFilter;
use huifang::store::resident::ResidentFilter;
use serde_json::Value;

use crate::support::both_databases;
use crate::support::data::{HOUSEHOLD_HEADER, REQUEST_HEADER, csv};
use crate::support::database::location;
use crate::workplace::{Workplace, friday};

both_databases!(Workplace::on_friday:
    whoever_registers_does_not_decide,
    a_copy_holds_everything_and_leaves_only_when_approved,
    erasing_leaves_no_person_and_changes_no_figure,
    a_hold_and_an_open_callback_keep_the_data,
    who_was_erased_is_not_brought_back_by_an_import,
    an_erased_number_is_still_not_called,
);

const HOUSEHOLD: &str = "SC01,A区-6栋-8层-01,1期,业主,李涛,15000007740,,已入住,2021-04-05,否,,否";
const REQUEST: &str = "BX1,SC01,报修,一般,是,A区-6栋-8层-01,李太太,13900008763,厨房水龙头滴水,来电,\
     2026-11-18 09:00:00,,2026-11-19 10:00:00,工程部,吴军,已更换阀芯,已完成,否,,否,";

async fn household(place: &Workplace) -> String {
    let filter = ResidentFilter { room: Some("6栋".into()), ..ResidentFilter::default() };
    let (_, found) = place.app.residents(&filter, 0, 10).await.expect("a list");
    found.into_iter().next().expect("a household").id
}

async fn register(place: &Workplace, kind: &str) -> String {
    let wish = DataWish {
        kind: kind.to_owned(),
        household_id: household(place).await,
        asked_by: "李涛".into(),
        identity_proof: "called_back".to_owned(),
        note: "李涛来电".into(),
        wants_do_not_call: true,
    };
    let user = place.user("agent").await;
    place.app.register_data_request(wish, &user, place.now()).await.expect("registered")
}

async fn approved(place: &Workplace, kind: &str) -> String {
    let id = register(place, kind).await;
    let other = place.user("supervisor").await;
    place.app.decide_data_request(&id, None, &other, place.now()).await.expect("approved");
    id
}

/// Has the household called, so that there are calls, answers, recordings and figures. What was
/// promised for later days is called off.
async fn call_household(place: &Workplace) {
    place
        .run_until(async || {
            let sql = "select cast(count(*) as bigint) from callback_task t where t.ordinal = 1 \
                       and t.request_no in ('BX1', 'TS1') and (t.finished_at is null or exists \
                       (select 1 from callback_attempt a join recording g \
                       on g.call_id = a.call_id where a.task_id = t.id and g.state = 'awaited'))";
            let (open,): (i64,) = place.database().one(sql, vec![]).await.expect("a count");
            open == 0
        })
        .await;
    call_off(place).await;
}

async fn call_off(place: &Workplace) {
    let mut transaction = place.database().begin().await.expect("a transaction");
    let sql = "update callback_task set state = 'unreached', finished_at = created_at \
               where state in ('waiting', 'scheduled') and request_no in ('BX1', 'TS1')";
    transaction.execute(sql, vec![]).await.expect("called off");
    transaction.commit().await.expect("kept");
}

/// What no erasure may change: the batch's balance, every rate and its counts.
async fn figures(place: &Workplace) -> Value {
    let now = place.now();
    let figures = place.app.callback_figures("2026-11", now).await.expect("figures");
    let balance = place.app.batch_balance(friday()).await.expect("a batch");
    serde_json::json!({ "figures": FiguresView::from(&figures), "balance": balance })
}

/// sequence, at, actor, action, subject kind, subject, body, previous hash, hash
type AuditRow = (i64, i64, String, String, String, String, String, String, String);

/// The hashes of the audit chain, each checked against its record and the one before.
async fn chain(place: &Workplace) -> Vec<String> {
    let sql = "select sequence, at, actor, action, subject_kind, subject_id, body, previous_hash, \
               hash from audit_log order by sequence";
    let rows: Vec<AuditRow> = place.database().all(sql, vec![]).await.expect("records");
    let mut before = GENESIS_HASH.to_owned();
    let mut hashes = Vec::new();
    for (sequence, at, actor, action, subject_kind, subject_id, body, previous_hash, hash) in &rows
    {
        let sealed = seal(&AuditRecord {
            sequence: *sequence,
            at: Timestamp(*at),
            actor,
            action,
            subject_kind,
            subject_id,
            body,
            previous_hash,
        });
        assert_eq!((previous_hash, hash), (&before, &sealed), "record {sequence}");
        before.clone_from(hash);
        hashes.push(sealed);
    }
    hashes
}

/// Every text of every table, to look for people in.
async fn everything(place: &Workplace) -> String {
    let tables = [
        ("household_private", "name || first_phone || second_phone"),
        (
            "service_request_private",
            "reporter_name || reporter_phone || matter || result || \
          matter_spoken || result_spoken || reason_spoken",
        ),
        ("callback_answer_private", "words"),
        ("call_private", "number"),
        ("do_not_call", "coalesce(phone, '')"),
        ("do_not_call_private", "reason"),
        ("personal_data_request_private", "asked_by || note || refusal"),
        ("legal_hold_private", "reason"),
        ("audit_log", "body"),
        ("event_log", "body"),
        ("inbox", "body"),
        ("outbox", "body"),
    ];
    let mut all = String::new();
    for (table, texts) in tables {
        let sql = format!("select {texts} from {table}");
        let rows: Vec<(String,)> = place.database().all(sql, vec![]).await.expect("rows");
        rows.into_iter().for_each(|(text,)| all += &(text + "\n"));
    }
    all
}

async fn whoever_registers_does_not_decide(place: Workplace) {
    let (app, id) = (&place.app, register(&place, "erasure").await);
    let (own, other) = (place.user("agent").await, place.user("supervisor").await);
    let now = place.now();
    let refusal = app.decide_data_request(&id, None, &own, now).await;
    assert_eq!(refusal.expect_err("the same person").code, "personal_data.same_person");
    let early = app.carry_out_data_request(&id, &own, now).await;
    assert_eq!(early.expect_err("nobody approved").code, "personal_data.not_approved");
    let silent = app.decide_data_request(&id, Some(" ".into()), &other, now).await;
    assert_eq!(silent.expect_err("no reason").code, "personal_data.bad_wish");
    app.decide_data_request(&id, Some("身份不符".into()), &other, now).await.expect("refused");
    let again = app.decide_data_request(&id, None, &other, now).await;
    assert_eq!(again.expect_err("settled").code, "personal_data.decided");
    let request = app.data_requests().await.expect("a list").remove(0);
    assert_eq!(
        (request.state.as_str(), request.refusal.reveal().as_str()),
        ("refused", "身份不符")
    );
    assert_eq!(request.decided_by.reveal(), "赵敏");
    let missing = app.data_request("none").await.expect_err("not there");
    assert_eq!(missing.code, "personal_data.not_found");
}

async fn a_copy_holds_everything_and_leaves_only_when_approved(place: Workplace) {
    call_household(&place).await;
    let (app, user, now) = (&place.app, place.user("agent").await, place.now());
    let waiting = register(&place, "access").await;
    let refusal = app.copy_of_data(&waiting, &user, now).await.expect_err("not approved");
    assert_eq!(refusal.code, "personal_data.not_approved");
    let id = approved(&place, "access").await;
    let bytes = app.copy_of_data(&id, &user, now).await.expect("a copy");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let mut text = String::new();
    zip.by_name("data.json").expect("there").read_to_string(&mut text).expect("text");
    let data: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(data["household"]["phones"][0], "15000007740");
    assert_eq!(data["requests"][0]["matter"], "厨房水龙头滴水");
    assert_eq!(data["calls"][0]["number"], "13900008763");
    assert!(!data["answers"].as_array().expect("answers").is_empty());
    let recording = data["calls"][0]["recording"].as_str().expect("a recording").to_owned();
    let audio = zip.by_name(&format!("recordings/{recording}.wav")).expect("its audio").size();
    assert!(audio > 1_000);
    let page = zip.by_name("data.html").expect("there").size();
    assert!(page > 1_000);
    app.carry_out_data_request(&id, &user, now).await.expect("handed over");
    assert_eq!(app.data_request(&id).await.expect("there").state, "completed");
}

async fn erasing_leaves_no_person_and_changes_no_figure(place: Workplace) {
    call_household(&place).await;
    let (app, user) = (&place.app, place.user("agent").await);
    let id = approved(&place, "erasure").await;
    let (figures_before, chain_before) = (figures(&place).await, chain(&place).await);
    let keys = store::personal_data_held::calls(place.database(), &household(&place).await).await;
    let keys: Vec<String> = keys.expect("calls").into_iter().filter_map(|call| call.path).collect();
    assert!(!keys.is_empty() && everything(&place).await.contains("李涛"));
    app.carry_out_data_request(&id, &user, place.now()).await.expect("erased");
    assert_eq!(figures(&place).await, figures_before);
    let chain_after = chain(&place).await;
    assert_eq!(chain_after[..chain_before.len()], chain_before[..]);
    let left = everything(&place).await;
    for person in ["李涛", "李太太", "13900008763", "15000007740", "厨房水龙头滴水", "已更换阀芯"]
    {
        assert!(!left.contains(person), "{person} is still there");
    }
    assert!(left.contains("周_敏"), "nobody else is erased");
    for key in keys {
        assert!(app.vault.size(&key).await.is_err(), "the audio is gone");
    }
    let request = app.data_request(&id).await.expect("there");
    let proof = request.proof.expect("a proof");
    assert_eq!((&proof["households"], &proof["requests"]), (&1.into(), &2.into()));
    assert_eq!(proof["recordings"][0]["sha256"].as_str().map(str::len), Some(64));
    let detail = app.resident(&household(&place).await, place.now()).await.expect("there");
    assert!(detail.resident.erased && detail.do_not_call[0].holds);
    assert_eq!(detail.resident.name.reveal(), "已删除");
    let called = detail.callbacks.iter().find(|callback| callback.recording_id.is_some());
    let called = called.expect("a call was recorded");
    assert_eq!(called.recording_state.as_deref(), Some("erased"));
    let recording = called.recording_id.clone().expect("its id stays");
    let refusal = app.stored_recording(&recording).await.expect_err("gone");
    assert_eq!(refusal.code, "recording.erased");
    let again = app.carry_out_data_request(&id, &user, place.now()).await;
    assert_eq!(again.expect_err("settled").code, "personal_data.not_approved");
}

async fn a_hold_and_an_open_callback_keep_the_data(place: Workplace) {
    let (app, user) = (&place.app, place.user("supervisor").await);
    let (id, home) = (approved(&place, "erasure").await, household(&place).await);
    let open = app.carry_out_data_request(&id, &user, place.now()).await;
    assert_eq!(open.expect_err("not called yet").code, "personal_data.open_callback");
    let reason = "投诉仍在仲裁".into();
    app.hold_data(&home, &reason, &user, place.now()).await.expect("held");
    let twice = app.hold_data(&home, &reason, &user, place.now()).await;
    assert_eq!(twice.expect_err("stands").code, "personal_data.held");
    call_household(&place).await;
    let held = app.carry_out_data_request(&id, &user, place.now()).await.expect_err("held");
    assert_eq!(held.code, "personal_data.held");
    assert_eq!(held.params["reason"], "投诉仍在仲裁");
    assert!(everything(&place).await.contains("李涛"), "nothing was erased");
    let shown = app.resident(&home, place.now()).await.expect("there").hold.expect("shown");
    assert_eq!(shown.reason.reveal(), "投诉仍在仲裁");
    app.lift_hold(&home, &user, place.now()).await.expect("lifted");
    let none = app.lift_hold(&home, &user, place.now()).await;
    assert_eq!(none.expect_err("none stands").code, "personal_data.not_held");
    app.carry_out_data_request(&id, &user, place.now()).await.expect("erased");
}

async fn who_was_erased_is_not_brought_back_by_an_import(place: Workplace) {
    call_household(&place).await;
    let id = approved(&place, "erasure").await;
    let user = place.user("supervisor").await;
    place.app.carry_out_data_request(&id, &user, place.now()).await.expect("erased");
    let moved = HOUSEHOLD.replace("1期", "2期");
    for row in [HOUSEHOLD, moved.as_str()] {
        place.import(ImportKind::Households, &csv(HOUSEHOLD_HEADER, &[row])).await;
    }
    place.import(ImportKind::Requests, &csv(REQUEST_HEADER, &[REQUEST])).await;
    let left = everything(&place).await;
    assert!(!left.contains("李涛") && !left.contains("李太太") && !left.contains("15000007740"));
    let detail = place.app.resident(&household(&place).await, place.now()).await.expect("there");
    assert_eq!((detail.tenancies.len(), detail.resident.phase.as_str()), (1, "2期"));
    // Others move in: a household of its own.
    let others = HOUSEHOLD.replace("李涛,15000007740", "林敏,13900007848");
    place.import(ImportKind::Households, &csv(HOUSEHOLD_HEADER, &[others.as_str()])).await;
    let detail = place.app.resident(&household(&place).await, place.now()).await.expect("there");
    assert_eq!((detail.tenancies.len(), detail.resident.name.reveal().as_str()), (2, "林敏"));
    assert!(!detail.resident.erased && detail.tenancies[1].erased);
}

async fn list(place: &Workplace, household_id: Option<String>, phone: &str) -> String {
    let wish = DoNotCallWish {
        household_id,
        phone: Some(phone.into()),
        scope: "callback".to_owned(),
        until: None,
        reason: "来电要求".into(),
    };
    let user = place.user("agent").await;
    place.app.add_do_not_call(&wish, &user, place.now()).await.expect("listed")
}

/// Whether the call of somebody else's matter at this number is refused.
async fn is_refused(place: &Workplace, seat: &str, number: &str) -> bool {
    let mut transaction = place.database().begin().await.expect("a transaction");
    let sql = "update service_request_private set reporter_phone = $1 where request_no = 'BX2'";
    transaction.execute(sql, vec![store::Value::from(number)]).await.expect("changed");
    transaction.commit().await.expect("kept");
    let task = place.task("BX2").await;
    let mut transaction = place.database().begin().await.expect("a transaction");
    let sql = "update agent set state = 'ready' where user_id = $1";
    transaction.execute(sql, vec![store::Value::from(seat)]).await.expect("ready");
    transaction.commit().await.expect("kept");
    let placed = place.app.place_call(seat, &task, seat, place.now()).await;
    placed.expect_err("nobody calls").code == "callback.do_not_call"
}

async fn an_erased_number_is_still_not_called(place: Workplace) {
    call_off(&place).await;
    let home = household(&place).await;
    let own = list(&place, Some(home), "13900008763").await;
    let alone = list(&place, None, "15000007740").await;
    let other = list(&place, None, "13900007848").await;
    let id = approved(&place, "erasure").await;
    let user = place.user("supervisor").await;
    place.app.carry_out_data_request(&id, &user, place.now()).await.expect("erased");
    let left = everything(&place).await;
    for person in ["13900008763", "15000007740", "李涛"] {
        assert!(!left.contains(person), "{person} is still there");
    }
    let filter = ListFilter::default();
    let (_, entries) = place.app.do_not_call(&filter, 0, 10, place.now()).await.expect("a list");
    let shown = |id: &str| {
        let entry = entries.iter().find(|entry| entry.id == id).expect("it stands");
        (entry.scope.clone(), entry.phone_masked.clone())
    };
    for id in [own, alone] {
        assert_eq!(shown(&id), ("callback".to_owned(), "已删除".to_owned()));
    }
    assert_eq!(shown(&other).1, "139****7848");
    if let DatabaseLocation::Sqlite(path) = location(place.database()).await {
        let log = path.with_file_name("huifang.db-wal");
        for file in [path, log].iter().filter(|file| file.exists()) {
            let bytes = std::fs::read(file).expect("readable");
            let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(!holds("13900008763") && !holds("15000007740"), "{}", file.display());
        }
    }
    let seat = place.take_over("agent").await;
    for number in ["13900008763", "15000007740"] {
        assert!(is_refused(&place, &seat, number).await, "{number}");
    }
}
