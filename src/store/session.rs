//! Sessions of the web pages. The key is the hash of the cookie's secret, never the secret.

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// Stores a session, or moves its expiry; those that have expired are removed.
///
/// # Errors
/// When the database refuses.
pub async fn save(
    database: &Database,
    id: &str,
    body: &str,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut transaction = database.begin().await?;
    transaction.execute("delete from session where expires_at <= $1", values![now]).await?;
    let sql = "insert into session (id, body, expires_at) values ($1, $2, $3) \
               on conflict (id) do update set body = excluded.body, \
               expires_at = excluded.expires_at";
    transaction.execute(sql, values![id, body, expires_at]).await?;
    transaction.commit().await
}

/// A session that has not expired.
///
/// # Errors
/// When the database refuses.
pub async fn load(
    database: &Database,
    id: &str,
    now: Timestamp,
) -> Result<Option<(String, i64)>, StoreError> {
    let sql = "select body, expires_at from session where id = $1 and expires_at > $2";
    database.optional(sql, values![id, now]).await
}

/// Ends a session.
///
/// # Errors
/// When the database refuses.
pub async fn delete(database: &Database, id: &str) -> Result<(), StoreError> {
    let mut transaction = database.begin().await?;
    transaction.execute("delete from session where id = $1", values![id]).await?;
    transaction.commit().await
}

/// Ends every session of a user.
///
/// # Errors
/// When the database refuses.
pub async fn delete_of_user(
    transaction: &mut Transaction,
    user_id: &str,
) -> Result<u64, StoreError> {
    let sql = "delete from session where body like '%\"' || $1 || '\"%'";
    transaction.execute(sql, values![user_id]).await
}
