//! What a monitor is shown of a service at work.

use std::collections::BTreeMap;

use huifang::telemetry::METRICS;

use crate::support::both_databases;
use crate::workplace::Workplace;

both_databases!(Workplace::on_friday:
    the_state_of_the_work_is_counted,
    a_late_first_attempt_and_a_stuck_effect_show,
);

/// `name label…` → value.
async fn measured(place: &Workplace) -> BTreeMap<String, f64> {
    let measured = place.app.measure(place.now()).await.expect("measured");
    let named = measured.into_iter().map(|measurement| {
        assert!(METRICS.iter().any(|(name, ..)| *name == measurement.name), "{measurement:?}");
        let labels = measurement.labels.iter().map(|(_, value)| format!(" {value}"));
        (measurement.name.to_owned() + &labels.collect::<String>(), measurement.value)
    });
    named.collect()
}

async fn the_state_of_the_work_is_counted(place: Workplace) {
    let before = measured(&place).await;
    let expected = [
        ("huifang_tasks waiting", 3.0),
        ("huifang_tasks finished", 0.0),
        ("huifang_batch_today made", 1.0),
        ("huifang_batch_today none", 0.0),
        ("huifang_calls_live", 0.0),
        ("huifang_recordings stored", 0.0),
        ("huifang_imported_rows requests", 7.0),
        ("huifang_imported_rows households", 2.0),
        ("huifang_tasks_overdue", 0.0),
        ("huifang_pbx_up", 1.0),
        ("huifang_inbox_unsettled", 0.0),
        ("huifang_alarms_open", 0.0),
    ];
    for (name, value) in expected {
        assert_eq!(before.get(name), Some(&value), "{name}");
    }
    let is_live = async || measured(&place).await["huifang_calls_live"] > 0.0;
    place.run_until(is_live).await;
    let is_recorded = async || measured(&place).await["huifang_recordings stored"] > 0.0;
    place.run_until(is_recorded).await;
    let after = measured(&place).await;
    assert_eq!(after["huifang_outbox dead"], 0.0);
    assert!(after["huifang_database_connections used"] >= 0.0);
}

async fn a_late_first_attempt_and_a_stuck_effect_show(place: Workplace) {
    let hour_ago = place.now().0 - 3_600_000;
    let mut transaction = place.database().begin().await.expect("a transaction");
    for sql in [
        "update callback_task set due_at = $1 where request_no = 'BX1'",
        "insert into inbox (source, external_key, kind, version, subject_id, body, received_at) \
         values ('s', 'k', 'k', 1, 's', '{}', $1)",
        "insert into outbox (effect_key, kind, version, subject_id, body, lane, due_at, \
         created_at, state, attempt_count) values ('k', 'k', 1, 's', '{}', 'l', $1, $1, \
         'pending', 0)",
        "insert into timer (id, subject_id, due_at) values ('t', 's', $1)",
        "insert into job_occurrence (job, occurrence, state, claimed_by, claimed_until, \
         started_at) values ('make_daily_batch', 'x', 'failed', 'n', $1, $1)",
    ] {
        transaction.execute(sql, vec![hour_ago.into()]).await.expect("stored");
    }
    transaction.commit().await.expect("kept");
    let measured = measured(&place).await;
    let expected = [
        ("huifang_tasks_overdue", 1.0),
        ("huifang_inbox_unsettled", 1.0),
        ("huifang_inbox_lag_seconds", 3_600.0),
        ("huifang_outbox pending", 1.0),
        ("huifang_outbox_lag_seconds", 3_600.0),
        ("huifang_timers_due", 1.0),
        ("huifang_job_occurrences make_daily_batch failed", 1.0),
        ("huifang_job_occurrences make_daily_batch done", 0.0),
    ];
    for (name, value) in expected {
        assert_eq!(measured.get(name), Some(&value), "{name}");
    }
}
