//! Agents: who sits where, in which state, worked by whom.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// An agent as stored.
#[derive(Clone, Debug, FromRow)]
pub struct AgentRow {
    pub user_id: String,
    pub display_name: String,
    pub role: String,
    pub extension: String,
    pub number: String,
    pub state: String,
    pub state_since: i64,
    pub driver: String,
    pub taken_over_by: Option<String>,
    pub revision: i64,
}

const AGENT: &str = "select a.user_id, p.display_name, a.role, a.extension, a.number, a.state, \
                     a.state_since, a.driver, a.taken_over_by, a.revision \
                     from agent a join user_private p on p.user_id = a.user_id ";

/// Seats a user as an agent.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    transaction: &mut Transaction,
    user_id: &str,
    role: &str,
    number: &str,
    driver: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into agent (user_id, role, extension, number, state, state_since, driver, \
               revision) values ($1, $2, $3, $3, 'ready', $4, $5, 1) \
               on conflict (user_id) do nothing";
    transaction.execute(sql, values![user_id, role, number, now, driver]).await?;
    Ok(())
}

/// Every agent, by number.
///
/// # Errors
/// When the database refuses.
pub async fn all(database: &Database) -> Result<Vec<AgentRow>, StoreError> {
    database.all(format!("{AGENT} order by a.number"), vec![]).await
}

/// One agent.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<AgentRow>, StoreError> {
    database.optional(format!("{AGENT} where a.user_id = $1"), values![id]).await
}

/// One agent, inside a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn load(transaction: &mut Transaction, id: &str) -> Result<Option<AgentRow>, StoreError> {
    transaction.optional(format!("{AGENT} where a.user_id = $1"), values![id]).await
}

/// Moves an agent from one of `from` to `to`. False when the agent is in another state.
///
/// # Errors
/// When the database refuses.
pub async fn change_state(
    transaction: &mut Transaction,
    id: &str,
    from: &[&str],
    to: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let query = super::Query::new("update agent set state = ")
        .bind(to)
        .push(", state_since = ")
        .bind(now)
        .push(", revision = revision + 1 where user_id = ")
        .bind(id)
        .push(" and state in ")
        .list(from.iter().copied());
    Ok(transaction.run(query).await? == 1)
}

/// Hands the seat to a person, or back to the simulation. False when another person has it.
///
/// # Errors
/// When the database refuses.
pub async fn hand_over(
    transaction: &mut Transaction,
    id: &str,
    person: Option<&str>,
    by: &str,
) -> Result<bool, StoreError> {
    let driver = if person.is_some() { "person" } else { "simulated" };
    let sql = "update agent set driver = $1, taken_over_by = $2, revision = revision + 1 \
               where user_id = $3 and (taken_over_by is null or taken_over_by = $4)";
    Ok(transaction.execute(sql, values![driver, person, id, by]).await? == 1)
}
