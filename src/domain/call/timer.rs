//! Timers of a call: data with an identity, so that a late or repeated one is recognised.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// The agent does not pick up.
    AgentRing,
    /// The resident does not pick up (35 seconds, scripts-zh.md 1.6).
    ResidentRing,
    /// The goodbye is said and still nobody hung up (scripts-zh.md 1.1).
    Goodbye,
    /// Nobody talks for an hour on a callback: a forgotten line.
    TalkLimit,
    /// A leg was told to hang up and has not confirmed.
    Closing,
    /// The recording of an answered call has not arrived.
    Recording,
}

/// A timer of one call. `round` rises with every timer the call sets, so no two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimerId {
    /// What it is for.
    pub kind: TimerKind,
    /// The how-manieth timer of its call, from 1.
    pub round: u32,
}

impl TimerId {
    /// A name unique among all calls, for the timer's row: `{call id}-resident_ring-2`.
    pub fn name(self, call_id: Uuid) -> String {
        format!("{call_id}-{self}")
    }

    /// Reads the part of [`TimerId::name`] behind the call's id: `resident_ring-2`.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, round) = text.rsplit_once('-')?;
        let kind = TimerKind::ALL.into_iter().find(|candidate| candidate.code() == kind)?;
        Some(Self { kind, round: round.parse().ok()? })
    }
}

impl TimerKind {
    const ALL: [Self; 6] = [
        Self::AgentRing,
        Self::ResidentRing,
        Self::Goodbye,
        Self::TalkLimit,
        Self::Closing,
        Self::Recording,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::AgentRing => "agent_ring",
            Self::ResidentRing => "resident_ring",
            Self::Goodbye => "goodbye",
            Self::TalkLimit => "talk_limit",
            Self::Closing => "closing",
            Self::Recording => "recording",
        }
    }
}

impl fmt::Display for TimerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.code(), self.round)
    }
}
