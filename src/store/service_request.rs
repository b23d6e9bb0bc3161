//! Service requests, as imports write them. Completions have a file of their own.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;

use super::bulk::LIST_MAX;
use super::database::{Database, StoreError};
use super::decode;
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::coded::Coded;
use crate::domain::intake::service_request::ServiceRequestDraft;
use crate::domain::timestamp::Timestamp;

/// A request as stored.
#[derive(Clone, Debug)]
pub struct StoredRequest {
    pub draft: ServiceRequestDraft,
    pub household_id: Option<String>,
    /// Whether the people of it were erased at their request.
    pub is_erased: bool,
}

/// A request to be stored. `imported_at` is the import that gave it its present values.
#[derive(Clone, Debug)]
pub struct RequestRecord<'a> {
    pub draft: &'a ServiceRequestDraft,
    pub household_id: Option<String>,
    pub imported_at: Timestamp,
}

/// A request that no household is known for.
#[derive(Clone, Debug, FromRow)]
pub struct UnlinkedRow {
    pub request_no: String,
    pub center_code: String,
    pub room: String,
    pub taken_in_at: i64,
}

#[derive(FromRow)]
pub(super) struct RequestRow {
    request_no: String,
    center_code: String,
    kind: String,
    severity: String,
    is_paid: bool,
    room: String,
    household_id: Option<String>,
    channel: String,
    taken_in_at: i64,
    dispatched_at: Option<i64>,
    completed_at: Option<i64>,
    department: String,
    status: String,
    against_manager: bool,
    is_valid_complaint: Option<bool>,
    is_reply_only: bool,
    related_no: Option<String>,
    reporter_name: String,
    reporter_phone: String,
    matter: String,
    handler_name: String,
    result: String,
    is_erased: bool,
}

/// Those of `candidates` that are numbers of stored requests.
///
/// # Errors
/// When the database refuses.
pub async fn known_numbers(
    database: &Database,
    candidates: &BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    let candidates: Vec<&String> = candidates.iter().collect();
    let mut known = BTreeSet::new();
    for chunk in candidates.chunks(LIST_MAX) {
        let query = Query::new("select request_no from service_request where request_no in ");
        let rows: Vec<(String,)> = database.query(query.list(chunk.iter().copied())).await?;
        known.extend(rows.into_iter().map(|(number,)| number));
    }
    Ok(known)
}

/// What is stored of these requests, by number.
///
/// # Errors
/// When the database refuses.
pub async fn stored(
    transaction: &mut Transaction,
    numbers: &[&str],
) -> Result<BTreeMap<String, StoredRequest>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in numbers.chunks(LIST_MAX) {
        let query = Query::new(
            "select r.request_no, r.center_code, r.kind, r.severity, r.is_paid, r.room, \
             r.household_id, r.channel, r.taken_in_at, r.dispatched_at, r.completed_at, \
             r.department, r.status, r.against_manager, r.is_valid_complaint, r.is_reply_only, \
             r.related_no, coalesce(p.reporter_name, '') as reporter_name, \
             coalesce(p.reporter_phone, '') as reporter_phone, coalesce(p.matter, '') as matter, \
             coalesce(p.handler_name, '') as handler_name, coalesce(p.result, '') as result, \
             p.erased_at is not null as is_erased from service_request r \
             left join service_request_private p on p.request_no = r.request_no \
             where r.request_no in ",
        )
        .list(chunk.iter().copied());
        for row in transaction.query::<RequestRow>(query).await? {
            found.insert(row.request_no.clone(), request(row)?);
        }
    }
    Ok(found)
}

pub(super) fn request(row: RequestRow) -> Result<StoredRequest, StoreError> {
    let draft = ServiceRequestDraft {
        request_no: row.request_no,
        center_code: row.center_code,
        kind: decode::code("kind", &row.kind)?,
        severity: decode::code("severity", &row.severity)?,
        is_paid: row.is_paid,
        room: decode::filled(row.room),
        resident_name: decode::personal(row.reporter_name),
        phone: decode::personal(row.reporter_phone),
        matter: decode::personal(row.matter),
        channel: decode::code("channel", &row.channel)?,
        taken_in_at: Timestamp(row.taken_in_at),
        dispatched_at: row.dispatched_at.map(Timestamp),
        completed_at: row.completed_at.map(Timestamp),
        department: decode::filled(row.department),
        handler: decode::personal(row.handler_name),
        matter_result: decode::personal(row.result),
        status: decode::code("status", &row.status)?,
        concerns_head: row.against_manager,
        is_valid_complaint: row.is_valid_complaint,
        is_reply_only: row.is_reply_only,
        related_request_no: row.related_no,
    };
    Ok(StoredRequest { draft, household_id: row.household_id, is_erased: row.is_erased })
}

/// Stores requests, new ones and known ones.
///
/// # Errors
/// When the database refuses.
pub async fn save(
    transaction: &mut Transaction,
    requests: &[RequestRecord<'_>],
) -> Result<(), StoreError> {
    let head = "insert into service_request (request_no, center_code, kind, severity, is_paid, \
                room, household_id, channel, taken_in_at, dispatched_at, completed_at, \
                department, status, against_manager, is_valid_complaint, is_reply_only, \
                related_no, has_reporter_name, has_reporter_phone, imported_at, revision)";
    let tail = "on conflict (request_no) do update set center_code = excluded.center_code, \
                kind = excluded.kind, severity = excluded.severity, is_paid = excluded.is_paid, \
                room = excluded.room, household_id = excluded.household_id, \
                channel = excluded.channel, taken_in_at = excluded.taken_in_at, \
                dispatched_at = excluded.dispatched_at, completed_at = excluded.completed_at, \
                department = excluded.department, status = excluded.status, \
                against_manager = excluded.against_manager, \
                is_valid_complaint = excluded.is_valid_complaint, \
                is_reply_only = excluded.is_reply_only, related_no = excluded.related_no, \
                has_reporter_name = excluded.has_reporter_name, \
                has_reporter_phone = excluded.has_reporter_phone, \
                imported_at = excluded.imported_at, revision = service_request.revision + 1";
    transaction.insert_many(head, requests.iter().map(row_values).collect(), tail).await?;
    save_private(transaction, requests).await
}

fn row_values(request: &RequestRecord<'_>) -> Vec<super::Value> {
    let draft = request.draft;
    values![
        &draft.request_no,
        &draft.center_code,
        draft.kind.code(),
        draft.severity.code(),
        draft.is_paid,
        draft.room.as_deref().unwrap_or_default(),
        request.household_id.as_ref(),
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
        draft.phone.is_some(),
        request.imported_at,
        1_i64
    ]
}

async fn save_private(
    transaction: &mut Transaction,
    requests: &[RequestRecord<'_>],
) -> Result<(), StoreError> {
    let row = |request: &RequestRecord<'_>| {
        let draft = request.draft;
        let texts = [
            &draft.resident_name,
            &draft.phone,
            &draft.matter,
            &draft.handler,
            &draft.matter_result,
        ];
        let [name, phone, matter, handler, result] =
            texts.map(|text| decode::revealed(text.as_ref()));
        values![&draft.request_no, name, phone, matter, handler, result]
    };
    let head = "insert into service_request_private (request_no, reporter_name, reporter_phone, \
                matter, handler_name, result)";
    let tail = "on conflict (request_no) do update set reporter_name = excluded.reporter_name, \
                reporter_phone = excluded.reporter_phone, matter = excluded.matter, \
                handler_name = excluded.handler_name, result = excluded.result";
    transaction.insert_many(head, requests.iter().map(row).collect(), tail).await?;
    Ok(())
}

/// The requests of these centers that name a room and have no household yet.
///
/// # Errors
/// When the database refuses.
pub async fn unlinked(
    transaction: &mut Transaction,
    centers: &BTreeSet<String>,
) -> Result<Vec<UnlinkedRow>, StoreError> {
    let query = Query::new(
        "select request_no, center_code, room, taken_in_at from service_request \
         where household_id is null and room <> '' and center_code in ",
    )
    .list(centers)
    .push(" order by request_no");
    transaction.query(query).await
}

/// Gives requests their households: (request number, household).
///
/// # Errors
/// When the database refuses.
pub async fn link(
    transaction: &mut Transaction,
    links: &[(String, String)],
) -> Result<(), StoreError> {
    for chunk in links.chunks(LIST_MAX) {
        let mut query = Query::new(
            "update service_request set household_id = link.column2, revision = revision + 1 \
             from (values ",
        );
        for (index, (number, household_id)) in chunk.iter().enumerate() {
            query = if index > 0 { query.push(", ") } else { query };
            query = query.list([number, household_id]);
        }
        let query = query.push(") as link where service_request.request_no = link.column1");
        transaction.run(query).await?;
    }
    Ok(())
}
