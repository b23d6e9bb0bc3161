//! Cut-offs and the callback figure by hand.

use huifang::domain::calendar::Calendar;
use huifang::domain::callback::result::Satisfaction;
use huifang::domain::figures::{CallbackFacts, Month, SatisfactionAnswer, callback_figures};
use huifang::domain::timestamp::Timestamp;

use crate::support::{at, written, zone};

#[test]
fn cut_offs() {
    let calendar = Calendar::built_in();
    let cases = [
        ("2026-01", "2026-02-04 18:00", false),
        ("2026-02", "2026-03-04 18:00", false),
        ("2026-04", "2026-05-08 18:00", false),
        ("2026-09", "2026-10-10 18:00", false),
        ("2026-10", "2026-11-04 18:00", false),
        ("2026-11", "2026-12-03 18:00", false),
        ("2026-12", "2027-01-05 18:00", true),
    ];
    for (month, expected, provisional) in cases {
        let cut_off = Month::parse(month).expect("a month").cut_off(&calendar, zone());
        assert_eq!((written(cut_off.at).as_str(), cut_off.provisional), (expected, provisional));
    }
}

#[test]
fn months_are_read_strictly() {
    for text in ["2026-11", "2024-02", "0999-01"] {
        assert_eq!(Month::parse(text).map(|month| month.to_string()), Ok(text.to_owned()));
    }
    for text in ["", "2026", "2026-13", "2026-1", "2026-11-01", "11-2026"] {
        assert!(Month::parse(text).is_err(), "{text}");
    }
}

/// `20 2` is an answer of number 2 on the 20th of November at 10:00; `d` the department took part.
fn answers(text: &str) -> Vec<SatisfactionAnswer> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(answer).collect()
}

fn answer(text: &str) -> SatisfactionAnswer {
    let (department_present, text) = match text.strip_suffix('d') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (when, number) = text.split_once(' ').expect("a time and a number");
    let number = number.trim().parse().expect("a number");
    SatisfactionAnswer {
        answered_at: moment(when),
        satisfaction: Satisfaction::from_number(number).expect("on the scale"),
        department_present,
    }
}

/// A day of November, or of December with a leading `+`, at 10:00.
fn moment(text: &str) -> Timestamp {
    match text.strip_prefix('+') {
        Some(day) => at(&format!("2026-12-{day} 10:00")),
        None => at(&format!("2026-11-{text} 10:00")),
    }
}

/// Columns: first attempt, reached, answers; attempted, reached, completed, answered, satisfied,
/// later additions. The cut-off of November is 3 December 18:00.
#[test]
fn one_callback() {
    let cases = [
        ("", "", "", "0 0 0 0 0 0", "never dialled"),
        ("20", "", "", "1 0 0 0 0 0", "nobody answered"),
        ("20", "20", "", "1 1 0 0 0 0", "answered, no satisfaction"),
        ("20", "20", "20 1", "1 1 1 1 1 0", "very satisfied"),
        ("20", "20", "20 2", "1 1 1 1 1 0", "satisfied"),
        ("20", "20", "20 3", "1 1 1 1 0 0", "neutral: denominator only"),
        ("20", "20", "20 5", "1 1 1 1 0 0", "very dissatisfied"),
        ("20", "20", "20 6", "1 1 1 0 0 0", "not used: completed, in no denominator"),
        ("20", "20", "20 8", "1 1 1 0 0 0", "cannot say"),
        ("20", "20", "20 9", "1 1 1 0 0 0", "no answer given"),
        ("20", "20", "20 4; 25 1", "1 1 1 1 0 0", "the second callback does not count"),
        ("20", "20", "25 1; 20 4", "1 1 1 1 0 0", "in whatever order they arrive"),
        ("20", "20", "20 8; 25 2", "1 1 1 1 1 0", "the first valid answer is the second"),
        ("20", "20", "20 1d", "1 1 1 0 0 0", "the handled department took part"),
        ("20", "20", "20 1d; 25 4", "1 1 1 1 0 0", "asked again without it"),
        ("20", "+03", "+03 2", "1 1 1 1 1 0", "before the cut-off on its day"),
        ("20", "+04", "+04 2", "1 0 0 0 0 1", "after it: a later addition"),
        ("+04", "+04", "+04 5", "0 0 0 0 0 1", "all of it after the cut-off"),
        ("20", "20", "20 2; +04 5", "1 1 1 1 1 0", "a later answer changes nothing"),
        ("20", "20", "20 9; +04 5", "1 1 1 0 0 1", "only the later one is valid"),
    ];
    let cut_off = at("2026-12-03 18:00");
    for (first_attempt, reached, said, expected, why) in cases {
        let instant = |text: &str| (!text.is_empty()).then(|| moment(text));
        let facts = CallbackFacts {
            center_code: "SC01".to_owned(),
            first_attempt_at: instant(first_attempt),
            reached_at: instant(reached),
            answers: answers(said),
        };
        let f = callback_figures(["SC01"], [&facts], cut_off).company;
        let counts =
            [f.attempted, f.reached, f.completed, f.answered, f.satisfied, f.later_additions];
        let counts: Vec<String> = counts.iter().map(u64::to_string).collect();
        assert_eq!(counts.join(" "), expected, "{why}");
    }
}

#[test]
fn every_center_appears_and_the_company_is_their_sum() {
    let callback = |center: &str, number| CallbackFacts {
        center_code: center.to_owned(),
        first_attempt_at: Some(moment("20")),
        reached_at: Some(moment("20")),
        answers: answers(&format!("20 {number}")),
    };
    let mut callbacks: Vec<CallbackFacts> = Vec::new();
    callbacks.extend((0..37).map(|_| callback("SC01", 2)));
    callbacks.extend((0..4).map(|_| callback("SC01", 4)));
    callbacks.push(callback("SC02", 8));
    let figures = callback_figures(["SC01", "SC02", "SC03"], &callbacks, at("2026-12-03 18:00"));
    let rates: Vec<(&str, Option<String>)> =
        figures.centers.iter().map(|(code, figure)| (code.as_str(), figure.rate())).collect();
    assert_eq!(rates, [("SC01", Some("37/41".to_owned())), ("SC02", None), ("SC03", None)]);
    assert_eq!(figures.company.rate().as_deref(), Some("37/41"));
    assert_eq!(figures.company.completed, 42);
}
