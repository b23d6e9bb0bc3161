//! One step of a call: the books, the instants, and the effects collected on the way.

use uuid::Uuid;

use super::CallLimits;
use super::effect::{CallEffect, HangUpManner, Note, NoteKind, NoteParams};
use super::event::Leg;
use super::ledger::{Ledger, RecordingLedger};
use super::names;
use super::timer::{TimerId, TimerKind};
use crate::domain::timestamp::Timestamp;

pub(super) struct Step<'a> {
    pub call_id: Uuid,
    pub limits: &'a CallLimits,
    pub ledger: &'a mut Ledger,
    /// When the event is handled.
    pub now: Timestamp,
    /// When it happened, never later than `now`.
    pub at: Timestamp,
    pub effects: Vec<CallEffect>,
}

impl Step<'_> {
    pub(super) fn emit(&mut self, effect: CallEffect) {
        self.effects.push(effect);
    }

    pub(super) fn note(&mut self, kind: NoteKind) {
        self.note_with(kind, NoteParams::default());
    }

    pub(super) fn note_with(&mut self, kind: NoteKind, params: NoteParams) {
        let at = self.at;
        self.emit(CallEffect::Note(Note { at, kind, params }));
    }

    /// Sets the timer of this kind, replacing the one that runs.
    pub(super) fn set_timer(&mut self, kind: TimerKind, due_at: Timestamp) {
        self.cancel_timers(|timer| timer == kind);
        self.ledger.timer_rounds += 1;
        let id = TimerId { kind, round: self.ledger.timer_rounds };
        self.ledger.timers.push(id);
        self.emit(CallEffect::SetTimer { id, due_at });
    }

    pub(super) fn cancel_timers(&mut self, which: impl Fn(TimerKind) -> bool) {
        let timers = std::mem::take(&mut self.ledger.timers);
        let (cancelled, kept): (Vec<TimerId>, Vec<TimerId>) =
            timers.into_iter().partition(|timer| which(timer.kind));
        self.ledger.timers = kept;
        self.effects.extend(cancelled.into_iter().map(|id| CallEffect::CancelTimer { id }));
    }

    /// Orders a leg, at most once in the life of the call, and starts its ring timer.
    pub(super) fn originate(&mut self, leg: Leg) {
        if std::mem::replace(&mut self.ledger.leg_mut(leg).originated, true) {
            return;
        }
        let channel = names::channel(self.call_id, leg);
        let setup_secs = self.limits.setup_secs;
        match leg {
            Leg::Agent => {
                let ring_secs = self.limits.agent_ring_secs + setup_secs;
                let not_after = self.now.plus_secs(i64::from(ring_secs));
                self.set_timer(TimerKind::AgentRing, not_after);
                self.emit(CallEffect::OriginateAgent { channel, ring_secs, not_after });
            }
            Leg::Resident => {
                let ring_secs = self.limits.resident_ring_secs + setup_secs;
                let not_after = self.now.plus_secs(i64::from(ring_secs));
                self.set_timer(TimerKind::ResidentRing, not_after);
                self.emit(CallEffect::OriginateResident { channel, ring_secs, not_after });
            }
        }
    }

    /// Tells a leg to hang up, if it can still be up.
    pub(super) fn hang_up(&mut self, leg: Leg, manner: HangUpManner) {
        let books = self.ledger.leg_mut(leg);
        if books.is_open() {
            books.hang_up_count += 1;
            let attempt = books.hang_up_count;
            let channel = names::channel(self.call_id, leg);
            self.emit(CallEffect::HangUp { leg, channel, manner, attempt });
        }
    }

    pub(super) fn start_recording(&mut self) {
        self.ledger.recording = RecordingLedger::Awaited;
        self.emit(CallEffect::StartRecording { recording: names::recording(self.call_id) });
    }

    pub(super) fn fetch_recording(&mut self) {
        self.ledger.recording = RecordingLedger::Fetching;
        self.cancel_timers(|timer| timer == TimerKind::Recording);
        self.emit(CallEffect::FetchRecording { recording: names::recording(self.call_id) });
    }

    /// Gives the alarm, once.
    pub(super) fn recording_missing(&mut self) {
        if self.ledger.recording != RecordingLedger::Missing {
            self.ledger.recording = RecordingLedger::Missing;
            self.cancel_timers(|timer| timer == TimerKind::Recording);
            self.note(NoteKind::RecordingMissing);
            self.emit(CallEffect::RecordingMissing { recording: names::recording(self.call_id) });
        }
    }
}
