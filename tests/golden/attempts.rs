//! When a task is tried, tried again and given up (scripts-zh.md 1.6, second table).

use huifang::domain::calendar::Slot;
use huifang::domain::callback::attempts::{Attempt, NextStep};
use huifang::domain::callback::disposition::Disposition;
use huifang::domain::callback::outcome::CallOutcome;
use huifang::domain::callback::task::{TaskFacts, TaskRules};
use huifang::domain::coded::Coded;
use huifang::domain::household::ResidencyKind;
use huifang::domain::rules::CallingClass;
use huifang::domain::service_request::{ServiceRequestKind, Severity};

use crate::support::{World, at, class, date, matter, written, zone};

/// The kinds of task the tables name.
pub fn named_class(name: &str) -> CallingClass {
    use ServiceRequestKind::{Complaint, Repair};
    match name {
        "repair" | "paid repair" => class(Repair, Severity::Ordinary),
        "complaint" => class(Complaint, Severity::Ordinary),
        "severe complaint" => class(Complaint, Severity::Severe),
        "office complaint" => CallingClass {
            residency: Some(ResidencyKind::Organization),
            ..class(Complaint, Severity::Ordinary)
        },
        other => panic!("no class: {other}"),
    }
}

pub fn task_rules<'a>(world: &'a World, name: &str) -> TaskRules<'a> {
    let class = named_class(name);
    let mut matter = matter(class.kind, class.severity);
    matter.paid = name == "paid repair";
    let rule = world.pack.rule_for(&matter).expect("a rule");
    TaskRules { pack: &world.pack, rule, calendar: &world.calendar, quiet: &[], zone: zone() }
}

pub fn facts(name: &str, batch_date: &str) -> TaskFacts {
    TaskFacts {
        class: named_class(name),
        batch_date: date(batch_date),
        completed_at: None,
        preferred: None,
        phone_count: 2,
        center_on_duty: false,
        household_spoken_on: None,
        appointment: None,
    }
}

/// `20 09:10 busy` of November 2026; a disposition after the outcome; `#2` the second number.
fn attempt(text: &str) -> Attempt {
    let mut words = text.split_whitespace();
    let (day, time) = (words.next().expect("a day"), words.next().expect("a time"));
    let started_at = at(&format!("2026-11-{day} {time}"));
    let outcome = CallOutcome::read(words.next().expect("an outcome")).expect("an outcome");
    let rest: Vec<&str> = words.collect();
    let recorded = rest.iter().find(|word| !word.starts_with('#'));
    Attempt {
        started_at,
        ended_at: started_at.plus_secs(60),
        phone_index: usize::from(rest.contains(&"#2")),
        outcome,
        answered: outcome == CallOutcome::Answered,
        disposition: recorded.map(|word| Disposition::read(word).expect("a disposition")),
    }
}

fn attempts(text: &str) -> Vec<Attempt> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(attempt).collect()
}

fn shown(step: NextStep) -> String {
    match step {
        NextStep::Attempt { not_before, phone_index } => {
            format!("{} #{}", &written(not_before)[8..], phone_index + 1)
        }
        NextStep::Finished => "finished".to_owned(),
        NextStep::Unreached => "unreached".to_owned(),
        NextStep::HomeVisit => "home_visit".to_owned(),
    }
}

/// Batch of Friday 20 November 2026; it closes on Tuesday the 24th. Columns: task, attempts so
/// far, decided at, next step (day, time, number).
#[test]
fn what_happens_next() {
    let cases = [
        ("repair", "", "20 08:20", "20 09:00 #1", "first attempt"),
        ("repair", "", "20 10:07", "20 10:07 #1", "in the window already"),
        ("repair", "", "20 19:00", "23 09:00 #1", "the evening is not for a first attempt"),
        ("repair", "", "26 10:00", "26 10:00 #1", "overdue, yet never tried: still tried"),
        ("repair", "20 09:10 no_answer", "20 09:11", "20 14:30 #1", "another part of the day"),
        ("repair", "20 14:40 no_answer", "20 14:41", "20 18:30 #1", "not reached by day: evening"),
        (
            "repair",
            "20 09:10 no_answer; 20 14:40 no_answer",
            "20 14:41",
            "23 09:00 #1",
            "the last must be on a second day",
        ),
        (
            "repair",
            "20 09:10 no_answer; 20 14:40 no_answer; 23 09:10 no_answer",
            "23 09:11",
            "unreached",
            "three attempts",
        ),
        (
            "paid repair",
            "20 09:10 no_answer; 20 14:40 no_answer; 23 09:10 no_answer",
            "23 09:11",
            "home_visit",
            "paid: somebody goes there",
        ),
        ("repair", "20 09:10 no_answer", "24 20:00", "unreached", "the closing limit"),
        ("repair", "20 09:10 busy", "20 09:11", "20 09:41 #1", "busy: half an hour later"),
        ("repair", "20 11:45 busy", "20 11:46", "20 14:30 #1", "half an hour later it is noon"),
        (
            "repair",
            "20 09:10 busy; 20 09:41 busy",
            "20 09:42",
            "23 14:30 #1",
            "the last wants a second day and a second part of the day",
        ),
        ("complaint", "20 09:10 busy; 20 09:41 busy", "20 09:42", "20 10:12 #1", "second redial"),
        (
            "complaint",
            "20 09:10 busy; 20 09:41 busy; 20 10:12 busy",
            "20 10:13",
            "23 14:30 #1",
            "no third redial that day; two left for two parts of the day",
        ),
        ("repair", "20 09:10 switched_off", "20 09:11", "20 14:30 #1", "off: other part of day"),
        ("repair", "20 09:10 declined", "20 09:11", "20 14:30 #1", "declined: likewise"),
        ("repair", "20 09:10 line_fault", "20 09:11", "20 09:16 #1", "our line: soon again"),
        ("repair", "20 09:10 agent_unreachable", "20 09:11", "20 09:16 #1", "our agent: soon"),
        (
            "repair",
            "20 09:10 cancelled; 20 09:20 line_fault; 20 09:30 cancelled",
            "20 09:31",
            "20 09:36 #1",
            "no attempt reached the resident yet",
        ),
        ("repair", "20 09:10 interrupted", "20 09:11", "20 14:30 #1", "counts as an attempt"),
        ("repair", "20 09:10 unallocated", "20 09:11", "23 09:00 #1", "dead once: another date"),
        (
            "repair",
            "20 09:10 unallocated; 23 09:10 suspended",
            "23 09:11",
            "23 14:30 #2",
            "dead on two dates: next number; second part of the day is still owed",
        ),
        (
            "complaint",
            "20 09:10 suspended; 20 14:30 suspended",
            "20 14:31",
            "23 09:00 #1",
            "twice on one date proves nothing",
        ),
        (
            "complaint",
            "20 09:10 unallocated; 23 09:10 unallocated; 23 09:30 suspended #2; \
            24 09:00 suspended #2",
            "24 09:01",
            "home_visit",
            "no number left",
        ),
        (
            "repair",
            "20 09:10 answered wrong_number",
            "20 09:12",
            "20 09:12 #2",
            "a stranger: next number, nobody of the household was spoken to",
        ),
        (
            "repair",
            "20 09:10 answered wrong_number; 20 09:20 answered wrong_number #2",
            "20 09:21",
            "unreached",
            "both numbers wrong",
        ),
        ("repair", "20 09:10 answered completed", "20 09:12", "finished", ""),
        ("complaint", "20 09:10 answered partial", "20 09:12", "finished", ""),
        ("complaint", "20 09:10 answered refused_soft", "20 09:12", "finished", ""),
        ("complaint", "20 09:10 answered refused_hard", "20 09:12", "finished", ""),
        ("repair", "20 09:10 answered moved_away", "20 09:12", "finished", ""),
        ("repair", "20 09:10 answered vacant", "20 09:12", "finished", ""),
        ("repair", "20 09:10 answered health", "20 09:12", "finished", ""),
        ("repair", "20 09:10 answered language", "20 09:12", "home_visit", "hard of hearing"),
        (
            "repair",
            "20 09:10 answered not_present",
            "20 09:12",
            "23 14:30 #1",
            "spoken to once a day, then another part of the day",
        ),
        ("repair", "20 09:10 answered broken_off", "20 09:12", "23 14:30 #1", "likewise"),
        ("repair", "20 09:10 answered voicemail", "20 09:12", "20 14:30 #1", "a machine"),
        ("repair", "20 09:10 answered refused_by_family", "20 09:12", "23 14:30 #1", "once more"),
        (
            "repair",
            "20 09:10 answered refused_by_family; 23 14:40 answered refused_by_family",
            "23 14:42",
            "finished",
            "and no more",
        ),
        (
            "complaint",
            "20 09:10 no_answer; 20 14:40 no_answer",
            "20 14:41",
            "20 18:30 #1",
            "third part of the day",
        ),
        (
            "complaint",
            "20 09:10 no_answer; 20 14:40 no_answer; 20 18:40 no_answer",
            "20 18:41",
            "23 09:00 #1",
            "two left for two more days",
        ),
        (
            "complaint",
            "20 09:10 no_answer; 20 14:40 no_answer; 20 18:40 no_answer; \
            23 09:10 no_answer",
            "23 09:11",
            "24 14:30 #1",
            "the last on a third day",
        ),
        (
            "complaint",
            "20 09:10 no_answer; 20 14:40 no_answer; 20 18:40 no_answer; \
            23 09:10 no_answer; 24 14:40 no_answer",
            "24 14:41",
            "home_visit",
            "five attempts",
        ),
        (
            "complaint",
            "20 09:10 no_answer; 23 09:10 no_answer; 23 14:40 no_answer; \
            24 09:10 no_answer",
            "24 09:11",
            "24 18:30 #1",
            "one of them in the evening",
        ),
        (
            "severe complaint",
            "20 09:10 no_answer; 20 14:40 no_answer; 20 18:40 no_answer",
            "20 18:41",
            "21 10:00 #1",
            "severe: on Saturday too",
        ),
        ("office complaint", "", "20 08:20", "20 09:30 #1", "office hours"),
        (
            "office complaint",
            "20 09:40 no_answer; 20 14:40 no_answer",
            "20 14:41",
            "23 09:30 #1",
            "no evening at an office",
        ),
    ];
    let world = World::new();
    for (name, so_far, now, expected, why) in cases {
        let rules = task_rules(&world, name);
        let history = attempts(so_far);
        let step = rules.next_step(&facts(name, "2026-11-20"), &history, november(now));
        assert_eq!(shown(step), expected, "{name} [{so_far}] at {now}: {why}");
    }
}

fn november(text: &str) -> huifang::domain::timestamp::Timestamp {
    at(&format!("2026-11-{text}"))
}

/// Columns: preferred part of the day, attempts so far, decided at, next step.
#[test]
fn what_the_resident_prefers() {
    use Slot::{Afternoon, Evening, Morning};
    let cases = [
        (Morning, "", "20 08:20", "20 09:00 #1", ""),
        (Afternoon, "", "20 08:20", "20 14:30 #1", "waits for it on its day"),
        (Evening, "", "20 08:20", "20 18:30 #1", "the evening, from the first attempt"),
        (Morning, "", "20 15:00", "20 15:00 #1", "past: rather late than a day later"),
        (Evening, "20 18:40 no_answer", "20 18:41", "23 18:30 #1", "again when preferred"),
        (Evening, "20 18:40 switched_off", "20 18:41", "23 09:00 #1", "off: other part of day"),
        (
            Evening,
            "20 18:40 no_answer; 23 18:40 no_answer",
            "23 18:41",
            "24 09:00 #1",
            "the last in a second part of the day",
        ),
    ];
    let world = World::new();
    let rules = task_rules(&world, "repair");
    for (slot, so_far, now, expected, why) in cases {
        let facts = TaskFacts { preferred: Some(slot), ..facts("repair", "2026-11-20") };
        let step = rules.next_step(&facts, &attempts(so_far), november(now));
        assert_eq!(shown(step), expected, "{slot:?} [{so_far}] at {now}: {why}");
    }
}

/// Columns: appointment, attempts so far, decided at, next step, may it be called at once?
#[test]
fn appointments_win() {
    let asked = "20 09:10 answered appointment";
    let cases = [
        ("20 13:00", asked, "20 09:12", "20 13:00 #1", false, "at noon, and twice that day"),
        ("20 13:00", asked, "20 13:10", "20 13:10 #1", true, "a little late"),
        ("20 13:00", asked, "20 14:05", "23 09:00 #1", false, "missed: as soon as allowed"),
        ("21 11:00", asked, "20 09:12", "21 11:00 #1", false, "a Saturday"),
        ("21 07:00", asked, "20 09:12", "21 08:30 #1", false, "not before 08:30"),
        ("21 22:30", asked, "20 09:12", "21 20:00 #1", false, "not after 21:00"),
        ("30 10:00", asked, "20 09:12", "30 10:00 #1", false, "beyond the closing limit"),
        (
            "30 10:00",
            "20 09:10 answered appointment; 30 10:01 no_answer",
            "30 10:02",
            "unreached",
            true,
            "kept in vain, and the limit is past",
        ),
        (
            "21 10:00",
            "20 09:10 no_answer; 20 14:40 no_answer; 20 18:40 answered appointment",
            "20 18:42",
            "21 10:00 #1",
            false,
            "beyond the attempt limit",
        ),
        (
            "20 16:00",
            "20 09:10 answered appointment; 20 15:59 line_fault",
            "20 16:00",
            "20 16:00 #1",
            true,
            "our line does not use it up",
        ),
    ];
    let world = World::new();
    let rules = task_rules(&world, "repair");
    for (named, so_far, now, expected, callable, why) in cases {
        let appointment = Some(november(named));
        let facts = TaskFacts { appointment, ..facts("repair", "2026-11-20") };
        let history = attempts(so_far);
        let step = rules.next_step(&facts, &history, november(now));
        assert_eq!(shown(step), expected, "{named} [{so_far}] at {now}: {why}");
        let may_call = rules.may_call(&facts, &history, november(now));
        assert_eq!(may_call, callable, "{named} [{so_far}] at {now}: {why}");
    }
}

#[test]
fn a_household_is_spoken_to_once_a_day() {
    let world = World::new();
    let rules = task_rules(&world, "repair");
    let spoken = Some(date("2026-11-20"));
    let facts = TaskFacts { household_spoken_on: spoken, ..facts("repair", "2026-11-20") };
    let step = rules.next_step(&facts, &[], november("20 10:00"));
    assert_eq!(shown(step), "23 09:00 #1");
    assert!(!rules.may_call(&facts, &[], november("20 10:00")));
    assert!(rules.may_call(&facts, &[], november("23 10:00")));
}

#[test]
fn a_task_without_a_number_is_given_up_at_once() {
    let world = World::new();
    for (name, expected) in [("repair", "unreached"), ("complaint", "home_visit")] {
        let facts = TaskFacts { phone_count: 0, ..facts(name, "2026-11-20") };
        let step = task_rules(&world, name).next_step(&facts, &[], november("20 09:00"));
        assert_eq!(shown(step), expected);
    }
}

/// Columns: task, batch date, preferred, first attempt due, task closes, provisional.
#[test]
fn deadlines() {
    let evening = Some(Slot::Evening);
    let cases = [
        ("repair", "2026-11-20", None, "2026-11-20 18:00", "2026-11-24 20:00", false),
        ("repair", "2026-11-20", evening, "2026-11-20 20:00", "2026-11-24 20:00", false),
        ("complaint", "2026-09-30", None, "2026-09-30 18:00", "2026-10-09 20:00", false),
        ("severe complaint", "2026-02-14", None, "2026-02-14 18:00", "2026-02-25 20:00", false),
        ("office complaint", "2026-11-20", evening, "2026-11-20 17:30", "2026-11-24 17:30", false),
        ("repair", "2026-12-30", None, "2026-12-30 18:00", "2027-01-01 20:00", true),
    ];
    let world = World::new();
    for (name, batch_date, preferred, due, closes, provisional) in cases {
        let facts = TaskFacts { preferred, ..facts(name, batch_date) };
        let deadlines = task_rules(&world, name).deadlines(&facts);
        assert_eq!(written(deadlines.due_at), due, "{name} {batch_date}");
        assert_eq!(written(deadlines.closes_at), closes, "{name} {batch_date}");
        assert_eq!(deadlines.provisional, provisional, "{name} {batch_date}");
    }
}
