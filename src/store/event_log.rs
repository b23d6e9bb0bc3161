//! What happened, in commit order, read by cursor.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A stored event.
#[derive(Clone, Debug, FromRow)]
pub struct StoredEvent {
    pub position: i64,
    pub at: i64,
    pub kind: String,
    pub version: i64,
    pub subject_kind: String,
    pub subject_id: String,
    pub body: String,
}

const COLUMNS: &str = "select position, at, kind, version, subject_kind, subject_id, body \
                       from event_log ";

/// Events after a position, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn after(
    database: &Database,
    position: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!("{COLUMNS} where position > $1 order by position limit $2");
    database.all(sql, values![position, limit]).await
}

/// Everything that happened to one subject, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_subject(
    database: &Database,
    subject_kind: &str,
    subject_id: &str,
) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!("{COLUMNS} where subject_kind = $1 and subject_id = $2 order by position");
    database.all(sql, values![subject_kind, subject_id]).await
}

/// The position of the newest event; 0 before the first.
///
/// # Errors
/// When the database refuses.
pub async fn newest(database: &Database) -> Result<i64, StoreError> {
    let sql = "select cast(coalesce(max(position), 0) as bigint) from event_log";
    let (position,): (i64,) = database.one(sql, vec![]).await?;
    Ok(position)
}

/// When the newest event happened.
///
/// # Errors
/// When the database refuses.
pub async fn newest_at(database: &Database) -> Result<Option<Timestamp>, StoreError> {
    let sql = "select cast(max(at) as bigint) from event_log";
    let (at,): (Option<i64>,) = database.one(sql, vec![]).await?;
    Ok(at.map(Timestamp))
}
