//! The events of an ordinary call in any order, any number of times, or lost.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn happy_call() -> Vec<CallEvent> {
    let hung_up = |leg, by| CallEvent::LegEnded { leg, by, sip_status: None, q850: Some(16) };
    vec![
        CallEvent::LegRinging { leg: Leg::Agent },
        CallEvent::LegAnswered { leg: Leg::Agent },
        CallEvent::EarlyMedia { leg: Leg::Resident },
        CallEvent::LegRinging { leg: Leg::Resident },
        CallEvent::LegAnswered { leg: Leg::Resident },
        CallEvent::Bridged,
        CallEvent::RecordingStarted,
        CallEvent::HangUpRequested { by: Requester::Agent },
        hung_up(Leg::Resident, Party::Resident),
        hung_up(Leg::Agent, Party::System),
        CallEvent::RecordingReady { bytes: None },
    ]
}

/// The events shuffled, each delivered up to three times or never.
fn deliveries() -> impl Strategy<Value = Vec<CallEvent>> {
    proptest::collection::vec(0..=3_usize, happy_call().len())
        .prop_map(|counts| {
            happy_call()
                .into_iter()
                .zip(counts)
                .flat_map(|(event, count)| std::iter::repeat_n(event, count))
                .collect::<Vec<_>>()
        })
        .prop_shuffle()
}

/// Delivers the events, then lets every timer fire, repeated ones included.
fn play(events: &[CallEvent]) -> (CallMachine, Vec<CallEffect>) {
    let mut now = Timestamp(0);
    let (mut call, mut all) = CallMachine::order(Uuid::nil(), CallLimits::default(), now);
    for event in events {
        now = now.plus_secs(1);
        all.extend(call.handle(now, now, event));
    }
    let mut next = 0;
    while let Some(effect) = all.get(next).cloned() {
        next += 1;
        if let CallEffect::SetTimer { id, due_at } = effect {
            for _ in 0..2 {
                let now = due_at.max(now);
                all.extend(call.handle(now, now, &CallEvent::TimerFired { id }));
            }
        }
    }
    (call, all)
}

fn count(effects: &[CallEffect], which: impl Fn(&CallEffect) -> bool) -> usize {
    effects.iter().filter(|effect| which(effect)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_ends_both_legs_and_concludes_once(events in deliveries()) {
        let (call, effects) = play(&events);
        prop_assert_eq!(call.state(), CallState::Ended);
        prop_assert_eq!(count(&effects, |e| matches!(e, CallEffect::Concluded(_))), 1);
        let agents = count(&effects, |e| matches!(e, CallEffect::OriginateAgent { .. }));
        let residents = count(&effects, |e| matches!(e, CallEffect::OriginateResident { .. }));
        prop_assert_eq!(agents, 1);
        prop_assert!(residents <= 1);
        let ledger = &call.ledger;
        for (leg, books) in [(Leg::Agent, &ledger.agent), (Leg::Resident, &ledger.resident)] {
            let told = effects.iter().any(|e| matches!(e,
                CallEffect::HangUp { leg: told, .. } if *told == leg));
            let reported = books.end.as_ref().is_some_and(|end| !end.assumed);
            prop_assert!(!books.originated || told || reported, "{leg:?} was left on the line");
        }
    }

    #[test]
    fn any_order_leaves_an_answered_call_with_a_recording_or_an_alarm(events in deliveries()) {
        let (_, effects) = play(&events);
        let fetched = count(&effects, |e| matches!(e, CallEffect::FetchRecording { .. }));
        let alarmed = count(&effects, |e| matches!(e, CallEffect::RecordingMissing { .. }));
        let answered = effects.iter().any(|e| matches!(e,
            CallEffect::Concluded(conclusion) if conclusion.line.answered));
        prop_assert!(fetched <= 1 && alarmed <= 1);
        prop_assert!(!answered || fetched + alarmed >= 1);
    }

    #[test]
    fn any_order_writes_each_kind_of_note_once(events in deliveries()) {
        let (_, effects) = play(&events);
        let mut seen = Vec::new();
        for effect in &effects {
            if let CallEffect::Note(note) = effect {
                prop_assert!(!seen.contains(&(note.kind, note.params.leg)), "{note:?} twice");
                seen.push((note.kind, note.params.leg));
            }
        }
    }
}
