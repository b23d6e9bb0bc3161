//! What is known of a call when it is over: raw facts, not yet judged.

use serde::{Deserialize, Serialize};

use super::event::Party;
use crate::domain::timestamp::Timestamp;

/// Why the call ended where it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The resident's line decided: busy, no answer, announcement, or a conversation that ended.
    Line,
    /// The agent did not pick up, or the agent's telephone could not be reached. The resident was
    /// not dialled.
    AgentUnreachable,
    /// Called off before the resident answered.
    Cancelled,
    /// The exchange refused to dial the resident.
    Refused,
    /// The exchange lost the call; how it really ended is unknown.
    LineLost,
}

/// What the line did, in the facts a classification needs (telephony.md, "Outcome of a call").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineResult {
    /// The resident's telephone was picked up.
    pub answered: bool,
    /// It rang.
    pub rang: bool,
    /// The carrier played something before the answer.
    pub early_media: bool,
    /// We stopped ringing after our own limit, which tells a made-up 480 from a real one.
    pub our_timeout: bool,
    /// Who hung up first; `None` when nobody can know.
    pub by: Option<Party>,
    /// Why it ended.
    pub reason: EndReason,
    /// Final SIP status of the resident's leg, of the agent's when only that one was dialled.
    pub sip_status: Option<u16>,
    /// Release cause (Q.850) of the same leg.
    pub q850: Option<u16>,
}

/// The end of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallConclusion {
    /// What the line did.
    pub line: LineResult,
    /// When the call was ordered.
    pub ordered_at: Timestamp,
    /// When the agent picked up.
    pub agent_answered_at: Option<Timestamp>,
    /// When the resident's telephone began to ring.
    pub resident_ringing_at: Option<Timestamp>,
    /// When the resident picked up.
    pub resident_answered_at: Option<Timestamp>,
    /// When the first of the two legs ended.
    pub ended_at: Timestamp,
    /// Milliseconds from the resident's answer to the end; 0 when nobody answered.
    pub talk_ms: i64,
    /// The end was found by comparing with the exchange, not reported by it.
    pub reconciled: bool,
}
