//! The stored rows that findings are looked for in, page by page.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::value::values;

/// A request as findings look at it.
#[derive(Clone, Debug, FromRow)]
pub struct FindingRequestRow {
    pub request_no: String,
    pub center_code: String,
    pub kind: String,
    pub status: String,
    pub taken_in_at: i64,
    pub dispatched_at: Option<i64>,
    pub completed_at: Option<i64>,
    pub has_result: bool,
    pub reporter_phone: String,
    pub related_no: Option<String>,
    pub is_related_known: bool,
    pub imported_at: i64,
}

/// A household as findings look at it.
#[derive(Clone, Debug, FromRow)]
pub struct FindingHouseholdRow {
    pub id: String,
    pub center_code: String,
    pub room: String,
    pub first_phone: String,
    pub second_phone: String,
}

/// A finished callback beside its request.
#[derive(Clone, Debug, FromRow)]
pub struct FindingCallbackRow {
    pub task_id: String,
    pub request_no: String,
    pub center_code: String,
    pub answered_at: i64,
    pub resolved: Option<String>,
    pub satisfaction: Option<String>,
    pub completed_at: i64,
    pub was_reopened: bool,
    pub status: String,
    pub completed_at_now: Option<i64>,
}

/// What a finding about a request, household or callback leads to. No personal data.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SubjectRow {
    pub request_no: String,
    pub kind: String,
    pub severity: String,
    pub status: String,
    pub room: String,
    pub taken_in_at: i64,
    pub dispatched_at: Option<i64>,
    pub completed_at: Option<i64>,
    pub task_id: Option<String>,
}

/// Requests after a number, by number.
///
/// # Errors
/// When the database refuses.
pub async fn requests(
    database: &Database,
    after: &str,
    limit: i64,
) -> Result<Vec<FindingRequestRow>, StoreError> {
    let sql = "select r.request_no, r.center_code, r.kind, r.status, r.taken_in_at, \
               r.dispatched_at, r.completed_at, coalesce(p.result, '') <> '' as has_result, \
               coalesce(p.reporter_phone, '') as reporter_phone, r.related_no, \
               other.request_no is not null as is_related_known, r.imported_at \
               from service_request r \
               left join service_request_private p on p.request_no = r.request_no \
               left join service_request other on other.request_no = r.related_no \
               where r.request_no > $1 order by r.request_no limit $2";
    database.all(sql, values![after, limit]).await
}

/// The households that live there now, after an identifier, by identifier.
///
/// # Errors
/// When the database refuses.
pub async fn households(
    database: &Database,
    after: &str,
    limit: i64,
) -> Result<Vec<FindingHouseholdRow>, StoreError> {
    let sql = "select h.id, h.center_code, h.room, coalesce(p.first_phone, '') as first_phone, \
               coalesce(p.second_phone, '') as second_phone from household h \
               left join household_private p on p.household_id = h.id \
               where h.id > $1 and h.is_current order by h.id limit $2";
    database.all(sql, values![after, limit]).await
}

/// Finished callbacks with an answer, after a task, by task. A later completion of the same request
/// that was opened again in between counts as reopened.
///
/// # Errors
/// When the database refuses.
pub async fn callbacks(
    database: &Database,
    after: &str,
    limit: i64,
) -> Result<Vec<FindingCallbackRow>, StoreError> {
    let sql = "select s.task_id, t.request_no, t.center_code, \
               coalesce(s.answered_at, s.decided_at) as answered_at, s.resolved, s.satisfaction, \
               c.completed_at, c.reopened_at is not null as was_reopened, r.status, \
               r.completed_at as completed_at_now from callback_result s \
               join callback_task t on t.id = s.task_id \
               join completion c on c.id = s.completion_id \
               join service_request r on r.request_no = t.request_no \
               where s.task_id > $1 and (s.resolved is not null or s.satisfaction is not null) \
               order by s.task_id limit $2";
    database.all(sql, values![after, limit]).await
}

/// These requests with their latest callback.
///
/// # Errors
/// When the database refuses.
pub async fn subjects(
    database: &Database,
    request_nos: &[String],
) -> Result<Vec<SubjectRow>, StoreError> {
    let query = Query::new(
        "select r.request_no, r.kind, r.severity, r.status, r.room, r.taken_in_at, \
         r.dispatched_at, r.completed_at, (select t.id from callback_task t \
         where t.request_no = r.request_no order by t.created_at desc, t.ordinal desc limit 1) \
         as task_id from service_request r where r.request_no in ",
    )
    .list(request_nos)
    .push(" order by r.request_no");
    database.query(query).await
}

/// The rooms of these households: (identifier, center, room).
///
/// # Errors
/// When the database refuses.
pub async fn rooms(
    database: &Database,
    household_ids: &[String],
) -> Result<Vec<(String, String, String)>, StoreError> {
    let query = Query::new("select id, center_code, room from household where id in ")
        .list(household_ids)
        .push(" order by center_code, room, id");
    database.query(query).await
}

/// The latest requests of these households, by number of household.
///
/// # Errors
/// When the database refuses.
pub async fn requests_of(
    database: &Database,
    household_ids: &[String],
    limit: i64,
) -> Result<Vec<String>, StoreError> {
    let query = Query::new("select request_no from service_request where household_id in ")
        .list(household_ids)
        .push(" order by taken_in_at desc, request_no limit ")
        .bind(limit);
    let rows: Vec<(String,)> = database.query(query).await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}
