//! Timers: rows with an id, so that a late or repeated one is recognised.

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// Sets a timer, or moves it when it is set already.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    transaction: &mut Transaction,
    id: &str,
    subject_id: &str,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into timer (id, subject_id, due_at) values ($1, $2, $3) \
               on conflict (id) do update set due_at = excluded.due_at, settled_at = null";
    transaction.execute(sql, values![id, subject_id, due_at]).await?;
    Ok(())
}

/// Marks a timer as fired or cancelled. False when it was already.
///
/// # Errors
/// When the database refuses.
pub async fn settle(
    transaction: &mut Transaction,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update timer set settled_at = $1 where id = $2 and settled_at is null";
    Ok(transaction.execute(sql, values![now, id]).await? == 1)
}

/// Timers that are due: (id, subject, due at), earliest first.
///
/// # Errors
/// When the database refuses.
pub async fn due(
    database: &Database,
    now: Timestamp,
) -> Result<Vec<(String, String, i64)>, StoreError> {
    let sql = "select id, subject_id, due_at from timer where settled_at is null and due_at <= $1 \
               order by due_at, id limit 100";
    database.all(sql, values![now]).await
}

/// When the next timer is due.
///
/// # Errors
/// When the database refuses.
pub async fn next_due(database: &Database) -> Result<Option<Timestamp>, StoreError> {
    let sql = "select cast(min(due_at) as bigint) from timer where settled_at is null";
    let (due,): (Option<i64>,) = database.one(sql, vec![]).await?;
    Ok(due.map(Timestamp))
}
