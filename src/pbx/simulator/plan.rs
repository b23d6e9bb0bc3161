//! What a resident's line will do after it is dialled: delays in milliseconds from the dial.

use uuid::Uuid;

use super::behaviour::Behaviour;
use super::settings::SimulatorSettings;
use super::timing;
use super::world::Happening;
use crate::domain::call::{Leg, Party};

pub(super) fn plan(
    settings: &SimulatorSettings,
    call_id: Uuid,
    behaviour: Behaviour,
) -> Vec<(i64, Happening)> {
    let draw = |purpose, span| timing::draw(settings.seed, call_id, purpose, span);
    let setup_ms = draw("setup", timing::RESIDENT_SETUP_MS);
    let answer_ms = setup_ms + draw("answer", timing::RESIDENT_ANSWER_MS);
    let rings = (setup_ms, Happening::Rings(Leg::Resident));
    let answers = (answer_ms, Happening::Answers(Leg::Resident));
    let ends =
        |at_ms, sip, q850| (at_ms, Happening::Ends(Leg::Resident, Party::Resident, sip, q850));
    let announced = |sip, q850| {
        let told_ms = setup_ms + draw("announcement", timing::ANNOUNCEMENT_MS);
        vec![(setup_ms, Happening::Announcement), ends(told_ms, Some(sip), q850)]
    };
    match behaviour {
        Behaviour::Talks => {
            let patience_ms = i64::from(settings.resident_patience_secs) * 1000;
            vec![rings, answers, ends(answer_ms + patience_ms, None, 16)]
        }
        Behaviour::HangsUpMidway => {
            let leave_ms = answer_ms + draw("midway", timing::MIDWAY_MS);
            vec![rings, answers, ends(leave_ms, None, 16)]
        }
        Behaviour::Busy => vec![ends(setup_ms, Some(486), 17)],
        Behaviour::NoAnswer => vec![rings],
        Behaviour::Declines => {
            let decline_ms = setup_ms + draw("decline", timing::DECLINE_MS);
            vec![rings, ends(decline_ms, Some(603), 21)]
        }
        Behaviour::SwitchedOff => announced(480, 20),
        Behaviour::Unallocated => announced(404, 1),
        Behaviour::Suspended => announced(502, 27),
    }
}
