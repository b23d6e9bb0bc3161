//! The port to the telephone exchange (PBX), and its drivers.
//!
//! Commands go in with a key and are performed at most once; what comes of them arrives as facts,
//! never as the answer to the command (telephony.md: "trust events, not the status"). A driver may
//! lose, repeat and reorder facts; it never dials a channel twice. Nothing here decides: the rules
//! of a call are `domain::call`.

pub mod simulator;

use std::pin::Pin;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncRead;
use uuid::Uuid;

use crate::domain::call::{CallEffect, CallEvent, HangUpManner, Leg};
use crate::domain::phone::PhoneNumber;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;

/// A telephone exchange.
#[async_trait]
pub trait Pbx: Send + Sync {
    /// Performs a command once per `key`; see [`CallEffect::command_key`].
    ///
    /// # Errors
    /// [`PbxError::Unreachable`] and [`PbxError::Io`] when it may help to try again.
    async fn perform(&self, key: &str, command: PbxCommand) -> Result<Performed, PbxError>;

    /// The calls of ours the exchange has on a line now. A call that is not listed, and not over
    /// by our books, is lost ([`CallEvent::LineLost`]).
    ///
    /// # Errors
    /// [`PbxError::Unreachable`] when the exchange cannot be asked.
    async fn live_calls(&self) -> Result<Vec<Uuid>, PbxError>;

    /// Opens a finished recording by its name.
    ///
    /// # Errors
    /// [`PbxError::UnknownRecording`] when the exchange has none of that name; the others when it
    /// may help to try again.
    async fn fetch_recording(&self, recording: &str) -> Result<RecordingStream, PbxError>;

    /// Lets the exchange delete a recording that is safe in the vault. One that is gone already
    /// is fine.
    ///
    /// # Errors
    /// [`PbxError::Unreachable`] and [`PbxError::Io`] when it may help to try again.
    async fn forget_recording(&self, recording: &str) -> Result<(), PbxError>;

    /// Whether calls can be ordered now.
    fn state(&self) -> PbxState;

    /// The driver's name, as the status page shows it.
    fn driver(&self) -> &'static str;
}

/// The bytes of a recording, as the exchange has them.
pub type RecordingStream = Pin<Box<dyn AsyncRead + Send>>;

/// What a command came to, as far as the exchange can say at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Performed {
    /// Handed over now.
    Done,
    /// It was performed before, under this key or for this channel.
    AlreadyDone,
    /// The call or leg it is meant for is gone: nothing is left to do it to.
    Void,
}

/// Whether the exchange can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PbxState {
    /// Yes.
    Up,
    /// No: nothing may be ordered (telephony.md, "Gate the dialer").
    Down,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum PbxError {
    /// The exchange does not answer.
    #[error("the exchange cannot be reached: {0}")]
    Unreachable(String),
    /// The exchange has no recording of that name, and will not have one.
    #[error("the exchange has no recording {0}")]
    UnknownRecording(String),
    /// Reading or writing failed on the way.
    #[error("input or output failed at the exchange: {0}")]
    Io(#[from] std::io::Error),
}

impl PbxError {
    /// Whether trying again later may help.
    pub fn is_transient(&self) -> bool {
        !matches!(self, Self::UnknownRecording(_))
    }
}

/// A command to the exchange. Names of channels, bridges and recordings are ours
/// (`domain::call::names`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PbxCommand {
    /// Ring a telephone.
    Originate {
        /// The call.
        call_id: Uuid,
        /// Which of its legs.
        leg: Leg,
        /// Name to give the channel.
        channel: String,
        /// Whom to ring.
        target: DialTarget,
        /// After this many seconds without an answer the exchange gives up by itself.
        ring_secs: u32,
        /// The number the called telephone sees. Never the resident's own (telephony.md, "Caller
        /// number trap").
        caller_number: String,
    },
    /// Join the legs.
    Bridge {
        /// The call.
        call_id: Uuid,
    },
    /// Record both directions into one file of two channels, agent left, resident right.
    StartRecording {
        /// The call.
        call_id: Uuid,
        /// Name to give the recording.
        recording: String,
    },
    /// Close the recording.
    StopRecording {
        /// The call.
        call_id: Uuid,
        /// Its name.
        recording: String,
    },
    /// End a leg.
    HangUp {
        /// The call.
        call_id: Uuid,
        /// Which of its legs.
        leg: Leg,
        /// The channel's name.
        channel: String,
        /// At once, or after the goodbye.
        manner: HangUpManner,
    },
}

/// Whom to ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialTarget {
    /// An agent's extension, as the exchange knows it.
    Agent(String),
    /// A resident's number.
    Resident(Pii<PhoneNumber>),
}

/// The telephones of a call, looked up from its row when its effects are performed.
#[derive(Clone, Debug)]
pub struct CallParties {
    /// The agent's extension.
    pub agent_extension: String,
    /// The resident's number.
    pub resident: Pii<PhoneNumber>,
    /// The company's number, which both telephones see.
    pub caller_number: String,
}

impl PbxCommand {
    /// The command an effect stands for; `None` when the effect is not for the exchange.
    pub fn of(call_id: Uuid, effect: &CallEffect, parties: &CallParties) -> Option<Self> {
        let originate = |leg, channel: &str, ring_secs, target| Self::Originate {
            call_id,
            leg,
            channel: channel.to_owned(),
            target,
            ring_secs,
            caller_number: parties.caller_number.clone(),
        };
        Some(match effect {
            CallEffect::OriginateAgent { channel, ring_secs, .. } => {
                let target = DialTarget::Agent(parties.agent_extension.clone());
                originate(Leg::Agent, channel, *ring_secs, target)
            }
            CallEffect::OriginateResident { channel, ring_secs, .. } => {
                let target = DialTarget::Resident(parties.resident.clone());
                originate(Leg::Resident, channel, *ring_secs, target)
            }
            CallEffect::Bridge => Self::Bridge { call_id },
            CallEffect::StartRecording { recording } => {
                Self::StartRecording { call_id, recording: recording.clone() }
            }
            CallEffect::StopRecording { recording } => {
                Self::StopRecording { call_id, recording: recording.clone() }
            }
            CallEffect::HangUp { leg, channel, manner, .. } => {
                Self::HangUp { call_id, leg: *leg, channel: channel.clone(), manner: *manner }
            }
            _ => return None,
        })
    }

    /// The call it belongs to.
    pub fn call_id(&self) -> Uuid {
        match self {
            Self::Originate { call_id, .. }
            | Self::Bridge { call_id }
            | Self::StartRecording { call_id, .. }
            | Self::StopRecording { call_id, .. }
            | Self::HangUp { call_id, .. } => *call_id,
        }
    }
}

/// Something that happened at the exchange, ready for the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PbxFact {
    /// The call.
    pub call_id: Uuid,
    /// Unique among all facts of the exchange; the same fact keeps its key when repeated.
    pub external_key: String,
    /// When it happened, by the exchange's clock.
    pub at: Timestamp,
    /// What happened.
    pub event: CallEvent,
}
