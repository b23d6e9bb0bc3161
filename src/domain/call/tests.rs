//! Calls as tables: what happens on the left, how the call ends on the right.

use uuid::Uuid;

use super::*;

const START: Timestamp = Timestamp(1_700_000_000_000);

const AGENT_RINGS: CallEvent = CallEvent::LegRinging { leg: Leg::Agent };
const AGENT_ANSWERS: CallEvent = CallEvent::LegAnswered { leg: Leg::Agent };
const RESIDENT_RINGS: CallEvent = CallEvent::LegRinging { leg: Leg::Resident };
const ANNOUNCEMENT: CallEvent = CallEvent::EarlyMedia { leg: Leg::Resident };
const RESIDENT_ANSWERS: CallEvent = CallEvent::LegAnswered { leg: Leg::Resident };
const AGENT_PRESSES_HANG_UP: CallEvent = CallEvent::HangUpRequested { by: Requester::Agent };
const SYSTEM_ENDS_IT: CallEvent = CallEvent::HangUpRequested { by: Requester::System };
const RECORDING_READY: CallEvent = CallEvent::RecordingReady { bytes: Some(44) };

const fn ended(leg: Leg, by: Party, sip: Option<u16>, q850: u16) -> CallEvent {
    CallEvent::LegEnded { leg, by, sip_status: sip, q850: Some(q850) }
}

const AGENT_HANGS_UP: CallEvent = ended(Leg::Agent, Party::Agent, None, 16);
const AGENT_CUT: CallEvent = ended(Leg::Agent, Party::System, None, 16);
const RESIDENT_HANGS_UP: CallEvent = ended(Leg::Resident, Party::Resident, None, 16);
const RESIDENT_CUT: CallEvent = ended(Leg::Resident, Party::System, None, 16);
const BUSY: CallEvent = ended(Leg::Resident, Party::Resident, Some(486), 17);
const DEAD_NUMBER: CallEvent = ended(Leg::Resident, Party::Resident, Some(404), 1);

/// A call with its running timers and everything it ever wanted.
struct Desk {
    call: CallMachine,
    now: Timestamp,
    timers: Vec<(TimerId, Timestamp)>,
    effects: Vec<CallEffect>,
}

impl Desk {
    fn new() -> Self {
        let (call, effects) = CallMachine::order(Uuid::nil(), CallLimits::default(), START);
        let mut desk = Self { call, now: START, timers: Vec::new(), effects: Vec::new() };
        desk.take(effects);
        desk
    }

    fn take(&mut self, effects: Vec<CallEffect>) {
        for effect in &effects {
            match effect {
                CallEffect::SetTimer { id, due_at } => self.timers.push((*id, *due_at)),
                CallEffect::CancelTimer { id } => self.timers.retain(|(timer, _)| timer != id),
                _ => {}
            }
        }
        self.effects.extend(effects);
    }

    /// One second later this happens. The machine is stored and read back in between.
    fn event(&mut self, event: &CallEvent) {
        self.now = self.now.plus_secs(1);
        let stored = serde_json::to_string(&self.call).expect("plain data");
        self.call = serde_json::from_str(&stored).expect("its own JSON");
        let effects = self.call.handle(self.now, self.now, event);
        self.take(effects);
    }

    /// Nothing happens until the next timer is due.
    fn wait(&mut self) {
        let next = self.timers.iter().copied().min_by_key(|(_, due_at)| *due_at);
        let (id, due_at) = next.expect("a timer is running");
        self.timers.retain(|(timer, _)| *timer != id);
        self.now = self.now.max(due_at);
        let effects = self.call.handle(self.now, self.now, &CallEvent::TimerFired { id });
        self.take(effects);
    }

    fn count(&self, which: impl Fn(&CallEffect) -> bool) -> usize {
        self.effects.iter().filter(|effect| which(effect)).count()
    }

    fn conclusion(&self) -> Option<&CallConclusion> {
        self.effects.iter().find_map(|effect| match effect {
            CallEffect::Concluded(conclusion) => Some(conclusion),
            _ => None,
        })
    }
}

/// Who hung up, why, the seconds talked, the SIP status, and whether our ring time was over.
type End = (Option<Party>, EndReason, i64, Option<u16>, bool);

#[test]
fn calls_end_as_their_events_say() {
    use EndReason::{AgentUnreachable, Cancelled, Line, LineLost, Refused};
    let agent_up = [AGENT_RINGS, AGENT_ANSWERS];
    let resident_rings = [AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS];
    let talk = [AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS, RESIDENT_ANSWERS];
    let refused = |leg| CallEvent::OriginateRefused { leg };
    let (agent, resident, system) =
        (Some(Party::Agent), Some(Party::Resident), Some(Party::System));
    #[rustfmt::skip]
    let cases: Vec<(&str, &[CallEvent], Vec<CallEvent>, End)> = vec![
        ("resident hangs up", &talk, vec![RESIDENT_HANGS_UP, AGENT_CUT], (resident, Line, 1, None, false)),
        ("agent hangs up at the telephone", &talk, vec![AGENT_HANGS_UP, RESIDENT_CUT], (agent, Line, 1, None, false)),
        ("goodbye, resident first", &talk, vec![AGENT_PRESSES_HANG_UP, RESIDENT_HANGS_UP, AGENT_CUT], (resident, Line, 2, None, false)),
        ("goodbye, agent after waiting", &talk, vec![AGENT_PRESSES_HANG_UP, AGENT_CUT, RESIDENT_CUT], (agent, Line, 2, None, false)),
        ("system ends a conversation", &talk, vec![SYSTEM_ENDS_IT, AGENT_CUT, RESIDENT_CUT], (system, Line, 2, None, false)),
        ("system outranks a goodbye", &talk, vec![AGENT_PRESSES_HANG_UP, SYSTEM_ENDS_IT, AGENT_CUT, RESIDENT_CUT], (system, Line, 3, None, false)),
        ("busy", &agent_up, vec![BUSY, AGENT_CUT], (resident, Line, 0, Some(486), false)),
        ("declined while ringing", &resident_rings, vec![ended(Leg::Resident, Party::Resident, Some(603), 21), AGENT_CUT], (resident, Line, 0, Some(603), false)),
        ("dead number, announced", &agent_up, vec![ANNOUNCEMENT, DEAD_NUMBER, AGENT_CUT], (resident, Line, 0, Some(404), false)),
        ("exchange refuses the resident", &agent_up, vec![refused(Leg::Resident), AGENT_CUT], (system, Refused, 0, None, false)),
        ("exchange refuses the agent", &[], vec![refused(Leg::Agent)], (system, AgentUnreachable, 0, None, false)),
        ("agent declines", &agent_up[..1], vec![ended(Leg::Agent, Party::Agent, Some(603), 21)], (agent, AgentUnreachable, 0, Some(603), false)),
        ("agent gives up while it rings", &resident_rings, vec![AGENT_HANGS_UP, RESIDENT_CUT], (agent, Cancelled, 0, None, false)),
        ("hang-up before the agent rings", &[], vec![AGENT_PRESSES_HANG_UP, AGENT_CUT], (agent, Cancelled, 0, None, false)),
        ("hang-up while the resident rings", &resident_rings, vec![AGENT_PRESSES_HANG_UP, RESIDENT_CUT, AGENT_CUT], (agent, Cancelled, 0, None, false)),
        ("exchange forgot a fresh call", &[], vec![CallEvent::LineLost], (None, LineLost, 0, None, false)),
        ("exchange forgot a conversation", &talk, vec![CallEvent::LineLost], (None, LineLost, 1, None, false)),
        ("exchange forgot the other leg only", &talk, vec![RESIDENT_HANGS_UP, CallEvent::LineLost], (resident, Line, 1, None, false)),
        ("answered before it rang", &agent_up, vec![RESIDENT_ANSWERS, RESIDENT_RINGS, RESIDENT_HANGS_UP, AGENT_CUT], (resident, Line, 2, None, false)),
        ("news of a resident nobody dialled", &agent_up[..1], vec![RESIDENT_ANSWERS, RESIDENT_HANGS_UP, AGENT_ANSWERS, BUSY, AGENT_CUT], (resident, Line, 0, Some(486), false)),
        ("everything twice", &talk, vec![AGENT_ANSWERS, RESIDENT_ANSWERS, RESIDENT_HANGS_UP, RESIDENT_HANGS_UP, AGENT_CUT, AGENT_CUT, CallEvent::LineLost], (resident, Line, 3, None, false)),
    ];
    for (name, before, then, expected) in cases {
        let mut desk = Desk::new();
        before.iter().chain(&then).for_each(|event| desk.event(event));
        let conclusion = desk.conclusion().unwrap_or_else(|| panic!("{name}: not concluded"));
        let line = &conclusion.line;
        let talked = conclusion.talk_ms / 1000;
        let end: End = (line.by, line.reason, talked, line.sip_status, line.our_timeout);
        assert_eq!(end, expected, "{name}");
        assert_eq!(desk.call.state(), CallState::Ended, "{name}");
        let concluded = desk.count(|effect| matches!(effect, CallEffect::Concluded(_)));
        assert_eq!(concluded, 1, "{name}");
        assert!(
            desk.timers.iter().all(|(id, _)| id.kind == TimerKind::Recording),
            "{name}: a timer outlives the call: {:?}",
            desk.timers
        );
    }
}

/// The events, the seconds after which a limit ends the call, the legs then told to hang up, the
/// reason, and whether it counts as our ring time.
type Limit = (&'static [CallEvent], i64, &'static [Leg], EndReason, bool);

#[test]
fn limits_end_what_nobody_ends() {
    const TALK: &[CallEvent] = &[AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS, RESIDENT_ANSWERS];
    #[rustfmt::skip]
    let cases: Vec<Limit> = vec![
        (&[], 40, &[Leg::Agent], EndReason::AgentUnreachable, false),
        (TALK.split_at(1).0, 30, &[Leg::Agent], EndReason::AgentUnreachable, false),
        (TALK.split_at(2).0, 45, &[Leg::Resident, Leg::Agent], EndReason::Line, true),
        (TALK.split_at(3).0, 35, &[Leg::Resident, Leg::Agent], EndReason::Line, true),
        (TALK, 3600, &[Leg::Resident, Leg::Agent], EndReason::Line, false),
    ];
    for (events, secs, legs, reason, our_timeout) in cases {
        let mut desk = Desk::new();
        events.iter().for_each(|event| desk.event(event));
        let (since, seen) = (desk.now, desk.effects.len());
        desk.wait();
        assert_eq!(desk.now.ms_since(since), secs * 1000, "{events:?}");
        let told: Vec<Leg> = desk.effects[seen..]
            .iter()
            .filter_map(|effect| match effect {
                CallEffect::HangUp { leg, manner: HangUpManner::AtOnce, .. } => Some(*leg),
                _ => None,
            })
            .collect();
        assert_eq!(told, legs, "{events:?}");
        desk.event(&RESIDENT_CUT);
        desk.event(&AGENT_CUT);
        let line = &desk.conclusion().expect("both legs are over").line;
        assert_eq!((line.reason, line.our_timeout), (reason, our_timeout), "{events:?}");
    }
}

#[test]
fn a_leg_that_stays_silent_is_told_again_and_then_given_up() {
    let mut desk = Desk::new();
    [AGENT_RINGS, AGENT_ANSWERS, BUSY].iter().for_each(|event| desk.event(event));
    for _ in 0..3 {
        assert!(desk.conclusion().is_none());
        desk.wait();
    }
    let attempts: Vec<u32> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            CallEffect::HangUp { leg: Leg::Agent, attempt, .. } => Some(*attempt),
            _ => None,
        })
        .collect();
    assert_eq!(attempts, [1, 2, 3]);
    let conclusion = desk.conclusion().expect("given up");
    assert_eq!(conclusion.line.sip_status, Some(486));
    assert_eq!(conclusion.ended_at, START.plus_secs(3));
}

#[test]
fn an_answered_call_yields_its_recording_or_an_alarm() {
    let talk = [AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS, RESIDENT_ANSWERS];
    let end = [RESIDENT_HANGS_UP, AGENT_CUT];
    let failed = CallEvent::RecordingFailed;
    // what follows the answer, then whether time passes, then fetches and alarms
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<&CallEvent>, bool, usize, usize)> = vec![
        ("ready after the end", vec![&end[0], &end[1], &RECORDING_READY], false, 1, 0),
        ("ready before the end", vec![&RECORDING_READY, &end[0], &end[1]], false, 1, 0),
        ("ready twice", vec![&end[0], &RECORDING_READY, &end[1], &RECORDING_READY], false, 1, 0),
        ("never ready", vec![&end[0], &end[1]], true, 0, 1),
        ("failed", vec![&end[0], &end[1], &failed, &failed], false, 0, 1),
        ("fetched in vain", vec![&end[0], &end[1], &RECORDING_READY, &failed], false, 1, 1),
        ("ready after the alarm", vec![&end[0], &end[1], &failed, &RECORDING_READY], false, 1, 1),
        ("line lost: tried all the same", vec![&CallEvent::LineLost], false, 1, 0),
    ];
    for (name, then, waits, fetches, alarms) in cases {
        let mut desk = Desk::new();
        talk.iter().chain(then).for_each(|event| desk.event(event));
        if waits {
            desk.wait();
        }
        let fetched = desk.count(|effect| matches!(effect, CallEffect::FetchRecording { .. }));
        let alarmed = desk.count(|effect| matches!(effect, CallEffect::RecordingMissing { .. }));
        assert_eq!((fetched, alarmed), (fetches, alarms), "{name}");
        assert!(desk.timers.is_empty(), "{name}: {:?}", desk.timers);
    }
}

#[test]
fn an_answer_that_crosses_our_ring_limit_is_not_kept_silent() {
    let mut desk = Desk::new();
    [AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS].iter().for_each(|event| desk.event(event));
    desk.wait();
    [RESIDENT_ANSWERS, RESIDENT_CUT, AGENT_CUT].iter().for_each(|event| desk.event(event));
    let line = &desk.conclusion().expect("both legs are over").line;
    assert!(line.answered && line.our_timeout);
    assert_eq!(desk.count(|effect| matches!(effect, CallEffect::RecordingMissing { .. })), 1);
}

#[test]
fn a_late_or_repeated_timer_is_dropped() {
    let mut desk = Desk::new();
    let (agent_ring, _) = desk.timers[0];
    [AGENT_RINGS, AGENT_ANSWERS].iter().for_each(|event| desk.event(event));
    desk.event(&CallEvent::TimerFired { id: agent_ring });
    assert_eq!(desk.call.state(), CallState::ResidentRinging);
    let (resident_ring, _) = desk.timers[0];
    desk.wait();
    let effects = desk.effects.len();
    desk.event(&CallEvent::TimerFired { id: resident_ring });
    assert_eq!(desk.effects.len(), effects);
}

#[test]
fn who_ended_it_is_read_from_the_exchange_s_clock_not_from_the_order_of_arrival() {
    let mut desk = Desk::new();
    let talk = [AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS, RESIDENT_ANSWERS];
    talk.iter().for_each(|event| desk.event(event));
    let answered = desk.now;
    let now = answered.plus_secs(60);
    for (at, event) in [(58, &AGENT_CUT), (57, &RESIDENT_HANGS_UP)] {
        let effects = desk.call.handle(now, answered.plus_secs(at), event);
        desk.take(effects);
    }
    let conclusion = desk.conclusion().expect("both legs are over");
    assert_eq!(conclusion.line.by, Some(Party::Resident));
    assert_eq!(conclusion.talk_ms, 57_000);
}

#[test]
fn names_and_keys_follow_from_the_call() {
    let mut desk = Desk::new();
    let talk = [AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS, RESIDENT_ANSWERS];
    talk.iter().for_each(|event| desk.event(event));
    let keys: Vec<String> =
        desk.effects.iter().filter_map(|effect| effect.command_key(Uuid::nil())).collect();
    let id = Uuid::nil();
    let expected = [
        format!("{id}-agent:originate"),
        format!("{id}-resident:originate"),
        format!("{id}-bridge:bridge"),
        format!("{id}-recording:start"),
    ];
    assert_eq!(keys, expected);
    assert_eq!(desk.timers[0].0.name(id), format!("{id}-talk_limit-5"));
}
