//! 呼叫结果: what the line did in one attempt, from the codes of the exchange (requirements.md 3.1,
//! telephony.md "Outcome of a call").

use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

coded! {
    /// What the line did in one attempt. What the person did is a
    /// [`Disposition`](super::disposition::Disposition).
    pub enum CallOutcome {
        /// Somebody or something picked up.
        Answered = "answered" | "接通",
        /// 占线
        Busy = "busy" | "占线",
        /// 无人接听
        NoAnswer = "no_answer" | "无人接听",
        /// 拒接: pressed away while ringing, or blocked.
        Declined = "declined" | "拒接",
        /// 空号: no such number. Never final on one event.
        Unallocated = "unallocated" | "空号",
        /// 停机: the number is out of service. Never final on one event.
        Suspended = "suspended" | "停机",
        /// 关机、不在服务区
        SwitchedOff = "switched_off" | "关机",
        /// 线路故障: ours or the carrier's; the resident's telephone never rang.
        LineFault = "line_fault" | "线路故障",
        /// 通话中断: our own service stopped in the middle.
        Interrupted = "interrupted" | "通话中断",
        /// The agent's own telephone was not reached, so nobody was called.
        AgentUnreachable = "agent_unreachable" | "坐席未接",
        /// The agent gave the call up before it rang out.
        Cancelled = "cancelled" | "已取消",
    }
}

impl CallOutcome {
    /// Whether this counts as an attempt to reach the resident. A call that never got as far as
    /// the resident's telephone does not.
    pub fn is_attempt(self) -> bool {
        !matches!(self, Self::LineFault | Self::AgentUnreachable | Self::Cancelled)
    }

    /// Whether the line says that the number is dead.
    pub fn is_dead_number(self) -> bool {
        matches!(self, Self::Unallocated | Self::Suspended)
    }
}

/// How our own side ended a call that nobody had answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnEnd {
    /// It rang as long as the rules allow.
    RangOut,
    /// The agent gave it up.
    Cancelled,
    /// The agent's own telephone was not reached.
    AgentUnreachable,
    /// The service stopped.
    Interrupted,
}

/// What is known of a finished leg to the resident. Codes alone are not enough: the exchange makes
/// up a 480 when it gives up itself, and announcements come as early media with a vague code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineSignal {
    /// Whether the resident's side picked up.
    pub answered: bool,
    /// Whether it was reported as ringing.
    pub ringing_seen: bool,
    /// Whether sound came before an answer: a ringback melody or an announcement.
    pub early_media_seen: bool,
    /// Final SIP status, `tech_cause` of the exchange.
    pub sip_status: Option<u16>,
    /// Q.850 cause of the hang-up.
    pub q850_cause: Option<u16>,
    /// How our own side ended it, when it did.
    pub ended_by_us: Option<OwnEnd>,
}

/// Classifies a finished leg. Our own ending comes first, because the codes of a call we gave up
/// are made up by the exchange; then statuses that blame our own account; then a cause that says
/// something definite; then the SIP status; vague causes last.
pub fn classify(signal: &LineSignal) -> CallOutcome {
    match signal.ended_by_us {
        Some(OwnEnd::AgentUnreachable) => return CallOutcome::AgentUnreachable,
        Some(OwnEnd::Interrupted) => return CallOutcome::Interrupted,
        _ if signal.answered => return CallOutcome::Answered,
        Some(OwnEnd::RangOut) => return CallOutcome::NoAnswer,
        Some(OwnEnd::Cancelled) => return CallOutcome::Cancelled,
        None => {}
    }
    if matches!(signal.sip_status, Some(401 | 402 | 403 | 407)) {
        return CallOutcome::LineFault;
    }
    by_cause(signal.q850_cause)
        .or_else(|| by_status(signal))
        .or_else(|| by_vague_cause(signal))
        .unwrap_or(CallOutcome::LineFault)
}

fn by_cause(cause: Option<u16>) -> Option<CallOutcome> {
    Some(match cause? {
        // Unallocated, number changed, incomplete.
        1 | 22 | 28 => CallOutcome::Unallocated,
        17 => CallOutcome::Busy,
        // Subscriber absent.
        20 => CallOutcome::SwitchedOff,
        21 => CallOutcome::Declined,
        // Destination out of order.
        27 => CallOutcome::Suspended,
        34 | 38 | 41 | 42 => CallOutcome::LineFault,
        _ => return None,
    })
}

fn by_status(signal: &LineSignal) -> Option<CallOutcome> {
    Some(match signal.sip_status? {
        486 | 600 => CallOutcome::Busy,
        603 | 607 => CallOutcome::Declined,
        301 | 404 | 410 | 484 | 604 => CallOutcome::Unallocated,
        408 | 480 | 487 => unanswered(signal),
        _ => CallOutcome::LineFault,
    })
}

fn by_vague_cause(signal: &LineSignal) -> Option<CallOutcome> {
    matches!(signal.q850_cause, Some(18 | 19)).then(|| unanswered(signal))
}

/// Tells three kinds of silence apart by what was heard: it rang; an announcement played (off or
/// out of coverage is the guess that costs nothing: another part of the day is tried); or nothing
/// came back at all, which is a dead trunk, not an absent resident.
fn unanswered(signal: &LineSignal) -> CallOutcome {
    let timed_out = signal.sip_status == Some(408);
    match (signal.ringing_seen, signal.early_media_seen) {
        (true, _) => CallOutcome::NoAnswer,
        (false, true) => CallOutcome::SwitchedOff,
        (false, false) if timed_out => CallOutcome::LineFault,
        (false, false) => CallOutcome::NoAnswer,
    }
}
