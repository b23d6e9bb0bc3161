//! Ended: the call is over. Legs that are still up are told to hang up until they confirm, then
//! the call is concluded; its recording may arrive before or after that.

use super::CallState;
use super::conclusion::{CallConclusion, EndReason, LineResult};
use super::effect::{CallEffect, HangUpManner, NoteKind, NoteParams};
use super::event::{CallEvent, Leg, Party, Requester};
use super::ledger::{Ledger, LegEnd, RecordingLedger};
use super::names;
use super::step::Step;
use super::timer::TimerKind;
use crate::domain::timestamp::Timestamp;

/// Ends the call for this reason, from whatever state.
pub(super) fn enter(step: &mut Step, reason: EndReason) -> CallState {
    step.ledger.reason = Some(reason);
    step.cancel_timers(|_| true);
    close_legs(step);
    if step.ledger.recording == RecordingLedger::Awaited {
        step.emit(CallEffect::StopRecording { recording: names::recording(step.call_id) });
        let limit = step.now.plus_secs(i64::from(step.limits.recording_wait_secs));
        step.set_timer(TimerKind::Recording, limit);
    }
    CallState::Ended
}

pub(super) fn handle(step: &mut Step, event: &CallEvent) -> CallState {
    match event {
        CallEvent::LegEnded { .. } | CallEvent::OriginateRefused { .. } => conclude_if_over(step),
        CallEvent::TimerFired { id } if id.kind == TimerKind::Recording => {
            step.recording_missing();
        }
        CallEvent::TimerFired { .. } => close_legs(step),
        _ => {}
    }
    CallState::Ended
}

/// The exchange does not know the call any more. Whatever it may still hold of it is hung up, the
/// rest is assumed to be over; a finished recording may still be there to fetch.
pub(super) fn lose(step: &mut Step) -> CallState {
    step.ledger.lost = true;
    if step.ledger.reason.is_none() {
        enter(step, EndReason::LineLost);
    }
    if step.ledger.recording == RecordingLedger::Awaited {
        step.fetch_recording();
    }
    assume_closed(step);
    CallState::Ended
}

fn close_legs(step: &mut Step) {
    if step.ledger.closing_rounds >= step.limits.hang_up_attempts {
        return assume_closed(step);
    }
    step.ledger.closing_rounds += 1;
    for leg in [Leg::Resident, Leg::Agent] {
        step.hang_up(leg, HangUpManner::AtOnce);
    }
    if step.ledger.agent.is_open() || step.ledger.resident.is_open() {
        let limit = step.now.plus_secs(i64::from(step.limits.closing_secs));
        step.set_timer(TimerKind::Closing, limit);
    }
    conclude_if_over(step);
}

fn assume_closed(step: &mut Step) {
    let (at, by) = (step.at, Party::System);
    let (sip_status, q850) = (None, None);
    for leg in [Leg::Agent, Leg::Resident] {
        let end = LegEnd { at, by, sip_status, q850, refused: false, assumed: true };
        step.ledger.leg_mut(leg).close(end);
    }
    conclude_if_over(step);
}

fn conclude_if_over(step: &mut Step) {
    let ledger = &step.ledger;
    if ledger.concluded || ledger.agent.is_open() || ledger.resident.is_open() {
        return;
    }
    step.ledger.concluded = true;
    step.cancel_timers(|timer| timer != TimerKind::Recording);
    let conclusion = conclusion(step.ledger, step.at);
    if conclusion.line.answered && step.ledger.recording == RecordingLedger::None {
        step.recording_missing();
    }
    let by = conclusion.line.by;
    let (sip_status, q850) = (conclusion.line.sip_status, conclusion.line.q850);
    step.note_with(NoteKind::CallEnded, NoteParams { leg: None, by, sip_status, q850 });
    step.emit(CallEffect::Concluded(conclusion));
}

fn conclusion(ledger: &Ledger, now: Timestamp) -> CallConclusion {
    let ended_at = first_end(ledger).map_or(now, |end| end.at);
    let decisive = if ledger.resident.originated { &ledger.resident } else { &ledger.agent };
    let answered_at = ledger.resident.answered_at;
    CallConclusion {
        line: LineResult {
            answered: answered_at.is_some(),
            rang: ledger.resident.ringing_at.is_some(),
            early_media: ledger.resident.early_media_at.is_some(),
            our_timeout: ledger.ring_limit_reached,
            by: first_by(ledger),
            reason: ledger.reason.unwrap_or(EndReason::LineLost),
            sip_status: decisive.end.as_ref().and_then(|end| end.sip_status),
            q850: decisive.end.as_ref().and_then(|end| end.q850),
        },
        ordered_at: ledger.ordered_at,
        agent_answered_at: ledger.agent.answered_at,
        resident_ringing_at: ledger.resident.ringing_at,
        resident_answered_at: answered_at,
        ended_at,
        talk_ms: answered_at.map_or(0, |answered| ended_at.ms_since(answered).max(0)),
        reconciled: ledger.lost,
    }
}

/// The leg that ended first, by the exchange's clock and not by the order of arrival. A reported
/// end goes before an assumed one, and a person before the system when both ended in the same
/// millisecond.
fn first_end(ledger: &Ledger) -> Option<&LegEnd> {
    let ends = [&ledger.agent.end, &ledger.resident.end];
    ends.into_iter().flatten().min_by_key(|end| (end.assumed, end.at, end.by == Party::System))
}

/// Who hung up first. What the system did at an agent's wish is the agent's doing.
fn first_by(ledger: &Ledger) -> Option<Party> {
    let end = first_end(ledger).filter(|end| !(end.assumed && ledger.lost))?;
    match (end.by, ledger.hang_up_by) {
        (Party::System, Some(Requester::Agent)) => Some(Party::Agent),
        (by, _) => Some(by),
    }
}
