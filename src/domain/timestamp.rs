//! Instants, and the business zone in which people read them.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00Z. Stored as `BIGINT` in every table.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant `duration_ms` later (earlier when negative).
    #[must_use]
    pub fn plus_ms(self, duration_ms: i64) -> Self {
        Self(self.0 + duration_ms)
    }

    /// The instant `seconds` later (earlier when negative).
    #[must_use]
    pub fn plus_secs(self, seconds: i64) -> Self {
        self.plus_ms(seconds * 1000)
    }

    /// Milliseconds from `earlier` to here; negative when `earlier` is later.
    pub fn ms_since(self, earlier: Timestamp) -> i64 {
        self.0 - earlier.0
    }
}

/// The wall clock of the company, `Asia/Shanghai` unless configured otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusinessZone(pub Tz);

impl Default for BusinessZone {
    fn default() -> Self {
        Self(chrono_tz::Asia::Shanghai)
    }
}

impl BusinessZone {
    /// Local date and time of an instant. Instants outside chrono's years are clamped to its ends.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        let utc = DateTime::from_timestamp_millis(at.0).unwrap_or(if at.0 < 0 {
            DateTime::<chrono::Utc>::MIN_UTC
        } else {
            DateTime::<chrono::Utc>::MAX_UTC
        });
        utc.with_timezone(&self.0).naive_local()
    }

    /// Local date of an instant.
    pub fn date(self, at: Timestamp) -> NaiveDate {
        self.local(at).date()
    }

    /// The instant of a local date and time. In the hour that summer time skips, the next valid
    /// instant; in the hour it repeats, the earlier one.
    pub fn instant(self, local: NaiveDateTime) -> Timestamp {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                Timestamp(at.timestamp_millis())
            }
            LocalResult::None => self.instant(local + chrono::TimeDelta::minutes(30)),
        }
    }

    /// The instant of `time` on `date`.
    pub fn at(self, date: NaiveDate, time: NaiveTime) -> Timestamp {
        self.instant(date.and_time(time))
    }

    /// Midnight at the start of `date`.
    pub fn start_of(self, date: NaiveDate) -> Timestamp {
        self.at(date, NaiveTime::MIN)
    }
}
