//! `serve` is killed in mid-batch, twice: no task is lost, and nobody is called twice for one
//! attempt. The process, its signal, its database and its exchange's journal are real.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use huifang::app::demo_world::seed_demo;
use huifang::app::{App, Engine, SimulatedStaff};
use huifang::cli;
use huifang::clock::Clock;
use huifang::config::Config;
use huifang::domain::chance::SeededChance;
use huifang::pbx::simulator::{JournalLine, read_journal};
use huifang::store::{self, Database};

use crate::support::data;
use crate::support::events::{EventStream, sign_in};

const BATCH: &str = "2026-11-20";
const SEED: u64 = 7;
/// Fast enough for a short test, slow enough to be killed in mid-call.
const SPEED: &str = "1200";
/// Conversations after which the process is killed.
const CONVERSATIONS: usize = 4;

#[tokio::test]
async fn a_killed_service_loses_no_task_and_dials_nobody_twice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = Config::for_testing(folder.path());
    let password = seed_world(&config).await;
    let mut position = 0;
    for _ in 0..2 {
        position = serve_and_kill(folder.path(), &password, position).await;
    }
    let app = work_to_the_end(&config).await;
    check(&config, &app).await;
}

async fn open(config: &Config, clock: &Clock) -> cli::Opened {
    let file = config.storage.database_file();
    let database = Database::open_sqlite(&file).await.expect("the database opens");
    database.migrate().await.expect("the schema is up to date");
    let chance = Box::new(SeededChance::new(SEED, "kill"));
    let (recordings, exchange) = (&config.storage.recordings_dir, config.storage.simulator_dir());
    cli::assemble(config, clock, database, chance, recordings, &exchange).await.expect("it opens")
}

/// A small company with the requests finished on the day before the batch; the password.
async fn seed_world(config: &Config) -> String {
    let clock = Clock::manual(data::at("2026-11-20 08:15"));
    let app = open(config, &clock).await.app;
    let first = app.first_administrator(clock.now()).await.expect("an administrator");
    let today = app.zone.date(clock.now());
    seed_demo(&app, SEED, today, clock.now()).await.expect("a world");
    app.database.close().await;
    first.expect("the first administrator").1
}

/// Starts the service, follows its events until some residents have answered, and kills it.
async fn serve_and_kill(folder: &Path, password: &str, after: i64) -> i64 {
    let (mut service, address) = serve(folder);
    let client = sign_in(&address, "admin", password).await;
    let mut events = EventStream::open(&client, &address, after).await;
    let mut answered = 0;
    while answered < CONVERSATIONS {
        let event = events.next().await.expect("the service reports events");
        answered += usize::from(event.kind == "resident_answered");
    }
    service.kill().expect("the process can be killed");
    service.wait().expect("the process ends");
    events.position()
}

fn serve(folder: &Path) -> (Child, String) {
    let mut service = Command::new(env!("CARGO_BIN_EXE_huifang"))
        .args(["serve", "--log-level", "error", "--data-dir"])
        .arg(folder)
        .current_dir(folder)
        .env("HUIFANG_SERVER__LISTEN", "127.0.0.1:0")
        .env("HUIFANG_CLOCK__KIND", "demo")
        .env("HUIFANG_DEMO__SPEED", SPEED)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the service starts");
    let printed = BufReader::new(service.stdout.take().expect("its output"));
    let address = printed
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("Address  ").map(str::to_owned));
    (service, address.expect("it prints its address"))
}

/// Works what is left of the batch on a manual clock, from where the killed service stopped.
async fn work_to_the_end(config: &Config) -> App {
    let file = config.storage.database_file();
    let database = Database::open_sqlite(&file).await.expect("the database opens");
    let last = store::event_log::newest_at(&database).await.expect("events").expect("some event");
    database.close().await;
    let clock = Clock::manual(last);
    let opened = open(config, &clock).await;
    opened.app.reconcile(clock.now()).await.expect("reconciled");
    let batch = BATCH.parse().expect("a date");
    let engine = Engine {
        app: opened.app.clone(),
        simulator: Some(opened.simulator),
        staff: Some(SimulatedStaff::new(SEED, Some(batch))),
    };
    loop {
        engine.settle(clock.now()).await.expect("work goes on");
        if open_tasks(&opened.app).await == 0 {
            return opened.app;
        }
        let next = engine.next_due(clock.now()).await.expect("asked").expect("something is due");
        clock.jump_to(next.max(clock.now().plus_ms(1))).expect("forward");
    }
}

async fn open_tasks(app: &App) -> i64 {
    let states = store::task::state_counts(&app.database, BATCH).await.expect("states");
    let open = ["waiting", "scheduled", "in_call", "wrap_up"];
    states.iter().filter(|(state, _)| open.contains(&state.as_str())).map(|(_, n)| n).sum()
}

async fn check(config: &Config, app: &App) {
    let summary = app.batch_balance(BATCH.parse().expect("a date")).await.expect("a balance");
    assert!(summary.balanced, "every completion kept its place");
    let tasks: u64 = summary.tasks.values().sum();
    let ended = store::task::ended_of_batch(&app.database, BATCH).await.expect("tasks");
    assert_eq!(ended.len() as u64, tasks, "no task was lost");

    let mut dials: BTreeMap<String, u32> = BTreeMap::new();
    for line in read_journal(&config.storage.simulator_dir()).expect("a journal") {
        if let JournalLine::Dialled { call_id, .. } = line {
            *dials.entry(call_id.to_string()).or_default() += 1;
        }
    }
    assert!(dials.len() > 2 * CONVERSATIONS, "the journal saw the calls of all three runs");
    assert!(dials.values().all(|count| *count == 1), "nobody is dialled twice in one call");
    let attempts: Vec<(String, i64, i64)> = app
        .database
        .all(
            "select t.request_no, cast(count(*) as bigint), cast(count(distinct a.call_id) as bigint) \
             from callback_attempt a join callback_task t on t.id = a.task_id group by t.request_no",
            vec![],
        )
        .await
        .expect("attempts");
    for (request_no, count, calls) in attempts {
        assert_eq!(count, calls, "{request_no}: each attempt is a call of its own");
    }
    let interrupted: Vec<(i64,)> = app
        .database
        .all("select cast(count(*) as bigint) from call where is_reconciled", vec![])
        .await
        .expect("calls");
    assert!(interrupted[0].0 > 0, "the kill met calls that were up");
}
