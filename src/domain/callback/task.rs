//! The life of a callback task, and its deadlines.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Answer, Calendar, CallingHours, Quiet, QuietPeriod, Slot};
use crate::domain::coded::coded;
use crate::domain::rules::{CallbackRule, CallingClass, RulePack};
use crate::domain::timestamp::{BusinessZone, Timestamp};

coded! {
    /// Where a task stands.
    pub enum TaskState {
        /// 待回访: no attempt yet, or none planned for a certain time.
        Waiting = "waiting" | "待回访",
        /// 待再拨: a later attempt or an appointment has its time.
        Scheduled = "scheduled" | "待再拨",
        /// 通话中
        InCall = "in_call" | "通话中",
        /// 整理中: the call is over, its result not yet saved.
        WrapUp = "wrap_up" | "整理中",
        /// 已完成
        Finished = "finished" | "已完成",
        /// 未联系上
        Unreached = "unreached" | "未联系上",
        /// 上门家访
        HomeVisit = "home_visit" | "上门家访",
        /// 已重开: the request was opened again before its task was done, so the task is void.
        Reopened = "reopened" | "已重开",
    }
}

impl TaskState {
    /// Whether nothing more happens with the task.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Finished | Self::Unreached | Self::HomeVisit | Self::Reopened)
    }

    /// Whether a call of the task is going on or being written up.
    pub fn is_live(self) -> bool {
        matches!(self, Self::InCall | Self::WrapUp)
    }

    /// Whether a task may go from this state to `next`. A closed task stays as it is, but for one
    /// that was void because its request was reopened, when the request is finished again as
    /// before.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            // A scheduled call may be taken; limits may close it; the request may be reopened.
            Self::Waiting | Self::Scheduled => {
                !matches!(next, Self::Waiting | Self::WrapUp | Self::Finished)
            }
            // A line that did not answer needs no writing up; a conversation does.
            Self::InCall => !matches!(next, Self::InCall | Self::Finished),
            Self::WrapUp => !matches!(next, Self::InCall | Self::WrapUp),
            Self::Reopened => matches!(next, Self::Waiting | Self::Scheduled),
            Self::Finished | Self::Unreached | Self::HomeVisit => false,
        }
    }
}

/// What the plan of attempts looks at in one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskFacts {
    /// Kind, severity, safety and who lives there.
    pub class: CallingClass,
    /// The batch's date, a working day.
    pub batch_date: NaiveDate,
    /// When the matter was completed; none for a further callback, whose deadlines count from the
    /// day promised, which stands in for the batch's.
    pub completed_at: Option<Timestamp>,
    /// 方便时段 of the household.
    pub preferred: Option<Slot>,
    /// How many numbers there are to try, first to last.
    pub phone_count: usize,
    /// Whether the center's callers are on duty on free days (default: no).
    pub center_on_duty: bool,
    /// The last date somebody of the household was spoken to about any of its tasks.
    pub household_spoken_on: Option<NaiveDate>,
    /// The time the resident named last, if any; it is used up by the next attempt from then on.
    pub appointment: Option<Timestamp>,
}

/// The rules, calendar and clock zone that attempts are planned by.
#[derive(Clone, Copy, Debug)]
pub struct TaskRules<'a> {
    /// The pack in force on the batch date.
    pub pack: &'a RulePack,
    /// The rule the task was made by, see [`RulePack::rule_for`].
    pub rule: &'a CallbackRule,
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// The quiet periods of the task's center, see [`Calendar::quiet_of`].
    pub quiet: &'a [QuietPeriod],
    /// The wall clock of the company.
    pub zone: BusinessZone,
}

impl<'a> TaskRules<'a> {
    /// The calling windows of a task, with or without the evening.
    pub(super) fn hours(&self, facts: &TaskFacts, evening: bool) -> CallingHours<'a> {
        let hours = self.pack.calling_hours(facts.class, self.calendar, self.zone);
        let quiet = self.quiet_for(facts);
        CallingHours { on_duty: facts.center_on_duty, evening, quiet, ..hours }
    }

    /// The center's quiet periods as they hold for the task.
    pub fn quiet_for(&self, facts: &TaskFacts) -> Quiet<'a> {
        Quiet { periods: self.quiet, safety: facts.class.safety }
    }

    /// The day itself, or the first workday after it on which the center is not quiet: a limit
    /// cannot fall on a day on which nobody may call.
    pub(super) fn past_quiet(
        &self,
        facts: &TaskFacts,
        mut day: Answer<NaiveDate>,
    ) -> Answer<NaiveDate> {
        let quiet = self.quiet_for(facts);
        while quiet.on(day.value).is_some() {
            let next = self.calendar.next_workday(day.value);
            if next.value == day.value {
                break;
            }
            day = Answer { value: next.value, provisional: day.provisional || next.provisional };
        }
        day
    }
}
