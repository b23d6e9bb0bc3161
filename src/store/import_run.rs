//! The imports that stored something.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;

/// An import.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ImportRunRow {
    pub id: String,
    pub kind: String,
    pub file_name: String,
    pub file_hash: String,
    pub encoding: String,
    pub row_count: i64,
    pub inserted_count: i64,
    pub updated_count: i64,
    pub unchanged_count: i64,
    pub finding_count: i64,
    pub covers_through: Option<String>,
    pub imported_by: String,
    pub imported_at: i64,
}

/// Stores an import.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &mut Transaction, run: &ImportRunRow) -> Result<(), StoreError> {
    let sql = "insert into import_run (id, kind, file_name, file_hash, encoding, row_count, \
               inserted_count, updated_count, unchanged_count, finding_count, covers_through, \
               imported_by, imported_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let row = values![
        &run.id,
        &run.kind,
        &run.file_name,
        &run.file_hash,
        &run.encoding,
        run.row_count,
        run.inserted_count,
        run.updated_count,
        run.unchanged_count,
        run.finding_count,
        run.covers_through.as_ref(),
        &run.imported_by,
        run.imported_at
    ];
    transaction.execute(sql, row).await?;
    Ok(())
}

/// Whether a file of these bytes was imported as this kind before.
///
/// # Errors
/// When the database refuses.
pub async fn is_known(
    transaction: &mut Transaction,
    kind: &str,
    file_hash: &str,
) -> Result<bool, StoreError> {
    let sql = "select id from import_run where kind = $1 and file_hash = $2 limit 1";
    let row: Option<(String,)> = transaction.optional(sql, values![kind, file_hash]).await?;
    Ok(row.is_some())
}

/// Imports, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn newest(database: &Database, limit: i64) -> Result<Vec<ImportRunRow>, StoreError> {
    let sql = "select id, kind, file_name, file_hash, encoding, row_count, inserted_count, \
               updated_count, unchanged_count, finding_count, covers_through, imported_by, \
               imported_at from import_run order by imported_at desc, id desc limit $1";
    database.all(sql, values![limit]).await
}

/// How many imports of a kind stored something so far.
///
/// # Errors
/// When the database refuses.
pub async fn count_of(transaction: &mut Transaction, kind: &str) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from import_run where kind = $1";
    let row: Option<(i64,)> = transaction.optional(sql, values![kind]).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The last day the work-order system is known through; none before the first import.
///
/// # Errors
/// When the database refuses.
pub async fn covered_through(database: &Database) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<String>,)> =
        database.optional("select max(covers_through) from import_run", vec![]).await?;
    Ok(row.and_then(|(day,)| day))
}

/// How many imports stored something, ever.
///
/// # Errors
/// When the database refuses.
pub async fn count(database: &Database) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from import_run";
    let (count,): (i64,) = database.one(sql, vec![]).await?;
    Ok(count)
}
