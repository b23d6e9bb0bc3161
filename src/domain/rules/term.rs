//! Terms (期限): how long after completion a callback may begin and is due.

use chrono::{Datelike, Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::coded_schema;
use crate::domain::calendar::Calendar;
use crate::domain::coded::coded;
use crate::domain::timestamp::{BusinessZone, Timestamp};

coded! {
    /// What a term is counted in.
    pub enum Unit {
        /// 小时
        Hour = "hour" | "小时",
        /// 工作日
        WorkingDay = "working_day" | "个工作日",
        /// 日历日
        CalendarDay = "calendar_day" | "日",
        /// 周
        Week = "week" | "周",
        /// 月
        Month = "month" | "个月",
    }
}

coded! {
    /// From when terms are counted.
    pub enum CountedFrom {
        /// 完成之日: the day of completion is day 0 (decisions.md).
        Completion = "completion" | "完成",
        /// 批次日: the batch's day is the first working day (scripts-zh.md 1.6).
        Batch = "batch" | "批次日",
    }
}

coded! {
    /// What happened to a due time on the way from its term to the clock.
    pub enum DueNote {
        /// The month has no such day, so its last day stands in (decisions.md).
        MonthClamped = "month_clamped" | "月末为期",
        /// The day has no calling window, so the last one before it stands in (decisions.md).
        MovedBack = "moved_back" | "提前",
        /// Too little calling time was left: the first window of the next working day.
        LateByRule = "late_by_rule" | "依规则迟延",
        /// The center is quiet on that day, so the next working day stands in.
        QuietDay = "quiet_day" | "安静日顺延",
        /// The batch that makes the task is made when the due time is past.
        BeforeBatch = "before_batch" | "批次前已过期限",
    }
}

/// A stretch of time after an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// How many units; 0 is the very day.
    pub count: u32,
    /// Of what.
    #[schemars(schema_with = "coded_schema::<Unit>")]
    pub unit: Unit,
}

/// When a callback may begin and by when its first attempt is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DueRule {
    /// From when both are counted; from completion when absent.
    #[serde(default = "from_completion")]
    #[schemars(schema_with = "coded_schema::<CountedFrom>")]
    pub counted_from: CountedFrom,
    /// Not before this has passed (“one month after completion”); at once when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<Term>,
    /// The first attempt is made within this.
    pub latest: Term,
}

fn from_completion() -> CountedFrom {
    CountedFrom::Completion
}

/// Where a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// On a day, the whole of it.
    Day {
        /// The day.
        date: NaiveDate,
        /// Whether the month has no such day, so that its last one is meant.
        clamped: bool,
        /// Whether a day was counted without its year's holidays being known.
        provisional: bool,
    },
    /// At an instant.
    Instant(Timestamp),
}

impl Term {
    /// Where the term ends that begins at `at`. The day of `at` is day 0; a month ends on the day
    /// of the same number, or on the last of a shorter month.
    pub fn after(self, at: Timestamp, calendar: &Calendar, zone: BusinessZone) -> Landing {
        let start = zone.date(at);
        let day = |date: Option<NaiveDate>, clamped| Landing::Day {
            date: date.unwrap_or(NaiveDate::MAX),
            clamped,
            provisional: false,
        };
        let days = |count: u64| start.checked_add_days(Days::new(count));
        match self.unit {
            Unit::Hour => Landing::Instant(at.plus_secs(i64::from(self.count) * 3600)),
            Unit::CalendarDay => day(days(self.count.into()), false),
            Unit::Week => day(days(u64::from(self.count) * 7), false),
            Unit::Month => {
                let date = start.checked_add_months(Months::new(self.count));
                day(date, date.is_some_and(|date| date.day() != start.day()))
            }
            Unit::WorkingDay => {
                let answer = calendar.nth_workday_after(start, self.count);
                let provisional = answer.provisional;
                Landing::Day { date: answer.value, clamped: false, provisional }
            }
        }
    }
}

impl Term {
    /// Whether this term ends before `other` does, taking a month for 28 days.
    pub(super) fn is_before(self, other: Term) -> bool {
        self.hours_about() < other.hours_about()
    }

    fn hours_about(self) -> u64 {
        let hours = match self.unit {
            Unit::Hour => 1,
            Unit::CalendarDay | Unit::WorkingDay => 24,
            Unit::Week => 7 * 24,
            Unit::Month => 28 * 24,
        };
        u64::from(self.count) * hours
    }
}

impl DueNote {
    /// The notes as one text for a column.
    pub fn join(notes: &[DueNote]) -> String {
        use crate::domain::coded::Coded;
        notes.iter().map(|note| note.code()).collect::<Vec<_>>().join(",")
    }

    /// The notes of such a text; what no version of the program wrote is passed over.
    pub fn split(text: &str) -> Vec<DueNote> {
        use crate::domain::coded::Coded;
        text.split(',').filter_map(DueNote::read).collect()
    }
}
