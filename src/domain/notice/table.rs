//! The table of notices: what tells whom, at once or gathered, and how often it is tried.

use std::collections::BTreeSet;

use chrono::{Days, NaiveTime};
use serde::{Deserialize, Serialize};

use super::Channel;
use crate::domain::calendar::Calendar;
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// Who must know what the same day. Data: `table.yaml` ships with the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeTable {
    /// Kept with every notice, as the version of the words it was made with.
    pub version: u32,
    /// Local times at which gathered notices go out, earliest first.
    pub digests: Vec<NaiveTime>,
    /// Local time until when what a notice asks for is to be done, the same or the next workday.
    pub due_by: NaiveTime,
    /// Minutes before each further try of a failed delivery; after the last it is given up.
    pub retry_minutes: Vec<i64>,
    /// One line a kind.
    pub notices: Vec<NoticeRule>,
}

/// One kind of notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeRule {
    /// Its stable code; the templates have words for each.
    pub kind: String,
    /// What brings it about.
    pub cause: Cause,
    /// Everybody with one of these roles.
    pub roles: Vec<String>,
    /// Those with one of these roles in the center it is about.
    #[serde(default)]
    pub center_roles: Vec<String>,
    /// One notice a matter, or one until the next digest.
    pub gather: Gather,
    /// Whether it is sent in quiet hours too.
    #[serde(default)]
    pub urgent: bool,
    /// How it is sent; only what the configuration has switched on.
    pub channels: Vec<Channel>,
    /// The page it leads to; `{subject}` is what a single matter is about.
    pub link: String,
}

/// What brings a notice about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cause {
    /// A working day's batch cannot be made, because no import has covered the day before.
    WaitingForData,
    /// It still cannot at this local time.
    StillWaiting(NaiveTime),
    /// A finished callback is marked with this.
    ResultFlag(String),
    /// An alarm of one of these kinds is open.
    Alarm(Vec<String>),
    /// A task was not tried in time.
    TaskOverdue,
    /// A task not tried yet is due within so many minutes.
    TaskAtRisk(i64),
    /// A severe complaint was taken in within so many hours and is in the data now.
    SevereComplaint(i64),
    /// Something odd was found in the data.
    NewFinding,
    /// Something of this kind stands in the event log.
    Event(String),
}

/// Whether each matter has a notice of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gather {
    /// One notice a matter.
    Each,
    /// One notice for all until the next digest.
    Digest,
}

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NoticeTableError {
    /// Not a table at all.
    #[error("{0}")]
    Syntax(String),
    /// It contradicts itself.
    #[error("the table of notices has no use as it is: {0}")]
    Contradiction(String),
}

impl NoticeTable {
    /// The table that ships with the program.
    pub fn built_in() -> Self {
        Self::parse(include_str!("table.yaml"))
            .expect("invariant: the shipped table of notices is valid, a test reads it")
    }

    /// Reads a table from YAML.
    ///
    /// # Errors
    /// The line of what is no table; a kind that is there twice, or reaches nobody.
    pub fn parse(yaml: &str) -> Result<Self, NoticeTableError> {
        let table: Self = serde_saphyr::from_str(yaml)
            .map_err(|error| NoticeTableError::Syntax(error.to_string()))?;
        let mut kinds = BTreeSet::new();
        for rule in &table.notices {
            let problem = if !kinds.insert(&rule.kind) {
                Some("is there twice")
            } else if rule.roles.is_empty() && rule.center_roles.is_empty() {
                Some("reaches nobody")
            } else if rule.gather == Gather::Digest && !rule.center_roles.is_empty() {
                Some("gathers matters of several centers for the people of one")
            } else {
                None
            };
            if let Some(problem) = problem {
                return Err(NoticeTableError::Contradiction(format!("{} {problem}", rule.kind)));
            }
        }
        if table.digests.is_empty() || !table.digests.is_sorted() {
            let problem = "digests must be times of a day, earliest first".to_owned();
            return Err(NoticeTableError::Contradiction(problem));
        }
        Ok(table)
    }

    /// The rule of a kind.
    pub fn rule(&self, kind: &str) -> Option<&NoticeRule> {
        self.notices.iter().find(|rule| rule.kind == kind)
    }

    /// The first digest after `at`.
    pub fn next_digest(&self, at: Timestamp, zone: BusinessZone) -> Timestamp {
        let today = zone.date(at);
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let of_day = |date| self.digests.iter().map(move |time| zone.at(date, *time));
        of_day(today).chain(of_day(tomorrow)).find(|digest| *digest > at).unwrap_or(at)
    }

    /// Until when what is asked for at `at` is to be done.
    pub fn due_at(&self, at: Timestamp, calendar: &Calendar, zone: BusinessZone) -> Timestamp {
        let today = zone.date(at);
        let same_day = zone.at(today, self.due_by);
        if calendar.is_workday(today).value && at < same_day {
            return same_day;
        }
        zone.at(calendar.next_workday(today).value, self.due_by)
    }

    /// When a delivery is tried again after its `tries`-th try failed; none when it is given up.
    pub fn retry_at(&self, tries: usize, now: Timestamp) -> Option<Timestamp> {
        let minutes = self.retry_minutes.get(tries.checked_sub(1)?)?;
        Some(now.plus_secs(minutes * 60))
    }
}
