//! Quiet hours (免打扰) of a channel.

use chrono::{Days, NaiveTime};

use crate::domain::timestamp::{BusinessZone, Timestamp};

/// A stretch of the local day in which a channel sends nothing but what is urgent. It may run over
/// midnight. `from` belongs to it, `until` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// First quiet moment.
    pub from: NaiveTime,
    /// First moment that is no longer quiet.
    pub until: NaiveTime,
}

impl QuietHours {
    /// Reads `21:00-08:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let hours = Self { from: time(from)?, until: time(until)? };
        (hours.from != hours.until).then_some(hours)
    }

    /// The first instant from `at` on that is not quiet.
    pub fn end(self, at: Timestamp, zone: BusinessZone) -> Timestamp {
        let local = zone.local(at);
        let (date, time) = (local.date(), local.time());
        let tomorrow = date.checked_add_days(Days::new(1)).unwrap_or(date);
        let ends_on = match self.from < self.until {
            true if self.from <= time && time < self.until => date,
            false if time < self.until => date,
            false if self.from <= time => tomorrow,
            _ => return at,
        };
        zone.at(ends_on, self.until)
    }
}
