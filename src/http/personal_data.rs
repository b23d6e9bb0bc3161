//! Residents' requests to see or to erase what is held about them.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{JsonBody, PathParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{DataRequest, DataWish};
use crate::domain::pii::Pii;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list, register))
        .routes(routes!(show))
        .routes(routes!(approve))
        .routes(routes!(refuse))
        .routes(routes!(carry_out))
        .routes(routes!(copy))
        .routes(routes!(hold))
        .routes(routes!(lift_hold))
}

#[derive(Serialize, ToSchema)]
struct DataRequests {
    /// Those that wait for somebody first.
    requests: Vec<DataRequest>,
}

/// What a resident asks, and how we know who asks.
#[derive(Deserialize, ToSchema)]
struct RegisterBody {
    /// `access` or `erasure`.
    kind: String,
    household_id: String,
    asked_by: String,
    /// `identity_card`, `called_back`, `in_person` or `authorization`.
    identity_proof: String,
    #[serde(default)]
    note: String,
    /// Whether the household goes on the do-not-call list for any call when it is erased.
    #[serde(default)]
    wants_do_not_call: bool,
}

#[derive(Deserialize, ToSchema)]
struct ReasonBody {
    reason: String,
}

/// Requests, those that wait for somebody first.
#[utoipa::path(
    get, path = "/personal-data-requests", operation_id = "data_requests", tag = "personal data",
    responses((status = OK, body = DataRequests))
)]
async fn list(State(state): State<HttpState>, _: SignedIn) -> Result<Json<DataRequests>, Problem> {
    Ok(Json(DataRequests { requests: state.app.data_requests().await? }))
}

/// Registers a request. 404 `resident.not_found`, 422 `personal_data.bad_wish` with `field`.
#[utoipa::path(
    post, path = "/personal-data-requests", operation_id = "register_data_request",
    tag = "personal data", request_body = RegisterBody,
    responses((status = CREATED, body = DataRequest))
)]
async fn register(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<RegisterBody>,
) -> Result<(StatusCode, Json<DataRequest>), Problem> {
    let wish = DataWish {
        kind: body.kind,
        household_id: body.household_id,
        asked_by: Pii::new(body.asked_by),
        identity_proof: body.identity_proof,
        note: Pii::new(body.note),
        wants_do_not_call: body.wants_do_not_call,
    };
    let id = state.app.register_data_request(wish, &signed_in.user_id, state.now()).await?;
    Ok((StatusCode::CREATED, Json(state.app.data_request(&id).await?)))
}

/// One request, with the proof of what was erased. 404 `personal_data.not_found`.
#[utoipa::path(
    get, path = "/personal-data-requests/{id}", operation_id = "data_request",
    tag = "personal data", params(("id" = String, Path)),
    responses((status = OK, body = DataRequest))
)]
async fn show(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<DataRequest>, Problem> {
    Ok(Json(state.app.data_request(&id).await?))
}

/// Approves a request. 403 `personal_data.same_person`, 409 `personal_data.decided`.
#[utoipa::path(
    post, path = "/personal-data-requests/{id}/approve", operation_id = "approve_data_request",
    tag = "personal data", params(("id" = String, Path)),
    responses((status = OK, body = DataRequest))
)]
async fn approve(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<DataRequest>, Problem> {
    let actor = &signed_in.user_id;
    state.app.decide_data_request(&id, None, actor, state.now()).await?;
    Ok(Json(state.app.data_request(&id).await?))
}

/// Refuses a request with a reason. 403 `personal_data.same_person`, 409 `personal_data.decided`,
/// 422 `personal_data.bad_wish`.
#[utoipa::path(
    post, path = "/personal-data-requests/{id}/refuse", operation_id = "refuse_data_request",
    tag = "personal data", params(("id" = String, Path)), request_body = ReasonBody,
    responses((status = OK, body = DataRequest))
)]
async fn refuse(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
    JsonBody(ReasonBody { reason }): JsonBody<ReasonBody>,
) -> Result<Json<DataRequest>, Problem> {
    let (reason, actor) = (Some(Pii::new(reason)), &signed_in.user_id);
    state.app.decide_data_request(&id, reason, actor, state.now()).await?;
    Ok(Json(state.app.data_request(&id).await?))
}

/// Carries an approved request out: erases, or notes that the copy was handed over. 409
/// `personal_data.not_approved`, `personal_data.held` with the `reason`,
/// `personal_data.open_callback`.
#[utoipa::path(
    post, path = "/personal-data-requests/{id}/carry-out",
    operation_id = "carry_out_data_request", tag = "personal data",
    params(("id" = String, Path)), responses((status = OK, body = DataRequest))
)]
async fn carry_out(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<DataRequest>, Problem> {
    state.app.carry_out_data_request(&id, &signed_in.user_id, state.now()).await?;
    Ok(Json(state.app.data_request(&id).await?))
}

/// The copy of everything held, for an approved request to see it: a ZIP file. 409
/// `personal_data.not_approved`.
#[utoipa::path(
    get, path = "/personal-data-requests/{id}/copy", operation_id = "copy_of_data",
    tag = "personal data", params(("id" = String, Path)),
    responses((status = OK, description = "The copy.", body = String,
        content_type = "application/zip"))
)]
async fn copy(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Response, Problem> {
    let bytes = state.app.copy_of_data(&id, &signed_in.user_id, state.now()).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"personal-data.zip\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// Keeps a household's data from being erased. 404 `resident.not_found`, 409
/// `personal_data.held`, 422 `personal_data.bad_wish`.
#[utoipa::path(
    post, path = "/residents/{id}/hold", operation_id = "hold_data", tag = "personal data",
    params(("id" = String, Path)), request_body = ReasonBody,
    responses((status = NO_CONTENT))
)]
async fn hold(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
    JsonBody(ReasonBody { reason }): JsonBody<ReasonBody>,
) -> Result<StatusCode, Problem> {
    let (reason, actor) = (Pii::new(reason), &signed_in.user_id);
    state.app.hold_data(&id, &reason, actor, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a household's data be erased again. 409 `personal_data.not_held`.
#[utoipa::path(
    post, path = "/residents/{id}/lift-hold", operation_id = "lift_hold", tag = "personal data",
    params(("id" = String, Path)), responses((status = NO_CONTENT))
)]
async fn lift_hold(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<StatusCode, Problem> {
    state.app.lift_hold(&id, &signed_in.user_id, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
