//! Callback coverage of a month: the page's numbers, the batches behind one of them, and a file.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::QueryParams;
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{CoverageDay, CoverageView};

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(days)).routes(routes!(export))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CoverageQuery {
    /// The month of completion, like `2026-11`.
    month: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CoverageDaysQuery {
    /// The month of completion, like `2026-11`.
    month: String,
    /// The center's code.
    center: String,
    /// The kind of matter.
    kind: String,
}

#[derive(Serialize, ToSchema)]
struct CoverageDays {
    /// Oldest batch first.
    days: Vec<CoverageDay>,
}

/// Coverage per center and kind against the rate of the rules. 422 `figures.bad_month`.
#[utoipa::path(
    get, path = "/coverage", operation_id = "coverage", tag = "figures",
    params(CoverageQuery), responses((status = OK, body = CoverageView))
)]
async fn show(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<CoverageQuery>,
) -> Result<Json<CoverageView>, Problem> {
    Ok(Json(state.app.callback_coverage(&query.month, state.now()).await?))
}

/// The batches one center's coverage consists of. 422 `figures.bad_month`.
#[utoipa::path(
    get, path = "/coverage/days", operation_id = "coverage_days", tag = "figures",
    params(CoverageDaysQuery), responses((status = OK, body = CoverageDays))
)]
async fn days(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<CoverageDaysQuery>,
) -> Result<Json<CoverageDays>, Problem> {
    let CoverageDaysQuery { month, center, kind } = &query;
    let days = state.app.coverage_days(month, center, kind, state.now()).await?;
    Ok(Json(CoverageDays { days }))
}

/// The coverage of a month as a CSV file for spreadsheets. 422 `figures.bad_month`.
#[utoipa::path(
    get, path = "/coverage/export", operation_id = "export_coverage", tag = "figures",
    params(CoverageQuery),
    responses((status = OK, body = String, content_type = "text/csv"))
)]
async fn export(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<CoverageQuery>,
) -> Result<Response, Problem> {
    let view = state.app.callback_coverage(&query.month, state.now()).await?;
    let text = state.app.coverage_csv(&view)?;
    let name = format!("attachment; filename=\"coverage-{}.csv\"", view.month);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}
