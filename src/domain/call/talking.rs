//! Talking: agent and resident are joined and recorded.

use super::CallState;
use super::conclusion::EndReason;
use super::effect::HangUpManner;
use super::ended;
use super::event::{CallEvent, Leg, Requester};
use super::step::Step;
use super::timer::TimerKind;

pub(super) fn handle(step: &mut Step, event: &CallEvent) -> CallState {
    match event {
        CallEvent::LegEnded { .. } | CallEvent::TimerFired { .. } => {
            ended::enter(step, EndReason::Line)
        }
        CallEvent::HangUpRequested { by: Requester::System } => ended::enter(step, EndReason::Line),
        CallEvent::HangUpRequested { by: Requester::Agent } => {
            say_goodbye(step);
            CallState::Talking
        }
        _ => CallState::Talking,
    }
}

/// The resident is left the time to hang up first (scripts-zh.md 1.1).
fn say_goodbye(step: &mut Step) {
    step.hang_up(Leg::Agent, HangUpManner::AfterGoodbye);
    let limit = step.now.plus_secs(i64::from(step.limits.goodbye_secs));
    step.set_timer(TimerKind::Goodbye, limit);
}
