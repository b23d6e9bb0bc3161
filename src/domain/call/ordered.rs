//! Ordered: the agent's telephone was asked for and does not ring yet.

use super::agent_ringing;
use super::effect::NoteKind;
use super::event::{CallEvent, Leg};
use super::step::Step;
use super::{CallState, timer::TimerKind};

/// Places the order: the agent first, so that no resident ever waits for an agent.
pub(super) fn enter(step: &mut Step) -> CallState {
    step.ledger.ordered_at = step.at;
    step.note(NoteKind::CallOrdered);
    step.originate(Leg::Agent);
    CallState::Ordered
}

/// The first sign of ringing moves the call on. Everything else is as if it rang already: events
/// may skip ringing, or overtake it.
pub(super) fn handle(step: &mut Step, event: &CallEvent) -> CallState {
    let CallEvent::LegRinging { leg: Leg::Agent } = event else {
        return match agent_ringing::handle(step, event) {
            CallState::AgentRinging => CallState::Ordered,
            moved => moved,
        };
    };
    step.note(NoteKind::AgentRinging);
    let limit = step.at.plus_secs(i64::from(step.limits.agent_ring_secs));
    step.set_timer(TimerKind::AgentRing, limit);
    CallState::AgentRinging
}
