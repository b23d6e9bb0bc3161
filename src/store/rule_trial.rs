//! What another pack is tried on: the completions of a period, placed or not, and how long the
//! calls of the period took. Nothing here writes.

use sqlx::FromRow;

use super::batch::UnplacedRow;
use super::database::{Database, StoreError};
use super::sql::Query;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// Completions dated in `from..=to` that were not reopened, whatever their kind and place, in the
/// order of their numbers; of one center when told.
///
/// # Errors
/// When the database refuses.
pub async fn completions(
    database: &Database,
    from: &str,
    to: &str,
    center_code: Option<&str>,
) -> Result<Vec<UnplacedRow>, StoreError> {
    let query = Query::new(
        "select c.id as completion_id, c.request_no, c.completed_at, c.completed_on, \
         c.center_code, c.kind, r.severity, r.is_paid, c.status, r.taken_in_at, r.room, \
         r.household_id, h.residency_kind, h.preferred_time, r.against_manager, r.is_reply_only, \
         r.has_reporter_name, r.has_reporter_phone, r.report_source, r.related_no, \
         coalesce(p.reporter_phone, '') as reporter_phone, coalesce(p.matter, '') as matter, \
         hp.first_phone, hp.second_phone \
         from completion c join service_request r on r.request_no = c.request_no \
         left join service_request_private p on p.request_no = r.request_no \
         left join household h on h.id = r.household_id \
         left join household_private hp on hp.household_id = h.id \
         where c.reopened_at is null and c.completed_on >= ",
    )
    .bind(from)
    .push(" and c.completed_on <= ")
    .bind(to)
    .filter(" and c.center_code = ", center_code)
    .push(" order by c.request_no, c.completed_at");
    database.query(query).await
}

/// When a completion was first tried in fact.
#[derive(Clone, Debug, FromRow)]
pub struct FirstAttemptRow {
    pub completion_id: String,
    pub started_at: i64,
}

/// The first attempt of each completion dated in `from..=to` that was tried at all.
///
/// # Errors
/// When the database refuses.
pub async fn first_attempts(
    database: &Database,
    from: &str,
    to: &str,
) -> Result<Vec<FirstAttemptRow>, StoreError> {
    let sql = "select t.completion_id, cast(min(a.started_at) as bigint) as started_at \
               from callback_attempt a join callback_task t on t.id = a.task_id \
               join completion c on c.id = t.completion_id \
               where c.completed_on >= $1 and c.completed_on <= $2 group by t.completion_id";
    database.all(sql, values![from, to]).await
}

/// Milliseconds talked, and how many calls were answered, among those ordered in a stretch of time.
///
/// # Errors
/// When the database refuses.
pub async fn talk(
    database: &Database,
    from: Timestamp,
    until: Timestamp,
) -> Result<(i64, i64), StoreError> {
    let sql = "select cast(coalesce(sum(ended_at - answered_at), 0) as bigint), \
               cast(count(*) as bigint) from call where answered_at is not null \
               and ended_at is not null and ordered_at >= $1 and ordered_at < $2";
    database.one(sql, values![from, until]).await
}
