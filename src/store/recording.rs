//! Recordings: where the bytes lie, and whether they agree with the call.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A recording as stored.
#[derive(Clone, Debug, FromRow)]
pub struct RecordingRow {
    pub id: String,
    pub call_id: String,
    pub state: String,
    pub path: Option<String>,
    pub sha256: Option<String>,
    pub byte_count: Option<i64>,
    pub duration_ms: Option<i64>,
    pub expected_ms: i64,
    pub problem: Option<String>,
    pub awaited_since: i64,
    pub stored_at: Option<i64>,
}

const RECORDING: &str = "select id, call_id, state, path, sha256, byte_count, duration_ms, \
                         expected_ms, problem, awaited_since, stored_at from recording ";

/// Expects the recording of an answered call. One that was given up before the length of the
/// conversation was known (0) learns it now.
///
/// # Errors
/// When the database refuses.
pub async fn expect(
    transaction: &mut Transaction,
    id: &str,
    call_id: &str,
    expected_ms: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into recording (id, call_id, state, expected_ms, awaited_since) \
               values ($1, $2, 'awaited', $3, $4) on conflict (call_id) do update \
               set expected_ms = excluded.expected_ms where recording.expected_ms = 0";
    transaction.execute(sql, values![id, call_id, expected_ms, now]).await?;
    Ok(())
}

/// Stores what became of a recording.
///
/// # Errors
/// When the database refuses.
pub async fn update(
    transaction: &mut Transaction,
    recording: &RecordingRow,
) -> Result<(), StoreError> {
    let sql = "update recording set state = $1, path = $2, sha256 = $3, byte_count = $4, \
               duration_ms = $5, problem = $6, stored_at = $7 where id = $8";
    let row = values![
        &recording.state,
        recording.path.clone(),
        recording.sha256.clone(),
        recording.byte_count,
        recording.duration_ms,
        recording.problem.clone(),
        recording.stored_at,
        &recording.id
    ];
    transaction.execute(sql, row).await?;
    Ok(())
}

/// The recording of a call.
///
/// # Errors
/// When the database refuses.
pub async fn of_call(
    database: &Database,
    call_id: &str,
) -> Result<Option<RecordingRow>, StoreError> {
    database.optional(format!("{RECORDING} where call_id = $1"), values![call_id]).await
}

/// The recording of a call, inside a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn load_of_call(
    transaction: &mut Transaction,
    call_id: &str,
) -> Result<Option<RecordingRow>, StoreError> {
    transaction.optional(format!("{RECORDING} where call_id = $1"), values![call_id]).await
}

/// The batch whose tasks a call works.
///
/// # Errors
/// When the database refuses.
pub async fn batch_date(
    transaction: &mut Transaction,
    call_id: &str,
) -> Result<Option<String>, StoreError> {
    let sql = "select max(t.batch_date) from callback_attempt a \
               join callback_task t on t.id = a.task_id where a.call_id = $1";
    let row: Option<(Option<String>,)> = transaction.optional(sql, values![call_id]).await?;
    Ok(row.and_then(|(date,)| date))
}

/// One recording.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<RecordingRow>, StoreError> {
    database.optional(format!("{RECORDING} where id = $1"), values![id]).await
}

/// Recordings of the calls of one batch, by call time.
///
/// # Errors
/// When the database refuses.
pub async fn of_batch(
    database: &Database,
    batch_date: &str,
) -> Result<Vec<RecordingRow>, StoreError> {
    let sql = "select r.id, r.call_id, r.state, r.path, r.sha256, r.byte_count, r.duration_ms, \
               r.expected_ms, r.problem, r.awaited_since, r.stored_at from recording r \
               join call c on c.id = r.call_id where exists (select 1 from callback_attempt a \
               join callback_task t on t.id = a.task_id where a.call_id = r.call_id \
               and t.batch_date = $1) order by c.ordered_at, r.id";
    database.all(sql, values![batch_date]).await
}
