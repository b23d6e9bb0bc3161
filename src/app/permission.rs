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
/// See the rule packs, why a callback is due when it is, and what another pack would have done.
pub const RULES_VIEW: &str = "rules.view";
/// Keep versions of rule packs, and choose which center uses which.
pub const RULES_MANAGE: &str = "rules.manage";
/// See the callback figures.
pub const FIGURES_VIEW: &str = "figures.view";
/// Import files, and follow and give up imports.
pub const IMPORT_RUN: &str = "import.run";
/// See who sits where.
pub const AGENTS_VIEW: &str = "agents.view";
/// See the calendar with its quiet days.
pub const CALENDAR_VIEW: &str = "calendar.view";
/// Change the calendar and the quiet days of centers.
pub const CALENDAR_EDIT: &str = "calendar.edit";
/// Take over a seat.
pub const AGENTS_TAKE_OVER: &str = "agents.take_over";
/// See what is odd in the data.
pub const FINDINGS_VIEW: &str = "findings.view";
/// Dismiss what is odd but right, and take that back.
pub const FINDINGS_DISMISS: &str = "findings.dismiss";
/// See what one was told.
pub const NOTICES_VIEW: &str = "notices.view";
/// See what was sent by mail and webhook, and have it sent again.
pub const NOTICES_MANAGE: &str = "notices.manage";
/// See call scripts and try them out.
pub const SCRIPT_VIEW: &str = "script.view";
/// Publish a version of a call script.
pub const SCRIPT_PUBLISH: &str = "script.publish";
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

/// The role of the account made at the first start. It may do everything.
pub const ADMINISTRATOR: &str = "administrator";

const AGENT: &str = "agent";
const RECEPTION_CLERK: &str = "reception_clerk";
const QUALITY_SUPERVISOR: &str = "quality_supervisor";
const QUALITY_MANAGER: &str = "quality_manager";
const CENTER_MANAGER: &str = "center_manager";
const CENTER_SUPERVISOR: &str = "center_supervisor";
const CUSTODIAN: &str = "custodian";
const HR: &str = "hr";
const GENERAL_MANAGER: &str = "general_manager";
const AUDITOR: &str = "auditor";

/// Those who call, and those who lead them.
const CALLERS: &[&str] = &[AGENT, QUALITY_SUPERVISOR, QUALITY_MANAGER];
/// Those who lead.
const LEADERS: &[&str] = &[QUALITY_SUPERVISOR, QUALITY_MANAGER];

/// Whoever may be told something.
const EVERYBODY: &[&str] = &[
    AGENT,
    RECEPTION_CLERK,
    QUALITY_SUPERVISOR,
    QUALITY_MANAGER,
    CENTER_MANAGER,
    CENTER_SUPERVISOR,
    HR,
    GENERAL_MANAGER,
    CUSTODIAN,
    AUDITOR,
];

/// Every permission with the groups of roles that have it beside the administrator. The centers'
/// own roles see only their center, which the pages of callbacks do not tell apart, and must not
/// see who will be called: they may read what they are told.
const GRANTS: &[(&str, &[&[&str]])] = &[
    (AGENTS_TAKE_OVER, &[CALLERS]),
    (AGENTS_VIEW, &[CALLERS, &[AUDITOR]]),
    (BATCH_VIEW, &[CALLERS, &[GENERAL_MANAGER, AUDITOR]]),
    (CALENDAR_EDIT, &[&[QUALITY_MANAGER]]),
    (CALENDAR_VIEW, &[CALLERS, &[GENERAL_MANAGER, AUDITOR]]),
    (CALLBACK_VIEW, &[CALLERS, &[AUDITOR]]),
    (CALLBACK_WORK, &[CALLERS]),
    (CLOCK_ADJUST, &[]),
    (DO_NOT_CALL_VIEW, &[CALLERS]),
    (DO_NOT_CALL_WRITE, &[CALLERS]),
    (FINDINGS_DISMISS, &[LEADERS]),
    (FINDINGS_VIEW, &[LEADERS, &[GENERAL_MANAGER, AUDITOR]]),
    (FIGURES_VIEW, &[CALLERS, &[HR, GENERAL_MANAGER, AUDITOR]]),
    (IMPORT_RUN, &[LEADERS, &[RECEPTION_CLERK]]),
    (NOTICES_MANAGE, &[]),
    (NOTICES_VIEW, &[EVERYBODY]),
    (PERSONAL_DATA_APPROVE, &[&[QUALITY_MANAGER]]),
    (PERSONAL_DATA_HANDLE, &[LEADERS]),
    (RECORDING_LISTEN, &[CALLERS]),
    (RESIDENT_REVEAL, &[LEADERS]),
    (RESIDENT_VIEW, &[CALLERS]),
    (RULES_MANAGE, &[&[QUALITY_MANAGER]]),
    (RULES_VIEW, &[CALLERS, &[GENERAL_MANAGER, AUDITOR]]),
    (SCRIPT_PUBLISH, &[&[QUALITY_MANAGER]]),
    (SCRIPT_VIEW, &[CALLERS, &[GENERAL_MANAGER, AUDITOR]]),
    (SERVICE_CENTER_WRITE, &[LEADERS]),
    (SERVICE_REQUEST_CLEAR_WORDING, &[LEADERS]),
    (SERVICE_REQUEST_VIEW, &[CALLERS, &[RECEPTION_CLERK, AUDITOR]]),
    (SERVICE_REQUEST_WRITE, &[LEADERS, &[RECEPTION_CLERK]]),
];

/// Every role somebody can be given.
pub fn roles() -> impl Iterator<Item = &'static str> {
    EVERYBODY.iter().copied().chain([ADMINISTRATOR])
}

/// Every role with each of its permissions.
pub fn of_roles() -> Vec<(&'static str, &'static str)> {
    let pairs = |(permission, groups): &(&'static str, &'static [&'static [&'static str]])| {
        let permission = *permission;
        let roles = groups.iter().flat_map(|group| group.iter().copied());
        roles.chain([ADMINISTRATOR]).map(move |role| (role, permission)).collect::<Vec<_>>()
    };
    GRANTS.iter().flat_map(pairs).collect()
}
