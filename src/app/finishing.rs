//! Finishing a task after a conversation: what it came to, and what follows.

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;

use super::App;
use super::answering;
use super::appointment;
use super::call_outcome::{plan_next, task_event};
use super::error::AppError;
use super::follow_up;
use super::stored;
use crate::domain::callback::disposition::Disposition;
use crate::domain::callback::outcome::CallOutcome;
use crate::domain::callback::result::{CallbackResult, ResultFlag, Satisfaction};
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::figures::Month;
use crate::domain::script::{Answers, Facts, Interview, Role, Script};
use crate::domain::timestamp::Timestamp;
use crate::store::result::ResultRow;
use crate::store::task::TaskRow;
use crate::store::{self, Audit, Transaction};

/// How an agent ends a task.
#[derive(Clone, Debug)]
pub struct Finish {
    /// The agent's verdict.
    pub disposition: Disposition,
    /// The date of the next callback, or of the appointment.
    pub next_callback_on: Option<NaiveDate>,
    /// The local time of the appointment, if one was named; of no other disposition.
    pub next_callback_time: Option<NaiveTime>,
    /// Whether somebody of the handling department took part.
    pub department_present: bool,
}

impl App {
    /// Finishes a task whose call is over. When it was the last of its call, the agent is ready.
    ///
    /// # Errors
    /// `callback.not_in_wrap_up`; `callback.answers_missing` with the questions;
    /// `callback.next_callback_required` when the resident is dissatisfied or it is unsolved
    /// `callback.next_callback_past` with the `date`;
    /// `callback.appointment_outside_hours` with `from` and `until`;
    /// `callback.disposition_not_fitting` with the `disposition`.
    pub async fn finish_task(
        &self,
        task_id: &str,
        finish: &Finish,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        // Facts do not change; asked before, so that no second connection is needed meanwhile.
        let facts = self.script_facts_of(task_id).await?;
        let mut transaction = self.database.begin().await?;
        let mut task = task_in_wrap_up(&mut transaction, task_id).await?;
        let (agent_id, call_id) = (task.agent_id.clone(), task.call_id.clone());
        require_fitting(&mut transaction, call_id.as_deref(), finish.disposition).await?;
        let script = self.script_within(&mut transaction, &task).await?;
        let rows = store::result::load_answers(&mut transaction, &task.id).await?;
        let satisfaction_at = answered_at(&script, &rows);
        let answers = answering::answers_of(rows)?;
        let next_on = check(&script, &facts, &answers, finish)?;
        self.require_not_past(next_on, now)?;
        let book = self.rules_of(&task).await?;
        let pack = super::batch_tasks::pack_of(&book, &task)?;
        let appointment_at = self.appointment_at(pack, finish, next_on, now)?;
        task.disposition = Some(finish.disposition.code().to_owned());
        if let Some(call_id) = &call_id {
            let code = finish.disposition.code();
            store::call::set_disposition(&mut transaction, &task.id, call_id, code).await?;
        }
        if let Some(at) = appointment_at {
            task.appointment_at = Some(at.0);
        }
        plan_next(self, &mut transaction, &mut task, now).await?;
        if stored::code::<TaskState>("task state", &task.state)?.is_closed() {
            let interview = Interview::new(&script, &facts, &answers);
            let said_at = satisfaction_at.map_or(now, Timestamp);
            let is_late = self.is_after_cut_off(&mut transaction, &task, said_at).await?;
            let mut result = result_row(&task, &interview, finish, next_on, is_late)?;
            result.answered_at = satisfaction_at;
            store::result::insert(&mut transaction, &result, now).await?;
            if let Some(date) = next_on {
                follow_up::insert(self, &mut transaction, &task, date, now).await?;
            }
        }
        store::task::update(&mut transaction, &task).await?;
        transaction.note(task_event(&task, now));
        transaction.audit(finished(&task, actor, now));
        if let (Some(agent_id), Some(call_id)) = (agent_id, call_id) {
            release_agent(&mut transaction, &agent_id, &call_id, now).await?;
        }
        self.commit(transaction).await
    }

    fn require_not_past(&self, next_on: Option<NaiveDate>, now: Timestamp) -> Result<(), AppError> {
        let today = self.zone.date(now);
        match next_on {
            Some(date) if date < today => Err(appointment::is_past(date)),
            _ => Ok(()),
        }
    }

    /// Whether an answer at `at` comes too late for the month its matter was completed in.
    async fn is_after_cut_off(
        &self,
        transaction: &mut Transaction,
        task: &TaskRow,
        at: Timestamp,
    ) -> Result<bool, AppError> {
        let completed_on = store::task::completed_on(transaction, &task.completion_id).await?;
        let month = Month::of(stored::date(&completed_on)?);
        Ok(at > month.cut_off(&self.calendar(), self.zone).at)
    }
}

/// Keeps what the resident said in a task that closes without being finished by an agent: the line
/// broke, and nobody was reached again. The satisfaction that was given counts all the same.
pub async fn keep_answers(
    app: &App,
    transaction: &mut Transaction,
    task: &TaskRow,
    now: Timestamp,
) -> Result<(), AppError> {
    let is_closed = stored::code::<TaskState>("task state", &task.state)?.is_closed();
    let script = app.script_within(transaction, task).await?;
    let rows = store::result::load_answers(transaction, &task.id).await?;
    let Some(said_at) = answered_at(&script, &rows).filter(|_| is_closed) else { return Ok(()) };
    let is_valid = store::task::validity_of_complaint(transaction, &task.request_no).await?;
    let facts = answering::facts_of(task, is_valid);
    let answers = answering::answers_of(rows)?;
    let interview = Interview::new(&script, &facts, &answers);
    let finish = Finish {
        disposition: Disposition::Partial,
        next_callback_on: None,
        next_callback_time: None,
        department_present: false,
    };
    let is_late = app.is_after_cut_off(transaction, task, Timestamp(said_at)).await?;
    let mut result = result_row(task, &interview, &finish, None, is_late)?;
    result.answered_at = Some(said_at);
    store::result::insert(transaction, &result, now).await?;
    Ok(())
}

fn result_row(
    task: &TaskRow,
    interview: &Interview<'_>,
    finish: &Finish,
    next_on: Option<NaiveDate>,
    is_late: bool,
) -> Result<ResultRow, AppError> {
    let satisfaction = interview.code_of(Role::Satisfaction);
    let result = CallbackResult {
        satisfaction: stored::maybe_code("satisfaction", satisfaction)?,
        resolved: stored::maybe_code("resolved", interview.code_of(Role::Resolved))?,
        quality: stored::maybe_code("quality", interview.code_of(Role::Quality))?,
        price_dispute: interview.flags().contains(ResultFlag::PriceDispute.code()),
    };
    let mut flags: Vec<&str> = result.flags(is_late).into_iter().map(Coded::code).collect();
    // Marks that only this script knows, such as 反馈不实, stand behind those every result can have.
    let of_script = |flag: &&str| ResultFlag::ALL.iter().all(|known| known.code() != *flag);
    flags.extend(interview.flags().into_iter().filter(of_script));
    Ok(ResultRow {
        task_id: task.id.clone(),
        completion_id: task.completion_id.clone(),
        ordinal: task.ordinal,
        disposition: finish.disposition.code().to_owned(),
        satisfaction: satisfaction.map(str::to_owned),
        resolved: interview.code_of(Role::Resolved).map(str::to_owned),
        quality: interview.code_of(Role::Quality).map(str::to_owned),
        answered_at: None,
        next_callback_on: next_on.map(|date| date.to_string()),
        department_present: finish.department_present,
        flags: flags.join(","),
        script_version: task.script_version,
    })
}

/// What the agent's verdict needs before it can stand; the date that follows from it.
fn check(
    script: &Script,
    facts: &Facts,
    answers: &Answers,
    finish: &Finish,
) -> Result<Option<NaiveDate>, AppError> {
    let interview = Interview::new(script, facts, answers);
    let missing: Vec<&str> = interview.missing().map(|question| question.id.as_str()).collect();
    if finish.disposition == Disposition::Completed && !missing.is_empty() {
        let sentence = format!("these questions have no answer: {}", missing.join(", "));
        return Err(AppError::invalid("callback.answers_missing", sentence)
            .with("questions", json!(missing)));
    }
    let satisfaction: Option<Satisfaction> =
        stored::maybe_code("satisfaction", interview.code_of(Role::Satisfaction))?;
    if finish.disposition == Disposition::Partial && satisfaction.is_none() {
        let sentence = "a partial interview has an answer to the overall satisfaction";
        return Err(AppError::invalid("callback.answers_missing", sentence)
            .with("questions", json!([Role::Satisfaction.code()])));
    }
    let next_on = finish.next_callback_on.or_else(|| interview.next_callback_on());
    let conclusive = matches!(finish.disposition, Disposition::Completed | Disposition::Partial);
    let demanded = finish.disposition == Disposition::Appointment
        || (conclusive && interview.needs_next_callback());
    if demanded && next_on.is_none() {
        let sentence = "the date of the next callback has to be agreed";
        return Err(AppError::invalid("callback.next_callback_required", sentence));
    }
    Ok(next_on.filter(|_| demanded))
}

fn answered_at(script: &Script, rows: &[store::result::AnswerRow]) -> Option<i64> {
    let question = script.question_for(Role::Satisfaction)?;
    rows.iter().find(|row| row.question == question.id).map(|row| row.answered_at)
}

async fn task_in_wrap_up(
    transaction: &mut Transaction,
    task_id: &str,
) -> Result<TaskRow, AppError> {
    let task =
        store::task::hold(transaction, task_id).await?.ok_or_else(answering::unknown_task)?;
    if task.state != TaskState::WrapUp.code() {
        let sentence = "a task is finished after its call, once";
        return Err(AppError::conflict("callback.not_in_wrap_up", sentence));
    }
    Ok(task)
}

/// Refuses a verdict only the line can give.
async fn require_fitting(
    transaction: &mut Transaction,
    call_id: Option<&str>,
    disposition: Disposition,
) -> Result<(), AppError> {
    let call = match call_id {
        Some(call_id) => store::call::hold(transaction, call_id).await?,
        None => None,
    };
    let was_interrupted = call.is_some_and(|call| {
        call.is_reconciled || call.outcome.as_deref() == Some(CallOutcome::Interrupted.code())
    });
    if disposition.ends_conversation(was_interrupted) {
        return Ok(());
    }
    let sentence = "what the line alone can tell does not end a call that was answered";
    Err(AppError::invalid("callback.disposition_not_fitting", sentence)
        .with("disposition", disposition.code()))
}

async fn release_agent(
    transaction: &mut Transaction,
    agent_id: &str,
    call_id: &str,
    now: Timestamp,
) -> Result<(), AppError> {
    if store::task::of_call(transaction, call_id).await?.is_empty() {
        let from = &["wrap_up"][..];
        store::agent::change_state(transaction, agent_id, from, "ready", now).await?;
    }
    Ok(())
}

fn finished(task: &TaskRow, actor: &str, now: Timestamp) -> Audit {
    Audit {
        at: now,
        actor: actor.to_owned(),
        action: "callback_finished",
        subject_kind: "task",
        subject_id: task.id.clone(),
        body: json!({ "disposition": task.disposition, "state": task.state }),
    }
}
