//! What the machine wants done: data for the outbox, performed after the commit.
//!
//! Effects carry no personal data. The number to dial belongs to the call's row; whoever performs
//! [`CallEffect::OriginateResident`] looks it up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::conclusion::CallConclusion;
use super::event::{Leg, Party};
use super::names;
use super::timer::TimerId;
use crate::domain::timestamp::Timestamp;

/// How a leg is hung up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HangUpManner {
    /// Now.
    AtOnce,
    /// The goodbye is said: the resident is given the time to hang up first (scripts-zh.md 1.1).
    AfterGoodbye,
}

/// An effect of one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CallEffect {
    /// Ring the agent.
    OriginateAgent {
        /// Name to give the channel.
        channel: String,
        /// Hard limit of the exchange in seconds, longer than our own timer: it counts only when
        /// we are down.
        ring_secs: u32,
        /// After this instant the order is void and must be dropped unperformed.
        not_after: Timestamp,
    },
    /// Ring the resident.
    OriginateResident {
        /// Name to give the channel.
        channel: String,
        /// Hard limit of the exchange in seconds, longer than our own timer.
        ring_secs: u32,
        /// After this instant the order is void and must be dropped unperformed: a resident is
        /// never dialled late, into a conversation that is over.
        not_after: Timestamp,
    },
    /// Let both legs hear each other.
    Bridge,
    /// Record both directions, agent left, resident right.
    StartRecording {
        /// Name to give the recording.
        recording: String,
    },
    /// Close the recording.
    StopRecording {
        /// Its name.
        recording: String,
    },
    /// End a leg.
    HangUp {
        /// Which telephone.
        leg: Leg,
        /// Its channel's name.
        channel: String,
        /// At once, or after the goodbye.
        manner: HangUpManner,
        /// The how-manieth time this leg is told, from 1.
        attempt: u32,
    },
    /// Feed [`super::CallEvent::TimerFired`] with this id at `due_at` or later.
    SetTimer {
        /// The timer.
        id: TimerId,
        /// When.
        due_at: Timestamp,
    },
    /// The timer is not needed any more. Optional: a timer that fires all the same is dropped.
    CancelTimer {
        /// The timer.
        id: TimerId,
    },
    /// Fetch the recording into the vault.
    FetchRecording {
        /// Its name.
        recording: String,
    },
    /// An answered call has no recording: an alarm for a person, not a silence (issue 2).
    RecordingMissing {
        /// The name it should have.
        recording: String,
    },
    /// An entry of the call's time line.
    Note(Note),
    /// The call is over; sent exactly once.
    Concluded(CallConclusion),
}

/// Kinds of time-line entries the machine writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The call was ordered.
    CallOrdered,
    /// The agent's telephone rings.
    AgentRinging,
    /// The agent picked up.
    AgentAnswered,
    /// The resident's telephone rings.
    ResidentRinging,
    /// The carrier plays something before the answer.
    EarlyMedia,
    /// The resident picked up.
    ResidentAnswered,
    /// They hear each other.
    Bridged,
    /// The recording runs.
    RecordingStarted,
    /// A leg ended.
    LegEnded,
    /// The call is over.
    CallEnded,
    /// An answered call has no recording.
    RecordingMissing,
}

impl NoteKind {
    /// The code of the event log and of the page's time line.
    pub fn code(self) -> &'static str {
        match self {
            Self::CallOrdered => "call_ordered",
            Self::AgentRinging => "agent_ringing",
            Self::AgentAnswered => "agent_answered",
            Self::ResidentRinging => "resident_ringing",
            Self::EarlyMedia => "early_media",
            Self::ResidentAnswered => "resident_answered",
            Self::Bridged => "bridged",
            Self::RecordingStarted => "recording_started",
            Self::LegEnded => "leg_ended",
            Self::CallEnded => "call_ended",
            Self::RecordingMissing => "recording_missing",
        }
    }
}

/// A time-line entry: when, what, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When it happened, by the exchange's clock.
    pub at: Timestamp,
    /// What happened. Called `note` in JSON, beside the effect's own `kind`.
    #[serde(rename = "note")]
    pub kind: NoteKind,
    /// Particulars.
    pub params: NoteParams,
}

/// Particulars of a time-line entry; what does not apply is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteParams {
    /// The leg that ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leg: Option<Leg>,
    /// Who ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Party>,
    /// Final SIP status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sip_status: Option<u16>,
    /// Release cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q850: Option<u16>,
}

impl CallEffect {
    /// The key under which the exchange performs this effect at most once; `None` for effects
    /// that are not commands to the exchange.
    pub fn command_key(&self, call_id: Uuid) -> Option<String> {
        match self {
            Self::OriginateAgent { channel, .. } | Self::OriginateResident { channel, .. } => {
                Some(format!("{channel}:originate"))
            }
            Self::Bridge => Some(format!("{}:bridge", names::bridge(call_id))),
            Self::StartRecording { recording } => Some(format!("{recording}:start")),
            Self::StopRecording { recording } => Some(format!("{recording}:stop")),
            Self::HangUp { channel, attempt, .. } => Some(format!("{channel}:hang_up:{attempt}")),
            Self::SetTimer { .. }
            | Self::CancelTimer { .. }
            | Self::FetchRecording { .. }
            | Self::RecordingMissing { .. }
            | Self::Note(_)
            | Self::Concluded(_) => None,
        }
    }
}
