//! What is done with is deleted in time, and nothing else ever.

use huifang::jobs::delete_settled;
use huifang::store::Value;

use crate::support::both_databases;
use crate::support::rows::{count, texts};
use crate::workplace::Workplace;

both_databases!(Workplace::on_friday: only_what_is_settled_and_old_is_deleted);

const DAY_MS: i64 = 24 * 60 * 60_000;

/// Rows of each kind: settled `days` ago, and one that is not done with.
async fn store_rows(place: &Workplace, days: i64) {
    let at = place.now().0 - days * DAY_MS;
    let inbox = "insert into inbox (source, external_key, kind, version, subject_id, body, \
                 received_at, settled_at) values ('s', $1, 'k', 1, 's', '{}', $2, $3)";
    let outbox = "insert into outbox (effect_key, kind, version, subject_id, body, lane, due_at, \
                  created_at, state, attempt_count, settled_at) \
                  values ($1, 'k', 1, 's', '{}', 'l', $2, $2, $4, 1, $3)";
    let timer = "insert into timer (id, subject_id, due_at, settled_at) values ($1, 's', $2, $3)";
    let event = "insert into event_log (at, kind, version, subject_kind, subject_id, body) \
                 values ($1, 'old', 1, 's', 's', '{}')";
    let mut transaction = place.database().begin().await.expect("a transaction");
    for (name, settled, state) in
        [("done", Some(at), "done"), ("open", None, "pending"), ("dead", Some(at), "dead")]
    {
        let key = format!("{name} {days}");
        let values = || vec![Value::from(&key), Value::from(at), Value::from(settled)];
        transaction.execute(inbox, values()).await.expect("a fact");
        transaction.execute(timer, values()).await.expect("a timer");
        let mut values = values();
        values.push(Value::from(state));
        transaction.execute(outbox, values).await.expect("an effect");
    }
    transaction.execute(event, vec![Value::from(at)]).await.expect("an event");
    transaction.commit().await.expect("kept");
}

async fn only_what_is_settled_and_old_is_deleted(place: Workplace) {
    for days in [40, 31, 29] {
        store_rows(&place, days).await;
    }
    let audited = count(place.database(), "audit_log").await;
    let events = count(place.database(), "event_log where kind <> 'old'").await;
    let kept_for_ever = delete_settled(&place.app, 0, place.now()).await.expect("nothing");
    assert_eq!(kept_for_ever, 0);
    // Of 40 and 31 days: two facts and two timers each, one effect and one event each.
    let deleted = delete_settled(&place.app, 30, place.now()).await.expect("deleted");
    assert_eq!(deleted, 12);
    let left = async |sql: &str| texts(place.database(), sql).await;
    let facts = left("select external_key from inbox where source = 's' order by 1").await;
    assert_eq!(facts, ["dead 29", "done 29", "open 29", "open 31", "open 40"]);
    let timers = left("select id from timer where subject_id = 's' order by 1").await;
    assert_eq!(timers, facts);
    let effects = left("select effect_key from outbox where lane = 'l' order by 1").await;
    let dead = ["dead 29", "dead 31", "dead 40", "done 29", "open 29", "open 31", "open 40"];
    assert_eq!(effects, dead);
    assert_eq!(count(place.database(), "event_log where kind = 'old'").await, 1);
    assert_eq!(count(place.database(), "event_log where kind <> 'old'").await, events);
    assert_eq!(count(place.database(), "audit_log").await, audited);

    store_rows(&place, 50).await;
    let again = delete_settled(&place.app, 30, place.now()).await.expect("once a day");
    assert_eq!(again, 0);
    place.clock.advance_ms(2 * DAY_MS).expect("forward");
    let next_day = delete_settled(&place.app, 30, place.now()).await.expect("deleted");
    // The row of 29 days is old now; the newest event, of 50 days, stays.
    assert_eq!(next_day, 5 + 6);
}
