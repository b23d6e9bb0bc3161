//! Imports as people start and follow them.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// An import somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ImportJobRow {
    pub id: String,
    pub kind: String,
    /// `all` or `partial`.
    pub mode: String,
    pub is_dry_run: bool,
    /// `upload`, `inbox` or `cli`.
    pub origin: String,
    pub file_name: String,
    pub file_hash: Option<String>,
    pub state: String,
    pub bytes_total: i64,
    pub bytes_read: i64,
    pub row_count: i64,
    pub error_row_count: i64,
    pub is_cancel_requested: bool,
    pub exchange: String,
    pub requested_by: String,
    pub requested_at: i64,
    pub finished_at: Option<i64>,
}

const COLUMNS: &str = "id, kind, mode, is_dry_run, origin, file_name, file_hash, state, \
                       bytes_total, bytes_read, row_count, error_row_count, is_cancel_requested, \
                       exchange, requested_by, requested_at, finished_at";

/// Stores a new import.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &mut Transaction, job: &ImportJobRow) -> Result<(), StoreError> {
    let row = values![
        &job.id,
        &job.kind,
        &job.mode,
        job.is_dry_run,
        &job.origin,
        &job.file_name,
        job.file_hash.as_ref(),
        &job.state,
        job.bytes_total,
        job.bytes_read,
        job.row_count,
        job.error_row_count,
        job.is_cancel_requested,
        &job.exchange,
        &job.requested_by,
        job.requested_at,
        job.finished_at
    ];
    let head = "insert into import_job (id, kind, mode, is_dry_run, origin, file_name, file_hash, \
                state, bytes_total, bytes_read, row_count, error_row_count, is_cancel_requested, \
                exchange, requested_by, requested_at, finished_at)";
    transaction.insert_many(head, vec![row], "").await?;
    Ok(())
}

/// Moves an import that is not over to another state; whether it was moved.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    transaction: &mut Transaction,
    id: &str,
    state: &str,
) -> Result<bool, StoreError> {
    let sql = "update import_job set state = $2 where id = $1 \
               and state in ('queued', 'reading', 'merging')";
    Ok(transaction.execute(sql, values![id, state]).await? > 0)
}

/// Notes how far an import has come.
///
/// # Errors
/// When the database refuses.
pub async fn set_progress(
    transaction: &mut Transaction,
    id: &str,
    bytes_read: i64,
    row_count: i64,
    error_row_count: i64,
) -> Result<(), StoreError> {
    let sql = "update import_job set bytes_read = $2, row_count = $3, error_row_count = $4 \
               where id = $1";
    transaction.execute(sql, values![id, bytes_read, row_count, error_row_count]).await?;
    Ok(())
}

/// Asks for an import to be given up.
///
/// # Errors
/// When the database refuses.
pub async fn request_cancel(transaction: &mut Transaction, id: &str) -> Result<(), StoreError> {
    let sql = "update import_job set is_cancel_requested = true where id = $1";
    transaction.execute(sql, values![id]).await?;
    Ok(())
}

/// Ends an import, with what it says about the rows; whether it was not over before.
///
/// # Errors
/// When the database refuses.
pub async fn finish(
    transaction: &mut Transaction,
    id: &str,
    state: &str,
    file_hash: Option<&str>,
    report: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update import_job set state = $2, finished_at = $3, \
               file_hash = coalesce($4, file_hash) where id = $1 \
               and state in ('queued', 'reading', 'merging')";
    if transaction.execute(sql, values![id, state, now, file_hash]).await? == 0 {
        return Ok(false);
    }
    let sql = "insert into import_job_private (job_id, report) values ($1, $2) \
               on conflict (job_id) do update set report = excluded.report";
    transaction.execute(sql, values![id, report]).await?;
    Ok(true)
}

/// Ends what a process that is gone left half done; which imports those were.
///
/// # Errors
/// When the database refuses.
pub async fn fail_interrupted(
    transaction: &mut Transaction,
    exchange: &str,
    now: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let sql = "update import_job set state = 'failed', finished_at = $2 where exchange = $1 \
               and state in ('queued', 'reading', 'merging') returning id";
    let rows: Vec<(String,)> = transaction.all(sql, values![exchange, now]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// One import.
///
/// # Errors
/// When the database refuses.
pub async fn find(database: &Database, id: &str) -> Result<Option<ImportJobRow>, StoreError> {
    let sql = format!("select {COLUMNS} from import_job where id = $1");
    database.optional(sql, values![id]).await
}

/// What an import said about its rows, as JSON.
///
/// # Errors
/// When the database refuses.
pub async fn report(database: &Database, id: &str) -> Result<Option<String>, StoreError> {
    let sql = "select report from import_job_private where job_id = $1";
    let row: Option<(String,)> = database.optional(sql, values![id]).await?;
    Ok(row.map(|(report,)| report))
}

/// Imports, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn newest(database: &Database, limit: i64) -> Result<Vec<ImportJobRow>, StoreError> {
    let sql =
        format!("select {COLUMNS} from import_job order by requested_at desc, id desc limit $1");
    database.all(sql, values![limit]).await
}

/// Whether a file of these bytes was taken in as this kind before.
///
/// # Errors
/// When the database refuses.
pub async fn is_done(database: &Database, kind: &str, hash: &str) -> Result<bool, StoreError> {
    let sql = "select id from import_job where kind = $1 and file_hash = $2 and state = 'done' \
               and not is_dry_run and mode = 'all' limit 1";
    let row: Option<(String,)> = database.optional(sql, values![kind, hash]).await?;
    Ok(row.is_some())
}
