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
/// See who sits where.
pub const AGENTS_VIEW: &str = "agents.view";
/// Take over a seat.
pub const AGENTS_TAKE_OVER: &str = "agents.take_over";
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
    CLOCK_ADJUST,
    RULES_VIEW,
    RULES_MANAGE,
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
    RULES_VIEW,
];

/// The head of those who call.
const QUALITY_MANAGER: &[&str] = &[
    BATCH_VIEW,
    CALLBACK_VIEW,
    CALLBACK_WORK,
    RECORDING_LISTEN,
    FIGURES_VIEW,
    AGENTS_VIEW,
    AGENTS_TAKE_OVER,
    RULES_VIEW,
    RULES_MANAGE,
];

/// Every role with what it may do. The centers' own roles see only their center, which the pages
/// of callbacks do not tell apart: of those they see none, but their managers see the rules.
const ROLES: &[(&str, &[&str])] = &[
    ("agent", CALLER),
    ("reception_clerk", &[]),
    ("quality_supervisor", CALLER),
    ("quality_manager", QUALITY_MANAGER),
    ("center_manager", &[RULES_VIEW]),
    ("center_supervisor", &[]),
    ("hr", &[FIGURES_VIEW]),
    ("general_manager", &[BATCH_VIEW, FIGURES_VIEW, RULES_VIEW]),
    ("custodian", &[]),
    ("auditor", &[BATCH_VIEW, CALLBACK_VIEW, FIGURES_VIEW, AGENTS_VIEW, RULES_VIEW]),
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
