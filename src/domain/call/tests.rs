//! Calls as tables: what happens on the left, how the call ends on the right.

use uuid::Uuid;

use super::*;

const START: Timestamp = Timestamp(1_700_000_000_000);

const AGENT_RINGS: CallEvent = CallEvent::LegRinging { leg: Leg::Agent };
const AGENT_ANSWERS: CallEvent = CallEvent::LegAnswered { leg: Leg::Agent };
const RESIDENT_RINGS: CallEvent = CallEvent::LegRinging { leg: Leg::Resident };
const ANNOUNCEMENT: CallEvent = CallEvent::EarlyMedia { leg: Leg::Resident };
const RESIDENT_ANSWERS: CallEvent = CallEvent::LegAnswered { leg: Leg::Resident };
const RECORDING_READY: CallEvent = CallEvent::RecordingReady { bytes: Some(44) };

const fn ended(leg: Leg, by: Party, sip: Option<u16>, q850: u16) -> CallEvent {
    CallEvent::LegEnded { leg, by, sip_status: sip, q850: Some(q850) }
}

const AGENT_CUT: CallEvent = ended(Leg::Agent, Party::System, None, 16);
const RESIDENT_HANGS_UP: CallEvent = ended(Leg::Resident, Party::Resident, None, 16);
const RESIDENT_CUT: CallEvent = ended(Leg::Resident, Party::System, None, 16);
const BUSY: CallEvent = ended(Leg::Resident, Party::Resident, Some(486), 17);

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

/// What happens, a second apart, and how it ends: who hung up first, why, the length of the
/// conversation, the final SIP status.
const CALLS: &str = "
resident hangs up          | talk, resident hangs up, agent cut            | resident line 1s -
agent puts it down         | talk, agent hangs up, resident cut            | agent line 1s -
goodbye, resident first    | talk, goodbye, resident hangs up, agent cut   | resident line 2s -
goodbye, agent has waited  | talk, goodbye, agent cut, resident cut        | agent line 2s -
ended by the system        | talk, system ends it, agent cut, resident cut | system line 2s -
system outranks goodbye | talk, goodbye, system ends it, agent cut, resident cut | system line 3s -
busy                       | dial, busy, agent cut                         | resident line 0s 486
declined while ringing     | dial, rings, declined, agent cut              | resident line 0s 603
dead number, announced     | dial, announcement, dead number, agent cut    | resident line 0s 404
resident's order refused   | dial, resident refused, agent cut             | system refused 0s -
agent's order refused      | agent refused                          | system agent_unreachable 0s -
agent declines             | agent rings, agent declines            | agent agent_unreachable 0s 603
agent gives up ringing     | dial, rings, agent hangs up, resident cut     | agent cancelled 0s -
called off at once         | goodbye, agent cut                            | agent cancelled 0s -
called off while ringing   | dial, rings, goodbye, resident cut, agent cut | agent cancelled 0s -
exchange forgot the order  | line lost                                     | nobody line_lost 0s -
exchange forgot the talk   | talk, line lost                               | nobody line_lost 1s -
exchange forgot the rest   | talk, resident hangs up, line lost            | resident line 1s -
answered before it rang    | dial, answers, rings, resident hangs up, agent cut | resident line 2s -
news of nobody dialled     | agent rings, answers, resident hangs up, agent answers, busy, \
                             agent cut                                     | resident line 0s 486
everything twice           | talk, agent answers, answers, resident hangs up, resident hangs up, \
                             agent cut, agent cut, line lost               | resident line 3s -
";

fn events(words: &str) -> Vec<CallEvent> {
    words.split(',').flat_map(|word| events_of(word.trim())).collect()
}

fn events_of(word: &str) -> Vec<CallEvent> {
    vec![match word {
        "dial" => return vec![AGENT_RINGS, AGENT_ANSWERS],
        "talk" => return vec![AGENT_RINGS, AGENT_ANSWERS, RESIDENT_RINGS, RESIDENT_ANSWERS],
        "agent rings" => AGENT_RINGS,
        "agent answers" => AGENT_ANSWERS,
        "rings" => RESIDENT_RINGS,
        "announcement" => ANNOUNCEMENT,
        "answers" => RESIDENT_ANSWERS,
        "goodbye" => CallEvent::HangUpRequested { by: Requester::Agent },
        "system ends it" => CallEvent::HangUpRequested { by: Requester::System },
        "agent hangs up" => ended(Leg::Agent, Party::Agent, None, 16),
        "agent declines" => ended(Leg::Agent, Party::Agent, Some(603), 21),
        "agent cut" => AGENT_CUT,
        "agent refused" => CallEvent::OriginateRefused { leg: Leg::Agent },
        "resident hangs up" => RESIDENT_HANGS_UP,
        "resident cut" => RESIDENT_CUT,
        "resident refused" => CallEvent::OriginateRefused { leg: Leg::Resident },
        "busy" => BUSY,
        "declined" => ended(Leg::Resident, Party::Resident, Some(603), 21),
        "dead number" => ended(Leg::Resident, Party::Resident, Some(404), 1),
        "line lost" => CallEvent::LineLost,
        unknown => panic!("no event is called {unknown:?}"),
    }]
}

/// The end of a call in the words of the table.
fn in_words(conclusion: &CallConclusion) -> String {
    let code = |value: serde_json::Value| value.as_str().unwrap_or("nobody").to_owned();
    let line = &conclusion.line;
    let by = code(serde_json::json!(line.by));
    let reason = code(serde_json::json!(line.reason));
    let sip = line.sip_status.map_or("-".to_owned(), |status| status.to_string());
    format!("{by} {reason} {}s {sip}", conclusion.talk_ms / 1000)
}

#[test]
fn calls_end_as_their_events_say() {
    let calls: Vec<&str> = CALLS.trim().lines().collect();
    assert_eq!(calls.len(), 21);
    for row in calls {
        let columns: Vec<&str> = row.split('|').map(str::trim).collect();
        let mut desk = Desk::new();
        events(columns[1]).iter().for_each(|event| desk.event(event));
        let conclusion = desk.conclusion().unwrap_or_else(|| panic!("not concluded: {row}"));
        assert_eq!(in_words(conclusion), columns[2], "{row}");
        assert_eq!(desk.call.state(), CallState::Ended, "{row}");
        let concluded = desk.count(|effect| matches!(effect, CallEffect::Concluded(_)));
        assert_eq!(concluded, 1, "{row}");
        let outliving = desk.timers.iter().find(|(id, _)| id.kind != TimerKind::Recording);
        assert_eq!(outliving, None, "a timer outlives the call: {row}");
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
