//! Notices: what one was told, reading it, and what was sent by mail and webhook.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{Deliveries, NoticeCase, NoticeFilter, Notices};

/// The most rows a page holds.
const ROWS_MAX: u32 = 200;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(cases))
        .routes(routes!(read))
        .routes(routes!(read_all))
        .routes(routes!(deliveries))
        .routes(routes!(retry))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct NoticesQuery {
    /// Only what one has not read.
    #[serde(default)]
    unread: bool,
    #[serde(default)]
    offset: u32,
    /// 20 unless told; at most 200.
    limit: Option<u32>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// `pending`, `sent`, `given_up` or `withdrawn`.
    state: Option<String>,
    #[serde(default)]
    offset: u32,
    /// 50 unless told; at most 200.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct NoticeCases {
    /// Newest first; at most 200.
    cases: Vec<NoticeCase>,
}

/// What the signed-in person was told, newest first.
#[utoipa::path(
    get, path = "/notices", operation_id = "notices", tag = "notices", params(NoticesQuery),
    responses((status = OK, body = Notices))
)]
async fn list(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    QueryParams(query): QueryParams<NoticesQuery>,
) -> Result<Json<Notices>, Problem> {
    let filter = NoticeFilter {
        only_unread: query.unread,
        limit: query.limit.unwrap_or(20).min(ROWS_MAX),
        offset: query.offset,
    };
    Ok(Json(state.app.notices(&signed_in.user_id, state.today(), filter).await?))
}

/// The matters a notice is about. 404 `notice.not_found`.
#[utoipa::path(
    get, path = "/notices/{id}/cases", operation_id = "notice_cases", tag = "notices",
    params(("id" = String, Path)), responses((status = OK, body = NoticeCases))
)]
async fn cases(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<Json<NoticeCases>, Problem> {
    let cases = state.app.notice_cases(&id, &signed_in.user_id, state.today()).await?;
    Ok(Json(NoticeCases { cases }))
}

/// Marks a notice as read by the signed-in person. One that is not theirs stays as it is.
#[utoipa::path(
    post, path = "/notices/{id}/read", operation_id = "read_notice", tag = "notices",
    params(("id" = String, Path)), responses((status = NO_CONTENT))
)]
async fn read(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<StatusCode, Problem> {
    state.app.read_notices(Some(&id), &signed_in.user_id, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks everything the signed-in person was told as read.
#[utoipa::path(
    post, path = "/notices/read", operation_id = "read_notices", tag = "notices",
    responses((status = NO_CONTENT))
)]
async fn read_all(
    State(state): State<HttpState>,
    signed_in: SignedIn,
) -> Result<StatusCode, Problem> {
    state.app.read_notices(None, &signed_in.user_id, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was sent by mail and webhook. 422 `notice.bad_filter` with `value`.
#[utoipa::path(
    get, path = "/notice-deliveries", operation_id = "notice_deliveries", tag = "notices",
    params(DeliveriesQuery), responses((status = OK, body = Deliveries))
)]
async fn deliveries(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<DeliveriesQuery>,
) -> Result<Json<Deliveries>, Problem> {
    let limit = query.limit.unwrap_or(50).min(ROWS_MAX);
    Ok(Json(state.app.deliveries(query.state.as_deref(), limit, query.offset).await?))
}

/// Has a delivery that was given up sent again. 409 `notice.delivery_not_given_up`.
#[utoipa::path(
    post, path = "/notice-deliveries/{id}/retry", operation_id = "retry_notice_delivery",
    tag = "notices", params(("id" = String, Path)), responses((status = NO_CONTENT))
)]
async fn retry(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<String>,
) -> Result<StatusCode, Problem> {
    state.app.retry_delivery(&id, &signed_in.user_id, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
