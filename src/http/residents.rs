//! Households with their history, and the do-not-call list.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{JsonBody, PathParams, QueryParams};
use super::problem::Problem;
use super::service_requests::filled;
use super::{HttpState, SignedIn};
use crate::app::{DoNotCallEntry, DoNotCallWish, Resident, ResidentDetail, RevealedPhones};
use crate::domain::pii::Pii;
use crate::store::do_not_call_list::ListFilter;
use crate::store::resident::ResidentFilter;

/// The most rows a page holds.
const PAGE_MAX: u32 = 500;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(reveal))
        .routes(routes!(do_not_call, add))
        .routes(routes!(withdraw))
}

/// Which households, and which page of them. Blank filters do not narrow the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ResidentsQuery {
    /// The center's code.
    center: Option<String>,
    /// Part of the room.
    room: Option<String>,
    /// Part of the sampling unit's name.
    unit_id: Option<String>,
    /// Part of the name.
    name: Option<String>,
    /// Last digits of a telephone number.
    phone_tail: Option<String>,
    /// Whether those who lived there before are listed too.
    #[serde(default)]
    with_former: bool,
    #[serde(default)]
    offset: u32,
    /// 50 unless told; at most 500.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct Residents {
    /// How many there are in all.
    total: u64,
    /// By center and room.
    residents: Vec<Resident>,
}

/// Which entries of the list, and which page of them. Blank filters do not narrow it.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DoNotCallQuery {
    /// `survey`, `callback` or `all`.
    scope: Option<String>,
    /// `import` or `person`.
    source: Option<String>,
    /// Part of the room.
    room: Option<String>,
    /// Last digits of the number.
    phone_tail: Option<String>,
    /// Whether those that no longer hold are listed too.
    #[serde(default)]
    with_past: bool,
    #[serde(default)]
    offset: u32,
    /// 50 unless told; at most 500.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct DoNotCallList {
    /// How many there are in all.
    total: u64,
    /// The newest first.
    entries: Vec<DoNotCallEntry>,
}

/// Whom not to call, for what.
#[derive(Deserialize, ToSchema)]
struct DoNotCallBody {
    household_id: Option<String>,
    /// A number, wherever it appears.
    phone: Option<String>,
    /// `survey`, `callback` or `all`.
    scope: String,
    /// The last day; for ever when left out.
    until: Option<NaiveDate>,
    reason: String,
}

#[derive(Serialize, ToSchema)]
struct AddedEntry {
    id: String,
}

/// Households by center and room.
#[utoipa::path(
    get, path = "/residents", operation_id = "residents", tag = "residents",
    params(ResidentsQuery), responses((status = OK, body = Residents))
)]
async fn list(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<ResidentsQuery>,
) -> Result<Json<Residents>, Problem> {
    let limit = query.limit.unwrap_or(50).min(PAGE_MAX);
    let filter = ResidentFilter {
        center: filled(query.center),
        room: filled(query.room).map(Pii::new),
        unit_id: filled(query.unit_id).map(Pii::new),
        name: filled(query.name).map(Pii::new),
        phone_tail: filled(query.phone_tail).map(Pii::new),
        with_former: query.with_former,
    };
    let (total, residents) = state.app.residents(&filter, query.offset, limit).await?;
    Ok(Json(Residents { total, residents }))
}

/// A household with its history. 404 `resident.not_found`.
#[utoipa::path(
    get, path = "/residents/{id}", operation_id = "resident", tag = "residents",
    params(("id" = String, Path)), responses((status = OK, body = ResidentDetail))
)]
async fn show(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<ResidentDetail>, Problem> {
    Ok(Json(state.app.resident(&id, state.now()).await?))
}

/// The numbers of a household in full; who saw them is recorded. 404 `resident.not_found`.
#[utoipa::path(
    post, path = "/residents/{id}/reveal", operation_id = "reveal_phones", tag = "residents",
    params(("id" = String, Path)), responses((status = OK, body = RevealedPhones))
)]
async fn reveal(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<RevealedPhones>, Problem> {
    Ok(Json(state.app.reveal_phones(&id, &signed_in.user_id, state.now()).await?))
}

/// The do-not-call list, the newest entries first.
#[utoipa::path(
    get, path = "/do-not-call", operation_id = "do_not_call", tag = "residents",
    params(DoNotCallQuery), responses((status = OK, body = DoNotCallList))
)]
async fn do_not_call(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<DoNotCallQuery>,
) -> Result<Json<DoNotCallList>, Problem> {
    let limit = query.limit.unwrap_or(50).min(PAGE_MAX);
    let filter = ListFilter {
        scope: filled(query.scope),
        source: filled(query.source),
        household_id: None,
        room: filled(query.room).map(Pii::new),
        phone_tail: filled(query.phone_tail).map(Pii::new),
        with_past: query.with_past,
    };
    let (total, entries) = state.app.do_not_call(&filter, query.offset, limit, state.now()).await?;
    Ok(Json(DoNotCallList { total, entries }))
}

/// Puts a household or a number on the list; the next dial is refused. 404 `resident.not_found`,
/// 422 `do_not_call.nobody`, `do_not_call.bad_number`, `do_not_call.bad_scope`,
/// `do_not_call.until_past`, `do_not_call.reason_length` with `max`.
#[utoipa::path(
    post, path = "/do-not-call", operation_id = "add_do_not_call", tag = "residents",
    request_body = DoNotCallBody, responses((status = CREATED, body = AddedEntry))
)]
async fn add(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<DoNotCallBody>,
) -> Result<(StatusCode, Json<AddedEntry>), Problem> {
    let wish = DoNotCallWish {
        household_id: filled(body.household_id),
        phone: filled(body.phone).map(Pii::new),
        scope: body.scope,
        until: body.until,
        reason: Pii::new(body.reason),
    };
    let id = state.app.add_do_not_call(&wish, &signed_in.user_id, state.now()).await?;
    Ok((StatusCode::CREATED, Json(AddedEntry { id })))
}

/// Takes an entry off the list. 409 `do_not_call.not_standing`.
#[utoipa::path(
    post, path = "/do-not-call/{id}/withdraw", operation_id = "withdraw_do_not_call",
    tag = "residents", params(("id" = String, Path)), responses((status = NO_CONTENT))
)]
async fn withdraw(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<StatusCode, Problem> {
    state.app.withdraw_do_not_call(&id, &signed_in.user_id, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
