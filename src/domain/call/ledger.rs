//! What a call knows about itself, whatever its state: legs, timers, recording, and the reason of
//! its end. It also tells fresh news from repeated, late or impossible news.

use serde::{Deserialize, Serialize};

use super::conclusion::EndReason;
use super::event::{CallEvent, Leg, Party, Requester};
use super::timer::TimerId;
use crate::domain::timestamp::Timestamp;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LegLedger {
    /// Its order was given; only then can there be news of it.
    pub originated: bool,
    pub ringing_at: Option<Timestamp>,
    pub early_media_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub end: Option<LegEnd>,
    /// How often it was told to hang up.
    pub hang_up_count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LegEnd {
    pub at: Timestamp,
    pub by: Party,
    pub sip_status: Option<u16>,
    pub q850: Option<u16>,
    /// The exchange refused the order.
    pub refused: bool,
    /// Not reported by the exchange: given up, or lost.
    pub assumed: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RecordingLedger {
    /// Never asked for.
    #[default]
    None,
    /// Asked for, not ready.
    Awaited,
    /// Ready; the order to fetch it is given.
    Fetching,
    /// The alarm is given.
    Missing,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ledger {
    pub ordered_at: Timestamp,
    pub agent: LegLedger,
    pub resident: LegLedger,
    pub bridged_at: Option<Timestamp>,
    pub recording_started_at: Option<Timestamp>,
    pub recording: RecordingLedger,
    /// Timers set and neither fired nor cancelled.
    pub timers: Vec<TimerId>,
    pub timer_rounds: u32,
    pub hang_up_by: Option<Requester>,
    /// How often the open legs were told to hang up since the end.
    pub closing_rounds: u32,
    pub ring_limit_reached: bool,
    pub lost: bool,
    pub reason: Option<EndReason>,
    pub concluded: bool,
}

impl LegLedger {
    /// Ordered and not known to be over.
    pub(super) fn is_open(&self) -> bool {
        self.originated && self.end.is_none()
    }
}

impl Ledger {
    pub(super) fn leg_mut(&mut self, leg: Leg) -> &mut LegLedger {
        match leg {
            Leg::Agent => &mut self.agent,
            Leg::Resident => &mut self.resident,
        }
    }

    /// Notes the event and says whether it is news the state has to act on.
    pub(super) fn observe(&mut self, at: Timestamp, event: &CallEvent) -> bool {
        match event {
            CallEvent::LegRinging { leg } => {
                let leg = self.leg_mut(*leg);
                let fresh = leg.ringing_at.is_none() && leg.answered_at.is_none();
                first(leg.originated, &mut leg.ringing_at, at) && fresh && leg.end.is_none()
            }
            CallEvent::EarlyMedia { leg } => {
                let leg = self.leg_mut(*leg);
                let fresh = leg.answered_at.is_none() && leg.end.is_none();
                first(leg.originated, &mut leg.early_media_at, at) && fresh
            }
            CallEvent::LegAnswered { leg } => {
                let leg = self.leg_mut(*leg);
                first(leg.originated, &mut leg.answered_at, at) && leg.end.is_none()
            }
            CallEvent::LegEnded { leg, by, sip_status, q850 } => {
                let (sip_status, q850) = (*sip_status, *q850);
                let end = LegEnd { at, by: *by, sip_status, q850, refused: false, assumed: false };
                self.leg_mut(*leg).close(end)
            }
            CallEvent::OriginateRefused { leg } => self.leg_mut(*leg).refuse(at),
            CallEvent::Bridged => {
                first(self.resident.answered_at.is_some(), &mut self.bridged_at, at)
            }
            CallEvent::RecordingStarted => {
                let asked = self.recording != RecordingLedger::None;
                first(asked, &mut self.recording_started_at, at)
            }
            CallEvent::RecordingReady { .. } => {
                matches!(self.recording, RecordingLedger::Awaited | RecordingLedger::Missing)
            }
            CallEvent::RecordingFailed => {
                matches!(self.recording, RecordingLedger::Awaited | RecordingLedger::Fetching)
            }
            CallEvent::TimerFired { id } => {
                let live = self.timers.contains(id);
                self.timers.retain(|timer| timer != id);
                live
            }
            CallEvent::HangUpRequested { by } => self.wish(*by),
            CallEvent::LineLost => !self.concluded,
        }
    }

    /// The first wish counts; only the system outranks an agent who is saying goodbye.
    fn wish(&mut self, by: Requester) -> bool {
        let fresh = match self.hang_up_by {
            None => self.reason.is_none(),
            Some(Requester::Agent) => self.reason.is_none() && by == Requester::System,
            Some(Requester::System) => false,
        };
        if fresh {
            self.hang_up_by = Some(by);
        }
        fresh
    }
}

impl LegLedger {
    pub(super) fn close(&mut self, end: LegEnd) -> bool {
        let fresh = self.is_open();
        if fresh {
            self.end = Some(end);
        }
        fresh
    }

    /// A refusal after signs of life is a late copy of something else and is not believed.
    fn refuse(&mut self, at: Timestamp) -> bool {
        let (sip_status, q850) = (None, None);
        let untouched = self.ringing_at.is_none() && self.answered_at.is_none();
        untouched
            && self.close(LegEnd {
                at,
                by: Party::System,
                sip_status,
                q850,
                refused: true,
                assumed: false,
            })
    }
}

/// Sets a first-seen instant once, when it is possible at all.
fn first(possible: bool, slot: &mut Option<Timestamp>, at: Timestamp) -> bool {
    let fresh = possible && slot.is_none();
    if fresh {
        *slot = Some(at);
    }
    fresh
}
