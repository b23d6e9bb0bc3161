//! The only axum: one router for the API, live events, recordings, the pages and the health checks.
//!
//! A feature is a file with `pub fn router() -> OpenApiRouter<HttpState>`, merged in [`api`]; its
//! paths are relative to `/api/v1`. Who may use a route stands in one table, in [`access`]. From
//! outside in, a request goes through [`proxy`] (who asks, and whether by HTTPS), [`observe`]
//! (identifier, log, measurements, panics), the security headers ([`headers`]), the refusal of
//! other sites ([`cross_site`]), the session and the table.

mod access;
mod agents;
mod auth;
mod batch;
mod calendar;
mod callback;
mod contract;
mod coverage;
mod cross_site;
mod events;
mod extract;
mod figures;
mod findings;
mod headers;
mod health;
mod imports;
mod metrics;
mod notices;
mod observe;
mod personal_data;
mod problem;
mod proxy;
mod range;
mod recordings;
mod residents;
mod rules;
mod scripts;
mod serve;
mod service_requests;
mod session;
mod session_store;
mod status;
#[cfg(test)]
mod tests;
mod tls;
mod ui;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

pub use auth::SignedIn;
pub use contract::{openapi, openapi_json};
pub use extract::{JsonBody, PathParams, QueryParams};
pub use problem::Problem;
pub use serve::serve;
pub use tls::Certificate;
pub use ui::has_pages;

use crate::app::App;
use crate::clock::Clock;
use crate::config::{MetricsAccess, TrustedProxies};
use crate::domain::timestamp::Timestamp;

/// Where the API begins.
const API: &str = "/api/v1";

/// The largest request body, in bytes.
const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What routes need of the world. Cheap to clone.
#[derive(Clone)]
pub struct HttpState {
    pub app: App,
    /// The service's clock: real, demonstration or manual.
    pub clock: Clock,
    /// Real time, for sessions and locks, whatever `clock` says.
    pub real_clock: Clock,
    /// Whether this is the demonstration, which the pages say.
    pub is_demo: bool,
    /// Whom the service believes and shows its measurements.
    pub trust: Arc<Trust>,
    /// Ends live connections and then the service.
    pub shutdown: CancellationToken,
    /// One sign-in at a time: guesses made together count one by one, and hashing passwords
    /// cannot take all memory.
    sign_in: Arc<Mutex<()>>,
}

/// Whom the service believes and shows its measurements: nobody, unless configured.
#[derive(Debug, Default)]
pub struct Trust {
    /// Proxies that may say who the visitor is.
    pub proxies: TrustedProxies,
    /// Who may read `/metrics`.
    pub metrics: MetricsAccess,
}

impl HttpState {
    /// The state of a service that trusts nobody; sessions live in real time.
    pub fn new(app: App, clock: Clock, is_demo: bool, shutdown: CancellationToken) -> Self {
        let real_clock = Clock::system();
        let (trust, sign_in) = (Arc::default(), Arc::default());
        Self { app, clock, real_clock, is_demo, trust, shutdown, sign_in }
    }

    /// The present instant by the service's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The company's date now.
    pub fn today(&self) -> chrono::NaiveDate {
        self.app.zone.date(self.now())
    }
}

/// Every route of the API, relative to [`API`].
fn api() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .merge(session::router())
        .merge(status::router())
        .merge(agents::router())
        .merge(events::router())
        .merge(recordings::router())
        .merge(batch::router())
        .merge(calendar::router())
        .merge(callback::router())
        .merge(coverage::router())
        .merge(figures::router())
        .merge(findings::router())
        .merge(imports::router())
        .merge(notices::router())
        .merge(personal_data::router())
        .merge(residents::router())
        .merge(service_requests::router())
        .merge(scripts::router())
        .merge(rules::router())
}

/// The whole service.
pub fn router(state: HttpState) -> Router {
    let (api, _) = api().split_for_parts();
    let api = api
        .layer(from_fn_with_state(state.clone(), auth::authorize))
        .layer(session_store::layer(&state))
        .layer(from_fn(cross_site::refuse))
        .layer(map_response(headers::never_stored));
    Router::new()
        .nest(API, api)
        .merge(health::router())
        .merge(metrics::router())
        .fallback(ui::page)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(map_response(headers::secure))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(from_fn(observe::observe))
        .layer(from_fn_with_state(state.clone(), proxy::recognise))
        .with_state(state)
}
