//! What the batch pages show: lists and counts that no rule asks for.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::value::values;
use crate::domain::pii::Pii;

/// One line of the list of batches: a batch that was made, or a day that waits for data.
#[derive(Clone, Debug, FromRow)]
pub struct BatchLine {
    pub batch_date: String,
    /// Absent while the day waits for data, as are the two after it.
    pub from_date: Option<String>,
    pub to_date: Option<String>,
    pub is_provisional: Option<bool>,
    pub completed_count: i64,
    pub late_count: i64,
    pub task_count: i64,
    pub excluded_count: i64,
    pub finished_count: i64,
}

/// Batches and days waiting for one, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn newest(database: &Database, limit: i64) -> Result<Vec<BatchLine>, StoreError> {
    let sql = "select d.batch_date, b.from_date, b.to_date, b.is_provisional, \
               cast(coalesce(b.completed_count, 0) as bigint) as completed_count, \
               cast(coalesce(b.late_count, 0) as bigint) as late_count, \
               cast((select count(*) from batch_place p where p.batch_date = d.batch_date \
               and p.place = 'task') as bigint) as task_count, \
               cast((select count(*) from batch_place p where p.batch_date = d.batch_date \
               and p.place = 'excluded') as bigint) as excluded_count, \
               cast((select count(*) from callback_task t where t.batch_date = d.batch_date \
               and t.ordinal = 1 and t.finished_at is not null) as bigint) as finished_count \
               from (select batch_date from callback_batch \
               union select batch_date from callback_batch_waiting) d \
               left join callback_batch b on b.batch_date = d.batch_date \
               order by d.batch_date desc limit $1";
    database.all(sql, values![limit]).await
}

/// The first answers of a batch's tasks to the question that counts: (satisfaction, count).
///
/// # Errors
/// When the database refuses.
pub async fn satisfaction_counts(
    database: &Database,
    batch_date: &str,
) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "select s.satisfaction, cast(count(*) as bigint) from callback_result s \
               join callback_task t on t.id = s.task_id where t.batch_date = $1 \
               and t.ordinal = 1 and s.satisfaction is not null group by s.satisfaction";
    database.all(sql, values![batch_date]).await
}

/// An open alarm of a batch with the task it is about, one of them when the call worked several.
#[derive(Clone, Debug, FromRow)]
pub struct AlarmLine {
    pub id: String,
    pub kind: String,
    pub call_id: Option<String>,
    pub task_id: Option<String>,
    pub raised_at: i64,
}

/// The open alarms of a batch, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn alarms(database: &Database, batch_date: &str) -> Result<Vec<AlarmLine>, StoreError> {
    let sql = "select m.id, m.kind, \
               case when m.subject_kind = 'call' then m.subject_id end as call_id, \
               case when m.subject_kind = 'task' then m.subject_id else \
               (select min(a.task_id) from callback_attempt a \
               where a.call_id = m.subject_id) end as task_id, m.raised_at from alarm m \
               where m.batch_date = $1 and m.cleared_at is null order by m.raised_at desc, m.id";
    database.all(sql, values![batch_date]).await
}

/// Which places of a batch to list; what is absent does not narrow the list.
#[derive(Clone, Debug, Default)]
pub struct PlaceFilter {
    pub place: Option<String>,
    pub reason: Option<String>,
    pub role: Option<String>,
    pub state: Option<String>,
    pub center: Option<String>,
    /// Part of a request number, a room or a resident's name.
    pub text: Option<Pii<String>>,
}

/// The place of a completion with what happened in it.
#[derive(Clone, Debug, FromRow)]
pub struct PlaceLine {
    pub completion_id: String,
    pub request_no: String,
    pub center_code: String,
    pub center_name: String,
    pub kind: String,
    pub severity: String,
    #[sqlx(try_from = "String")]
    pub room: Pii<String>,
    #[sqlx(try_from = "String")]
    pub resident_name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub matter: Pii<String>,
    pub completed_at: i64,
    pub place: String,
    pub role: Option<String>,
    pub reason: Option<String>,
    pub is_late: bool,
    pub merged_into: Option<String>,
    pub task_id: Option<String>,
    pub task_state: Option<String>,
    pub attempt_count: Option<i64>,
    pub next_attempt_at: Option<i64>,
    pub due_at: Option<i64>,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub disposition: Option<String>,
    pub rule_pack: Option<String>,
    pub rule_pack_version: Option<i64>,
    pub rule_line: Option<String>,
    pub due_on: Option<String>,
    pub due_notes: Option<String>,
}

const PLACE_COLUMNS: &str = "select b.completion_id, b.request_no, c.center_code, \
     coalesce(sc.name, '') as center_name, c.kind, r.severity, r.room, \
     coalesce(nullif(p.reporter_name, ''), hp.name, '') as resident_name, \
     coalesce(p.matter, '') as matter, c.completed_at, b.place, b.role, b.reason, b.is_late, \
     b.merged_into, t.id as task_id, t.state as task_state, t.attempt_count, t.next_attempt_at, \
     t.due_at, s.satisfaction, s.resolved, t.disposition, b.rule_pack, b.rule_pack_version, \
     b.rule_line, t.due_on, t.due_notes";

/// The private rows may have been erased; the place stays.
const PLACE_TABLES: &str = " from batch_place b join completion c on c.id = b.completion_id \
     join service_request r on r.request_no = b.request_no \
     left join service_request_private p on p.request_no = b.request_no \
     left join household_private hp on hp.household_id = r.household_id \
     left join service_center sc on sc.code = c.center_code \
     left join callback_task t on t.completion_id = b.completion_id and t.ordinal = 1 \
     left join callback_result s on s.task_id = t.id where b.batch_date = ";

/// How many places of a batch fit the filter.
///
/// # Errors
/// When the database refuses.
pub async fn place_count(
    database: &Database,
    batch_date: &str,
    filter: &PlaceFilter,
) -> Result<i64, StoreError> {
    let query = fitting(Query::new("select cast(count(*) as bigint)"), batch_date, filter);
    let rows: Vec<(i64,)> = database.query(query).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// The places of a batch that fit the filter: tasks before exclusions, each by completion.
///
/// # Errors
/// When the database refuses.
pub async fn places(
    database: &Database,
    batch_date: &str,
    filter: &PlaceFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<PlaceLine>, StoreError> {
    let query = fitting(Query::new(PLACE_COLUMNS), batch_date, filter)
        .push(" order by b.place desc, c.completed_at, b.request_no limit ")
        .bind(limit)
        .push(" offset ")
        .bind(offset);
    database.query(query).await
}

fn fitting(query: Query, batch_date: &str, filter: &PlaceFilter) -> Query {
    let query = query
        .push(PLACE_TABLES)
        .bind(batch_date)
        .filter(" and b.place = ", filter.place.as_ref())
        .filter(" and b.reason = ", filter.reason.as_ref())
        .filter(" and b.role = ", filter.role.as_ref())
        .filter(" and t.state = ", filter.state.as_ref())
        .filter(" and c.center_code = ", filter.center.as_ref());
    let Some(text) = &filter.text else { return query };
    let pattern = containing(text.reveal());
    query
        .push(" and (lower(b.request_no) like ")
        .bind(&pattern)
        .push(" escape '!' or lower(r.room) like ")
        .bind(&pattern)
        .push(" escape '!' or lower(coalesce(nullif(p.reporter_name, ''), hp.name, '')) like ")
        .bind(&pattern)
        .push(" escape '!')")
}

/// A pattern that finds `text` anywhere, its own wildcards taken as they are written. Only ASCII is
/// folded: that is all SQLite folds.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character.to_ascii_lowercase());
    }
    pattern.push('%');
    pattern
}
