//! A day in simulated time: the day's batch, worked by simulated staff on a manual clock until
//! every task of it has come to an end. The same database and seed give the same bytes.

use chrono::NaiveDate;
use serde::Serialize;

use super::batch_view::BatchBalance;
use super::demo_world;
use super::engine::Engine;
use super::error::AppError;
use super::{App, BatchRun};
use crate::clock::Clock;
use crate::domain::timestamp::Timestamp;
use crate::store;

/// What a simulated day came to.
#[derive(Debug, Serialize)]
pub struct SimulatedDay {
    pub date: NaiveDate,
    pub seed: u64,
    pub batch: BatchBalance,
    /// When the batch was made, and when its last task came to an end.
    pub began_at_ms: i64,
    pub ended_at_ms: i64,
    pub tasks: Vec<SimulatedTask>,
    pub calls: usize,
    pub recordings: Vec<SimulatedRecording>,
    /// Answered calls whose recording a person has to look at.
    pub alarms: usize,
}

/// The end of one task. No personal data.
#[derive(Debug, Serialize)]
pub struct SimulatedTask {
    pub request_no: String,
    pub role: String,
    pub state: String,
    pub attempts: i64,
    pub disposition: Option<String>,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub next_callback_on: Option<String>,
}

/// One recording in the vault.
#[derive(Debug, Serialize)]
pub struct SimulatedRecording {
    pub path: Option<String>,
    pub sha256: Option<String>,
    pub duration_ms: Option<i64>,
    pub state: String,
}

/// More instants than any day has; a simulation that never ends is a fault.
const INSTANTS_MAX: usize = 1_000_000;

/// Works the batch of `date` to its end. The clock stands at the time the batch is made.
///
/// # Errors
/// `batch.not_a_workday`, `batch.waiting_for_data`.
pub async fn simulate_day(
    engine: &Engine,
    clock: &Clock,
    date: NaiveDate,
    seed: u64,
) -> Result<SimulatedDay, AppError> {
    let app = &engine.app;
    let began_at = clock.now();
    if store::agent::all(&app.database).await?.is_empty() {
        demo_world::seat_staff(app, began_at).await?;
    }
    if app.run_batch(date, "simulate_day", began_at).await? == BatchRun::WaitingForData {
        let sentence = format!("the requests completed before {date} have not been imported yet");
        return Err(AppError::conflict("batch.waiting_for_data", sentence)
            .hint("import the export that covers them, then run this again"));
    }
    // A batch made before was planned by another clock.
    for task in store::task::untried_of_batch(&app.database, &date.to_string()).await? {
        app.replan(&task, began_at).await?;
    }
    for _ in 0..INSTANTS_MAX {
        engine.settle(clock.now()).await?;
        if is_done(app, date).await? {
            return report(app, date, seed, began_at, clock.now()).await;
        }
        let next = engine
            .next_due(clock.now())
            .await?
            .ok_or_else(|| AppError::internal("tasks are open, but nothing is due any more"))?;
        let next = next.max(clock.now().plus_ms(1));
        clock.jump_to(next).map_err(|error| AppError::internal(error.to_string()))?;
    }
    Err(AppError::internal("the day never ends"))
}

/// Whether every task of the batch has come to an end and every recording is in.
async fn is_done(app: &App, date: NaiveDate) -> Result<bool, AppError> {
    let date = date.to_string();
    let states = store::task::state_counts(&app.database, &date).await?;
    let open = ["waiting", "scheduled", "in_call", "wrap_up"];
    if states.iter().any(|(state, _)| open.contains(&state.as_str())) {
        return Ok(false);
    }
    let recordings = store::recording::of_batch(&app.database, &date).await?;
    Ok(recordings.iter().all(|recording| recording.state != "awaited"))
}

async fn report(
    app: &App,
    date: NaiveDate,
    seed: u64,
    began_at: Timestamp,
    ended_at: Timestamp,
) -> Result<SimulatedDay, AppError> {
    let text = date.to_string();
    let tasks = store::task::ended_of_batch(&app.database, &text).await?;
    let tasks = tasks.into_iter().map(|row| SimulatedTask {
        request_no: row.request_no,
        role: row.role,
        state: row.state,
        attempts: row.attempt_count,
        disposition: row.disposition,
        satisfaction: row.satisfaction,
        resolved: row.resolved,
        next_callback_on: row.next_callback_on,
    });
    let recordings = store::recording::of_batch(&app.database, &text).await?;
    let recordings = recordings.into_iter().map(|row| SimulatedRecording {
        path: row.path,
        sha256: row.sha256,
        duration_ms: row.duration_ms,
        state: row.state,
    });
    Ok(SimulatedDay {
        date,
        seed,
        batch: app.batch_summary(date, ended_at).await?.balance,
        began_at_ms: began_at.0,
        ended_at_ms: ended_at.0,
        tasks: tasks.collect(),
        calls: store::call::count_of_batch(&app.database, &text).await?.unsigned_abs() as usize,
        recordings: recordings.collect(),
        alarms: store::alarm::of_batch(&app.database, &text).await?.len(),
    })
}
