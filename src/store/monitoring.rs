//! What whoever watches over the service counts. Ids and codes only.

use super::database::{Database, StoreError};
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A count by one code.
pub type CountByCode = Vec<(String, i64)>;

/// Facts nothing has been decided about yet, and when the oldest of them arrived.
///
/// # Errors
/// When the database refuses.
pub async fn inbox(database: &Database) -> Result<(i64, Option<i64>), StoreError> {
    let sql = "select cast(count(*) as bigint), cast(min(received_at) as bigint) from inbox \
               where settled_at is null";
    database.one(sql, vec![]).await
}

/// Effects that are not done, by state.
///
/// # Errors
/// When the database refuses.
pub async fn outbox(database: &Database) -> Result<CountByCode, StoreError> {
    let sql = "select state, cast(count(*) as bigint) from outbox \
               where state in ('pending', 'claimed', 'dead') group by state";
    database.all(sql, vec![]).await
}

/// When the effect that waits longest was due.
///
/// # Errors
/// When the database refuses.
pub async fn outbox_due_since(database: &Database) -> Result<Option<i64>, StoreError> {
    let sql = "select cast(min(due_at) as bigint) from outbox \
               where state in ('pending', 'claimed')";
    Ok(database.one::<(Option<i64>,)>(sql, vec![]).await?.0)
}

/// Timers that should have fired.
///
/// # Errors
/// When the database refuses.
pub async fn timers_due(database: &Database, now: Timestamp) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from timer \
               where settled_at is null and due_at <= $1";
    Ok(database.one::<(i64,)>(sql, values![now]).await?.0)
}

/// Calls that are going on.
///
/// # Errors
/// When the database refuses.
pub async fn live_calls(database: &Database) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from call where ended_at is null";
    Ok(database.one::<(i64,)>(sql, vec![]).await?.0)
}

/// Callback tasks of all time, by state.
///
/// # Errors
/// When the database refuses.
pub async fn tasks(database: &Database) -> Result<CountByCode, StoreError> {
    let sql = "select state, cast(count(*) as bigint) from callback_task group by state";
    database.all(sql, vec![]).await
}

/// Waiting tasks whose next attempt is due, and those whose first attempt is too late.
///
/// # Errors
/// When the database refuses.
pub async fn tasks_due(database: &Database, now: Timestamp) -> Result<(i64, i64), StoreError> {
    let sql = "select cast(coalesce(sum(case when next_attempt_at <= $1 then 1 else 0 end), 0) \
               as bigint), cast(coalesce(sum(case when attempt_count = 0 and due_at < $1 \
               then 1 else 0 end), 0) as bigint) from callback_task \
               where state in ('waiting', 'scheduled')";
    database.one(sql, values![now]).await
}

/// Whether the batch of a date was made, and whether it waits for data.
///
/// # Errors
/// When the database refuses.
pub async fn batch(database: &Database, date: &str) -> Result<(bool, bool), StoreError> {
    let sql = "select cast((select count(*) from callback_batch where batch_date = $1) as bigint), \
               cast((select count(*) from callback_batch_waiting where batch_date = $1) as bigint)";
    let (made, waiting): (i64, i64) = database.one(sql, values![date]).await?;
    Ok((made > 0, waiting > 0))
}

/// Recordings by state.
///
/// # Errors
/// When the database refuses.
pub async fn recordings(database: &Database) -> Result<CountByCode, StoreError> {
    let sql = "select state, cast(count(*) as bigint) from recording group by state";
    database.all(sql, vec![]).await
}

/// Alarms nobody has cleared.
///
/// # Errors
/// When the database refuses.
pub async fn open_alarms(database: &Database) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from alarm where cleared_at is null";
    Ok(database.one::<(i64,)>(sql, vec![]).await?.0)
}

/// Occurrences of jobs: (job, state, count).
///
/// # Errors
/// When the database refuses.
pub async fn jobs(database: &Database) -> Result<Vec<(String, String, i64)>, StoreError> {
    let sql = "select job, state, cast(count(*) as bigint) from job_occurrence group by job, state";
    database.all(sql, vec![]).await
}

/// Rows of the imports that stored something, by what they hold.
///
/// # Errors
/// When the database refuses.
pub async fn imported_rows(database: &Database) -> Result<CountByCode, StoreError> {
    let sql = "select kind, cast(sum(row_count) as bigint) from import_run group by kind";
    database.all(sql, vec![]).await
}
