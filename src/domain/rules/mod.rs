//! Rule packs (规则包): who is called back when, by whom, at what rate and how often, as versioned
//! data. The pack `quality-department` ships; others follow the same shape.

mod check;
mod line;
mod rate;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, CallingHours, CallingTable, Quiet, TimeSpan};
use crate::domain::household::ResidencyKind;
use crate::domain::service_request::{ServiceRequestKind, Severity};
use crate::domain::timestamp::{BusinessZone, Timestamp};

pub use check::RulePackError;
pub use line::{CallbackRule, CallerRole, CallerRule, Matter, WhenUnreached};
pub use rate::{Rate, RateError};

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
        let quiet = Quiet::default();
        CallingHours { calendar, zone, table, on_duty: false, evening: false, quiet }
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
