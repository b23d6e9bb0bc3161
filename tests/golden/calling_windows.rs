//! The table of calling windows of scripts-zh.md 1.6, row by row.

use huifang::domain::calendar::CallingHours;
use huifang::domain::household::ResidencyKind;
use huifang::domain::rules::CallingClass;
use huifang::domain::service_request::{ServiceRequestKind, Severity};

use crate::support::{World, at, class, date, written, zone};

fn classes() -> [(&'static str, CallingClass); 6] {
    use ServiceRequestKind::{Complaint, Repair};
    let office = |class: CallingClass| CallingClass {
        residency: Some(ResidencyKind::Organization),
        ..class
    };
    [
        ("repair", class(Repair, Severity::Severe)),
        ("complaint", class(Complaint, Severity::Ordinary)),
        ("important complaint", class(Complaint, Severity::Important)),
        ("severe complaint", class(Complaint, Severity::Severe)),
        ("safety", CallingClass { safety: true, ..class(Repair, Severity::Ordinary) }),
        ("office", office(class(Complaint, Severity::Severe))),
    ]
}

fn hours<'a>(world: &'a World, name: &str, on_duty: bool, evening: bool) -> CallingHours<'a> {
    let class = classes().into_iter().find(|(known, _)| *known == name).expect("a class").1;
    let hours = world.pack.calling_hours(class, &world.calendar, zone());
    CallingHours { on_duty, evening, ..hours }
}

#[test]
fn windows_by_class_and_kind_of_day() {
    let world = World::new();
    let plain = "09:00-12:00 14:30-18:00";
    let with_evening = "09:00-12:00 14:30-18:00 18:30-20:00";
    let free = "10:00-12:00 14:30-18:00";
    let office = "09:30-11:30 14:30-17:30";
    // class, date, somebody on duty, evening open, windows
    let cases = [
        ("repair", "2026-11-20", false, false, plain),
        ("repair", "2026-11-20", false, true, with_evening),
        ("repair", "2026-10-10", false, false, plain),
        ("repair", "2026-11-21", false, true, ""),
        ("repair", "2026-11-21", true, true, free),
        ("repair", "2026-10-01", true, true, ""),
        ("repair", "2026-10-03", true, true, ""),
        ("complaint", "2026-11-20", false, true, with_evening),
        ("complaint", "2026-11-21", false, false, ""),
        ("complaint", "2026-11-21", true, false, free),
        ("complaint", "2026-10-01", true, false, ""),
        ("important complaint", "2026-11-21", false, false, free),
        ("important complaint", "2026-10-01", false, false, free),
        ("severe complaint", "2026-11-21", false, true, free),
        ("severe complaint", "2026-10-04", false, false, free),
        ("safety", "2026-11-22", false, false, free),
        ("safety", "2026-10-01", false, false, free),
        ("office", "2026-11-20", false, true, office),
        ("office", "2026-11-21", true, true, ""),
        ("office", "2026-10-01", true, true, ""),
    ];
    for (name, on, on_duty, evening, expected) in cases {
        let windows: Vec<String> = hours(&world, name, on_duty, evening)
            .windows_on(date(on))
            .map(|w| format!("{}-{}", w.from.format("%H:%M"), w.until.format("%H:%M")))
            .collect();
        assert_eq!(windows.join(" "), expected, "{name} {on} duty {on_duty} evening {evening}");
    }
}

#[test]
fn the_next_opening() {
    let world = World::new();
    // class, evening open, from, next opening
    let cases = [
        ("repair", false, "2026-11-20 08:20", "2026-11-20 09:00"),
        ("repair", false, "2026-11-20 09:00", "2026-11-20 09:00"),
        ("repair", false, "2026-11-20 11:59", "2026-11-20 11:59"),
        ("repair", false, "2026-11-20 12:00", "2026-11-20 14:30"),
        ("repair", false, "2026-11-20 18:00", "2026-11-23 09:00"),
        ("repair", true, "2026-11-20 18:00", "2026-11-20 18:30"),
        ("repair", true, "2026-11-20 20:00", "2026-11-23 09:00"),
        ("repair", false, "2026-09-30 18:00", "2026-10-08 09:00"),
        ("severe complaint", false, "2026-09-30 18:00", "2026-10-01 10:00"),
        ("safety", false, "2026-11-20 19:00", "2026-11-21 10:00"),
        ("office", true, "2026-11-20 11:30", "2026-11-20 14:30"),
        ("office", true, "2026-11-20 17:30", "2026-11-23 09:30"),
    ];
    for (name, evening, from, expected) in cases {
        let hours = hours(&world, name, false, evening);
        let opening = hours.next_opening(at(from)).expect("an opening");
        assert_eq!(written(opening), expected, "{name} from {from}");
        assert!(hours.is_open(opening), "{name} from {from}");
        assert_eq!(hours.is_open(at(from)), from == expected, "{name} {from}");
    }
}
