//! Resident ringing: the agent waits on the line while the resident is dialled.

use super::CallState;
use super::conclusion::EndReason;
use super::effect::{CallEffect, NoteKind};
use super::ended;
use super::event::{CallEvent, Leg};
use super::step::Step;
use super::timer::TimerKind;

pub(super) fn handle(step: &mut Step, event: &CallEvent) -> CallState {
    match event {
        CallEvent::LegRinging { leg: Leg::Resident } => alerted(step, NoteKind::ResidentRinging),
        CallEvent::EarlyMedia { leg: Leg::Resident } => alerted(step, NoteKind::EarlyMedia),
        CallEvent::LegAnswered { leg: Leg::Resident } => answered(step),
        CallEvent::LegEnded { leg: Leg::Resident, .. } => ended::enter(step, EndReason::Line),
        CallEvent::OriginateRefused { leg: Leg::Resident } => {
            ended::enter(step, EndReason::Refused)
        }
        CallEvent::TimerFired { .. } => {
            step.ledger.ring_limit_reached = true;
            ended::enter(step, EndReason::Line)
        }
        CallEvent::LegEnded { leg: Leg::Agent, .. } | CallEvent::HangUpRequested { .. } => {
            ended::enter(step, EndReason::Cancelled)
        }
        _ => CallState::ResidentRinging,
    }
}

/// The ring time counts from the first sign of it, not from the order: how long a carrier takes
/// to find a telephone is not the resident's doing.
fn alerted(step: &mut Step, kind: NoteKind) -> CallState {
    step.note(kind);
    let resident = &step.ledger.resident;
    if resident.ringing_at.is_none() || resident.early_media_at.is_none() {
        let limit = step.at.plus_secs(i64::from(step.limits.resident_ring_secs));
        step.set_timer(TimerKind::ResidentRing, limit);
    }
    CallState::ResidentRinging
}

fn answered(step: &mut Step) -> CallState {
    step.note(NoteKind::ResidentAnswered);
    step.cancel_timers(|timer| timer == TimerKind::ResidentRing);
    step.emit(CallEffect::Bridge);
    step.start_recording();
    let limit = step.at.plus_secs(i64::from(step.limits.talk_limit_secs));
    step.set_timer(TimerKind::TalkLimit, limit);
    CallState::Talking
}
