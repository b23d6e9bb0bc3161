//! Makes the callback batch on working days at the configured time, and catches up on the days the
//! service was down for.

use chrono::{Days, NaiveDate};

use crate::app::{App, AppError, BatchRun};
use crate::domain::timestamp::Timestamp;
use crate::store;

/// The job's name in the occurrences table.
const JOB: &str = "make_daily_batch";
/// How long one run may take before another node takes over, in milliseconds.
const LEASE_MS: i64 = 5 * 60_000;
/// How far back is caught up. Older days are for a person to run by hand.
const CATCH_UP_DAYS: u64 = 31;

/// Makes every batch that is due and missing; how many were made.
///
/// # Errors
/// When the database refuses.
pub async fn make_daily_batches(app: &App, now: Timestamp) -> Result<usize, AppError> {
    let mut made = 0;
    for date in due_dates(app, now).await? {
        let run = run_once(app, date, now).await?;
        made += usize::from(run == Some(BatchRun::Made));
    }
    Ok(made)
}

/// When the next batch is due.
pub fn next_batch_at(app: &App, now: Timestamp) -> Timestamp {
    let today = app.zone.date(now);
    let at = |date| app.zone.at(date, app.batch_at);
    if app.calendar().is_workday(today).value && at(today) > now {
        return at(today);
    }
    at(app.calendar().next_workday(today).value)
}

/// The working days whose batch is due and not made: today, and the days since the last batch.
async fn due_dates(app: &App, now: Timestamp) -> Result<Vec<NaiveDate>, AppError> {
    let today = app.zone.date(now);
    let calendar = app.calendar();
    let last = store::batch::newest_date(&app.database).await?;
    let last = last.and_then(|date| date.parse::<NaiveDate>().ok());
    let earliest = today.checked_sub_days(Days::new(CATCH_UP_DAYS)).unwrap_or(today);
    let first = match last.and_then(|date| date.succ_opt()) {
        Some(day_after_last) => day_after_last.max(earliest),
        None => today,
    };
    Ok(first
        .iter_days()
        .take_while(|date| *date <= today)
        .filter(|date| calendar.is_workday(*date).value)
        .filter(|date| app.zone.at(*date, app.batch_at) <= now)
        .collect())
}

async fn run_once(
    app: &App,
    date: NaiveDate,
    now: Timestamp,
) -> Result<Option<BatchRun>, AppError> {
    let occurrence = date.to_string();
    let mut transaction = app.database.begin().await?;
    let until = now.plus_ms(LEASE_MS);
    let node = &app.node;
    let claimed = store::job::claim(&mut transaction, JOB, &occurrence, node, now, until).await?;
    transaction.commit().await?;
    if !claimed {
        return Ok(None);
    }
    let run = app.run_batch(date, JOB, now).await;
    let (state, summary) = match &run {
        Ok(BatchRun::Made) => ("done", "made"),
        Ok(BatchRun::AlreadyMade) => ("done", "already made"),
        Ok(BatchRun::WaitingForData) => ("failed", "waiting for data"),
        Err(_) => ("failed", "error"),
    };
    let mut transaction = app.database.begin().await?;
    store::job::finish(&mut transaction, JOB, &occurrence, state, summary, now).await?;
    transaction.commit().await?;
    tracing::info!(job = JOB, occurrence, summary, "job ran");
    run.map(Some)
}
