//! Names in the exchange are ours and follow from the call's id, so repeating a command names the
//! same thing again and can be recognised (telephony.md section 2, "Names are ours").

use uuid::Uuid;

use super::event::Leg;

/// Name of a leg's channel: `{call id}-agent`, `{call id}-resident`.
pub fn channel(call_id: Uuid, leg: Leg) -> String {
    match leg {
        Leg::Agent => format!("{call_id}-agent"),
        Leg::Resident => format!("{call_id}-resident"),
    }
}

/// Name of the bridge that joins the legs: `{call id}-bridge`.
pub fn bridge(call_id: Uuid) -> String {
    format!("{call_id}-bridge")
}

/// Name of the recording, in the exchange and in the vault: `{call id}-recording`.
pub fn recording(call_id: Uuid) -> String {
    format!("{call_id}-recording")
}
