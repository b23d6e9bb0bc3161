//! What the end of a call means for its tasks, its agent and its recording.

use super::App;
use super::batch_tasks::{self, task_facts, task_rules};
use super::error::AppError;
use super::finishing;
use super::recordings;
use crate::domain::call::{CallConclusion, EndReason, LineResult, Party};
use crate::domain::callback::disposition::{self, InterviewProgress};
use crate::domain::callback::outcome::{self, CallOutcome, LineSignal, OwnEnd};
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::timestamp::Timestamp;
use crate::store::call::CallRow;
use crate::store::task::TaskRow;
use crate::store::{self, Event, Transaction};

/// Records how a call ended. Answered, its tasks wait for the agent to finish them; otherwise the
/// line has spoken and the rules say when to try again.
pub async fn conclude(
    app: &App,
    transaction: &mut Transaction,
    call: &mut CallRow,
    conclusion: &CallConclusion,
    now: Timestamp,
) -> Result<(), AppError> {
    let line = &conclusion.line;
    let outcome = outcome::classify(&line_signal(line));
    call.answered_at = conclusion.resident_answered_at.map(|at| at.0);
    call.ended_at = Some(conclusion.ended_at.0);
    call.outcome = Some(outcome.code().to_owned());
    call.ended_by = line.by.map(|by| party_code(by).to_owned());
    call.sip_status = line.sip_status.map(i64::from);
    call.q850_cause = line.q850.map(i64::from);
    call.talk_ms = Some(conclusion.talk_ms);
    call.is_reconciled = conclusion.reconciled;
    let (ended_at, answered) = (conclusion.ended_at, line.answered);
    store::call::end_attempts(transaction, &call.id, outcome.code(), answered, ended_at).await?;
    if answered {
        recordings::expect(transaction, call, conclusion.talk_ms, now).await?;
    }
    for task in store::task::of_call(transaction, &call.id).await? {
        if answered {
            wait_for_agent(transaction, task, now).await?;
        } else {
            line_has_spoken(app, transaction, task, outcome, now).await?;
        }
    }
    let next = if answered { "wrap_up" } else { "ready" };
    store::agent::change_state(transaction, &call.agent_id, &["in_call"], next, now).await?;
    Ok(())
}

async fn wait_for_agent(
    transaction: &mut Transaction,
    mut task: TaskRow,
    now: Timestamp,
) -> Result<(), AppError> {
    batch_tasks::move_to(&mut task, TaskState::WrapUp)?;
    store::task::update(transaction, &task).await?;
    transaction.note(task_event(&task, now));
    Ok(())
}

async fn line_has_spoken(
    app: &App,
    transaction: &mut Transaction,
    mut task: TaskRow,
    outcome: CallOutcome,
    now: Timestamp,
) -> Result<(), AppError> {
    let suggestion = disposition::suggest(outcome, InterviewProgress::default());
    if let (Some(suggestion), Some(call_id)) = (suggestion, task.call_id.clone()) {
        let code = suggestion.disposition.code();
        task.disposition = Some(code.to_owned());
        store::call::set_disposition(transaction, &task.id, &call_id, code).await?;
    }
    plan_next(app, transaction, &mut task, now).await?;
    finishing::keep_answers(app, transaction, &task, now).await?;
    store::task::update(transaction, &task).await?;
    transaction.note(task_event(&task, now));
    Ok(())
}

/// Sets the task's state and next attempt by the rules, from all its attempts.
pub async fn plan_next(
    app: &App,
    transaction: &mut Transaction,
    task: &mut TaskRow,
    now: Timestamp,
) -> Result<(), AppError> {
    use crate::domain::callback::attempts::NextStep;
    let phones = batch_tasks::phones(transaction, task).await?;
    let spoken_on = app.household_spoken_on(transaction, task).await?;
    let facts = task_facts(task, phones.len(), spoken_on)?;
    let attempts = batch_tasks::attempts(transaction, task).await?;
    let (book, calendar) = (app.rules_of(task).await?, app.calendar());
    let rules = task_rules(app, &book, &calendar, task)?;
    let mut next = rules.next_step(&facts, &attempts, now);
    if let NextStep::Attempt { phone_index, .. } = next
        && let Some(number) = phones.get(phone_index)
        && store::do_not_call::holds(
            transaction,
            task.household_id.as_deref(),
            number.digits(),
            &app.pseudonym(number.digits()),
            now,
        )
        .await?
    {
        // Asked since the batch was made: nobody calls, and nobody comes by instead.
        next = NextStep::Unreached;
    }
    let is_open = matches!(next, NextStep::Attempt { .. });
    if is_open && store::batch::is_reopened(transaction, &task.completion_id).await? {
        // The request was opened again meanwhile: nobody is asked about unfinished work.
        return close_as_reopened(task, now);
    }
    // A follow-up was promised for a day, so it is scheduled even before its first attempt.
    let state = next.state(!attempts.is_empty() || task.ordinal > 1);
    batch_tasks::move_to(task, state)?;
    task.agent_id = None;
    task.call_id = None;
    task.next_attempt_at = None;
    match next {
        NextStep::Attempt { not_before, phone_index } => {
            task.next_attempt_at = Some(not_before.0);
            task.phone_index = i64::try_from(phone_index).unwrap_or(0);
        }
        _ => task.finished_at = Some(now.0),
    }
    if state == TaskState::HomeVisit {
        let id = app.new_id(now);
        let (completion, batch) = (&task.completion_id, &task.batch_date);
        store::batch::insert_home_visit(transaction, id, completion, batch, "unreached", now)
            .await?;
    }
    Ok(())
}

fn close_as_reopened(task: &mut TaskRow, now: Timestamp) -> Result<(), AppError> {
    batch_tasks::move_to(task, TaskState::Reopened)?;
    task.agent_id = None;
    task.call_id = None;
    task.next_attempt_at = None;
    task.finished_at = Some(now.0);
    Ok(())
}

/// A task's new state, for live pages.
pub fn task_event(task: &TaskRow, at: Timestamp) -> Event {
    let body = serde_json::json!({
        "state": task.state,
        "batch_date": task.batch_date,
        "disposition": task.disposition,
    });
    Event { at, kind: "task_changed", subject_kind: "task", subject_id: task.id.clone(), body }
}

fn line_signal(line: &LineResult) -> LineSignal {
    let ended_by_us = match line.reason {
        EndReason::AgentUnreachable => Some(OwnEnd::AgentUnreachable),
        EndReason::LineLost => Some(OwnEnd::Interrupted),
        EndReason::Cancelled => Some(OwnEnd::Cancelled),
        EndReason::Line if line.our_timeout => Some(OwnEnd::RangOut),
        EndReason::Line | EndReason::Refused => None,
    };
    LineSignal {
        answered: line.answered,
        ringing_seen: line.rang,
        early_media_seen: line.early_media,
        sip_status: line.sip_status,
        q850_cause: line.q850,
        ended_by_us,
    }
}

/// Who hung up, as stored and as sent.
pub fn party_code(party: Party) -> &'static str {
    match party {
        Party::Agent => "agent",
        Party::Resident => "resident",
        Party::System => "system",
    }
}
