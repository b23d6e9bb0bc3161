//! Making the daily batch: once, in full, whoever asks and however late.

use chrono::NaiveDate;
use huifang::app::import::ImportReport;
use huifang::app::{BatchBalance, BatchRun};
use huifang::domain::intake::kind::ImportKind;
use huifang::jobs::make_daily_batches;
use huifang::store::Database;

use crate::support::both_databases;
use crate::support::data::{REQUEST_HEADER, at, csv};
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    a_batch_is_made_once,
    two_nodes_make_one_batch,
    a_late_arrival_joins_the_next_batch,
    missed_days_are_caught_up_on,
    a_day_no_import_covers_waits_for_data,
    a_free_day_has_no_batch,
    a_batch_is_not_made_before_its_day,
    a_later_batch_made_first_leaves_nothing_out,
);

both_databases!(TestApp::with_samples:
    every_batch_of_the_sample_balances,
);

/// A repair finished at this time, called back without question.
fn repair(number: &str, completed_at: &str) -> String {
    format!(
        "{number},SC01,报修,一般,否,A区-1栋-1层-01,李涛,13900008763,厨房水龙头滴水,来电,\
         2026-11-01 09:00:00,,{completed_at},工程部,吴军,已更换阀芯,已完成,否,,否,"
    )
}

async fn import(test: &TestApp, rows: &[String]) -> ImportReport {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await
}

async fn run(test: &TestApp, date: &str) -> BatchRun {
    test.app.run_batch(day(date), "tester", test.now()).await.expect("a batch")
}

async fn balance(test: &TestApp, date: &str) -> BatchBalance {
    test.app.batch_balance(day(date)).await.expect("a balance")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

async fn a_batch_is_made_once(test: TestApp) {
    import(&test, &[repair("BX1", "2026-11-19 10:00:00")]).await;
    assert_eq!(run(&test, "2026-11-20").await, BatchRun::Made);
    let before = balance(&test, "2026-11-20").await;
    assert_eq!(run(&test, "2026-11-20").await, BatchRun::AlreadyMade);
    assert_eq!(balance(&test, "2026-11-20").await, before);
    assert_eq!((before.completed, before.tasks["agent"], before.balanced), (1, 1, true));
}

async fn two_nodes_make_one_batch(test: TestApp) {
    let rows: Vec<String> =
        (0..40).map(|index| repair(&format!("BX{index}"), "2026-11-19 10:00:00")).collect();
    import(&test, &rows).await;
    let date = day("2026-11-20");
    let (one, other) = tokio::join!(
        test.app.run_batch(date, "node 1", test.now()),
        test.app.run_batch(date, "node 2", test.now()),
    );
    let mut runs = [one.expect("node 1"), other.expect("node 2")];
    runs.sort_by_key(|run| *run != BatchRun::Made);
    assert_eq!(runs, [BatchRun::Made, BatchRun::AlreadyMade]);
    let made = balance(&test, "2026-11-20").await;
    assert_eq!((made.completed, made.balanced), (40, true));
    assert_eq!(
        count(test.database(), "select cast(count(*) as bigint) from callback_task").await,
        40
    );
}

async fn a_late_arrival_joins_the_next_batch(test: TestApp) {
    import(&test, &[repair("BX1", "2026-11-18 10:00:00")]).await;
    run(&test, "2026-11-19").await;
    let rows = [repair("BX2", "2026-11-18 11:00:00"), repair("BX3", "2026-11-19 11:00:00")];
    import(&test, &rows).await;
    run(&test, "2026-11-20").await;
    let earlier = balance(&test, "2026-11-19").await;
    let later = balance(&test, "2026-11-20").await;
    assert_eq!((earlier.completed, earlier.late), (1, 0), "a batch that is made never changes");
    assert_eq!((later.completed, later.late, later.balanced), (2, 1, true));
}

async fn missed_days_are_caught_up_on(test: TestApp) {
    let rows = [
        repair("BX1", "2026-11-16 10:00:00"),
        repair("BX2", "2026-11-17 10:00:00"),
        repair("BX3", "2026-11-18 10:00:00"),
        repair("BX4", "2026-11-19 10:00:00"),
    ];
    import(&test, &rows).await;
    run(&test, "2026-11-17").await;
    // The service was down from Tuesday's batch to Friday, 08:21.
    let made = make_daily_batches(&test.app, at("2026-11-20 08:21")).await.expect("caught up");
    assert_eq!(made, 3);
    for date in ["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"] {
        let batch = balance(&test, date).await;
        assert_eq!((batch.completed, batch.late, batch.balanced), (1, 0, true), "{date}");
    }
    let again = make_daily_batches(&test.app, at("2026-11-20 08:22")).await.expect("nothing left");
    assert_eq!(again, 0);
}

async fn a_day_no_import_covers_waits_for_data(test: TestApp) {
    import(&test, &[repair("BX1", "2026-11-18 10:00:00")]).await;
    assert_eq!(run(&test, "2026-11-20").await, BatchRun::WaitingForData);
    let waiting = serde_json::to_value(balance(&test, "2026-11-20").await).expect("JSON");
    assert_eq!(waiting["state"], "waiting_for_data");
    assert_eq!(waiting["balanced"], false, "it is not an empty success");
    import(&test, &[repair("BX2", "2026-11-19 10:00:00")]).await;
    assert_eq!(run(&test, "2026-11-20").await, BatchRun::Made);
    assert_eq!(balance(&test, "2026-11-20").await.completed, 1);
}

async fn a_free_day_has_no_batch(test: TestApp) {
    let refused = test.app.run_batch(day("2026-11-21"), "tester", test.now()).await;
    let refused = refused.expect_err("a Saturday");
    assert_eq!(refused.code, "batch.not_a_workday");
    assert_eq!(refused.params["next"], "2026-11-23");
}

async fn a_batch_is_not_made_before_its_day(test: TestApp) {
    import(&test, &[repair("BX1", "2026-11-19 10:00:00")]).await;
    for date in ["2026-11-23", "2026-11-24"] {
        let refused = test.app.run_batch(day(date), "tester", test.now()).await;
        let refused = refused.expect_err("a day to come");
        assert_eq!((refused.code, refused.hint.is_some()), ("batch.in_future", true), "{date}");
        assert_eq!(refused.params["today"], "2026-11-20");
    }
    let made = "select cast(count(*) as bigint) from callback_batch";
    let waiting = "select cast(count(*) as bigint) from callback_batch_waiting";
    for sql in [made, waiting] {
        assert_eq!(count(test.database(), sql).await, 0, "{sql}");
    }
    assert_eq!(run(&test, "2026-11-20").await, BatchRun::Made);
}

async fn a_later_batch_made_first_leaves_nothing_out(test: TestApp) {
    let rows = [
        repair("BX1", "2026-11-17 10:00:00"),
        repair("BX2", "2026-11-18 10:00:00"),
        repair("BX3", "2026-11-19 10:00:00"),
    ];
    import(&test, &rows).await;
    for date in ["2026-11-20", "2026-11-18", "2026-11-19"] {
        run(&test, date).await;
    }
    let mut completed = Vec::new();
    for date in ["2026-11-18", "2026-11-19", "2026-11-20"] {
        completed.push(balance(&test, date).await.completed);
    }
    assert_eq!(completed, [1, 1, 1]);
}

/// The whole sample: every working day's batch balances, and together they hold every repair and
/// complaint completed in the span, each once.
async fn every_batch_of_the_sample_balances(test: TestApp) {
    let (first, last) = (day("2026-09-15"), day("2026-11-20"));
    let mut sum = 0;
    for date in first.iter_days().take_while(|date| *date <= last) {
        if !test.app.calendar().is_workday(date).value {
            continue;
        }
        let made = test.app.run_batch(date, "tester", test.now()).await.expect("a batch");
        assert_eq!(made, BatchRun::Made, "{date}");
        let batch = test.app.batch_balance(date).await.expect("a balance");
        let placed: u64 = batch.tasks.values().chain(batch.excluded.values()).sum();
        assert!(batch.balanced && batch.completed == placed, "{date}: {batch:?}");
        assert_eq!(batch.late, 0, "{date}: everything was there in time");
        sum += batch.completed;
    }
    let universe = "select cast(count(*) as bigint) from service_request \
                    where kind in ('repair', 'complaint') \
                    and status in ('resolved', 'closed', 'cannot_be_resolved') \
                    and completed_at >= 1789315200000 and completed_at < 1795104000000";
    // 2026-09-14 00:00 to 2026-11-20 00:00, Shanghai.
    assert_eq!(at("2026-09-14 00:00").0, 1_789_315_200_000);
    assert_eq!(at("2026-11-20 00:00").0, 1_795_104_000_000);
    assert_eq!(sum, u64::try_from(count(test.database(), universe).await).expect("a count"));
    assert_eq!(sum, 1288, "as counted by hand from the sample");
}

async fn count(database: &Database, sql: &'static str) -> i64 {
    let (count,): (i64,) = database.one(sql, vec![]).await.expect("a count");
    count
}
