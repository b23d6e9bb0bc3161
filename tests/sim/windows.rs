//! When residents may be called, written down once more as the department tells it, without the
//! code that plans the calls (scripts-zh.md 1.6).

use chrono::NaiveTime;
use huifang::domain::calendar::{Calendar, DayType};
use huifang::domain::timestamp::{BusinessZone, Timestamp};

/// Whose windows.
pub struct Who {
    pub organization: bool,
    pub urgent: bool,
    /// The resident has named a time, so calls are allowed from 8:30 to 21:00.
    pub appointment: bool,
}

/// Whether a call may be placed at this instant.
pub fn allow(calendar: &Calendar, who: &Who, at: Timestamp) -> bool {
    let local = BusinessZone::default().local(at);
    let within = |spans: &[(&str, &str)]| {
        spans.iter().any(|(from, until)| (time(from)..time(until)).contains(&local.time()))
    };
    who.appointment && within(&[("08:30", "21:00")])
        || within(windows_of(who, calendar.day_type(local.date()).value))
}

fn windows_of(who: &Who, day: DayType) -> &'static [(&'static str, &'static str)] {
    match (day, who.organization, who.urgent) {
        // An organization is in its office, whatever the matter.
        (DayType::Workday, true, _) => &[("09:30", "11:30"), ("14:30", "17:30")],
        (_, true, _) => &[],
        (DayType::Workday, false, _) => {
            &[("09:00", "12:00"), ("14:30", "18:00"), ("18:30", "20:00")]
        }
        // Grave complaints and people's safety are called about on free days too.
        (_, false, true) => &[("10:00", "12:00"), ("14:30", "18:00")],
        (_, false, false) => &[],
    }
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a time of the table")
}
