//! Where the callback record and the work-order system disagree.

use serde_json::json;

use super::{FindingKind, FindingLimits, Found, SubjectKind};
use crate::domain::calendar::Calendar;
use crate::domain::callback::result::{Resolved, Satisfaction};
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// A finished callback beside what the work-order system says of its request now.
#[derive(Clone, Debug)]
pub struct CallbackFacts {
    /// The callback's identifier.
    pub task_id: String,
    /// The request it was about.
    pub request_no: String,
    /// The center's code.
    pub center_code: String,
    /// When the resident was asked.
    pub answered_at: Timestamp,
    /// 服务效果, in the resident's words.
    pub resolved: Option<Resolved>,
    /// 满意程度
    pub satisfaction: Option<Satisfaction>,
    /// When the matter was completed, as it was when the resident was asked.
    pub completed_at: Timestamp,
    /// Whether the order was open again after that.
    pub was_reopened: bool,
    /// Whether the order is done with now.
    pub is_finished: bool,
    /// The order's completion time now.
    pub completed_at_now: Option<Timestamp>,
}

/// Where record and order disagree at `now`.
pub fn callback_findings(
    facts: &CallbackFacts,
    limits: FindingLimits,
    calendar: &Calendar,
    zone: BusinessZone,
    now: Timestamp,
) -> Vec<Found> {
    let found = |kind, occurred_on| Found {
        kind,
        center_code: facts.center_code.clone(),
        subject_kind: SubjectKind::Task,
        subject_id: facts.task_id.clone(),
        occurred_on,
        detail: json!({ "request_no": facts.request_no }),
    };
    if facts.was_reopened || !facts.is_finished {
        return Vec::new();
    }
    let answered_on = zone.date(facts.answered_at);
    if facts.completed_at_now != Some(facts.completed_at) {
        return vec![found(FindingKind::CompletionChanged, answered_on)];
    }
    let is_unsolved = facts.resolved.is_some_and(Resolved::is_unsolved)
        || facts.satisfaction.is_some_and(Satisfaction::is_dissatisfied);
    let mut last_day = answered_on;
    for _ in 0..limits.reopen_workdays {
        last_day = calendar.next_workday(last_day).value;
    }
    if is_unsolved && zone.date(now) > last_day {
        return vec![found(FindingKind::UnsolvedNotReopened, last_day)];
    }
    Vec::new()
}
