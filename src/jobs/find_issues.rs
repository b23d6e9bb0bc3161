//! Looks for what is odd in the data: once after each import, and once a day.

use crate::app::{App, AppError, FindingRun};
use crate::domain::finding::FindingLimits;
use crate::domain::timestamp::Timestamp;
use crate::store;

/// The job's name in the occurrences table.
const JOB: &str = "find_issues";
/// How long one run may take before another node takes over, in milliseconds.
const LEASE_MS: i64 = 30 * 60_000;

/// Looks at the data, unless it was looked at today since the last import.
///
/// # Errors
/// When the database refuses.
pub async fn find_issues(
    app: &App,
    limits: FindingLimits,
    now: Timestamp,
) -> Result<Option<FindingRun>, AppError> {
    let imports = store::import_run::count(&app.database).await?;
    if imports == 0 {
        return Ok(None);
    }
    let occurrence = format!("{} after import {imports}", app.zone.date(now));
    if store::job::is_done(&app.database, JOB, &occurrence).await? {
        return Ok(None);
    }
    let mut transaction = app.database.begin().await?;
    let (node, until) = (&app.node, now.plus_ms(LEASE_MS));
    let claimed = store::job::claim(&mut transaction, JOB, &occurrence, node, now, until).await?;
    transaction.commit().await?;
    if !claimed {
        return Ok(None);
    }
    let run = app.look_for_findings(limits, now).await;
    let (state, summary) = match &run {
        Ok(run) => ("done", format!("{} new, {} resolved", run.new, run.resolved)),
        Err(_) => ("failed", "error".to_owned()),
    };
    let mut transaction = app.database.begin().await?;
    store::job::finish(&mut transaction, JOB, &occurrence, state, &summary, now).await?;
    transaction.commit().await?;
    tracing::info!(job = JOB, occurrence, summary, "job ran");
    run.map(Some)
}
