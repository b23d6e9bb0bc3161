//! What the page of one callback task shows beside the task itself.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::event_log::StoredEvent;
use super::value::values;
use crate::domain::pii::Pii;

/// The request a task is about, with the people in it.
#[derive(Clone, Debug, FromRow)]
pub struct RequestLine {
    pub center_name: String,
    pub center_phone: String,
    pub estate_name: String,
    pub channel: String,
    pub taken_in_at: i64,
    pub completed_at: i64,
    pub is_valid_complaint: Option<bool>,
    #[sqlx(try_from = "String")]
    pub room: Pii<String>,
    #[sqlx(try_from = "String")]
    pub resident_name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub matter: Pii<String>,
    #[sqlx(try_from = "String")]
    pub matter_result: Pii<String>,
    #[sqlx(try_from = "String")]
    pub matter_spoken: Pii<String>,
    /// Empty until somebody cleared it.
    #[sqlx(try_from = "String")]
    pub result_spoken: Pii<String>,
    #[sqlx(try_from = "String")]
    pub reason_spoken: Pii<String>,
    #[sqlx(try_from = "String")]
    pub reporter_phone: Pii<String>,
    #[sqlx(try_from = "String")]
    pub first_phone: Pii<String>,
    #[sqlx(try_from = "String")]
    pub second_phone: Pii<String>,
}

/// The request of a task; erased people leave empty texts behind.
///
/// # Errors
/// When the database refuses.
pub async fn request(
    database: &Database,
    task_id: &str,
) -> Result<Option<RequestLine>, StoreError> {
    let sql = "select coalesce(sc.name, '') as center_name, \
               coalesce(sc.phone, '') as center_phone, \
               coalesce(sc.estate_name, '') as estate_name, r.channel, r.taken_in_at, \
               c.completed_at, r.is_valid_complaint, r.room, \
               coalesce(nullif(p.reporter_name, ''), hp.name, '') as resident_name, \
               coalesce(p.matter, '') as matter, coalesce(p.result, '') as matter_result, \
               coalesce(p.matter_spoken, '') as matter_spoken, \
               case when r.result_cleared_at is null then '' \
               else coalesce(p.result_spoken, '') end as result_spoken, \
               coalesce(p.reason_spoken, '') as reason_spoken, \
               coalesce(p.reporter_phone, '') as reporter_phone, \
               coalesce(hp.first_phone, '') as first_phone, \
               coalesce(hp.second_phone, '') as second_phone \
               from callback_task t join completion c on c.id = t.completion_id \
               join service_request r on r.request_no = t.request_no \
               left join service_request_private p on p.request_no = t.request_no \
               left join household_private hp on hp.household_id = t.household_id \
               left join service_center sc on sc.code = t.center_code where t.id = $1";
    database.optional(sql, values![task_id]).await
}

/// Another task of the same household.
#[derive(Clone, Debug, FromRow)]
pub struct NeighbourLine {
    pub id: String,
    pub request_no: String,
    pub kind: String,
    #[sqlx(try_from = "String")]
    pub matter: Pii<String>,
    pub state: String,
}

/// The other tasks of a task's household, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn household_tasks(
    database: &Database,
    household_key: &str,
    except_id: &str,
) -> Result<Vec<NeighbourLine>, StoreError> {
    let sql = "select t.id, t.request_no, t.kind, coalesce(p.matter, '') as matter, t.state \
               from callback_task t \
               left join service_request_private p on p.request_no = t.request_no \
               where t.household_key = $1 and t.id <> $2 \
               order by t.batch_date desc, t.request_no, t.ordinal limit 20";
    database.all(sql, values![household_key, except_id]).await
}

/// One call of a task with its agent and what became of its recording.
#[derive(Clone, Debug, FromRow)]
pub struct CallLine {
    pub id: String,
    pub attempt_number: i64,
    #[sqlx(try_from = "String")]
    pub agent_name: Pii<String>,
    pub agent_number: String,
    pub state: String,
    pub ordered_at: i64,
    pub answered_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub outcome: Option<String>,
    pub ended_by: Option<String>,
    pub talk_ms: Option<i64>,
    pub recording_id: Option<String>,
    pub recording_state: Option<String>,
    pub duration_ms: Option<i64>,
    pub expected_ms: Option<i64>,
    pub byte_count: Option<i64>,
    pub sha256: Option<String>,
}

/// The calls of a task, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn calls(database: &Database, task_id: &str) -> Result<Vec<CallLine>, StoreError> {
    let sql = "select c.id, a.attempt_number, u.display_name as agent_name, \
               g.number as agent_number, c.state, c.ordered_at, c.answered_at, c.ended_at, \
               c.outcome, c.ended_by, c.talk_ms, x.id as recording_id, \
               x.state as recording_state, x.duration_ms, x.expected_ms, x.byte_count, x.sha256 \
               from callback_attempt a join call c on c.id = a.call_id \
               join agent g on g.user_id = c.agent_id \
               join user_private u on u.user_id = c.agent_id \
               left join recording x on x.call_id = c.id \
               where a.task_id = $1 order by a.attempt_number";
    database.all(sql, values![task_id]).await
}

/// What happened in the calls of a task, in the order it was committed.
///
/// # Errors
/// When the database refuses.
pub async fn call_events(
    database: &Database,
    task_id: &str,
) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = "select e.position, e.at, e.kind, e.version, e.subject_kind, e.subject_id, e.body \
               from event_log e join callback_attempt a on a.call_id = e.subject_id \
               where a.task_id = $1 and e.subject_kind = 'call' order by e.position";
    database.all(sql, values![task_id]).await
}
