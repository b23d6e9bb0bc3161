//! Published versions of call scripts, and who uses them.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;

/// A published version with its text.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ScriptVersionRow {
    pub script_id: String,
    pub version: i64,
    pub title: String,
    pub yaml: String,
    pub sha256: String,
    /// The oldest version whose counted answers may be counted together with this one's.
    pub comparable_with: i64,
    pub note: String,
    pub published_by: String,
    pub published_at: i64,
}

/// A published version in the list: without its text, with its use.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ScriptVersionLine {
    pub script_id: String,
    pub version: i64,
    pub title: String,
    pub comparable_with: i64,
    pub note: String,
    /// The publisher's name; absent when the program brought the version with it.
    pub published_by_name: Option<String>,
    pub published_at: i64,
    /// Tasks that are being worked by it now.
    pub live_count: i64,
    /// Tasks whose result was given by it.
    pub result_count: i64,
}

/// Which earlier versions a version's answers may be counted with.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ComparableRow {
    pub script_id: String,
    pub version: i64,
    pub title: String,
    pub comparable_with: i64,
}

const VERSION: &str = "select script_id, version, title, yaml, sha256, comparable_with, note, \
                       published_by, published_at from script_version ";

/// Stores a version unless it is there; whether it was new.
///
/// # Errors
/// When the database refuses.
pub async fn insert_missing(
    transaction: &mut Transaction,
    row: &ScriptVersionRow,
) -> Result<bool, StoreError> {
    let sql = "insert into script_version (script_id, version, title, yaml, sha256, \
               comparable_with, note, published_by, published_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
               on conflict (script_id, version) do nothing";
    let row = values![
        &row.script_id,
        row.version,
        &row.title,
        &row.yaml,
        &row.sha256,
        row.comparable_with,
        &row.note,
        &row.published_by,
        row.published_at
    ];
    Ok(transaction.execute(sql, row).await? > 0)
}

/// A version.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    database: &Database,
    script_id: &str,
    version: i64,
) -> Result<Option<ScriptVersionRow>, StoreError> {
    let sql = format!("{VERSION} where script_id = $1 and version = $2");
    database.optional(sql, values![script_id, version]).await
}

/// A version, read where the transaction stands.
///
/// # Errors
/// When the database refuses.
pub async fn find_within(
    transaction: &mut Transaction,
    script_id: &str,
    version: i64,
) -> Result<Option<ScriptVersionRow>, StoreError> {
    let sql = format!("{VERSION} where script_id = $1 and version = $2");
    transaction.optional(sql, values![script_id, version]).await
}

/// The newest version of a script.
///
/// # Errors
/// When the database refuses.
pub async fn newest(
    transaction: &mut Transaction,
    script_id: &str,
) -> Result<Option<ScriptVersionRow>, StoreError> {
    let sql = format!("{VERSION} where script_id = $1 order by version desc limit 1");
    transaction.optional(sql, values![script_id]).await
}

/// The number of a script's newest version.
///
/// # Errors
/// When the database refuses.
pub async fn newest_version(
    transaction: &mut Transaction,
    script_id: &str,
) -> Result<Option<i64>, StoreError> {
    let sql = "select version from script_version where script_id = $1 \
               order by version desc limit 1";
    let row: Option<(i64,)> = transaction.optional(sql, values![script_id]).await?;
    Ok(row.map(|(version,)| version))
}

/// The number of a script's newest version, read outside any transaction.
///
/// # Errors
/// When the database refuses.
pub async fn newest_number(
    database: &Database,
    script_id: &str,
) -> Result<Option<i64>, StoreError> {
    let sql = "select version from script_version where script_id = $1 \
               order by version desc limit 1";
    let row: Option<(i64,)> = database.optional(sql, values![script_id]).await?;
    Ok(row.map(|(version,)| version))
}

/// The version published before this one.
///
/// # Errors
/// When the database refuses.
pub async fn before(
    transaction: &mut Transaction,
    script_id: &str,
    version: i64,
) -> Result<Option<ScriptVersionRow>, StoreError> {
    let sql =
        format!("{VERSION} where script_id = $1 and version < $2 order by version desc limit 1");
    transaction.optional(sql, values![script_id, version]).await
}

/// Every version, by script, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(database: &Database) -> Result<Vec<ScriptVersionLine>, StoreError> {
    let sql = "select v.script_id, v.version, v.title, v.comparable_with, v.note, \
               u.display_name as published_by_name, v.published_at, \
               cast((select count(*) from callback_task t where t.script_id = v.script_id \
               and t.script_version = v.version and t.state in ('in_call', 'wrap_up')) \
               as bigint) as live_count, \
               cast((select count(*) from callback_result r join callback_task t \
               on t.id = r.task_id where t.script_id = v.script_id \
               and r.script_version = v.version) as bigint) as result_count \
               from script_version v left join user_private u on u.user_id = v.published_by \
               order by v.script_id, v.version desc";
    database.all(sql, values![]).await
}

/// How many tasks wait to be worked by each script: (script, tasks).
///
/// # Errors
/// When the database refuses.
pub async fn waiting(database: &Database) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "select script_id, cast(count(*) as bigint) from callback_task \
               where state in ('waiting', 'scheduled') group by script_id order by script_id";
    database.all(sql, values![]).await
}

/// Decides anew which versions this one's answers may be counted with; whether it is there.
///
/// # Errors
/// When the database refuses.
pub async fn set_comparable_with(
    transaction: &mut Transaction,
    row: &ComparableRow,
) -> Result<bool, StoreError> {
    let sql = "update script_version set comparable_with = $3 \
               where script_id = $1 and version = $2";
    let row = values![&row.script_id, row.version, row.comparable_with];
    Ok(transaction.execute(sql, row).await? > 0)
}

/// Which versions of one script may be counted together.
///
/// # Errors
/// When the database refuses.
pub async fn comparable_of(
    transaction: &mut Transaction,
    script_id: &str,
) -> Result<Vec<ComparableRow>, StoreError> {
    let sql = "select script_id, version, title, comparable_with from script_version \
               where script_id = $1 order by version";
    transaction.all(sql, values![script_id]).await
}

/// Which versions may be counted together, of every script.
///
/// # Errors
/// When the database refuses.
pub async fn comparable(database: &Database) -> Result<Vec<ComparableRow>, StoreError> {
    let sql = "select script_id, version, title, comparable_with from script_version \
               order by script_id, version";
    database.all(sql, values![]).await
}
