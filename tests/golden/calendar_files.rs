//! Calendar files as companies get them, and what is wrong with those that are refused.

use huifang::domain::calendar::{CalendarDayKind, CalendarFileError as Error, read_file};
use huifang::domain::coded::Coded;

use crate::support::date;

const ICS: &str = include_str!("../data/calendars/holidays_2027.ics");
const CSV: &str = include_str!("../data/calendars/holidays_2027.csv");

fn days(text: &str) -> Vec<String> {
    let content = read_file(text).expect("a file in order");
    let code = |kind: CalendarDayKind| kind.code();
    content.days.iter().map(|day| format!("{} {}", day.day.date, code(day.day.kind))).collect()
}

#[test]
fn an_ics_file_lists_the_days_its_titles_call_free_or_worked() {
    let expected = [
        "2027-01-01 holiday",
        "2027-01-02 holiday",
        "2027-01-03 holiday",
        "2027-02-05 holiday",
        "2027-02-06 holiday",
        "2027-02-07 holiday",
        "2027-02-08 holiday",
        "2027-02-09 holiday",
        "2027-02-10 holiday",
        "2027-02-11 holiday",
        "2027-02-13 make_up_workday",
        "2027-04-05 holiday",
        "2027-05-08 make_up_workday",
    ];
    assert_eq!(days(ICS), expected);
    let content = read_file(ICS).expect("a file in order");
    assert_eq!(content.passed_over, [(21, "元宵节".to_owned())]);
    assert_eq!(content.days[11].name, "清明节 节假日 一日", "a folded line is one line");
    assert_eq!(content.days[12].line, 34, "an event is found by the line it begins on");
}

#[test]
fn a_csv_file_may_name_its_days_and_speak_chinese() {
    let chinese = CSV.replace("date,kind,name", "日期,类型,名称");
    assert_eq!(days(CSV), days(&chinese));
    let content = read_file(CSV).expect("a file in order");
    assert_eq!(content.days.len(), 9);
    assert_eq!((content.days[7].name.as_str(), content.days[7].line), ("清明节", 9));
}

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

#[test]
fn every_error_is_named_with_its_line() {
    let summary = || "国庆节 休".to_owned();
    let title = "SUMMARY:国庆节 休\r\n";
    let cases: [(String, Vec<Error>); 11] = [
        (
            event(&format!("{title}DTSTART;VALUE=DATE:20271001\r\nRRULE:FREQ=YEARLY\r\n")),
            vec![Error::Recurring { line: 2, summary: summary() }],
        ),
        (
            event(&format!("{title}DTSTART:20271001T090000Z\r\nDTEND:20271001T180000Z\r\n")),
            vec![Error::NotAllDay { line: 2, summary: summary() }],
        ),
        (event(title), vec![Error::NotAllDay { line: 2, summary: summary() }]),
        (
            event(&format!("{title}DTSTART;VALUE=DATE:20271001\r\nDTEND;VALUE=DATE:20271001\r\n")),
            vec![Error::Length { line: 2, summary: summary() }],
        ),
        (
            event(&format!("{title}DTSTART;VALUE=DATE:20271001\r\nDTEND;VALUE=DATE:20281001\r\n")),
            vec![Error::Length { line: 2, summary: summary() }],
        ),
        (
            event("SUMMARY:国庆节 班\r\nDTSTART;VALUE=DATE:20271008\r\n"),
            vec![Error::MakeUpOnWeekday { line: 2, date: date("2027-10-08") }],
        ),
        (event("SUMMARY:生日\r\nDTSTART;VALUE=DATE:20271001\r\n"), vec![Error::NoDays]),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".to_owned(), vec![Error::NotACalendar]),
        (
            "date,kind\n2027-10-01,holiday\n2027-10-01,holiday\n".to_owned(),
            vec![Error::Twice { line: 3, date: date("2027-10-01") }],
        ),
        (
            "date,kind\n2027-10-08,make_up_workday\n2027-13-01,holiday\n2027-10-02,rest\n".into(),
            vec![
                Error::MakeUpOnWeekday { line: 2, date: date("2027-10-08") },
                Error::Date { line: 3, value: "2027-13-01".to_owned() },
                Error::Kind { line: 4, value: "rest".to_owned() },
            ],
        ),
        ("a;b\n".to_owned(), vec![Error::Header { found: "a;b".to_owned() }]),
    ];
    for (text, expected) in cases {
        assert_eq!(read_file(&text), Err(expected), "{text}");
    }
}
