//! The company's calendar: listed days, known years, quiet days of centers, and who changed what.

use chrono::NaiveDate;
use sqlx::FromRow;
use uuid::Uuid;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use super::{setting, sql::Query};
use crate::domain::timestamp::Timestamp;

/// The setting whose number rises with every change.
const VERSION: &str = "calendar_version";

/// A listed day.
#[derive(Clone, Debug, FromRow)]
pub struct CalendarDayRow {
    pub day: String,
    pub kind: String,
    pub name: String,
}

/// A change of a day, with the words of whoever made it.
#[derive(Clone, Debug, FromRow)]
pub struct CalendarChangeRow {
    pub id: String,
    pub day: String,
    pub kind_before: Option<String>,
    pub kind_after: Option<String>,
    pub source: String,
    pub actor: String,
    pub changed_at: i64,
    pub reason: Option<String>,
}

/// The number of the stored calendar; 0 before there is one.
///
/// # Errors
/// When the database refuses.
pub async fn version(database: &Database) -> Result<i64, StoreError> {
    number(setting::get(database, VERSION).await?.as_deref().unwrap_or("0"))
}

/// The same, held against other nodes until the commit.
///
/// # Errors
/// When the database refuses.
pub async fn hold(transaction: &mut Transaction, now: Timestamp) -> Result<i64, StoreError> {
    setting::get_or_insert(transaction, VERSION, "0", now).await?;
    let lock = if transaction.is_postgres() { " for update" } else { "" };
    let sql = format!("select value from setting where name = $1{lock}");
    let row: Option<(String,)> = transaction.optional(sql, values![VERSION]).await?;
    number(&row.map_or_else(|| "0".to_owned(), |(value,)| value))
}

/// Stores the number after a change.
///
/// # Errors
/// When the database refuses.
pub async fn set_version(
    transaction: &mut Transaction,
    version: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    setting::put(transaction, VERSION, &version.to_string(), now).await
}

fn number(value: &str) -> Result<i64, StoreError> {
    let unreadable =
        |_| StoreError::Unreadable { what: "calendar version", value: value.to_owned() };
    value.parse().map_err(unreadable)
}

/// Every listed day, in order of date.
///
/// # Errors
/// When the database refuses.
pub async fn days(transaction: &mut Transaction) -> Result<Vec<CalendarDayRow>, StoreError> {
    transaction.all("select day, kind, name from calendar_day order by day", vec![]).await
}

/// The years whose holidays are known.
///
/// # Errors
/// When the database refuses.
pub async fn years(transaction: &mut Transaction) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64,)> =
        transaction.all("select year from calendar_year order by year", vec![]).await?;
    Ok(rows.into_iter().map(|(year,)| year).collect())
}

/// The days listed within `from..=to`.
///
/// # Errors
/// When the database refuses.
pub async fn days_between(
    database: &Database,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<CalendarDayRow>, StoreError> {
    let sql = "select day, kind, name from calendar_day where day >= $1 and day <= $2 order by day";
    database.all(sql, values![from, to]).await
}

/// Lists a day, replacing how it was listed.
///
/// # Errors
/// When the database refuses.
pub async fn put_day(
    transaction: &mut Transaction,
    day: &CalendarDayRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into calendar_day (day, kind, name, changed_at) values ($1, $2, $3, $4) \
               on conflict (day) do update set kind = excluded.kind, name = excluded.name, \
               changed_at = excluded.changed_at";
    transaction.execute(sql, values![&day.day, &day.kind, &day.name, now]).await?;
    Ok(())
}

/// Makes a day one of the plain week again.
///
/// # Errors
/// When the database refuses.
pub async fn remove_day(transaction: &mut Transaction, day: NaiveDate) -> Result<(), StoreError> {
    transaction.execute("delete from calendar_day where day = $1", values![day]).await?;
    Ok(())
}

/// Notes that the holidays of a year are known.
///
/// # Errors
/// When the database refuses.
pub async fn put_year(
    transaction: &mut Transaction,
    year: i32,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "insert into calendar_year (year, known_at) values ($1, $2) \
               on conflict (year) do nothing";
    transaction.execute(sql, values![i64::from(year), now]).await?;
    Ok(())
}

/// Records a change of a day.
///
/// # Errors
/// When the database refuses.
pub async fn insert_change(
    transaction: &mut Transaction,
    change: &CalendarChangeRow,
) -> Result<(), StoreError> {
    let sql = "insert into calendar_change (id, day, kind_before, kind_after, source, actor, \
               changed_at) values ($1, $2, $3, $4, $5, $6, $7)";
    let row = values![
        &change.id,
        &change.day,
        change.kind_before.clone(),
        change.kind_after.clone(),
        &change.source,
        &change.actor,
        change.changed_at
    ];
    transaction.execute(sql, row).await?;
    if let Some(reason) = &change.reason {
        let sql = "insert into calendar_change_private (change_id, reason) values ($1, $2)";
        transaction.execute(sql, values![&change.id, reason]).await?;
    }
    Ok(())
}

/// The changes of the days within `from..=to`, newest first. Whoever made one is named by the name
/// people know, where the actor is a user.
///
/// # Errors
/// When the database refuses.
pub async fn changes_between(
    database: &Database,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<CalendarChangeRow>, StoreError> {
    let sql = "select c.id, c.day, c.kind_before, c.kind_after, c.source, \
               coalesce(u.display_name, c.actor) as actor, c.changed_at, p.reason \
               from calendar_change c left join calendar_change_private p on p.change_id = c.id \
               left join user_private u on u.user_id = c.actor \
               where c.day >= $1 and c.day <= $2 \
               order by c.changed_at desc, c.day limit 200";
    database.all(sql, values![from, to]).await
}

/// The tasks whose dates a change of the calendar may move: those nothing has closed.
///
/// # Errors
/// When the database refuses.
pub async fn open_tasks(transaction: &mut Transaction) -> Result<Vec<String>, StoreError> {
    let sql = "select id from callback_task where state in \
               ('waiting', 'scheduled', 'in_call', 'wrap_up') order by due_at, id";
    let rows: Vec<(String,)> = transaction.all(sql, vec![]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The dates of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskDates {
    pub due_at: Timestamp,
    pub closes_at: Timestamp,
    pub next_attempt_at: Option<Timestamp>,
    pub is_provisional: bool,
    /// The day the term of `due_at` ended on, and what happened to it on the way to the clock.
    pub due_on: NaiveDate,
    pub due_notes: String,
}

/// Moves the dates of a task, if nobody changed it since it was read.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody did.
pub async fn move_task(
    transaction: &mut Transaction,
    id: &str,
    revision: i64,
    dates: TaskDates,
) -> Result<(), StoreError> {
    let query = Query::new("update callback_task set due_at = ")
        .bind(dates.due_at)
        .push(", closes_at = ")
        .bind(dates.closes_at)
        .push(", next_attempt_at = ")
        .bind(dates.next_attempt_at)
        .push(", is_provisional = ")
        .bind(dates.is_provisional)
        .push(", due_on = ")
        .bind(dates.due_on.to_string())
        .push(", due_notes = ")
        .bind(dates.due_notes)
        .push(", revision = revision + 1 where id = ")
        .bind(id)
        .push(" and revision = ")
        .bind(revision);
    match transaction.run(query).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "the callback task" }),
    }
}

/// A quiet period of a center.
#[derive(Clone, Debug, FromRow)]
pub struct QuietDayRow {
    pub id: String,
    pub center_code: String,
    pub from_day: String,
    pub to_day: String,
    pub scope: String,
    pub reason: String,
    pub spares_safety: bool,
    pub spares_appointments: bool,
    pub created_at: i64,
    pub created_by: String,
    pub note: Option<String>,
}

const QUIET: &str = "select q.id, q.center_code, q.from_day, q.to_day, q.scope, q.reason, \
                     q.spares_safety, q.spares_appointments, q.created_at, q.created_by, p.note \
                     from quiet_day q left join quiet_day_private p on p.quiet_day_id = q.id \
                     where q.withdrawn_at is null ";

/// Every quiet period that holds.
///
/// # Errors
/// When the database refuses.
pub async fn quiet_days(transaction: &mut Transaction) -> Result<Vec<QuietDayRow>, StoreError> {
    transaction.all(format!("{QUIET} order by q.from_day, q.center_code, q.id"), vec![]).await
}

/// The quiet periods that hold and touch `from..=to`.
///
/// # Errors
/// When the database refuses.
pub async fn quiet_days_between(
    database: &Database,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<QuietDayRow>, StoreError> {
    let sql = format!(
        "{QUIET} and q.to_day >= $1 and q.from_day <= $2 order by q.from_day, q.center_code, q.id"
    );
    database.all(sql, values![from, to]).await
}

/// Stores a quiet period.
///
/// # Errors
/// When the database refuses.
pub async fn insert_quiet_day(
    transaction: &mut Transaction,
    row: &QuietDayRow,
) -> Result<(), StoreError> {
    let sql = "insert into quiet_day (id, center_code, from_day, to_day, scope, reason, \
               spares_safety, spares_appointments, created_at, created_by, withdrawn_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let withdrawn_at: Option<i64> = None;
    let values = values![
        &row.id,
        &row.center_code,
        &row.from_day,
        &row.to_day,
        &row.scope,
        &row.reason,
        row.spares_safety,
        row.spares_appointments,
        row.created_at,
        &row.created_by,
        withdrawn_at
    ];
    transaction.execute(sql, values).await?;
    if let Some(note) = &row.note {
        let sql = "insert into quiet_day_private (quiet_day_id, note) values ($1, $2)";
        transaction.execute(sql, values![&row.id, note]).await?;
    }
    Ok(())
}

/// Withdraws a quiet period; whether it held until now.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw_quiet_day(
    transaction: &mut Transaction,
    id: Uuid,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update quiet_day set withdrawn_at = $1 where id = $2 and withdrawn_at is null";
    Ok(transaction.execute(sql, values![now, id]).await? == 1)
}
