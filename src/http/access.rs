//! Who may use which route: one table. A route that is not in it is refused to everybody.

use axum::http::Method;

use crate::app::permission::{
    AGENTS_TAKE_OVER, AGENTS_VIEW, BATCH_VIEW, CALLBACK_VIEW, CALLBACK_WORK, CLOCK_ADJUST,
    FIGURES_VIEW, RECORDING_LISTEN, RULES_MANAGE, RULES_VIEW,
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
    (Method::GET, "/callbacks/{task_id}", Permission(CALLBACK_VIEW)),
    (Method::POST, "/callbacks/{task_id}/call", Permission(CALLBACK_WORK)),
    (Method::PUT, "/callbacks/{task_id}/answers", Permission(CALLBACK_WORK)),
    (Method::POST, "/callbacks/{task_id}/finish", Permission(CALLBACK_WORK)),
    (Method::POST, "/calls/{call_id}/hang-up", Permission(CALLBACK_WORK)),
    (Method::GET, "/figures/callback", Permission(FIGURES_VIEW)),
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
];

/// What the route of this method and path pattern asks for. HEAD is GET without the body.
pub fn of(method: &Method, path: &str) -> Option<Access> {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let mut routes = ROUTES.iter();
    routes.find(|(m, p, _)| m == method && *p == path).map(|(_, _, access)| *access)
}
