//! What residents said: answers as given, and the result that figures count.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// One answer.
#[derive(Clone, Debug, FromRow)]
pub struct AnswerRow {
    pub task_id: String,
    pub question: String,
    /// Codes, separated by commas.
    pub codes: String,
    pub answer_date: Option<String>,
    pub words: Option<String>,
    pub answered_at: i64,
    /// The version of the script it was asked with.
    pub script_version: i64,
}

/// The result of a task.
#[derive(Clone, Debug, FromRow)]
pub struct ResultRow {
    pub task_id: String,
    pub completion_id: String,
    pub ordinal: i64,
    pub disposition: String,
    pub satisfaction: Option<String>,
    pub resolved: Option<String>,
    pub quality: Option<String>,
    pub answered_at: Option<i64>,
    pub next_callback_on: Option<String>,
    pub department_present: bool,
    pub flags: String,
    /// The version of the script its answers were asked with.
    pub script_version: i64,
}

const ANSWER: &str = "select a.task_id, a.question, a.codes, a.answer_date, p.words, \
                      a.answered_at, a.script_version from callback_answer a \
                      left join callback_answer_private p \
                      on p.task_id = a.task_id and p.question = a.question ";

const RESULT: &str = "select task_id, completion_id, ordinal, disposition, satisfaction, \
                      resolved, quality, answered_at, next_callback_on, department_present, \
                      flags, script_version from callback_result ";

/// Stores an answer, replacing an earlier one to the same question.
///
/// # Errors
/// When the database refuses.
pub async fn put_answer(
    transaction: &mut Transaction,
    call_id: &str,
    answer: &AnswerRow,
) -> Result<(), StoreError> {
    let sql = "insert into callback_answer (task_id, question, call_id, codes, answer_date, \
               answered_at, script_version) values ($1, $2, $3, $4, $5, $6, $7) \
               on conflict (task_id, question) \
               do update set call_id = excluded.call_id, codes = excluded.codes, \
               answer_date = excluded.answer_date, answered_at = excluded.answered_at, \
               script_version = excluded.script_version";
    let row = values![
        &answer.task_id,
        &answer.question,
        call_id,
        &answer.codes,
        answer.answer_date.clone(),
        answer.answered_at,
        answer.script_version
    ];
    transaction.execute(sql, row).await?;
    let forget = "delete from callback_answer_private where task_id = $1 and question = $2";
    transaction.execute(forget, values![&answer.task_id, &answer.question]).await?;
    if let Some(words) = &answer.words {
        let keep = "insert into callback_answer_private (task_id, question, words) \
                    values ($1, $2, $3)";
        transaction.execute(keep, values![&answer.task_id, &answer.question, words]).await?;
    }
    Ok(())
}

/// Removes an answer that no longer applies.
///
/// # Errors
/// When the database refuses.
pub async fn drop_answer(
    transaction: &mut Transaction,
    task_id: &str,
    question: &str,
) -> Result<(), StoreError> {
    for sql in [
        "delete from callback_answer_private where task_id = $1 and question = $2",
        "delete from callback_answer where task_id = $1 and question = $2",
    ] {
        transaction.execute(sql, values![task_id, question]).await?;
    }
    Ok(())
}

/// The answers of a task, in the order they were given.
///
/// # Errors
/// When the database refuses.
pub async fn answers(database: &Database, task_id: &str) -> Result<Vec<AnswerRow>, StoreError> {
    let sql = format!("{ANSWER} where a.task_id = $1 order by a.answered_at, a.question");
    database.all(sql, values![task_id]).await
}

/// The answers of a task, inside a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn load_answers(
    transaction: &mut Transaction,
    task_id: &str,
) -> Result<Vec<AnswerRow>, StoreError> {
    let sql = format!("{ANSWER} where a.task_id = $1 order by a.answered_at, a.question");
    transaction.all(sql, values![task_id]).await
}

/// Stores the result of a task; a task has one.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    transaction: &mut Transaction,
    result: &ResultRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into callback_result (task_id, completion_id, ordinal, disposition, \
               satisfaction, resolved, quality, answered_at, next_callback_on, \
               department_present, flags, script_version, decided_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let row = values![
        &result.task_id,
        &result.completion_id,
        result.ordinal,
        &result.disposition,
        result.satisfaction.clone(),
        result.resolved.clone(),
        result.quality.clone(),
        result.answered_at,
        result.next_callback_on.clone(),
        result.department_present,
        &result.flags,
        result.script_version,
        now
    ];
    transaction.execute(sql, row).await?;
    Ok(())
}

/// The result of a task.
///
/// # Errors
/// When the database refuses.
pub async fn by_task(database: &Database, task_id: &str) -> Result<Option<ResultRow>, StoreError> {
    database.optional(format!("{RESULT} where task_id = $1"), values![task_id]).await
}

/// What the figure of a month is computed from: one row a task.
#[derive(Clone, Debug, FromRow)]
pub struct FigureRow {
    pub completion_id: String,
    pub center_code: String,
    pub ordinal: i64,
    pub first_attempt_at: Option<i64>,
    pub reached_at: Option<i64>,
    pub satisfaction: Option<String>,
    pub answered_at: Option<i64>,
    pub department_present: Option<bool>,
    pub script_id: String,
    /// Absent while there is no result.
    pub script_version: Option<i64>,
}

/// The tasks about repairs and complaints (业主报事, R-002, R-003), whatever else a rule pack calls
/// back, of completions dated within these days, both included, with what came of them. A
/// machine that picked up is nobody reached.
///
/// # Errors
/// When the database refuses.
pub async fn figure_rows(
    database: &Database,
    first_day: chrono::NaiveDate,
    last_day: chrono::NaiveDate,
) -> Result<Vec<FigureRow>, StoreError> {
    let sql = "select t.completion_id, t.center_code, t.ordinal, \
               cast((select min(a.started_at) from callback_attempt a \
               where a.task_id = t.id) as bigint) as first_attempt_at, \
               cast((select min(c2.answered_at) from callback_attempt a \
               join call c2 on c2.id = a.call_id where a.task_id = t.id \
               and (a.disposition is null or a.disposition not in \
               ('voicemail', 'switched_off', 'unallocated', 'suspended'))) as bigint) \
               as reached_at, \
               s.satisfaction, s.answered_at, s.department_present, \
               t.script_id, s.script_version \
               from callback_task t join completion c on c.id = t.completion_id \
               left join callback_result s on s.task_id = t.id \
               where c.completed_on >= $1 and c.completed_on <= $2 \
               and t.kind in ('repair', 'complaint') \
               order by t.completion_id, t.ordinal";
    database.all(sql, values![first_day, last_day]).await
}

/// Every center: (code, name), by code.
///
/// # Errors
/// When the database refuses.
pub async fn centers(database: &Database) -> Result<Vec<(String, String)>, StoreError> {
    database.all("select code, name from service_center order by code", vec![]).await
}
