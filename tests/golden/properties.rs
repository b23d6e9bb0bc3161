//! What holds for every batch and every task, whatever comes.

use std::collections::{BTreeMap, BTreeSet};

use huifang::domain::calendar::{CallingHours, Slot};
use huifang::domain::callback::attempts::{Attempt, NextStep};
use huifang::domain::callback::batch::{
    BatchInput, CompletionFacts, ExclusionReason, Placement, SelectionCounts, plan_batch,
};
use huifang::domain::callback::disposition::Disposition;
use huifang::domain::callback::outcome::CallOutcome;
use huifang::domain::callback::task::TaskFacts;
use huifang::domain::coded::Coded;
use huifang::domain::rules::RulePack;
use huifang::domain::service_request::{ServiceRequestKind, Severity};
use huifang::domain::timestamp::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use crate::attempts::{facts, task_rules};
use crate::batch::completion;
use crate::support::{World, at, zone};

/// Requests R0 to R11 of three households that name each other at will.
fn any_completion() -> impl Strategy<Value = CompletionFacts> {
    let flags = prop::array::uniform6(prop::bool::weighted(0.2));
    let severity = prop::sample::select(Severity::ALL);
    let kind = prop::sample::select(&ServiceRequestKind::ALL[..3]);
    let hours = (-40_i64..0, 0_i64..40);
    let related = prop::option::of(0..12_u8);
    (0..12_u8, related, 0..3_u128, flags, severity, kind, hours).prop_map(
        |(number, related, household, flags, severity, kind, (told, done))| {
            let mut facts = completion(&format!("R{number}"));
            let noon = at("2026-11-19 12:00");
            facts.taken_in_at = noon.plus_secs(told * 3600);
            facts.completed_at = noon.plus_secs(done * 3600);
            facts.related_no = related.map(|number| format!("R{number}"));
            facts.household_id = (household > 0).then(|| Uuid::from_u128(household));
            facts.matter.severity = severity;
            facts.matter.kind = kind;
            [facts.reply_only, facts.anonymous, facts.do_not_call, facts.late] =
                [flags[0], flags[1], flags[2], flags[3]];
            facts.has_valid_phone = !flags[4];
            facts.matter.against_manager = flags[5];
            facts
        },
    )
}

proptest! {
    #[test]
    fn every_completion_has_one_place_and_the_batch_balances(
        mut completions in prop::collection::vec(any_completion(), 0..24),
        tenths in 0..=10_u32,
    ) {
        for (facts, id) in completions.iter_mut().zip(1..) {
            facts.completion_id = Uuid::from_u128(id);
        }
        let mut pack = RulePack::built_in();
        pack.rules[2].rate = format!("{tenths}/10").parse().expect("a rate");
        let plan = plan_batch(&BatchInput {
            pack: &pack,
            chosen: &BTreeMap::new(),
            zone: zone(),
            secret: b"secret",
            completions: &completions,
            earlier: &BTreeMap::new(),
            so_far: &SelectionCounts::new(),
        });
        let universe: Vec<&CompletionFacts> = completions
            .iter()
            .filter(|facts| pack.rule_for(&facts.matter).is_some())
            .collect();
        let ids: Vec<Uuid> = universe.iter().map(|facts| facts.completion_id).collect();
        let placed: Vec<Uuid> = plan.places.iter().map(|place| place.completion_id).collect();
        prop_assert_eq!(placed, ids);
        prop_assert!(plan.counts.balanced);
        prop_assert_eq!(plan.counts.completed as usize, universe.len());

        let carriers: BTreeSet<&str> = plan
            .places
            .iter()
            .filter(|place| matches!(place.placement, Placement::Task { .. }))
            .map(|place| place.request_no.as_str())
            .collect();
        for (place, facts) in plan.places.iter().zip(universe) {
            if let Placement::Excluded { reason, carrier } = &place.placement {
                prop_assert_eq!(carrier.is_some(), *reason == ExclusionReason::Merged);
                if let Some(carrier) = carrier {
                    prop_assert!(carriers.contains(carrier.as_str()), "{carrier} has no task");
                    prop_assert_ne!(carrier, &facts.request_no);
                }
            }
        }
    }
}

/// How a simulated attempt ends: what the line does, what the agent records, how long it takes, and
/// how long after its time it starts.
type Turn = (CallOutcome, Option<Disposition>, i64, i64);

fn any_turn() -> impl Strategy<Value = Turn> {
    let outcome = prop::sample::select(CallOutcome::ALL);
    let disposition = prop::option::of(prop::sample::select(vec![
        Disposition::NotPresent,
        Disposition::BrokenOff,
        Disposition::Voicemail,
        Disposition::WrongNumber,
        Disposition::RefusedByFamily,
    ]));
    (outcome, disposition, 1..600_i64, 0..120_i64)
}

proptest! {
    #[test]
    fn attempts_stay_in_the_windows_and_within_the_limits(
        name in prop::sample::select(
            vec!["repair", "complaint", "severe complaint", "office complaint"]),
        batch_date in prop::sample::select(
            vec!["2026-11-20", "2026-09-30", "2026-02-14", "2026-11-18", "2026-12-30"]),
        preferred in prop::option::of(prop::sample::select(Slot::ALL)),
        first_minute in 0..1440_i64,
        turns in prop::collection::vec(any_turn(), 30),
    ) {
        let world = World::new();
        let rules = task_rules(&world, name);
        let facts = TaskFacts { preferred, ..facts(name, batch_date) };
        let hours = world.pack.calling_hours(facts.class, &world.calendar, zone());
        let hours = CallingHours { evening: true, ..hours };
        let closes_at = rules.deadlines(&facts).closes_at;
        let mut attempts: Vec<Attempt> = Vec::new();
        let mut now = at(&format!("{batch_date} 00:00")).plus_secs(first_minute * 60);
        for (outcome, disposition, talk_secs, delay_secs) in turns {
            let step = rules.next_step(&facts, &attempts, now);
            prop_assert_eq!(step, rules.next_step(&facts, &attempts, now));
            let NextStep::Attempt { not_before, phone_index } = step else { break };
            prop_assert!(not_before >= now);
            prop_assert!(phone_index < facts.phone_count);
            prop_assert!(hours.is_open(not_before), "{not_before:?} is outside the windows");
            prop_assert!(rules.may_call(&facts, &attempts, not_before));
            let used = attempts.iter().filter(|a| a.outcome.is_attempt()).count();
            prop_assert!(used < rules.rule.attempt_limit as usize);
            prop_assert!(used == 0 || not_before < closes_at);
            prop_assert!(!was_spoken_to(&attempts, not_before), "twice on one day");

            let delayed = not_before.plus_secs(delay_secs);
            let started_at = if hours.is_open(delayed) { delayed } else { not_before };
            let answered = outcome == CallOutcome::Answered;
            let ended_at = started_at.plus_secs(talk_secs);
            let disposition = disposition.filter(|_| answered);
            attempts.push(Attempt {
                started_at,
                ended_at,
                phone_index,
                outcome,
                answered,
                disposition,
            });
            now = ended_at;
        }
    }
}

fn was_spoken_to(attempts: &[Attempt], at: Timestamp) -> bool {
    let stranger = [Some(Disposition::Voicemail), Some(Disposition::WrongNumber)];
    attempts
        .iter()
        .filter(|attempt| attempt.answered && !stranger.contains(&attempt.disposition))
        .any(|attempt| zone().date(attempt.started_at) == zone().date(at))
}
