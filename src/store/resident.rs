//! Households as the residents' page shows them.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::service_request_view::{ending, like};
use super::sql::Query;
use super::value::values;
use crate::domain::pii::Pii;

/// Which households to list; what is absent does not narrow the list.
#[derive(Clone, Debug, Default)]
pub struct ResidentFilter {
    pub center: Option<String>,
    /// Part of the room.
    pub room: Option<Pii<String>>,
    /// Part of the sampling unit's name.
    pub unit_id: Option<Pii<String>>,
    /// Part of the resident's name.
    pub name: Option<Pii<String>>,
    /// The last digits of one of the numbers.
    pub phone_tail: Option<Pii<String>>,
    /// Whether those who lived there before are listed too.
    pub with_former: bool,
}

/// A household.
#[derive(Clone, Debug, FromRow)]
pub struct ResidentLine {
    pub id: String,
    #[sqlx(try_from = "String")]
    pub unit_id: Pii<String>,
    pub dwelling_id: String,
    pub center_code: String,
    pub center_name: String,
    #[sqlx(try_from = "String")]
    pub room: Pii<String>,
    pub tenancy: i64,
    pub is_current: bool,
    pub phase: String,
    pub residency_kind: String,
    pub occupancy: String,
    pub moved_in_on: Option<String>,
    pub preferred_time: Option<String>,
    pub is_key_household: bool,
    pub erased_at: Option<i64>,
    #[sqlx(try_from = "String")]
    pub name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub first_phone: Pii<String>,
    #[sqlx(try_from = "String")]
    pub second_phone: Pii<String>,
    pub request_count: i64,
}

/// A callback of a household with its last call's recording.
#[derive(Clone, Debug, FromRow)]
pub struct CallbackLine {
    pub task_id: String,
    pub request_no: String,
    pub kind: String,
    pub batch_date: String,
    pub state: String,
    pub disposition: Option<String>,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub attempt_count: i64,
    pub finished_at: Option<i64>,
    pub recording_id: Option<String>,
    pub recording_state: Option<String>,
}

const LINE: &str = "select h.id, h.unit_id, h.dwelling_id, h.center_code, \
     coalesce(sc.name, '') as center_name, h.room, h.tenancy, h.is_current, h.phase, \
     h.residency_kind, h.occupancy, h.moved_in_on, h.preferred_time, h.is_key_household, \
     h.erased_at, coalesce(hp.name, '') as name, coalesce(hp.first_phone, '') as first_phone, \
     coalesce(hp.second_phone, '') as second_phone, \
     (select cast(count(*) as bigint) from service_request r where r.household_id = h.id) \
     as request_count";

const TABLES: &str = " from household h \
     left join household_private hp on hp.household_id = h.id \
     left join service_center sc on sc.code = h.center_code where 1 = 1";

/// How many households fit the filter.
///
/// # Errors
/// When the database refuses.
pub async fn count(database: &Database, filter: &ResidentFilter) -> Result<i64, StoreError> {
    let query = fitting(Query::new("select cast(count(*) as bigint)"), filter);
    let rows: Vec<(i64,)> = database.query(query).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// The households that fit the filter, by center and room.
///
/// # Errors
/// When the database refuses.
pub async fn lines(
    database: &Database,
    filter: &ResidentFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<ResidentLine>, StoreError> {
    let query = fitting(Query::new(LINE), filter)
        .push(" order by h.center_code, h.room, h.tenancy desc limit ")
        .bind(limit)
        .push(" offset ")
        .bind(offset);
    database.query(query).await
}

fn fitting(query: Query, filter: &ResidentFilter) -> Query {
    let text = |text: &Option<Pii<String>>| text.as_ref().map(|text| text.reveal().clone());
    let query = query
        .push(TABLES)
        .push(if filter.with_former { "" } else { " and h.is_current" })
        .filter(" and h.center_code = ", filter.center.as_ref());
    let query = like(query, " and lower(h.room) like ", text(&filter.room).as_deref());
    let query = like(query, " and lower(h.unit_id) like ", text(&filter.unit_id).as_deref());
    let query = like(query, " and lower(hp.name) like ", text(&filter.name).as_deref());
    let Some(tail) = text(&filter.phone_tail) else { return query };
    let pattern = ending(&tail);
    query
        .push(" and (hp.first_phone like ")
        .bind(&pattern)
        .push(" or hp.second_phone like ")
        .bind(&pattern)
        .push(")")
}

/// One household.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<ResidentLine>, StoreError> {
    let query = Query::new(LINE).push(TABLES).push(" and h.id = ").bind(id);
    Ok(database.query(query).await?.into_iter().next())
}

/// Every household that has lived in a dwelling, the present one first.
///
/// # Errors
/// When the database refuses.
pub async fn tenancies(
    database: &Database,
    dwelling_id: &str,
) -> Result<Vec<ResidentLine>, StoreError> {
    let query = Query::new(LINE)
        .push(TABLES)
        .push(" and h.dwelling_id = ")
        .bind(dwelling_id)
        .push(" order by h.tenancy desc");
    database.query(query).await
}

/// The callbacks of a household, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn callbacks(
    database: &Database,
    household_id: &str,
) -> Result<Vec<CallbackLine>, StoreError> {
    let sql = "select t.id as task_id, t.request_no, t.kind, t.batch_date, t.state, \
               t.disposition, s.satisfaction, s.resolved, t.attempt_count, t.finished_at, \
               g.id as recording_id, g.state as recording_state from callback_task t \
               left join callback_result s on s.task_id = t.id \
               left join callback_attempt a on a.task_id = t.id and a.attempt_number = \
               (select max(b.attempt_number) from callback_attempt b \
               join recording o on o.call_id = b.call_id where b.task_id = t.id) \
               left join recording g on g.call_id = a.call_id \
               where t.household_id = $1 order by t.batch_date desc, t.request_no, t.ordinal";
    database.all(sql, values![household_id]).await
}
