//! The place a completion gets, and the balance of all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::coded::{Coded, coded};
use crate::domain::rules::{CallbackRule, CallerRole, RulePack};

coded! {
    /// Why a completion is not called back; the first that applies, in this order.
    pub enum ExclusionReason {
        /// 仅需复函: a written reply was asked for.
        ReplyOnly = "reply_only" | "仅需复函",
        /// 匿名: neither a name nor a number was left.
        Anonymous = "anonymous" | "匿名",
        /// 员工报修: a repair of a public area that patrolling staff reported.
        StaffReported = "staff_reported" | "员工报修",
        /// 合并: another request carries the same matter.
        Merged = "merged" | "合并",
        /// 勿扰: the household or its number asked not to be called.
        DoNotCall = "do_not_call" | "勿扰",
        /// 无号码: nothing to dial; somebody goes there instead.
        NoPhone = "no_phone" | "无有效号码",
        /// 未抽中: a rate below 100 % left it out.
        NotSelected = "not_selected" | "未抽中",
        /// 上门回访: its line has the resident visited; a home visit is opened.
        ByVisit = "by_visit" | "上门回访",
    }
}

impl ExclusionReason {
    /// The reasons every batch counts, zero included; the others where they occur.
    pub fn always_counted() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|reason| *reason != Self::ByVisit)
    }
}

/// The line of a pack a place was given by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleUsed {
    /// The pack.
    pub pack: String,
    /// Its version.
    pub version: u32,
    /// The line's number.
    pub line: String,
}

impl RuleUsed {
    pub(super) fn of(pack: &RulePack, rule: &CallbackRule) -> Self {
        Self { pack: pack.id.clone(), version: pack.version, line: rule.number.clone() }
    }
}

/// What happens with one completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// It is called back.
    Task {
        /// By whom.
        role: CallerRole,
    },
    /// It is not.
    Excluded {
        /// Why.
        reason: ExclusionReason,
        /// The request that carries the matter, when merged.
        carrier: Option<String>,
    },
}

impl Placement {
    pub(super) fn excluded(reason: ExclusionReason) -> Self {
        Self::Excluded { reason, carrier: None }
    }
}

/// A completion and its one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The completion.
    pub completion_id: Uuid,
    /// Its request.
    pub request_no: String,
    /// What happens with it.
    pub placement: Placement,
    /// Whether it is a late arrival.
    pub late: bool,
    /// The line it was given by.
    pub rule: RuleUsed,
}

/// The balance of a batch: the department's roles and the usual reasons have their numbers, zero
/// included, the others where they occur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchCounts {
    /// Completions in the batch.
    pub completed: u64,
    /// Tasks by who calls.
    pub tasks: BTreeMap<CallerRole, u64>,
    /// Exclusions by reason.
    pub excluded: BTreeMap<ExclusionReason, u64>,
    /// Late arrivals among the completions.
    pub late: u64,
    /// Home visits opened for want of a number; outside the equation.
    pub home_visits: u64,
    /// Whether completions equal tasks plus exclusions.
    pub balanced: bool,
}

impl Place {
    pub(super) fn is_excluded_for(&self, wanted: ExclusionReason) -> bool {
        matches!(self.placement, Placement::Excluded { reason, .. } if reason == wanted)
    }
}

impl BatchCounts {
    /// Counts the places of a batch of `completed` completions.
    pub(super) fn of(completed: usize, places: &[Place]) -> Self {
        let no_phone = places.iter().filter(|p| p.is_excluded_for(ExclusionReason::NoPhone));
        let mut counts = Self {
            completed: completed as u64,
            tasks: CallerRole::OF_THE_DEPARTMENT.iter().map(|role| (*role, 0)).collect(),
            excluded: ExclusionReason::always_counted().map(|reason| (reason, 0)).collect(),
            late: places.iter().filter(|place| place.late).count() as u64,
            home_visits: no_phone.count() as u64,
            balanced: false,
        };
        for place in places {
            match &place.placement {
                Placement::Task { role } => *counts.tasks.entry(*role).or_default() += 1,
                Placement::Excluded { reason, .. } => {
                    *counts.excluded.entry(*reason).or_default() += 1;
                }
            }
        }
        let placed = counts.tasks.values().sum::<u64>() + counts.excluded.values().sum::<u64>();
        counts.balanced = counts.completed == placed;
        counts
    }
}
