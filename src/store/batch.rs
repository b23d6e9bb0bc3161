//! The daily batch: what it is drawn from, and the place of every completion.

use sqlx::FromRow;
use uuid::Uuid;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A batch that was made.
#[derive(Clone, Debug, FromRow)]
pub struct BatchRow {
    pub batch_date: String,
    pub from_date: String,
    pub to_date: String,
    pub rule_pack: String,
    pub rule_pack_version: i64,
    pub completed_count: i64,
    pub late_count: i64,
    pub is_provisional: bool,
    pub made_at: i64,
}

/// A completion that has no place yet, with all that decides about it.
#[derive(Clone, Debug, FromRow)]
pub struct UnplacedRow {
    pub completion_id: String,
    pub request_no: String,
    pub completed_at: i64,
    pub completed_on: String,
    pub center_code: String,
    pub kind: String,
    pub severity: String,
    pub is_paid: bool,
    pub status: String,
    pub taken_in_at: i64,
    pub room: String,
    pub household_id: Option<String>,
    pub residency_kind: Option<String>,
    pub preferred_time: Option<String>,
    pub against_manager: bool,
    pub is_reply_only: bool,
    pub has_reporter_name: bool,
    pub has_reporter_phone: bool,
    pub report_source: String,
    pub related_no: Option<String>,
    pub reporter_phone: String,
    pub matter: String,
    pub first_phone: Option<String>,
    pub second_phone: Option<String>,
}

/// The request another one names, as far as it may carry that one's task.
#[derive(Clone, Debug, FromRow)]
pub struct CarrierRow {
    pub request_no: String,
    pub household_id: Option<String>,
    pub completed_at: i64,
    pub place: String,
    pub merged_into: Option<String>,
}

/// The place of one completion.
pub struct NewPlace {
    pub completion_id: String,
    pub request_no: String,
    pub role: Option<&'static str>,
    pub reason: Option<&'static str>,
    pub merged_into: Option<String>,
    pub is_late: bool,
    pub rule_pack: String,
    pub rule_pack_version: i64,
    pub rule_line: String,
}

const BATCH: &str = "select batch_date, from_date, to_date, rule_pack, rule_pack_version, \
                     completed_count, late_count, is_provisional, made_at from callback_batch ";

/// Records a batch. False when the day has one already; then nothing else may be stored for it.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &mut Transaction, batch: &BatchRow) -> Result<bool, StoreError> {
    let sql = "insert into callback_batch (batch_date, from_date, to_date, rule_pack, \
               rule_pack_version, completed_count, late_count, is_provisional, made_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (batch_date) do nothing";
    let row = values![
        &batch.batch_date,
        &batch.from_date,
        &batch.to_date,
        &batch.rule_pack,
        batch.rule_pack_version,
        batch.completed_count,
        batch.late_count,
        batch.is_provisional,
        batch.made_at
    ];
    Ok(transaction.execute(sql, row).await? == 1)
}

/// Fills in what planning found.
///
/// # Errors
/// When the database refuses.
pub async fn set_counts(
    transaction: &mut Transaction,
    batch_date: &str,
    completed: i64,
    late: i64,
) -> Result<(), StoreError> {
    let sql = "update callback_batch set completed_count = $1, late_count = $2 \
               where batch_date = $3";
    transaction.execute(sql, values![completed, late, batch_date]).await?;
    Ok(())
}

/// One batch.
///
/// # Errors
/// When the database refuses.
pub async fn by_date(database: &Database, date: &str) -> Result<Option<BatchRow>, StoreError> {
    database.optional(format!("{BATCH} where batch_date = $1"), values![date]).await
}

/// One batch, inside a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn load(
    transaction: &mut Transaction,
    date: &str,
) -> Result<Option<BatchRow>, StoreError> {
    transaction.optional(format!("{BATCH} where batch_date = $1"), values![date]).await
}

/// Batches, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn newest(database: &Database, limit: i64) -> Result<Vec<BatchRow>, StoreError> {
    database.all(format!("{BATCH} order by batch_date desc limit $1"), values![limit]).await
}

/// The date of the newest batch, if there is one.
///
/// # Errors
/// When the database refuses.
pub async fn newest_date(database: &Database) -> Result<Option<String>, StoreError> {
    let (date,): (Option<String>,) =
        database.one("select max(batch_date) from callback_batch", vec![]).await?;
    Ok(date)
}

/// The first day that the first batch ever made covers: completions before it are history.
///
/// # Errors
/// When the database refuses.
pub async fn history_start(transaction: &mut Transaction) -> Result<Option<String>, StoreError> {
    let sql = "select from_date from callback_batch order by made_at, batch_date limit 1";
    let row: Option<(String,)> = transaction.optional(sql, vec![]).await?;
    Ok(row.map(|(date,)| date))
}

/// The last day an import has covered.
///
/// # Errors
/// When the database refuses.
pub async fn covered_through(transaction: &mut Transaction) -> Result<Option<String>, StoreError> {
    let row: Option<(Option<String>,)> =
        transaction.optional("select max(covers_through) from import_run", vec![]).await?;
    Ok(row.and_then(|(date,)| date))
}

/// Notes that a day waits for data, or that it no longer does.
///
/// # Errors
/// When the database refuses.
pub async fn set_waiting(
    transaction: &mut Transaction,
    date: &str,
    waiting: bool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = if waiting {
        let sql = "insert into callback_batch_waiting (batch_date, since) values ($1, $2) \
                   on conflict (batch_date) do nothing";
        transaction.execute(sql, values![date, now]).await?
    } else {
        let sql = "delete from callback_batch_waiting where batch_date = $1";
        transaction.execute(sql, values![date]).await?
    };
    Ok(changed > 0)
}

/// Since when a day waits for data.
///
/// # Errors
/// When the database refuses.
pub async fn waiting_since(
    database: &Database,
    date: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "select since from callback_batch_waiting where batch_date = $1";
    let row: Option<(i64,)> = database.optional(sql, values![date]).await?;
    Ok(row.map(|(since,)| Timestamp(since)))
}

/// Completions dated in `from..=to` that have no place: of these kinds and statuses, not reopened.
///
/// # Errors
/// When the database refuses.
pub async fn unplaced(
    transaction: &mut Transaction,
    from: &str,
    to: &str,
    kinds: &[&'static str],
    statuses: &[&'static str],
) -> Result<Vec<UnplacedRow>, StoreError> {
    let query = Query::new(
        "select c.id as completion_id, c.request_no, c.completed_at, c.completed_on, \
         c.center_code, c.kind, r.severity, r.is_paid, c.status, r.taken_in_at, r.room, \
         r.household_id, h.residency_kind, h.preferred_time, r.against_manager, r.is_reply_only, \
         r.has_reporter_name, r.has_reporter_phone, r.report_source, \
         r.related_no, p.reporter_phone, p.matter, \
         hp.first_phone, hp.second_phone \
         from completion c join service_request r on r.request_no = c.request_no \
         join service_request_private p on p.request_no = r.request_no \
         left join household h on h.id = r.household_id \
         left join household_private hp on hp.household_id = h.id \
         left join batch_place b on b.completion_id = c.id \
         where b.completion_id is null and c.reopened_at is null and c.completed_on >= ",
    )
    .bind(from)
    .push(" and c.completed_on <= ")
    .bind(to)
    .push(" and c.kind in ")
    .list(kinds.iter().copied())
    .push(" and c.status in ")
    .list(statuses.iter().copied())
    .push(" order by c.request_no, c.completed_at");
    transaction.query(query).await
}

/// The places that requests with these numbers got, the latest completion last.
///
/// # Errors
/// When the database refuses.
pub async fn carriers(
    transaction: &mut Transaction,
    request_nos: &[String],
) -> Result<Vec<CarrierRow>, StoreError> {
    let query = Query::new(
        "select b.request_no, r.household_id, c.completed_at, b.place, b.merged_into \
         from batch_place b \
         join completion c on c.id = b.completion_id \
         join service_request r on r.request_no = b.request_no \
         where b.request_no in ",
    )
    .list(request_nos.iter())
    .push(" order by b.request_no, c.completed_at");
    transaction.query(query).await
}

/// Per (center, kind, first day of the month of completion): how many completions a rate below
/// 100 % applied to, and how many of them were selected.
///
/// # Errors
/// When the database refuses.
pub async fn selection_counts(
    transaction: &mut Transaction,
) -> Result<Vec<(String, String, String, i64, i64)>, StoreError> {
    let sql = "select center_code, kind, month, cast(sum(eligible_count) as bigint), \
               cast(sum(selected_count) as bigint) from callback_selection \
               group by center_code, kind, month";
    transaction.all(sql, vec![]).await
}

/// Stores what a batch adds to those counts: (center, kind, month, eligible, selected).
///
/// # Errors
/// When the database refuses.
pub async fn insert_selection(
    transaction: &mut Transaction,
    batch_date: &str,
    counts: Vec<(String, &'static str, String, i64, i64)>,
) -> Result<(), StoreError> {
    let rows = counts
        .into_iter()
        .map(|(center, kind, month, eligible, selected)| {
            values![batch_date, center, kind, month, eligible, selected]
        })
        .collect();
    let head = "insert into callback_selection (batch_date, center_code, kind, month, \
                eligible_count, selected_count)";
    transaction.insert_many(head, rows, "").await?;
    Ok(())
}

/// Whether a completion's request was opened again.
///
/// # Errors
/// When the database refuses.
pub async fn is_reopened(
    transaction: &mut Transaction,
    completion_id: &str,
) -> Result<bool, StoreError> {
    let sql = "select id from completion where id = $1 and reopened_at is not null";
    Ok(transaction.optional::<(String,)>(sql, values![completion_id]).await?.is_some())
}

/// Households and numbers that must not be called back now: (household id, number, keyed pseudonym
/// of a number that was erased).
///
/// # Errors
/// When the database refuses.
pub async fn do_not_call(
    transaction: &mut Transaction,
    now: Timestamp,
) -> Result<Vec<(Option<String>, Option<String>, Option<String>)>, StoreError> {
    let sql = "select household_id, phone, number_key from do_not_call \
               where scope in ('callback', 'all') \
               and withdrawn_at is null and valid_from <= $1 \
               and (valid_until is null or valid_until > $1)";
    transaction.all(sql, values![now]).await
}

/// Stores the place of every completion of a batch.
///
/// # Errors
/// When the database refuses; a completion placed meanwhile by another node is a unique violation.
pub async fn insert_places(
    transaction: &mut Transaction,
    batch_date: &str,
    places: Vec<NewPlace>,
) -> Result<(), StoreError> {
    let rows = places
        .into_iter()
        .map(|place| {
            values![
                place.completion_id,
                batch_date,
                place.request_no,
                if place.role.is_some() { "task" } else { "excluded" },
                place.role,
                place.reason,
                place.merged_into,
                place.is_late,
                place.rule_pack,
                place.rule_pack_version,
                place.rule_line
            ]
        })
        .collect();
    let head = "insert into batch_place (completion_id, batch_date, request_no, place, role, \
                reason, merged_into, is_late, rule_pack, rule_pack_version, rule_line)";
    transaction.insert_many(head, rows, "").await?;
    Ok(())
}

/// Opens a home visit for a completion nobody can telephone about; once.
///
/// # Errors
/// When the database refuses.
pub async fn insert_home_visit(
    transaction: &mut Transaction,
    id: Uuid,
    completion_id: &str,
    batch_date: &str,
    cause: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into home_visit (id, completion_id, batch_date, cause, created_at) \
               values ($1, $2, $3, $4, $5) on conflict (completion_id) do nothing";
    transaction.execute(sql, values![id, completion_id, batch_date, cause, now]).await?;
    Ok(())
}

/// Counts of places: (place, role, reason, count).
///
/// # Errors
/// When the database refuses.
pub async fn place_counts(
    database: &Database,
    batch_date: &str,
) -> Result<Vec<(String, Option<String>, Option<String>, i64)>, StoreError> {
    let sql = "select place, role, reason, cast(count(*) as bigint) from batch_place \
               where batch_date = $1 group by place, role, reason";
    database.all(sql, values![batch_date]).await
}

/// How many home visits a batch opened for want of a number.
///
/// # Errors
/// When the database refuses.
pub async fn home_visit_count(database: &Database, batch_date: &str) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from home_visit \
               where batch_date = $1 and cause = 'no_phone'";
    let (count,): (i64,) = database.one(sql, values![batch_date]).await?;
    Ok(count)
}

/// Finished requests taken in on or before `to` that carry no completion time and so never enter a
/// batch.
///
/// # Errors
/// When the database refuses.
pub async fn without_completion_time(
    database: &Database,
    kinds: &[&'static str],
    statuses: &[&'static str],
    taken_in_before: Timestamp,
) -> Result<i64, StoreError> {
    let query = Query::new(
        "select cast(count(*) as bigint) from service_request where completed_at is null \
         and taken_in_at < ",
    )
    .bind(taken_in_before)
    .push(" and kind in ")
    .list(kinds.iter().copied())
    .push(" and status in ")
    .list(statuses.iter().copied());
    let rows: Vec<(i64,)> = database.query(query).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}
