//! Alarms: what a person has to look at.

use sqlx::FromRow;
use uuid::Uuid;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// An alarm nobody has cleared.
#[derive(Clone, Debug, FromRow)]
pub struct AlarmRow {
    pub id: String,
    pub kind: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub detail: String,
    pub raised_at: i64,
}

/// An alarm to raise.
pub struct NewAlarm<'a> {
    pub id: Uuid,
    pub kind: &'a str,
    pub subject_kind: &'a str,
    pub subject_id: &'a str,
    pub batch_date: Option<&'a str>,
    pub detail: &'a str,
}

/// Raises an alarm; one of the same kind about the same thing stands once, and again after it was
/// cleared.
///
/// # Errors
/// When the database refuses.
pub async fn raise(
    transaction: &mut Transaction,
    alarm: &NewAlarm<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "insert into alarm (id, kind, subject_kind, subject_id, batch_date, detail, \
               raised_at) values ($1, $2, $3, $4, $5, $6, $7) \
               on conflict (kind, subject_id) do update set detail = excluded.detail, \
               raised_at = excluded.raised_at, cleared_at = null \
               where alarm.cleared_at is not null";
    let row = values![
        alarm.id,
        alarm.kind,
        alarm.subject_kind,
        alarm.subject_id,
        alarm.batch_date,
        alarm.detail,
        now
    ];
    Ok(transaction.execute(sql, row).await? == 1)
}

/// Clears an alarm whose cause is gone.
///
/// # Errors
/// When the database refuses.
pub async fn clear(
    transaction: &mut Transaction,
    kind: &str,
    subject_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update alarm set cleared_at = $1 where kind = $2 and subject_id = $3 \
               and cleared_at is null";
    transaction.execute(sql, values![now, kind, subject_id]).await?;
    Ok(())
}

/// The open alarms of a batch, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_batch(database: &Database, batch_date: &str) -> Result<Vec<AlarmRow>, StoreError> {
    let sql = "select id, kind, subject_kind, subject_id, detail, raised_at from alarm \
               where batch_date = $1 and cleared_at is null order by raised_at desc, id";
    database.all(sql, values![batch_date]).await
}
