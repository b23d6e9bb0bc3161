//! The demonstration's work-order system: each night it exports what was finished that day.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::app::demo_world::feed_day;
use crate::app::{App, AppError};
use crate::domain::timestamp::Timestamp;
use crate::store;

/// The job's name in the occurrences table.
const JOB: &str = "feed_demo_world";
/// How long one run may take, in milliseconds.
const LEASE_MS: i64 = 5 * 60_000;
/// How many days back are exported when the clock has jumped.
const CATCH_UP_DAYS: u64 = 31;

/// Imports every finished day's matters that are not in yet; how many days.
///
/// # Errors
/// When the database refuses.
pub async fn feed_demo_world(app: &App, seed: u64, now: Timestamp) -> Result<usize, AppError> {
    let mut fed = 0;
    for day in finished_days(app, now).await? {
        let occurrence = day.to_string();
        let mut transaction = app.database.begin().await?;
        let until = now.plus_ms(LEASE_MS);
        let claimed =
            store::job::claim(&mut transaction, JOB, &occurrence, &app.node, now, until).await?;
        transaction.commit().await?;
        if !claimed {
            continue;
        }
        feed_day(app, seed, day, now).await?;
        let mut transaction = app.database.begin().await?;
        store::job::finish(&mut transaction, JOB, &occurrence, "done", "imported", now).await?;
        transaction.commit().await?;
        fed += 1;
    }
    Ok(fed)
}

/// The days that are over (at 23:50) and that no export has covered.
async fn finished_days(app: &App, now: Timestamp) -> Result<Vec<NaiveDate>, AppError> {
    let today = app.zone.date(now);
    let export_at = NaiveTime::from_hms_opt(23, 50, 0)
        .expect("invariant: the hour of the export is a constant below 24");
    let mut transaction = app.database.begin().await?;
    let covered = store::batch::covered_through(&mut transaction).await?;
    let covered = covered.and_then(|date| date.parse::<NaiveDate>().ok());
    let Some(first) = covered.and_then(|date| date.succ_opt()) else { return Ok(Vec::new()) };
    let earliest = today.checked_sub_days(Days::new(CATCH_UP_DAYS)).unwrap_or(today);
    Ok(first
        .max(earliest)
        .iter_days()
        .take_while(|day| app.zone.at(*day, export_at) <= now)
        .collect())
}
