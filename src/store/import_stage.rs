//! Requests on their way in: staged in short transactions, merged in one.

use super::database::{Database, StoreError};
use super::decode;
use super::service_request::{RequestRecord, RequestRow, StoredRequest, request};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::{Value, values};
use crate::domain::coded::Coded;
use crate::domain::timestamp::Timestamp;

/// Rows that are removed at once.
const REMOVED_AT_ONCE: i64 = 5_000;

/// A request to be staged.
#[derive(Clone, Debug)]
pub struct StagedRequest<'a> {
    pub row: u64,
    /// Whether nothing is known of it yet.
    pub is_new: bool,
    pub record: RequestRecord<'a>,
    /// Id and local date of the completion that a new request comes with.
    pub completion: Option<(String, chrono::NaiveDate)>,
}

/// Stages requests.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    transaction: &mut Transaction,
    stage_id: &str,
    requests: &[StagedRequest<'_>],
) -> Result<(), StoreError> {
    let head = "insert into import_stage (stage_id, row_number, is_new, completion_id, \
                completed_on, request_no, center_code, kind, severity, is_paid, room, \
                household_id, channel, taken_in_at, dispatched_at, completed_at, department, \
                status, against_manager, is_valid_complaint, is_reply_only, related_no, \
                has_reporter_name, has_reporter_phone)";
    let rows = requests.iter().map(|request| stage_values(stage_id, request)).collect();
    transaction.insert_many(head, rows, "").await?;
    let row = |request: &StagedRequest<'_>| {
        let draft = request.record.draft;
        let texts = [
            &draft.resident_name,
            &draft.phone,
            &draft.matter,
            &draft.handler,
            &draft.matter_result,
        ];
        let [name, phone, matter, handler, result] =
            texts.map(|text| decode::revealed(text.as_ref()));
        values![stage_id, &draft.request_no, name, phone, matter, handler, result]
    };
    let head = "insert into import_stage_private (stage_id, request_no, reporter_name, \
                reporter_phone, matter, handler_name, result)";
    transaction.insert_many(head, requests.iter().map(row).collect(), "").await?;
    Ok(())
}

fn stage_values(stage_id: &str, request: &StagedRequest<'_>) -> Vec<Value> {
    let draft = request.record.draft;
    let (completion_id, completed_on) = request.completion.clone().unzip();
    values![
        stage_id,
        i64::try_from(request.row).unwrap_or(i64::MAX),
        request.is_new,
        completion_id,
        completed_on,
        &draft.request_no,
        &draft.center_code,
        draft.kind.code(),
        draft.severity.code(),
        draft.is_paid,
        draft.room.as_deref().unwrap_or_default(),
        request.record.household_id.as_ref(),
        draft.channel.code(),
        draft.taken_in_at,
        draft.dispatched_at,
        draft.completed_at,
        draft.department.as_deref().unwrap_or_default(),
        draft.status.code(),
        draft.concerns_head,
        draft.is_valid_complaint,
        draft.is_reply_only,
        draft.related_request_no.as_ref(),
        draft.resident_name.is_some(),
        draft.phone.is_some()
    ]
}

/// Marks requests that somebody stored since they were staged: they are compared again.
///
/// # Errors
/// When the database refuses.
pub async fn mark_known(transaction: &mut Transaction, stage_id: &str) -> Result<(), StoreError> {
    let sql = "update import_stage set is_new = false where stage_id = $1 and is_new \
               and exists (select 1 from service_request r \
               where r.request_no = import_stage.request_no)";
    transaction.execute(sql, values![stage_id]).await?;
    Ok(())
}

/// Stores the new requests of a stage, with their completions; how many requests.
///
/// # Errors
/// When the database refuses.
pub async fn merge_new(
    transaction: &mut Transaction,
    stage_id: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "insert into service_request (request_no, center_code, kind, severity, is_paid, \
               room, household_id, channel, taken_in_at, dispatched_at, completed_at, \
               department, status, against_manager, is_valid_complaint, is_reply_only, \
               related_no, has_reporter_name, has_reporter_phone, imported_at, revision) \
               select request_no, center_code, kind, severity, is_paid, room, household_id, \
               channel, taken_in_at, dispatched_at, completed_at, department, status, \
               against_manager, is_valid_complaint, is_reply_only, related_no, \
               has_reporter_name, has_reporter_phone, $2, 1 \
               from import_stage where stage_id = $1 and is_new";
    let stored = transaction.execute(sql, values![stage_id, now]).await?;
    let sql = "insert into service_request_private (request_no, reporter_name, reporter_phone, \
               matter, handler_name, result) \
               select p.request_no, p.reporter_name, p.reporter_phone, p.matter, \
               p.handler_name, p.result from import_stage s \
               join import_stage_private p on p.stage_id = s.stage_id \
               and p.request_no = s.request_no where s.stage_id = $1 and s.is_new";
    transaction.execute(sql, values![stage_id]).await?;
    let sql = "insert into completion (id, request_no, completed_at, completed_on, center_code, \
               kind, status, recorded_at, revision) \
               select completion_id, request_no, completed_at, completed_on, center_code, kind, \
               status, $2, 1 from import_stage \
               where stage_id = $1 and is_new and completion_id is not null";
    transaction.execute(sql, values![stage_id, now]).await?;
    Ok(stored)
}

/// The staged requests that are known already, by number after `after`.
///
/// # Errors
/// When the database refuses.
pub async fn known_after(
    transaction: &mut Transaction,
    stage_id: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<StoredRequest>, StoreError> {
    let query = Query::new(
        "select s.request_no, s.center_code, s.kind, s.severity, s.is_paid, s.room, \
         s.household_id, s.channel, s.taken_in_at, s.dispatched_at, s.completed_at, \
         s.department, s.status, s.against_manager, s.is_valid_complaint, s.is_reply_only, \
         s.related_no, p.reporter_name, p.reporter_phone, p.matter, p.handler_name, p.result, \
         false as is_erased from import_stage s join import_stage_private p \
         on p.stage_id = s.stage_id and p.request_no = s.request_no \
         where not s.is_new and s.stage_id = ",
    )
    .bind(stage_id)
    .push(" and s.request_no > ")
    .bind(after)
    .push(" order by s.request_no limit ")
    .bind(limit);
    transaction.query::<RequestRow>(query).await?.into_iter().map(request).collect()
}

/// Removes a stage, a few thousand rows a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn remove(database: &Database, stage_id: &str) -> Result<(), StoreError> {
    let statements = [
        "delete from import_stage where stage_id = $1 and request_no in \
         (select request_no from import_stage where stage_id = $1 limit $2)",
        "delete from import_stage_private where stage_id = $1 and request_no in \
         (select request_no from import_stage_private where stage_id = $1 limit $2)",
    ];
    for statement in statements {
        loop {
            let mut transaction = database.begin().await?;
            let values = values![stage_id, REMOVED_AT_ONCE];
            let removed = transaction.execute(statement, values).await?;
            transaction.commit().await?;
            if removed == 0 {
                break;
            }
        }
    }
    Ok(())
}

/// The stages whose ids sort before `id`: ids begin with their time.
///
/// # Errors
/// When the database refuses.
pub async fn older_than(database: &Database, id: &str) -> Result<Vec<String>, StoreError> {
    let sql = "select distinct stage_id from import_stage where stage_id < $1";
    let rows: Vec<(String,)> = database.all(sql, values![id]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
