//! Deletes settled facts, effects and timers, and events, once they are old: once a day, a few at a
//! time, so that nobody waits for it.

use crate::app::{App, AppError};
use crate::domain::timestamp::Timestamp;
use crate::store;

/// The job's name in the occurrences table.
const JOB: &str = "delete_settled";
/// How long one run may take before another node takes over, in milliseconds.
const LEASE_MS: i64 = 30 * 60_000;
const DAY_MS: i64 = 24 * 60 * 60_000;
/// Rows of each kind deleted in one transaction.
const ROWS_AT_ONCE: i64 = 1_000;
/// Transactions of one day's run; what is left then is deleted on the next days.
const TRANSACTIONS_MAX: usize = 100;

/// Deletes what was settled more than `keep_days` ago, unless today's run was made; how many rows.
/// 0 keeps everything.
///
/// # Errors
/// When the database refuses.
pub async fn delete_settled(app: &App, keep_days: u32, now: Timestamp) -> Result<u64, AppError> {
    if keep_days == 0 || !claim(app, now).await? {
        return Ok(0);
    }
    let before = now.plus_ms(-DAY_MS * i64::from(keep_days));
    let mut total = 0;
    for _ in 0..TRANSACTIONS_MAX {
        let mut transaction = app.database.begin().await?;
        let deleted =
            store::housekeeping::delete_settled(&mut transaction, before, ROWS_AT_ONCE).await?;
        transaction.commit().await?;
        total += deleted;
        if deleted == 0 {
            break;
        }
    }
    let occurrence = app.zone.date(now).to_string();
    let mut transaction = app.database.begin().await?;
    let summary = format!("{total} rows");
    store::job::finish(&mut transaction, JOB, &occurrence, "done", &summary, now).await?;
    transaction.commit().await?;
    tracing::info!(job = JOB, occurrence, handled = total, "job ran");
    Ok(total)
}

async fn claim(app: &App, now: Timestamp) -> Result<bool, AppError> {
    let (occurrence, until) = (app.zone.date(now).to_string(), now.plus_ms(LEASE_MS));
    let mut transaction = app.database.begin().await?;
    let node = &app.node;
    let claimed = store::job::claim(&mut transaction, JOB, &occurrence, node, now, until).await?;
    transaction.commit().await?;
    Ok(claimed)
}
