//! Calling windows (可呼时段): when residents may be called, as data (scripts-zh.md 1.6).

use chrono::{Days, NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Calendar, DayType, Quiet, Slot};
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// How far ahead an opening is looked for; the longest holiday is a fraction of it.
const SEARCH_DAYS: u64 = 60;

/// A stretch of the local day: `from` belongs to it, `until` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeSpan {
    /// First moment inside.
    #[schemars(with = "String")]
    pub from: NaiveTime,
    /// First moment outside again.
    #[schemars(with = "String")]
    pub until: NaiveTime,
}

impl TimeSpan {
    /// Whether a local time lies inside.
    pub fn contains(self, time: NaiveTime) -> bool {
        self.from <= time && time < self.until
    }
}

/// One calling window of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The part of the day it is counted as when attempts are spread.
    #[schemars(schema_with = "crate::domain::rules::schema::coded_schema::<Slot>")]
    pub slot: Slot,
    /// First moment a call may start, local time.
    #[schemars(with = "String")]
    pub from: NaiveTime,
    /// First moment a call may no longer start, local time.
    #[schemars(with = "String")]
    pub until: NaiveTime,
}

impl Window {
    /// Whether a call may start at a local time.
    pub fn contains(self, time: NaiveTime) -> bool {
        TimeSpan { from: self.from, until: self.until }.contains(time)
    }
}

/// On which free days the windows are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpenWhen {
    /// On each of them (必打).
    Always,
    /// When somebody is on duty (有值班时).
    OnDuty,
    /// On none (不打).
    Never,
}

/// The windows of weekends or of holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreeDayWindows {
    /// On which of those days.
    pub open: OpenWhen,
    /// The windows, in order of time.
    #[serde(default)]
    pub windows: Vec<Window>,
}

/// One row of the table of calling windows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallingTable {
    /// 工作日: the windows, in order of time.
    pub workday: Vec<Window>,
    /// 周末、调休休息日
    pub weekend: FreeDayWindows,
    /// 法定节假日
    pub holiday: FreeDayWindows,
}

impl CallingTable {
    /// Whether a working day has an evening window at all.
    pub fn has_evening(&self) -> bool {
        self.workday.iter().any(|window| window.slot == Slot::Evening)
    }

    /// How many different parts of a working day can be called in.
    pub fn slot_count(&self) -> usize {
        let mut slots: Vec<Slot> = self.workday.iter().map(|window| window.slot).collect();
        slots.sort_unstable();
        slots.dedup();
        slots.len()
    }
}

/// A table of windows laid on a calendar: answers when one task may be called.
#[derive(Clone, Copy, Debug)]
pub struct CallingHours<'a> {
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// The wall clock of the company.
    pub zone: BusinessZone,
    /// The windows of this kind of task.
    pub table: &'a CallingTable,
    /// Whether the center's callers are on duty on free days (default: no).
    pub on_duty: bool,
    /// Whether the evening is open: the resident prefers it, or was not reached by day.
    pub evening: bool,
    /// The days on which the center's residents are left alone.
    pub quiet: Quiet<'a>,
}

impl<'a> CallingHours<'a> {
    /// The windows of a date, in order of time; none when nobody may be called.
    pub fn windows_on(self, date: NaiveDate) -> impl Iterator<Item = Window> + 'a {
        let windows = match self.calendar.day_type(date).value {
            _ if self.quiet.on(date).is_some() => &[],
            DayType::Workday => &self.table.workday[..],
            DayType::Weekend => self.free_day(&self.table.weekend),
            DayType::Holiday => self.free_day(&self.table.holiday),
        };
        windows.iter().copied().filter(move |window| self.evening || window.slot != Slot::Evening)
    }

    /// The window an instant lies in.
    pub fn window_at(self, at: Timestamp) -> Option<Window> {
        let local = self.zone.local(at);
        self.windows_on(local.date()).find(|window| window.contains(local.time()))
    }

    /// Whether a call may start at this instant.
    pub fn is_open(self, at: Timestamp) -> bool {
        self.window_at(at).is_some()
    }

    /// The earliest instant at or after `after` at which a call may start; none within two months
    /// only for a table without windows.
    pub fn next_opening(self, after: Timestamp) -> Option<Timestamp> {
        self.openings(after).next().map(|(at, _)| at)
    }

    /// Every window still ahead of `after`, with the earliest instant a call may start in it.
    pub fn openings(self, after: Timestamp) -> impl Iterator<Item = (Timestamp, Window)> + 'a {
        let first = self.zone.date(after);
        (0..=SEARCH_DAYS)
            .filter_map(move |days| first.checked_add_days(Days::new(days)))
            .flat_map(move |date| self.windows_on(date).map(move |window| (date, window)))
            .filter(move |(date, window)| self.zone.at(*date, window.until) > after)
            .map(move |(date, window)| (self.zone.at(date, window.from).max(after), window))
    }

    /// The end of the last window of a date.
    pub fn last_end(self, date: NaiveDate) -> Option<Timestamp> {
        self.windows_on(date).map(|window| window.until).max().map(|end| self.zone.at(date, end))
    }

    fn free_day(self, day: &'a FreeDayWindows) -> &'a [Window] {
        match day.open {
            OpenWhen::Always => &day.windows,
            OpenWhen::OnDuty if self.on_duty => &day.windows,
            OpenWhen::OnDuty | OpenWhen::Never => &[],
        }
    }
}
