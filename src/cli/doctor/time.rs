//! The clock, the zone and the calendar.

use super::database::Known;
use super::{Finding, error, ok, warning};
use crate::config::{ClockChoice, Config};
use crate::domain::calendar::Calendar;
use crate::domain::timestamp::Timestamp;

/// How far ahead holidays should be known.
const DAYS_AHEAD: usize = 60;
/// 2026-01-01: no clock that is right shows less.
const PROGRAM_MADE: Timestamp = Timestamp(1_767_225_600_000);
/// How much later than now a fact may be before the clock must have been turned back.
const AHEAD_MS_MAX: i64 = 5 * 60_000;
/// Hours east of UTC of the zone the calendar and the law are made for.
const CHINA_HOURS: i64 = 8;

pub fn examine(config: &Config, now: Timestamp, known: &Known) -> Vec<Finding> {
    // Without a stored calendar the service begins with the days that ship.
    let days = known.calendar.clone().unwrap_or_else(Calendar::built_in);
    vec![clock(config, now, known.newest_fact), zone(config, now), calendar(config, now, &days)]
}

fn clock(config: &Config, now: Timestamp, newest_fact: Option<Timestamp>) -> Finding {
    let remedy = "synchronise the machine's clock: timedatectl set-ntp true";
    let local = config.company.zone.local(now).format("%Y-%m-%d %H:%M");
    let ahead = newest_fact.filter(|_| config.clock.kind == ClockChoice::System);
    let ahead = ahead.map_or(0, |fact| fact.ms_since(now));
    if config.clock.kind == ClockChoice::Demo {
        let remedy = "set clock.kind to system for real work";
        return warning("clock", "the service lives by a demonstration clock", remedy);
    }
    if now < PROGRAM_MADE {
        return error("clock", format!("the machine says {local}"), remedy);
    }
    if ahead > AHEAD_MS_MAX {
        let minutes = ahead / 60_000;
        let finding = format!("the newest fact is {minutes} minutes later than now, {local}");
        return error("clock", finding, remedy);
    }
    ok("clock", format!("{local}, not before the newest fact"))
}

fn zone(config: &Config, now: Timestamp) -> Finding {
    let zone = config.company.zone;
    let name = zone.0.name();
    let utc = Timestamp(now.0).0.div_euclid(60_000);
    let local = zone.local(now).and_utc().timestamp().div_euclid(60);
    let (hours, minutes) = ((local - utc).div_euclid(60), (local - utc).rem_euclid(60));
    let finding = format!("{name}, UTC{hours:+}:{minutes:02}");
    if (hours, minutes) == (CHINA_HOURS, 0) {
        ok("zone", finding)
    } else {
        let remedy = "set company.zone to Asia/Shanghai, unless the residents live elsewhere";
        warning("zone", finding, remedy)
    }
}

fn calendar(config: &Config, now: Timestamp, calendar: &Calendar) -> Finding {
    let today = config.company.zone.date(now);
    let unknown = today.iter_days().take(DAYS_AHEAD + 1).find(|day| calendar.is_provisional(*day));
    match unknown {
        None => ok("calendar", format!("holidays of the next {DAYS_AHEAD} days are known")),
        Some(day) if day == today => error(
            "calendar",
            "this year's holidays are not known: every weekday counts as a working day",
            "enter the year's holidays and make-up workdays, or install a newer program",
        ),
        Some(day) => warning(
            "calendar",
            format!("holidays from {day} on are not known: weekdays count as working days"),
            "enter next year's holidays as soon as the State Council announces them (November)",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Gravity;
    use super::*;

    #[test]
    fn clock_zone_and_calendar_are_judged_by_the_date() {
        let config = Config::for_testing(Path::new("x"));
        let at = |text: &str| {
            let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M");
            config.company.zone.instant(local.expect("a date and a time"))
        };
        let gravity = |finding: Finding| finding.gravity;
        let shipped = Calendar::built_in();
        // The machine's time, the newest fact, what is said of the clock and of the calendar.
        let cases = [
            ("2026-06-01 10:00", None, Gravity::Ok, Gravity::Ok),
            ("2026-06-01 10:00", Some("2026-06-01 10:05"), Gravity::Ok, Gravity::Ok),
            ("2026-06-01 10:00", Some("2026-06-01 10:06"), Gravity::Error, Gravity::Ok),
            ("2026-11-01 10:00", None, Gravity::Ok, Gravity::Ok),
            ("2026-11-02 10:00", None, Gravity::Ok, Gravity::Warning),
            ("2027-01-01 10:00", None, Gravity::Ok, Gravity::Error),
            ("2025-12-31 10:00", None, Gravity::Error, Gravity::Ok),
        ];
        for (now, fact, expected_clock, expected_calendar) in cases {
            let now_at = at(now);
            assert_eq!(gravity(clock(&config, now_at, fact.map(at))), expected_clock, "{now}");
            assert_eq!(gravity(calendar(&config, now_at, &shipped)), expected_calendar, "{now}");
        }
        assert_eq!(zone(&config, at("2026-06-01 10:00")).finding, "Asia/Shanghai, UTC+8:00");
        let mut elsewhere = config.clone();
        elsewhere.company.zone.0 = chrono_tz::Asia::Kolkata;
        let finding = zone(&elsewhere, at("2026-06-01 10:00"));
        assert_eq!(finding.finding, "Asia/Kolkata, UTC+5:30");
        assert_eq!(finding.gravity, Gravity::Warning);
    }
}
