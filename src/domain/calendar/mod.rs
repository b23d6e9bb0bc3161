//! Working days, holidays and make-up workdays, and the windows in which residents are called.
//!
//! A calendar lists only the days that differ from the plain week. The years it lists are known;
//! in every other year weekends are taken as free and each answer says that it is provisional
//! (issue 2, "Calendar and the daily batch").

mod change;
mod effect;
mod file;
mod ics;
mod quiet;
mod slot;
mod window;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

pub use change::{ChangeRefusal, DayChange, DayDifference, differences};
pub use effect::{BatchDays, BatchDifference, batch_differences};
pub use file::{CalendarFileError, FileContent, FileDay, parse_days, read_file};
pub use quiet::{Quiet, QuietPeriod, QuietReason, QuietScope};
pub use slot::Slot;
pub use window::{CallingHours, CallingTable, FreeDayWindows, OpenWhen, TimeSpan, Window};

coded! {
    /// How a listed day differs from the plain week.
    pub enum CalendarDayKind {
        /// 节假日: free, whatever the day of the week.
        Holiday = "holiday" | "节假日",
        /// 调休工作日: a Saturday or Sunday that is worked.
        MakeUpWorkday = "make_up_workday" | "调休工作日",
    }
}

coded! {
    /// What kind of day a date is, as the table of calling windows has it (scripts-zh.md 1.6).
    pub enum DayType {
        /// 工作日
        Workday = "workday" | "工作日",
        /// 周末
        Weekend = "weekend" | "周末",
        /// 法定节假日
        Holiday = "holiday" | "法定节假日",
    }
}

/// One day that differs from the plain week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The date, local to the company.
    pub date: NaiveDate,
    /// In which way it differs.
    pub kind: CalendarDayKind,
}

/// What a calendar says, and whether it had to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// The answer itself.
    pub value: T,
    /// Whether any day looked at lies in a year whose holidays are not known yet.
    pub provisional: bool,
}

/// The company's calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, CalendarDayKind>,
    known_years: BTreeSet<i32>,
    quiet: BTreeMap<String, Vec<QuietPeriod>>,
}

impl Calendar {
    /// The mainland calendar of 2024 to 2026 that ships with the program.
    pub fn built_in() -> Self {
        Self::parse(include_str!("calendar_cn_2024_2026.csv"))
            .expect("invariant: the shipped calendar is valid, a test reads it")
    }

    /// A calendar from a file of `date,kind` lines.
    ///
    /// # Errors
    /// The first line that cannot be right.
    pub fn parse(text: &str) -> Result<Self, CalendarFileError> {
        parse_days(text).map(Self::from_days)
    }

    /// A calendar from its days. The years that have at least one day are the known ones; of two
    /// entries for a date the later wins.
    pub fn from_days(days: impl IntoIterator<Item = CalendarDay>) -> Self {
        let days: BTreeMap<_, _> = days.into_iter().map(|day| (day.date, day.kind)).collect();
        let known_years = days.keys().map(Datelike::year).collect();
        Self { days, known_years, quiet: BTreeMap::new() }
    }

    /// A calendar from its days, told which years' holidays are known: one day changed by hand does
    /// not make its whole year known.
    pub fn new(
        days: impl IntoIterator<Item = CalendarDay>,
        known_years: impl IntoIterator<Item = i32>,
    ) -> Self {
        let known_years = known_years.into_iter().collect();
        Self { known_years, ..Self::from_days(days) }
    }

    /// The same calendar with these quiet periods (安静日), each with the code of its center, in
    /// place of those it had.
    #[must_use]
    pub fn with_quiet(mut self, periods: impl IntoIterator<Item = (String, QuietPeriod)>) -> Self {
        self.quiet.clear();
        for (center_code, period) in periods {
            self.quiet.entry(center_code).or_default().push(period);
        }
        self
    }

    /// The quiet periods of a center.
    pub fn quiet_of(&self, center_code: &str) -> &[QuietPeriod] {
        self.quiet.get(center_code).map_or(&[], Vec::as_slice)
    }

    /// The same calendar after some days were changed and some years became known.
    #[must_use]
    pub fn changed(
        &self,
        changes: &[DayChange],
        known_years: impl IntoIterator<Item = i32>,
    ) -> Self {
        let mut changed = self.clone();
        for change in changes {
            match change.kind {
                Some(kind) => changed.days.insert(change.date, kind),
                None => changed.days.remove(&change.date),
            };
        }
        changed.known_years.extend(known_years);
        changed
    }

    /// How a date is listed; none when it is as the plain week has it.
    pub fn listed(&self, date: NaiveDate) -> Option<CalendarDayKind> {
        self.days.get(&date).copied()
    }

    /// The years whose holidays are known.
    pub fn known_years(&self) -> impl Iterator<Item = i32> {
        self.known_years.iter().copied()
    }

    /// How many days of `from..=to` lie in years whose holidays are not known, so that whatever is
    /// computed over them is provisional.
    pub fn unknown_days(&self, from: NaiveDate, to: NaiveDate) -> usize {
        let days = from.iter_days().take_while(|date| *date <= to);
        days.filter(|date| self.is_provisional(*date)).count()
    }

    /// The listed days, in order of date.
    pub fn days(&self) -> impl Iterator<Item = CalendarDay> {
        self.days.iter().map(|(date, kind)| CalendarDay { date: *date, kind: *kind })
    }

    /// Whether the holidays of the date's year are not known yet.
    pub fn is_provisional(&self, date: NaiveDate) -> bool {
        !self.known_years.contains(&date.year())
    }

    /// What kind of day `date` is. A weekend enclosed by listed holidays on both sides (3 and 4
    /// October) is part of the holiday, although calendar files list only the weekdays of it.
    pub fn day_type(&self, date: NaiveDate) -> Answer<DayType> {
        Answer { value: self.type_of(date), provisional: self.is_provisional(date) }
    }

    /// Whether `date` is worked.
    pub fn is_workday(&self, date: NaiveDate) -> Answer<bool> {
        Answer { value: self.works_on(date), provisional: self.is_provisional(date) }
    }

    /// The first workday after `date`.
    pub fn next_workday(&self, date: NaiveDate) -> Answer<NaiveDate> {
        self.nth_workday_after(date, 1)
    }

    /// The last workday before `date`.
    pub fn previous_workday(&self, date: NaiveDate) -> Answer<NaiveDate> {
        self.walk(date, 1, NaiveDate::pred_opt)
    }

    /// The `nth` workday after `date`, which is not counted itself; `date` for 0.
    pub fn nth_workday_after(&self, date: NaiveDate, nth: u32) -> Answer<NaiveDate> {
        self.walk(date, nth, NaiveDate::succ_opt)
    }

    /// The `nth` workday counted from `date` on, which is the first when it is worked
    /// (「批次日为第 1 个工作日」, scripts-zh.md 1.6). 0 counts as 1.
    pub fn nth_workday_from(&self, date: NaiveDate, nth: u32) -> Answer<NaiveDate> {
        let own = u32::from(self.works_on(date));
        let answer = self.nth_workday_after(date, nth.max(1) - own);
        Answer { provisional: answer.provisional || self.is_provisional(date), value: answer.value }
    }

    /// Counts workdays in one direction. At the end of chrono's years the last date answers.
    fn walk(
        &self,
        from: NaiveDate,
        count: u32,
        step: fn(&NaiveDate) -> Option<NaiveDate>,
    ) -> Answer<NaiveDate> {
        let mut answer = Answer { value: from, provisional: false };
        let mut left = count;
        while left > 0 {
            let Some(date) = step(&answer.value) else { break };
            answer.value = date;
            answer.provisional |= self.is_provisional(date);
            left -= u32::from(self.works_on(date));
        }
        answer
    }

    fn works_on(&self, date: NaiveDate) -> bool {
        match self.days.get(&date) {
            Some(CalendarDayKind::Holiday) => false,
            Some(CalendarDayKind::MakeUpWorkday) => true,
            None => !is_weekend(date),
        }
    }

    fn type_of(&self, date: NaiveDate) -> DayType {
        if self.works_on(date) {
            DayType::Workday
        } else if self.is_listed_holiday(date) || self.is_enclosed_by_holidays(date) {
            DayType::Holiday
        } else {
            DayType::Weekend
        }
    }

    fn is_listed_holiday(&self, date: NaiveDate) -> bool {
        self.days.get(&date) == Some(&CalendarDayKind::Holiday)
    }

    fn is_enclosed_by_holidays(&self, date: NaiveDate) -> bool {
        [NaiveDate::pred_opt, NaiveDate::succ_opt].into_iter().all(|step| {
            let mut neighbour = step(&date);
            while let Some(day) = neighbour {
                if !is_weekend(day) || self.days.contains_key(&day) {
                    return self.is_listed_holiday(day);
                }
                neighbour = step(&day);
            }
            false
        })
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
