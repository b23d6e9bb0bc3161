//! The audit log as it is checked: whole records in order.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::value::values;

/// A sealed record.
#[derive(Clone, Debug, FromRow)]
pub struct SealedRecord {
    pub sequence: i64,
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub body: String,
    pub previous_hash: String,
    pub hash: String,
}

/// Records after a sequence number, in order.
///
/// # Errors
/// When the database refuses.
pub async fn after(
    database: &Database,
    sequence: i64,
    limit: i64,
) -> Result<Vec<SealedRecord>, StoreError> {
    let sql = "select sequence, at, actor, action, subject_kind, subject_id, body, \
               previous_hash, hash from audit_log where sequence > $1 order by sequence limit $2";
    database.all(sql, values![sequence, limit]).await
}
