//! The parts of a calling day.

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

coded! {
    /// A part of the day in which residents are called (时段); also what a resident asked for
    /// (方便时段), in the words of the household export.
    pub enum Slot {
        /// Before noon.
        Morning = "morning" | "上午",
        /// From noon to six.
        Afternoon = "afternoon" | "下午",
        /// After six; its calls begin at 18:30.
        Evening = "evening" | "18:30后",
    }
}

impl Slot {
    /// The part of the day a local time falls in; every time falls in one, so that a call made by
    /// appointment outside the calling windows still counts for the spread of attempts.
    pub fn of(time: NaiveTime) -> Self {
        match time.hour() {
            0..=11 => Self::Morning,
            12..=17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
}
