//! Everything held about the people of a household, to be shown to them or erased. Facts stay:
//! what is erased here no figure, digest or audit record is made of.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;

/// A request as it is held.
#[derive(Clone, Debug, FromRow)]
pub struct HeldRequest {
    pub request_no: String,
    pub kind: String,
    pub severity: String,
    pub status: String,
    pub channel: String,
    pub taken_in_at: i64,
    pub completed_at: Option<i64>,
    #[sqlx(try_from = "String")]
    pub reporter_name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub reporter_phone: Pii<String>,
    #[sqlx(try_from = "String")]
    pub matter: Pii<String>,
    #[sqlx(try_from = "String")]
    pub result: Pii<String>,
    #[sqlx(try_from = "String")]
    pub matter_spoken: Pii<String>,
    #[sqlx(try_from = "String")]
    pub result_spoken: Pii<String>,
    #[sqlx(try_from = "String")]
    pub reason_spoken: Pii<String>,
}

/// A call with its recording.
#[derive(Clone, Debug, FromRow)]
pub struct HeldCall {
    pub call_id: String,
    #[sqlx(try_from = "String")]
    pub number: Pii<String>,
    pub ordered_at: i64,
    pub answered_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub outcome: Option<String>,
    pub recording_id: Option<String>,
    pub recording_state: Option<String>,
    pub path: Option<String>,
    pub sha256: Option<String>,
    pub duration_ms: Option<i64>,
}

/// An answer in codes and words.
#[derive(Clone, Debug, FromRow)]
pub struct HeldAnswer {
    pub request_no: String,
    pub script_id: String,
    pub script_version: i64,
    pub question: String,
    pub codes: String,
    pub answered_at: i64,
    #[sqlx(try_from = "String")]
    pub words: Pii<String>,
}

/// The requests of a household as they are held.
///
/// # Errors
/// When the database refuses.
pub async fn requests(
    database: &Database,
    household_id: &str,
) -> Result<Vec<HeldRequest>, StoreError> {
    let sql = "select r.request_no, r.kind, r.severity, r.status, r.channel, r.taken_in_at, \
               r.completed_at, p.reporter_name, p.reporter_phone, p.matter, p.result, \
               p.matter_spoken, p.result_spoken, p.reason_spoken from service_request r \
               join service_request_private p on p.request_no = r.request_no \
               where r.household_id = $1 order by r.taken_in_at, r.request_no";
    database.all(sql, values![household_id]).await
}

const CALLS: &str = "select c.id as call_id, coalesce(p.number, '') as number, c.ordered_at, \
     c.answered_at, c.ended_at, c.outcome, g.id as recording_id, g.state as recording_state, \
     g.path, g.sha256, g.duration_ms from call c \
     left join call_private p on p.call_id = c.id \
     left join recording g on g.call_id = c.id \
     where c.id in (select a.call_id from callback_attempt a \
     join callback_task t on t.id = a.task_id where t.household_id = $1) \
     order by c.ordered_at, c.id";

/// The calls of a household.
///
/// # Errors
/// When the database refuses.
pub async fn calls(database: &Database, household_id: &str) -> Result<Vec<HeldCall>, StoreError> {
    database.all(CALLS, values![household_id]).await
}

/// The answers of a household.
///
/// # Errors
/// When the database refuses.
pub async fn answers(
    database: &Database,
    household_id: &str,
) -> Result<Vec<HeldAnswer>, StoreError> {
    let sql = "select t.request_no, t.script_id, t.script_version, a.question, a.codes, \
               a.answered_at, coalesce(w.words, '') as words from callback_answer a \
               join callback_task t on t.id = a.task_id \
               left join callback_answer_private w on w.task_id = a.task_id \
               and w.question = a.question \
               where t.household_id = $1 order by a.answered_at, a.question";
    database.all(sql, values![household_id]).await
}

/// How many tasks of a household are not closed, and how many of its calls are still going on or
/// have a recording under way.
///
/// # Errors
/// When the database refuses.
pub async fn open_count(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from callback_task t where t.household_id = $1 \
               and (t.state in ('waiting', 'scheduled', 'in_call', 'wrap_up') \
               or exists (select 1 from callback_attempt a \
               join recording g on g.call_id = a.call_id \
               where a.task_id = t.id and g.state = 'awaited'))";
    let row: Option<(i64,)> = transaction.optional(sql, values![household_id]).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Empties name and numbers of a household and notes by what an export that still names it is
/// known; how many rows.
///
/// # Errors
/// When the database refuses.
pub async fn erase_household(
    transaction: &mut Transaction,
    household_id: &str,
    name: &str,
    pseudonym: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "update household set erased_at = $1, erased_pseudonym = $2, \
               preferred_time = null, revision = revision + 1 \
               where id = $3 and erased_at is null";
    transaction.execute(sql, values![now, pseudonym, household_id]).await?;
    let sql = "update household_private set name = $1, first_phone = '', second_phone = '' \
               where household_id = $2";
    transaction.execute(sql, values![name, household_id]).await
}

/// Empties what the household said, in its own words; how many answers.
///
/// # Errors
/// When the database refuses.
pub async fn erase_answers(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<u64, StoreError> {
    let sql = "update callback_answer_private set words = '' where words <> '' and task_id in \
               (select id from callback_task where household_id = $1)";
    transaction.execute(sql, values![household_id]).await
}

/// Empties the numbers dialled for a household; how many calls.
///
/// # Errors
/// When the database refuses.
pub async fn erase_numbers(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<u64, StoreError> {
    let sql = "update call_private set number = '' where number <> '' and call_id in \
               (select a.call_id from callback_attempt a \
               join callback_task t on t.id = a.task_id where t.household_id = $1)";
    transaction.execute(sql, values![household_id]).await
}

/// Notes that the audio of a household's calls is gone; hash and length stay. How many recordings.
///
/// # Errors
/// When the database refuses.
pub async fn erase_recordings(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<u64, StoreError> {
    let sql = "update recording set state = 'erased', path = null where path is not null \
               and call_id in (select a.call_id from callback_attempt a \
               join callback_task t on t.id = a.task_id where t.household_id = $1)";
    transaction.execute(sql, values![household_id]).await
}

/// Empties what a household's requests about its data and its lifted holds say; how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase_notes(
    transaction: &mut Transaction,
    household_id: &str,
    name: &str,
) -> Result<u64, StoreError> {
    let sql = "update personal_data_request_private set asked_by = $1, note = '', refusal = '' \
               where request_id in \
               (select id from personal_data_request where household_id = $2)";
    let requests = transaction.execute(sql, values![name, household_id]).await?;
    let sql = "update legal_hold_private set reason = '' where reason <> '' and hold_id in \
               (select id from legal_hold where household_id = $1)";
    Ok(requests + transaction.execute(sql, values![household_id]).await?)
}

/// The pseudonym of a household that was erased.
///
/// # Errors
/// When the database refuses.
pub async fn erased_pseudonyms(
    transaction: &mut Transaction,
) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "select id, erased_pseudonym from household where erased_pseudonym is not null";
    transaction.all(sql, vec![]).await
}
