//! The commands of the port, as the simulated exchange carries them out.

use uuid::Uuid;

use super::behaviour::Behaviour;
use super::line::{Phase, SimulatedCall};
use super::plan::plan;
use super::timing;
use super::world::{Happening, World, WorldOutput};
use crate::domain::call::{CallEvent, HangUpManner, Leg, Party, names};
use crate::domain::timestamp::Timestamp;
use crate::pbx::{DialTarget, PbxCommand, Performed};

impl World {
    /// Performs a command at `now`, after everything due before it. Its consequences come with the
    /// outputs.
    pub fn command(&mut self, now: Timestamp, key: &str, command: PbxCommand) -> Performed {
        self.pass_until(now);
        let call_id = command.call_id();
        let known = self.calls.get_mut(&call_id);
        if known.is_some_and(|call| !call.keys.insert(key.to_owned())) {
            return Performed::AlreadyDone;
        }
        match command {
            PbxCommand::Originate { target: DialTarget::Agent(_), ring_secs, .. } => {
                self.dial_agent(call_id, key, ring_secs)
            }
            PbxCommand::Originate { target: DialTarget::Resident(number), ring_secs, .. } => {
                let number = number.into_inner();
                let settings = &self.settings;
                let behaviour = settings.behaviour.draw(settings.seed, &number, call_id);
                self.dial_resident(call_id, &number.masked(), behaviour, ring_secs)
            }
            PbxCommand::Bridge { .. } => self.bridge(call_id),
            PbxCommand::StartRecording { .. } => self.start_recording(call_id),
            PbxCommand::StopRecording { .. } => self.stop_recording(call_id),
            PbxCommand::HangUp { leg, manner, .. } => self.hang_up(call_id, leg, manner),
        }
    }

    fn dial_agent(&mut self, call_id: Uuid, key: &str, ring_secs: u32) -> Performed {
        if self.calls.contains_key(&call_id) {
            return Performed::AlreadyDone;
        }
        let mut call = SimulatedCall { agent: Phase::Dialling, ..SimulatedCall::default() };
        call.keys.insert(key.to_owned());
        self.calls.insert(call_id, call);
        let answer_ms = self.draw(call_id, "agent answer", timing::AGENT_ANSWER_MS);
        self.after(timing::AGENT_SETUP_MS, call_id, Happening::Rings(Leg::Agent));
        let answers_ms = timing::AGENT_SETUP_MS + answer_ms;
        self.after(answers_ms, call_id, Happening::Answers(Leg::Agent));
        self.limit(call_id, Leg::Agent, ring_secs);
        Performed::Done
    }

    /// A resident is dialled only into a call whose agent is on the line; otherwise the order is
    /// refused, as by an exchange that was restarted and knows nothing of the call.
    fn dial_resident(
        &mut self,
        call_id: Uuid,
        number: &str,
        behaviour: Behaviour,
        ring_secs: u32,
    ) -> Performed {
        let channel = names::channel(call_id, Leg::Resident);
        match self.calls.get_mut(&call_id) {
            Some(call) if call.resident != Phase::Absent => return Performed::AlreadyDone,
            Some(call) if call.agent == Phase::Up => call.resident = Phase::Dialling,
            _ => {
                let refused = CallEvent::OriginateRefused { leg: Leg::Resident };
                self.tell(call_id, format!("{channel}:refused"), refused);
                return Performed::Done;
            }
        }
        let number = number.to_owned();
        self.outputs.push(WorldOutput::Dialled { call_id, channel, number, at: self.now });
        for (delay_ms, happening) in plan(&self.settings, call_id, behaviour) {
            self.after(delay_ms, call_id, happening);
        }
        self.limit(call_id, Leg::Resident, ring_secs);
        Performed::Done
    }

    fn bridge(&mut self, call_id: Uuid) -> Performed {
        let both_up = self
            .calls
            .get(&call_id)
            .is_some_and(|call| call.agent == Phase::Up && call.resident == Phase::Up);
        if !both_up {
            return Performed::Void;
        }
        self.tell(call_id, format!("{}:bridged", names::bridge(call_id)), CallEvent::Bridged);
        Performed::Done
    }

    /// A conversation is recorded from the resident's answer on, however late the command: what
    /// passes between answer and command is the speed of the demo clock, not of the exchange.
    fn start_recording(&mut self, call_id: Uuid) -> Performed {
        let recording = names::recording(call_id);
        let Some(call) = self.calls.get_mut(&call_id).filter(|call| call.answered_at.is_some())
        else {
            self.tell(call_id, format!("{recording}:failed"), CallEvent::RecordingFailed);
            return Performed::Void;
        };
        if std::mem::replace(&mut call.is_recorded, true) {
            return Performed::AlreadyDone;
        }
        let over = call.parted_at.is_some();
        self.tell(call_id, format!("{recording}:started"), CallEvent::RecordingStarted);
        if over {
            self.after(timing::FILE_MS, call_id, Happening::FileReady);
        }
        Performed::Done
    }

    fn stop_recording(&mut self, call_id: Uuid) -> Performed {
        match self.calls.get(&call_id) {
            Some(call) if call.is_recorded => {
                self.part(call_id);
                Performed::Done
            }
            _ => Performed::Void,
        }
    }

    fn hang_up(&mut self, call_id: Uuid, leg: Leg, manner: HangUpManner) -> Performed {
        let Some(call) = self.calls.get(&call_id).filter(|call| call.line(leg).is_live()) else {
            return Performed::Void;
        };
        let talking = call.agent == Phase::Up && call.resident == Phase::Up;
        if manner == HangUpManner::AfterGoodbye && talking {
            self.say_goodbye(call_id, leg);
        } else {
            self.end(call_id, leg, Party::System, None, 16);
        }
        Performed::Done
    }

    fn say_goodbye(&mut self, call_id: Uuid, leg: Leg) {
        let drawn = self.draw(call_id, "goodbye", (0, 999));
        let resident_first = drawn < i64::from(self.settings.resident_hangs_up_first_permille);
        if resident_first {
            let delay_ms = self.draw(call_id, "after goodbye", timing::AFTER_GOODBYE_MS);
            let leaves = Happening::Ends(Leg::Resident, Party::Resident, None, 16);
            self.after(delay_ms, call_id, leaves);
        } else {
            let leaves = Happening::Ends(leg, Party::Agent, None, 16);
            self.after(timing::AGENT_WAITS_MS, call_id, leaves);
        }
    }
}
