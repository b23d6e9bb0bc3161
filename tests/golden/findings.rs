//! What counts as odd in the data: one row a case, the verdict in the last column.

use huifang::domain::calendar::Calendar;
use huifang::domain::callback::result::{Resolved, Satisfaction};
use huifang::domain::coded::Coded;
use huifang::domain::finding::{
    CallbackFacts, FindingLimits, Found, HouseholdFacts, RequestFacts, callback_findings,
    household_findings, request_findings, shared_phone_findings,
};
use huifang::domain::pii::Pii;
use huifang::domain::service_request::ServiceRequestKind::{self, Complaint, Repair};
use huifang::domain::service_request::ServiceRequestStatus::{
    self, AwaitingDispatch, CannotBeResolved, Closed, InProgress, Resolved as Done,
};

use crate::support::{at, date, zone};

/// Friday noon.
const NOW: &str = "2026-11-20 12:00";

fn codes(found: &[Found]) -> String {
    let codes: Vec<&str> = found.iter().map(|one| one.kind.code()).collect();
    codes.join(" ")
}

fn request(kind: ServiceRequestKind, status: ServiceRequestStatus) -> RequestFacts {
    RequestFacts {
        request_no: "BX1".into(),
        center_code: "SC01".into(),
        kind,
        status,
        taken_in_at: at("2026-11-18 09:00"),
        dispatched_at: Some(at("2026-11-18 10:00")),
        completed_at: None,
        has_result: true,
        phone: None,
        related_no: None,
        is_related_known: true,
        changed_at: at("2026-11-18 19:00"),
    }
}

fn judge(facts: &RequestFacts) -> Vec<Found> {
    request_findings(facts, FindingLimits::default(), zone(), at(NOW))
}

#[test]
fn completions_that_cannot_be_so() {
    // status, dispatched, completed, has a result, verdict
    let cases = [
        (Done, "11-18 10:00", "11-19 10:00", true, ""),
        (Closed, "11-18 10:00", "11-19 10:00", true, ""),
        (Closed, "11-18 10:00", "", true, "closed_without_completion"),
        (Done, "11-18 10:00", "", true, "closed_without_completion"),
        (CannotBeResolved, "11-18 10:00", "", true, "closed_without_completion"),
        (Closed, "11-18 10:00", "11-19 10:00", false, "closed_without_result"),
        // 已完成 is not closed yet: the result may still be written.
        (Done, "11-18 10:00", "11-19 10:00", false, ""),
        (InProgress, "11-18 10:00", "11-19 10:00", true, "completion_of_open"),
        (Done, "11-18 10:00", "11-18 09:59", true, "completed_before_dispatch"),
        (Done, "11-18 10:00", "11-18 10:00", true, ""),
        (Done, "11-18 10:00", "11-20 12:01", true, "completed_in_future"),
        (Done, "11-18 10:00", "11-20 12:00", true, ""),
    ];
    for (status, dispatched, completed, has_result, verdict) in cases {
        let time = |text: &str| (!text.is_empty()).then(|| at(&format!("2026-{text}")));
        let facts = RequestFacts {
            dispatched_at: time(dispatched),
            completed_at: time(completed),
            has_result,
            ..request(Repair, status)
        };
        assert_eq!(codes(&judge(&facts)), verdict, "{status:?} {dispatched} {completed}");
    }
}

#[test]
fn repairs_are_dispatched_the_day_they_come_in() {
    // kind, status, taken in, dispatched, verdict
    let cases = [
        (Repair, InProgress, "11-18 09:00", "11-18 23:59", ""),
        (Repair, InProgress, "11-18 23:50", "11-19 00:10", "late_dispatch"),
        (Repair, Done, "11-18 09:00", "11-19 09:00", "late_dispatch"),
        (Repair, Done, "11-18 09:00", "", "late_dispatch"),
        (Repair, AwaitingDispatch, "11-19 09:00", "", "late_dispatch"),
        // Today is not over.
        (Repair, AwaitingDispatch, "11-20 09:00", "", ""),
        // The rule is about repairs.
        (Complaint, InProgress, "11-18 09:00", "11-19 09:00", ""),
        (Complaint, InProgress, "11-18 09:00", "", ""),
    ];
    for (kind, status, taken_in, dispatched, verdict) in cases {
        let time = |text: &str| (!text.is_empty()).then(|| at(&format!("2026-{text}")));
        let completed_at = status.is_finished().then(|| at("2026-11-19 17:00"));
        let facts = RequestFacts {
            taken_in_at: at(&format!("2026-{taken_in}")),
            dispatched_at: time(dispatched),
            completed_at,
            ..request(kind, status)
        };
        assert_eq!(codes(&judge(&facts)), verdict, "{kind:?} {taken_in} {dispatched}");
    }
}

#[test]
fn an_open_repair_has_a_note_every_month() {
    // taken in, has a note, last change, today, verdict with the day it began
    let cases = [
        ("2026-10-20", false, "2026-10-20", "2026-11-20", ""),
        ("2026-10-20", false, "2026-10-20", "2026-11-21", "stale_repair 2026-11-20"),
        ("2026-10-20", true, "2026-10-20", "2026-11-21", "stale_repair 2026-11-20"),
        ("2026-10-20", true, "2026-10-21", "2026-11-21", ""),
        ("2026-10-20", false, "2026-11-15", "2026-11-21", "stale_repair 2026-11-20"),
        // Months end where they end: 2026-02 has 28 days.
        ("2026-01-31", false, "2026-01-31", "2026-02-28", ""),
        ("2026-01-31", false, "2026-01-31", "2026-03-01", "stale_repair 2026-02-28"),
    ];
    for (taken_in, has_result, changed, today, verdict) in cases {
        let morning = |day: &str| at(&format!("{day} 09:00"));
        let facts = RequestFacts {
            taken_in_at: morning(taken_in),
            dispatched_at: Some(morning(taken_in)),
            has_result,
            changed_at: morning(changed),
            ..request(Repair, InProgress)
        };
        let found = request_findings(&facts, FindingLimits::default(), zone(), morning(today));
        let found: Vec<String> =
            found.iter().map(|one| format!("{} {}", one.kind.code(), one.occurred_on)).collect();
        assert_eq!(found.join(", "), verdict, "{taken_in} {changed} {today}");
    }
}

#[test]
fn texts_of_a_request() {
    // phone, related number, is it known, verdict
    let cases = [
        ("13900008763", "", true, ""),
        ("", "", true, ""),
        ("1390000876", "", true, "unusable_phone"),
        ("13900008763", "BX2", true, ""),
        ("13900008763", "BX2", false, "unknown_relation"),
        ("13900008763", "BX1", true, "related_to_itself"),
    ];
    for (phone, related, is_related_known, verdict) in cases {
        let facts = RequestFacts {
            phone: (!phone.is_empty()).then(|| Pii::from(phone)),
            related_no: (!related.is_empty()).then(|| related.to_owned()),
            is_related_known,
            ..request(Repair, InProgress)
        };
        assert_eq!(codes(&judge(&facts)), verdict, "{phone} {related}");
    }
}

fn household(id: usize, center: &str, room: &str, phones: &[&str]) -> HouseholdFacts {
    HouseholdFacts {
        household_id: format!("h{id}"),
        center_code: center.into(),
        room: room.into(),
        phones: phones.iter().map(|phone| Pii::from(*phone)).collect(),
    }
}

#[test]
fn households_and_their_rooms() {
    // room, numbers, verdict
    let cases: [(&str, &[&str], &str); 6] = [
        ("A区-1栋-2层-03", &["13900008763"], ""),
        ("A区-1栋-2层-03", &[], ""),
        ("A区-1栋-2层-03", &["123", "13900008763"], ""),
        ("A区-1栋-2层-03", &["123", "45678"], "unusable_phone"),
        ("A区1栋203", &["13900008763"], "unusual_room"),
        ("A区--2层-03", &["123"], "unusable_phone unusual_room"),
    ];
    for (room, phones, verdict) in cases {
        let found = household_findings(&household(1, "SC01", room, phones), date("2026-11-20"));
        assert_eq!(codes(&found), verdict, "{room}");
    }
}

#[test]
fn a_number_of_four_households_is_one_finding_a_center() {
    let shared = "13900008763";
    let homes = |centers: &[&str]| -> Vec<HouseholdFacts> {
        let room = "A区-1栋-2层-03";
        centers.iter().enumerate().map(|(id, code)| household(id, code, room, &[shared])).collect()
    };
    // centers of the households that have it, centers with a finding
    let cases: [(&[&str], &str); 3] = [
        (&["SC01", "SC01", "SC01"], ""),
        (&["SC01", "SC01", "SC01", "SC01"], "SC01"),
        (&["SC01", "SC01", "SC01", "SC02"], "SC01 SC02"),
    ];
    for (centers, verdict) in cases {
        let limits = FindingLimits::default();
        let found = shared_phone_findings(&homes(centers), limits, b"key", date("2026-11-20"));
        let named: Vec<&str> = found.iter().map(|one| one.center_code.as_str()).collect();
        assert_eq!(named.join(" "), verdict);
        for one in &found {
            let told = format!("{} {}", one.subject_id, one.detail);
            assert!(!told.contains(shared), "a finding holds no number");
            assert_eq!(one.detail["households"], centers.len());
        }
    }
}

#[test]
fn what_the_resident_said_and_what_the_order_says() {
    let yes = Some(Resolved::Yes);
    let no = Some(Resolved::No);
    let partly = Some(Resolved::Partly);
    // resolved, satisfaction's number, reopened, done with now, completed now, today, verdict.
    // The resident was called on Monday 2026-11-16 about what was completed on the 13th.
    let cases = [
        (yes, 1, false, true, "11-13", "12-31", ""),
        (no, 1, false, true, "11-13", "11-19", ""),
        (no, 1, false, true, "11-13", "11-20", "unsolved_not_reopened"),
        (partly, 2, false, true, "11-13", "11-20", "unsolved_not_reopened"),
        (yes, 4, false, true, "11-13", "11-20", "unsolved_not_reopened"),
        (yes, 3, false, true, "11-13", "11-20", ""),
        (Some(Resolved::NotVerified), 2, false, true, "11-13", "11-20", ""),
        (no, 5, true, true, "11-18", "11-20", ""),
        (no, 5, false, false, "11-13", "11-20", ""),
        (yes, 1, false, true, "11-12", "11-17", "completion_changed"),
        (no, 5, false, true, "11-18", "11-20", "completion_changed"),
    ];
    let day = |text: &str| at(&format!("2026-{text} 16:00"));
    for (resolved, number, was_reopened, is_finished, completed, today, verdict) in cases {
        let facts = CallbackFacts {
            task_id: "t1".into(),
            request_no: "BX1".into(),
            center_code: "SC01".into(),
            answered_at: at("2026-11-16 10:00"),
            resolved,
            satisfaction: Satisfaction::from_number(number),
            completed_at: day("11-13"),
            was_reopened,
            is_finished,
            completed_at_now: Some(day(completed)),
        };
        let (limits, calendar) = (FindingLimits::default(), Calendar::built_in());
        let found = callback_findings(&facts, limits, &calendar, zone(), day(today));
        assert_eq!(codes(&found), verdict, "{resolved:?} {number} {completed} {today}");
    }
}
