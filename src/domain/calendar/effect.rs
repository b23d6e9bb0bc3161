//! What a change of the calendar does to the batches to come.

use chrono::{Days, NaiveDate};

use super::Calendar;

/// How long after the last changed day a batch can still differ: longer than any holiday.
const REACH_DAYS: u64 = 31;

/// The days of completion a batch takes, both included; the batch's own date is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchDays {
    /// The working day before the batch.
    pub from: NaiveDate,
    /// The day before the batch.
    pub to: NaiveDate,
}

/// A date whose batch differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchDifference {
    /// The date of the batch.
    pub date: NaiveDate,
    /// What it would have taken; none when there was to be no batch.
    pub before: Option<BatchDays>,
    /// What it takes now; none when there is no batch any more.
    pub after: Option<BatchDays>,
}

/// The batches from `first` on that differ between two calendars, of which `last_changed` is the
/// last day that does.
pub fn batch_differences(
    before: &Calendar,
    after: &Calendar,
    first: NaiveDate,
    last_changed: NaiveDate,
) -> Vec<BatchDifference> {
    let last = last_changed.checked_add_days(Days::new(REACH_DAYS)).unwrap_or(last_changed);
    first
        .iter_days()
        .take_while(|date| *date <= last)
        .map(|date| BatchDifference { date, before: days(before, date), after: days(after, date) })
        .filter(|difference| difference.before != difference.after)
        .collect()
}

fn days(calendar: &Calendar, date: NaiveDate) -> Option<BatchDays> {
    let range = || BatchDays {
        from: calendar.previous_workday(date).value,
        to: date.pred_opt().unwrap_or(date),
    };
    calendar.is_workday(date).value.then(range)
}
