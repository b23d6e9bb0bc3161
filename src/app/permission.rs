//! What may be done, by name, and which roles may do it (decisions.md, "Identity and history").
//! Roles are sets of permissions as data: this table is what a new database starts with.

/// See a day's batch and every row's place in it.
pub const BATCH_VIEW: &str = "batch.view";
/// See a callback: its calls, answers and result.
pub const CALLBACK_VIEW: &str = "callback.view";
/// Call, answer and finish at a seat taken over.
pub const CALLBACK_WORK: &str = "callback.work";
/// Listen to a recording.
pub const RECORDING_LISTEN: &str = "recording.listen";
/// See the callback figures.
pub const FIGURES_VIEW: &str = "figures.view";
/// See who sits where.
pub const AGENTS_VIEW: &str = "agents.view";
/// Take over a seat.
pub const AGENTS_TAKE_OVER: &str = "agents.take_over";
/// Set the demonstration's clock.
pub const CLOCK_ADJUST: &str = "clock.adjust";

/// See service requests.
pub const SERVICE_REQUEST_VIEW: &str = "service_request.view";
/// Enter, complete and word service requests, and bring them by program.
pub const SERVICE_REQUEST_WRITE: &str = "service_request.write";
/// Clear the wording of a result for the resident's ear.
pub const SERVICE_REQUEST_CLEAR_WORDING: &str = "service_request.clear_wording";
/// Set a center's service number and estate.
pub const SERVICE_CENTER_WRITE: &str = "service_center.write";
/// See households with their history, numbers masked.
pub const RESIDENT_VIEW: &str = "resident.view";
/// See a household's numbers in full; recorded.
pub const RESIDENT_REVEAL: &str = "resident.reveal";
/// See the do-not-call list.
pub const DO_NOT_CALL_VIEW: &str = "do_not_call.view";
/// Put somebody on the do-not-call list or take them off.
pub const DO_NOT_CALL_WRITE: &str = "do_not_call.write";
/// Register and carry out what residents ask about their data.
pub const PERSONAL_DATA_HANDLE: &str = "personal_data.handle";
/// Decide about what somebody else registered, and hold data back from erasure.
pub const PERSONAL_DATA_APPROVE: &str = "personal_data.approve";

/// The role of the account made at the first start.
pub const ADMINISTRATOR: &str = "administrator";

const ALL: &[&str] = &[
    BATCH_VIEW,
    CALLBACK_VIEW,
    CALLBACK_WORK,
    RECORDING_LISTEN,
    FIGURES_VIEW,
    AGENTS_VIEW,
    AGENTS_TAKE_OVER,
    CLOCK_ADJUST,
    SERVICE_REQUEST_VIEW,
    SERVICE_REQUEST_WRITE,
    SERVICE_REQUEST_CLEAR_WORDING,
    SERVICE_CENTER_WRITE,
    RESIDENT_VIEW,
    RESIDENT_REVEAL,
    DO_NOT_CALL_VIEW,
    DO_NOT_CALL_WRITE,
    PERSONAL_DATA_HANDLE,
    PERSONAL_DATA_APPROVE,
];

/// Those who call.
const CALLER: &[&str] = &[
    BATCH_VIEW,
    CALLBACK_VIEW,
    CALLBACK_WORK,
    RECORDING_LISTEN,
    FIGURES_VIEW,
    AGENTS_VIEW,
    AGENTS_TAKE_OVER,
    SERVICE_REQUEST_VIEW,
    RESIDENT_VIEW,
    DO_NOT_CALL_VIEW,
    DO_NOT_CALL_WRITE,
];

/// What those who lead them may do besides.
const SUPERVISOR: &[&str] = &[
    SERVICE_REQUEST_WRITE,
    SERVICE_REQUEST_CLEAR_WORDING,
    SERVICE_CENTER_WRITE,
    RESIDENT_REVEAL,
    PERSONAL_DATA_HANDLE,
];

/// Every role with what it may do. The centers' own roles see only their center, which the pages
/// of callbacks do not tell apart: they may do nothing here.
const ROLES: &[(&str, &[&[&str]])] = &[
    ("agent", &[CALLER]),
    ("reception_clerk", &[]),
    ("quality_supervisor", &[CALLER, SUPERVISOR]),
    ("quality_manager", &[CALLER, SUPERVISOR, &[PERSONAL_DATA_APPROVE]]),
    ("center_manager", &[]),
    ("center_supervisor", &[]),
    ("hr", &[&[FIGURES_VIEW]]),
    ("general_manager", &[&[BATCH_VIEW, FIGURES_VIEW]]),
    ("custodian", &[]),
    ("auditor", &[&[BATCH_VIEW, CALLBACK_VIEW, FIGURES_VIEW, AGENTS_VIEW, SERVICE_REQUEST_VIEW]]),
    (ADMINISTRATOR, &[ALL]),
];

/// Every role with each of its permissions.
pub fn of_roles() -> Vec<(&'static str, &'static str)> {
    let pairs = |(role, sets): &(&'static str, &'static [&'static [&'static str]])| {
        let role = *role;
        let permissions = sets.iter().flat_map(|set| set.iter());
        permissions.map(move |permission| (role, *permission)).collect::<Vec<_>>()
    };
    ROLES.iter().flat_map(pairs).collect()
}
