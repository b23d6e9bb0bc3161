//! Second and further callbacks: what was promised to a dissatisfied resident.

use chrono::NaiveDate;

use super::App;
use super::batch_tasks;
use super::error::AppError;
use super::stored;
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::rules::RulePack;
use crate::domain::service_request::{ServiceRequestKind, Severity};
use crate::domain::timestamp::Timestamp;
use crate::store::task::TaskRow;
use crate::store::{self, Transaction};

/// Makes the next callback about the same completion. It keeps the first one's caller; the day
/// promised, or the first working day after it, stands in for the batch's day. Its answers are
/// shown beside the first ones and count in no figure. On a complaint of the third class somebody
/// goes there instead.
pub async fn insert(
    app: &App,
    transaction: &mut Transaction,
    task: &TaskRow,
    promised_on: NaiveDate,
    now: Timestamp,
) -> Result<(), AppError> {
    let book = app.rules_of(task).await?;
    if is_third_class(batch_tasks::pack_of(&book, task)?, task)? {
        let (id, date) = (app.new_id(now), promised_on.to_string());
        let (completion, cause) = (&task.completion_id, "third_class");
        store::batch::insert_home_visit(transaction, id, completion, &date, cause, now).await?;
        return Ok(());
    }
    let is_workday = app.calendar().is_workday(promised_on);
    let day =
        if is_workday.value { promised_on } else { app.calendar().next_workday(promised_on).value };
    let mut next = TaskRow {
        id: app.new_id(now).to_string(),
        ordinal: task.ordinal + 1,
        batch_date: day.to_string(),
        is_late: false,
        is_provisional: is_workday.provisional,
        state: TaskState::Scheduled.code().to_owned(),
        next_attempt_at: None,
        phone_index: 0,
        attempt_count: 0,
        appointment_at: None,
        agent_id: None,
        call_id: None,
        disposition: None,
        finished_at: None,
        created_at: now.0,
        completed_at: None,
        ..task.clone()
    };
    batch_tasks::plan_first_attempt(app, &book, &mut next, now)?;
    store::task::insert(transaction, vec![next]).await?;
    Ok(())
}

/// Whether a further callback on the matter is made in person (第三类投诉, R-038, A-13).
fn is_third_class(pack: &RulePack, task: &TaskRow) -> Result<bool, AppError> {
    let kind: ServiceRequestKind = stored::code("kind", &task.kind)?;
    let severity: Severity = stored::code("severity", &task.severity)?;
    Ok(pack.is_third_class(kind, severity))
}
