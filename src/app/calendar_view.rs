//! The calendar of a year as its page shows it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::callback_detail::CallbackCenter;
use super::error::AppError;
use super::revealed::maybe_revealed;
use super::stored;
use crate::domain::calendar::DayType;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::store;

/// A year of the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CalendarView {
    pub year: i32,
    /// Whether the year's holidays are known; else weekends are taken as free, provisionally.
    pub known: bool,
    pub today: NaiveDate,
    /// Days up to this one stay as they are: batches were made by them.
    pub made_through: Option<NaiveDate>,
    /// The days that differ from the plain week.
    pub days: Vec<ListedDay>,
    /// Weekends that belong to a holiday because listed days enclose them.
    pub enclosed: Vec<NaiveDate>,
    pub workdays: u64,
    /// Days of the next 60 that lie in unknown years.
    pub unknown_ahead: u64,
    pub quiet_days: Vec<QuietDay>,
    /// Every center, by code.
    pub centers: Vec<CallbackCenter>,
    /// Newest first, at most 200.
    pub changes: Vec<CalendarChange>,
}

/// A day that differs from the plain week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListedDay {
    pub date: NaiveDate,
    /// `holiday` or `make_up_workday`.
    pub kind: String,
    pub name: String,
}

/// A quiet period of a center.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct QuietDay {
    pub id: String,
    pub center_code: String,
    pub center_name: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// `callbacks`, `surveys` or `all`.
    pub scope: String,
    /// `exam`, `mourning`, `power_cut`, `festivity` or `other`.
    pub reason: String,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub note: Option<Pii<String>>,
    pub spares_safety: bool,
    pub spares_appointments: bool,
}

/// Who changed a day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CalendarChange {
    pub date: NaiveDate,
    pub before: Option<String>,
    pub after: Option<String>,
    /// `edit` or `import`.
    pub source: String,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub changed_by: Option<Pii<String>>,
    pub changed_at_ms: i64,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub reason: Option<Pii<String>>,
}

/// How far ahead unknown years matter: no deadline reaches further.
const AHEAD_DAYS: u64 = 60;

impl App {
    /// The calendar of a year.
    ///
    /// # Errors
    /// `calendar.bad_year`.
    pub async fn calendar_view(&self, year: i32, now: Timestamp) -> Result<CalendarView, AppError> {
        let bad = || {
            AppError::invalid("calendar.bad_year", format!("{year} is not a year of the calendar"))
        };
        let in_range = (2000..=2100).contains(&year);
        let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| in_range).ok_or_else(bad)?;
        let last = NaiveDate::from_ymd_opt(year, 12, 31).ok_or_else(bad)?;
        let calendar = self.calendar();
        let today = self.zone.date(now);
        let ahead = today.checked_add_days(chrono::Days::new(AHEAD_DAYS)).unwrap_or(today);
        let enclosed = first.iter_days().take_while(|day| *day <= last).filter(|day| {
            calendar.day_type(*day).value == DayType::Holiday && calendar.listed(*day).is_none()
        });
        let workdays = first.iter_days().take_while(|day| *day <= last);
        let newest = store::batch::newest_date(&self.database).await?;
        let centers = store::result::centers(&self.database).await?;
        Ok(CalendarView {
            year,
            known: !calendar.is_provisional(first),
            today,
            made_through: newest.as_deref().map(stored::date).transpose()?,
            days: self.listed_days(first, last).await?,
            enclosed: enclosed.collect(),
            workdays: workdays.filter(|day| calendar.is_workday(*day).value).count() as u64,
            unknown_ahead: calendar.unknown_days(today, ahead) as u64,
            quiet_days: self.quiet_days(first, last).await?,
            centers: centers
                .into_iter()
                .map(|(code, name)| CallbackCenter { code, name })
                .collect(),
            changes: self.calendar_changes(first, last).await?,
        })
    }

    async fn listed_days(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<ListedDay>, AppError> {
        let rows = store::calendar::days_between(&self.database, first, last).await?;
        let day = |row: store::calendar::CalendarDayRow| {
            Ok(ListedDay { date: stored::date(&row.day)?, kind: row.kind, name: row.name })
        };
        rows.into_iter().map(day).collect()
    }

    /// The quiet periods that touch these days.
    pub(super) async fn quiet_days(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<QuietDay>, AppError> {
        let centers = store::result::centers(&self.database).await?;
        let rows = store::calendar::quiet_days_between(&self.database, first, last).await?;
        let quiet_day = |row: store::calendar::QuietDayRow| {
            let center = centers.iter().find(|(code, _)| *code == row.center_code);
            Ok(QuietDay {
                center_name: center.map_or_else(String::new, |(_, name)| name.clone()),
                from: stored::date(&row.from_day)?,
                to: stored::date(&row.to_day)?,
                id: row.id,
                center_code: row.center_code,
                scope: row.scope,
                reason: row.reason,
                note: row.note.map(Pii::new),
                spares_safety: row.spares_safety,
                spares_appointments: row.spares_appointments,
            })
        };
        rows.into_iter().map(quiet_day).collect()
    }

    async fn calendar_changes(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<CalendarChange>, AppError> {
        let rows = store::calendar::changes_between(&self.database, first, last).await?;
        let change = |row: store::calendar::CalendarChangeRow| {
            Ok(CalendarChange {
                date: stored::date(&row.day)?,
                before: row.kind_before,
                after: row.kind_after,
                source: row.source,
                changed_by: (row.actor != "cli").then(|| Pii::new(row.actor)),
                changed_at_ms: row.changed_at,
                reason: row.reason.map(Pii::new),
            })
        };
        rows.into_iter().map(change).collect()
    }
}
