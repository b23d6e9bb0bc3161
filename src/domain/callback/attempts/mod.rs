//! When a task is tried next, and when trying ends (scripts-zh.md 1.6; decisions.md, "The batch").
//!
//! After each attempt, and whenever the clock asks, the whole history decides anew; nothing is
//! remembered between decisions. The order of the rules: what the resident said ends it; an
//! appointment of the resident wins; then the attempt limit, the numbers that are left, the
//! windows, the spread over parts of the day and over days, and the closing limit.

mod history;
mod spread;

use chrono::NaiveDate;

use super::disposition::Disposition;
use super::outcome::CallOutcome;
use super::task::{TaskFacts, TaskRules, TaskState};
use crate::domain::calendar::{Slot, Window};
use crate::domain::rules::WhenUnreached;
use crate::domain::timestamp::Timestamp;
use history::History;

/// One dial of one number for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When the call was ordered.
    pub started_at: Timestamp,
    /// When it was over.
    pub ended_at: Timestamp,
    /// Which of the task's numbers was dialled, from 0.
    pub phone_index: usize,
    /// What the line did.
    pub outcome: CallOutcome,
    /// Whether the resident's side picked up, also when the call was interrupted later.
    pub answered: bool,
    /// What the agent recorded; none while the line alone has spoken.
    pub disposition: Option<Disposition>,
}

/// What happens with a task next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// It is called again.
    Attempt {
        /// Not before this instant, which lies in a calling window or is an appointment.
        not_before: Timestamp,
        /// Which of its numbers, from 0.
        phone_index: usize,
    },
    /// The conversation ended it.
    Finished,
    /// Nobody was reached within the limits.
    Unreached,
    /// Somebody goes there.
    HomeVisit,
}

impl NextStep {
    /// The state a task is in afterwards; `attempted` tells a first attempt from a later one.
    pub fn state(self, attempted: bool) -> TaskState {
        match self {
            Self::Attempt { .. } if attempted => TaskState::Scheduled,
            Self::Attempt { .. } => TaskState::Waiting,
            Self::Finished => TaskState::Finished,
            Self::Unreached => TaskState::Unreached,
            Self::HomeVisit => TaskState::HomeVisit,
        }
    }
}

impl TaskRules<'_> {
    /// Decides what happens next with a task at `now`, from every attempt made so far in order.
    ///
    /// A task nobody tried to reach yet stays open past its closing limit: it is overdue, not
    /// unreached (100 % attempted, A-02).
    pub fn next_step(&self, facts: &TaskFacts, attempts: &[Attempt], now: Timestamp) -> NextStep {
        let history = History::new(attempts, self);
        if let Some(end) = history.ended_by_conversation() {
            return end;
        }
        let Some(phone_index) = history.next_phone(facts.phone_count) else {
            return self.give_up();
        };
        if let Some(owed) = self.appointment(facts, &history, now) {
            return NextStep::Attempt { not_before: owed, phone_index };
        }
        let opening = self.next_opening(facts, &history, phone_index, now);
        opening.map_or_else(
            || self.give_up(),
            |not_before| NextStep::Attempt { not_before, phone_index },
        )
    }

    /// Whether a task may be called by hand at `at`: in a window of its own, or by appointment.
    /// The household's one conversation a day holds here too.
    pub fn may_call(&self, facts: &TaskFacts, attempts: &[Attempt], at: Timestamp) -> bool {
        let history = History::new(attempts, self);
        if let Some(owed) = self.appointment(facts, &history, at) {
            return owed <= at;
        }
        let spoken = history.spoken_on(facts) == Some(self.zone.date(at));
        let too_soon = at < self.deadlines(facts).not_before;
        !spoken && !too_soon && self.hours(facts, self.evening(facts, &history)).is_open(at)
    }

    fn give_up(&self) -> NextStep {
        match self.rule.when_unreached {
            WhenUnreached::HomeVisit => NextStep::HomeVisit,
            WhenUnreached::Unreached => NextStep::Unreached,
        }
    }

    /// The instant an appointment still owed is kept at: not before the time named, within the
    /// hours for it, and not once that time is long past.
    fn appointment(
        &self,
        facts: &TaskFacts,
        history: &History<'_>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let named = history.open_appointment(facts)?;
        let named = self.pack.appointment_within_hours(self.zone, named);
        let owed_until = named.plus_secs(i64::from(self.pack.appointment_minutes) * 60);
        let at = named.max(now);
        let in_hours = self.pack.is_within_appointment_hours(self.zone, at);
        let quiet = self.quiet_for(facts).against_appointment(self.zone.date(at)).is_some();
        (at < owed_until && in_hours && !quiet).then_some(at)
    }

    /// The evening is for those who prefer it and those not reached by day.
    fn evening(&self, facts: &TaskFacts, history: &History<'_>) -> bool {
        facts.preferred == Some(Slot::Evening) || history.tried_by_day()
    }

    /// The earliest opening every rule allows, or none. On its day the preferred part of the day
    /// wins over an earlier one.
    fn next_opening(
        &self,
        facts: &TaskFacts,
        history: &History<'_>,
        phone_index: usize,
        now: Timestamp,
    ) -> Option<Timestamp> {
        // An appointment the company missed is still owed, whatever the limits say.
        let is_owed = history.open_appointment(facts).is_some();
        if history.used_count() >= self.rule.attempt_limit && !is_owed {
            return None;
        }
        let deadlines = self.deadlines(facts);
        let closes_at = (history.used_count() > 0 && !is_owed).then_some(deadlines.closes_at);
        let pause = history.pause(facts, phone_index);
        let spread = spread::Spread::new(self.rule, self.pack.calling_table(facts.class), history);
        let hours = self.hours(facts, self.evening(facts, history));
        let mut openings = hours
            .openings(now.max(pause.until).max(deadlines.not_before))
            .take_while(|(at, _)| closes_at.is_none_or(|limit| *at < limit))
            .map(|(at, window)| Opening { at, date: self.zone.date(at), window })
            .filter(|opening| {
                let kept_away = pause.rules_out(opening.date, opening.window);
                is_owed || !kept_away && spread.allows(opening.date, opening.window.slot)
            });
        let first = openings.next()?;
        let is_preferred = |opening: &Opening| Some(opening.window.slot) == facts.preferred;
        if is_preferred(&first) {
            return Some(first.at);
        }
        let same_day = openings.take_while(|opening| opening.date == first.date);
        Some(same_day.into_iter().find(is_preferred).unwrap_or(first).at)
    }
}

/// An instant at which the task could be called.
#[derive(Clone, Copy)]
struct Opening {
    at: Timestamp,
    date: NaiveDate,
    window: Window,
}
