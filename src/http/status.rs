//! What every page shows about the service: time, the clock, the exchange; and setting the clock.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::HttpState;
use super::auth::SignedIn;
use super::extract::JsonBody;
use super::problem::Problem;
use crate::clock::{ClockError, ClockKind, SPEEDS};
use crate::domain::timestamp::Timestamp;
use crate::pbx::PbxState;

/// The farthest the clock jumps at once, in milliseconds: a year. Everything on the way is worked.
const JUMP_MS_MAX: i64 = 366 * 24 * 60 * 60 * 1000;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(status)).routes(routes!(adjust_clock))
}

/// The service now.
#[derive(Serialize, ToSchema)]
struct Status {
    now_ms: i64,
    /// IANA name of the company's zone.
    #[schema(example = "Asia/Shanghai")]
    zone: &'static str,
    /// The company's date.
    today: NaiveDate,
    today_is_workday: bool,
    /// The program's.
    version: &'static str,
    clock: ClockView,
    pbx: PbxView,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Clock)]
struct ClockView {
    kind: ClockKindView,
    /// How many times faster than real time; 1 when it cannot be chosen.
    speed: u32,
    paused: bool,
    /// At real speed because a person is in a call.
    held_by_call: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ClockKind)]
#[serde(rename_all = "snake_case")]
enum ClockKindView {
    System,
    /// It can be set.
    Demo,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Pbx)]
struct PbxView {
    /// The driver in use.
    #[schema(example = "simulator")]
    driver: &'static str,
    state: PbxStateView,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PbxState)]
#[serde(rename_all = "snake_case")]
enum PbxStateView {
    Up,
    Down,
}

/// A change of the demonstration's clock; what is absent stays.
#[derive(Deserialize, ToSchema)]
struct ClockChange {
    #[schema(minimum = 1, maximum = 3600)]
    speed: Option<u32>,
    paused: Option<bool>,
    /// Set it forward to this instant.
    jump_to_ms: Option<i64>,
}

fn view(state: &HttpState) -> Status {
    let clock = state.clock.status();
    let (zone, today) = (state.app.zone, state.app.zone.date(clock.now));
    Status {
        now_ms: clock.now.0,
        zone: zone.0.name(),
        today,
        today_is_workday: state.app.calendar().is_workday(today).value,
        version: env!("CARGO_PKG_VERSION"),
        clock: ClockView {
            kind: match clock.kind {
                ClockKind::System => ClockKindView::System,
                ClockKind::Demo | ClockKind::Manual => ClockKindView::Demo,
            },
            speed: clock.speed,
            paused: clock.paused,
            held_by_call: clock.held_by_call,
        },
        pbx: PbxView {
            driver: state.app.pbx.driver(),
            state: match state.app.pbx.state() {
                PbxState::Up => PbxStateView::Up,
                PbxState::Down => PbxStateView::Down,
            },
        },
    }
}

/// Time, clock and exchange. Needs no session.
#[utoipa::path(
    get, path = "/status", operation_id = "status", tag = "status",
    responses((status = OK, body = Status))
)]
async fn status(State(state): State<HttpState>) -> Json<Status> {
    Json(view(&state))
}

/// Sets the demonstration's clock. 409 `clock.not_adjustable` on any other; 422 `clock.backwards`,
/// `clock.too_far`, `clock.speed_out_of_range`.
#[utoipa::path(
    put, path = "/clock", operation_id = "adjust_clock", tag = "status",
    request_body = ClockChange,
    responses((status = OK, body = Status))
)]
async fn adjust_clock(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(change): JsonBody<ClockChange>,
) -> Result<Json<Status>, Problem> {
    let before = state.now();
    check(&change, before)?;
    apply(&state, &change).map_err(refused)?;
    let ClockChange { speed, paused, jump_to_ms } = change;
    let body = json!({ "speed": speed, "paused": paused, "jump_to_ms": jump_to_ms });
    state.app.record_clock_adjusted(&signed_in.user_id, body, before).await?;
    Ok(Json(view(&state)))
}

/// What can be refused is refused before anything is changed.
fn check(change: &ClockChange, now: Timestamp) -> Result<(), Problem> {
    if change.speed.is_some_and(|speed| !SPEEDS.contains(&speed)) {
        return Err(refused(ClockError::SpeedOutOfRange));
    }
    if change.jump_to_ms.is_some_and(|to| to > now.0 + JUMP_MS_MAX) {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "clock.too_far"));
    }
    Ok(())
}

fn apply(state: &HttpState, change: &ClockChange) -> Result<(), ClockError> {
    if let Some(instant) = change.jump_to_ms {
        state.clock.jump_to(Timestamp(instant))?;
    }
    if let Some(speed) = change.speed {
        state.clock.set_speed(speed)?;
    }
    if let Some(paused) = change.paused {
        state.clock.set_paused(paused)?;
    }
    Ok(())
}

fn refused(error: ClockError) -> Problem {
    let (status, code) = match error {
        ClockError::NotAdjustable => (StatusCode::CONFLICT, "clock.not_adjustable"),
        ClockError::Backwards => (StatusCode::UNPROCESSABLE_ENTITY, "clock.backwards"),
        ClockError::SpeedOutOfRange => {
            (StatusCode::UNPROCESSABLE_ENTITY, "clock.speed_out_of_range")
        }
    };
    Problem::new(status, code)
}
