//! Agent ringing: the agent's telephone rings, the resident is not dialled yet.

use super::CallState;
use super::conclusion::EndReason;
use super::effect::NoteKind;
use super::ended;
use super::event::{CallEvent, Leg};
use super::step::Step;
use super::timer::TimerKind;

pub(super) fn handle(step: &mut Step, event: &CallEvent) -> CallState {
    match event {
        CallEvent::LegAnswered { leg: Leg::Agent } => {
            step.note(NoteKind::AgentAnswered);
            step.cancel_timers(|timer| timer == TimerKind::AgentRing);
            step.originate(Leg::Resident);
            CallState::ResidentRinging
        }
        CallEvent::LegEnded { leg: Leg::Agent, .. }
        | CallEvent::OriginateRefused { leg: Leg::Agent }
        | CallEvent::TimerFired { .. } => ended::enter(step, EndReason::AgentUnreachable),
        CallEvent::HangUpRequested { .. } => ended::enter(step, EndReason::Cancelled),
        _ => CallState::AgentRinging,
    }
}
