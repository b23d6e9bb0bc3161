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
/// See what is odd in the data.
pub const FINDINGS_VIEW: &str = "findings.view";
/// Dismiss what is odd but right, and take that back.
pub const FINDINGS_DISMISS: &str = "findings.dismiss";
/// See what one was told.
pub const NOTICES_VIEW: &str = "notices.view";
/// See what was sent by mail and webhook, and have it sent again.
pub const NOTICES_MANAGE: &str = "notices.manage";
/// Set the demonstration's clock.
pub const CLOCK_ADJUST: &str = "clock.adjust";

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
    FINDINGS_VIEW,
    FINDINGS_DISMISS,
    NOTICES_VIEW,
    NOTICES_MANAGE,
    CLOCK_ADJUST,
];

/// Those who call, and those who lead them.
const CALLER: &[&str] = &[
    BATCH_VIEW,
    CALLBACK_VIEW,
    CALLBACK_WORK,
    RECORDING_LISTEN,
    FIGURES_VIEW,
    AGENTS_VIEW,
    AGENTS_TAKE_OVER,
    NOTICES_VIEW,
];

/// Those who lead callers: what the data is worth is theirs to judge.
const LEADER: &[&str] = &[
    BATCH_VIEW,
    CALLBACK_VIEW,
    CALLBACK_WORK,
    RECORDING_LISTEN,
    FIGURES_VIEW,
    AGENTS_VIEW,
    AGENTS_TAKE_OVER,
    FINDINGS_VIEW,
    FINDINGS_DISMISS,
    NOTICES_VIEW,
];

/// Every role with what it may do. The centers' own roles see only their center, which the pages
/// of callbacks do not tell apart: they may do nothing here but read what they are told.
const ROLES: &[(&str, &[&str])] = &[
    ("agent", CALLER),
    ("reception_clerk", &[NOTICES_VIEW]),
    ("quality_supervisor", LEADER),
    ("quality_manager", LEADER),
    ("center_manager", &[NOTICES_VIEW]),
    ("center_supervisor", &[NOTICES_VIEW]),
    ("hr", &[FIGURES_VIEW, NOTICES_VIEW]),
    ("general_manager", &[BATCH_VIEW, FIGURES_VIEW, FINDINGS_VIEW, NOTICES_VIEW]),
    ("custodian", &[NOTICES_VIEW]),
    (
        "auditor",
        &[BATCH_VIEW, CALLBACK_VIEW, FIGURES_VIEW, AGENTS_VIEW, FINDINGS_VIEW, NOTICES_VIEW],
    ),
    (ADMINISTRATOR, ALL),
];

/// Every role with each of its permissions.
pub fn of_roles() -> Vec<(&'static str, &'static str)> {
    let pairs = |(role, permissions): &(&'static str, &'static [&'static str])| {
        let role = *role;
        permissions.iter().map(move |permission| (role, *permission)).collect::<Vec<_>>()
    };
    ROLES.iter().flat_map(pairs).collect()
}
