//! What a person does at a seat taken over: the same use cases as a simulated agent, once it is
//! certain whose seat it is.

use uuid::Uuid;

use super::App;
use super::error::AppError;
use super::finishing::Finish;
use super::stored;
use crate::domain::callback::task::TaskState;
use crate::domain::pii::Pii;
use crate::domain::script::{Answer, QuestionKind, Script};
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::agent::AgentRow;
use crate::store::task::TaskRow;

/// An answer as a page sends it; the date of a date question comes as ISO text.
#[derive(Clone, Debug)]
pub struct SpokenAnswer {
    pub question: String,
    pub codes: Vec<String>,
    pub text: Option<Pii<String>>,
}

/// How many characters of a resident's own words are kept.
const WORDS_MAX: usize = 2_000;

impl App {
    /// Calls the resident of a task from the seat this user has taken over for such tasks.
    ///
    /// # Errors
    /// `agent.none_taken_over`, `agent.wrong_role`, and those of [`App::place_call`].
    pub async fn call_from_seat(
        &self,
        user_id: &str,
        task_id: &str,
        now: Timestamp,
    ) -> Result<Uuid, AppError> {
        let task = self.task(task_id).await?;
        match stored::code::<TaskState>("task state", &task.state)? {
            state if state.is_closed() => {
                return Err(AppError::conflict("callback.closed", "the task is closed"));
            }
            state if state.is_live() => {
                let sentence = "the task is in a call already";
                return Err(AppError::conflict("call.already_live", sentence));
            }
            _ => {}
        }
        let seats = self.seats_of(user_id).await?;
        if seats.is_empty() {
            let sentence = "calls are made from a seat that was taken over";
            return Err(AppError::conflict("agent.none_taken_over", sentence)
                .hint("take over an agent first"));
        }
        let fitting = || seats.iter().filter(|seat| seat.role == task.role);
        let seat = fitting().find(|seat| seat.state == "ready").or_else(|| fitting().next());
        let seat = seat.ok_or_else(|| {
            let sentence = "the task is for callers of another role";
            AppError::conflict("agent.wrong_role", sentence).with("role", task.role.clone())
        })?;
        self.place_call(&seat.user_id, task_id, user_id, now).await
    }

    /// Ends the call of a seat this user has taken over.
    ///
    /// # Errors
    /// `call.not_found`, `agent.not_yours`, `call.ended`.
    pub async fn hang_up_from_seat(
        &self,
        user_id: &str,
        call_id: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let call = store::call::by_id(&self.database, call_id).await?;
        let call =
            call.ok_or_else(|| AppError::not_found("call.not_found", "there is no such call"))?;
        self.require_seat(user_id, &call.agent_id).await?;
        if call.ended_at.is_some() {
            return Err(AppError::conflict("call.ended", "the call is over"));
        }
        self.hang_up(call_id, now).await
    }

    /// Records an answer to a task held by a seat this user has taken over.
    ///
    /// # Errors
    /// `agent.not_yours`; `callback.answer_too_long` with `max`; those of [`App::record_answer`].
    pub async fn answer_from_seat(
        &self,
        user_id: &str,
        task_id: &str,
        spoken: SpokenAnswer,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let task = self.held_task(user_id, task_id).await?;
        require_short(&spoken)?;
        let script = self.script_of(&task).await?;
        let question = spoken.question.clone();
        let answer = answer_to(&script, spoken)?;
        self.record_answer(task_id, &question, answer, now).await?;
        Ok(())
    }

    /// Finishes a task held by a seat this user has taken over.
    ///
    /// # Errors
    /// `agent.not_yours`, and those of [`App::finish_task`].
    pub async fn finish_from_seat(
        &self,
        user_id: &str,
        task_id: &str,
        finish: &Finish,
        now: Timestamp,
    ) -> Result<(), AppError> {
        self.held_task(user_id, task_id).await?;
        self.finish_task(task_id, finish, user_id, now).await
    }

    /// The seats a user has taken over.
    pub(super) async fn seats_of(&self, user_id: &str) -> Result<Vec<AgentRow>, AppError> {
        let agents = store::agent::all(&self.database).await?;
        let taken_over = |agent: &AgentRow| agent.taken_over_by.as_deref() == Some(user_id);
        Ok(agents.into_iter().filter(taken_over).collect())
    }

    /// One task.
    pub(super) async fn task(&self, task_id: &str) -> Result<TaskRow, AppError> {
        store::task::by_id(&self.database, task_id)
            .await?
            .ok_or_else(|| AppError::not_found("callback.not_found", "there is no such task"))
    }

    /// A task; nobody else's. One that no seat holds is refused by the use case itself.
    async fn held_task(&self, user_id: &str, task_id: &str) -> Result<TaskRow, AppError> {
        let task = self.task(task_id).await?;
        if let Some(agent_id) = &task.agent_id {
            self.require_seat(user_id, agent_id).await?;
        }
        Ok(task)
    }

    async fn require_seat(&self, user_id: &str, agent_id: &str) -> Result<(), AppError> {
        let seats = self.seats_of(user_id).await?;
        if seats.iter().any(|seat| seat.user_id == agent_id) {
            return Ok(());
        }
        let sentence = "somebody else works this seat";
        Err(AppError::forbidden("agent.not_yours", sentence).hint("take over the agent first"))
    }
}

fn require_short(spoken: &SpokenAnswer) -> Result<(), AppError> {
    let length = spoken.text.as_ref().map_or(0, |text| text.reveal().chars().count());
    if length <= WORDS_MAX {
        return Ok(());
    }
    let sentence = format!("the words of an answer have at most {WORDS_MAX} characters");
    Err(AppError::invalid("callback.answer_too_long", sentence).with("max", WORDS_MAX))
}

/// The answer in the shape of its question.
pub fn answer_to(script: &Script, spoken: SpokenAnswer) -> Result<Answer, AppError> {
    let SpokenAnswer { question, codes, text } = spoken;
    let is_date = script.question(&question).is_some_and(|asked| asked.kind == QuestionKind::Date);
    if !is_date {
        return Ok(Answer { codes, text, date: None });
    }
    let written = text.as_ref().map(|text| text.reveal().trim().to_owned()).unwrap_or_default();
    let date = written.parse().map_err(|_| {
        let sentence = format!("question {question} wants a date, like 2026-11-23");
        AppError::invalid("script.wrong_shape", sentence).with("question", question)
    })?;
    Ok(Answer { codes, text: None, date: Some(date) })
}
