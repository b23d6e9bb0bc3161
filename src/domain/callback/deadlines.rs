//! The limits of a task: from when, by when, and when it closes (A-01, A-10; decisions.md, "The
//! batch", on deadlines).

use chrono::NaiveDate;

use super::task::{TaskFacts, TaskRules};
use crate::domain::calendar::{CallingHours, Slot};
use crate::domain::rules::{CountedFrom, DueNote, Landing};
use crate::domain::timestamp::Timestamp;

/// The limits of a task, and how its due time came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Nobody is called before: the batch's day, or the day from which the line allows it.
    pub not_before: Timestamp,
    /// The first attempt is due by then: the end of the last window open to it within its term.
    pub due_at: Timestamp,
    /// The task closes then: the end of the last window of its closing day, evening included.
    pub closes_at: Timestamp,
    /// The day the term of `due_at` ended on, before windows were looked at.
    pub due_on: NaiveDate,
    /// What happened to `due_at` on the way from its term to the clock.
    pub notes: Vec<DueNote>,
    /// Whether a day was counted without its year's holidays being known.
    pub provisional: bool,
}

/// A due time in the making.
struct Due {
    at: Timestamp,
    on: NaiveDate,
    notes: Vec<DueNote>,
    provisional: bool,
}

impl TaskRules<'_> {
    /// The deadlines of a task. Counted from the batch, its day is the first working day
    /// (scripts-zh.md 1.6); counted from completion, that day is day 0.
    pub fn deadlines(&self, facts: &TaskFacts) -> Deadlines {
        let hours = self.hours(facts, facts.preferred == Some(Slot::Evening));
        let mut due = match (self.rule.due.counted_from, facts.completed_at) {
            (CountedFrom::Batch, Some(_)) => self.due_from_batch(facts, hours),
            (_, None) => self.due_on_workday(facts, 1, hours),
            (CountedFrom::Completion, Some(completed_at)) => {
                self.due_after(facts, completed_at, hours)
            }
        };
        if self.rule.by_batch && due.at <= self.zone.start_of(facts.batch_date) {
            due.notes.push(DueNote::BeforeBatch);
        }
        // Quiet days put off the first call, not the count of working days.
        let is_put_off = due.notes.contains(&DueNote::QuietDay);
        let due_date = if is_put_off { due.on } else { self.zone.date(due.at) };
        let counted_from = due_date.max(facts.batch_date);
        let closes_on = self.calendar.nth_workday_from(counted_from, self.rule.closing_workdays);
        let closes_on = self.past_quiet(facts, closes_on);
        Deadlines {
            not_before: self.not_before(facts),
            due_at: due.at,
            closes_at: self.end_of(closes_on.value, self.hours(facts, true)),
            due_on: due.on,
            notes: due.notes,
            provisional: due.provisional || closes_on.provisional,
        }
    }

    fn not_before(&self, facts: &TaskFacts) -> Timestamp {
        let batch_day = self.zone.start_of(facts.batch_date);
        let Some(completed_at) = facts.completed_at else { return batch_day };
        let made_at = if self.rule.by_batch { batch_day } else { completed_at };
        let term = self.rule.due.earliest;
        let landing = term.map(|term| term.after(completed_at, self.calendar, self.zone));
        let allowed = match landing {
            Some(Landing::Day { date, .. }) => self.zone.start_of(date),
            Some(Landing::Instant(at)) => at,
            None => made_at,
        };
        allowed.max(made_at)
    }

    fn due_from_batch(&self, facts: &TaskFacts, hours: CallingHours<'_>) -> Due {
        self.due_on_workday(facts, self.rule.due.latest.count, hours)
    }

    fn due_on_workday(&self, facts: &TaskFacts, nth: u32, hours: CallingHours<'_>) -> Due {
        let counted = self.calendar.nth_workday_from(facts.batch_date, nth);
        let day = self.past_quiet(facts, counted);
        let at = self.end_of(day.value, hours);
        let notes = (day.value != counted.value).then_some(DueNote::QuietDay);
        let notes = notes.into_iter().collect();
        Due { at, on: counted.value, notes, provisional: day.provisional }
    }

    /// Due at the end of the last window on or before the end of the term; where that leaves less
    /// than the pack's minutes after completion, in the first window of the next working day.
    fn due_after(
        &self,
        facts: &TaskFacts,
        completed_at: Timestamp,
        hours: CallingHours<'_>,
    ) -> Due {
        let landing = self.rule.due.latest.after(completed_at, self.calendar, self.zone);
        let mut notes = Vec::new();
        let (on, limit, provisional) = match landing {
            Landing::Day { date, clamped, provisional } => {
                notes.extend(clamped.then_some(DueNote::MonthClamped));
                let day_end =
                    date.succ_opt().map_or(Timestamp(i64::MAX), |d| self.zone.start_of(d));
                (date, day_end, provisional)
            }
            Landing::Instant(at) => (self.zone.date(at), at, false),
        };
        let first_day = self.zone.date(completed_at);
        let last = last_open_moment(hours, limit, first_day);
        let minutes = i64::from(self.pack.late_by_rule_minutes);
        if let Some(at) = last.filter(|at| *at >= completed_at.plus_secs(minutes * 60)) {
            let in_time = match landing {
                Landing::Day { date, .. } => self.zone.date(at) == date,
                Landing::Instant(limit) => at == limit,
            };
            notes.extend((!in_time).then_some(DueNote::MovedBack));
            return Due { at, on, notes, provisional };
        }
        let next = self.past_quiet(facts, self.calendar.next_workday(first_day));
        let window = hours.windows_on(next.value).next();
        let at = window.map(|window| self.zone.at(next.value, window.until));
        notes.push(DueNote::LateByRule);
        let at = at.unwrap_or_else(|| self.end_of(next.value, hours));
        Due { at, on, notes, provisional: provisional || next.provisional }
    }

    /// The end of a day's last window, or of the day's calling hours where it has none.
    fn end_of(&self, date: NaiveDate, hours: CallingHours<'_>) -> Timestamp {
        let latest = self.zone.at(date, self.pack.appointment.until);
        hours.last_end(date).unwrap_or(latest)
    }
}

/// The last moment up to `limit` that a window is open or ends, back to `first_day`.
fn last_open_moment(
    hours: CallingHours<'_>,
    limit: Timestamp,
    first_day: NaiveDate,
) -> Option<Timestamp> {
    let mut date = hours.zone.date(limit);
    while date >= first_day {
        let open = hours.windows_on(date).filter(|w| hours.zone.at(date, w.from) < limit);
        let ends = open.map(|window| hours.zone.at(date, window.until).min(limit));
        if let Some(last) = ends.max() {
            return Some(last);
        }
        date = date.pred_opt()?;
    }
    None
}
