//! The tasks a batch makes, and what the attempt rules look at in a stored task.

use super::App;
use super::batch::matter_of;
use super::error::AppError;
use super::stored;
use crate::domain::calendar::{Calendar, Slot};
use crate::domain::callback::attempts::{Attempt, NextStep};
use crate::domain::callback::batch::{BatchRange, Place};
use crate::domain::callback::task::{TaskFacts, TaskRules, TaskState};
use crate::domain::coded::Coded;
use crate::domain::household::ResidencyKind;
use crate::domain::phone::{self, PhoneNumber};
use crate::domain::pii::Pii;
use crate::domain::rules::{CallerRole, CallingClass, DueNote, Matter, RuleBook, RulePack};
use crate::domain::service_request::ServiceRequestKind;
use crate::domain::timestamp::Timestamp;
use crate::store::batch::UnplacedRow;
use crate::store::call::AttemptRow;
use crate::store::task::TaskRow;
use crate::store::{self, Transaction};

/// A new task for a completion, with its deadlines and its first attempt.
pub fn new_task(
    app: &App,
    book: &RuleBook,
    row: &UnplacedRow,
    role: CallerRole,
    range: &BatchRange,
    place: &Place,
    now: Timestamp,
) -> Result<TaskRow, AppError> {
    let matter = matter_of(row)?;
    let pack = book.pack_of(&row.center_code, range.date);
    let script = app
        .scripts
        .for_callback(matter.kind)
        // Kinds without words of their own are asked about as finished work is.
        .or_else(|| app.scripts.for_callback(ServiceRequestKind::Repair))
        .ok_or_else(|| AppError::internal(format!("no call script for {}", matter.kind.code())))?;
    let residency: Option<ResidencyKind> =
        stored::maybe_code("residency kind", row.residency_kind.as_deref())?;
    let mut task = TaskRow {
        id: app.new_id(now).to_string(),
        completion_id: row.completion_id.clone(),
        ordinal: 1,
        request_no: row.request_no.clone(),
        center_code: row.center_code.clone(),
        kind: row.kind.clone(),
        severity: row.severity.clone(),
        is_paid: row.is_paid,
        household_id: row.household_id.clone(),
        completion_status: row.status.clone(),
        is_safety: pack.is_safety_matter(&row.matter),
        household_key: household_key(row),
        is_organization: residency == Some(ResidencyKind::Organization),
        preferred_time: row.preferred_time.clone(),
        role: role.code().to_owned(),
        batch_date: range.date.to_string(),
        is_late: place.late,
        is_provisional: range.provisional,
        state: TaskState::Waiting.code().to_owned(),
        due_at: 0,
        closes_at: 0,
        next_attempt_at: None,
        phone_index: 0,
        attempt_count: 0,
        appointment_at: None,
        agent_id: None,
        call_id: None,
        script_id: script.id.clone(),
        script_version: i64::from(script.version),
        disposition: None,
        finished_at: None,
        created_at: now.0,
        revision: 1,
        rule_pack: place.rule.pack.clone(),
        rule_pack_version: i64::from(place.rule.version),
        rule_line: Some(place.rule.line.clone()),
        completed_at: Some(row.completed_at),
        due_on: None,
        due_notes: String::new(),
    };
    plan_first_attempt(app, book, &mut task, now)?;
    Ok(task)
}

/// Sets the deadlines and the first attempt of a task that has not been tried yet.
pub fn plan_first_attempt(
    app: &App,
    book: &RuleBook,
    task: &mut TaskRow,
    now: Timestamp,
) -> Result<(), AppError> {
    // At least one number can be dialled, or the completion would have been excluded; which ones
    // there are is asked when the call is placed.
    let facts = task_facts(task, 1, None)?;
    let calendar = app.calendar();
    let rules = task_rules(app, book, &calendar, task)?;
    let deadlines = rules.deadlines(&facts);
    task.due_at = deadlines.due_at.0;
    task.closes_at = deadlines.closes_at.0;
    task.due_on = Some(deadlines.due_on.to_string());
    task.due_notes = DueNote::join(&deadlines.notes);
    task.is_provisional |= deadlines.provisional;
    if let NextStep::Attempt { not_before, .. } = rules.next_step(&facts, &[], now) {
        task.next_attempt_at = Some(not_before.0);
    }
    Ok(())
}

/// Tasks of one household are worked in one call; requests whose room is unknown stand alone.
fn household_key(row: &UnplacedRow) -> String {
    match &row.household_id {
        Some(id) => format!("household:{id}"),
        None if !row.room.is_empty() => format!("room:{}/{}", row.center_code, row.room),
        None => format!("request:{}", row.request_no),
    }
}

/// The rules a stored task is worked by: the line of the version it was made by, whatever holds
/// today. [`App::rules_of`] gives the book that has that version.
pub fn task_rules<'a>(
    app: &'a App,
    book: &'a RuleBook,
    calendar: &'a Calendar,
    task: &TaskRow,
) -> Result<TaskRules<'a>, AppError> {
    let pack = pack_of(book, task)?;
    let matter = Matter {
        kind: stored::code("kind", &task.kind)?,
        severity: stored::code("severity", &task.severity)?,
        status: stored::code("status", &task.completion_status)?,
        paid: task.is_paid,
        against_manager: false,
    };
    let named = task.rule_line.as_deref().and_then(|number| pack.line(number));
    let rule = named
        .or_else(|| pack.rule_for(&matter))
        .ok_or_else(|| AppError::internal(format!("no rule covers {}", task.request_no)))?;
    let quiet = calendar.quiet_of(&task.center_code);
    Ok(TaskRules { pack, rule, calendar, quiet, zone: app.zone })
}

/// The version of the pack a task was made by.
pub fn pack_of<'a>(book: &'a RuleBook, task: &TaskRow) -> Result<&'a RulePack, AppError> {
    let version = u32::try_from(task.rule_pack_version).unwrap_or(0);
    book.version(&task.rule_pack, version).ok_or_else(|| {
        let sentence = format!("version {version} of rule pack {} is not kept", task.rule_pack);
        AppError::internal(sentence)
    })
}

/// What the attempt rules look at in a stored task.
pub fn task_facts(
    task: &TaskRow,
    phone_count: usize,
    household_spoken_on: Option<chrono::NaiveDate>,
) -> Result<TaskFacts, AppError> {
    let residency = task.is_organization.then_some(ResidencyKind::Organization);
    let class = CallingClass {
        kind: stored::code("kind", &task.kind)?,
        severity: stored::code("severity", &task.severity)?,
        safety: task.is_safety,
        residency,
    };
    Ok(TaskFacts {
        class,
        batch_date: stored::date(&task.batch_date)?,
        completed_at: task.completed_at.map(Timestamp),
        preferred: task.preferred_time.as_deref().and_then(Slot::read),
        phone_count,
        center_on_duty: false,
        household_spoken_on,
        appointment: task.appointment_at.map(Timestamp),
    })
}

/// Moves a task to another state.
///
/// # Errors
/// When the life of a task knows no such step: a fault of ours, which must not reach the database.
pub fn move_to(task: &mut TaskRow, next: TaskState) -> Result<(), AppError> {
    let from: TaskState = stored::code("task state", &task.state)?;
    if from != next && !from.may_become(next) {
        let sentence = format!("a task cannot go from {} to {}", from.code(), next.code());
        return Err(AppError::internal(sentence));
    }
    task.state = next.code().to_owned();
    Ok(())
}

/// The numbers of a task that can be dialled, in order, each once.
pub async fn phones(
    transaction: &mut Transaction,
    task: &TaskRow,
) -> Result<Vec<PhoneNumber>, AppError> {
    let texts = store::task::phone_texts(transaction, task).await?;
    let texts: Vec<Pii<String>> = texts.into_iter().map(Pii::new).collect();
    Ok(phone::dialable(&texts))
}

/// The attempts of a task that are over, as the rules read them.
pub async fn attempts(
    transaction: &mut Transaction,
    task: &TaskRow,
) -> Result<Vec<Attempt>, AppError> {
    let rows = store::call::attempts(transaction, &task.id).await?;
    let ended = rows.iter().map(ended_attempt).collect::<Result<Vec<_>, _>>()?;
    Ok(ended.into_iter().flatten().collect())
}

fn ended_attempt(row: &AttemptRow) -> Result<Option<Attempt>, AppError> {
    let (Some(ended_at), Some(outcome)) = (row.ended_at, row.outcome.as_deref()) else {
        return Ok(None);
    };
    Ok(Some(Attempt {
        started_at: Timestamp(row.started_at),
        ended_at: Timestamp(ended_at),
        phone_index: usize::try_from(row.phone_index).unwrap_or(0),
        outcome: stored::code("call outcome", outcome)?,
        answered: row.is_answered.unwrap_or(false),
        disposition: stored::maybe_code("disposition", row.disposition.as_deref())?,
    }))
}
