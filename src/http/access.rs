//! Who may use which route: one table. A route that is not in it is refused to everybody.

use axum::http::Method;

use crate::app::permission::*;
use crate::app::permission::{
    AGENTS_TAKE_OVER, AGENTS_VIEW, BATCH_VIEW, CALLBACK_VIEW, CALLBACK_WORK, CLOCK_ADJUST,
    FIGURES_VIEW, FINDINGS_DISMISS, FINDINGS_VIEW, NOTICES_MANAGE, NOTICES_VIEW, RECORDING_LISTEN,
    RULES_MANAGE, RULES_VIEW, SCRIPT_PUBLISH, SCRIPT_VIEW,
};

/// What a route asks of whoever uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Everybody,
    /// A session.
    SignedIn,
    /// A session of somebody with this permission.
    Permission(&'static str),
}

use Access::{Everybody, Permission, SignedIn};

/// Method, path below `/api/v1`, access.
pub const ROUTES: &[(Method, &str, Access)] = &[
    (Method::POST, "/session", Everybody),
    (Method::GET, "/session", SignedIn),
    (Method::DELETE, "/session", Everybody),
    (Method::GET, "/status", Everybody),
    (Method::PUT, "/clock", Permission(CLOCK_ADJUST)),
    (Method::GET, "/events", SignedIn),
    (Method::GET, "/batches", Permission(BATCH_VIEW)),
    (Method::GET, "/batches/{date}", Permission(BATCH_VIEW)),
    (Method::GET, "/batches/{date}/places", Permission(BATCH_VIEW)),
    (Method::GET, "/calendar/{year}", Permission(CALENDAR_VIEW)),
    (Method::POST, "/calendar/changes", Permission(CALENDAR_EDIT)),
    (Method::POST, "/calendar/import", Permission(CALENDAR_EDIT)),
    (Method::POST, "/calendar/quiet-days", Permission(CALENDAR_EDIT)),
    (Method::POST, "/calendar/quiet-days/{id}/withdraw", Permission(CALENDAR_EDIT)),
    (Method::GET, "/callbacks/{task_id}", Permission(CALLBACK_VIEW)),
    (Method::POST, "/callbacks/{task_id}/call", Permission(CALLBACK_WORK)),
    (Method::PUT, "/callbacks/{task_id}/answers", Permission(CALLBACK_WORK)),
    (Method::POST, "/callbacks/{task_id}/finish", Permission(CALLBACK_WORK)),
    (Method::POST, "/calls/{call_id}/hang-up", Permission(CALLBACK_WORK)),
    (Method::GET, "/figures/callback", Permission(FIGURES_VIEW)),
    (Method::GET, "/coverage", Permission(FIGURES_VIEW)),
    (Method::GET, "/coverage/days", Permission(FIGURES_VIEW)),
    (Method::GET, "/coverage/export", Permission(FIGURES_VIEW)),
    (Method::POST, "/imports", Permission(IMPORT_RUN)),
    (Method::GET, "/imports", Permission(IMPORT_RUN)),
    (Method::GET, "/imports/{id}", Permission(IMPORT_RUN)),
    (Method::POST, "/imports/{id}/cancel", Permission(IMPORT_RUN)),
    (Method::GET, "/imports/{id}/rejects", Permission(IMPORT_RUN)),
    (Method::GET, "/findings", Permission(FINDINGS_VIEW)),
    (Method::GET, "/findings/summary", Permission(FINDINGS_VIEW)),
    (Method::GET, "/findings/export", Permission(FINDINGS_VIEW)),
    (Method::GET, "/findings/{id}", Permission(FINDINGS_VIEW)),
    (Method::POST, "/findings/{id}/dismiss", Permission(FINDINGS_DISMISS)),
    (Method::POST, "/findings/{id}/restore", Permission(FINDINGS_DISMISS)),
    (Method::GET, "/notices", Permission(NOTICES_VIEW)),
    (Method::GET, "/notices/{id}/cases", Permission(NOTICES_VIEW)),
    (Method::POST, "/notices/{id}/read", Permission(NOTICES_VIEW)),
    (Method::POST, "/notices/read", Permission(NOTICES_VIEW)),
    (Method::GET, "/notice-deliveries", Permission(NOTICES_MANAGE)),
    (Method::POST, "/notice-deliveries/{id}/retry", Permission(NOTICES_MANAGE)),
    (Method::GET, "/scripts", Permission(SCRIPT_VIEW)),
    (Method::POST, "/scripts", Permission(SCRIPT_PUBLISH)),
    (Method::POST, "/scripts/check", Permission(SCRIPT_PUBLISH)),
    (Method::GET, "/scripts/{id}/difference", Permission(SCRIPT_VIEW)),
    (Method::GET, "/scripts/{id}/versions/{version}", Permission(SCRIPT_VIEW)),
    (Method::POST, "/scripts/{id}/versions/{version}/preview", Permission(SCRIPT_VIEW)),
    (Method::POST, "/scripts/{id}/versions/{version}/ivr-preview", Permission(SCRIPT_VIEW)),
    (
        Method::GET,
        "/scripts/{id}/versions/{version}/prompts/{prompt}/audio",
        Permission(SCRIPT_VIEW),
    ),
    (Method::PUT, "/scripts/{id}/versions/{version}/comparable", Permission(SCRIPT_PUBLISH)),
    (Method::GET, "/recordings/{id}/audio", Permission(RECORDING_LISTEN)),
    (Method::GET, "/rules/packs", Permission(RULES_VIEW)),
    (Method::POST, "/rules/packs", Permission(RULES_MANAGE)),
    (Method::GET, "/rules/packs/{pack}/{version}", Permission(RULES_VIEW)),
    (Method::GET, "/rules/trial", Permission(RULES_VIEW)),
    (Method::GET, "/rules/explanations/{request_no}", Permission(RULES_VIEW)),
    (Method::PUT, "/rules/centers/{code}", Permission(RULES_MANAGE)),
    (Method::GET, "/agents", Permission(AGENTS_VIEW)),
    (Method::POST, "/agents/{id}/take-over", Permission(AGENTS_TAKE_OVER)),
    (Method::POST, "/agents/{id}/release", Permission(AGENTS_TAKE_OVER)),
    (Method::GET, "/service-requests", Permission(SERVICE_REQUEST_VIEW)),
    (Method::POST, "/service-requests", Permission(SERVICE_REQUEST_WRITE)),
    (Method::POST, "/service-requests/by-hand", Permission(SERVICE_REQUEST_WRITE)),
    (Method::GET, "/service-requests/{request_no}", Permission(SERVICE_REQUEST_VIEW)),
    (Method::PUT, "/service-requests/{request_no}", Permission(SERVICE_REQUEST_WRITE)),
    (Method::PUT, "/service-requests/{request_no}/wording", Permission(SERVICE_REQUEST_WRITE)),
    (
        Method::POST,
        "/service-requests/{request_no}/wording/clear",
        Permission(SERVICE_REQUEST_CLEAR_WORDING),
    ),
    (Method::GET, "/service-centers", SignedIn),
    (Method::PUT, "/service-centers/{code}", Permission(SERVICE_CENTER_WRITE)),
    (Method::GET, "/residents", Permission(RESIDENT_VIEW)),
    (Method::GET, "/residents/{id}", Permission(RESIDENT_VIEW)),
    (Method::POST, "/residents/{id}/reveal", Permission(RESIDENT_REVEAL)),
    (Method::POST, "/residents/{id}/hold", Permission(PERSONAL_DATA_APPROVE)),
    (Method::POST, "/residents/{id}/lift-hold", Permission(PERSONAL_DATA_APPROVE)),
    (Method::GET, "/do-not-call", Permission(DO_NOT_CALL_VIEW)),
    (Method::POST, "/do-not-call", Permission(DO_NOT_CALL_WRITE)),
    (Method::POST, "/do-not-call/{id}/withdraw", Permission(DO_NOT_CALL_WRITE)),
    (Method::GET, "/personal-data-requests", Permission(PERSONAL_DATA_HANDLE)),
    (Method::POST, "/personal-data-requests", Permission(PERSONAL_DATA_HANDLE)),
    (Method::GET, "/personal-data-requests/{id}", Permission(PERSONAL_DATA_HANDLE)),
    (Method::POST, "/personal-data-requests/{id}/approve", Permission(PERSONAL_DATA_APPROVE)),
    (Method::POST, "/personal-data-requests/{id}/refuse", Permission(PERSONAL_DATA_APPROVE)),
    (Method::POST, "/personal-data-requests/{id}/carry-out", Permission(PERSONAL_DATA_HANDLE)),
    (Method::GET, "/personal-data-requests/{id}/copy", Permission(PERSONAL_DATA_HANDLE)),
];

/// What the route of this method and path pattern asks for. HEAD is GET without the body.
pub fn of(method: &Method, path: &str) -> Option<Access> {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let mut routes = ROUTES.iter();
    routes.find(|(m, p, _)| m == method && *p == path).map(|(_, _, access)| *access)
}
