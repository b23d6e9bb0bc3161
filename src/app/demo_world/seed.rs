//! Bringing the demo world into a service, through the doors anybody uses.

use chrono::NaiveDate;

use super::{Seat, centers, history, households, requests_of, seats};
use crate::app::import::ImportRefusal;
use crate::app::{App, AppError};
use crate::domain::intake::kind::ImportKind;
use crate::domain::timestamp::Timestamp;
use crate::store;

/// Workdays of history the world begins with, so that the first batch does not stand alone.
const HISTORY_WORKDAYS: u32 = 15;
/// Who brings the files, as the audit names it.
const ACTOR: &str = "demo";
/// Settings that tell a service which was being filled from one with a company's own data.
const BEGUN: &str = "demo_world_begun";
const COMPLETE: &str = "demo_world_complete";

/// Fills an empty service: centers, households, the requests of the last weeks through yesterday,
/// and the people at the telephones. False when it holds a company already, its own or this one;
/// a filling that was interrupted is gone on with.
///
/// # Errors
/// When the database refuses.
pub async fn seed_demo(
    app: &App,
    seed: u64,
    today: NaiveDate,
    now: Timestamp,
) -> Result<bool, AppError> {
    if !is_to_be_filled(app).await? {
        return Ok(false);
    }
    mark(app, BEGUN, now).await?;
    let mut first = today;
    for _ in 0..HISTORY_WORKDAYS {
        first = app.calendar().previous_workday(first).value;
    }
    let yesterday = today.pred_opt().unwrap_or(today);
    let files = [
        (ImportKind::Centers, "demo-centers.csv", centers()),
        (ImportKind::Households, "demo-households.csv", households(seed)),
        (ImportKind::Requests, "demo-requests.csv", history(seed, first, yesterday)),
    ];
    for (kind, file_name, sheet) in files {
        take_in(app, kind, file_name, &sheet, now).await?;
    }
    seat_staff(app, now).await?;
    mark(app, COMPLETE, now).await?;
    Ok(true)
}

/// Takes in what was completed on `day`; how many requests are new. A second time changes nothing.
///
/// # Errors
/// When the database refuses.
pub async fn feed_day(
    app: &App,
    seed: u64,
    day: NaiveDate,
    now: Timestamp,
) -> Result<usize, AppError> {
    let file_name = format!("demo-requests-{day}.csv");
    take_in(app, ImportKind::Requests, &file_name, &requests_of(seed, day), now).await
}

async fn is_to_be_filled(app: &App) -> Result<bool, AppError> {
    let database = &app.database;
    if store::setting::get(database, COMPLETE).await?.is_some() {
        return Ok(false);
    }
    let is_begun = store::setting::get(database, BEGUN).await?.is_some();
    Ok(is_begun || store::center::codes(database).await?.is_empty())
}

async fn mark(app: &App, setting: &str, now: Timestamp) -> Result<(), AppError> {
    let mut transaction = app.database.begin().await?;
    store::setting::get_or_insert(&mut transaction, setting, "yes", now).await?;
    app.commit(transaction).await
}

async fn take_in(
    app: &App,
    kind: ImportKind,
    file_name: &str,
    sheet: &str,
    now: Timestamp,
) -> Result<usize, AppError> {
    let bytes = sheet.as_bytes();
    match app.import(kind, file_name, bytes, false, ACTOR, now).await {
        Ok(report) => Ok(report.inserted),
        Err(ImportRefusal::App(error)) => Err(error),
        Err(refusal) => Err(AppError::internal(format!("{file_name}: {refusal}"))),
    }
}

/// Gives everybody at the telephones an account and a seat, unless they have them.
///
/// # Errors
/// When the database refuses.
pub async fn seat_staff(app: &App, now: Timestamp) -> Result<(), AppError> {
    for Seat { login_name, display_name, role, number } in seats() {
        app.seat_agent(login_name, &(*display_name).into(), role, number, now).await?;
    }
    Ok(())
}
