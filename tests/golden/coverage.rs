//! Callback coverage against the rate: met, still needed by when, or out of reach.

use huifang::domain::coverage::{CoverageFacts, Standing, TaskProgress, coverage};
use huifang::domain::rules::Rate;

use crate::support::{at, written};

const CUT_OFF: &str = "2026-12-03 18:00";

fn rate(text: &str) -> Rate {
    text.parse().expect("a share")
}

/// `1/1 open 20`: due on 20 November 18:00 and not tried; `1/1 called 20 20`: due and first called
/// on; `closed`: nobody called and nobody will; `left out`: the rate was kept without it.
fn fact(text: &str) -> CoverageFacts {
    let words: Vec<&str> = text.split_whitespace().collect();
    let day = |index: usize, time: &str| {
        let day = words.get(index).copied().unwrap_or("20");
        at(&format!("2026-11-{day} {time}"))
    };
    let due_at = day(2, "18:00");
    let open = TaskProgress { due_at, is_open: true, ..TaskProgress::default() };
    let called_at = day(3, "10:00");
    let called = TaskProgress { first_attempt_at: Some(called_at), is_open: false, ..open };
    let task = match words[1] {
        "open" => Some(open),
        "called" => Some(called),
        "reached" => Some(TaskProgress { reached_at: Some(called_at), ..called }),
        "completed" => Some(TaskProgress { completed_at: Some(called_at), ..called }),
        "closed" => Some(TaskProgress { is_open: false, ..open }),
        "left" => None,
        other => panic!("no fact: {other}"),
    };
    CoverageFacts { rate: rate(words[0]), task }
}

fn facts(text: &str) -> Vec<CoverageFacts> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(fact).collect()
}

fn shown(standing: Standing) -> String {
    match standing {
        Standing::Nothing => "nothing".to_owned(),
        Standing::Met => "met".to_owned(),
        Standing::Needed { count, by } => format!("{count} by {}", &written(by)[5..]),
        Standing::Missed { short } => format!("{short} short"),
    }
}

/// Columns: the month's matters, decided at, standing.
#[test]
fn how_a_center_stands() {
    let cases = [
        ("", "2026-11-20 12:00", "nothing"),
        ("1/1 called 20 20; 1/1 completed 20 20", "2026-11-20 12:00", "met"),
        ("1/1 called 20 20; 1/1 open 20", "2026-11-20 12:00", "1 by 11-20 18:00"),
        ("1/1 open 20; 1/1 open 23", "2026-11-20 12:00", "2 by 11-23 18:00"),
        // The limit of the only one left has passed: it can still be called until the cut-off.
        ("1/1 open 20", "2026-11-23 09:00", "1 by 12-03 18:00"),
        ("1/1 open 20", "2026-12-03 18:01", "1 short"),
        ("1/1 called 20 20; 1/1 closed 20", "2026-11-23 09:00", "1 short"),
        ("3/10 called 20 20; 3/10 left; 3/10 left", "2026-11-20 12:00", "met"),
        // 3/10 of 11 is 4, rounded up.
        (
            "3/10 called 20 20; 3/10 open 20; 3/10 open 20; 3/10 open 23; 3/10 left; 3/10 left; \
             3/10 left; 3/10 left; 3/10 left; 3/10 left; 3/10 left",
            "2026-11-20 12:00",
            "3 by 11-23 18:00",
        ),
        // Of two that can be called one is enough: the one that is due first.
        ("1/2 called 20 20; 1/2 open 20; 1/2 open 23", "2026-11-20 12:00", "1 by 11-20 18:00"),
        // Paid matters are all called back, of the others three in ten: each share by itself.
        ("1/1 called 20 20; 3/10 left; 3/10 open 20", "2026-11-20 12:00", "1 by 11-20 18:00"),
    ];
    for (given, now, expected) in cases {
        let found = coverage(&facts(given), at(now), at(CUT_OFF));
        assert_eq!(shown(found.standing), expected, "{given} at {now}");
    }
}

/// Columns: matters, decided at, then eligible, required, selected, attempted, reached, completed
/// and in time of due.
#[test]
fn what_is_counted() {
    let cases = [
        (
            "1/1 completed 20 20; 1/1 reached 20 20; 1/1 called 20 20; 1/1 open 23",
            "2026-11-20 19:00",
            [4, 4, 4, 3, 2, 1],
            (3, 3),
            "the last is not due yet",
        ),
        ("1/1 called 20 23", "2026-11-23 12:00", [1, 1, 1, 1, 0, 0], (0, 1), "called too late"),
        ("1/1 open 20", "2026-11-20 18:01", [1, 1, 1, 0, 0, 0], (0, 1), "its limit has passed"),
        ("1/1 open 20", "2026-11-20 18:00", [1, 1, 1, 0, 0, 0], (0, 0), "its limit is now"),
        ("3/10 left; 3/10 left", "2026-11-20 12:00", [2, 1, 0, 0, 0, 0], (0, 0), "no task"),
    ];
    for (given, now, counts, (in_time, due), why) in cases {
        let found = coverage(&facts(given), at(now), at(CUT_OFF)).counts;
        let shown = [
            found.eligible,
            found.required,
            found.selected,
            found.attempted,
            found.reached,
            found.completed,
        ];
        assert_eq!((shown, found.in_time, found.due), (counts, in_time, due), "{why}");
    }
}

/// S4 repairs, events and publications: callable long after the cut-off.
/// Columns: may be called from, due, closes, first called, decided at, standing, in time of due.
#[test]
fn a_term_past_the_cut_off_is_counted_until_it_closes() {
    let called = Some("2026-12-28 10:00");
    let cases = [
        // A repair, not before one month has passed.
        (
            "2026-12-20 08:30",
            "2027-01-20 18:00",
            None,
            "2026-11-25 09:00",
            "1 by 01-20 18:00",
            (0, 0),
        ),
        (
            "2026-12-20 08:30",
            "2027-01-20 18:00",
            None,
            "2026-12-04 09:00",
            "1 by 01-20 18:00",
            (0, 0),
        ),
        ("2026-12-20 08:30", "2027-01-20 18:00", called, "2026-12-29 09:00", "met", (1, 1)),
        // An attempt in the month after counts, in time or not.
        ("2026-12-07 08:30", "2026-12-07 18:00", called, "2026-12-29 09:00", "met", (0, 1)),
        (
            "2026-12-07 08:30",
            "2026-12-07 18:00",
            None,
            "2026-12-08 09:00",
            "1 by 01-22 20:30",
            (0, 1),
        ),
        ("2026-12-07 08:30", "2026-12-07 18:00", None, "2027-01-22 20:31", "1 short", (0, 1)),
        // Put off past its due time: never needed before it may be called.
        (
            "2027-01-21 08:30",
            "2027-01-20 18:00",
            None,
            "2026-12-04 09:00",
            "1 by 01-21 08:30",
            (0, 0),
        ),
    ];
    for (from, due, called, now, expected, in_time) in cases {
        let task = TaskProgress {
            earliest_at: Some(at(from)),
            due_at: at(due),
            closes_at: at("2027-01-22 20:30"),
            first_attempt_at: called.map(at),
            is_open: called.is_none(),
            ..TaskProgress::default()
        };
        let facts = [CoverageFacts { rate: rate("1/1"), task: Some(task) }];
        let found = coverage(&facts, at(now), at(CUT_OFF));
        let case = format!("from {from}, due {due}, decided {now}");
        assert_eq!(shown(found.standing), expected, "{case}");
        assert_eq!((found.counts.in_time, found.counts.due), in_time, "{case}");
    }
}

#[test]
fn what_happens_after_the_cut_off_counts_no_more() {
    let late = TaskProgress {
        due_at: at("2026-11-30 18:00"),
        first_attempt_at: Some(at("2026-12-04 10:00")),
        completed_at: Some(at("2026-12-04 10:00")),
        ..TaskProgress::default()
    };
    let facts = [CoverageFacts { rate: rate("1/1"), task: Some(late) }];
    let found = coverage(&facts, at("2026-12-05 10:00"), at(CUT_OFF));
    assert_eq!((found.counts.attempted, found.counts.completed, found.counts.due), (0, 0, 1));
    assert_eq!(shown(found.standing), "1 short");
}
