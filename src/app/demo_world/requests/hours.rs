//! When a request is taken in, dispatched and completed.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use crate::app::demo_world::dice::{between, by_share};
use crate::domain::chance::SeededChance;

/// The times of a request, in that order, local to the company.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hours {
    pub taken_in_at: NaiveDateTime,
    pub dispatched_at: NaiveDateTime,
    pub completed_at: NaiveDateTime,
}

/// Days from taking in to completion, with shares.
const LAGS: [(u64, u64); 6] = [(0, 55), (1, 25), (2, 9), (3, 6), (4, 3), (5, 2)];
/// Nothing is completed sooner, so that a second report can come in between.
const SHORTEST_MINUTES: i64 = 100;

/// Minutes of the day.
const OPENS: i64 = 7 * 60 + 30;
const CLOSES: i64 = 21 * 60;
const LAST_SAME_DAY: i64 = 14 * 60 + 30;
const WORK_BEGINS: i64 = 8 * 60 + 40;
const WORK_ENDS: i64 = 20 * 60 + 30;

/// Of those that take two days and more, so many sixtieths lie until the next morning before
/// somebody dispatches them, which the data-quality page shows.
const LEFT_LYING: u32 = 8;

impl Hours {
    /// Completed on `day`, taken in then or up to five days before.
    pub(super) fn of(day: NaiveDate, chance: &mut SeededChance) -> Self {
        let lag = by_share(chance, &LAGS);
        if lag == 0 {
            let taken = between(chance, OPENS, LAST_SAME_DAY);
            return Self::same_day(at(day, taken, chance), chance);
        }
        let taken_on = day.checked_sub_days(Days::new(lag)).unwrap_or(day);
        let taken = between(chance, OPENS, CLOSES);
        let completed = between(chance, WORK_BEGINS, WORK_ENDS);
        let hours = Self::new(at(taken_on, taken, chance), at(day, completed, chance), chance);
        if lag > 1 && hours.taken_in_at.second() < LEFT_LYING {
            return Self { dispatched_at: hours.next_morning(), ..hours };
        }
        hours
    }

    fn next_morning(self) -> NaiveDateTime {
        let taken_on = self.taken_in_at.date();
        let next = taken_on.succ_opt().unwrap_or(taken_on);
        next.and_time(NaiveTime::MIN) + TimeDelta::minutes(WORK_BEGINS)
    }

    /// Taken in early and completed by noon, which leaves room for telling it again.
    pub(super) fn early(day: NaiveDate, chance: &mut SeededChance) -> Self {
        let taken = between(chance, OPENS, 9 * 60);
        let taken_in_at = at(day, taken, chance);
        let takes = some(SHORTEST_MINUTES, SHORTEST_MINUTES + 60, chance);
        Self::new(taken_in_at, taken_in_at + takes, chance)
    }

    /// Completed some hours after it was taken in.
    fn same_day(taken_in_at: NaiveDateTime, chance: &mut SeededChance) -> Self {
        let takes = some(SHORTEST_MINUTES, SHORTEST_MINUTES + 260, chance);
        Self::new(taken_in_at, taken_in_at + takes, chance)
    }

    fn new(taken: NaiveDateTime, completed: NaiveDateTime, chance: &mut SeededChance) -> Self {
        let latest = ((completed - taken).num_minutes() / 2).clamp(3, 40);
        let dispatched_at = taken + some(3, latest, chance);
        Self { taken_in_at: taken, dispatched_at, completed_at: completed }
    }

    /// Told while this one was being handled, and completed with it.
    pub(super) fn told_meanwhile(self, chance: &mut SeededChance) -> Self {
        let taken = self.taken_in_at + some(15, 80, chance);
        let completed = self.completed_at + some(4, 18, chance);
        Self::new(taken, completed, chance)
    }

    /// Told again after this one was completed.
    pub(super) fn told_afterwards(self, chance: &mut SeededChance) -> Self {
        let taken = self.completed_at + some(30, 120, chance);
        Self::same_day(taken, chance)
    }

    /// Days from taking in to completion.
    pub(super) fn lag_days(self) -> i64 {
        (self.completed_at.date() - self.taken_in_at.date()).num_days()
    }
}

fn at(date: NaiveDate, minute: i64, chance: &mut SeededChance) -> NaiveDateTime {
    let second = between(chance, 0, 59);
    date.and_time(NaiveTime::MIN) + TimeDelta::seconds(minute * 60 + second)
}

/// Some time between two numbers of minutes, to the second.
fn some(low: i64, high: i64, chance: &mut SeededChance) -> TimeDelta {
    TimeDelta::seconds(between(chance, low * 60, high * 60))
}
