//! Findings: what is odd in the data, as it was found, went, or was dismissed.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// What a new look at the data is compared with.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct KnownFinding {
    pub id: String,
    pub kind: String,
    pub center_code: String,
    pub subject_id: String,
    pub detail: String,
    pub resolved_at: Option<i64>,
}

/// A finding to store.
pub struct NewFinding {
    pub id: String,
    pub kind: &'static str,
    pub center_code: String,
    pub subject_kind: &'static str,
    pub subject_id: String,
    pub detail: String,
    pub occurred_on: chrono::NaiveDate,
}

/// A finding as pages and files show it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct FindingRow {
    pub id: String,
    pub kind: String,
    pub center_code: String,
    pub center_name: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub detail: String,
    pub occurred_on: String,
    pub found_on: String,
    pub first_seen_at: i64,
    pub last_seen_at: i64,
    pub resolved_at: Option<i64>,
    pub dismissed_at: Option<i64>,
    pub dismissed_by: Option<String>,
    pub dismissal: Option<String>,
    pub words: Option<String>,
    pub revision: i64,
}

/// Which findings are wanted; what is absent does not narrow the list.
#[derive(Clone, Debug, Default)]
pub struct FindingQuery {
    pub kind: Option<String>,
    pub center: Option<String>,
    /// `open`, `resolved` or `dismissed`.
    pub state: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub subject_id: Option<String>,
}

/// How many findings of a center, kind and week (by its Monday) there are.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct FindingCount {
    pub center_code: String,
    pub kind: String,
    pub occurred_on: String,
    pub open_count: i64,
    pub found_count: i64,
}

/// Every finding there ever was, by its key.
///
/// # Errors
/// When the database refuses.
pub async fn known(transaction: &mut Transaction) -> Result<Vec<KnownFinding>, StoreError> {
    let sql = "select id, kind, center_code, subject_id, detail, resolved_at from finding";
    transaction.all(sql, vec![]).await
}

/// Stores new findings.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    transaction: &mut Transaction,
    findings: &[NewFinding],
    found_on: chrono::NaiveDate,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = |finding: &NewFinding| {
        values![
            &finding.id,
            finding.kind,
            &finding.center_code,
            finding.subject_kind,
            &finding.subject_id,
            &finding.detail,
            finding.occurred_on,
            found_on,
            now,
            now,
            1_i64
        ]
    };
    let head = "insert into finding (id, kind, center_code, subject_kind, subject_id, detail, \
                occurred_on, found_on, first_seen_at, last_seen_at, revision)";
    transaction.insert_many(head, findings.iter().map(row).collect(), "").await?;
    Ok(())
}

/// A finding that went holds again, or shows other particulars.
///
/// # Errors
/// When the database refuses.
pub async fn renew(
    transaction: &mut Transaction,
    id: &str,
    detail: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update finding set detail = $1, resolved_at = null, last_seen_at = $2, \
               revision = revision + 1 where id = $3";
    transaction.execute(sql, values![detail, now, id]).await?;
    Ok(())
}

/// Findings that no longer hold.
///
/// # Errors
/// When the database refuses.
pub async fn resolve(
    transaction: &mut Transaction,
    ids: &[String],
    now: Timestamp,
) -> Result<(), StoreError> {
    for chunk in ids.chunks(500) {
        let query = Query::new("update finding set revision = revision + 1, resolved_at = ")
            .bind(now)
            .push(" where id in ")
            .list(chunk);
        transaction.run(query).await?;
    }
    Ok(())
}

/// Dismisses an open finding. False when it is not open any more.
///
/// # Errors
/// When the database refuses.
pub async fn dismiss(
    transaction: &mut Transaction,
    id: &str,
    dismissal: &str,
    words: Option<&str>,
    user_id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update finding set dismissed_at = $1, dismissed_by = $2, dismissal = $3, \
               revision = revision + 1 \
               where id = $4 and dismissed_at is null and resolved_at is null";
    let done = transaction.execute(sql, values![now, user_id, dismissal, id]).await?;
    if let (1, Some(words)) = (done, words) {
        let keep = "insert into finding_private (finding_id, words) values ($1, $2) \
                    on conflict (finding_id) do update set words = excluded.words";
        transaction.execute(keep, values![id, words]).await?;
    }
    Ok(done == 1)
}

/// Takes a dismissal back. False when it was not dismissed.
///
/// # Errors
/// When the database refuses.
pub async fn restore(transaction: &mut Transaction, id: &str) -> Result<bool, StoreError> {
    let sql = "update finding set dismissed_at = null, dismissed_by = null, dismissal = null, \
               revision = revision + 1 where id = $1 and dismissed_at is not null";
    let done = transaction.execute(sql, values![id]).await?;
    transaction.execute("delete from finding_private where finding_id = $1", values![id]).await?;
    Ok(done == 1)
}

const ROW: &str = "select f.id, f.kind, f.center_code, c.name as center_name, f.subject_kind, \
                   f.subject_id, f.detail, f.occurred_on, f.found_on, f.first_seen_at, \
                   f.last_seen_at, f.resolved_at, f.dismissed_at, f.dismissed_by, f.dismissal, \
                   p.words, f.revision";
const FROM: &str = " from finding f join service_center c on c.code = f.center_code \
                    left join finding_private p on p.finding_id = f.id where true ";

fn narrowed(query: Query, wanted: &FindingQuery) -> Query {
    let query = query
        .filter(" and f.kind = ", wanted.kind.as_ref())
        .filter(" and f.center_code = ", wanted.center.as_ref())
        .filter(" and f.occurred_on >= ", wanted.from.as_ref())
        .filter(" and f.occurred_on <= ", wanted.to.as_ref())
        .filter(" and f.subject_id = ", wanted.subject_id.as_ref());
    match wanted.state.as_deref() {
        Some("open") => query.push(" and f.resolved_at is null and f.dismissed_at is null "),
        Some("resolved") => query.push(" and f.resolved_at is not null "),
        Some("dismissed") => {
            query.push(" and f.resolved_at is null and f.dismissed_at is not null ")
        }
        _ => query,
    }
}

/// Findings, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    database: &Database,
    wanted: &FindingQuery,
    limit: i64,
    offset: i64,
) -> Result<Vec<FindingRow>, StoreError> {
    let query = narrowed(Query::new(ROW).push(FROM), wanted)
        .push(" order by f.occurred_on desc, f.id limit ")
        .bind(limit)
        .push(" offset ")
        .bind(offset);
    database.query(query).await
}

/// How many findings there are.
///
/// # Errors
/// When the database refuses.
pub async fn count(database: &Database, wanted: &FindingQuery) -> Result<i64, StoreError> {
    let query = Query::new("select cast(count(*) as bigint)").push(FROM);
    let rows: Vec<(i64,)> = database.query(narrowed(query, wanted)).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// One finding.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<FindingRow>, StoreError> {
    let query = Query::new(ROW).push(FROM).push(" and f.id = ").bind(id);
    Ok(database.query(query).await?.into_iter().next())
}

/// Counts by center, kind and day; dismissed findings are in neither number.
///
/// # Errors
/// When the database refuses.
pub async fn counts(
    database: &Database,
    wanted: &FindingQuery,
) -> Result<Vec<FindingCount>, StoreError> {
    let query = Query::new(
        "select f.center_code, f.kind, f.occurred_on, \
         cast(sum(case when f.resolved_at is null then 1 else 0 end) as bigint) as open_count, \
         cast(count(*) as bigint) as found_count",
    )
    .push(FROM)
    .push(" and f.dismissed_at is null ");
    let query = narrowed(query, wanted)
        .push(" group by f.center_code, f.kind, f.occurred_on order by f.center_code, f.kind, 3");
    database.query(query).await
}
