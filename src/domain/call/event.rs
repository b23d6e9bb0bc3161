//! What the machine is told: facts from the exchange, its own timers, and people's wishes.

use serde::{Deserialize, Serialize};

use super::timer::TimerId;

/// One of the two telephones of a click-to-call: the exchange rings the agent first, then the
/// resident, and joins them (telephony.md, "Click-to-call").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// The telephone of the callback agent (回访员).
    Agent,
    /// The telephone of the resident (住户).
    Resident,
}

/// Who put the receiver down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The agent, at the telephone or on the screen.
    Agent,
    /// The resident, or the carrier in the resident's name (busy, declined, announcement).
    Resident,
    /// We ourselves or the exchange: a command of ours, a limit, a failure.
    System,
}

/// Who asks us to end a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requester {
    /// The agent presses "hang up"; in a conversation this follows the goodbye.
    Agent,
    /// A rule or an operator of the service; takes effect at once.
    System,
}

/// An event of one call. Duplicates, late ones and wrong orders are normal (design.md section 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CallEvent {
    /// A telephone rings.
    LegRinging {
        /// Which one.
        leg: Leg,
    },
    /// The carrier plays something before the answer: its own ringing tone or an announcement.
    EarlyMedia {
        /// On which leg.
        leg: Leg,
    },
    /// Somebody, or something, picked up.
    LegAnswered {
        /// Which telephone.
        leg: Leg,
    },
    /// The two legs hear each other.
    Bridged,
    /// The exchange writes the two-channel recording.
    RecordingStarted,
    /// A leg is over, whatever it was doing.
    LegEnded {
        /// Which telephone.
        leg: Leg,
        /// Whose doing it was.
        by: Party,
        /// Final SIP status (RFC 3261), absent after a normal hang-up.
        sip_status: Option<u16>,
        /// Release cause (ITU-T Q.850), as the exchange reports it.
        q850: Option<u16>,
    },
    /// The exchange did not even try: unknown extension, trunk absent, ceiling reached, or the
    /// order came too late.
    OriginateRefused {
        /// Which leg was ordered.
        leg: Leg,
    },
    /// The recording is complete and can be fetched.
    RecordingReady {
        /// Its size, when the exchange says so.
        bytes: Option<u64>,
    },
    /// There will be no recording: the exchange could not write it, or it cannot be fetched.
    RecordingFailed,
    /// A timer set by [`super::CallEffect::SetTimer`] is due.
    TimerFired {
        /// The timer.
        id: TimerId,
    },
    /// Somebody wants the call to end.
    HangUpRequested {
        /// Who.
        by: Requester,
    },
    /// The exchange does not know this call any more, seen when comparing after a restart or a
    /// broken connection.
    LineLost,
}
