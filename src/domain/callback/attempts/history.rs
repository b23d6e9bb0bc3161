//! What the attempts so far mean for the next one.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{Attempt, NextStep};
use crate::domain::calendar::{Slot, Window};
use crate::domain::callback::disposition::Disposition;
use crate::domain::callback::outcome::CallOutcome;
use crate::domain::callback::task::{TaskFacts, TaskRules};
use crate::domain::timestamp::Timestamp;

/// The attempts of a task, in order.
pub(super) struct History<'a> {
    attempts: &'a [Attempt],
    rules: &'a TaskRules<'a>,
}

/// How long the next attempt waits, and which windows it keeps away from.
pub(super) struct Pause {
    pub(super) until: Timestamp,
    avoided_window: Option<(NaiveDate, Slot)>,
    avoided_slot: Option<Slot>,
}

impl Pause {
    fn until(until: Timestamp) -> Self {
        Self { until, avoided_window: None, avoided_slot: None }
    }

    /// Whether a window is one to keep away from.
    pub(super) fn rules_out(&self, date: NaiveDate, window: Window) -> bool {
        self.avoided_slot == Some(window.slot) || self.avoided_window == Some((date, window.slot))
    }
}

impl<'a> History<'a> {
    pub(super) fn new(attempts: &'a [Attempt], rules: &'a TaskRules<'a>) -> Self {
        Self { attempts, rules }
    }

    fn used(&self) -> impl Iterator<Item = &'a Attempt> {
        self.attempts.iter().filter(|attempt| attempt.outcome.is_attempt())
    }

    /// How many attempts count against the limit.
    pub(super) fn used_count(&self) -> u32 {
        u32::try_from(self.used().count()).unwrap_or(u32::MAX)
    }

    /// The days and the parts of the day tried so far.
    pub(super) fn covered(&self) -> (BTreeSet<NaiveDate>, BTreeSet<Slot>) {
        let places = self.used().map(|attempt| (self.date(attempt), self.slot(attempt)));
        places.unzip()
    }

    /// Whether an attempt was made before the evening, in vain, as the task is still open.
    pub(super) fn tried_by_day(&self) -> bool {
        self.used().any(|attempt| self.slot(attempt) != Slot::Evening)
    }

    /// The end of the task where what was said ends it. A refusal by the family is asked about
    /// once more with the resident (scripts-zh.md G08).
    pub(super) fn ended_by_conversation(&self) -> Option<NextStep> {
        let refused_by_family =
            self.count(|attempt| attempt.disposition == Some(Disposition::RefusedByFamily));
        match self.attempts.last()?.disposition? {
            Disposition::Completed
            | Disposition::Partial
            | Disposition::RefusedSoft
            | Disposition::RefusedHard
            | Disposition::MovedAway
            | Disposition::Vacant
            | Disposition::Health => Some(NextStep::Finished),
            Disposition::RefusedByFamily if refused_by_family > 1 => Some(NextStep::Finished),
            Disposition::Language => Some(NextStep::HomeVisit),
            _ => None,
        }
    }

    /// The first number not given up yet. A number is given up when a person said it is the wrong
    /// one, or when it proved dead on enough different dates; never on one event.
    pub(super) fn next_phone(&self, phone_count: usize) -> Option<usize> {
        (0..phone_count).find(|index| !self.is_given_up(*index))
    }

    fn is_given_up(&self, phone_index: usize) -> bool {
        let of_number = || self.attempts.iter().filter(|a| a.phone_index == phone_index);
        let dead_on: BTreeSet<NaiveDate> =
            of_number().filter(|a| is_dead(a)).map(|a| self.date(a)).collect();
        let wrong = of_number().any(|a| a.disposition == Some(Disposition::WrongNumber));
        wrong || dead_on.len() >= self.rules.pack.dead_number_dates as usize
    }

    /// The last date somebody of the household was spoken to, in this task or another.
    pub(super) fn spoken_on(&self, facts: &TaskFacts) -> Option<NaiveDate> {
        let here = self.attempts.iter().filter(|a| is_spoken(a)).map(|a| self.date(a)).max();
        here.max(facts.household_spoken_on)
    }

    /// The appointment no attempt has been made at or after.
    pub(super) fn open_appointment(&self, facts: &TaskFacts) -> Option<Timestamp> {
        let named = facts.appointment?;
        let kept_from = self.rules.pack.appointment_within_hours(self.rules.zone, named);
        let kept = self.used().any(|attempt| attempt.started_at >= kept_from);
        (!kept).then_some(named)
    }

    /// What the last attempt, and the household's other conversations, ask of the next one.
    pub(super) fn pause(&self, facts: &TaskFacts, next_phone: usize) -> Pause {
        let mut pause = match self.attempts.last() {
            None => Pause::until(Timestamp(i64::MIN)),
            Some(last) => self.pause_after(last, facts, next_phone),
        };
        if let Some(date) = self.spoken_on(facts) {
            pause.until = pause.until.max(self.day_after(date));
        }
        pause
    }

    fn pause_after(&self, last: &Attempt, facts: &TaskFacts, next_phone: usize) -> Pause {
        let pack = self.rules.pack;
        let minutes_later =
            |minutes: u32| Pause::until(last.ended_at.plus_secs(i64::from(minutes) * 60));
        if !last.outcome.is_attempt() {
            return minutes_later(pack.fault_retry_minutes);
        }
        if last.phone_index != next_phone {
            return Pause::until(last.ended_at);
        }
        if is_dead(last) {
            return Pause::until(self.day_after(self.date(last)));
        }
        if last.outcome == CallOutcome::Busy {
            if self.busy_count(last) <= pack.busy_retries_a_day {
                return minutes_later(pack.busy_retry_minutes);
            }
            return Pause::until(self.day_after(self.date(last)));
        }
        self.other_window(last, facts)
    }

    /// Another window; another part of the day altogether, unless the resident prefers this one
    /// and was merely not heard from.
    fn other_window(&self, last: &Attempt, facts: &TaskFacts) -> Pause {
        let slot = self.slot(last);
        let switched_off = last.outcome == CallOutcome::SwitchedOff
            || last.disposition == Some(Disposition::SwitchedOff);
        let prefers_it = facts.preferred == Some(slot) && !switched_off;
        Pause {
            until: last.ended_at,
            avoided_window: Some((self.date(last), slot)),
            avoided_slot: (!prefers_it).then_some(slot),
        }
    }

    /// How often the number was busy on the day of `last`.
    fn busy_count(&self, last: &Attempt) -> u32 {
        let date = self.date(last);
        self.count(|a| a.outcome == CallOutcome::Busy && self.date(a) == date)
    }

    fn count(&self, fits: impl Fn(&Attempt) -> bool) -> u32 {
        let count = self.attempts.iter().filter(|attempt| fits(attempt)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn date(&self, attempt: &Attempt) -> NaiveDate {
        self.rules.zone.date(attempt.started_at)
    }

    fn slot(&self, attempt: &Attempt) -> Slot {
        Slot::of(self.rules.zone.local(attempt.started_at).time())
    }

    fn day_after(&self, date: NaiveDate) -> Timestamp {
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        self.rules.zone.start_of(next)
    }
}

/// Whether the line or the agent said that the number is dead.
fn is_dead(attempt: &Attempt) -> bool {
    attempt.outcome.is_dead_number()
        || matches!(attempt.disposition, Some(Disposition::Unallocated | Disposition::Suspended))
}

/// Whether somebody of the household was spoken to: not a machine, not a stranger.
fn is_spoken(attempt: &Attempt) -> bool {
    attempt.answered
        && !is_dead(attempt)
        && !matches!(
            attempt.disposition,
            Some(Disposition::Voicemail | Disposition::WrongNumber | Disposition::SwitchedOff)
        )
}
