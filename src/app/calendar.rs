//! The company's calendar: kept in memory, seeded from the days that ship, changed with a preview
//! of what the change does. Changing it and moving the dates of open tasks commit together.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::App;
use super::calendar_effect::CalendarEffect;
use super::error::AppError;
use super::stored;
use crate::domain::calendar::{
    Calendar, CalendarDay, CalendarDayKind, ChangeRefusal, DayChange, DayDifference, QuietPeriod,
    differences,
};
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store::calendar::{CalendarChangeRow, CalendarDayRow, QuietDayRow};
use crate::store::{self, Audit, Database, Event, Transaction};

/// How many days of an audit record are named one by one.
const AUDITED_DAYS_MAX: usize = 400;

/// A day as somebody wants it.
#[derive(Clone, Debug)]
pub struct DayEdit {
    pub change: DayChange,
    /// What people call the day, such as 国庆节.
    pub name: String,
}

/// A change of the calendar as somebody wants it.
#[derive(Clone, Debug, Default)]
pub struct CalendarEdit {
    pub days: Vec<DayEdit>,
    /// Years whose holidays are known from now on.
    pub known_years: Vec<i32>,
    /// `edit` or `import`.
    pub source: &'static str,
    /// Why, in the words of whoever changes it.
    pub reason: Option<Pii<String>>,
}

/// The stored calendar inside a transaction that may change it.
pub(super) struct Held {
    pub transaction: Transaction,
    pub version: i64,
    pub calendar: Calendar,
    /// The date of the newest batch; days up to it stay as they are.
    pub made_through: Option<NaiveDate>,
}

impl App {
    /// Reads the stored calendar again if it is another than the one in memory; stores the days
    /// that ship with the program where there is none yet. Whether anything was read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn refresh_calendar(&self, now: Timestamp) -> Result<bool, AppError> {
        let stored = store::calendar::version(&self.database).await?;
        if stored > 0 && stored == self.calendar.version() {
            return Ok(false);
        }
        let held = self.hold_calendar(now).await?;
        self.commit(held.transaction).await?;
        self.calendar.replace(held.version, held.calendar);
        Ok(true)
    }

    /// Loads the calendar for a change; batches and other changes wait until it is committed.
    pub(super) async fn hold_calendar(&self, now: Timestamp) -> Result<Held, AppError> {
        let mut transaction = self.database.begin().await?;
        // A batch being made must not see one calendar while its days get another.
        store::completion::lock(&mut transaction).await?;
        let mut version = store::calendar::hold(&mut transaction, now).await?;
        if version == 0 {
            version = 1;
            seed(&mut transaction, now).await?;
        }
        let calendar = load(&mut transaction).await?;
        let newest = store::batch::newest(&self.database, 1).await?;
        let made_through = newest.first().map(|row| stored::date(&row.batch_date)).transpose()?;
        Ok(Held { transaction, version, calendar, made_through })
    }

    /// Changes days of the calendar, or only says what that would do.
    ///
    /// # Errors
    /// `calendar.batch_made`, `calendar.make_up_on_weekday` with the date, `calendar.no_change`,
    /// `calendar.reason_required`.
    pub async fn change_calendar(
        &self,
        edit: &CalendarEdit,
        dry_run: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<CalendarEffect, AppError> {
        let held = self.hold_calendar(now).await?;
        let changes: Vec<DayChange> = edit.days.iter().map(|day| day.change).collect();
        let days = differences(&held.calendar, &changes, held.made_through).map_err(refused)?;
        let new_years = new_years(&held.calendar, &edit.known_years);
        if days.is_empty() && new_years.is_empty() {
            let sentence = "the calendar says so already; nothing would change";
            return Err(AppError::invalid("calendar.no_change", sentence));
        }
        let reason = edit.reason.as_ref().filter(|words| !words.reveal().trim().is_empty());
        if edit.source == "edit" && reason.is_none() && !dry_run {
            let sentence = "a day of the calendar is changed with a reason";
            return Err(AppError::invalid("calendar.reason_required", sentence));
        }
        self.apply(held, edit, &days, &new_years, (dry_run, actor), now).await
    }

    /// Computes what a change does, and makes it unless this is a dry run.
    pub(super) async fn apply(
        &self,
        mut held: Held,
        edit: &CalendarEdit,
        days: &[DayDifference],
        new_years: &[i32],
        (dry_run, actor): (bool, &str),
        now: Timestamp,
    ) -> Result<CalendarEffect, AppError> {
        let changes: Vec<DayChange> =
            days.iter().map(|day| DayChange { date: day.date, kind: day.after }).collect();
        let after = held.calendar.changed(&changes, new_years.iter().copied());
        let mut effect = self.effect_of(&mut held, &after, days, now).await?;
        for day in &mut effect.days {
            let edited = edit.days.iter().find(|edited| edited.change.date == day.date);
            day.name = edited.map_or_else(String::new, |edited| edited.name.clone());
        }
        effect.years = new_years.to_vec();
        if dry_run {
            return Ok(effect);
        }
        for day in &effect.days {
            self.store_day(&mut held.transaction, edit, day, actor, now).await?;
        }
        for year in new_years {
            store::calendar::put_year(&mut held.transaction, *year, now).await?;
        }
        let named = effect
            .days
            .iter()
            .take(AUDITED_DAYS_MAX)
            .map(|day| json!({ "day": day.date, "before": day.before, "after": day.after }));
        let body = json!({
            "source": edit.source,
            "days": named.collect::<Vec<_>>(),
            "years": new_years,
            "tasks": effect.tasks_total,
        });
        self.finish_change(held, after, "calendar_changed", body, actor, now).await?;
        Ok(effect)
    }

    async fn store_day(
        &self,
        transaction: &mut Transaction,
        edit: &CalendarEdit,
        day: &super::calendar_effect::DayEffect,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        match day.after {
            Some(kind) => {
                let (day, kind, name) =
                    (day.date.to_string(), kind.code().to_owned(), day.name.clone());
                let row = CalendarDayRow { day, kind, name };
                store::calendar::put_day(transaction, &row, now).await?;
            }
            None => store::calendar::remove_day(transaction, day.date).await?,
        }
        let change = CalendarChangeRow {
            id: self.new_id(now).to_string(),
            day: day.date.to_string(),
            kind_before: day.before.map(|kind| kind.code().to_owned()),
            kind_after: day.after.map(|kind| kind.code().to_owned()),
            source: edit.source.to_owned(),
            actor: actor.to_owned(),
            changed_at: now.0,
            reason: edit.reason.as_ref().map(|words| words.reveal().trim().to_owned()),
        };
        store::calendar::insert_change(transaction, &change).await?;
        Ok(())
    }

    /// Raises the version, records who did it, commits, and lets the new calendar hold here.
    pub(super) async fn finish_change(
        &self,
        mut held: Held,
        after: Calendar,
        action: &'static str,
        body: serde_json::Value,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let version = held.version + 1;
        store::calendar::set_version(&mut held.transaction, version, now).await?;
        let subject_id = version.to_string();
        held.transaction.audit(Audit {
            at: now,
            actor: actor.to_owned(),
            action,
            subject_kind: "calendar",
            subject_id: subject_id.clone(),
            body,
        });
        let body = json!({ "version": version });
        let subject_kind = "calendar";
        held.transaction.note(Event { at: now, kind: action, subject_kind, subject_id, body });
        self.commit(held.transaction).await?;
        self.calendar.replace(version, after);
        Ok(())
    }
}

/// The years of `years` that are not known yet, each once.
pub(super) fn new_years(calendar: &Calendar, years: &[i32]) -> Vec<i32> {
    let known: Vec<i32> = calendar.known_years().collect();
    let mut new: Vec<i32> = years.iter().copied().filter(|year| !known.contains(year)).collect();
    new.sort_unstable();
    new.dedup();
    new
}

fn refused(refusals: Vec<ChangeRefusal>) -> AppError {
    let Some(first) = refusals.first() else {
        return AppError::internal("a change was refused without a reason");
    };
    let sentence = first.to_string();
    match first {
        ChangeRefusal::BatchMade { date, made_through } => {
            AppError::conflict("calendar.batch_made", sentence)
                .with("date", date.to_string())
                .with("made_through", made_through.to_string())
                .hint("a batch that was made never changes; choose a later day")
        }
        ChangeRefusal::MakeUpOnWeekday { date } => {
            AppError::invalid("calendar.make_up_on_weekday", sentence)
                .with("date", date.to_string())
                .hint("only a Saturday or Sunday can be a make-up workday")
        }
    }
}

async fn seed(transaction: &mut Transaction, now: Timestamp) -> Result<(), AppError> {
    let shipped = Calendar::built_in();
    for CalendarDay { date, kind } in shipped.days() {
        let (day, kind) = (date.to_string(), kind.code().to_owned());
        let row = CalendarDayRow { day, kind, name: String::new() };
        store::calendar::put_day(transaction, &row, now).await?;
    }
    for year in shipped.known_years() {
        store::calendar::put_year(transaction, year, now).await?;
    }
    store::calendar::set_version(transaction, 1, now).await?;
    Ok(())
}

/// The calendar as a database has it; none before the service stored one.
///
/// # Errors
/// When the database refuses.
pub async fn stored_calendar(database: &Database) -> Result<Option<Calendar>, AppError> {
    if store::calendar::version(database).await? == 0 {
        return Ok(None);
    }
    let mut transaction = database.begin().await?;
    load(&mut transaction).await.map(Some)
}

async fn load(transaction: &mut Transaction) -> Result<Calendar, AppError> {
    let mut days = Vec::new();
    for row in store::calendar::days(transaction).await? {
        let kind: CalendarDayKind = stored::code("kind of day", &row.kind)?;
        days.push(CalendarDay { date: stored::date(&row.day)?, kind });
    }
    let years = store::calendar::years(transaction).await?;
    let years = years.into_iter().filter_map(|year| i32::try_from(year).ok());
    let quiet = store::calendar::quiet_days(transaction).await?;
    let quiet = quiet.into_iter().map(|row| Ok((row.center_code.clone(), quiet_period(&row)?)));
    Ok(Calendar::new(days, years).with_quiet(quiet.collect::<Result<Vec<_>, AppError>>()?))
}

/// A stored quiet period as the rules read it.
pub(super) fn quiet_period(row: &QuietDayRow) -> Result<QuietPeriod, AppError> {
    Ok(QuietPeriod {
        from: stored::date(&row.from_day)?,
        to: stored::date(&row.to_day)?,
        scope: stored::code("scope", &row.scope)?,
        reason: stored::code("reason", &row.reason)?,
        spares_safety: row.spares_safety,
        spares_appointments: row.spares_appointments,
    })
}

/// The years that a list of holidays makes known: a whole year has ten and more, a single day moved
/// by hand or the last days of December do not make one.
pub(super) fn years_listed(days: &[CalendarDay]) -> Vec<i32> {
    const HOLIDAYS_MIN: usize = 5;
    let mut counts = std::collections::BTreeMap::<i32, usize>::new();
    for day in days.iter().filter(|day| day.kind == CalendarDayKind::Holiday) {
        *counts.entry(day.date.year()).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= HOLIDAYS_MIN).map(|(year, _)| year).collect()
}
