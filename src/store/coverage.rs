//! What callback coverage is counted from: the eligible completions of a month.

use chrono::NaiveDate;
use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::value::values;

/// A completion with a place, as far as coverage looks at it.
#[derive(Clone, Debug, FromRow)]
pub struct CoverageRow {
    pub center_code: String,
    pub kind: String,
    pub severity: String,
    pub status: String,
    pub is_paid: bool,
    pub batch_date: String,
    pub rule_pack: String,
    pub rule_pack_version: i64,
    pub rule_line: Option<String>,
    pub task_state: Option<String>,
    pub due_at: Option<i64>,
    pub next_attempt_at: Option<i64>,
    pub closes_at: Option<i64>,
    pub first_attempt_at: Option<i64>,
    pub reached_at: Option<i64>,
    pub answered_at: Option<i64>,
}

/// The completions dated within these days that have a task or that a rate left out. Those whose
/// request was opened again before anybody called are nothing to call back. A machine that picked
/// up is nobody reached.
///
/// # Errors
/// When the database refuses.
pub async fn rows(
    database: &Database,
    first_day: NaiveDate,
    last_day: NaiveDate,
) -> Result<Vec<CoverageRow>, StoreError> {
    let sql = "select c.center_code, c.kind, r.severity, c.status, r.is_paid, b.batch_date, \
               coalesce(b.rule_pack, cb.rule_pack) as rule_pack, \
               coalesce(b.rule_pack_version, cb.rule_pack_version) as rule_pack_version, \
               b.rule_line, \
               t.state as task_state, t.due_at, t.next_attempt_at, t.closes_at, \
               cast((select min(a.started_at) from callback_attempt a \
               where a.task_id = t.id) as bigint) as first_attempt_at, \
               cast((select min(c2.answered_at) from callback_attempt a \
               join call c2 on c2.id = a.call_id where a.task_id = t.id \
               and (a.disposition is null or a.disposition not in \
               ('voicemail', 'switched_off', 'unallocated', 'suspended'))) as bigint) \
               as reached_at, s.answered_at \
               from completion c join batch_place b on b.completion_id = c.id \
               join callback_batch cb on cb.batch_date = b.batch_date \
               join service_request r on r.request_no = c.request_no \
               left join callback_task t on t.completion_id = c.id and t.ordinal = 1 \
               left join callback_result s on s.task_id = t.id and s.satisfaction is not null \
               where c.completed_on >= $1 and c.completed_on <= $2 \
               and (b.place = 'task' or b.reason = 'not_selected') \
               and (t.state is null or t.state <> 'reopened') \
               order by c.center_code, c.kind, b.batch_date, c.id";
    database.all(sql, values![first_day, last_day]).await
}
