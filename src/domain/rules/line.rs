//! The lines of a rule pack: who is called back when and how often, and who calls.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::{coded_list_schema, coded_schema, maybe_coded_schema, rate_schema};
use super::{DueRule, Rate, Words};
use crate::domain::coded::coded;
use crate::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};

coded! {
    /// Who makes a callback (R-006, R-008, R-027, R-034, decisions.md "The batch").
    pub enum CallerRole {
        /// 回访员; also 巡查员 and 管理员 of the older regulations.
        Agent = "agent" | "回访员",
        /// 质检主管
        QualitySupervisor = "quality_supervisor" | "质检主管",
        /// 品质部经理
        QualityManager = "quality_manager" | "品质部经理",
        /// 客户接待人员
        ReceptionClerk = "reception_clerk" | "客户接待人员",
        /// 服务中心主管: 客户服务部主任, 片区主管
        CenterSupervisor = "center_supervisor" | "服务中心主管",
        /// 服务中心经理: 管理处经理
        CenterManager = "center_manager" | "服务中心经理",
    }
}

impl CallerRole {
    /// The quality department's own callers; every batch counts their tasks, zero included.
    pub const OF_THE_DEPARTMENT: [Self; 3] =
        [Self::Agent, Self::QualitySupervisor, Self::QualityManager];
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

coded! {
    /// How the resident is asked.
    pub enum CallbackMode {
        /// 电话
        Telephone = "telephone" | "电话",
        /// 上门: no task to call is made, a home visit is opened.
        Visit = "visit" | "上门",
        /// 电话或上门: called, as that is the sooner way.
        Either = "either" | "电话或上门",
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

/// Which matters are called back, at what rate, by when, and how often is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackRule {
    /// Its name for programs, one in the pack and the same in every version.
    pub number: String,
    /// The paragraph it follows, as people cite it: 恒富标准 #14.
    pub title: Words,
    /// The requirements it comes from, such as R-012.
    pub sources: Vec<String>,
    /// The regulation's own words.
    pub phrase: String,
    /// What the regulation leaves open and this line fills in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumption: Option<Words>,
    /// The kind of matter it is for.
    #[schemars(schema_with = "coded_schema::<ServiceRequestKind>")]
    pub kind: ServiceRequestKind,
    /// Only these severities; all when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(schema_with = "coded_list_schema::<Severity>")]
    pub severities: Vec<Severity>,
    /// Only paid ones or only unpaid ones; both when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<bool>,
    /// The statuses in which a matter counts as finished.
    #[schemars(schema_with = "coded_list_schema::<ServiceRequestStatus>")]
    pub statuses: Vec<ServiceRequestStatus>,
    /// Whether the daily batch makes the callback. A line that does not states a duty somebody
    /// else performs, and is explained beside the others.
    #[serde(default = "yes")]
    pub by_batch: bool,
    /// By telephone unless said otherwise.
    #[serde(default = "by_telephone")]
    #[schemars(schema_with = "coded_schema::<CallbackMode>")]
    pub mode: CallbackMode,
    /// Who calls when no line of the table of callers says otherwise; an agent when absent.
    #[serde(default = "an_agent")]
    #[schemars(schema_with = "coded_schema::<CallerRole>")]
    pub role: CallerRole,
    /// The share of them that is called back.
    #[schemars(schema_with = "rate_schema")]
    pub rate: Rate,
    /// When the callback may begin and by when its first attempt is due.
    pub due: DueRule,
    /// The workday at whose end the task closes (办结时限), counted from the day the first attempt
    /// is due as the first, or from the batch's where that is later.
    #[serde(default = "three")]
    pub closing_workdays: u32,
    /// How many attempts at most (最多拨打).
    #[serde(default = "three")]
    pub attempt_limit: u32,
    /// Over how many parts of the day they are spread at least (分布).
    #[serde(default = "two")]
    pub slots_min: u32,
    /// Over how many days they are spread at least.
    #[serde(default = "two")]
    pub days_min: u32,
    /// Whether one of them must be in the evening.
    #[serde(default)]
    pub evening_required: bool,
    /// What happens when nobody was reached (打不通怎么办).
    #[serde(default = "closed_as_unreached")]
    #[schemars(schema_with = "coded_schema::<WhenUnreached>")]
    pub when_unreached: WhenUnreached,
}

fn yes() -> bool {
    true
}

fn by_telephone() -> CallbackMode {
    CallbackMode::Telephone
}

fn an_agent() -> CallerRole {
    CallerRole::Agent
}

fn closed_as_unreached() -> WhenUnreached {
    WhenUnreached::Unreached
}

fn two() -> u32 {
    2
}

fn three() -> u32 {
    3
}

coded! {
    /// Why a line does not apply to a matter.
    pub enum Mismatch {
        /// It is for another kind.
        Kind = "kind" | "类型不同",
        /// It is for other severities.
        Severity = "severity" | "程度不同",
        /// It is for paid ones, or for unpaid ones, only.
        Paid = "paid" | "有偿与否不同",
        /// The matter is not finished in one of its statuses.
        Status = "status" | "状态不同",
    }
}

impl CallbackRule {
    /// Everything that keeps the line from applying; empty when it applies.
    pub fn mismatches(&self, matter: &Matter) -> Vec<Mismatch> {
        let severity = self.severities.is_empty() || self.severities.contains(&matter.severity);
        let checks = [
            (self.kind == matter.kind, Mismatch::Kind),
            (severity, Mismatch::Severity),
            (self.paid.is_none_or(|paid| paid == matter.paid), Mismatch::Paid),
            (self.statuses.contains(&matter.status), Mismatch::Status),
        ];
        checks.into_iter().filter(|(fits, _)| !fits).map(|(_, mismatch)| mismatch).collect()
    }

    pub(super) fn covers(&self, matter: &Matter) -> bool {
        self.mismatches(matter).is_empty()
    }
}

/// One line of the table of callers; what is absent fits everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallerRule {
    /// Who calls.
    #[schemars(schema_with = "coded_schema::<CallerRole>")]
    pub role: CallerRole,
    /// The requirements or decisions it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Kind of matter.
    #[serde(default)]
    #[schemars(schema_with = "maybe_coded_schema::<ServiceRequestKind>")]
    pub kind: Option<ServiceRequestKind>,
    /// How grave it is.
    #[serde(default)]
    #[schemars(schema_with = "maybe_coded_schema::<Severity>")]
    pub severity: Option<Severity>,
    /// How it was finished.
    #[serde(default)]
    #[schemars(schema_with = "maybe_coded_schema::<ServiceRequestStatus>")]
    pub status: Option<ServiceRequestStatus>,
    /// Whether it is about the center's head.
    #[serde(default)]
    pub against_manager: Option<bool>,
    /// Whether the head of the department complained about takes part; such a callback is
    /// left out of the department's satisfaction rate.
    #[serde(default)]
    pub with_department: bool,
}

impl CallerRule {
    /// Whether the line fits a matter.
    pub fn covers(&self, matter: &Matter) -> bool {
        self.kind.is_none_or(|kind| kind == matter.kind)
            && self.severity.is_none_or(|severity| severity == matter.severity)
            && self.status.is_none_or(|status| status == matter.status)
            && self.against_manager.is_none_or(|about| about == matter.against_manager)
    }
}

/// A paragraph of the regulation that makes no callback of a finished matter: shown with the pack,
/// so that everybody sees what the daily batch does not do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The paragraph, as people cite it.
    pub title: Words,
    /// The requirement it is.
    pub sources: Vec<String>,
    /// The regulation's own words.
    pub phrase: String,
}
