//! A day in simulated time: on a copy, from either database, and the same bytes each time.

use std::path::Path;

use huifang::app::{Engine, SimulatedStaff, simulate_day};
use huifang::cli;
use huifang::clock::Clock;
use huifang::config::Config;
use huifang::domain::chance::SeededChance;
use huifang::domain::intake::kind::ImportKind;
use huifang::store;

use crate::support::both_databases;
use crate::support::data::{REQUEST_HEADER, at, csv};
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    a_day_is_worked_on_a_copy_and_repeats_itself,
);

const BATCH: &str = "2026-11-20";
const SEED: u64 = 7;

async fn a_day_is_worked_on_a_copy_and_repeats_itself(test: TestApp) {
    let rows: Vec<String> = (0..6).map(repair).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (first, second) =
        (day(&test, &folder.path().join("1")).await, day(&test, &folder.path().join("2")).await);
    assert_eq!(first, second, "the same database and seed give the same bytes");
    assert_eq!(first["batch"]["completed"], 6);
    let tasks = first["tasks"].as_array().expect("tasks");
    let ended = ["finished", "unreached", "home_visit"];
    assert!(tasks.iter().all(|task| ended.contains(&task["state"].as_str().expect("a state"))));
    assert!(!first["recordings"].as_array().expect("recordings").is_empty());
    assert_eq!(first["alarms"], 0);
    let made = store::batch::by_date(test.database(), BATCH).await.expect("asked");
    assert!(made.is_none(), "the original is as it was");
}

fn repair(index: usize) -> String {
    format!(
        "BX{index},SC01,报修,一般,否,A区-1栋-{index}层-01,李涛,1390000876{index},厨房水龙头滴水,来电,\
         2026-11-18 09:00:00,,2026-11-19 1{index}:00:00,工程部,吴军,已更换阀芯,已完成,否,,否,"
    )
}

/// Works the day on a copy of the test's database; what came of it.
async fn day(test: &TestApp, folder: &Path) -> serde_json::Value {
    std::fs::create_dir_all(folder).expect("a folder");
    let copy = test.database().copy_to_sqlite(&folder.join("copy.db")).await.expect("a copy");
    let clock = Clock::manual(at("2026-11-20 08:20"));
    let chance = Box::new(SeededChance::new(SEED, "simulate"));
    let (recordings, exchange) = (folder.join("recordings"), folder.join("exchange"));
    let config = Config::for_testing(folder);
    let opened = cli::assemble(&config, &clock, copy, chance, &recordings, &exchange).await;
    let opened = opened.expect("it opens");
    let date = BATCH.parse().expect("a date");
    let engine = Engine {
        app: opened.app,
        simulator: Some(opened.simulator),
        staff: Some(SimulatedStaff::new(SEED, Some(date))),
    };
    let day = simulate_day(&engine, &clock, date, SEED).await.expect("a day");
    serde_json::to_value(&day).expect("JSON")
}
