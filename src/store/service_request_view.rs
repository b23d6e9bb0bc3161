//! Service requests as their pages show them, and what people add to them: the spoken wordings, who
//! reported the matter, who entered it.

use chrono::NaiveDate;
use sqlx::FromRow;

use super::batch_view::containing;
use super::database::{Database, StoreError};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;

/// Which requests to list; what is absent does not narrow the list.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    pub center: Option<String>,
    pub kind: Option<String>,
    pub status: Option<String>,
    pub source: Option<String>,
    /// Part of the number.
    pub number: Option<String>,
    /// Part of the room.
    pub room: Option<Pii<String>>,
    /// The last digits of the reporter's number or one of the household's.
    pub phone_tail: Option<Pii<String>>,
    /// Only those entered by hand.
    pub by_hand: bool,
}

/// A request in the list.
#[derive(Clone, Debug, FromRow)]
pub struct RequestListLine {
    pub request_no: String,
    pub center_name: String,
    pub kind: String,
    pub severity: String,
    pub status: String,
    #[sqlx(try_from = "String")]
    pub room: Pii<String>,
    #[sqlx(try_from = "String")]
    pub resident_name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub matter: Pii<String>,
    pub taken_in_at: i64,
    pub completed_at: Option<i64>,
    pub report_source: String,
    pub is_by_hand: bool,
    pub has_matter_spoken: bool,
    pub has_result_spoken: bool,
    pub is_result_cleared: bool,
    pub is_erased: bool,
}

/// What people added to a request.
#[derive(Clone, Debug, FromRow)]
pub struct AddedRow {
    pub request_no: String,
    pub report_source: String,
    pub entered_by: Option<String>,
    pub result_cleared_by: Option<String>,
    pub result_cleared_at: Option<i64>,
    #[sqlx(try_from = "String")]
    pub matter_spoken: Pii<String>,
    #[sqlx(try_from = "String")]
    pub result_spoken: Pii<String>,
    #[sqlx(try_from = "String")]
    pub reason_spoken: Pii<String>,
    pub erased_at: Option<i64>,
    pub household_id: Option<String>,
    pub revision: i64,
}

const LINE: &str = "select r.request_no, coalesce(sc.name, '') as center_name, r.kind, \
     r.severity, r.status, r.room, \
     coalesce(nullif(p.reporter_name, ''), hp.name, '') as resident_name, \
     coalesce(p.matter, '') as matter, r.taken_in_at, r.completed_at, r.report_source, \
     r.entered_by is not null as is_by_hand, \
     coalesce(p.matter_spoken, '') <> '' as has_matter_spoken, \
     coalesce(p.result_spoken, '') <> '' as has_result_spoken, \
     r.result_cleared_at is not null as is_result_cleared, \
     p.erased_at is not null as is_erased";

const TABLES: &str = " from service_request r \
     left join service_request_private p on p.request_no = r.request_no \
     left join household_private hp on hp.household_id = r.household_id \
     left join service_center sc on sc.code = r.center_code where 1 = 1";

/// How many requests fit the filter.
///
/// # Errors
/// When the database refuses.
pub async fn count(database: &Database, filter: &RequestFilter) -> Result<i64, StoreError> {
    let query = fitting(Query::new("select cast(count(*) as bigint)"), filter);
    let rows: Vec<(i64,)> = database.query(query).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// The requests that fit the filter, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn lines(
    database: &Database,
    filter: &RequestFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<RequestListLine>, StoreError> {
    let query = fitting(Query::new(LINE), filter)
        .push(" order by r.taken_in_at desc, r.request_no desc limit ")
        .bind(limit)
        .push(" offset ")
        .bind(offset);
    database.query(query).await
}

fn fitting(query: Query, filter: &RequestFilter) -> Query {
    let query = query
        .push(TABLES)
        .filter(" and r.center_code = ", filter.center.as_ref())
        .filter(" and r.kind = ", filter.kind.as_ref())
        .filter(" and r.status = ", filter.status.as_ref())
        .filter(" and r.report_source = ", filter.source.as_ref())
        .push(if filter.by_hand { " and r.entered_by is not null" } else { "" });
    let query = like(query, " and lower(r.request_no) like ", filter.number.as_deref());
    let room = filter.room.as_ref().map(|room| room.reveal().as_str());
    let query = like(query, " and lower(r.room) like ", room);
    let Some(tail) = &filter.phone_tail else { return query };
    let pattern = ending(tail.reveal());
    query
        .push(" and (p.reporter_phone like ")
        .bind(&pattern)
        .push(" or hp.first_phone like ")
        .bind(&pattern)
        .push(" or hp.second_phone like ")
        .bind(&pattern)
        .push(")")
}

/// Narrows to texts that hold `part`, when it is given.
pub(super) fn like(query: Query, condition: &'static str, part: Option<&str>) -> Query {
    match part {
        Some(part) => query.push(condition).bind(containing(part)).push(" escape '!'"),
        None => query,
    }
}

/// A pattern of the numbers that end like this; anything but digits finds nothing.
pub(super) fn ending(tail: &str) -> String {
    let is_number = !tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("%{tail}") } else { "-".to_owned() }
}

const ADDED: &str = "select r.request_no, r.report_source, r.entered_by, r.result_cleared_by, \
     r.result_cleared_at, coalesce(p.matter_spoken, '') as matter_spoken, \
     coalesce(p.result_spoken, '') as result_spoken, \
     coalesce(p.reason_spoken, '') as reason_spoken, p.erased_at, r.household_id, r.revision \
     from service_request r left join service_request_private p on p.request_no = r.request_no \
     where r.request_no in ";

/// What people added to these requests; nothing for those not stored.
///
/// # Errors
/// When the database refuses.
pub async fn added(
    transaction: &mut Transaction,
    numbers: &[&str],
) -> Result<Vec<AddedRow>, StoreError> {
    transaction.query(Query::new(ADDED).list(numbers.iter().copied())).await
}

/// Stores what people added to a request.
///
/// # Errors
/// When the database refuses; [`StoreError::Conflict`] when it has another revision.
pub async fn save_added(transaction: &mut Transaction, row: &AddedRow) -> Result<(), StoreError> {
    let sql = "update service_request set report_source = $1, entered_by = $2, \
               result_cleared_by = $3, result_cleared_at = $4, revision = revision + 1 \
               where request_no = $5 and revision = $6";
    let values = values![
        &row.report_source,
        row.entered_by.as_ref(),
        row.result_cleared_by.as_ref(),
        row.result_cleared_at,
        &row.request_no,
        row.revision
    ];
    if transaction.execute(sql, values).await? == 0 {
        return Err(StoreError::Conflict { what: "the service request" });
    }
    let sql = "update service_request_private set matter_spoken = $1, result_spoken = $2, \
               reason_spoken = $3 where request_no = $4";
    let values = values![
        row.matter_spoken.reveal(),
        row.result_spoken.reveal(),
        row.reason_spoken.reveal(),
        &row.request_no
    ];
    transaction.execute(sql, values).await?;
    Ok(())
}

/// The next number of a day for a request entered by hand, from 1.
///
/// # Errors
/// When the database refuses.
pub async fn next_number(transaction: &mut Transaction, on: NaiveDate) -> Result<i64, StoreError> {
    let sql = "insert into request_number (made_on, last_number) values ($1, 1) \
               on conflict (made_on) do update set last_number = request_number.last_number + 1 \
               returning last_number";
    let row: Option<(i64,)> = transaction.optional(sql, values![on]).await?;
    Ok(row.map_or(1, |(number,)| number))
}

/// A person's name, for those who entered or cleared something.
///
/// # Errors
/// When the database refuses.
pub async fn person(
    transaction: &mut Transaction,
    id: &str,
) -> Result<Option<Pii<String>>, StoreError> {
    let sql = "select display_name from user_private where user_id = $1";
    let row: Option<(String,)> = transaction.optional(sql, values![id]).await?;
    Ok(row.map(|(name,)| Pii::new(name)))
}

/// Request numbers of a household with what they are about, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_household(
    database: &Database,
    household_id: &str,
) -> Result<Vec<RequestListLine>, StoreError> {
    let query = Query::new(LINE)
        .push(TABLES)
        .push(" and r.household_id = ")
        .bind(household_id)
        .push(" order by r.taken_in_at desc, r.request_no desc");
    database.query(query).await
}

/// The names and the blanks of the service centers: (code, name, phone, estate, revision).
///
/// # Errors
/// When the database refuses.
pub async fn centers(
    database: &Database,
) -> Result<Vec<(String, String, String, String, i64)>, StoreError> {
    let sql = "select code, name, phone, estate_name, revision from service_center order by code";
    database.all(sql, vec![]).await
}

/// Sets a center's service number and estate; false when it is at another revision.
///
/// # Errors
/// When the database refuses.
pub async fn set_center(
    transaction: &mut Transaction,
    code: &str,
    phone: &str,
    estate_name: &str,
    revision: i64,
) -> Result<bool, StoreError> {
    let sql = "update service_center set phone = $1, estate_name = $2, revision = revision + 1 \
               where code = $3 and revision = $4";
    Ok(transaction.execute(sql, values![phone, estate_name, code, revision]).await? == 1)
}

/// When each of these requests was erased, if it was.
///
/// # Errors
/// When the database refuses.
pub async fn mark_erased(
    transaction: &mut Transaction,
    household_id: &str,
    name: &str,
    at: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "update service_request_private set reporter_name = $1, reporter_phone = '', \
               matter = '', result = '', matter_spoken = '', result_spoken = '', \
               reason_spoken = '', erased_at = $2 where erased_at is null and request_no in \
               (select request_no from service_request where household_id = $3)";
    transaction.execute(sql, values![name, at, household_id]).await
}
