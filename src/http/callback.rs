//! One callback: its page, and what the person at a seat does with it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{JsonBody, PathParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{CallbackDetail, Finish, SpokenAnswer};
use crate::domain::callback::disposition::Disposition;
use crate::domain::pii::Pii;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(call))
        .routes(routes!(hang_up))
        .routes(routes!(answer))
        .routes(routes!(finish))
}

#[derive(Serialize, ToSchema)]
struct PlacedCall {
    call_id: String,
}

/// An answer to one question of the script.
#[derive(Deserialize, ToSchema)]
struct AnswerBody {
    question: String,
    #[serde(default)]
    codes: Vec<String>,
    /// The resident's own words; of a date question, the date as ISO text.
    text: Option<String>,
}

/// How a task ends.
#[derive(Deserialize, ToSchema)]
struct FinishBody {
    #[schema(value_type = String)]
    disposition: Disposition,
    /// The date of the next callback, or of the appointment.
    next_callback_on: Option<NaiveDate>,
    /// The time of the appointment in the company's zone, `HH:MM`; 10:00 when it is left out.
    #[schema(value_type = Option<String>, example = "18:30")]
    next_callback_time: Option<NaiveTime>,
    /// Whether somebody of the handling department took part: not counted in the rate then.
    #[serde(default)]
    department_present: bool,
}

/// The page of a task. 404 `callback.not_found`.
#[utoipa::path(
    get, path = "/callbacks/{task_id}", operation_id = "callback", tag = "callback",
    params(("task_id" = String, Path)),
    responses((status = OK, body = CallbackDetail))
)]
async fn show(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(task_id): PathParams<String>,
) -> Result<Json<CallbackDetail>, Problem> {
    detail(&state, &signed_in, &task_id).await
}

/// Calls the resident from the seat the person has taken over. 409
/// `callback.outside_calling_window` with `next_at_ms`, `call.already_live`, `callback.closed`,
/// `callback.no_phone`, `agent.not_ready`, `agent.none_taken_over`, `agent.wrong_role`.
#[utoipa::path(
    post, path = "/callbacks/{task_id}/call", operation_id = "call_resident", tag = "callback",
    params(("task_id" = String, Path)),
    responses((status = ACCEPTED, body = PlacedCall))
)]
async fn call(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(task_id): PathParams<String>,
) -> Result<(StatusCode, Json<PlacedCall>), Problem> {
    let user_id = &signed_in.user_id;
    let call_id = state.app.call_from_seat(user_id, &task_id, state.now()).await?;
    Ok((StatusCode::ACCEPTED, Json(PlacedCall { call_id: call_id.to_string() })))
}

/// Ends a call of the person's own seat. 403 `agent.not_yours`, 404 `call.not_found`, 409
/// `call.ended`.
#[utoipa::path(
    post, path = "/calls/{call_id}/hang-up", operation_id = "hang_up", tag = "callback",
    params(("call_id" = String, Path)),
    responses((status = ACCEPTED))
)]
async fn hang_up(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(call_id): PathParams<String>,
) -> Result<StatusCode, Problem> {
    state.app.hang_up_from_seat(&signed_in.user_id, &call_id, state.now()).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Records what the resident said. 403 `agent.not_yours`, 409 `callback.not_in_conversation`, 422
/// `script.unknown_question`, `script.not_asked`, `script.unknown_choice`, `script.wrong_shape`,
/// `callback.answer_too_long` with `max`.
#[utoipa::path(
    put, path = "/callbacks/{task_id}/answers", operation_id = "answer", tag = "callback",
    params(("task_id" = String, Path)), request_body = AnswerBody,
    responses((status = OK, body = CallbackDetail))
)]
async fn answer(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(task_id): PathParams<String>,
    JsonBody(body): JsonBody<AnswerBody>,
) -> Result<Json<CallbackDetail>, Problem> {
    let AnswerBody { question, codes, text } = body;
    let spoken = SpokenAnswer { question, codes, text: text.map(Pii::new) };
    state.app.answer_from_seat(&signed_in.user_id, &task_id, spoken, state.now()).await?;
    detail(&state, &signed_in, &task_id).await
}

/// Finishes a task after its call. 403 `agent.not_yours`, 409 `callback.not_in_wrap_up`, 422
/// `callback.answers_missing` with `questions`, `callback.next_callback_required`,
/// `callback.next_callback_past` with `date`, `callback.appointment_outside_hours` with `from` and
/// `until`, `callback.disposition_not_fitting` with `disposition`.
#[utoipa::path(
    post, path = "/callbacks/{task_id}/finish", operation_id = "finish_callback", tag = "callback",
    params(("task_id" = String, Path)), request_body = FinishBody,
    responses((status = OK, body = CallbackDetail))
)]
async fn finish(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(task_id): PathParams<String>,
    JsonBody(body): JsonBody<FinishBody>,
) -> Result<Json<CallbackDetail>, Problem> {
    let FinishBody { disposition, next_callback_on, next_callback_time, department_present } = body;
    let finish = Finish { disposition, next_callback_on, next_callback_time, department_present };
    state.app.finish_from_seat(&signed_in.user_id, &task_id, &finish, state.now()).await?;
    detail(&state, &signed_in, &task_id).await
}

async fn detail(
    state: &HttpState,
    signed_in: &SignedIn,
    task_id: &str,
) -> Result<Json<CallbackDetail>, Problem> {
    let viewer = Some(signed_in.user_id.as_str());
    Ok(Json(state.app.callback_detail(task_id, viewer).await?))
}
