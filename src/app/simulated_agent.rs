//! Simulated agents: they work seats nobody has taken over, with the same use cases as people.
//!
//! What an agent does next is computed anew each time from the stored call and the resident's
//! seeded opinion, so a crash between two steps loses nothing.

use std::collections::HashSet;
use std::sync::Mutex;

use chrono::NaiveDate;

use super::App;
use super::answering::answers_of;
use super::engine::apart;
use super::error::AppError;
use super::error::Refusal;
use super::finishing::Finish;
use super::simulated_talk as talk;
use crate::domain::call::{CallEvent, Requester};
use crate::domain::callback::disposition::Disposition;
use crate::domain::script::{Answer, Interview};
use crate::domain::timestamp::Timestamp;
use crate::pbx::simulator::persona::{Reception, persona, reception};
use crate::store;
use crate::store::agent::AgentRow;
use crate::store::call::CallRow;
use crate::store::task::TaskRow;

/// Seconds between two calls of an agent.
const REST_SECS: i64 = 8;
/// Seconds an agent takes to write up a call.
const WRAP_UP_SECS: i64 = 12;
/// Seconds of the opening: who calls, why, and that it is recorded.
const OPENING_SECS: i64 = 18;
/// Seconds the agent takes to read a question aloud.
const ASKING_SECS: i64 = 5;
/// Seconds of the closing sentence.
const CLOSING_SECS: i64 = 6;
/// How many tasks a ready agent looks at for one that may be called.
const CHOICE_MAX: i64 = 8;

/// The people at the simulated seats.
pub struct SimulatedStaff {
    seed: u64,
    /// Work this batch only.
    batch_date: Option<NaiveDate>,
    said_goodbye: Mutex<HashSet<String>>,
}

/// One thing a simulated agent does in a conversation.
struct Step {
    at: Timestamp,
    task_id: String,
    question: String,
    answer: Answer,
}

impl SimulatedStaff {
    /// Staff whose residents have the opinions of `seed`; confined to one batch if told so.
    pub fn new(seed: u64, batch_date: Option<NaiveDate>) -> Self {
        Self { seed, batch_date, said_goodbye: Mutex::new(HashSet::new()) }
    }

    /// Lets every simulated agent do what is due; how much was done.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn work(&self, app: &App, now: Timestamp) -> Result<usize, AppError> {
        let mut done = 0;
        for agent in self.agents(app).await? {
            let worked = self.work_agent(app, &agent, now).await;
            done += usize::from(apart("agent", &agent.user_id, worked));
        }
        Ok(done)
    }

    /// When some simulated agent has something to do next.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn next_due(&self, app: &App, now: Timestamp) -> Result<Option<Timestamp>, AppError> {
        let mut next: Option<Timestamp> = None;
        for agent in self.agents(app).await? {
            let since = Timestamp(agent.state_since);
            let due = match agent.state.as_str() {
                "ready" => Some(since.plus_secs(REST_SECS)).filter(|at| *at > now),
                "wrap_up" => Some(since.plus_secs(WRAP_UP_SECS)),
                "in_call" => self.next_in_call(app, &agent, now).await?,
                _ => None,
            };
            next = [next, due].into_iter().flatten().min();
        }
        let batch = self.batch_date.map(|date| date.to_string());
        let task = store::task::next_due(&app.database, batch.as_deref(), now).await?;
        Ok([next, task].into_iter().flatten().min())
    }

    async fn agents(&self, app: &App) -> Result<Vec<AgentRow>, AppError> {
        let agents = store::agent::all(&app.database).await?;
        Ok(agents.into_iter().filter(|agent| agent.driver == "simulated").collect())
    }

    async fn work_agent(
        &self,
        app: &App,
        agent: &AgentRow,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let since = Timestamp(agent.state_since);
        match agent.state.as_str() {
            "ready" if since.plus_secs(REST_SECS) <= now => self.call_next(app, agent, now).await,
            "in_call" => self.talk(app, agent, now).await,
            "wrap_up" if since.plus_secs(WRAP_UP_SECS) <= now => {
                self.write_up(app, agent, now).await
            }
            _ => Ok(false),
        }
    }

    async fn call_next(
        &self,
        app: &App,
        agent: &AgentRow,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let batch = self.batch_date.map(|date| date.to_string());
        let batch = batch.as_deref();
        let tasks =
            store::task::callable(&app.database, &agent.role, batch, now, CHOICE_MAX).await?;
        let mut replanned = false;
        for task in tasks {
            match app.place_call(&agent.user_id, &task.id, &agent.user_id, now).await {
                Ok(_) => return Ok(true),
                // Its time has passed without a call: the rules say when it is next.
                Err(error) if is_refused(&error) => {
                    replanned |= app.replan(&task.id, now).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(replanned)
    }

    async fn talk(&self, app: &App, agent: &AgentRow, now: Timestamp) -> Result<bool, AppError> {
        let Some(call) = store::call::live_of_agent(&app.database, &agent.user_id).await? else {
            return Ok(false);
        };
        let (Some(answered_at), "talking") = (call.answered_at, call.state.as_str()) else {
            return Ok(false);
        };
        let (steps, goodbye_at) = self.conversation(app, &call, Timestamp(answered_at)).await?;
        let mut worked = false;
        for step in steps.into_iter().filter(|step| step.at <= now) {
            worked |= self.answer_once(app, step, now).await?;
        }
        if goodbye_at <= now && self.first_goodbye(&call.id) {
            let event = CallEvent::HangUpRequested { by: Requester::Agent };
            let key = format!("{}:simulated", call.id);
            app.accept_event("workbench", key, &call.id, now, &event).await?;
            worked = true;
        }
        Ok(worked)
    }

    /// Records an answer unless it is recorded already.
    async fn answer_once(&self, app: &App, step: Step, now: Timestamp) -> Result<bool, AppError> {
        let given = store::result::answers(&app.database, &step.task_id).await?;
        if given.iter().any(|row| row.question == step.question) {
            return Ok(false);
        }
        match app.record_answer(&step.task_id, &step.question, step.answer, now).await {
            Ok(_) => Ok(true),
            // The call ended meanwhile; what was not said is not recorded.
            Err(error) if error.refusal == Refusal::Conflict => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn first_goodbye(&self, call_id: &str) -> bool {
        self.goodbyes().insert(call_id.to_owned())
    }

    fn goodbyes(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.said_goodbye.lock().expect("invariant: no holder of the lock panics")
    }

    /// What is said in a call, and when the agent says goodbye.
    async fn conversation(
        &self,
        app: &App,
        call: &CallRow,
        answered_at: Timestamp,
    ) -> Result<(Vec<Step>, Timestamp), AppError> {
        let mut at = answered_at.plus_secs(OPENING_SECS);
        let mut steps = Vec::new();
        for task in store::task::in_call(&app.database, &call.id).await? {
            if self.reception(&task) != Reception::TakesPart {
                continue;
            }
            let person = persona(self.seed, &task.request_no);
            let pause = ASKING_SECS + i64::from(person.speaking_secs);
            let next_on = app.calendar().next_workday(app.zone.date(answered_at)).value;
            let script = app.script_of(&task).await?;
            let facts = app.script_facts(&task).await?;
            for (question, answer) in talk::answers(&script, &facts, &person, next_on) {
                at = at.plus_secs(pause);
                steps.push(Step { at, task_id: task.id.clone(), question, answer });
            }
        }
        Ok((steps, at.plus_secs(CLOSING_SECS)))
    }

    fn reception(&self, task: &TaskRow) -> Reception {
        let attempt = u32::try_from(task.attempt_count).unwrap_or(1);
        reception(self.seed, &task.request_no, attempt)
    }

    async fn next_in_call(
        &self,
        app: &App,
        agent: &AgentRow,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, AppError> {
        let Some(call) = store::call::live_of_agent(&app.database, &agent.user_id).await? else {
            return Ok(None);
        };
        let (Some(answered_at), "talking") = (call.answered_at, call.state.as_str()) else {
            return Ok(None);
        };
        let (steps, goodbye_at) = self.conversation(app, &call, Timestamp(answered_at)).await?;
        let said = self.goodbyes().contains(&call.id);
        let goodbye = (!said).then_some(goodbye_at);
        let steps = steps.into_iter().map(|step| step.at).filter(|at| *at > now);
        Ok(steps.chain(goodbye).min())
    }

    async fn write_up(
        &self,
        app: &App,
        agent: &AgentRow,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let tasks = store::task::in_wrap_up(&app.database, &agent.user_id).await?;
        let next_on = app.calendar().next_workday(app.zone.date(now)).value;
        for task in &tasks {
            let disposition = self.disposition(app, task).await?;
            let finish = Finish {
                disposition,
                next_callback_on: Some(next_on),
                next_callback_time: None,
                department_present: false,
            };
            app.finish_task(&task.id, &finish, &agent.user_id, now).await?;
        }
        for call_id in tasks.iter().filter_map(|task| task.call_id.as_ref()) {
            self.goodbyes().remove(call_id);
        }
        Ok(!tasks.is_empty())
    }

    async fn disposition(&self, app: &App, task: &TaskRow) -> Result<Disposition, AppError> {
        let answers = answers_of(store::result::answers(&app.database, &task.id).await?)?;
        let facts = app.script_facts(task).await?;
        let script = app.script_of(task).await?;
        let interview = Interview::new(&script, &facts, &answers);
        Ok(talk::disposition(&interview, self.reception(task), answers.is_empty()))
    }
}

fn is_refused(error: &AppError) -> bool {
    matches!(
        error.code,
        "callback.outside_calling_window"
            | "call.already_live"
            | "callback.closed"
            | "callback.no_phone"
            | "callback.do_not_call"
    )
}
