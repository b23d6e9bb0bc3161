//! One step of the service: whatever is due is done, and nothing else. The running service, the
//! demonstration, the simulation of a day and the tests all turn this same crank.

use std::sync::Arc;

use super::App;
use super::call_effects;
use super::call_outcome::{plan_next, task_event};
use super::error::AppError;
use super::finishing;
use super::simulated_agent::SimulatedStaff;
use crate::domain::timestamp::Timestamp;
use crate::pbx::PbxFact;
use crate::pbx::simulator::SimulatorPbx;
use crate::store;
use crate::store::inbox::NewFact;

/// The use cases with the parts that have a life of their own.
pub struct Engine {
    pub app: App,
    /// The exchange inside this process, when it is the simulated one.
    pub simulator: Option<Arc<SimulatorPbx>>,
    /// Whoever works the seats nobody has taken over.
    pub staff: Option<SimulatedStaff>,
}

/// Steps in a row without time passing; more means that something feeds on itself.
const STEPS_MAX: usize = 10_000;

impl Engine {
    /// Does everything that is due at `now`, until nothing is.
    ///
    /// # Errors
    /// When the database refuses, or work never ends.
    pub async fn settle(&self, now: Timestamp) -> Result<usize, AppError> {
        let mut total = 0;
        for _ in 0..STEPS_MAX {
            match self.step(now).await? {
                0 => return Ok(total),
                done => total += done,
            }
        }
        Err(AppError::internal("work that is due now never ends"))
    }

    /// Does one round of what is due at `now`; how much there was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn step(&self, now: Timestamp) -> Result<usize, AppError> {
        let mut done = self.take_facts(now).await?;
        done += self.app.decide_facts(now).await?;
        done += self.app.fire_timers(now).await?;
        done += self.app.dispatch_effects(now).await?;
        done += self.app.close_overdue(now).await?;
        if let Some(staff) = &self.staff {
            done += staff.work(&self.app, now).await?;
        }
        Ok(done)
    }

    /// When something is due next, if nothing arrives before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>, AppError> {
        let database = &self.app.database;
        let mut next = vec![
            store::timer::next_due(database).await?,
            store::outbox::next_due(database, &self.app.exchange).await?,
            self.simulator.as_ref().and_then(|simulator| simulator.next_due()),
        ];
        if let Some(staff) = &self.staff {
            next.push(staff.next_due(&self.app, now).await?);
        }
        Ok(next.into_iter().flatten().min())
    }

    async fn take_facts(&self, now: Timestamp) -> Result<usize, AppError> {
        let Some(simulator) = &self.simulator else { return Ok(0) };
        let facts = {
            let simulator = Arc::clone(simulator);
            // It writes recordings, which must not hold up other work.
            tokio::task::spawn_blocking(move || simulator.step(now)).await
        };
        let facts = facts.map_err(|error| AppError::internal(error.to_string()))?;
        let count = facts.len();
        if count > 0 {
            self.app.accept_facts(facts, now).await?;
        }
        Ok(count)
    }
}

/// Whether something was done. One task or agent that fails must not hold up the others: it is
/// logged, and looked at again in the next round.
pub fn apart(what: &'static str, id: &str, done: Result<bool, AppError>) -> bool {
    done.unwrap_or_else(|error| {
        tracing::error!(what, id, code = error.code, %error, "left out of this round");
        false
    })
}

impl App {
    /// Stores what the exchange reports.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn accept_facts(&self, facts: Vec<PbxFact>, now: Timestamp) -> Result<(), AppError> {
        let source = &self.exchange;
        let facts = facts.into_iter().map(|fact| NewFact {
            source: source.clone(),
            external_key: fact.external_key,
            kind: call_effects::CALL_EVENT,
            subject_id: fact.call_id.to_string(),
            body: serde_json::json!({ "at": fact.at, "event": fact.event }).to_string(),
        });
        self.inbox.accept(facts.collect(), now).await?;
        self.wake.notify_waiters();
        Ok(())
    }

    /// Closes tasks that were tried and whose closing limit has passed; how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close_overdue(&self, now: Timestamp) -> Result<usize, AppError> {
        let mut closed = 0;
        for id in store::task::past_closing(&self.database, now).await? {
            closed += usize::from(apart("task", &id, self.replan(&id, now).await));
        }
        Ok(closed)
    }

    /// Asks the rules anew what happens with a waiting task; whether that changed anything.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn replan(&self, task_id: &str, now: Timestamp) -> Result<bool, AppError> {
        let mut transaction = self.database.begin().await?;
        let Some(mut task) = store::task::hold(&mut transaction, task_id).await? else {
            return Ok(false);
        };
        if !matches!(task.state.as_str(), "waiting" | "scheduled") {
            return Ok(false);
        }
        let before = (task.state.clone(), task.next_attempt_at);
        plan_next(self, &mut transaction, &mut task, now).await?;
        if before == (task.state.clone(), task.next_attempt_at) {
            return Ok(false);
        }
        finishing::keep_answers(self, &mut transaction, &task, now).await?;
        store::task::update(&mut transaction, &task).await?;
        transaction.note(task_event(&task, now));
        self.commit(transaction).await?;
        Ok(true)
    }
}
