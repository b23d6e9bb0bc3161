//! Batches: the list, one day's page, and the place of each completion.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{BatchEntry, BatchPlace, BatchSummary, PlaceFilter};
use crate::domain::pii::Pii;

/// The most batches a list holds.
const BATCHES_MAX: u32 = 400;
/// The most places a page holds.
const PLACES_MAX: u32 = 500;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(places))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// How many, 60 unless told; at most 400.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct Batches {
    /// Newest first.
    batches: Vec<BatchEntry>,
}

/// Which places, and which page of them. Blank filters do not narrow the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PlacesQuery {
    /// `task` or `excluded`.
    place: Option<String>,
    /// Why excluded.
    reason: Option<String>,
    /// Who calls.
    role: Option<String>,
    /// The task's state.
    state: Option<String>,
    /// The center's code.
    center: Option<String>,
    /// Part of a request number, a room or a resident's name.
    #[serde(default, deserialize_with = "personal")]
    #[param(value_type = Option<String>)]
    text: Option<Pii<String>>,
    #[serde(default)]
    offset: u32,
    /// 50 unless told; at most 500.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
struct Places {
    /// How many there are in all.
    total: u64,
    places: Vec<BatchPlace>,
}

/// Batches and days that wait for data.
#[utoipa::path(
    get, path = "/batches", operation_id = "batches", tag = "batch", params(ListQuery),
    responses((status = OK, body = Batches))
)]
async fn list(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<ListQuery>,
) -> Result<Json<Batches>, Problem> {
    let limit = query.limit.unwrap_or(60).min(BATCHES_MAX);
    Ok(Json(Batches { batches: state.app.batches(limit).await? }))
}

/// The batch of a day. 422 `batch.not_a_workday` with `date` and `next`.
#[utoipa::path(
    get, path = "/batches/{date}", operation_id = "batch", tag = "batch",
    params(("date" = NaiveDate, Path)),
    responses((status = OK, body = BatchSummary))
)]
async fn show(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(date): PathParams<NaiveDate>,
) -> Result<Json<BatchSummary>, Problem> {
    Ok(Json(state.app.batch_summary(date, state.now()).await?))
}

/// The places of a batch. 422 `batch.bad_filter` with `name`, `value` and the `allowed` values.
#[utoipa::path(
    get, path = "/batches/{date}/places", operation_id = "batch_places", tag = "batch",
    params(("date" = NaiveDate, Path), PlacesQuery),
    responses((status = OK, body = Places))
)]
async fn places(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(date): PathParams<NaiveDate>,
    QueryParams(query): QueryParams<PlacesQuery>,
) -> Result<Json<Places>, Problem> {
    let filter = PlaceFilter {
        place: query.place,
        reason: query.reason,
        role: query.role,
        state: query.state,
        center: query.center,
        text: query.text,
        offset: query.offset,
        limit: Some(query.limit.unwrap_or(50).min(PLACES_MAX)),
    };
    let (total, places) = state.app.batch_places(date, &filter).await?;
    Ok(Json(Places { total, places }))
}

/// A resident's name may be what is looked for.
fn personal<'de, D>(deserializer: D) -> Result<Option<Pii<String>>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    Ok(Option::<String>::deserialize(deserializer)?.map(Pii::new))
}
