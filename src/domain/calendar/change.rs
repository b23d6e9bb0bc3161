//! Changing days of the calendar: what differs, and what may not be changed any more.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{Calendar, CalendarDayKind};

/// A day as it shall be; no kind makes it a day of the plain week again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayChange {
    /// The date, local to the company.
    pub date: NaiveDate,
    /// How it shall be listed.
    pub kind: Option<CalendarDayKind>,
}

/// A day that is listed otherwise than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayDifference {
    /// The date.
    pub date: NaiveDate,
    /// How it was listed.
    pub before: Option<CalendarDayKind>,
    /// How it is listed from now on.
    pub after: Option<CalendarDayKind>,
}

/// Why a day cannot be changed as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// A batch that took the day as it was has been made; an earlier batch never changes
    /// (decisions.md, "The batch").
    #[error("{date} cannot be changed: batches are made through {made_through} as it stands")]
    BatchMade {
        /// The day asked for.
        date: NaiveDate,
        /// The date of the newest batch.
        made_through: NaiveDate,
    },
    /// A make-up workday from Monday to Friday, which is worked anyway.
    #[error("{date} is no Saturday or Sunday and cannot be a make-up workday")]
    MakeUpOnWeekday {
        /// The day asked for.
        date: NaiveDate,
    },
}

/// What differs when `changes` are made, in order of date; nothing for days that are listed so
/// already. A day up to `made_through`, the newest batch's date, may be listed otherwise only if it
/// is worked or free as before: batches that were made stay as they are.
///
/// # Errors
/// Every day that cannot be changed as asked.
pub fn differences(
    calendar: &Calendar,
    changes: &[DayChange],
    made_through: Option<NaiveDate>,
) -> Result<Vec<DayDifference>, Vec<ChangeRefusal>> {
    let (mut differences, mut refusals) = (Vec::new(), Vec::new());
    for change in changes {
        let DayChange { date, kind: after } = *change;
        let before = calendar.listed(date);
        if before == after {
            continue;
        }
        let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        if after == Some(CalendarDayKind::MakeUpWorkday) && !is_weekend {
            refusals.push(ChangeRefusal::MakeUpOnWeekday { date });
            continue;
        }
        let works_after = after.map_or(!is_weekend, |kind| kind == CalendarDayKind::MakeUpWorkday);
        if works_after != calendar.is_workday(date).value
            && let Some(made_through) = made_through.filter(|made| date <= *made)
        {
            refusals.push(ChangeRefusal::BatchMade { date, made_through });
            continue;
        }
        differences.push(DayDifference { date, before, after });
    }
    differences.sort_by_key(|difference| difference.date);
    if refusals.is_empty() { Ok(differences) } else { Err(refusals) }
}
