//! What residents ask about their data, and the holds that keep it.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;

/// A resident's request to see or erase their data, with the names of those who dealt with it.
#[derive(Clone, Debug, FromRow)]
pub struct DataRequestRow {
    pub id: String,
    pub kind: String,
    pub household_id: String,
    pub identity_proof: String,
    pub wants_do_not_call: bool,
    pub state: String,
    pub registered_by: String,
    pub registered_at: i64,
    pub decided_by: Option<String>,
    pub decided_at: Option<i64>,
    pub completed_by: Option<String>,
    pub completed_at: Option<i64>,
    pub proof: Option<String>,
    pub revision: i64,
    #[sqlx(try_from = "String")]
    pub asked_by: Pii<String>,
    #[sqlx(try_from = "String")]
    pub note: Pii<String>,
    #[sqlx(try_from = "String")]
    pub refusal: Pii<String>,
    #[sqlx(try_from = "String")]
    pub unit_id: Pii<String>,
    pub center_name: String,
    #[sqlx(try_from = "String")]
    pub registered_by_name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub decided_by_name: Pii<String>,
    #[sqlx(try_from = "String")]
    pub completed_by_name: Pii<String>,
}

/// A hold that stands.
#[derive(Clone, Debug, FromRow)]
pub struct HoldRow {
    pub id: String,
    #[sqlx(try_from = "String")]
    pub reason: Pii<String>,
    #[sqlx(try_from = "String")]
    pub placed_by_name: Pii<String>,
    pub placed_at: i64,
}

const REQUEST: &str = "select q.id, q.kind, q.household_id, q.identity_proof, \
     q.wants_do_not_call, q.state, q.registered_by, q.registered_at, q.decided_by, \
     q.decided_at, q.completed_by, q.completed_at, q.proof, q.revision, \
     coalesce(p.asked_by, '') as asked_by, coalesce(p.note, '') as note, \
     coalesce(p.refusal, '') as refusal, h.unit_id, coalesce(sc.name, '') as center_name, \
     coalesce(a.display_name, '') as registered_by_name, \
     coalesce(b.display_name, '') as decided_by_name, \
     coalesce(c.display_name, '') as completed_by_name \
     from personal_data_request q \
     join household h on h.id = q.household_id \
     left join personal_data_request_private p on p.request_id = q.id \
     left join service_center sc on sc.code = h.center_code \
     left join user_private a on a.user_id = q.registered_by \
     left join user_private b on b.user_id = q.decided_by \
     left join user_private c on c.user_id = q.completed_by ";

/// Requests, those that wait for somebody before the settled ones, each the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(database: &Database, limit: i64) -> Result<Vec<DataRequestRow>, StoreError> {
    let sql = format!(
        "{REQUEST} order by case when q.state in ('completed', 'refused') then 1 else 0 end, \
         q.registered_at desc, q.id desc limit $1"
    );
    database.all(sql, values![limit]).await
}

/// The requests of a household, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_household(
    database: &Database,
    household_id: &str,
) -> Result<Vec<DataRequestRow>, StoreError> {
    let sql = format!("{REQUEST} where q.household_id = $1 order by q.registered_at desc, q.id");
    database.all(sql, values![household_id]).await
}

/// One request.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<DataRequestRow>, StoreError> {
    database.optional(format!("{REQUEST} where q.id = $1"), values![id]).await
}

/// One request, inside a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn load(
    transaction: &mut Transaction,
    id: &str,
) -> Result<Option<DataRequestRow>, StoreError> {
    transaction.optional(format!("{REQUEST} where q.id = $1"), values![id]).await
}

/// Stores a new request.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &mut Transaction, row: &DataRequestRow) -> Result<(), StoreError> {
    let sql = "insert into personal_data_request (id, kind, household_id, identity_proof, \
               wants_do_not_call, state, registered_by, registered_at, revision) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
    let values = values![
        &row.id,
        &row.kind,
        &row.household_id,
        &row.identity_proof,
        row.wants_do_not_call,
        &row.state,
        &row.registered_by,
        row.registered_at
    ];
    transaction.execute(sql, values).await?;
    let sql = "insert into personal_data_request_private (request_id, asked_by, note, refusal) \
               values ($1, $2, $3, '')";
    let values = values![&row.id, row.asked_by.reveal(), row.note.reveal()];
    transaction.execute(sql, values).await?;
    Ok(())
}

/// Stores how far a request got.
///
/// # Errors
/// When the database refuses; [`StoreError::Conflict`] when somebody else was faster.
pub async fn update(transaction: &mut Transaction, row: &DataRequestRow) -> Result<(), StoreError> {
    let sql = "update personal_data_request set state = $1, decided_by = $2, decided_at = $3, \
               completed_by = $4, completed_at = $5, proof = $6, revision = revision + 1 \
               where id = $7 and revision = $8";
    let values = values![
        &row.state,
        row.decided_by.as_ref(),
        row.decided_at,
        row.completed_by.as_ref(),
        row.completed_at,
        row.proof.as_ref(),
        &row.id,
        row.revision
    ];
    if transaction.execute(sql, values).await? == 0 {
        return Err(StoreError::Conflict { what: "the request about personal data" });
    }
    let sql = "update personal_data_request_private set refusal = $1 where request_id = $2";
    transaction.execute(sql, values![row.refusal.reveal(), &row.id]).await?;
    Ok(())
}

/// The hold that stands over a household's data.
///
/// # Errors
/// When the database refuses.
pub async fn hold(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<Option<HoldRow>, StoreError> {
    transaction.optional(HOLD, values![household_id]).await
}

/// The hold that stands over a household's data, outside any transaction.
///
/// # Errors
/// When the database refuses.
pub async fn hold_of(
    database: &Database,
    household_id: &str,
) -> Result<Option<HoldRow>, StoreError> {
    database.optional(HOLD, values![household_id]).await
}

const HOLD: &str = "select l.id, coalesce(p.reason, '') as reason, \
     coalesce(u.display_name, '') as placed_by_name, l.placed_at from legal_hold l \
     left join legal_hold_private p on p.hold_id = l.id \
     left join user_private u on u.user_id = l.placed_by \
     where l.household_id = $1 and l.lifted_at is null";

/// Keeps a household's data from being erased.
///
/// # Errors
/// When the database refuses; a hold that stands already is a unique violation.
pub async fn place_hold(
    transaction: &mut Transaction,
    id: &str,
    household_id: &str,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into legal_hold (id, household_id, placed_by, placed_at) \
               values ($1, $2, $3, $4)";
    transaction.execute(sql, values![id, household_id, by, now]).await?;
    let sql = "insert into legal_hold_private (hold_id, reason) values ($1, $2)";
    transaction.execute(sql, values![id, reason]).await?;
    Ok(())
}

/// Ends the hold over a household's data; false when none stands.
///
/// # Errors
/// When the database refuses.
pub async fn lift_hold(
    transaction: &mut Transaction,
    household_id: &str,
    by: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update legal_hold set lifted_at = $1, lifted_by = $2 \
               where household_id = $3 and lifted_at is null";
    Ok(transaction.execute(sql, values![now, by, household_id]).await? > 0)
}
