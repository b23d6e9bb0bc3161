//! The stored facts that bring notices about. Each is asked for by kind of notice, and those told
//! of already are left out.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A matter somebody may have to be told of.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct CauseRow {
    pub subject_kind: String,
    pub subject_id: String,
    pub center_code: Option<String>,
}

/// The most matters told of at once.
const CAUSES_MAX: i64 = 2_000;

/// Days whose batch waits for data.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(database: &Database) -> Result<Vec<(String, i64)>, StoreError> {
    database.all("select batch_date, since from callback_batch_waiting order by 1", vec![]).await
}

/// Open alarms of these kinds.
///
/// # Errors
/// When the database refuses.
pub async fn alarms(
    database: &Database,
    notice_kind: &str,
    alarm_kinds: &[String],
) -> Result<Vec<CauseRow>, StoreError> {
    let query = Query::new(
        "select 'alarm' as subject_kind, m.id as subject_id, cast(null as text) as center_code \
         from alarm m where m.cleared_at is null and m.kind in ",
    )
    .list(alarm_kinds)
    .push(" and not exists (select 1 from notice_case k where k.subject_id = m.id and k.kind = ")
    .bind(notice_kind)
    .push(") order by m.raised_at, m.id limit ")
    .bind(CAUSES_MAX);
    database.query(query).await
}

/// Tasks nobody has tried whose deadline lies between two instants.
///
/// # Errors
/// When the database refuses.
pub async fn untried(
    database: &Database,
    notice_kind: &str,
    due_from: Timestamp,
    due_until: Timestamp,
) -> Result<Vec<CauseRow>, StoreError> {
    let sql = "select 'task' as subject_kind, t.id as subject_id, t.center_code \
               from callback_task t where t.state in ('waiting', 'scheduled') \
               and t.attempt_count = 0 and t.due_at >= $1 and t.due_at < $2 \
               and not exists (select 1 from notice_case k where k.subject_id = t.id \
               and k.kind = $3) order by t.due_at, t.id limit $4";
    database.all(sql, values![due_from, due_until, notice_kind, CAUSES_MAX]).await
}

/// Severe complaints taken in from an instant on.
///
/// # Errors
/// When the database refuses.
pub async fn severe_complaints(
    database: &Database,
    notice_kind: &str,
    taken_in_from: Timestamp,
) -> Result<Vec<CauseRow>, StoreError> {
    let sql = "select 'service_request' as subject_kind, r.request_no as subject_id, \
               r.center_code from service_request r where r.kind = 'complaint' \
               and r.severity = 'severe' and r.taken_in_at >= $1 \
               and not exists (select 1 from notice_case k where k.subject_id = r.request_no \
               and k.kind = $2) order by r.taken_in_at, r.request_no limit $3";
    database.all(sql, values![taken_in_from, notice_kind, CAUSES_MAX]).await
}

/// Open findings first seen from an instant on.
///
/// # Errors
/// When the database refuses.
pub async fn findings(
    database: &Database,
    notice_kind: &str,
    seen_from: Timestamp,
) -> Result<Vec<CauseRow>, StoreError> {
    let sql = "select 'finding' as subject_kind, f.id as subject_id, f.center_code \
               from finding f where f.resolved_at is null and f.dismissed_at is null \
               and f.first_seen_at >= $1 and not exists (select 1 from notice_case k \
               where k.subject_id = f.id and k.kind = $2) order by f.first_seen_at, f.id limit $3";
    database.all(sql, values![seen_from, notice_kind, CAUSES_MAX]).await
}

/// The marks of the results of these tasks: (task, marks, center).
///
/// # Errors
/// When the database refuses.
pub async fn marked(
    database: &Database,
    task_ids: &[String],
) -> Result<Vec<(String, String, String)>, StoreError> {
    let query = Query::new(
        "select s.task_id, s.flags, t.center_code from callback_result s \
         join callback_task t on t.id = s.task_id where s.flags <> '' and s.task_id in ",
    )
    .list(task_ids)
    .push(" order by s.task_id");
    database.query(query).await
}
