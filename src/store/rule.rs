//! Versions of rule packs, and which center uses which pack from when.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::pii::Pii;

/// A version of a pack as it was given.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PackVersionRow {
    pub pack: String,
    pub version: i64,
    pub effective_from: String,
    pub yaml: String,
    pub hash: String,
    pub added_by: String,
    pub added_at: i64,
}

/// That a center uses a pack from a batch date on.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ChoiceRow {
    pub center_code: String,
    pub from_date: String,
    pub pack: String,
    pub chosen_by: String,
    pub chosen_at: i64,
}

/// How often versions and choices have changed.
///
/// # Errors
/// When the database refuses.
pub async fn revision(database: &Database) -> Result<i64, StoreError> {
    let (revision,): (i64,) =
        database.one("select coalesce(max(revision), 0) from rule_book", vec![]).await?;
    Ok(revision)
}

/// Notes a change, and holds other writers of rules until the commit.
///
/// # Errors
/// When the database refuses.
pub async fn raise_revision(transaction: &mut Transaction) -> Result<(), StoreError> {
    let sql = "insert into rule_book (id, revision) values (1, 1) \
               on conflict (id) do update set revision = rule_book.revision + 1";
    transaction.execute(sql, vec![]).await?;
    Ok(())
}

/// Every version of every pack, by pack and version.
///
/// # Errors
/// When the database refuses.
pub async fn versions(database: &Database) -> Result<Vec<PackVersionRow>, StoreError> {
    let sql = "select pack, version, effective_from, yaml, hash, added_by, added_at \
               from rule_pack_version order by pack, version";
    database.all(sql, vec![]).await
}

/// Stores a version unless it is there already; whether it was stored.
///
/// # Errors
/// When the database refuses.
pub async fn insert_version(
    transaction: &mut Transaction,
    row: &PackVersionRow,
) -> Result<bool, StoreError> {
    let sql = "insert into rule_pack_version \
               (pack, version, effective_from, yaml, hash, added_by, added_at) \
               values ($1, $2, $3, $4, $5, $6, $7) on conflict (pack, version) do nothing";
    let row = values![
        &row.pack,
        row.version,
        &row.effective_from,
        &row.yaml,
        &row.hash,
        &row.added_by,
        row.added_at
    ];
    Ok(transaction.execute(sql, row).await? == 1)
}

/// Every choice, by center and date.
///
/// # Errors
/// When the database refuses.
pub async fn choices(database: &Database) -> Result<Vec<ChoiceRow>, StoreError> {
    let sql = "select center_code, from_date, pack, chosen_by, chosen_at from center_rule_pack \
               order by center_code, from_date";
    database.all(sql, vec![]).await
}

/// Has a center use a pack from a date on, instead of what was chosen for that date before.
///
/// # Errors
/// When the database refuses.
pub async fn choose(transaction: &mut Transaction, row: &ChoiceRow) -> Result<(), StoreError> {
    let sql = "insert into center_rule_pack (center_code, from_date, pack, chosen_by, chosen_at) \
               values ($1, $2, $3, $4, $5) on conflict (center_code, from_date) \
               do update set pack = excluded.pack, chosen_by = excluded.chosen_by, \
               chosen_at = excluded.chosen_at";
    let row = values![&row.center_code, &row.from_date, &row.pack, &row.chosen_by, row.chosen_at];
    transaction.execute(sql, row).await?;
    Ok(())
}

/// The date of the newest batch, read where no batch can be made meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn newest_batch(transaction: &mut Transaction) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<String>,)> =
        transaction.optional("select max(batch_date) from callback_batch", vec![]).await?;
    Ok(row.and_then(|(date,)| date))
}

/// What is known of a completion when it is asked how the rules see it.
#[derive(Clone, Debug, FromRow)]
pub struct CompletionRow {
    pub completion_id: String,
    pub request_no: String,
    pub completed_at: i64,
    pub center_code: String,
    pub center_name: String,
    pub kind: String,
    pub severity: String,
    pub status: String,
    pub is_paid: bool,
    pub against_manager: bool,
    #[sqlx(try_from = "String")]
    pub matter: Pii<String>,
    pub residency_kind: Option<String>,
    pub preferred_time: Option<String>,
    pub batch_date: Option<String>,
    pub place: Option<String>,
    pub role: Option<String>,
    pub reason: Option<String>,
    pub merged_into: Option<String>,
    pub is_late: Option<bool>,
    pub reopened_at: Option<i64>,
    pub rule_pack: Option<String>,
    pub rule_pack_version: Option<i64>,
    pub rule_line: Option<String>,
    pub task_id: Option<String>,
    pub due_at: Option<i64>,
    pub due_on: Option<String>,
    pub due_notes: Option<String>,
    pub closes_at: Option<i64>,
}

/// The completions of a request, latest first, each with its place and its first task.
///
/// # Errors
/// When the database refuses.
pub async fn completions_of(
    database: &Database,
    request_no: &str,
) -> Result<Vec<CompletionRow>, StoreError> {
    let sql = "select c.id as completion_id, c.request_no, c.completed_at, c.center_code, \
               coalesce(sc.name, '') as center_name, c.kind, r.severity, c.status, r.is_paid, \
               r.against_manager, coalesce(p.matter, '') as matter, h.residency_kind, \
               h.preferred_time, b.batch_date, b.place, b.role, b.reason, b.merged_into, \
               b.is_late, c.reopened_at, \
               b.rule_pack, b.rule_pack_version, b.rule_line, t.id as task_id, t.due_at, \
               t.due_on, t.due_notes, t.closes_at \
               from completion c join service_request r on r.request_no = c.request_no \
               left join service_request_private p on p.request_no = r.request_no \
               left join household h on h.id = r.household_id \
               left join service_center sc on sc.code = c.center_code \
               left join batch_place b on b.completion_id = c.id \
               left join callback_task t on t.completion_id = c.id and t.ordinal = 1 \
               where c.request_no = $1 order by c.completed_at desc";
    database.all(sql, values![request_no]).await
}

/// A request that has no completion, as the rules see it.
#[derive(Clone, Debug, FromRow)]
pub struct RequestRow {
    pub center_code: String,
    pub kind: String,
    pub status: String,
}

/// A request by its number.
///
/// # Errors
/// When the database refuses.
pub async fn request(
    database: &Database,
    request_no: &str,
) -> Result<Option<RequestRow>, StoreError> {
    let sql = "select center_code, kind, status from service_request where request_no = $1";
    database.optional(sql, values![request_no]).await
}

/// The names of people, by id; those erased are missing.
///
/// # Errors
/// When the database refuses.
pub async fn names(
    database: &Database,
    ids: &BTreeSet<String>,
) -> Result<BTreeMap<String, Pii<String>>, StoreError> {
    let query = Query::new("select user_id, display_name from user_private where user_id in ");
    let rows: Vec<(String, String)> = database.query(query.list(ids.iter())).await?;
    Ok(rows.into_iter().map(|(id, name)| (id, Pii::new(name))).collect())
}
