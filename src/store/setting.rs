//! Values the program makes once and keeps.

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// Reads a setting.
///
/// # Errors
/// When the database refuses.
pub async fn get(database: &Database, name: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> =
        database.optional("select value from setting where name = $1", values![name]).await?;
    Ok(row.map(|(value,)| value))
}

/// Stores a setting, replacing what it was.
///
/// # Errors
/// When the database refuses.
pub async fn put(
    transaction: &mut Transaction,
    name: &str,
    value: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into setting (name, value, updated_at) values ($1, $2, $3) \
               on conflict (name) do update set value = excluded.value, \
               updated_at = excluded.updated_at";
    transaction.execute(sql, values![name, value, now]).await?;
    Ok(())
}

/// Stores `value` unless the setting exists already; the value that now holds.
///
/// # Errors
/// When the database refuses.
pub async fn get_or_insert(
    transaction: &mut Transaction,
    name: &str,
    value: &str,
    now: Timestamp,
) -> Result<String, StoreError> {
    let insert = "insert into setting (name, value, updated_at) values ($1, $2, $3) \
                  on conflict (name) do nothing";
    transaction.execute(insert, values![name, value, now]).await?;
    let row: Option<(String,)> =
        transaction.optional("select value from setting where name = $1", values![name]).await?;
    row.map(|(value,)| value).ok_or(StoreError::Sql(sqlx::Error::RowNotFound))
}
