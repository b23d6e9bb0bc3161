//! Calls: the call machine's snapshot, and columns for questions.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::phone::PhoneNumber;
use crate::domain::timestamp::Timestamp;

/// A call as stored.
#[derive(Clone, Debug, FromRow)]
pub struct CallRow {
    pub id: String,
    pub household_key: String,
    pub number_key: String,
    pub agent_id: String,
    pub exchange: String,
    pub snapshot: String,
    pub state: String,
    pub ordered_at: i64,
    pub answered_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub outcome: Option<String>,
    pub ended_by: Option<String>,
    pub sip_status: Option<i64>,
    pub q850_cause: Option<i64>,
    pub talk_ms: Option<i64>,
    pub is_reconciled: bool,
    pub revision: i64,
}

const CALL: &str = "select id, household_key, number_key, agent_id, exchange, snapshot, state, \
                    ordered_at, answered_at, ended_at, outcome, ended_by, sip_status, q850_cause, \
                    talk_ms, is_reconciled, revision from call ";

/// Stores a new call and the number it dials.
///
/// # Errors
/// When the database refuses; a unique violation when the household, the number or the agent has a
/// live call already.
pub async fn insert(
    transaction: &mut Transaction,
    call: &CallRow,
    number: &PhoneNumber,
) -> Result<(), StoreError> {
    let sql = "insert into call (id, household_key, number_key, agent_id, exchange, \
               snapshot_version, snapshot, state, ordered_at, is_reconciled, revision) \
               values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, 1)";
    let row = values![
        &call.id,
        &call.household_key,
        &call.number_key,
        &call.agent_id,
        &call.exchange,
        &call.snapshot,
        &call.state,
        call.ordered_at,
        false
    ];
    transaction.execute(sql, row).await?;
    let private = "insert into call_private (call_id, number) values ($1, $2)";
    transaction.execute(private, values![&call.id, number.digits()]).await?;
    Ok(())
}

/// Stores a call's new state, if nobody changed it since it was read.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody did.
pub async fn update(transaction: &mut Transaction, call: &CallRow) -> Result<(), StoreError> {
    let sql = "update call set snapshot = $1, state = $2, answered_at = $3, ended_at = $4, \
               outcome = $5, ended_by = $6, sip_status = $7, q850_cause = $8, talk_ms = $9, \
               is_reconciled = $10, revision = revision + 1 where id = $11 and revision = $12";
    let row = values![
        &call.snapshot,
        &call.state,
        call.answered_at,
        call.ended_at,
        call.outcome.clone(),
        call.ended_by.clone(),
        call.sip_status,
        call.q850_cause,
        call.talk_ms,
        call.is_reconciled,
        &call.id,
        call.revision
    ];
    match transaction.execute(sql, row).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "the call" }),
    }
}

/// One call, held against other nodes until the commit.
///
/// # Errors
/// When the database refuses.
pub async fn hold(transaction: &mut Transaction, id: &str) -> Result<Option<CallRow>, StoreError> {
    let lock = if transaction.is_postgres() { " for update" } else { "" };
    transaction.optional(format!("{CALL} where id = $1{lock}"), values![id]).await
}

/// One call.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<CallRow>, StoreError> {
    database.optional(format!("{CALL} where id = $1"), values![id]).await
}

/// The number a call dials.
///
/// # Errors
/// When the database refuses.
pub async fn number(database: &Database, id: &str) -> Result<Option<PhoneNumber>, StoreError> {
    let sql = "select number from call_private where call_id = $1";
    let row: Option<(String,)> = database.optional(sql, values![id]).await?;
    Ok(row.and_then(|(number,)| PhoneNumber::parse(&number).ok()))
}

/// The calls an exchange is believed to have up.
///
/// # Errors
/// When the database refuses.
pub async fn live(database: &Database, exchange: &str) -> Result<Vec<CallRow>, StoreError> {
    let sql = format!("{CALL} where ended_at is null and exchange = $1 order by ordered_at, id");
    database.all(sql, values![exchange]).await
}

/// The live call of an agent.
///
/// # Errors
/// When the database refuses.
pub async fn live_of_agent(
    database: &Database,
    agent_id: &str,
) -> Result<Option<CallRow>, StoreError> {
    let sql = format!("{CALL} where ended_at is null and agent_id = $1");
    database.optional(sql, values![agent_id]).await
}

/// Every call of a task, oldest first, with the number of the attempt.
///
/// # Errors
/// When the database refuses.
pub async fn of_task(database: &Database, task_id: &str) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "select call_id, attempt_number from callback_attempt where task_id = $1 \
               order by attempt_number";
    database.all(sql, values![task_id]).await
}

/// An attempt of a task, as retry rules need it.
#[derive(Clone, Debug, FromRow)]
pub struct AttemptRow {
    pub task_id: String,
    pub call_id: String,
    pub attempt_number: i64,
    pub phone_index: i64,
    pub started_at: i64,
    pub ended_at: Option<i64>,
    pub outcome: Option<String>,
    pub is_answered: Option<bool>,
    pub disposition: Option<String>,
}

/// Records that a call is an attempt of a task.
///
/// # Errors
/// When the database refuses; a unique violation when the attempt was made already.
pub async fn insert_attempt(
    transaction: &mut Transaction,
    attempt: &AttemptRow,
) -> Result<(), StoreError> {
    let sql = "insert into callback_attempt (task_id, call_id, attempt_number, phone_index, \
               started_at) values ($1, $2, $3, $4, $5)";
    let row = values![
        &attempt.task_id,
        &attempt.call_id,
        attempt.attempt_number,
        attempt.phone_index,
        attempt.started_at
    ];
    transaction.execute(sql, row).await?;
    Ok(())
}

/// Records how the attempts of a call ended.
///
/// # Errors
/// When the database refuses.
pub async fn end_attempts(
    transaction: &mut Transaction,
    call_id: &str,
    outcome: &str,
    is_answered: bool,
    ended_at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update callback_attempt set outcome = $1, is_answered = $2, ended_at = $3 \
               where call_id = $4";
    transaction.execute(sql, values![outcome, is_answered, ended_at, call_id]).await?;
    Ok(())
}

/// Records what the agent, or the line alone, made of an attempt.
///
/// # Errors
/// When the database refuses.
pub async fn set_disposition(
    transaction: &mut Transaction,
    task_id: &str,
    call_id: &str,
    disposition: &str,
) -> Result<(), StoreError> {
    let sql = "update callback_attempt set disposition = $1 where task_id = $2 and call_id = $3";
    transaction.execute(sql, values![disposition, task_id, call_id]).await?;
    Ok(())
}

/// Every attempt of a task, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn attempts(
    transaction: &mut Transaction,
    task_id: &str,
) -> Result<Vec<AttemptRow>, StoreError> {
    let sql = "select task_id, call_id, attempt_number, phone_index, started_at, ended_at, \
               outcome, is_answered, disposition from callback_attempt where task_id = $1 \
               order by attempt_number";
    transaction.all(sql, values![task_id]).await
}

/// When the household was last spoken to; a machine or a stranger is not the household.
///
/// # Errors
/// When the database refuses.
pub async fn last_answered_at(
    transaction: &mut Transaction,
    household_key: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "select cast(max(c.answered_at) as bigint) from call c where c.household_key = $1 \
               and exists (select 1 from callback_attempt a where a.call_id = c.id \
               and (a.disposition is null or a.disposition not in ('voicemail', 'wrong_number', \
               'switched_off', 'unallocated', 'suspended')))";
    let row: Option<(Option<i64>,)> = transaction.optional(sql, values![household_key]).await?;
    Ok(row.and_then(|(at,)| at).map(Timestamp))
}

/// How many calls were made for the tasks of a batch.
///
/// # Errors
/// When the database refuses.
pub async fn count_of_batch(database: &Database, batch_date: &str) -> Result<i64, StoreError> {
    let sql = "select cast(count(distinct a.call_id) as bigint) from callback_attempt a \
               join callback_task t on t.id = a.task_id where t.batch_date = $1";
    let (count,): (i64,) = database.one(sql, values![batch_date]).await?;
    Ok(count)
}
