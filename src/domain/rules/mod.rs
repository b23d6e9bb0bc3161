//! Rule packs (规则包): who is called back when, by whom, at what rate and how often, as versioned
//! data. The pack `quality-department` ships; others follow the same shape.

mod check;
mod rate;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, CallingHours, CallingTable, TimeSpan};
use crate::domain::coded::coded;
use crate::domain::household::ResidencyKind;
use crate::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};
use crate::domain::timestamp::{BusinessZone, Timestamp};

pub use check::RulePackError;
pub use rate::{Rate, RateError};

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
    /// The workday, counted from the batch's own as the first, by whose end the first attempt is due.
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
    fn covers(&self, matter: &Matter) -> bool {
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
    fn covers(&self, matter: &Matter) -> bool {
        self.kind.is_none_or(|kind| kind == matter.kind)
            && self.severity.is_none_or(|severity| severity == matter.severity)
            && self.status.is_none_or(|status| status == matter.status)
            && self.against_manager.is_none_or(|about| about == matter.against_manager)
    }
}

/// Which matters are called on free days too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgentRule {
    /// Kinds that are urgent when grave.
    pub kinds: Vec<ServiceRequestKind>,
    /// What counts as grave.
    pub severities: Vec<Severity>,
    /// Words that make a matter one of safety (人身、消防、电梯、燃气), whatever its kind.
    pub safety_words: Vec<String>,
}

/// The calling windows of the pack, one table a class of task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallingTables {
    /// Repairs and ordinary complaints.
    pub standard: CallingTable,
    /// Grave complaints and matters of safety.
    pub urgent: CallingTable,
    /// 单位客户: offices and shops, whatever the matter; out of hours nobody is there.
    pub organization: CallingTable,
}

/// A rule pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// Its name for programs.
    pub id: String,
    /// Rises with every change.
    pub version: u32,
    /// Its name for people.
    pub title: String,
    /// First batch date it holds for.
    pub effective_from: NaiveDate,
    /// How long the resident's telephone rings, in seconds (振铃).
    pub ring_secs: u32,
    /// Minutes until a busy number is tried again.
    pub busy_retry_minutes: u32,
    /// How often a busy number is tried again on one day.
    pub busy_retries_a_day: u32,
    /// Minutes until a call that never reached the resident's telephone is tried again.
    pub fault_retry_minutes: u32,
    /// On how many different dates a number must prove dead before it is given up.
    pub dead_number_dates: u32,
    /// The hours within which a resident's own appointment wins over the windows.
    pub appointment: TimeSpan,
    /// For how many minutes after the time named the call is still owed.
    pub appointment_minutes: u32,
    /// Who is called back; the first that fits holds.
    pub rules: Vec<CallbackRule>,
    /// Who calls; the first that fits holds, else an agent.
    pub callers: Vec<CallerRule>,
    /// What is called on free days too.
    pub urgent: UrgentRule,
    /// When is called.
    pub calling: CallingTables,
}

/// What decides which calling windows a task has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallingClass {
    /// Repair, complaint …
    pub kind: ServiceRequestKind,
    /// How grave it is.
    pub severity: Severity,
    /// Whether it is a matter of safety, see [`RulePack::is_safety_matter`].
    pub safety: bool,
    /// Who lives or works there, where the household is known.
    pub residency: Option<ResidencyKind>,
}

impl RulePack {
    /// The quality department's pack that ships with the program.
    pub fn built_in() -> Self {
        Self::parse(include_str!("packs/quality-department.yaml"))
            .expect("invariant: the shipped rule pack is valid, a test reads it")
    }

    /// Reads a pack from YAML and checks that its rules can be followed.
    ///
    /// # Errors
    /// What is wrong and where: the line for what is no pack at all, the field for what is one but
    /// contradicts itself.
    pub fn parse(yaml: &str) -> Result<Self, RulePackError> {
        let pack: Self = serde_saphyr::from_str(yaml)
            .map_err(|error| RulePackError::Syntax(error.to_string()))?;
        check::check(&pack)?;
        Ok(pack)
    }

    /// The version of pack `id` that holds for the batch of `date`.
    pub fn effective_on<'a>(packs: &'a [Self], id: &str, date: NaiveDate) -> Option<&'a Self> {
        packs
            .iter()
            .filter(|pack| pack.id == id && pack.effective_from <= date)
            .max_by_key(|pack| (pack.effective_from, pack.version))
    }

    /// The rule a finished matter falls under; none when it is not called back at all, so that it
    /// is outside the universe of every batch.
    pub fn rule_for(&self, matter: &Matter) -> Option<&CallbackRule> {
        self.rules.iter().find(|rule| rule.covers(matter))
    }

    /// Who calls back a matter.
    pub fn caller_for(&self, matter: &Matter) -> CallerRole {
        self.callers
            .iter()
            .find(|caller| caller.covers(matter))
            .map_or(CallerRole::Agent, |caller| caller.role)
    }

    /// Whether the words of a matter name a danger to people (人身、消防、电梯、燃气).
    pub fn is_safety_matter(&self, words: &str) -> bool {
        self.urgent.safety_words.iter().any(|word| words.contains(word.as_str()))
    }

    /// The table of windows of a task.
    pub fn calling_table(&self, class: CallingClass) -> &CallingTable {
        let grave = self.urgent.kinds.contains(&class.kind)
            && self.urgent.severities.contains(&class.severity);
        if class.residency == Some(ResidencyKind::Organization) {
            &self.calling.organization
        } else if grave || class.safety {
            &self.calling.urgent
        } else {
            &self.calling.standard
        }
    }

    /// The windows of a task on the days of a calendar.
    pub fn calling_hours<'a>(
        &'a self,
        class: CallingClass,
        calendar: &'a Calendar,
        zone: BusinessZone,
    ) -> CallingHours<'a> {
        let table = self.calling_table(class);
        CallingHours { calendar, zone, table, on_duty: false, evening: false }
    }

    /// An appointment moved into the hours in which one may be kept, on the same date: one that is
    /// too late becomes the last for which the whole time it is owed lies within them.
    pub fn appointment_within_hours(&self, zone: BusinessZone, at: Timestamp) -> Timestamp {
        let date = zone.date(at);
        let from = zone.at(date, self.appointment.from);
        let until = zone.at(date, self.appointment.until);
        if at < until {
            at.max(from)
        } else {
            until.plus_secs(-60 * i64::from(self.appointment_minutes)).max(from)
        }
    }

    /// Whether a call by appointment may start at this instant.
    pub fn is_within_appointment_hours(&self, zone: BusinessZone, at: Timestamp) -> bool {
        self.appointment.contains(zone.local(at).time())
    }
}
