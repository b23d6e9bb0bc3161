//! The lines of a rule pack: who is called back and how often, and who calls.

use serde::{Deserialize, Serialize};

use super::Rate;
use crate::domain::coded::coded;
use crate::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};

coded! {
    /// Who makes a callback (R-008, decisions.md "The batch").
    pub enum CallerRole {
        /// 回访员
        Agent = "agent" | "回访员",
        /// 质检主管
        QualitySupervisor = "quality_supervisor" | "质检主管",
        /// 品质部经理
        QualityManager = "quality_manager" | "品质部经理",
    }
}

coded! {
    /// What becomes of a task when nobody was reached within its limits.
    pub enum WhenUnreached {
        /// 未联系上: closed as such.
        Unreached = "unreached" | "未联系上",
        /// 上门家访: somebody goes there.
        HomeVisit = "home_visit" | "上门家访",
    }
}

/// A matter, as far as rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matter {
    /// Repair, complaint …
    pub kind: ServiceRequestKind,
    /// How grave it is.
    pub severity: Severity,
    /// How the center finished it.
    pub status: ServiceRequestStatus,
    /// Whether the service was paid for (有偿服务).
    pub paid: bool,
    /// Whether it is a complaint about the center's head (涉及负责人).
    pub against_manager: bool,
}

/// Which matters are called back, at what rate, and how often is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallbackRule {
    /// The kind of matter it is for.
    pub kind: ServiceRequestKind,
    /// Only paid ones or only unpaid ones; both when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<bool>,
    /// The statuses in which a matter counts as finished.
    pub statuses: Vec<ServiceRequestStatus>,
    /// The share of them that is called back.
    pub rate: Rate,
    /// The workday, counted from the batch's own as the first, by whose end the first attempt is
    /// due.
    pub first_attempt_workdays: u32,
    /// The workday, counted likewise, at whose end the task closes (办结时限).
    pub closing_workdays: u32,
    /// How many attempts at most (最多拨打).
    pub attempt_limit: u32,
    /// Over how many parts of the day they are spread at least (分布).
    pub slots_min: u32,
    /// Over how many days they are spread at least.
    pub days_min: u32,
    /// Whether one of them must be in the evening.
    pub evening_required: bool,
    /// What happens when nobody was reached (打不通怎么办).
    pub when_unreached: WhenUnreached,
}

impl CallbackRule {
    pub(super) fn covers(&self, matter: &Matter) -> bool {
        self.kind == matter.kind
            && self.paid.is_none_or(|paid| paid == matter.paid)
            && self.statuses.contains(&matter.status)
    }
}

/// One line of the table of callers; what is absent fits everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallerRule {
    /// Who calls.
    pub role: CallerRole,
    /// Kind of matter.
    #[serde(default)]
    pub kind: Option<ServiceRequestKind>,
    /// How grave it is.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// How it was finished.
    #[serde(default)]
    pub status: Option<ServiceRequestStatus>,
    /// Whether it is about the center's head.
    #[serde(default)]
    pub against_manager: Option<bool>,
}

impl CallerRule {
    pub(super) fn covers(&self, matter: &Matter) -> bool {
        self.kind.is_none_or(|kind| kind == matter.kind)
            && self.severity.is_none_or(|severity| severity == matter.severity)
            && self.status.is_none_or(|status| status == matter.status)
            && self.against_manager.is_none_or(|about| about == matter.against_manager)
    }
}
