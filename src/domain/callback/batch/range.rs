//! Which completions a batch takes: those since the last working day, and late arrivals.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;

/// The dates of completion a batch takes, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRange {
    /// The batch's own date, a working day.
    pub date: NaiveDate,
    /// The working day before it.
    pub from: NaiveDate,
    /// The day before the batch.
    pub to: NaiveDate,
    /// Whether a day was taken as free or worked without its year's holidays being known.
    pub provisional: bool,
}

/// No batch is made on a free day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{date} is not a working day; the next one is {next}")]
pub struct NotAWorkday {
    /// The date asked for.
    pub date: NaiveDate,
    /// The first working day after it.
    pub next: NaiveDate,
}

/// The range of the batch of `date`: [P, D), P the working day before D.
///
/// # Errors
/// [`NotAWorkday`] with the next working day.
pub fn batch_range(calendar: &Calendar, date: NaiveDate) -> Result<BatchRange, NotAWorkday> {
    if !calendar.is_workday(date).value {
        return Err(NotAWorkday { date, next: calendar.next_workday(date).value });
    }
    let from = calendar.previous_workday(date);
    Ok(BatchRange {
        date,
        from: from.value,
        to: date.pred_opt().unwrap_or(date),
        provisional: from.provisional || calendar.is_provisional(date),
    })
}

/// How a completion without a place stands to a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Completed before the first batch ever made: history, in no batch.
    History,
    /// Completed before this batch's range and in no earlier batch: it arrived late and joins.
    Late,
    /// Completed in the range.
    InRange,
    /// Completed on the batch's date or after: a later batch takes it.
    Later,
}

/// How a completion without a place, dated `completed_on`, stands to a batch. `history_start` is
/// the smallest `from` of any batch made; none when this is the first.
pub fn membership(
    completed_on: NaiveDate,
    range: &BatchRange,
    history_start: Option<NaiveDate>,
) -> Membership {
    if completed_on > range.to {
        Membership::Later
    } else if completed_on >= range.from {
        Membership::InRange
    } else if history_start.is_some_and(|start| completed_on >= start) {
        Membership::Late
    } else {
        Membership::History
    }
}
