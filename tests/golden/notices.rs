//! When people are told, and that there are words for everything they are told.

use huifang::domain::calendar::Calendar;
use huifang::domain::coded::Coded;
use huifang::domain::notice::{Language, NoticeParams, NoticeTable, NoticeTexts, QuietHours};
use huifang::domain::timestamp::Timestamp;

use crate::support::{at, written, zone};

#[test]
fn quiet_hours_end_in_the_morning() {
    // hours, at, first moment that is not quiet
    let cases = [
        ("21:00-08:00", "2026-11-20 20:59", "2026-11-20 20:59"),
        ("21:00-08:00", "2026-11-20 21:00", "2026-11-21 08:00"),
        ("21:00-08:00", "2026-11-20 23:59", "2026-11-21 08:00"),
        ("21:00-08:00", "2026-11-21 00:00", "2026-11-21 08:00"),
        ("21:00-08:00", "2026-11-21 07:59", "2026-11-21 08:00"),
        ("21:00-08:00", "2026-11-21 08:00", "2026-11-21 08:00"),
        ("12:00-14:00", "2026-11-20 13:00", "2026-11-20 14:00"),
        ("12:00-14:00", "2026-11-20 11:59", "2026-11-20 11:59"),
        ("12:00-14:00", "2026-11-20 14:00", "2026-11-20 14:00"),
    ];
    for (hours, from, expected) in cases {
        let hours = QuietHours::parse(hours).expect("quiet hours");
        assert_eq!(written(hours.end(at(from), zone())), expected, "{from}");
    }
    for text in ["", "21:00", "21:00-21:00", "9-8", "25:00-08:00"] {
        assert_eq!(QuietHours::parse(text), None, "{text}");
    }
}

#[test]
fn gathered_notices_go_out_at_the_next_digest() {
    let table = NoticeTable::built_in();
    let cases = [
        ("2026-11-20 08:00", "2026-11-20 12:00"),
        ("2026-11-20 12:00", "2026-11-20 17:00"),
        ("2026-11-20 16:59", "2026-11-20 17:00"),
        ("2026-11-20 20:29", "2026-11-20 20:30"),
        ("2026-11-20 20:30", "2026-11-21 12:00"),
    ];
    for (from, expected) in cases {
        assert_eq!(written(table.next_digest(at(from), zone())), expected, "{from}");
    }
}

#[test]
fn what_is_asked_for_is_due_the_same_workday_or_the_next() {
    let (table, calendar) = (NoticeTable::built_in(), Calendar::built_in());
    let cases = [
        ("2026-11-20 08:00", "2026-11-20 17:30"),
        ("2026-11-20 17:29", "2026-11-20 17:30"),
        ("2026-11-20 17:30", "2026-11-23 17:30"),
        ("2026-11-21 09:00", "2026-11-23 17:30"),
    ];
    for (from, expected) in cases {
        assert_eq!(written(table.due_at(at(from), &calendar, zone())), expected, "{from}");
    }
}

#[test]
fn a_failed_delivery_is_tried_after_longer_and_longer_pauses() {
    let table = NoticeTable::built_in();
    // tries so far, minutes until the next
    let cases =
        [(1, Some(1)), (2, Some(5)), (3, Some(15)), (4, Some(60)), (5, Some(240)), (6, None)];
    for (tries, minutes) in cases {
        let expected = minutes.map(|minutes| Timestamp(minutes * 60_000));
        assert_eq!(table.retry_at(tries, Timestamp(0)), expected, "{tries}");
    }
}

#[test]
fn every_kind_has_words_in_both_languages() {
    let (table, texts) = (NoticeTable::built_in(), NoticeTexts::built_in());
    let params = NoticeParams { count: 7, date: "2026-11-20".into(), from: "2026-11-19".into() };
    for rule in &table.notices {
        for language in Language::ALL {
            let words = texts.fill(&rule.kind, *language, &params);
            let words = words.unwrap_or_else(|| panic!("{} {language:?}", rule.kind));
            assert!(!words.title.contains('{') && !words.text.contains('{'), "{}", rule.kind);
        }
    }
    assert_eq!(texts.fill("unheard_of", Language::English, &params), None);
}

#[test]
fn a_table_that_contradicts_itself_is_refused() {
    let head =
        "version: 1\ndigests: [\"12:00\"]\ndue_by: \"17:30\"\nretry_minutes: [1]\nnotices:\n";
    let line = |kind: &str, roles: &str, more: &str| {
        format!(
            "  - {{kind: {kind}, cause: task_overdue, roles: [{roles}], {more} channels: [in_app], \
             link: /notices}}\n"
        )
    };
    // lines, what is wrong with them
    let cases = [
        (line("a", "agent", "gather: each,"), ""),
        (line("a", "agent", "gather: each,") + &line("a", "agent", "gather: each,"), "there twice"),
        (line("a", "", "gather: each,"), "reaches nobody"),
        (line("a", "agent", "center_roles: [agent], gather: digest,"), "several centers"),
        (line("a", "agent", "gather: weekly,"), "weekly"),
        (line("a", "agent", "gather: each, colour: red,"), "colour"),
    ];
    for (lines, problem) in cases {
        let read = NoticeTable::parse(&format!("{head}{lines}"));
        let said = read.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(said.is_empty(), problem.is_empty(), "{lines} {said}");
        assert!(said.contains(problem), "{said} names {problem}");
    }
}
