//! Facts as received: stored raw, each once, before anything is decided.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Dual;
use super::transaction::Transaction;
use super::value::{Value, values};
use crate::domain::timestamp::Timestamp;

/// A fact on its way in.
#[derive(Clone, Debug)]
pub struct NewFact {
    /// Where it comes from: the exchange's name, `timer`, `workbench` …
    pub source: String,
    /// Unique within the source; a repetition is stored once.
    pub external_key: String,
    /// What the body is.
    pub kind: &'static str,
    /// Whom it concerns: a call's id.
    pub subject_id: String,
    /// JSON text.
    pub body: String,
}

/// A stored fact that nothing has been decided about yet.
#[derive(Clone, Debug, FromRow)]
pub struct StoredFact {
    pub sequence: i64,
    pub kind: String,
    pub version: i64,
    pub subject_id: String,
    pub body: String,
    pub received_at: i64,
}

const INSERT: &str = "insert into inbox (source, external_key, kind, version, subject_id, body, \
                      received_at)";
const ONCE: &str = "on conflict (source, external_key) do nothing";

/// Stores facts; repeated ones are left out silently. The number stored.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    transaction: &mut Transaction,
    facts: Vec<NewFact>,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let rows = facts.iter().map(|fact| row(fact, now)).collect();
    transaction.insert_many(INSERT, rows, ONCE).await
}

fn row(fact: &NewFact, now: Timestamp) -> Vec<Value> {
    values![&fact.source, &fact.external_key, fact.kind, 1_i64, &fact.subject_id, &fact.body, now]
}

/// The oldest undecided facts, in the order they arrived.
///
/// # Errors
/// When the database refuses.
pub async fn unsettled(database: &Database, limit: i64) -> Result<Vec<StoredFact>, StoreError> {
    let sql = "select sequence, kind, version, subject_id, body, received_at from inbox \
               where settled_at is null order by sequence limit $1";
    database.all(sql, values![limit]).await
}

/// Marks a fact as decided. False when somebody else has decided it already.
///
/// # Errors
/// When the database refuses.
pub async fn settle(
    transaction: &mut Transaction,
    sequence: i64,
    decision: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update inbox set settled_at = $1, decision = $2 \
               where sequence = $3 and settled_at is null";
    Ok(transaction.execute(sql, values![now, decision, sequence]).await? == 1)
}

/// Whether the fact is still undecided, holding it against other nodes until the commit.
///
/// # Errors
/// When the database refuses.
pub async fn hold(transaction: &mut Transaction, sequence: i64) -> Result<bool, StoreError> {
    let sql = Dual {
        sqlite: "select sequence from inbox where sequence = $1 and settled_at is null",
        postgres: "select sequence from inbox where sequence = $1 and settled_at is null for update",
    };
    Ok(transaction.optional::<(i64,)>(sql, values![sequence]).await?.is_some())
}
