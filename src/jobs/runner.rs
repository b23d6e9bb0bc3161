//! The running service: turns the engine's crank whenever something is due or has arrived.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{delete_rejects, delete_settled, feed_demo_world, make_daily_batches, next_batch_at};
use crate::app::{App, AppError, Engine};
use crate::clock::{Clock, ClockKind};
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::telemetry;

/// The longest real time between two looks at the database: other nodes write to it too.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// The shortest real time between two rounds when work is due but cannot be done.
const BREATH: Duration = Duration::from_millis(50);
/// Steps of the engine in a row before the jobs get their turn, when the clock is so fast that
/// something is always due.
const STEPS_MAX: usize = 200;
/// How often, in milliseconds of the clock, the jobs are asked whether one is due.
const JOBS_EVERY_MS: i64 = 60_000;

/// The setting that keeps how far a demonstration clock has come.
pub const DEMO_TIME: &str = "demo_time";

/// Runs the engine and the jobs on a clock.
pub struct Runner {
    pub engine: Engine,
    pub clock: Clock,
    /// The seed of the demonstration world whose days are fed in, if there is one.
    pub demo_seed: Option<u64>,
    /// How long what is done with is kept; 0 for ever.
    pub keep_settled_days: u32,
}

impl Runner {
    /// Runs until `stop` is cancelled. Failures are logged and tried again.
    pub async fn run(self, stop: CancellationToken) {
        let mut jobs_at = self.clock.now();
        while !stop.is_cancelled() {
            // Listening begins before the round, so nothing that arrives during it is missed.
            let woken = self.engine.app.wake.notified();
            tokio::pin!(woken);
            woken.as_mut().enable();
            let now = self.clock.now();
            let next = match self.round(now, &mut jobs_at).await {
                Ok(next) => next,
                Err(error) => {
                    telemetry::round_failed();
                    tracing::error!(code = error.code, %error, "a round failed; it is tried again");
                    now.plus_ms(JOBS_EVERY_MS)
                }
            };
            let pause = if next <= now { BREATH } else { LOOK_AGAIN };
            // Whichever comes first; that the pause ran out is not an error.
            let _ = tokio::time::timeout(pause, async {
                tokio::select! {
                () = stop.cancelled() => {}
                () = &mut woken, if next > now => {}
                () = self.clock.sleep_until(next), if next > now => {}
                () = self.exchange_changed() => {}
                }
            })
            .await;
        }
    }

    async fn round(&self, now: Timestamp, jobs_at: &mut Timestamp) -> Result<Timestamp, AppError> {
        let app = &self.engine.app;
        // Another node may have changed the calendar.
        app.refresh_calendar(now).await?;
        if *jobs_at <= now {
            // Before they run: a job that fails must not keep the calls waiting until it succeeds.
            *jobs_at = now.plus_ms(JOBS_EVERY_MS);
            if let Err(error) = self.run_jobs(now).await {
                telemetry::job_failed();
                tracing::error!(code = error.code, %error, "a job failed; it is tried again");
            }
        }
        let now = self.settle().await?;
        self.hold_clock_for_people().await?;
        let next =
            [self.engine.next_due(now).await?, Some(next_batch_at(app, now)), Some(*jobs_at)];
        Ok(next.into_iter().flatten().min().unwrap_or(*jobs_at))
    }

    async fn run_jobs(&self, now: Timestamp) -> Result<(), AppError> {
        let app = &self.engine.app;
        if self.clock.status().kind == ClockKind::Demo {
            remember_demo_time(app, now).await?;
        }
        if let Some(seed) = self.demo_seed {
            feed_demo_world(app, seed, now).await?;
        }
        make_daily_batches(app, now).await?;
        delete_settled(app, self.keep_settled_days, now).await?;
        delete_rejects(app, now)?;
        Ok(())
    }

    /// Does what is due; the instant until which nothing is. Each step reads the clock anew: the
    /// exchange stamps what it does with the time at which it does it, and a step that still went
    /// by an earlier time would take that for the future and count conversations too short.
    async fn settle(&self) -> Result<Timestamp, AppError> {
        let mut now = self.clock.now();
        for _ in 0..STEPS_MAX {
            let done = self.engine.step(now).await?;
            telemetry::step_taken(done);
            if done == 0 {
                break;
            }
            now = self.clock.now();
        }
        Ok(now)
    }

    /// A person in a call talks at real speed, so the demonstration clock does too.
    async fn hold_clock_for_people(&self) -> Result<(), AppError> {
        let agents = store::agent::all(&self.engine.app.database).await?;
        let in_call = |state: &str| matches!(state, "in_call" | "wrap_up");
        let held = agents.iter().any(|seat| seat.driver == "person" && in_call(&seat.state));
        self.clock.hold(held);
        Ok(())
    }

    async fn exchange_changed(&self) {
        match &self.engine.simulator {
            Some(simulator) => simulator.changed().await,
            None => std::future::pending().await,
        }
    }
}

/// Keeps how far the demonstration clock has come, so that a restart does not turn it back.
async fn remember_demo_time(app: &App, now: Timestamp) -> Result<(), AppError> {
    let mut transaction = app.database.begin().await?;
    store::setting::put(&mut transaction, DEMO_TIME, &now.0.to_string(), now).await?;
    transaction.commit().await?;
    Ok(())
}
