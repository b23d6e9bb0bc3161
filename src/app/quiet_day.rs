//! Quiet days of a center (安静日): entered and withdrawn with a preview, as days of the calendar.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::App;
use super::calendar::quiet_period;
use super::calendar_effect::CalendarEffect;
use super::error::AppError;
use crate::domain::calendar::{Calendar, QuietPeriod};
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::calendar::QuietDayRow;

/// The longest quiet period, in days.
const LENGTH_DAYS_MAX: i64 = 31;

/// A quiet period as somebody wants it, for one center or several.
#[derive(Clone, Debug)]
pub struct NewQuietDay {
    pub center_codes: Vec<String>,
    pub period: QuietPeriod,
    /// What is written beside the reason.
    pub note: Option<Pii<String>>,
}

impl App {
    /// Enters quiet days, or only says what that would do.
    ///
    /// # Errors
    /// `quiet_day.backwards`, `quiet_day.past`, `quiet_day.too_long`, `quiet_day.unknown_center`,
    /// `quiet_day.no_center`.
    pub async fn add_quiet_days(
        &self,
        new: &NewQuietDay,
        dry_run: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<CalendarEffect, AppError> {
        self.check_quiet_days(new, now).await?;
        let mut held = self.hold_calendar(now).await?;
        let added = new.center_codes.iter().map(|code| (code.clone(), new.period));
        let after = with(&held.calendar, &held_quiet(&mut held.transaction).await?, added)?;
        let effect = self.effect_of(&mut held, &after, &[], now).await?;
        if dry_run {
            return Ok(effect);
        }
        for center_code in &new.center_codes {
            let row = self.quiet_row(center_code, new, actor, now);
            store::calendar::insert_quiet_day(&mut held.transaction, &row).await?;
        }
        let QuietPeriod { from, to, scope, reason, .. } = new.period;
        let body = json!({
            "centers": new.center_codes,
            "from": from,
            "to": to,
            "scope": scope,
            "reason": reason,
            "tasks": effect.tasks_total,
        });
        self.finish_change(held, after, "quiet_day_added", body, actor, now).await?;
        Ok(effect)
    }

    /// Withdraws a quiet period, or only says what that would do.
    ///
    /// # Errors
    /// `quiet_day.not_found`.
    pub async fn withdraw_quiet_day(
        &self,
        id: Uuid,
        dry_run: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<CalendarEffect, AppError> {
        let mut held = self.hold_calendar(now).await?;
        let mut rows = held_quiet(&mut held.transaction).await?;
        let count = rows.len();
        rows.retain(|row| row.id != id.to_string());
        if rows.len() == count {
            let sentence = "there is no such quiet period, or it was withdrawn";
            return Err(AppError::not_found("quiet_day.not_found", sentence));
        }
        let after = with(&held.calendar, &rows, [])?;
        let effect = self.effect_of(&mut held, &after, &[], now).await?;
        if dry_run {
            return Ok(effect);
        }
        store::calendar::withdraw_quiet_day(&mut held.transaction, id, now).await?;
        let body = json!({ "quiet_day_id": id, "tasks": effect.tasks_total });
        self.finish_change(held, after, "quiet_day_withdrawn", body, actor, now).await?;
        Ok(effect)
    }

    async fn check_quiet_days(&self, new: &NewQuietDay, now: Timestamp) -> Result<(), AppError> {
        let QuietPeriod { from, to, .. } = new.period;
        let today = self.zone.date(now);
        if to < from {
            let sentence = "the last quiet day is before the first";
            return Err(AppError::invalid("quiet_day.backwards", sentence));
        }
        if from < today {
            let sentence = format!("{from} has passed: quiet days begin today or later");
            return Err(AppError::invalid("quiet_day.past", sentence).with("from", date(from)));
        }
        if to.signed_duration_since(from).num_days() >= LENGTH_DAYS_MAX {
            let sentence = format!("a quiet period has at most {LENGTH_DAYS_MAX} days");
            return Err(
                AppError::invalid("quiet_day.too_long", sentence).with("max", LENGTH_DAYS_MAX)
            );
        }
        if new.center_codes.is_empty() {
            return Err(AppError::invalid("quiet_day.no_center", "no center is named"));
        }
        let centers = store::result::centers(&self.database).await?;
        let unknown =
            new.center_codes.iter().find(|code| !centers.iter().any(|(known, _)| known == *code));
        match unknown {
            Some(code) => {
                let sentence = format!("there is no center {code}");
                Err(AppError::invalid("quiet_day.unknown_center", sentence)
                    .with("center", code.clone()))
            }
            None => Ok(()),
        }
    }

    fn quiet_row(
        &self,
        center_code: &str,
        new: &NewQuietDay,
        actor: &str,
        now: Timestamp,
    ) -> QuietDayRow {
        let note = new.note.as_ref().map(|note| note.reveal().trim().to_owned());
        QuietDayRow {
            id: self.new_id(now).to_string(),
            center_code: center_code.to_owned(),
            from_day: new.period.from.to_string(),
            to_day: new.period.to.to_string(),
            scope: new.period.scope.code().to_owned(),
            reason: new.period.reason.code().to_owned(),
            spares_safety: new.period.spares_safety,
            spares_appointments: new.period.spares_appointments,
            created_at: now.0,
            created_by: actor.to_owned(),
            note: note.filter(|words| !words.is_empty()),
        }
    }
}

fn date(date: NaiveDate) -> String {
    date.to_string()
}

async fn held_quiet(transaction: &mut store::Transaction) -> Result<Vec<QuietDayRow>, AppError> {
    Ok(store::calendar::quiet_days(transaction).await?)
}

/// The calendar with these stored quiet periods and the added ones.
fn with(
    calendar: &Calendar,
    rows: &[QuietDayRow],
    added: impl IntoIterator<Item = (String, QuietPeriod)>,
) -> Result<Calendar, AppError> {
    let stored = rows.iter().map(|row| Ok((row.center_code.clone(), quiet_period(row)?)));
    let mut all = stored.collect::<Result<Vec<_>, AppError>>()?;
    all.extend(added);
    Ok(calendar.clone().with_quiet(all))
}
