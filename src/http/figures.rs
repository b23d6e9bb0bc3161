//! The callback figures of a month.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::QueryParams;
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::FiguresView;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(callback))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MonthQuery {
    /// The month of completion, like `2026-11`.
    month: String,
}

/// The callback satisfaction rate per center and for the company. 422 `figures.bad_month`.
#[utoipa::path(
    get, path = "/figures/callback", operation_id = "callback_figures", tag = "figures",
    params(MonthQuery),
    responses((status = OK, body = FiguresView))
)]
async fn callback(
    State(state): State<HttpState>,
    _: SignedIn,
    QueryParams(query): QueryParams<MonthQuery>,
) -> Result<Json<FiguresView>, Problem> {
    let figures = state.app.callback_figures(&query.month, state.now()).await?;
    Ok(Json(FiguresView::from(&figures)))
}
