//! Occurrences of jobs: one row each, so that a job runs once however many nodes tick.

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// Takes an occurrence. False when it is done, or somebody alive is at it.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    transaction: &mut Transaction,
    job: &str,
    occurrence: &str,
    claimant: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "insert into job_occurrence (job, occurrence, state, claimed_by, claimed_until, \
               started_at) values ($1, $2, 'running', $3, $4, $5) \
               on conflict (job, occurrence) do update set state = 'running', \
               claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until, \
               started_at = excluded.started_at \
               where job_occurrence.state = 'failed' or (job_occurrence.state = 'running' \
               and job_occurrence.claimed_until < $5)";
    let taken = transaction.execute(sql, values![job, occurrence, claimant, until, now]).await?;
    Ok(taken == 1)
}

/// Records how an occurrence ended.
///
/// # Errors
/// When the database refuses.
pub async fn finish(
    transaction: &mut Transaction,
    job: &str,
    occurrence: &str,
    state: &str,
    summary: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "update job_occurrence set state = $1, summary = $2, finished_at = $3 \
               where job = $4 and occurrence = $5";
    transaction.execute(sql, values![state, summary, now, job, occurrence]).await?;
    Ok(())
}

/// Whether an occurrence is done, which is cheaper to ask than to claim it in vain.
///
/// # Errors
/// When the database refuses.
pub async fn is_done(database: &Database, job: &str, occurrence: &str) -> Result<bool, StoreError> {
    let sql = "select state from job_occurrence where job = $1 and occurrence = $2";
    let row: Option<(String,)> = database.optional(sql, values![job, occurrence]).await?;
    Ok(row.is_some_and(|(state,)| state == "done"))
}
