//! Working days around the holidays of 2026, and what a calendar file may not hold.

use huifang::domain::calendar::{Calendar, CalendarFileError, DayType};

use crate::support::date;

#[test]
fn day_types_around_holidays_and_make_up_days() {
    use DayType::{Holiday, Weekend, Workday};
    let calendar = Calendar::built_in();
    let cases = [
        ("2025-12-31", Workday, false, "Wednesday"),
        ("2026-01-01", Holiday, false, "New Year"),
        ("2026-01-02", Holiday, false, "Friday added to New Year"),
        ("2026-01-03", Weekend, false, "Saturday beside it"),
        ("2026-01-04", Workday, false, "Sunday worked for it"),
        ("2026-02-14", Workday, false, "Saturday worked for Spring Festival"),
        ("2026-02-15", Weekend, false, "Sunday before it"),
        ("2026-02-16", Holiday, false, "除夕"),
        ("2026-02-21", Holiday, false, "Saturday enclosed by listed days"),
        ("2026-02-22", Holiday, false, "Sunday enclosed by listed days"),
        ("2026-02-23", Holiday, false, "last listed day"),
        ("2026-02-24", Workday, false, "back to work"),
        ("2026-02-28", Workday, false, "Saturday worked for it"),
        ("2026-04-04", Weekend, false, "Saturday before 清明's Monday"),
        ("2026-04-06", Holiday, false, "清明, Monday"),
        ("2026-05-02", Holiday, false, "Saturday within Labour Day"),
        ("2026-05-09", Workday, false, "Saturday worked for Labour Day"),
        ("2026-09-20", Workday, false, "Sunday worked for National Day"),
        ("2026-09-25", Holiday, false, "中秋, Friday"),
        ("2026-09-26", Weekend, false, "Saturday after it"),
        ("2026-10-03", Holiday, false, "Saturday within National Day"),
        ("2026-10-08", Workday, false, "back to work"),
        ("2026-10-10", Workday, false, "Saturday worked for it"),
        ("2026-10-11", Weekend, false, "Sunday"),
        ("2026-11-20", Workday, false, "plain Friday"),
        ("2026-11-21", Weekend, false, "plain Saturday"),
        ("2027-01-01", Workday, true, "Friday of an unknown year"),
        ("2027-01-02", Weekend, true, "Saturday of an unknown year"),
        ("2023-10-02", Workday, true, "Monday of an unknown year"),
    ];
    for (on, expected, provisional, why) in cases {
        let answer = calendar.day_type(date(on));
        assert_eq!((answer.value, answer.provisional), (expected, provisional), "{on}: {why}");
        let works = calendar.is_workday(date(on));
        assert_eq!((works.value, works.provisional), (expected == Workday, provisional), "{on}");
    }
}

#[test]
fn neighbouring_workdays() {
    let calendar = Calendar::built_in();
    // date, workday before, workday after, guessed?
    let cases = [
        ("2026-11-20", "2026-11-19", "2026-11-23", false),
        ("2026-11-23", "2026-11-20", "2026-11-24", false),
        ("2026-11-22", "2026-11-20", "2026-11-23", false),
        ("2026-01-04", "2025-12-31", "2026-01-05", false),
        ("2026-02-14", "2026-02-13", "2026-02-24", false),
        ("2026-02-24", "2026-02-14", "2026-02-25", false),
        ("2026-09-21", "2026-09-20", "2026-09-22", false),
        ("2026-10-08", "2026-09-30", "2026-10-09", false),
        ("2026-10-10", "2026-10-09", "2026-10-12", false),
        ("2026-12-31", "2026-12-30", "2027-01-01", true),
        ("2027-01-04", "2027-01-01", "2027-01-05", true),
    ];
    for (on, before, after, provisional) in cases {
        let previous = calendar.previous_workday(date(on));
        let next = calendar.next_workday(date(on));
        assert_eq!((previous.value, next.value), (date(before), date(after)), "{on}");
        assert_eq!(previous.provisional || next.provisional, provisional, "{on}");
    }
}

#[test]
fn workdays_counted_from_and_after_a_date() {
    let calendar = Calendar::built_in();
    // date, n, nth from it on (itself the first when worked), nth after it
    let cases = [
        ("2026-11-20", 1, "2026-11-20", "2026-11-23"),
        ("2026-11-20", 3, "2026-11-24", "2026-11-25"),
        ("2026-11-21", 1, "2026-11-23", "2026-11-23"),
        ("2026-09-30", 3, "2026-10-09", "2026-10-10"),
        ("2026-02-13", 3, "2026-02-24", "2026-02-25"),
        ("2026-10-31", 3, "2026-11-04", "2026-11-04"),
    ];
    for (on, nth, from, after) in cases {
        assert_eq!(calendar.nth_workday_from(date(on), nth).value, date(from), "{on} {nth} from");
        assert_eq!(calendar.nth_workday_after(date(on), nth).value, date(after), "{on} {nth}");
    }
    assert_eq!(calendar.nth_workday_after(date("2026-11-21"), 0).value, date("2026-11-21"));
}

#[test]
fn a_calendar_file_is_read_whole_or_refused() {
    let built_in = Calendar::built_in();
    assert_eq!(built_in.days().count(), 75);
    let again = Calendar::parse("\u{feff}date,kind\r\n2026-10-01,节假日\r\n\r\n").expect("valid");
    assert!(!again.is_workday(date("2026-10-01")).value);

    let text = |value: &str| value.to_owned();
    let bad_date = || text("2026-13-01");
    let cases = [
        ("", CalendarFileError::Header { found: text("") }),
        ("day,kind\n", CalendarFileError::Header { found: text("day,kind") }),
        ("date,kind\n", CalendarFileError::NoDays),
        ("date,kind\n2026-10-01\n", CalendarFileError::Fields { line: 2, found: 1 }),
        (
            "date,kind\n\n2026-13-01,holiday\n",
            CalendarFileError::Date { line: 3, value: bad_date() },
        ),
        ("date,kind\n2026-10-01,fete\n", CalendarFileError::Kind { line: 2, value: text("fete") }),
        (
            "date,kind\n2026-10-01,holiday\n2026-10-01,holiday\n",
            CalendarFileError::Twice { line: 3, date: date("2026-10-01") },
        ),
        (
            "date,kind\n2026-10-08,make_up_workday\n",
            CalendarFileError::MakeUpOnWeekday { line: 2, date: date("2026-10-08") },
        ),
    ];
    for (file, expected) in cases {
        assert_eq!(Calendar::parse(file), Err(expected), "{file:?}");
    }
}
