//! Effects that were decided and are still to be performed.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Dual;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// An effect on its way out.
#[derive(Clone, Debug)]
pub struct NewEffect {
    /// Handed to whoever performs it, so that a repetition is recognised.
    pub key: String,
    /// What the body is.
    pub kind: &'static str,
    /// Whom it concerns: a call's id.
    pub subject_id: String,
    /// The exchange it is for.
    pub lane: String,
    /// JSON text.
    pub body: String,
    /// Not to be performed before.
    pub due_at: Timestamp,
}

/// A claimed effect.
#[derive(Clone, Debug, FromRow)]
pub struct ClaimedEffect {
    pub sequence: i64,
    pub effect_key: String,
    pub kind: String,
    pub subject_id: String,
    pub body: String,
    /// How often it had been claimed before this time.
    pub attempt_count: i64,
}

/// Adds effects; one whose key is known is left out.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    transaction: &mut Transaction,
    effects: Vec<NewEffect>,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let rows = effects
        .into_iter()
        .map(|effect| {
            values![
                effect.key,
                effect.kind,
                1_i64,
                effect.subject_id,
                effect.body,
                effect.lane,
                effect.due_at,
                now,
                "pending",
                0_i64
            ]
        })
        .collect();
    let head = "insert into outbox (effect_key, kind, version, subject_id, body, lane, due_at, \
                created_at, state, attempt_count)";
    transaction.insert_many(head, rows, "on conflict (effect_key) do nothing").await
}

/// Takes due effects of one exchange for `claimant`, oldest first. A claim of somebody else whose
/// time is over is taken too: its holder has died. The states are named as in the partial index,
/// or SQLite would read every effect there ever was.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    transaction: &mut Transaction,
    lane: &str,
    claimant: &str,
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<ClaimedEffect>, StoreError> {
    let sql = Dual {
        sqlite: "with due as (select sequence from outbox where lane = $1 and due_at <= $2 and \
                 state in ('pending', 'claimed') and \
                 (state = 'pending' or claimed_until < $2) \
                 order by due_at, sequence limit $4) \
                 update outbox set state = 'claimed', claimed_by = $3, claimed_until = $5, \
                 attempt_count = attempt_count + 1 where sequence in (select sequence from due) \
                 returning sequence, effect_key, kind, subject_id, body, \
                 attempt_count - 1 as attempt_count",
        postgres: "with due as materialized (select sequence from outbox where lane = $1 and \
                   due_at <= $2 and state in ('pending', 'claimed') and \
                   (state = 'pending' or claimed_until < $2) \
                   order by due_at, sequence limit $4 for update skip locked) \
                   update outbox set state = 'claimed', claimed_by = $3, claimed_until = $5, \
                   attempt_count = attempt_count + 1 where sequence in (select sequence from due) \
                   returning sequence, effect_key, kind, subject_id, body, \
                   attempt_count - 1 as attempt_count",
    };
    let mut claimed: Vec<ClaimedEffect> =
        transaction.all(sql, values![lane, now, claimant, limit, until]).await?;
    claimed.sort_by_key(|effect| effect.sequence);
    Ok(claimed)
}

/// Gives back every claim of an exchange that only this node serves: at start-up their holder is
/// known to be dead.
///
/// # Errors
/// When the database refuses.
pub async fn release_lane(transaction: &mut Transaction, lane: &str) -> Result<u64, StoreError> {
    let sql = "update outbox set state = 'pending' where lane = $1 and state = 'claimed'";
    transaction.execute(sql, values![lane]).await
}

/// Marks an effect as performed.
///
/// # Errors
/// When the database refuses.
pub async fn settle(
    transaction: &mut Transaction,
    sequence: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update outbox set state = 'done', settled_at = $1, last_error = null \
               where sequence = $2";
    transaction.execute(sql, values![now, sequence]).await?;
    Ok(())
}

/// Puts an effect back for `due_at`, saying why it failed.
///
/// # Errors
/// When the database refuses.
pub async fn retry(
    transaction: &mut Transaction,
    sequence: i64,
    error: &str,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update outbox set state = 'pending', last_error = $1, due_at = $2 \
               where sequence = $3";
    transaction.execute(sql, values![error, due_at, sequence]).await?;
    Ok(())
}

/// Gives an effect up; it stays visible as a dead letter.
///
/// # Errors
/// When the database refuses.
pub async fn bury(
    transaction: &mut Transaction,
    sequence: i64,
    error: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update outbox set state = 'dead', last_error = $1, settled_at = $2 \
               where sequence = $3";
    transaction.execute(sql, values![error, now, sequence]).await?;
    Ok(())
}

/// When the next effect of the exchange is due, or a claim of one is over.
///
/// # Errors
/// When the database refuses.
pub async fn next_due(database: &Database, lane: &str) -> Result<Option<Timestamp>, StoreError> {
    let sql = "select cast(min(case state when 'claimed' then claimed_until + 1 else due_at end) \
               as bigint) from outbox where lane = $1 and state in ('pending', 'claimed')";
    let (due,): (Option<i64>,) = database.one(sql, values![lane]).await?;
    Ok(due.map(Timestamp))
}
