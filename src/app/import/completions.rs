//! What an import means for completions, and for the tasks of those that were opened again.

use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::intake::changes::completion::{
    BatchPlace, CompletionChange, StoredCompletion, plan_completion,
};
use crate::domain::intake::service_request::ServiceRequestDraft;
use crate::domain::timestamp::Timestamp;
use crate::store::completion::{ChangedTask, CompletionRecord, CompletionRow};
use crate::store::{self, Event, Transaction};

/// Everything a file changes about completions.
#[derive(Default)]
pub(super) struct CompletionPlan {
    pub(super) save: Vec<CompletionRecord>,
    remove: Vec<String>,
    reopen: Vec<String>,
    cancel_tasks: Vec<String>,
    resume: Vec<String>,
}

impl CompletionPlan {
    /// Whether nothing has to be done.
    pub(super) fn is_empty(&self) -> bool {
        let ids = [&self.remove, &self.reopen, &self.cancel_tasks, &self.resume];
        self.save.is_empty() && ids.iter().all(|ids| ids.is_empty())
    }

    /// Plans the completions of one request; `rows` are those it has, oldest made first.
    pub(super) fn add(
        &mut self,
        app: &App,
        rows: &[CompletionRow],
        draft: &ServiceRequestDraft,
        now: Timestamp,
    ) {
        let stored: Vec<StoredCompletion> = rows.iter().map(stored_completion).collect();
        let change = plan_completion(&stored, draft.completion(), draft.status.is_finished());
        let record = |id, completed_at, follows_id| CompletionRecord {
            id,
            request_no: draft.request_no.clone(),
            completed_at,
            completed_on: app.zone.date(completed_at),
            center_code: draft.center_code.clone(),
            kind: draft.kind.code(),
            status: draft.status.code(),
            follows_id,
            recorded_at: now,
        };
        let new_id = || app.new_id(now).to_string();
        match (change, rows.first().zip(rows.last())) {
            (CompletionChange::First { completed_at }, _) => {
                self.save.push(record(new_id(), completed_at, None));
            }
            (CompletionChange::Again { completed_at, .. }, Some((first, _))) => {
                self.save.push(record(new_id(), completed_at, Some(first.id.clone())));
            }
            (CompletionChange::Correct { to, .. }, Some((_, latest))) => {
                self.save.push(record(latest.id.clone(), to, None));
            }
            (CompletionChange::Withdraw { .. }, Some((_, latest))) => {
                self.remove.push(latest.id.clone());
            }
            (CompletionChange::Reopen { cancel_task, .. }, Some((_, latest))) => {
                self.reopen.push(latest.id.clone());
                self.cancel_tasks.extend(cancel_task.then(|| latest.id.clone()));
            }
            (CompletionChange::Resume { .. }, Some((_, latest))) => {
                self.resume.push(latest.id.clone());
            }
            // Until a batch takes it, a completion says what its request says.
            (CompletionChange::Unchanged, Some((_, latest))) if is_outdated(latest, draft) => {
                let completed_at = Timestamp(latest.completed_at);
                self.save.push(record(latest.id.clone(), completed_at, None));
            }
            (_, _) => {}
        }
    }

    /// Applies the plan; how many completions and tasks it touched.
    pub(super) async fn apply(
        self,
        transaction: &mut Transaction,
        now: Timestamp,
    ) -> Result<usize, AppError> {
        store::completion::remove(transaction, &self.remove).await?;
        store::completion::save(transaction, &self.save).await?;
        store::completion::set_reopened(transaction, &self.reopen, Some(now)).await?;
        store::completion::set_reopened(transaction, &self.resume, None).await?;
        let mut tasks =
            store::completion::cancel_tasks(transaction, &self.cancel_tasks, now).await?;
        tasks.extend(store::completion::resume_tasks(transaction, &self.resume).await?);
        let touched = [&self.remove, &self.reopen, &self.resume].map(Vec::len);
        let count = self.save.len() + touched.iter().sum::<usize>() + tasks.len();
        tasks.into_iter().for_each(|task| transaction.note(task_changed(task, now)));
        Ok(count)
    }
}

fn stored_completion(row: &CompletionRow) -> StoredCompletion {
    let place = match row.place.as_deref() {
        None => BatchPlace::None,
        Some("task") if row.open_task_count > 0 => BatchPlace::OpenTask,
        Some("task") => BatchPlace::ClosedTask,
        Some(_) => BatchPlace::Excluded,
    };
    let completed_at = Timestamp(row.completed_at);
    StoredCompletion { completed_at, place, reopened: row.reopened_at.is_some() }
}

fn is_outdated(latest: &CompletionRow, draft: &ServiceRequestDraft) -> bool {
    latest.place.is_none()
        && draft.completion() == Some(Timestamp(latest.completed_at))
        && (latest.center_code != draft.center_code
            || latest.kind != draft.kind.code()
            || latest.status != draft.status.code())
}

fn task_changed(task: ChangedTask, now: Timestamp) -> Event {
    let body = serde_json::json!({
        "state": task.state,
        "batch_date": task.batch_date,
        "disposition": task.disposition,
    });
    Event { at: now, kind: "task_changed", subject_kind: "task", subject_id: task.id, body }
}
