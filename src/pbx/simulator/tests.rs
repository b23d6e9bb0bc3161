//! The simulator driven by the call machine on a manual clock.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::domain::call::{
    CallConclusion, CallEffect, CallLimits, CallMachine, CallState, Leg, Party, Requester, TimerId,
    names,
};
use crate::domain::phone::PhoneNumber;
use crate::domain::pii::Pii;
use crate::pbx::{CallParties, DialTarget};

const START: Timestamp = Timestamp(1_700_000_000_000);
const NUMBER: &str = "13900008763";

/// A desk with a simulator, a clock and one call.
struct Desk {
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    pbx: Arc<SimulatorPbx>,
    call: CallMachine,
    timers: HashMap<TimerId, Timestamp>,
    facts: Vec<PbxFact>,
    conclusion: Option<CallConclusion>,
    /// Seconds of conversation after which the agent says goodbye.
    goodbye_secs: Option<i64>,
    goodbye_at: Option<Timestamp>,
}

fn open(folder: &Path, clock: &Arc<AtomicI64>, shares: BehaviourShares) -> Arc<SimulatorPbx> {
    let clock = Arc::clone(clock);
    let time: TimeSource = Box::new(move || Timestamp(clock.load(Ordering::Relaxed)));
    let settings = SimulatorSettings { seed: 7, behaviour: shares, ..SimulatorSettings::default() };
    Arc::new(SimulatorPbx::open(settings, folder, time).expect("a writable folder"))
}

fn parties() -> CallParties {
    CallParties {
        agent_extension: "801".to_owned(),
        resident: Pii::new(PhoneNumber::parse(NUMBER).expect("a mobile number")),
        caller_number: "075512345678".to_owned(),
    }
}

impl Desk {
    async fn order(shares: BehaviourShares, call_id: Uuid, goodbye_secs: Option<i64>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Arc::new(AtomicI64::new(START.0));
        let pbx = open(folder.path(), &clock, shares);
        let (call, effects) = CallMachine::order(call_id, CallLimits::default(), START);
        let (timers, facts) = (HashMap::new(), Vec::new());
        let mut desk = Self {
            folder,
            clock,
            pbx,
            call,
            timers,
            facts,
            conclusion: None,
            goodbye_secs,
            goodbye_at: None,
        };
        desk.act(effects).await;
        desk
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.clock.load(Ordering::Relaxed))
    }

    /// Performs effects, each of them twice, as an outbox may; a channel is dialled once whatever
    /// the key.
    async fn act(&mut self, effects: Vec<CallEffect>) {
        for effect in effects {
            match &effect {
                CallEffect::SetTimer { id, due_at } => drop(self.timers.insert(*id, *due_at)),
                CallEffect::CancelTimer { id } => drop(self.timers.remove(id)),
                CallEffect::Concluded(conclusion) => self.conclusion = Some(conclusion.clone()),
                _ => {}
            }
            let command = PbxCommand::of(self.call.id, &effect, &parties());
            let key = effect.command_key(self.call.id);
            assert_eq!(command.is_some(), key.is_some());
            if let (Some(command), Some(key)) = (command, key) {
                self.pbx.perform(&key, command.clone()).await.expect("always up");
                let again = self.pbx.perform(&key, command.clone()).await.expect("always up");
                assert_ne!(again, Performed::Done, "{key} was performed twice");
                if matches!(command, PbxCommand::Originate { .. }) {
                    let other = self.pbx.perform(&format!("{key}, renamed"), command).await;
                    assert_eq!(other.expect("always up"), Performed::AlreadyDone, "{key}");
                }
            }
        }
    }

    async fn feed(&mut self, event: &CallEvent, at: Timestamp) {
        let effects = self.call.handle(self.now(), at, event);
        self.act(effects).await;
    }

    /// Runs the clock from one due instant to the next until nothing is due for the call.
    async fn run(&mut self) {
        while self.conclusion.is_none() || self.timers.values().len() > 0 {
            if self.call.state() == CallState::Talking {
                let secs = self.goodbye_secs.take();
                self.goodbye_at = self.goodbye_at.or(secs.map(|secs| self.now().plus_secs(secs)));
            }
            let goodbye = self.goodbye_at.filter(|_| self.call.state() == CallState::Talking);
            let timer = self.timers.iter().map(|(id, due_at)| (*due_at, *id)).min();
            let next = [self.pbx.next_due(), timer.map(|(due_at, _)| due_at), goodbye];
            let due_at = next.into_iter().flatten().min().expect("a call cannot get stuck");
            self.clock.fetch_max(due_at.0, Ordering::Relaxed);
            for fact in self.pbx.step(due_at) {
                self.feed(&fact.event, fact.at).await;
                self.facts.push(fact);
            }
            if let Some((_, id)) =
                timer.filter(|(at, id)| *at <= due_at && self.timers.contains_key(id))
            {
                self.timers.remove(&id);
                self.feed(&CallEvent::TimerFired { id }, due_at).await;
            }
            if goodbye == Some(due_at) {
                self.goodbye_at = None;
                let by = Requester::Agent;
                self.feed(&CallEvent::HangUpRequested { by }, due_at).await;
            }
        }
    }

    fn concluded(&self) -> &CallConclusion {
        self.conclusion.as_ref().expect("concluded")
    }

    fn dials(&self) -> usize {
        let lines = read_journal(self.folder.path()).expect("a readable journal");
        lines.iter().filter(|line| matches!(line, JournalLine::Dialled { .. })).count()
    }
}

#[tokio::test]
async fn every_behaviour_ends_as_its_line_does() {
    let (resident, system) = (Some(Party::Resident), Some(Party::System));
    // behaviour, answered, rang, announcement, our limit, SIP, Q.850, who ended it
    #[rustfmt::skip]
    let cases = [
        (Behaviour::HangsUpMidway, true,  true,  false, false, None,      Some(16), resident),
        (Behaviour::Busy,          false, false, false, false, Some(486), Some(17), resident),
        (Behaviour::NoAnswer,      false, true,  false, true,  None,      Some(16), system),
        (Behaviour::Declines,      false, true,  false, false, Some(603), Some(21), resident),
        (Behaviour::SwitchedOff,   false, false, true,  false, Some(480), Some(20), resident),
        (Behaviour::Unallocated,   false, false, true,  false, Some(404), Some(1),  resident),
        (Behaviour::Suspended,     false, false, true,  false, Some(502), Some(27), resident),
    ];
    for (behaviour, answered, rang, early_media, our_timeout, sip, q850, by) in cases {
        let shares = BehaviourShares::only(behaviour);
        let mut desk = Desk::order(shares, Uuid::from_u128(1), None).await;
        desk.run().await;
        let line = &desk.concluded().line;
        let seen = (line.answered, line.rang, line.early_media, line.our_timeout);
        assert_eq!(seen, (answered, rang, early_media, our_timeout), "{behaviour:?}");
        assert_eq!((line.sip_status, line.q850, line.by), (sip, q850, by), "{behaviour:?}");
        assert_eq!(desk.dials(), 1, "{behaviour:?}");
        assert!(desk.pbx.live_calls().await.expect("up").is_empty(), "{behaviour:?}");
    }
}

#[tokio::test]
async fn after_the_goodbye_most_residents_hang_up_first() {
    let mut by_resident = 0;
    for index in 0..40 {
        let shares = BehaviourShares::only(Behaviour::Talks);
        let mut desk = Desk::order(shares, Uuid::from_u128(index), Some(60)).await;
        desk.run().await;
        let conclusion = desk.concluded();
        let waited_ms = conclusion.talk_ms - 60_000;
        match conclusion.line.by {
            Some(Party::Resident) => {
                by_resident += 1;
                assert!((1_000..=4_000).contains(&waited_ms), "{waited_ms}");
            }
            by => assert_eq!((by, waited_ms), (Some(Party::Agent), 8_000)),
        }
    }
    assert!((30..40).contains(&by_resident), "{by_resident} of 40 hung up first");
}

#[tokio::test]
async fn the_recording_is_as_long_as_the_conversation() {
    let shares = BehaviourShares::only(Behaviour::Talks);
    let mut desk = Desk::order(shares, Uuid::from_u128(5), Some(20)).await;
    desk.run().await;
    let name = names::recording(Uuid::from_u128(5));
    let mut bytes = Vec::new();
    let mut stream = desk.pbx.fetch_recording(&name).await.expect("a finished recording");
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut bytes).await.expect("readable");
    let ready = desk.facts.iter().find_map(|fact| match fact.event {
        CallEvent::RecordingReady { bytes } => bytes,
        _ => None,
    });
    assert_eq!(ready, u64::try_from(bytes.len()).ok());
    let reader = hound::WavReader::new(bytes.as_slice()).expect("a WAV file");
    assert_eq!(i64::from(reader.duration()), desk.concluded().talk_ms * 8);
    desk.pbx.forget_recording(&name).await.expect("deleted");
    desk.pbx.forget_recording(&name).await.expect("gone already is fine");
    let gone = desk.pbx.fetch_recording(&name).await.err().expect("it is gone");
    assert!(!gone.is_transient());
}

#[tokio::test]
async fn the_same_seed_gives_the_same_facts_and_other_keys_never_clash() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let shares = BehaviourShares::only(Behaviour::Talks);
        let mut desk = Desk::order(shares, Uuid::from_u128(9), Some(30)).await;
        desk.run().await;
        runs.push(desk.facts);
    }
    assert_eq!(runs[0], runs[1]);
    let mut keys: Vec<&String> = runs[0].iter().map(|fact| &fact.external_key).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!((keys.len(), count), (9, 9));
}

#[tokio::test]
async fn a_restarted_exchange_has_forgotten_the_call_and_dials_nobody() {
    let shares = BehaviourShares::only(Behaviour::Talks);
    let mut desk = Desk::order(shares.clone(), Uuid::from_u128(3), None).await;
    while desk.call.state() != CallState::Talking {
        let due_at = desk.pbx.next_due().expect("something is due");
        desk.clock.fetch_max(due_at.0, Ordering::Relaxed);
        for fact in desk.pbx.step(due_at) {
            desk.feed(&fact.event, fact.at).await;
        }
    }
    assert_eq!(desk.pbx.live_calls().await.expect("up"), [desk.call.id]);

    desk.pbx = open(desk.folder.path(), &desk.clock, shares);
    assert!(desk.pbx.live_calls().await.expect("up").is_empty());
    let target = DialTarget::Resident(parties().resident);
    let channel = names::channel(desk.call.id, Leg::Resident);
    let command = PbxCommand::Originate {
        call_id: desk.call.id,
        leg: Leg::Resident,
        channel: channel.clone(),
        target,
        ring_secs: 45,
        caller_number: parties().caller_number,
    };
    desk.pbx.perform(&format!("{channel}:originate"), command).await.expect("up");
    let facts = desk.pbx.step(desk.now());
    let events: Vec<&CallEvent> = facts.iter().map(|fact| &fact.event).collect();
    assert_eq!(events, [&CallEvent::OriginateRefused { leg: Leg::Resident }]);
    assert_eq!(desk.dials(), 1);

    desk.feed(&CallEvent::LineLost, desk.now()).await;
    assert!(desk.concluded().reconciled);
}

#[tokio::test]
async fn the_pump_hands_facts_to_a_channel() {
    let desk = Desk::order(BehaviourShares::default(), Uuid::from_u128(1), None).await;
    let (sink, mut facts) = mpsc::channel(16);
    desk.pbx.changed().await;
    let next = desk.pbx.pump(START, &sink).await.expect("received").expect("it will ring");
    assert!(facts.try_recv().is_err());
    desk.pbx.pump(next, &sink).await.expect("received");
    let event = facts.try_recv().expect("it rings").event;
    assert_eq!(event, CallEvent::LegRinging { leg: Leg::Agent });
    drop(facts);
    let later = START.plus_secs(60);
    assert!(desk.pbx.pump(later, &sink).await.is_err());
}

#[tokio::test]
async fn a_name_cannot_leave_the_spool() {
    let desk = Desk::order(BehaviourShares::default(), Uuid::from_u128(1), None).await;
    for name in ["../cdr", "", "a/b", "a.b", "..", "录音"] {
        assert!(desk.pbx.fetch_recording(name).await.is_err(), "{name}");
    }
}
