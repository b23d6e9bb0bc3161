//! One telephone call from order to end, as a machine without input or output: events in, effects
//! out (design.md section 2; telephony.md, "Click-to-call").
//!
//! ```text
//! Ordered ─ agent rings ─▶ AgentRinging ─ agent answers ─▶ ResidentRinging ─ answers ─▶ Talking
//!    └───────────── hang-up, refusal, limit, lost line, from anywhere ────────▶ Ended ◀────┘
//! ```
//!
//! What a caller may rely on:
//! - each leg is ordered at most once in the life of a call;
//! - every leg that was ordered is reported over, or is told to hang up until it is;
//! - [`CallEffect::Concluded`] comes exactly once, when both legs are over;
//! - an answered call either yields [`CallEffect::FetchRecording`] or
//!   [`CallEffect::RecordingMissing`], whatever the exchange forgets;
//! - a repeated, late or impossible event changes nothing but the books.
//!
//! The machine never waits. Timers are effects that come back as events; the whole machine is
//! plain data, kept as JSON beside [`SNAPSHOT_VERSION`] between two events.

mod agent_ringing;
mod conclusion;
mod effect;
mod ended;
mod event;
mod ledger;
pub mod names;
mod ordered;
mod resident_ringing;
mod step;
mod talking;
mod timer;

#[cfg(test)]
mod permutation_tests;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use conclusion::{CallConclusion, EndReason, LineResult};
pub use effect::{CallEffect, HangUpManner, Note, NoteKind, NoteParams};
pub use event::{CallEvent, Leg, Party, Requester};
pub use timer::{TimerId, TimerKind};

use super::timestamp::Timestamp;
use ledger::Ledger;
use step::Step;

/// Version of the JSON form of [`CallMachine`]; older ones stay readable.
pub const SNAPSHOT_VERSION: u32 = 1;

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// The agent's telephone was asked for.
    Ordered,
    /// It rings.
    AgentRinging,
    /// The agent waits while the resident is dialled.
    ResidentRinging,
    /// They talk.
    Talking,
    /// It is over.
    Ended,
}

impl CallState {
    /// The stable code, as stored and as sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::AgentRinging => "agent_ringing",
            Self::ResidentRinging => "resident_ringing",
            Self::Talking => "talking",
            Self::Ended => "ended",
        }
    }
}

/// Limits of a call, in seconds unless named otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLimits {
    /// How long the agent's telephone rings.
    pub agent_ring_secs: u32,
    /// How long the resident's telephone rings (35, scripts-zh.md 1.6).
    pub resident_ring_secs: u32,
    /// How long a telephone may take to begin ringing.
    pub setup_secs: u32,
    /// How long the resident may take to hang up after the goodbye. The agent's own 5 + 3 seconds
    /// (scripts-zh.md 1.1) lie within it.
    pub goodbye_secs: u32,
    /// After this long a conversation is a forgotten line.
    pub talk_limit_secs: u32,
    /// How long a leg may take to confirm that it is over.
    pub closing_secs: u32,
    /// How many times a leg is told to hang up before it is taken for over.
    pub hang_up_attempts: u32,
    /// How long after the end the recording may take to be ready.
    pub recording_wait_secs: u32,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            agent_ring_secs: 30,
            resident_ring_secs: 35,
            setup_secs: 10,
            goodbye_secs: 15,
            talk_limit_secs: 3600,
            closing_secs: 5,
            hang_up_attempts: 3,
            recording_wait_secs: 120,
        }
    }
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallMachine {
    /// The call's id; the names of its channels and of its recording follow from it.
    pub id: Uuid,
    state: CallState,
    limits: CallLimits,
    ledger: Ledger,
}

impl CallMachine {
    /// Orders a call, and gives the effects that begin it.
    pub fn order(id: Uuid, limits: CallLimits, now: Timestamp) -> (Self, Vec<CallEffect>) {
        let mut call = Self { id, state: CallState::Ordered, limits, ledger: Ledger::default() };
        let effects = call.step(now, now, ordered::enter);
        (call, effects)
    }

    /// Where the call stands.
    pub fn state(&self) -> CallState {
        self.state
    }

    /// Whether [`CallEffect::Concluded`] was given.
    pub fn is_concluded(&self) -> bool {
        self.ledger.concluded
    }

    /// Takes one event and gives the effects to commit with the new state.
    ///
    /// `now` is the time of handling: limits that we keep run from it. `at` is when the event
    /// happened by the exchange's clock; an instant in the future is read as `now`. For events of
    /// our own (timers, wishes) both are the same.
    pub fn handle(&mut self, now: Timestamp, at: Timestamp, event: &CallEvent) -> Vec<CallEffect> {
        let at = at.min(now);
        if !self.ledger.observe(at, event) {
            return Vec::new();
        }
        let state = self.state;
        self.step(now, at, |step| match (event, state) {
            (CallEvent::LineLost, _) => ended::lose(step),
            (CallEvent::Bridged, _) => noted(step, state, NoteKind::Bridged),
            (CallEvent::RecordingStarted, _) => noted(step, state, NoteKind::RecordingStarted),
            (CallEvent::RecordingReady { .. }, _) => {
                step.fetch_recording();
                state
            }
            (CallEvent::RecordingFailed, _) => {
                step.recording_missing();
                state
            }
            _ => by_state(step, state, event),
        })
    }

    fn step(
        &mut self,
        now: Timestamp,
        at: Timestamp,
        act: impl FnOnce(&mut Step) -> CallState,
    ) -> Vec<CallEffect> {
        let (limits, ledger) = (&self.limits, &mut self.ledger);
        let mut step = Step { call_id: self.id, limits, ledger, now, at, effects: Vec::new() };
        self.state = act(&mut step);
        step.effects
    }
}

fn noted(step: &mut Step, state: CallState, kind: NoteKind) -> CallState {
    step.note(kind);
    state
}

fn by_state(step: &mut Step, state: CallState, event: &CallEvent) -> CallState {
    if let CallEvent::LegEnded { leg, by, sip_status, q850 } = event {
        let (leg, by) = (Some(*leg), Some(*by));
        let params = NoteParams { leg, by, sip_status: *sip_status, q850: *q850 };
        step.note_with(NoteKind::LegEnded, params);
    }
    match state {
        CallState::Ordered => ordered::handle(step, event),
        CallState::AgentRinging => agent_ringing::handle(step, event),
        CallState::ResidentRinging => resident_ringing::handle(step, event),
        CallState::Talking => talking::handle(step, event),
        CallState::Ended => ended::handle(step, event),
    }
}
