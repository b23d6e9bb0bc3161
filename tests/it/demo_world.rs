//! The demo world goes in through the import anybody uses, once, and a day at a time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use huifang::app::BatchRun;
use huifang::app::demo_world::{centers, feed_day, requests_of, seats, seed_demo};
use huifang::domain::intake::kind::ImportKind;
use huifang::store;

use crate::support::both_databases;
use crate::support::rows::{count, imported, texts};
use crate::support::service::TestApp;

both_databases!(TestApp::new:
    an_empty_service_is_filled_once,
    the_first_batch_has_tasks_and_every_sure_exclusion,
    a_day_is_fed_once,
    an_interrupted_filling_is_gone_on_with,
    a_companys_own_data_is_left_alone,
);

const SEED: u64 = 2026;

fn today() -> NaiveDate {
    "2026-11-20".parse().expect("a date")
}

async fn fill(test: &TestApp) -> bool {
    seed_demo(&test.app, SEED, today(), test.now()).await.expect("a service that answers")
}

async fn an_empty_service_is_filled_once(test: TestApp) {
    assert!(fill(&test).await);
    let stored = imported(test.database()).await;
    assert_eq!(count(test.database(), "service_center").await, 6);
    assert_eq!(count(test.database(), "household").await, 600);
    let agents = store::agent::all(test.database()).await.expect("agents");
    let numbers: Vec<&str> = agents.iter().map(|agent| agent.number.as_str()).collect();
    assert_eq!(numbers, seats().iter().map(|seat| seat.number).collect::<Vec<_>>());
    assert!(agents.iter().all(|agent| agent.driver == "simulated" && agent.state == "ready"));

    test.next_hour();
    assert!(!fill(&test).await);
    assert_eq!(imported(test.database()).await, stored);
}

async fn the_first_batch_has_tasks_and_every_sure_exclusion(test: TestApp) {
    fill(&test).await;
    let run = test.app.run_batch(today(), "tester", test.now()).await.expect("a workday");
    assert_eq!(run, BatchRun::Made, "the history covers yesterday");
    let places = store::batch::place_counts(test.database(), "2026-11-20").await.expect("places");
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for (_, role, reason, number) in places {
        *counts.entry(role.or(reason).unwrap_or_default()).or_default() += number;
    }
    let expected = [
        ("agent", 15..=45),
        ("quality_supervisor", 0..=10),
        ("quality_manager", 0..=8),
        ("merged", 1..=2),
        ("anonymous", 1..=2),
    ];
    for (what, range) in expected {
        let number = counts.get(what).copied().unwrap_or(0);
        assert!(range.contains(&number), "{what}: {number} of {counts:?}");
    }
    // A household with several tasks is called once for all of them.
    let sql = "select household_id from callback_task where household_id is not null \
               group by household_id having count(*) > 1";
    assert!(!texts(test.database(), sql).await.is_empty());
}

async fn a_day_is_fed_once(test: TestApp) {
    fill(&test).await;
    let yesterday = today().pred_opt().expect("a day before");
    let known = feed_day(&test.app, SEED, yesterday, test.now()).await.expect("fed");
    assert_eq!(known, 0, "the history reaches through yesterday");

    let rows = requests_of(SEED, today()).lines().count() - 1;
    let new = feed_day(&test.app, SEED, today(), test.now()).await.expect("fed");
    assert_eq!(new, rows);
    let again = feed_day(&test.app, SEED, today(), test.now()).await.expect("fed again");
    assert_eq!(again, 0);
}

async fn an_interrupted_filling_is_gone_on_with(test: TestApp) {
    let mut transaction = test.database().begin().await.expect("a transaction");
    store::setting::get_or_insert(&mut transaction, "demo_world_begun", "yes", test.now())
        .await
        .expect("a setting");
    transaction.commit().await.expect("a commit");
    test.import(ImportKind::Centers, centers().as_bytes()).await;
    assert!(fill(&test).await);
    assert_eq!(count(test.database(), "household").await, 600);
}

async fn a_companys_own_data_is_left_alone(test: TestApp) {
    test.import_samples().await;
    let own = imported(test.database()).await;
    assert!(!fill(&test).await);
    assert_eq!(imported(test.database()).await, own);
    assert_eq!(count(test.database(), "agent").await, 0);
}
