//! Quiet days of a center (安静日): windows, limits and next attempts move past them.

use huifang::domain::calendar::{QuietPeriod, QuietReason, QuietScope};
use huifang::domain::callback::attempts::NextStep;
use huifang::domain::callback::task::{TaskFacts, TaskRules};

use crate::attempts::{facts, task_rules};
use crate::support::{World, at, date, written};

fn period(from: &str, to: &str) -> QuietPeriod {
    QuietPeriod {
        from: date(from),
        to: date(to),
        scope: QuietScope::Callbacks,
        reason: QuietReason::Exam,
        spares_safety: true,
        spares_appointments: true,
    }
}

fn next(rules: &TaskRules<'_>, facts: &TaskFacts, now: &str) -> String {
    match rules.next_step(facts, &[], at(now)) {
        NextStep::Attempt { not_before, .. } => written(not_before)[5..].to_owned(),
        other => format!("{other:?}"),
    }
}

/// Batch of Friday 20 November 2026; the plain limits are Friday 18:00 and Tuesday the 24th 20:00.
#[test]
fn first_attempt_and_limits_by_quiet_days() {
    let world = World::new();
    let all = QuietScope::All;
    let surveys = QuietScope::Surveys;
    let friday = period("2026-11-20", "2026-11-20");
    let long = period("2026-11-20", "2026-11-24");
    let strict = QuietPeriod { spares_safety: false, ..friday };
    // quiet periods, matter of safety, first attempt, due, closes
    let cases = [
        (vec![], false, "11-20 09:00", "11-20 18:00", "11-24 20:00", "no quiet day"),
        (vec![friday], false, "11-23 09:00", "11-23 18:00", "11-24 20:00", "exam on Friday"),
        (vec![friday], true, "11-20 09:00", "11-20 18:00", "11-24 20:00", "safety is spared"),
        (vec![strict], true, "11-21 10:00", "11-23 18:00", "11-24 20:00", "safety not spared"),
        (vec![long], false, "11-25 09:00", "11-25 18:00", "11-25 20:00", "until past the limit"),
        (
            vec![QuietPeriod { scope: surveys, ..friday }],
            false,
            "11-20 09:00",
            "11-20 18:00",
            "11-24 20:00",
            "surveys only",
        ),
        (
            vec![QuietPeriod { scope: all, ..friday }],
            false,
            "11-23 09:00",
            "11-23 18:00",
            "11-24 20:00",
            "everything",
        ),
        (
            vec![friday, period("2026-11-23", "2026-11-23")],
            false,
            "11-24 09:00",
            "11-24 18:00",
            "11-24 20:00",
            "two periods meet",
        ),
        (
            vec![period("2026-11-24", "2026-11-24")],
            false,
            "11-20 09:00",
            "11-20 18:00",
            "11-25 20:00",
            "only the closing day",
        ),
    ];
    for (quiet, safety, first, due, closes, why) in cases {
        let rules = TaskRules { quiet: &quiet, ..task_rules(&world, "repair") };
        let mut facts = facts("repair", "2026-11-20");
        facts.class.safety = safety;
        let deadlines = rules.deadlines(&facts);
        let limits = (written(deadlines.due_at), written(deadlines.closes_at));
        assert_eq!(next(&rules, &facts, "2026-11-20 08:20"), first, "{why}");
        assert_eq!((&limits.0[5..], &limits.1[5..]), (due, closes), "{why}");
    }
}

/// The resident named Friday 15:00, on which the center is quiet.
#[test]
fn an_appointment_wins_unless_the_period_says_otherwise() {
    let world = World::new();
    let spared = period("2026-11-20", "2026-11-20");
    let strict = QuietPeriod { spares_appointments: false, ..spared };
    let cases = [(spared, "11-20 15:00", true), (strict, "11-23 09:00", false)];
    for (quiet, expected, may_call) in cases {
        let quiet = [quiet];
        let rules = TaskRules { quiet: &quiet, ..task_rules(&world, "repair") };
        let appointment = Some(at("2026-11-20 15:00"));
        let facts = TaskFacts { appointment, ..facts("repair", "2026-11-20") };
        assert_eq!(next(&rules, &facts, "2026-11-20 08:20"), expected);
        assert_eq!(rules.may_call(&facts, &[], at("2026-11-20 15:10")), may_call);
    }
}
