//! Batch ranges, and the place of each completion: one row a case.

use std::collections::BTreeMap;

use huifang::domain::callback::batch::{
    BatchInput, BatchPlan, CompletionFacts, EarlierPlace, Membership, Placement, SelectionCounts,
    batch_range, membership, plan_batch,
};
use huifang::domain::coded::Coded;
use huifang::domain::rules::{CallerRole, RulePack};
use huifang::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};
use uuid::Uuid;

use crate::support::{World, at, date, matter, zone};

#[test]
fn ranges() {
    let world = World::new();
    // batch date, from, to, guessed?
    let cases = [
        ("2026-11-20", "2026-11-19", "2026-11-19", false),
        ("2026-11-23", "2026-11-20", "2026-11-22", false),
        ("2026-01-04", "2025-12-31", "2026-01-03", false),
        ("2026-02-24", "2026-02-14", "2026-02-23", false),
        ("2026-09-20", "2026-09-18", "2026-09-19", false),
        ("2026-09-21", "2026-09-20", "2026-09-20", false),
        ("2026-10-08", "2026-09-30", "2026-10-07", false),
        ("2026-10-10", "2026-10-09", "2026-10-09", false),
        ("2026-10-12", "2026-10-10", "2026-10-11", false),
        ("2027-01-01", "2026-12-31", "2026-12-31", true),
        ("2027-01-04", "2027-01-01", "2027-01-03", true),
    ];
    for (on, from, to, provisional) in cases {
        let range = batch_range(&world.calendar, date(on)).expect("a working day");
        let found = (range.date, range.from, range.to, range.provisional);
        assert_eq!(found, (date(on), date(from), date(to), provisional), "{on}");
    }
}

#[test]
fn free_days_have_no_batch() {
    let world = World::new();
    let cases = [
        ("2026-11-21", "2026-11-23"),
        ("2026-10-01", "2026-10-08"),
        ("2026-02-15", "2026-02-24"),
        ("2026-01-02", "2026-01-04"),
    ];
    for (on, next) in cases {
        let refused = batch_range(&world.calendar, date(on)).expect_err("a free day");
        assert_eq!((refused.date, refused.next), (date(on), date(next)));
    }
}

#[test]
fn no_day_falls_between_two_batches() {
    let world = World::new();
    let days: Vec<_> = date("2024-01-03").iter_days().take(3 * 365).collect();
    let ranges: Vec<_> =
        days.iter().filter_map(|day| batch_range(&world.calendar, *day).ok()).collect();
    assert!(ranges.len() > 700);
    for pair in ranges.windows(2) {
        assert_eq!(pair[0].to.succ_opt(), Some(pair[1].from), "{pair:?}");
    }
}

#[test]
fn how_a_completion_without_a_place_stands_to_a_batch() {
    let world = World::new();
    let range = batch_range(&world.calendar, date("2026-11-23")).expect("a working day");
    // completed on, first day of the first batch ever, membership
    let cases = [
        ("2026-11-20", Some("2026-09-14"), Membership::InRange),
        ("2026-11-22", Some("2026-09-14"), Membership::InRange),
        ("2026-11-23", Some("2026-09-14"), Membership::Later),
        ("2026-11-19", Some("2026-09-14"), Membership::Late),
        ("2026-09-14", Some("2026-09-14"), Membership::Late),
        ("2026-09-13", Some("2026-09-14"), Membership::History),
        ("2026-11-19", None, Membership::History),
        ("2026-11-20", None, Membership::InRange),
    ];
    for (completed_on, start, expected) in cases {
        let found = membership(date(completed_on), &range, start.map(date));
        assert_eq!(found, expected, "{completed_on} {start:?}");
    }
}

/// An ordinary complaint of household 1 with everything a callback needs: taken in on the 18th,
/// completed on the 19th at 10:00.
pub fn completion(request_no: &str) -> CompletionFacts {
    CompletionFacts {
        completion_id: Uuid::from_u128(
            request_no.bytes().fold(1, |id, b| id * 256 + u128::from(b)),
        ),
        request_no: request_no.to_owned(),
        completed_at: at("2026-11-19 10:00"),
        taken_in_at: at("2026-11-18 10:00"),
        center_code: "SC01".to_owned(),
        matter: matter(ServiceRequestKind::Complaint, Severity::Ordinary),
        household_id: Some(Uuid::from_u128(1)),
        reply_only: false,
        anonymous: false,
        staff_reported: false,
        related_no: None,
        has_valid_phone: true,
        do_not_call: false,
        late: false,
    }
}

/// Words change that completion: `>R2` names R2 as related, `home2` another household, `told20` was
/// taken in on the 20th, and so on.
fn described(text: &str) -> CompletionFacts {
    let mut words = text.split_whitespace();
    let mut facts = completion(words.next().expect("a number"));
    for word in words {
        match word {
            "reply_only" => facts.reply_only = true,
            "anonymous" => facts.anonymous = true,
            "patrol" => facts.staff_reported = true,
            "do_not_call" => facts.do_not_call = true,
            "no_phone" => facts.has_valid_phone = false,
            "late" => facts.late = true,
            "no_home" => facts.household_id = None,
            "home2" => facts.household_id = Some(Uuid::from_u128(2)),
            "told19" => facts.taken_in_at = at("2026-11-19 10:00"),
            "done20" => facts.completed_at = at("2026-11-20 10:00"),
            "told19_later" => facts.taken_in_at = at("2026-11-19 10:01"),
            "repair" => facts.matter.kind = ServiceRequestKind::Repair,
            "enquiry" => facts.matter.kind = ServiceRequestKind::Enquiry,
            "severe" => facts.matter.severity = Severity::Severe,
            "important" => facts.matter.severity = Severity::Important,
            "impossible" => facts.matter.status = ServiceRequestStatus::CannotBeResolved,
            "unfinished" => facts.matter.status = ServiceRequestStatus::InProgress,
            "closed" => facts.matter.status = ServiceRequestStatus::Closed,
            "head" => facts.matter.against_manager = true,
            related => {
                let named = related.strip_prefix('>').unwrap_or_else(|| panic!("{related}"));
                facts.related_no = Some(named.to_owned());
            }
        }
    }
    facts
}

/// Places of earlier batches, all of household 1 and completed on the 18th at 18:00: `E1` with a
/// task, `E2` without, `E3` merged into E1.
fn earlier() -> BTreeMap<String, EarlierPlace> {
    let place = |has_task, merged_into: Option<&str>| EarlierPlace {
        household_id: Some(Uuid::from_u128(1)),
        completed_at: at("2026-11-18 18:00"),
        has_task,
        merged_into: merged_into.map(str::to_owned),
    };
    BTreeMap::from([
        ("E1".to_owned(), place(true, None)),
        ("E2".to_owned(), place(false, None)),
        ("E3".to_owned(), place(false, Some("E1"))),
    ])
}

fn plan(pack: &RulePack, completions: &[CompletionFacts], so_far: &SelectionCounts) -> BatchPlan {
    plan_batch(&BatchInput {
        pack,
        chosen: &BTreeMap::new(),
        zone: zone(),
        secret: b"company secret",
        completions,
        earlier: &earlier(),
        so_far,
    })
}

fn shown(plan: &BatchPlan) -> String {
    let places = plan.places.iter().map(|place| match &place.placement {
        Placement::Task { role } => format!("{}:{}", place.request_no, role.code()),
        Placement::Excluded { reason, carrier } => {
            let carrier = carrier.as_deref().map_or(String::new(), |number| format!(">{number}"));
            format!("{}:{}{carrier}", place.request_no, reason.code())
        }
    });
    places.collect::<Vec<_>>().join(" ")
}

/// Columns: the completions of the batch, their places.
#[test]
fn places() {
    let cases = [
        // Who calls.
        ("R1 repair", "R1:agent"),
        ("R1 repair severe impossible", "R1:agent"),
        ("R1", "R1:agent"),
        ("R1 closed", "R1:agent"),
        ("R1 important", "R1:quality_supervisor"),
        ("R1 severe", "R1:quality_manager"),
        ("R1 impossible", "R1:quality_manager"),
        ("R1 head", "R1:quality_manager"),
        ("R1 head important", "R1:quality_manager"),
        // Outside the universe.
        ("R1 enquiry", ""),
        ("R1 unfinished", ""),
        // One reason each, and the first that applies.
        ("R1 reply_only", "R1:reply_only"),
        ("R1 anonymous", "R1:anonymous"),
        ("R1 do_not_call", "R1:do_not_call"),
        ("R1 no_phone", "R1:no_phone"),
        ("R1 reply_only anonymous do_not_call no_phone", "R1:reply_only"),
        ("R1 anonymous no_phone", "R1:anonymous"),
        ("R1 repair patrol", "R1:staff_reported"),
        ("R1 repair patrol do_not_call no_phone", "R1:staff_reported"),
        ("R1 repair patrol anonymous", "R1:anonymous"),
        ("R1 repair patrol reply_only", "R1:reply_only"),
        ("R1; R2 >R1 repair patrol", "R1:agent R2:staff_reported"),
        ("R1 repair patrol; R2 >R1", "R1:staff_reported R2:agent"),
        ("R1 do_not_call no_phone", "R1:do_not_call"),
        ("R1; R2 >R1 do_not_call no_phone", "R1:agent R2:merged>R1"),
        ("R1; R2 >R1 reply_only", "R1:agent R2:reply_only"),
        ("R1 late no_phone; R2", "R1:no_phone R2:agent"),
        // The same matter told twice.
        ("R1; R2 >R1", "R1:agent R2:merged>R1"),
        ("R2 >R1; R1", "R2:merged>R1 R1:agent"),
        ("R1 >R2; R2", "R1:merged>R2 R2:agent"),
        ("R1; R2 >R1 home2", "R1:agent R2:agent"),
        ("R1 no_home; R2 >R1 no_home", "R1:agent R2:agent"),
        ("R1; R2 >R1 told19", "R1:agent R2:agent"),
        ("R1; R2 >R1 told19_later", "R1:agent R2:agent"),
        ("R1 done20; R2 >R1 told19_later", "R1:agent R2:merged>R1"),
        ("R1 reply_only; R2 >R1", "R1:reply_only R2:agent"),
        ("R1 anonymous; R2 >R1", "R1:anonymous R2:agent"),
        ("R1 no_phone; R2 >R1", "R1:no_phone R2:agent"),
        ("R1 unfinished; R2 >R1", "R2:agent"),
        ("R1 >R1", "R1:agent"),
        ("R1 >R9", "R1:agent"),
        // Carried by a task of an earlier batch.
        ("R1 >E1", "R1:merged>E1"),
        ("R1 >E1 told19", "R1:agent"),
        ("R1 >E1 home2", "R1:agent"),
        ("R1 >E2", "R1:agent"),
        ("R1 >E3", "R1:merged>E1"),
        // Chains end in one carrier, circles in the smallest number.
        ("R1; R2 >R1; R3 >R2", "R1:agent R2:merged>R1 R3:merged>R1"),
        ("R3 >R2; R2 >R1; R1", "R3:merged>R1 R2:merged>R1 R1:agent"),
        ("R1; R2 >R1 done20; R3 >R2 told19_later", "R1:agent R2:merged>R1 R3:agent"),
        ("R1 >E1; R2 >R1", "R1:merged>E1 R2:merged>E1"),
        ("R1 no_phone; R2 >R1; R3 >R2", "R1:no_phone R2:agent R3:merged>R2"),
        ("R1 >R2; R2 >R1", "R1:agent R2:merged>R1"),
        ("R2 >R1; R1 >R2", "R2:merged>R1 R1:agent"),
        ("R1 >R2; R2 >R3; R3 >R1", "R1:agent R2:merged>R1 R3:merged>R1"),
        ("R10 >R9; R9 >R10", "R10:merged>R9 R9:agent"),
        ("R1 >R2; R2 >R1; R3 >R1", "R1:agent R2:merged>R1 R3:merged>R1"),
        ("R1 >R2 no_phone; R2 >R1", "R1:no_phone R2:agent"),
        ("R1 >R2 home2; R2 >R1", "R1:agent R2:agent"),
    ];
    let pack = RulePack::built_in();
    for (text, expected) in cases {
        let completions: Vec<_> = text.split("; ").map(described).collect();
        let plan = plan(&pack, &completions, &SelectionCounts::new());
        assert_eq!(shown(&plan), expected, "{text}");
        assert!(plan.counts.balanced, "{text}");
    }
}

#[test]
fn the_balance_names_every_role_and_every_reason() {
    let pack = RulePack::built_in();
    let completions: Vec<_> =
        ["R1 late", "R2 severe", "R3 no_phone", "R4 late do_not_call", "R5 >R1", "R6 enquiry"]
            .map(described)
            .to_vec();
    let plan = plan(&pack, &completions, &SelectionCounts::new());
    let counts = serde_json::to_value(&plan.counts).expect("JSON");
    let expected = serde_json::json!({
        "completed": 5,
        "tasks": {"agent": 1, "quality_supervisor": 0, "quality_manager": 1},
        "excluded": {"reply_only": 0, "anonymous": 0, "staff_reported": 0, "merged": 1,
                     "do_not_call": 1, "no_phone": 1, "not_selected": 0},
        "late": 2,
        "home_visits": 1,
        "balanced": true,
    });
    assert_eq!(counts, expected);
    assert_eq!(plan.home_visits, [completions[2].completion_id]);
    let nothing = plan_batch(&BatchInput {
        pack: &pack,
        chosen: &BTreeMap::new(),
        zone: zone(),
        secret: b"",
        completions: &[],
        earlier: &BTreeMap::new(),
        so_far: &SelectionCounts::new(),
    });
    assert_eq!(nothing.counts.tasks.len(), CallerRole::OF_THE_DEPARTMENT.len());
    assert!(nothing.counts.balanced && nothing.counts.completed == 0);
}

/// The shipped pack with 30 % of complaints called back.
fn three_in_ten() -> RulePack {
    let mut pack = RulePack::built_in();
    let rule = pack.rules.iter_mut().find(|rule| rule.kind == ServiceRequestKind::Complaint);
    rule.expect("a rule for complaints").rate = "3/10".parse().expect("a rate");
    pack
}

/// One complaint a batch: the quota is filled as soon as it rises, ceil(3 × n / 10).
#[test]
fn a_quota_is_kept_over_the_batches_of_a_month() {
    let pack = three_in_ten();
    let mut so_far = SelectionCounts::new();
    let mut pattern = String::new();
    for number in 1..=20 {
        let plan = plan(&pack, &[completion(&format!("R{number:02}"))], &so_far);
        pattern.push(if plan.counts.tasks[&CallerRole::Agent] == 1 { 'x' } else { '.' });
        for (key, added) in plan.selection {
            let total = so_far.entry(key).or_default();
            total.eligible += added.eligible;
            total.selected += added.selected;
        }
    }
    assert_eq!(pattern, "x..x..x...x..x..x...");
}

#[test]
fn a_quota_is_drawn_in_secret_order_from_the_eligible_only() {
    let pack = three_in_ten();
    let mut completions: Vec<_> = (10..20).map(|n| completion(&format!("R{n}"))).collect();
    completions.push(described("R20 no_phone"));
    completions.push(described("R21 repair"));
    let first = plan(&pack, &completions, &SelectionCounts::new());
    assert_eq!(first.counts.tasks[&CallerRole::Agent], 3 + 1, "three of ten, and the repair");

    let mut reversed = completions.clone();
    reversed.reverse();
    let again = plan(&pack, &reversed, &SelectionCounts::new());
    let tasks = |plan: &BatchPlan| {
        let is_task = |p: &Placement| matches!(p, Placement::Task { .. });
        let mut numbers: Vec<String> = plan
            .places
            .iter()
            .filter(|p| is_task(&p.placement))
            .map(|p| p.request_no.clone())
            .collect();
        numbers.sort();
        numbers
    };
    assert_eq!(tasks(&first), tasks(&again), "the order of arrival does not matter");
    assert_eq!(first.selection.values().map(|s| s.eligible).sum::<u64>(), 10);
}

/// Who was merged into a request that was left out is judged by itself.
#[test]
fn a_request_left_out_carries_nothing() {
    let pack = three_in_ten();
    let completions: Vec<_> = (10..20)
        .flat_map(|n| [completion(&format!("R{n}")), described(&format!("S{n} >R{n}"))])
        .collect();
    let plan = plan(&pack, &completions, &SelectionCounts::new());
    let counts = &plan.counts;
    let excluded = |reason: &str| {
        counts.excluded.iter().find(|(r, _)| r.code() == reason).map_or(0, |(_, n)| *n)
    };
    // 3 of the 10 R are drawn and carry their S; the other 7 S make 17 eligible, so 6 are drawn.
    assert_eq!(excluded("merged"), 3);
    assert_eq!(counts.tasks[&CallerRole::Agent], 6);
    assert_eq!(excluded("not_selected"), 11);
    assert!(counts.balanced);
}
