//! The demo world is what it says: the same every time, in order, and full of odd cases.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::intake::center::read_centers;
use crate::domain::intake::columns::{CENTER_COLUMNS, HOUSEHOLD_COLUMNS, SERVICE_REQUEST_COLUMNS};
use crate::domain::intake::header::Header;
use crate::domain::intake::household::{DoNotCallMark, HouseholdDraft, read_households};
use crate::domain::intake::reading::Reading;
use crate::domain::intake::service_request::{
    RequestContext, ServiceRequestDraft, read_service_requests,
};
use crate::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};
use crate::domain::timestamp::BusinessZone;
use crate::intake::read_table;

const SEED: u64 = 2026;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn center_codes() -> BTreeSet<String> {
    let table = read_table(centers().as_bytes()).expect("a sheet");
    let header = Header::read(&table, CENTER_COLUMNS).expect("all columns");
    let reading = read_centers(&table, &header);
    assert!(reading.errors.is_empty() && reading.findings.is_empty());
    reading.drafts.into_iter().map(|drafted| drafted.draft.code).collect()
}

fn read_homes(sheet: &str) -> Reading<HouseholdDraft> {
    let table = read_table(sheet.as_bytes()).expect("a sheet");
    let header = Header::read(&table, HOUSEHOLD_COLUMNS).expect("all columns");
    read_households(&table, &header, &center_codes())
}

fn read_requests(sheet: &str) -> Reading<ServiceRequestDraft> {
    let table = read_table(sheet.as_bytes()).expect("a sheet");
    let header = Header::read(&table, SERVICE_REQUEST_COLUMNS).expect("all columns");
    let zone = BusinessZone::default();
    let context = RequestContext {
        known_centers: &center_codes(),
        known_request_nos: &BTreeSet::new(),
        now: zone.start_of(date("2027-12-31")),
        zone,
    };
    read_service_requests(&table, &header, context)
}

fn drafts(reading: &Reading<ServiceRequestDraft>) -> Vec<&ServiceRequestDraft> {
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    reading.drafts.iter().map(|drafted| &drafted.draft).collect()
}

fn days(first: &str, count: usize) -> impl Iterator<Item = NaiveDate> {
    date(first).iter_days().take(count)
}

#[test]
fn the_same_seed_makes_the_same_world_and_another_seed_another() {
    let day = date("2026-11-19");
    assert_eq!(households(SEED), households(SEED));
    assert_eq!(requests_of(SEED, day), requests_of(SEED, day));
    assert_ne!(households(SEED), households(SEED + 1));
    assert_ne!(requests_of(SEED, day), requests_of(SEED + 1, day));
    assert_ne!(requests_of(SEED, day), requests_of(SEED, date("2026-11-18")));
}

#[test]
fn a_history_is_its_days_under_one_header() {
    let (first, last) = (date("2026-11-13"), date("2026-11-16"));
    let rows = |sheet: String| sheet.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let each: Vec<String> =
        days("2026-11-13", 4).flat_map(|day| rows(requests_of(SEED, day))).collect();
    assert_eq!(rows(history(SEED, first, last)), each);
}

#[test]
fn households_are_in_order_and_of_every_sort() {
    for seed in [1, 7, SEED] {
        let reading = read_homes(&households(seed));
        assert!(reading.errors.is_empty(), "seed {seed}: {:?}", reading.errors);
        assert_eq!(reading.row_count, 600);
        let homes: Vec<_> = reading.drafts.iter().map(|drafted| &drafted.draft).collect();
        let count = |is: &dyn Fn(&HouseholdDraft) -> bool| homes.iter().filter(|h| is(h)).count();
        assert_eq!(homes.iter().map(|h| &h.center_code).collect::<BTreeSet<_>>().len(), 6);
        let shares = [
            ("no telephone", count(&|h| h.phone.is_none()), 8..=40),
            ("no surveys", count(&|h| h.do_not_call == DoNotCallMark::Survey), 10..=50),
            ("no calls", count(&|h| h.do_not_call == DoNotCallMark::All), 3..=25),
            ("a convenient time", count(&|h| h.convenient_time.is_some()), 120..=250),
            ("key households", count(&|h| h.is_key_household), 5..=40),
        ];
        for (what, found, expected) in shares {
            assert!(expected.contains(&found), "seed {seed}: {what}: {found}");
        }
    }
}

#[test]
fn nobody_real_is_named_by_a_number() {
    let reading = read_homes(&households(SEED));
    let (homes, requests) =
        (reading.drafts.iter(), read_requests(&requests_of(SEED, date("2026-11-19"))));
    let of_homes = homes.flat_map(|home| [&home.draft.phone, &home.draft.second_phone]);
    let of_requests = requests.drafts.iter().map(|drafted| &drafted.draft.phone);
    for phone in of_homes.chain(of_requests).flatten() {
        assert_eq!(&phone.reveal()[3..7], "0000", "the exchange code of nobody");
    }
}

#[test]
fn every_day_is_in_order_and_as_busy_as_it_should_be() {
    let (calendar, zone) = (Calendar::built_in(), BusinessZone::default());
    // With the holidays of October, and the weekends that are worked for them.
    let (first, last) = (date("2026-09-19"), date("2026-10-18"));
    for seed in [1, SEED] {
        let reading = read_requests(&history(seed, first, last));
        let mut completed: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for at in drafts(&reading).into_iter().filter_map(ServiceRequestDraft::completion) {
            *completed.entry(zone.date(at)).or_default() += 1;
        }
        assert_eq!(completed.len(), 30);
        for (day, count) in completed {
            let busy = if calendar.is_workday(day).value { 30..=45 } else { 8..=15 };
            assert!(busy.contains(&count), "seed {seed}, {day}: {count}");
        }
    }
}

#[test]
fn nothing_is_odd_but_mistyped_numbers_and_closings_without_time() {
    let reading = read_requests(&history(SEED, date("2026-10-09"), date("2026-11-20")));
    let codes: BTreeSet<&str> =
        reading.findings.iter().map(|finding| finding.reason.code()).collect();
    let expected = ["completion.without_time", "phone.length"];
    assert_eq!(codes, BTreeSet::from(expected));
}

#[test]
fn no_number_is_given_twice_in_sixty_days() {
    let zone = BusinessZone::default();
    let reading = read_requests(&history(SEED, date("2026-10-01"), date("2026-11-29")));
    let all = drafts(&reading);
    let numbers: BTreeSet<&str> = all.iter().map(|request| request.request_no.as_str()).collect();
    assert_eq!(numbers.len(), all.len());
    assert!(all.len() > 1500);
    for request in all {
        let taken = zone.date(request.taken_in_at);
        assert!(request.request_no.starts_with(&taken.format("BS%Y%m%d").to_string()));
        assert_eq!(request.request_no.len(), 15);
        if let Some(completed_at) = request.completion() {
            assert!((0..=5).contains(&(zone.date(completed_at) - taken).num_days()));
        }
    }
}

#[test]
fn requests_are_of_known_households_and_of_every_sort() {
    let homes = read_homes(&households(SEED));
    let rooms: BTreeMap<(&str, &str), &HouseholdDraft> = (homes.drafts.iter())
        .map(|home| ((home.draft.center_code.as_str(), home.draft.room.as_str()), &home.draft))
        .collect();
    let reading = read_requests(&history(SEED, date("2026-10-26"), date("2026-11-19")));
    let all = drafts(&reading);
    for request in &all {
        if let Some(room) = &request.room {
            let home = rooms.get(&(request.center_code.as_str(), room.as_str()));
            assert!(home.is_some(), "{}", request.request_no);
        }
    }
    let share = |kind| 100 * all.iter().filter(|r| r.kind == kind).count() / all.len();
    let (repairs, complaints) =
        (share(ServiceRequestKind::Repair), share(ServiceRequestKind::Complaint));
    assert!((64..=78).contains(&repairs), "{repairs} % repairs");
    assert!((15..=27).contains(&complaints), "{complaints} % complaints");
    let matters: BTreeSet<_> = all.iter().filter_map(|r| r.matter.as_ref()).collect();
    assert!(matters.len() >= 60, "{} matters", matters.len());
}

/// How many of a workday's requests are of that sort.
type Sort = (&'static str, fn(&ServiceRequestDraft) -> bool);

const SORTS: [Sort; 9] = [
    ("anonymous", |r| r.room.is_none() && r.resident_name.is_none() && r.phone.is_none()),
    ("without a number", |r| r.resident_name.is_some() && r.phone.is_none()),
    ("reply only", |r| r.is_reply_only),
    ("paid", |r| r.is_paid && r.kind == ServiceRequestKind::Repair),
    ("not to be resolved", |r| r.status == ServiceRequestStatus::CannotBeResolved),
    ("about a head", |r| r.concerns_head),
    ("invalid", |r| r.is_valid_complaint == Some(false)),
    ("important", |r| r.severity == Severity::Important),
    ("severe", |r| r.severity == Severity::Severe),
];

#[test]
fn three_weeks_have_every_odd_case_more_than_once() {
    let reading = read_requests(&history(SEED, date("2026-10-30"), date("2026-11-19")));
    for (what, is_so) in SORTS {
        let count = drafts(&reading).into_iter().filter(|request| is_so(request)).count();
        assert!(count > 1, "{what}: {count}");
    }
}

#[test]
fn each_workday_has_a_matter_told_twice_and_several_of_one_household() {
    for day in ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"] {
        let reading = read_requests(&requests_of(SEED, date(day)));
        let all = drafts(&reading);
        let merged = all.iter().filter(|request| {
            let named = |other: &&&ServiceRequestDraft| {
                Some(&other.request_no) == request.related_request_no.as_ref()
            };
            let Some(first) = all.iter().find(named) else { return false };
            first.room == request.room
                && first.center_code == request.center_code
                && first.completion().is_some_and(|completed| request.taken_in_at < completed)
        });
        assert_eq!(merged.count(), 1, "{day}");
        let mut homes: BTreeMap<_, usize> = BTreeMap::new();
        let unrelated = all.iter().filter(|r| r.related_request_no.is_none() && r.room.is_some());
        for request in unrelated {
            *homes.entry((&request.center_code, &request.room)).or_default() += 1;
        }
        assert!(homes.values().any(|count| *count > 1), "{day}");
    }
}

#[test]
fn the_seats_are_those_of_a_small_department() {
    let count = |role| seats().iter().filter(|seat| seat.role == role).count();
    assert_eq!(["agent", "quality_supervisor", "quality_manager"].map(count), [4, 1, 1]);
    let distinct = |of: fn(&Seat) -> &str| seats().iter().map(of).collect::<BTreeSet<_>>().len();
    assert_eq!(distinct(|seat| seat.login_name), 6);
    assert_eq!(distinct(|seat| seat.number), 6);
}
