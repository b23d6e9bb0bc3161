//! Households with their history, and the do-not-call list.

use huifang::app::DoNotCallWish;
use huifang::store::do_not_call_list::ListFilter;
use huifang::store::resident::ResidentFilter;

use crate::support::both_databases;
use crate::support::data::at;
use crate::workplace::{Workplace, date};

both_databases!(Workplace::on_friday:
    households_are_found_by_room_unit_name_and_number,
    a_household_shows_its_history,
    numbers_are_shown_in_full_only_on_record,
    an_entry_stops_the_next_dial_and_its_withdrawal_lets_it_go,
    entries_that_make_no_sense_are_refused,
    the_list_is_filtered_and_past_entries_stay_as_history,
);

async fn household(place: &Workplace, room: &str) -> String {
    let filter = ResidentFilter { room: Some(room.into()), ..ResidentFilter::default() };
    let (_, found) = place.app.residents(&filter, 0, 10).await.expect("a list");
    found.into_iter().next().expect("a household").id
}

fn wish(household_id: Option<String>, phone: Option<&str>, scope: &str) -> DoNotCallWish {
    DoNotCallWish {
        household_id,
        phone: phone.map(Into::into),
        scope: scope.to_owned(),
        until: None,
        reason: "住户来电要求".into(),
    }
}

async fn households_are_found_by_room_unit_name_and_number(place: Workplace) {
    let none = ResidentFilter::default;
    let cases = [
        (none(), vec!["A区-6栋-8层-01", "B区-2栋-15层-04"]),
        (ResidentFilter { center: Some("SC02".into()), ..none() }, vec!["B区-2栋-15层-04"]),
        (ResidentFilter { room: Some("6栋".into()), ..none() }, vec!["A区-6栋-8层-01"]),
        (ResidentFilter { unit_id: Some("sc01/".into()), ..none() }, vec!["A区-6栋-8层-01"]),
        (ResidentFilter { name: Some("周_敏".into()), ..none() }, vec!["B区-2栋-15层-04"]),
        (ResidentFilter { name: Some("周敏".into()), ..none() }, vec![]),
        (ResidentFilter { phone_tail: Some("7740".into()), ..none() }, vec!["A区-6栋-8层-01"]),
        (ResidentFilter { phone_tail: Some("774x".into()), ..none() }, vec![]),
    ];
    for (filter, expected) in cases {
        let (total, found) = place.app.residents(&filter, 0, 10).await.expect("a list");
        let rooms: Vec<&str> =
            found.iter().map(|resident| resident.room.reveal().as_str()).collect();
        assert_eq!((total, rooms), (expected.len() as u64, expected), "{filter:?}");
    }
}

async fn a_household_shows_its_history(place: Workplace) {
    let id = household(&place, "6栋").await;
    let detail = place.app.resident(&id, place.now()).await.expect("there");
    assert_eq!(detail.resident.phones_masked, ["150****7740"]);
    assert_eq!((detail.tenancies.len(), detail.resident.request_count), (1, 2));
    let requests: Vec<&str> =
        detail.requests.iter().map(|entry| entry.request_no.as_str()).collect();
    assert_eq!(requests, ["TS1", "BX1"]);
    let callbacks: Vec<(&str, &str)> = detail
        .callbacks
        .iter()
        .map(|callback| (callback.request_no.as_str(), callback.state.as_str()))
        .collect();
    assert_eq!(callbacks, [("BX1", "waiting"), ("TS1", "waiting")]);
    assert!(detail.do_not_call.is_empty() && detail.hold.is_none());
    let refusal = place.app.resident("nobody", place.now()).await.expect_err("not there");
    assert_eq!(refusal.code, "resident.not_found");
}

async fn numbers_are_shown_in_full_only_on_record(place: Workplace) {
    let (id, user) = (household(&place, "6栋").await, place.user("supervisor").await);
    let shown = place.app.reveal_phones(&id, &user, place.now()).await.expect("there");
    let phones: Vec<&str> = shown.phones.iter().map(|phone| phone.reveal().as_str()).collect();
    assert_eq!(phones, ["15000007740"]);
    let sql = "select actor, subject_id from audit_log where action = 'phones_revealed'";
    let rows: Vec<(String, String)> = place.database().all(sql, vec![]).await.expect("records");
    assert_eq!(rows, [(user, id)]);
}

async fn an_entry_stops_the_next_dial_and_its_withdrawal_lets_it_go(place: Workplace) {
    let (app, user) = (&place.app, place.take_over("agent").await);
    let (id, task) = (household(&place, "6栋").await, place.task("BX1").await);
    let survey = wish(Some(id.clone()), None, "survey");
    app.add_do_not_call(&survey, &user, place.now()).await.expect("added");
    // By the number the request left, and by the household.
    for wish in [wish(None, Some("139 0000 8763"), "callback"), wish(Some(id), None, "all")] {
        let entry = app.add_do_not_call(&wish, &user, place.now()).await.expect("added");
        let refusal = app.place_call(&user, &task, &user, place.now()).await;
        assert_eq!(refusal.expect_err("listed").code, "callback.do_not_call");
        app.withdraw_do_not_call(&entry, &user, place.now()).await.expect("withdrawn");
        let again = app.withdraw_do_not_call(&entry, &user, place.now()).await;
        assert_eq!(again.expect_err("gone").code, "do_not_call.not_standing");
    }
    app.place_call(&user, &task, &user, place.now())
        .await
        .expect("a survey's entry is no hindrance");
}

async fn entries_that_make_no_sense_are_refused(place: Workplace) {
    let (id, user) = (household(&place, "6栋").await, place.user("agent").await);
    let fine = || wish(Some(id.clone()), None, "all");
    let cases = [
        (wish(None, None, "all"), "do_not_call.nobody"),
        (wish(None, Some("12345"), "all"), "do_not_call.bad_number"),
        (wish(Some("nobody".into()), None, "all"), "resident.not_found"),
        (DoNotCallWish { scope: "sms".into(), ..fine() }, "do_not_call.bad_scope"),
        (DoNotCallWish { reason: "  ".into(), ..fine() }, "do_not_call.reason_length"),
        (DoNotCallWish { reason: "长".repeat(201).into(), ..fine() }, "do_not_call.reason_length"),
        (DoNotCallWish { until: Some(date("2026-11-19")), ..fine() }, "do_not_call.until_past"),
    ];
    for (wish, code) in cases {
        let refusal = place.app.add_do_not_call(&wish, &user, place.now()).await;
        assert_eq!(refusal.expect_err("no sense").code, code, "{wish:?}");
    }
}

async fn the_list_is_filtered_and_past_entries_stay_as_history(place: Workplace) {
    let (app, user) = (&place.app, place.user("agent").await);
    let id = household(&place, "6栋").await;
    let today = DoNotCallWish {
        until: Some(date("2026-11-20")),
        ..wish(Some(id.clone()), None, "callback")
    };
    app.add_do_not_call(&today, &user, place.now()).await.expect("added");
    app.add_do_not_call(&wish(None, Some("13900008763"), "all"), &user, place.now())
        .await
        .expect("added");
    let count = async |filter: ListFilter, now| {
        app.do_not_call(&filter, 0, 10, now).await.expect("a list").0
    };
    let none = ListFilter::default;
    let tomorrow = at("2026-11-21 00:00");
    assert_eq!(count(none(), place.now()).await, 2);
    assert_eq!(count(none(), tomorrow).await, 1, "its last day is over");
    assert_eq!(count(ListFilter { with_past: true, ..none() }, tomorrow).await, 2);
    assert_eq!(count(ListFilter { scope: Some("all".into()), ..none() }, place.now()).await, 1);
    assert_eq!(count(ListFilter { source: Some("import".into()), ..none() }, place.now()).await, 0);
    assert_eq!(count(ListFilter { room: Some("6栋".into()), ..none() }, place.now()).await, 1);
    let tail = ListFilter { phone_tail: Some("8763".into()), ..none() };
    assert_eq!(count(tail, place.now()).await, 1);
    let of_household = ListFilter { household_id: Some(id), ..none() };
    let (_, entries) = app.do_not_call(&of_household, 0, 10, place.now()).await.expect("a list");
    assert_eq!(entries[0].made_by.reveal(), "陈静");
    assert_eq!(entries[0].until_ms, Some(tomorrow.0));
}
