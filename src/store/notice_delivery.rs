//! Deliveries of notices, one row a notice and channel.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::{Dual, Query};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A delivery to make.
#[derive(Clone, Debug, FromRow)]
pub struct ClaimedDelivery {
    pub id: String,
    pub notice_id: String,
    pub channel: String,
    pub attempt_count: i64,
    pub kind: String,
    pub params: String,
    pub case_count: i64,
    pub is_urgent: bool,
    pub due_at: i64,
    pub subject_id: Option<String>,
}

/// A delivery as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DeliveryRow {
    pub id: String,
    pub notice_id: String,
    pub kind: String,
    pub params: String,
    pub case_count: i64,
    pub channel: String,
    pub state: String,
    pub created_at: i64,
    pub due_at: i64,
    pub attempt_count: i64,
    pub last_error: Option<String>,
    pub receipt: Option<String>,
    pub settled_at: Option<i64>,
}

/// Stores a delivery; `settled_at` for one that is done by being stored.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    transaction: &mut Transaction,
    id: &str,
    notice_id: &str,
    channel: &str,
    due_at: Timestamp,
    settled_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "insert into notice_delivery (id, notice_id, channel, state, due_at, attempt_count, \
               settled_at) values ($1, $2, $3, $4, $5, $6, $7)";
    let (state, tries) = if settled_at.is_some() { ("sent", 1_i64) } else { ("pending", 0) };
    transaction
        .execute(sql, values![id, notice_id, channel, state, due_at, tries, settled_at])
        .await?;
    Ok(())
}

/// Whether anything is due.
///
/// # Errors
/// When the database refuses.
pub async fn is_any_due(database: &Database, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "select id from notice_delivery where state = 'pending' and due_at <= $1 \
               and (claimed_until is null or claimed_until < $1) limit 1";
    Ok(database.optional::<(String,)>(sql, values![now]).await?.is_some())
}

/// Takes due deliveries until `until`, after which another may.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    transaction: &mut Transaction,
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<ClaimedDelivery>, StoreError> {
    let pick = Dual {
        sqlite: "select id from notice_delivery where state = 'pending' and due_at <= $1 \
                 and (claimed_until is null or claimed_until < $1) \
                 order by due_at, id limit $2",
        postgres: "select id from notice_delivery where state = 'pending' and due_at <= $1 \
                   and (claimed_until is null or claimed_until < $1) \
                   order by due_at, id limit $2 for update skip locked",
    };
    let ids: Vec<(String,)> = transaction.all(pick, values![now, limit]).await?;
    let ids: Vec<String> = ids.into_iter().map(|(id,)| id).collect();
    let take = Query::new("update notice_delivery set claimed_until = ")
        .bind(until)
        .push(" where id in ")
        .list(&ids);
    transaction.run(take).await?;
    let read = Query::new(
        "select d.id, d.notice_id, d.channel, d.attempt_count, n.kind, n.params, n.case_count, \
         n.is_urgent, d.due_at, (select k.subject_id from notice_case k \
         where k.notice_id = n.id and n.case_count = 1) as subject_id \
         from notice_delivery d join notice n on n.id = d.notice_id where d.id in ",
    )
    .list(&ids)
    .push(" order by d.due_at, d.id");
    transaction.query(read).await
}

/// The addressees of notices: (notice, role, center).
///
/// # Errors
/// When the database refuses.
pub async fn roles(database: &Database, notice_id: &str) -> Result<Vec<String>, StoreError> {
    let sql = "select distinct role from notice_addressee where notice_id = $1 \
               and role is not null order by role";
    let rows: Vec<(String,)> = database.all(sql, values![notice_id]).await?;
    Ok(rows.into_iter().map(|(role,)| role).collect())
}

/// The receiver took it.
///
/// # Errors
/// When the database refuses.
pub async fn set_sent(
    transaction: &mut Transaction,
    id: &str,
    receipt: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update notice_delivery set state = 'sent', attempt_count = attempt_count + 1, \
               receipt = $1, last_error = null, claimed_until = null, settled_at = $2 \
               where id = $3 and state = 'pending'";
    transaction.execute(sql, values![receipt, now, id]).await?;
    Ok(())
}

/// It is to be sent at another time; `tried` when it was tried in vain.
///
/// # Errors
/// When the database refuses.
pub async fn put_off(
    transaction: &mut Transaction,
    id: &str,
    error: Option<&str>,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update notice_delivery set due_at = $1, claimed_until = null, \
               attempt_count = attempt_count + $2, last_error = coalesce($3, last_error) \
               where id = $4 and state = 'pending'";
    let tried = i64::from(error.is_some());
    transaction.execute(sql, values![due_at, tried, error, id]).await?;
    Ok(())
}

/// Tried so often in vain that a person has to look.
///
/// # Errors
/// When the database refuses.
pub async fn give_up(
    transaction: &mut Transaction,
    id: &str,
    error: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update notice_delivery set state = 'given_up', attempt_count = attempt_count + 1, \
               last_error = $1, claimed_until = null, settled_at = $2 \
               where id = $3 and state = 'pending'";
    transaction.execute(sql, values![error, now, id]).await?;
    Ok(())
}

/// What is not sent yet of these notices never is.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(
    transaction: &mut Transaction,
    notice_ids: &[String],
    now: Timestamp,
) -> Result<(), StoreError> {
    let query = Query::new("update notice_delivery set state = 'withdrawn', settled_at = ")
        .bind(now)
        .push(" where state = 'pending' and notice_id in ")
        .list(notice_ids);
    transaction.run(query).await?;
    Ok(())
}

/// A person sends one that was given up again. False when it was not.
///
/// # Errors
/// When the database refuses.
pub async fn retry(
    transaction: &mut Transaction,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update notice_delivery set state = 'pending', due_at = $1, attempt_count = 0, \
               settled_at = null where id = $2 and state = 'given_up'";
    Ok(transaction.execute(sql, values![now, id]).await? == 1)
}

/// Deliveries by mail and webhook, newest first; `state` narrows them.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    database: &Database,
    state: Option<&str>,
    limit: i64,
    offset: i64,
) -> Result<Vec<DeliveryRow>, StoreError> {
    let query = Query::new(
        "select d.id, d.notice_id, n.kind, n.params, n.case_count, d.channel, d.state, \
         n.created_at, d.due_at, d.attempt_count, d.last_error, d.receipt, d.settled_at \
         from notice_delivery d join notice n on n.id = d.notice_id where d.channel <> 'in_app' ",
    )
    .filter(" and d.state = ", state)
    .push(" order by n.created_at desc, d.id limit ")
    .bind(limit)
    .push(" offset ")
    .bind(offset);
    database.query(query).await
}

/// How many deliveries by mail and webhook there are, by state.
///
/// # Errors
/// When the database refuses.
pub async fn counts(database: &Database) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "select state, cast(count(*) as bigint) from notice_delivery \
               where channel <> 'in_app' group by state \
               order by state";
    database.all(sql, vec![]).await
}
