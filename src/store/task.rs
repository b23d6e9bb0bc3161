//! Callback tasks: who is to be asked, by whom, from when, and how far it has come.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A task as stored.
#[derive(Clone, Debug, FromRow)]
pub struct TaskRow {
    pub id: String,
    pub completion_id: String,
    pub ordinal: i64,
    pub request_no: String,
    pub center_code: String,
    pub kind: String,
    pub severity: String,
    pub is_paid: bool,
    pub household_id: Option<String>,
    pub completion_status: String,
    pub is_safety: bool,
    pub household_key: String,
    pub is_organization: bool,
    pub preferred_time: Option<String>,
    pub role: String,
    pub batch_date: String,
    pub is_late: bool,
    pub is_provisional: bool,
    pub state: String,
    pub due_at: i64,
    pub closes_at: i64,
    pub next_attempt_at: Option<i64>,
    pub phone_index: i64,
    pub attempt_count: i64,
    pub appointment_at: Option<i64>,
    pub agent_id: Option<String>,
    pub call_id: Option<String>,
    pub script_id: String,
    pub script_version: i64,
    pub disposition: Option<String>,
    pub finished_at: Option<i64>,
    pub created_at: i64,
    pub revision: i64,
    pub rule_pack: String,
    pub rule_pack_version: i64,
    /// None where the line is found by the matter.
    pub rule_line: Option<String>,
    /// None for a further callback.
    pub completed_at: Option<i64>,
    pub due_on: Option<String>,
    pub due_notes: String,
}

const TASK: &str = "select id, completion_id, ordinal, request_no, center_code, kind, severity, \
                    is_paid, household_id, completion_status, is_safety, household_key, \
                    is_organization, preferred_time, role, \
                    batch_date, is_late, is_provisional, state, due_at, closes_at, \
                    next_attempt_at, phone_index, attempt_count, appointment_at, agent_id, \
                    call_id, \
                    script_id, script_version, disposition, finished_at, created_at, revision, \
                    rule_pack, rule_pack_version, rule_line, completed_at, due_on, due_notes \
                    from callback_task ";

/// Stores new tasks.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &mut Transaction, tasks: Vec<TaskRow>) -> Result<(), StoreError> {
    let head = "insert into callback_task (id, completion_id, ordinal, request_no, center_code, \
                kind, severity, is_paid, household_id, completion_status, is_safety, \
                household_key, is_organization, \
                preferred_time, role, batch_date, is_late, is_provisional, state, due_at, \
                closes_at, next_attempt_at, phone_index, attempt_count, appointment_at, agent_id, \
                call_id, script_id, script_version, disposition, finished_at, created_at, \
                revision, rule_pack, rule_pack_version, rule_line, completed_at, due_on, \
                due_notes)";
    let rows = tasks.into_iter().map(row_values).collect();
    transaction.insert_many(head, rows, "").await?;
    Ok(())
}

fn row_values(task: TaskRow) -> Vec<super::Value> {
    values![
        task.id,
        task.completion_id,
        task.ordinal,
        task.request_no,
        task.center_code,
        task.kind,
        task.severity,
        task.is_paid,
        task.household_id,
        task.completion_status,
        task.is_safety,
        task.household_key,
        task.is_organization,
        task.preferred_time,
        task.role,
        task.batch_date,
        task.is_late,
        task.is_provisional,
        task.state,
        task.due_at,
        task.closes_at,
        task.next_attempt_at,
        task.phone_index,
        task.attempt_count,
        task.appointment_at,
        task.agent_id,
        task.call_id,
        task.script_id,
        task.script_version,
        task.disposition,
        task.finished_at,
        task.created_at,
        1_i64,
        task.rule_pack,
        task.rule_pack_version,
        task.rule_line,
        task.completed_at,
        task.due_on,
        task.due_notes
    ]
}

/// Stores a task's new state, if nobody changed it since it was read.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody did.
pub async fn update(transaction: &mut Transaction, task: &TaskRow) -> Result<(), StoreError> {
    let sql = "update callback_task set state = $1, next_attempt_at = $2, phone_index = $3, \
               attempt_count = $4, appointment_at = $5, agent_id = $6, call_id = $7, \
               disposition = $8, finished_at = $9, script_version = $10, revision = revision + 1 \
               where id = $11 and revision = $12";
    let row = values![
        &task.state,
        task.next_attempt_at,
        task.phone_index,
        task.attempt_count,
        task.appointment_at,
        task.agent_id.clone(),
        task.call_id.clone(),
        task.disposition.clone(),
        task.finished_at,
        task.script_version,
        &task.id,
        task.revision
    ];
    match transaction.execute(sql, row).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "the callback task" }),
    }
}

/// One task.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<TaskRow>, StoreError> {
    database.optional(format!("{TASK} where id = $1"), values![id]).await
}

/// One task, held against other nodes until the commit.
///
/// # Errors
/// When the database refuses.
pub async fn hold(transaction: &mut Transaction, id: &str) -> Result<Option<TaskRow>, StoreError> {
    let lock = if transaction.is_postgres() { " for update" } else { "" };
    transaction.optional(format!("{TASK} where id = $1{lock}"), values![id]).await
}

/// The tasks worked in one call.
///
/// # Errors
/// When the database refuses.
pub async fn of_call(
    transaction: &mut Transaction,
    call_id: &str,
) -> Result<Vec<TaskRow>, StoreError> {
    transaction.all(format!("{TASK} where call_id = $1 order by id"), values![call_id]).await
}

/// The tasks an agent has to write up.
///
/// # Errors
/// When the database refuses.
pub async fn in_wrap_up(database: &Database, agent_id: &str) -> Result<Vec<TaskRow>, StoreError> {
    let sql = format!("{TASK} where agent_id = $1 and state = 'wrap_up' order by id");
    database.all(sql, values![agent_id]).await
}

/// The tasks worked in one call, read outside any transaction.
///
/// # Errors
/// When the database refuses.
pub async fn in_call(database: &Database, call_id: &str) -> Result<Vec<TaskRow>, StoreError> {
    database.all(format!("{TASK} where call_id = $1 order by id"), values![call_id]).await
}

/// The tasks of a household that are waiting for a call, most urgent first.
///
/// # Errors
/// When the database refuses.
pub async fn open_of_household(
    transaction: &mut Transaction,
    household_key: &str,
) -> Result<Vec<TaskRow>, StoreError> {
    let sql = format!(
        "{TASK} where household_key = $1 and state in ('waiting', 'scheduled') \
         order by due_at, request_no"
    );
    transaction.all(sql, values![household_key]).await
}

/// The household's tasks that one of its tasks is shown beside.
///
/// # Errors
/// When the database refuses.
pub async fn of_household(
    database: &Database,
    household_key: &str,
) -> Result<Vec<TaskRow>, StoreError> {
    let sql = format!("{TASK} where household_key = $1 order by created_at desc, id limit 20");
    database.all(sql, values![household_key]).await
}

/// Tasks a role may start now, most urgent first: appointments, then by due time and severity.
/// `batch_date` confines the choice to one batch.
///
/// # Errors
/// When the database refuses.
pub async fn callable(
    database: &Database,
    role: &str,
    batch_date: Option<&str>,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<TaskRow>, StoreError> {
    let query = Query::new(TASK)
        .push(
            "where state in ('waiting', 'scheduled') \
         and not exists (select 1 from call c where c.household_key = callback_task.household_key \
         and c.ended_at is null) and role = ",
        )
        .bind(role)
        .push(" and next_attempt_at <= ")
        .bind(now)
        .filter(" and batch_date = ", batch_date)
        .push(
            " order by case when appointment_at is null then 1 else 0 end, due_at, \
         case severity when 'severe' then 0 when 'important' then 1 else 2 end, request_no limit ",
        )
        .bind(limit);
    database.query(query).await
}

/// Tasks that were tried and whose closing limit has passed without a result.
///
/// # Errors
/// When the database refuses.
pub async fn past_closing(database: &Database, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let sql = "select id from callback_task where state in ('waiting', 'scheduled') \
               and attempt_count > 0 and closes_at < $1 \
               and (appointment_at is null or appointment_at < $1) \
               order by closes_at, id limit 200";
    let rows: Vec<(String,)> = database.all(sql, values![now]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// When the next task becomes callable or closes.
///
/// # Errors
/// When the database refuses.
pub async fn next_due(
    database: &Database,
    batch_date: Option<&str>,
    after: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let query = Query::new(
        "select cast(min(due) as bigint) from (select next_attempt_at as due from callback_task \
         where state in ('waiting', 'scheduled') and next_attempt_at > ",
    )
    .bind(after)
    .filter(" and batch_date = ", batch_date)
    .push(
        " union all select closes_at + 1 from callback_task \
         where state in ('waiting', 'scheduled') and attempt_count > 0 and closes_at >= ",
    )
    .bind(after)
    .filter(" and batch_date = ", batch_date)
    .push(") instants");
    let rows: Vec<(Option<i64>,)> = database.query(query).await?;
    Ok(rows.first().and_then(|(due,)| *due).map(Timestamp))
}

/// First callbacks of a batch that nobody has tried yet.
///
/// # Errors
/// When the database refuses.
pub async fn untried_of_batch(
    database: &Database,
    batch_date: &str,
) -> Result<Vec<String>, StoreError> {
    let sql = "select id from callback_task where batch_date = $1 and ordinal = 1 \
               and attempt_count = 0 and state in ('waiting', 'scheduled') order by id";
    let rows: Vec<(String,)> = database.all(sql, values![batch_date]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Tasks of a batch by state: (state, count).
///
/// # Errors
/// When the database refuses.
pub async fn state_counts(
    database: &Database,
    batch_date: &str,
) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "select state, cast(count(*) as bigint) from callback_task \
               where batch_date = $1 and ordinal = 1 group by state";
    database.all(sql, values![batch_date]).await
}

/// When the tasks of a batch were finished.
///
/// # Errors
/// When the database refuses.
pub async fn finished_times(database: &Database, batch_date: &str) -> Result<Vec<i64>, StoreError> {
    let sql = "select finished_at from callback_task where batch_date = $1 and ordinal = 1 \
               and finished_at is not null order by finished_at";
    let rows: Vec<(i64,)> = database.all(sql, values![batch_date]).await?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Tasks of a batch whose first attempt is overdue.
///
/// # Errors
/// When the database refuses.
pub async fn overdue_count(
    database: &Database,
    batch_date: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from callback_task where batch_date = $1 \
               and ordinal = 1 and attempt_count = 0 and due_at < $2 \
               and state in ('waiting', 'scheduled')";
    let (count,): (i64,) = database.one(sql, values![batch_date, now]).await?;
    Ok(count)
}

/// The numbers a task may be called at, first choice first; empty text where there is none.
///
/// # Errors
/// When the database refuses.
pub async fn phone_texts(
    transaction: &mut Transaction,
    task: &TaskRow,
) -> Result<Vec<String>, StoreError> {
    let sql = "select p.reporter_phone, coalesce(h.first_phone, ''), \
               coalesce(h.second_phone, '') from service_request_private p \
               left join household_private h on h.household_id = $2 where p.request_no = $1";
    let row: Option<(String, String, String)> =
        transaction.optional(sql, values![&task.request_no, task.household_id.clone()]).await?;
    Ok(row.map_or_else(Vec::new, |(own, first, second)| vec![own, first, second]))
}

/// [`is_valid_complaint`], inside a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn validity_of_complaint(
    transaction: &mut Transaction,
    request_no: &str,
) -> Result<Option<bool>, StoreError> {
    let row: Option<(Option<bool>,)> = transaction.optional(VALIDITY, values![request_no]).await?;
    Ok(row.and_then(|(valid,)| valid))
}

const VALIDITY: &str = "select is_valid_complaint from service_request where request_no = $1";

/// Whether a complaint was judged valid; none while nobody has, or for other requests.
///
/// # Errors
/// When the database refuses.
pub async fn is_valid_complaint(
    database: &Database,
    request_no: &str,
) -> Result<Option<bool>, StoreError> {
    let row: Option<(Option<bool>,)> = database.optional(VALIDITY, values![request_no]).await?;
    Ok(row.and_then(|(valid,)| valid))
}

/// How a task of a batch ended.
#[derive(Clone, Debug, FromRow)]
pub struct EndedRow {
    pub request_no: String,
    pub role: String,
    pub state: String,
    pub attempt_count: i64,
    pub disposition: Option<String>,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub next_callback_on: Option<String>,
}

/// The first callbacks of a batch with their results, by request number.
///
/// # Errors
/// When the database refuses.
pub async fn ended_of_batch(
    database: &Database,
    batch_date: &str,
) -> Result<Vec<EndedRow>, StoreError> {
    let sql = "select t.request_no, t.role, t.state, t.attempt_count, t.disposition, \
               r.satisfaction, r.resolved, r.next_callback_on from callback_task t \
               left join callback_result r on r.task_id = t.id \
               where t.batch_date = $1 and t.ordinal = 1 order by t.request_no, t.created_at";
    database.all(sql, values![batch_date]).await
}

/// The day a completion was completed on, ISO text.
///
/// # Errors
/// When the database refuses, or there is no such completion.
pub async fn completed_on(
    transaction: &mut Transaction,
    completion_id: &str,
) -> Result<String, StoreError> {
    let sql = "select completed_on from completion where id = $1";
    let row: Option<(String,)> = transaction.optional(sql, values![completion_id]).await?;
    row.map(|(day,)| day).ok_or(StoreError::Sql(sqlx::Error::RowNotFound))
}
