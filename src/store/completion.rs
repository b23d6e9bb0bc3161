//! Completions of service requests: the facts that batches place.

use sqlx::FromRow;

use super::bulk::LIST_MAX;
use super::database::StoreError;
use super::sql::{Dual, Query};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A completion with what a batch made of it.
#[derive(Clone, Debug, FromRow)]
pub struct CompletionRow {
    pub id: String,
    pub request_no: String,
    pub completed_at: i64,
    pub center_code: String,
    pub kind: String,
    pub status: String,
    pub reopened_at: Option<i64>,
    /// `task`, `excluded`, or nothing while no batch has it.
    pub place: Option<String>,
    /// Its tasks that are not done.
    pub open_task_count: i64,
}

/// A completion to be stored.
#[derive(Clone, Debug)]
pub struct CompletionRecord {
    pub id: String,
    pub request_no: String,
    pub completed_at: Timestamp,
    pub completed_on: chrono::NaiveDate,
    pub center_code: String,
    pub kind: &'static str,
    pub status: &'static str,
    pub follows_id: Option<String>,
    pub recorded_at: Timestamp,
}

/// Lets one transaction at a time change or place completions: on PostgreSQL an advisory lock until
/// the commit, on SQLite the single writer sees to it.
///
/// # Errors
/// When the database refuses.
pub async fn lock(transaction: &mut Transaction) -> Result<(), StoreError> {
    let lock =
        Dual { sqlite: "select 1", postgres: "select 1 from pg_advisory_xact_lock(7238461002)" };
    transaction.execute(lock, vec![]).await?;
    Ok(())
}

/// The completions of these requests, by request and from the first made to the latest.
///
/// # Errors
/// When the database refuses.
pub async fn of_requests(
    transaction: &mut Transaction,
    numbers: &[&str],
) -> Result<Vec<CompletionRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in numbers.chunks(LIST_MAX) {
        let query = Query::new(
            "select c.id, c.request_no, c.completed_at, c.center_code, c.kind, c.status, \
             c.reopened_at, b.place, (select cast(count(*) as bigint) from callback_task t \
             where t.completion_id = c.id \
             and t.state in ('waiting', 'scheduled', 'in_call', 'wrap_up')) as open_task_count \
             from completion c left join batch_place b on b.completion_id = c.id \
             where c.request_no in ",
        )
        .list(chunk.iter().copied())
        // Whichever is followed was there first, even when a manual clock did not move.
        .push(
            " order by c.request_no, c.recorded_at, \
             case when c.follows_id is null then 0 else 1 end, c.completed_at",
        );
        found.extend(transaction.query::<CompletionRow>(query).await?);
    }
    Ok(found)
}

/// Stores completions, new ones and corrected ones. What a completion follows, and when it was
/// recorded first, stays.
///
/// # Errors
/// When the database refuses.
pub async fn save(
    transaction: &mut Transaction,
    completions: &[CompletionRecord],
) -> Result<(), StoreError> {
    let row = |completion: &CompletionRecord| {
        values![
            &completion.id,
            &completion.request_no,
            completion.completed_at,
            completion.completed_on,
            &completion.center_code,
            completion.kind,
            completion.status,
            completion.follows_id.as_ref(),
            completion.recorded_at,
            1_i64
        ]
    };
    let head = "insert into completion (id, request_no, completed_at, completed_on, center_code, \
                kind, status, follows_id, recorded_at, revision)";
    let tail = "on conflict (id) do update set completed_at = excluded.completed_at, \
                completed_on = excluded.completed_on, center_code = excluded.center_code, \
                kind = excluded.kind, status = excluded.status, \
                revision = completion.revision + 1";
    transaction.insert_many(head, completions.iter().map(row).collect(), tail).await?;
    Ok(())
}

/// Removes completions that did not happen and that no batch has.
///
/// # Errors
/// When the database refuses, or a batch has one of them.
pub async fn remove(transaction: &mut Transaction, ids: &[String]) -> Result<(), StoreError> {
    for chunk in ids.chunks(LIST_MAX) {
        transaction.run(Query::new("delete from completion where id in ").list(chunk)).await?;
    }
    Ok(())
}

/// Marks completions whose requests were opened again; `None` clears the mark.
///
/// # Errors
/// When the database refuses.
pub async fn set_reopened(
    transaction: &mut Transaction,
    ids: &[String],
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    for chunk in ids.chunks(LIST_MAX) {
        let query = Query::new("update completion set reopened_at = ")
            .bind(at)
            .push(", revision = revision + 1 where id in ")
            .list(chunk);
        transaction.run(query).await?;
    }
    Ok(())
}

/// A task that the reopening of its request changed.
#[derive(Clone, Debug, FromRow)]
pub struct ChangedTask {
    pub id: String,
    pub batch_date: String,
    pub state: String,
    pub disposition: Option<String>,
}

/// Cancels the tasks of reopened completions that wait for a call. One that is in a call is left to
/// the call's end: somebody is speaking to the resident.
///
/// # Errors
/// When the database refuses.
pub async fn cancel_tasks(
    transaction: &mut Transaction,
    ids: &[String],
    now: Timestamp,
) -> Result<Vec<ChangedTask>, StoreError> {
    let mut changed = Vec::new();
    for chunk in ids.chunks(LIST_MAX) {
        let query = Query::new("update callback_task set state = 'reopened', finished_at = ")
            .bind(now)
            .push(
                ", revision = revision + 1 \
                 where state in ('waiting', 'scheduled') and completion_id in ",
            )
            .list(chunk)
            .push(" returning id, batch_date, state, disposition");
        changed.extend(transaction.query::<ChangedTask>(query).await?);
    }
    Ok(changed)
}

/// Opens the cancelled tasks of completions again that stand after all.
///
/// # Errors
/// When the database refuses.
pub async fn resume_tasks(
    transaction: &mut Transaction,
    ids: &[String],
) -> Result<Vec<ChangedTask>, StoreError> {
    let mut changed = Vec::new();
    for chunk in ids.chunks(LIST_MAX) {
        let query = Query::new(
            "update callback_task set finished_at = null, revision = revision + 1, \
             state = case when attempt_count = 0 and appointment_at is null then 'waiting' \
             else 'scheduled' end where state = 'reopened' and completion_id in ",
        )
        .list(chunk)
        .push(" returning id, batch_date, state, disposition");
        changed.extend(transaction.query::<ChangedTask>(query).await?);
    }
    Ok(changed)
}
