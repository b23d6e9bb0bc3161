//! The calendar: a year's page, changes with their effect, quiet days of centers.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::extract::{JsonBody, PathParams, QueryParams};
use super::problem::Problem;
use super::{HttpState, SignedIn};
use crate::app::{
    CalendarEdit, CalendarEffect, CalendarImport, CalendarView, DayEdit, NewQuietDay,
};
use crate::domain::calendar::{CalendarDayKind, DayChange, QuietPeriod, QuietReason, QuietScope};
use crate::domain::pii::Pii;

/// The routes of this file.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(change))
        .routes(routes!(import))
        .routes(routes!(add_quiet_days))
        .routes(routes!(withdraw_quiet_day))
}

/// Days as they shall be, and why.
#[derive(Deserialize, ToSchema)]
struct CalendarChangeBody {
    days: Vec<DayBody>,
    /// Why; needed unless this is a dry run.
    #[serde(default, deserialize_with = "personal")]
    #[schema(value_type = Option<String>)]
    reason: Option<Pii<String>>,
    /// Only say what would happen.
    dry_run: bool,
}

/// One day as it shall be.
#[derive(Deserialize, ToSchema)]
struct DayBody {
    date: NaiveDate,
    /// `holiday`, `make_up_workday`, or null for a day of the plain week.
    #[schema(value_type = Option<String>)]
    kind: Option<CalendarDayKind>,
    /// What people call the day.
    #[serde(default)]
    name: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// The file's name, for the report.
    file_name: String,
    /// Only say what would happen.
    #[serde(default)]
    dry_run: bool,
}

/// Quiet days as they shall be.
#[derive(Deserialize, ToSchema)]
struct QuietDayBody {
    center_codes: Vec<String>,
    from: NaiveDate,
    to: NaiveDate,
    #[schema(value_type = String)]
    scope: QuietScope,
    #[schema(value_type = String)]
    reason: QuietReason,
    #[serde(default, deserialize_with = "personal")]
    #[schema(value_type = Option<String>)]
    note: Option<Pii<String>>,
    /// Whether matters of safety are called all the same.
    spares_safety: bool,
    /// Whether a time the resident named is kept all the same.
    spares_appointments: bool,
    /// Only say what would happen.
    dry_run: bool,
}

#[derive(Deserialize, ToSchema)]
struct WithdrawBody {
    /// Only say what would happen.
    dry_run: bool,
}

/// The calendar of a year. 422 `calendar.bad_year`.
#[utoipa::path(
    get, path = "/calendar/{year}", operation_id = "calendar", tag = "calendar",
    params(("year" = i32, Path)),
    responses((status = OK, body = CalendarView))
)]
async fn show(
    State(state): State<HttpState>,
    _: SignedIn,
    PathParams(year): PathParams<i32>,
) -> Result<Json<CalendarView>, Problem> {
    Ok(Json(state.app.calendar_view(year, state.now()).await?))
}

/// Changes days of the calendar, or says what that would do. 409 `calendar.batch_made`, 422
/// `calendar.make_up_on_weekday`, `calendar.no_change`, `calendar.reason_required`.
#[utoipa::path(
    post, path = "/calendar/changes", operation_id = "change_calendar", tag = "calendar",
    request_body = CalendarChangeBody,
    responses((status = OK, body = CalendarEffect))
)]
async fn change(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<CalendarChangeBody>,
) -> Result<Json<CalendarEffect>, Problem> {
    let days = body.days.into_iter().map(|day| DayEdit {
        change: DayChange { date: day.date, kind: day.kind },
        name: day.name.trim().to_owned(),
    });
    let edit = CalendarEdit {
        days: days.collect(),
        known_years: vec![],
        source: "edit",
        reason: body.reason,
    };
    let actor = &signed_in.user_id;
    Ok(Json(state.app.change_calendar(&edit, body.dry_run, actor, state.now()).await?))
}

/// Takes in a calendar file (CSV or ICS), or says what that would do. 422 `calendar.file` with
/// `errors`, each with line, code and reason in both languages.
#[utoipa::path(
    post, path = "/calendar/import", operation_id = "import_calendar", tag = "calendar",
    params(ImportQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = OK, body = CalendarImport))
)]
async fn import(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    QueryParams(query): QueryParams<ImportQuery>,
    bytes: Bytes,
) -> Result<Json<CalendarImport>, Problem> {
    let (actor, now) = (&signed_in.user_id, state.now());
    let import =
        state.app.import_calendar(&query.file_name, &bytes, query.dry_run, actor, now).await?;
    Ok(Json(import))
}

/// Enters quiet days of centers, or says what that would do. 422 `quiet_day.backwards`,
/// `quiet_day.past`, `quiet_day.too_long`, `quiet_day.no_center`, `quiet_day.unknown_center`.
#[utoipa::path(
    post, path = "/calendar/quiet-days", operation_id = "add_quiet_days", tag = "calendar",
    request_body = QuietDayBody,
    responses((status = OK, body = CalendarEffect))
)]
async fn add_quiet_days(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    JsonBody(body): JsonBody<QuietDayBody>,
) -> Result<Json<CalendarEffect>, Problem> {
    let new = NewQuietDay {
        center_codes: body.center_codes,
        period: QuietPeriod {
            from: body.from,
            to: body.to,
            scope: body.scope,
            reason: body.reason,
            spares_safety: body.spares_safety,
            spares_appointments: body.spares_appointments,
        },
        note: body.note,
    };
    let actor = &signed_in.user_id;
    Ok(Json(state.app.add_quiet_days(&new, body.dry_run, actor, state.now()).await?))
}

/// Withdraws quiet days, or says what that would do. 404 `quiet_day.not_found`.
#[utoipa::path(
    post, path = "/calendar/quiet-days/{id}/withdraw", operation_id = "withdraw_quiet_day",
    tag = "calendar", params(("id" = Uuid, Path)), request_body = WithdrawBody,
    responses((status = OK, body = CalendarEffect))
)]
async fn withdraw_quiet_day(
    State(state): State<HttpState>,
    signed_in: SignedIn,
    PathParams(id): PathParams<Uuid>,
    JsonBody(body): JsonBody<WithdrawBody>,
) -> Result<Json<CalendarEffect>, Problem> {
    let actor = &signed_in.user_id;
    Ok(Json(state.app.withdraw_quiet_day(id, body.dry_run, actor, state.now()).await?))
}

/// What somebody wrote may name people.
fn personal<'de, D>(deserializer: D) -> Result<Option<Pii<String>>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    Ok(Option::<String>::deserialize(deserializer)?.map(Pii::new))
}
