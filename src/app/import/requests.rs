//! Service requests, their completions, and the tasks of those that were opened again.

use std::collections::{BTreeMap, BTreeSet};

use super::Applied;
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::intake::changes::completion::{
    BatchPlace, CompletionChange, StoredCompletion, plan_completion,
};
use crate::domain::intake::changes::tenancy::{Tenancy, household_on};
use crate::domain::intake::changes::{Change, plan_service_request};
use crate::domain::intake::reading::Drafted;
use crate::domain::intake::service_request::ServiceRequestDraft;
use crate::domain::timestamp::{BusinessZone, Timestamp};
use crate::store::completion::{ChangedTask, CompletionRecord, CompletionRow};
use crate::store::household::DwellingKey;
use crate::store::service_request::{RequestRecord, StoredRequest};
use crate::store::{self, Event, Transaction};

/// Stores what differs. Requests that the file does not name stay as they are.
pub(in crate::app) async fn apply(
    app: &App,
    transaction: &mut Transaction,
    drafts: &[Drafted<ServiceRequestDraft>],
    now: Timestamp,
) -> Result<Applied, AppError> {
    let numbers: Vec<&str> =
        drafts.iter().map(|drafted| drafted.draft.request_no.as_str()).collect();
    let centers: BTreeSet<String> =
        drafts.iter().map(|drafted| drafted.draft.center_code.clone()).collect();
    let stored = store::service_request::stored(transaction, &numbers).await?;
    let tenancies = store::household::tenancies(transaction, &centers).await?;
    let mut completions: BTreeMap<String, Vec<CompletionRow>> = BTreeMap::new();
    for row in store::completion::of_requests(transaction, &numbers).await? {
        completions.entry(row.request_no.clone()).or_default().push(row);
    }
    let mut applied = Applied::default();
    let (mut save, mut plan) = (Vec::new(), CompletionPlan::default());
    let drafts: Vec<ServiceRequestDraft> =
        drafts.iter().map(|drafted| without_erased(&drafted.draft, &stored)).collect();
    for draft in &drafts {
        let known = stored.get(&draft.request_no);
        let household_id = household_of(known, draft, &tenancies, app.zone);
        if count(&mut applied, known, draft, household_id.as_ref()) {
            save.push(RequestRecord { draft, household_id, imported_at: now });
        }
        let rows = completions.get(&draft.request_no).map_or(&[][..], Vec::as_slice);
        plan.add(app, rows, draft, now);
        applied.covers_through = applied.covers_through.max(latest_date(draft, app.zone));
    }
    store::service_request::save(transaction, &save).await?;
    applied.changed_beside = plan.apply(transaction, now).await?;
    Ok(applied)
}

/// What may be stored of a row: who was erased at their request stays erased.
pub(in crate::app) fn without_erased(
    draft: &ServiceRequestDraft,
    stored: &BTreeMap<String, StoredRequest>,
) -> ServiceRequestDraft {
    let erased = stored.get(&draft.request_no).filter(|known| known.is_erased);
    erased.map_or_else(|| draft.clone(), |known| draft.clone().with_people_of(&known.draft))
}

/// Counts the row; whether it has to be stored.
fn count(
    applied: &mut Applied,
    known: Option<&StoredRequest>,
    draft: &ServiceRequestDraft,
    household_id: Option<&String>,
) -> bool {
    let linked_anew = known.is_some_and(|known| known.household_id.as_ref() != household_id);
    match plan_service_request(known.map(|known| &known.draft), draft) {
        Change::Unchanged if !linked_anew => {
            applied.unchanged += 1;
            return false;
        }
        Change::Insert => applied.inserted += 1,
        Change::Unchanged | Change::Update { .. } => applied.updated += 1,
    }
    true
}

/// A request keeps its household while it stays at its dwelling: who moves in later has nothing to
/// do with it.
fn household_of(
    known: Option<&StoredRequest>,
    draft: &ServiceRequestDraft,
    tenancies: &BTreeMap<DwellingKey, Vec<Tenancy<String>>>,
    zone: BusinessZone,
) -> Option<String> {
    let room = draft.room.clone()?;
    let same_dwelling = |known: &&StoredRequest| {
        known.draft.room == draft.room && known.draft.center_code == draft.center_code
    };
    if let Some(linked) = known.filter(same_dwelling).and_then(|known| known.household_id.clone()) {
        return Some(linked);
    }
    let dwelling = tenancies.get(&(draft.center_code.clone(), room))?;
    household_on(dwelling, zone.date(draft.taken_in_at)).cloned()
}

fn latest_date(draft: &ServiceRequestDraft, zone: BusinessZone) -> Option<chrono::NaiveDate> {
    [Some(draft.taken_in_at), draft.dispatched_at, draft.completed_at]
        .into_iter()
        .flatten()
        .max()
        .map(|at| zone.date(at))
}

/// Everything a file changes about completions.
#[derive(Default)]
struct CompletionPlan {
    save: Vec<CompletionRecord>,
    remove: Vec<String>,
    reopen: Vec<String>,
    cancel_tasks: Vec<String>,
    resume: Vec<String>,
}

impl CompletionPlan {
    /// Plans the completions of one request; `rows` are those it has, oldest made first.
    fn add(
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
    async fn apply(self, transaction: &mut Transaction, now: Timestamp) -> Result<usize, AppError> {
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
