//! Seats: who works them, and handing one to a person and back.

use serde_json::json;

use super::App;
use super::error::AppError;
use crate::domain::timestamp::Timestamp;
use crate::store::agent::AgentRow;
use crate::store::{self, Audit, Event};

/// A seat with the task its agent holds.
#[derive(Clone, Debug)]
pub struct Seat {
    pub agent: AgentRow,
    /// The task that is being called or written up; the first, when a household has several.
    pub task_id: Option<String>,
}

impl App {
    /// Every seat, by number.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn seats(&self) -> Result<Vec<Seat>, AppError> {
        let mut seats = Vec::new();
        for agent in store::agent::all(&self.database).await? {
            seats.push(self.with_task(agent).await?);
        }
        Ok(seats)
    }

    /// Gives a seat to a person, who from now on does what the simulation did.
    ///
    /// # Errors
    /// `agent.not_found`; `agent.already_taken` by somebody else.
    pub async fn take_over(
        &self,
        agent_id: &str,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Seat, AppError> {
        self.hand_over(agent_id, Some(user_id), user_id, now).await
    }

    /// Gives a seat back to the simulation.
    ///
    /// # Errors
    /// `agent.not_found`; `agent.already_taken` by somebody else.
    pub async fn release(
        &self,
        agent_id: &str,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Seat, AppError> {
        self.hand_over(agent_id, None, user_id, now).await
    }

    async fn hand_over(
        &self,
        agent_id: &str,
        person: Option<&str>,
        by: &str,
        now: Timestamp,
    ) -> Result<Seat, AppError> {
        let not_found = || AppError::not_found("agent.not_found", "there is no such agent");
        let mut transaction = self.database.begin().await?;
        let agent = store::agent::load(&mut transaction, agent_id).await?.ok_or_else(not_found)?;
        if agent.taken_over_by.as_deref() == person {
            drop(transaction);
            return self.with_task(agent).await;
        }
        if !store::agent::hand_over(&mut transaction, agent_id, person, by).await? {
            let sentence = "somebody else has taken over this agent";
            return Err(AppError::conflict("agent.already_taken", sentence));
        }
        let driver = if person.is_some() { "person" } else { "simulated" };
        let (subject_kind, subject_id) = ("agent", agent_id.to_owned());
        let body = json!({ "driver": driver });
        transaction.note(Event {
            at: now,
            kind: "agent_changed",
            subject_kind,
            subject_id: subject_id.clone(),
            body: body.clone(),
        });
        let action = if person.is_some() { "agent_taken_over" } else { "agent_released" };
        let actor = by.to_owned();
        transaction.audit(Audit { at: now, actor, action, subject_kind, subject_id, body });
        self.commit(transaction).await?;
        let agent = store::agent::by_id(&self.database, agent_id).await?.ok_or_else(not_found)?;
        self.with_task(agent).await
    }

    async fn with_task(&self, agent: AgentRow) -> Result<Seat, AppError> {
        let tasks = match agent.state.as_str() {
            "in_call" => match store::call::live_of_agent(&self.database, &agent.user_id).await? {
                Some(call) => store::task::in_call(&self.database, &call.id).await?,
                None => Vec::new(),
            },
            "wrap_up" => store::task::in_wrap_up(&self.database, &agent.user_id).await?,
            _ => Vec::new(),
        };
        Ok(Seat { agent, task_id: tasks.into_iter().next().map(|task| task.id) })
    }
}
