//! What the simulated exchange knows of a call.

use std::collections::HashSet;

use crate::domain::call::Leg;
use crate::domain::timestamp::Timestamp;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// Never dialled.
    #[default]
    Absent,
    Dialling,
    Ringing,
    Up,
    Ended,
}

#[derive(Debug, Default)]
pub(super) struct SimulatedCall {
    pub agent: Phase,
    pub resident: Phase,
    /// When the resident picked up.
    pub answered_at: Option<Timestamp>,
    /// When the first leg of the conversation ended, or its recording was stopped.
    pub parted_at: Option<Timestamp>,
    pub is_recorded: bool,
    /// Keys of the commands performed.
    pub keys: HashSet<String>,
}

impl Phase {
    pub(super) fn is_live(self) -> bool {
        !matches!(self, Phase::Absent | Phase::Ended)
    }
}

impl SimulatedCall {
    pub(super) fn is_live(&self) -> bool {
        self.agent.is_live() || self.resident.is_live()
    }

    pub(super) fn line(&self, leg: Leg) -> Phase {
        match leg {
            Leg::Agent => self.agent,
            Leg::Resident => self.resident,
        }
    }

    pub(super) fn line_mut(&mut self, leg: Leg) -> &mut Phase {
        match leg {
            Leg::Agent => &mut self.agent,
            Leg::Resident => &mut self.resident,
        }
    }

    pub(super) fn answer(&mut self, leg: Leg, at: Timestamp) {
        *self.line_mut(leg) = Phase::Up;
        if leg == Leg::Resident {
            self.answered_at = Some(at);
        }
    }
}
