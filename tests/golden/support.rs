//! Writing dates and instants the way people do.

use chrono::{NaiveDate, NaiveDateTime};
use huifang::domain::calendar::Calendar;
use huifang::domain::rules::{CallingClass, Matter, RulePack};
use huifang::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};
use huifang::domain::timestamp::{BusinessZone, Timestamp};

pub fn zone() -> BusinessZone {
    BusinessZone::default()
}

/// `2026-11-20`
pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("no date: {text}"))
}

/// `2026-11-20 09:30`, local time.
pub fn at(text: &str) -> Timestamp {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .unwrap_or_else(|_| panic!("no local time: {text}"));
    zone().instant(local)
}

/// An instant as people write it, for comparing with a table.
pub fn written(at: Timestamp) -> String {
    zone().local(at).format("%Y-%m-%d %H:%M").to_string()
}

pub fn matter(kind: ServiceRequestKind, severity: Severity) -> Matter {
    let status = ServiceRequestStatus::Resolved;
    Matter { kind, severity, status, paid: false, against_manager: false }
}

pub fn class(kind: ServiceRequestKind, severity: Severity) -> CallingClass {
    CallingClass { kind, severity, safety: false, residency: None }
}

/// The shipped rules and calendar.
pub struct World {
    pub pack: RulePack,
    pub calendar: Calendar,
}

impl World {
    pub fn new() -> Self {
        Self { pack: RulePack::built_in(), calendar: Calendar::built_in() }
    }
}
