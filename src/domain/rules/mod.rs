//! Rule packs (规则包): who is called back when, by whom, at what rate and how often, as versioned
//! data. `quality-department` is the default; `hengfu`, `s4-1`, `s4-2` and `s4-3` ship
//! beside it. Which center uses which pack from when is the [`RuleBook`].

mod book;
mod check;
mod explain;
mod line;
mod locate;
mod rate;
pub mod schema;
mod sentence;
mod term;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, CallingHours, CallingTable, Quiet, TimeSpan};
use crate::domain::household::ResidencyKind;
use crate::domain::service_request::{ServiceRequestKind, Severity};
use crate::domain::timestamp::{BusinessZone, Timestamp};

pub use book::{DEFAULT_PACK, PackChoice, RuleBook};
pub use check::{PackFault, RulePackError};
pub use explain::{LineVerdict, Standing};
pub use line::{
    CallbackMode, CallbackRule, CallerRole, CallerRule, Duty, Matter, Mismatch, WhenUnreached,
};
pub use rate::{Rate, RateError};
pub use sentence::DueReason;
pub use term::{CountedFrom, DueNote, DueRule, Landing, Term, Unit};
pub use words::Words;

use schema::{coded_list_schema, date_schema};

/// Which matters are called on free days too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UrgentRule {
    /// Kinds that are urgent when grave.
    #[schemars(schema_with = "coded_list_schema::<ServiceRequestKind>")]
    pub kinds: Vec<ServiceRequestKind>,
    /// What counts as grave.
    #[schemars(schema_with = "coded_list_schema::<Severity>")]
    pub severities: Vec<Severity>,
    /// Words that make a matter one of safety (人身、消防、电梯、燃气), whatever its kind.
    pub safety_words: Vec<String>,
}

/// The calling windows of the pack, one table a class of task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// Its name for programs.
    pub id: String,
    /// Rises with every change.
    pub version: u32,
    /// Its name for people.
    pub title: Words,
    /// The regulation it follows.
    pub regulation: String,
    /// First batch date it holds for.
    #[schemars(schema_with = "date_schema")]
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
    /// With fewer minutes of calling time left than this, a callback is due in the first window of
    /// the next working day instead, late by rule.
    pub late_by_rule_minutes: u32,
    /// 第三类投诉: how grave a complaint is of which second and later callbacks are made in person
    /// none where the regulation has no such class.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(schema_with = "coded_list_schema::<Severity>")]
    pub third_class: Vec<Severity>,
    /// Who is called back; the first that fits holds.
    pub rules: Vec<CallbackRule>,
    /// Who calls; the first that fits holds, else an agent.
    pub callers: Vec<CallerRule>,
    /// What is called on free days too.
    pub urgent: UrgentRule,
    /// When is called.
    pub calling: CallingTables,
    /// What else the regulation says about callbacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
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

/// The packs that ship with the program, the default first.
const SHIPPED: [&str; 5] = [
    include_str!("packs/quality-department.yaml"),
    include_str!("packs/hengfu.yaml"),
    include_str!("packs/s4-1.yaml"),
    include_str!("packs/s4-2.yaml"),
    include_str!("packs/s4-3.yaml"),
];

impl RulePack {
    /// The quality department's pack that ships with the program.
    pub fn built_in() -> Self {
        Self::parse(SHIPPED[0]).expect("invariant: the shipped rule pack is valid, a test reads it")
    }

    /// The text of every pack that ships with the program, the default first.
    pub fn shipped_texts() -> &'static [&'static str] {
        &SHIPPED
    }

    /// Reads a pack from YAML and checks that its rules can be followed.
    ///
    /// # Errors
    /// Everything that is wrong, each with its line, field, reason and a hint.
    pub fn parse(yaml: &str) -> Result<Self, RulePackError> {
        let pack: Self = serde_saphyr::from_str(yaml).map_err(|e| check::unreadable(&e))?;
        check::check(&pack, yaml)?;
        Ok(pack)
    }

    /// The rule by which the daily batch calls back a finished matter; none when it does not, so
    /// that the matter is outside the universe of every batch.
    pub fn rule_for(&self, matter: &Matter) -> Option<&CallbackRule> {
        self.rules.iter().find(|rule| rule.by_batch && rule.covers(matter))
    }

    /// The line with that number.
    pub fn line(&self, number: &str) -> Option<&CallbackRule> {
        self.rules.iter().find(|rule| rule.number == number)
    }

    /// The line of the table of callers that a matter falls under, if one does.
    pub fn caller_line(&self, matter: &Matter) -> Option<&CallerRule> {
        self.callers.iter().find(|caller| caller.covers(matter))
    }

    /// Who calls back a matter: as the table of callers says, else as its line does.
    pub fn caller_for(&self, matter: &Matter) -> CallerRole {
        let by_line = || self.rule_for(matter).map_or(CallerRole::Agent, |rule| rule.role);
        self.caller_line(matter).map_or_else(by_line, |caller| caller.role)
    }

    /// Whether second and later callbacks on a matter are made in person (第三类投诉, R-038, A-13).
    pub fn is_third_class(&self, kind: ServiceRequestKind, severity: Severity) -> bool {
        kind == ServiceRequestKind::Complaint && self.third_class.contains(&severity)
    }

    /// Every caller the pack names.
    pub fn roles(&self) -> impl Iterator<Item = CallerRole> + '_ {
        let lines = self.rules.iter().filter(|rule| rule.by_batch).map(|rule| rule.role);
        self.callers.iter().map(|caller| caller.role).chain(lines)
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
