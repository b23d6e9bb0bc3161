//! The simulated exchange and its residents: a queue of what is due, and the calls it is due for.
//!
//! Pure and deterministic: it reads no clock, writes no file, and waits for nothing. Whoever owns
//! it says what time it is.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::line::{Phase, SimulatedCall};
use super::settings::SimulatorSettings;
use super::timing;
use crate::domain::call::{CallEvent, Leg, Party, names};
use crate::domain::timestamp::Timestamp;
use crate::pbx::PbxFact;

/// Ended calls are remembered this long, for repeated and late commands.
const MEMORY_SECS: i64 = 3600;

/// What the world tells its owner, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorldOutput {
    /// Something happened.
    Fact(PbxFact),
    /// A resident is dialled: for the journal, before anything comes of it.
    Dialled {
        /// The call.
        call_id: Uuid,
        /// The resident's channel.
        channel: String,
        /// The number, masked.
        number: String,
        /// When.
        at: Timestamp,
    },
    /// The recording is to be written, and `ready` becomes true when it is.
    Record {
        /// The call.
        call_id: Uuid,
        /// Name of the recording.
        recording: String,
        /// Milliseconds of conversation.
        talk_ms: i64,
        /// The fact to report afterwards.
        ready: PbxFact,
    },
}

/// What is due on a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Happening {
    Rings(Leg),
    Announcement,
    Answers(Leg),
    Ends(Leg, Party, Option<u16>, u16),
    FileReady,
    Forgotten,
}

/// The world.
pub struct World {
    pub(super) settings: SimulatorSettings,
    pub(super) now: Timestamp,
    sequence: u64,
    queue: BTreeMap<(Timestamp, u64), (Uuid, Happening)>,
    pub(super) calls: HashMap<Uuid, SimulatedCall>,
    pub(super) outputs: Vec<WorldOutput>,
}

impl World {
    /// An empty world at this instant.
    pub fn new(settings: SimulatorSettings, now: Timestamp) -> Self {
        Self {
            settings,
            now,
            sequence: 0,
            queue: BTreeMap::new(),
            calls: HashMap::new(),
            outputs: Vec::new(),
        }
    }

    /// When something is due next.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.queue.first_key_value().map(|((due_at, _), _)| *due_at)
    }

    /// Calls with a leg on a line, in the order of their ids.
    pub fn live_calls(&self) -> Vec<Uuid> {
        let live = self.calls.iter().filter(|(_, call)| call.is_live());
        let mut ids: Vec<Uuid> = live.map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids
    }

    /// Lets everything happen that is due by `now`, and hands over all outputs since the last
    /// time. An earlier `now` than before changes nothing.
    pub fn advance_to(&mut self, now: Timestamp) -> Vec<WorldOutput> {
        self.pass_until(now);
        self.take_outputs()
    }

    /// Hands over all outputs since the last time.
    pub fn take_outputs(&mut self) -> Vec<WorldOutput> {
        std::mem::take(&mut self.outputs)
    }

    pub(super) fn pass_until(&mut self, now: Timestamp) {
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > now {
                break;
            }
            let ((due_at, _), (call_id, happening)) = entry.remove_entry();
            self.now = self.now.max(due_at);
            self.happen(call_id, happening);
        }
        self.now = self.now.max(now);
    }

    /// What is due for a line that is over by now does not happen any more.
    fn happen(&mut self, call_id: Uuid, happening: Happening) {
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        match happening {
            Happening::Rings(leg) => {
                let line = call.line_mut(leg);
                if *line == Phase::Dialling {
                    *line = Phase::Ringing;
                    self.tell_leg(call_id, leg, "ringing", CallEvent::LegRinging { leg });
                }
            }
            Happening::Announcement => {
                let leg = Leg::Resident;
                if call.resident == Phase::Dialling {
                    self.tell_leg(call_id, leg, "early_media", CallEvent::EarlyMedia { leg });
                }
            }
            Happening::Answers(leg) => {
                if matches!(call.line(leg), Phase::Dialling | Phase::Ringing) {
                    call.answer(leg, self.now);
                    self.tell_leg(call_id, leg, "answered", CallEvent::LegAnswered { leg });
                }
            }
            Happening::Ends(leg, by, sip_status, q850) => {
                let in_time = by != Party::System || call.line(leg) != Phase::Up;
                if in_time && call.line(leg).is_live() {
                    self.end(call_id, leg, by, sip_status, q850);
                }
            }
            Happening::FileReady => self.file(call_id),
            Happening::Forgotten => {
                self.calls.remove(&call_id);
            }
        }
    }

    /// Ends a leg. The other one stays on the line until it is told to hang up, as on a real
    /// exchange (telephony.md, "Click-to-call").
    pub(super) fn end(
        &mut self,
        call_id: Uuid,
        leg: Leg,
        by: Party,
        sip_status: Option<u16>,
        q850: u16,
    ) {
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        *call.line_mut(leg) = Phase::Ended;
        let over = !call.is_live();
        self.part(call_id);
        let event = CallEvent::LegEnded { leg, by, sip_status, q850: Some(q850) };
        self.tell_leg(call_id, leg, "ended", event);
        if over {
            self.after(MEMORY_SECS * 1000, call_id, Happening::Forgotten);
        }
    }

    /// The conversation, if there was one, is over now; its file follows.
    pub(super) fn part(&mut self, call_id: Uuid) {
        let now = self.now;
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        if call.answered_at.is_some() && call.parted_at.is_none() {
            call.parted_at = Some(now);
            if call.is_recorded {
                self.after(timing::FILE_MS, call_id, Happening::FileReady);
            }
        }
    }

    fn file(&mut self, call_id: Uuid) {
        let Some(call) = self.calls.get(&call_id) else { return };
        let (Some(answered_at), Some(parted_at)) = (call.answered_at, call.parted_at) else {
            return;
        };
        let recording = names::recording(call_id);
        let event = CallEvent::RecordingReady { bytes: None };
        let external_key = format!("{recording}:ready");
        let ready = PbxFact { call_id, external_key, at: self.now, event };
        let talk_ms = parted_at.ms_since(answered_at);
        self.outputs.push(WorldOutput::Record { call_id, recording, talk_ms, ready });
    }

    /// The exchange's own limit on ringing.
    pub(super) fn limit(&mut self, call_id: Uuid, leg: Leg, ring_secs: u32) {
        let gives_up = Happening::Ends(leg, Party::System, Some(480), 19);
        self.after(i64::from(ring_secs) * 1000, call_id, gives_up);
    }

    pub(super) fn draw(&self, call_id: Uuid, purpose: &str, span: (i64, i64)) -> i64 {
        timing::draw(self.settings.seed, call_id, purpose, span)
    }

    pub(super) fn after(&mut self, delay_ms: i64, call_id: Uuid, happening: Happening) {
        self.sequence += 1;
        let key = (self.now.plus_ms(delay_ms), self.sequence);
        self.queue.insert(key, (call_id, happening));
    }

    fn tell_leg(&mut self, call_id: Uuid, leg: Leg, what: &str, event: CallEvent) {
        self.tell(call_id, format!("{}:{what}", names::channel(call_id, leg)), event);
    }

    pub(super) fn tell(&mut self, call_id: Uuid, external_key: String, event: CallEvent) {
        let fact = PbxFact { call_id, external_key, at: self.now, event };
        self.outputs.push(WorldOutput::Fact(fact));
    }
}
